"""The JPEGs that the tests make; see image.py. Needs cjpeg; Pillow for the few that say so."""

import io
import struct
from typing import Callable, Iterator

import base
import jpeg
import parts
import tiff
from image import Image
from jpeg import APP0, APP1, APP2, APP11, APP13, APP14, COM, segment


_images: list[Image] = []


def image(name: str, *shows: str, keeps: tuple = ()):
    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        _images.append(Image(name, make, shows, keeps))
        return make

    return register


def made() -> Iterator[Image]:
    return iter(_images)


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image(name, make, shows, keeps, refused))


# --- what the encoder itself varies; each carries a position, so that none is clean to begin with


def _located(*options: str) -> bytes:
    return jpeg.after_jfif(base.jpeg(*options), segment(APP1, tiff.exif(tiff.camera())))


for _name, _options in {
    "baseline_420": [],
    "baseline_444": ["-sample", "1x1"],
    "baseline_422": ["-sample", "2x1"],
    "grayscale": ["-grayscale"],
    "progressive": ["-progressive"],
    "progressive_restart": ["-progressive", "-restart", "1"],
    "arithmetic": ["-arithmetic"],
    "arithmetic_progressive": ["-arithmetic", "-progressive"],
    "restart_blocks": ["-restart", "2B"],
    "optimized": ["-optimize"],
    "rgb_adobe": ["-rgb"],
    "quality_5_16bit_tables": ["-quality", "1"],
}.items():
    _add(_name, lambda o=tuple(_options): _located(*o), "GPS:GPSLatitude", "IFD0:Model")


@image("no_metadata")
def no_metadata() -> bytes:
    return base.jpeg()


# --- Exif


@image("exif_gps_thumbnail_note", "GPS:GPSLatitude", "IFD1:ThumbnailOffset", "ExifIFD:SerialNumber", "IFD0:Artist")
def exif_full() -> bytes:
    ifd0 = tiff.camera(orientation=1, thumb=base.thumbnail(), note=b"EXAMPLE\0" + bytes(range(200)))
    return jpeg.after_jfif(base.jpeg(), segment(APP1, tiff.exif(ifd0)))


def _oriented(order: str, value: int) -> bytes:
    exif = segment(APP1, tiff.exif(tiff.camera(orientation=value, thumb=base.thumbnail()), order))
    return jpeg.after_soi(jpeg.without(base.jpeg(), APP0), exif)


for _value in range(1, 9):
    for _word, _order in (("little", tiff.LITTLE), ("big", tiff.BIG)):
        _add(f"orientation_{_value}_{_word}", lambda o=_order, v=_value: _oriented(o, v), "IFD0:Orientation")


@image("orientation_long", "IFD0:Orientation")
def orientation_long() -> bytes:
    ifd0 = tiff.Ifd({0x0112: tiff.long(8), 0x010F: tiff.text("Example Corp")})
    return jpeg.after_jfif(base.jpeg(), segment(APP1, tiff.exif(ifd0, tiff.BIG)))


@image("orientation_6_then_3", "IFD0:Orientation")
def orientation_twice() -> bytes:
    segments = [segment(APP1, tiff.exif(tiff.Ifd({0x0112: tiff.short(value)}))) for value in (6, 3)]
    return jpeg.after_jfif(base.jpeg(), *segments)


@image("orientation_in_second_exif_only", "GPS:GPSLatitude")
def orientation_second() -> bytes:
    segments = [segment(APP1, tiff.exif(tiff.camera(orientation=value))) for value in (None, 3)]
    return jpeg.after_jfif(base.jpeg(), *segments)


@image("orientation_in_ifd1_and_xmp_only", "IFD1:Orientation", "XMP-tiff:Orientation")
def orientation_elsewhere() -> bytes:
    ifd0 = tiff.camera(thumb=base.thumbnail())
    ifd0.next.tags[0x0112] = tiff.short(6)
    return jpeg.after_jfif(
        base.jpeg(), segment(APP1, tiff.exif(ifd0)), segment(APP1, parts.xmp('tiff:Orientation="6"'))
    )


@image("exif_before_jfif", "IFD0:Orientation", "JFIF")
def exif_before_jfif() -> bytes:
    return jpeg.after_soi(base.jpeg(), segment(APP1, tiff.exif(tiff.camera(orientation=6))))


@image("exif_loop_and_bad_offsets")
def exif_hostile() -> bytes:
    ifd0 = tiff.camera(orientation=6)
    payload = bytearray(tiff.exif(ifd0))
    at = 6 + 8 + 2 + 12 * len(ifd0.tags)
    payload[at : at + 4] = struct.pack("<L", 8)  # IFD1 is IFD0 again
    position = payload.find(struct.pack("<HHL", 0x8825, 4, 1))
    payload[position + 8 : position + 12] = struct.pack("<L", 0xFFFFFFF0)
    return jpeg.after_jfif(base.jpeg(), segment(APP1, bytes(payload)))


_R03 = ("IFD0:Orientation", "InteropIFD:InteropIndex", "ExifIFD:ColorSpace")


@image("r03_interop", *_R03, keeps=_R03)
def r03() -> bytes:
    interop = tiff.Ifd({1: tiff.text("R03"), 2: tiff.undefined(b"0100")})
    ifd0 = tiff.camera(orientation=6)
    ifd0.tags[0x8769].tags |= {0xA001: tiff.short(65535), 0xA005: interop}
    return jpeg.after_soi(jpeg.without(base.jpeg(), APP0), segment(APP1, tiff.exif(ifd0)))


@image("r03_with_icc", "InteropIFD:InteropIndex", "ICC_Profile")
def r03_icc() -> bytes:
    return jpeg.before(r03(), jpeg.DQT, *(segment(APP2, c) for c in parts.icc_chunks(parts.display_profile())))


def _density(width: int, height: int, dots: tuple = (144, 1)) -> bytes:
    """Exif that HTML sizes the picture by where pixels = size x 72 / density (64 x 48 at 144 says 32 x 24)."""
    ifd0 = tiff.camera()
    ifd0.tags |= {0x011A: tiff.rational(dots), 0x011B: tiff.rational(dots), 0x0128: tiff.short(2)}
    ifd0.tags[0x8769].tags |= {0xA002: tiff.long(width), 0xA003: tiff.long(height)}
    return jpeg.after_soi(jpeg.without(base.jpeg(), APP0), segment(APP1, tiff.exif(ifd0)))


_DENSITY = ("IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit", "ExifIFD:ExifImageWidth")
_add("exif_density_that_counts", lambda: _density(32, 24), *_DENSITY, keeps=_DENSITY)
_add("exif_density_with_text", lambda: _density(32, 24, (0x2ED65245, 0x534543)), *_DENSITY, keeps=_DENSITY)
_add("exif_density_that_does_not", lambda: _density(64, 48), *_DENSITY)


# --- XMP, IPTC, comments, ICC


@image("xmp", "XMP-exif:GPSLatitude", "XMP-dc:Creator")
def xmp() -> bytes:
    creator = "<dc:creator><rdf:Seq><rdf:li>Jane Owner</rdf:li></rdf:Seq></dc:creator>"
    return jpeg.after_jfif(base.jpeg(), segment(APP1, parts.xmp('exif:GPSLatitude="51,28.67N"', creator)))


@image("extended_xmp", "XMP-dc:Description", "XMP-xmpNote:HasExtendedXMP")
def extended_xmp() -> bytes:
    words = " ".join(f"word{n}" for n in range(1500))
    description = f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:description>'
    return jpeg.after_jfif(base.jpeg(), *(segment(APP1, p) for p in parts.extended_xmp(description)))


@image("photoshop_iptc", "IPTC:By-line", "Photoshop:URL")
def photoshop() -> bytes:
    payload = parts.photoshop("a private caption", parts.resource(0x040B, b"https://example.com/jane"))
    return jpeg.after_jfif(base.jpeg(), segment(APP13, payload))


@image("comments", "File:Comment")
def comments() -> bytes:
    return jpeg.after_jfif(base.jpeg(), *(segment(COM, b"comment %d" % n) for n in range(3)), segment(COM))


def _with_icc(chunks: list[bytes]) -> bytes:
    return jpeg.after_jfif(base.jpeg(), segment(COM, b"before"), *(segment(APP2, chunk) for chunk in chunks))


def _srgb() -> bytes:
    """Little CMS's sRGB, by Pillow; its creation date is the clock's, so it is set."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = struct.pack(">6H", 2024, 5, 6, 7, 8, 9)
    return bytes(data)


_add("icc_srgb_pillow", lambda: _with_icc(parts.icc_chunks(_srgb())), "ICC_Profile:ProfileDescription")
_add("icc_own", lambda: _with_icc(parts.icc_chunks(parts.display_profile())), "ICC_Profile:ProfileDescription")
_add(
    "icc_small_chunks",
    lambda: _with_icc(parts.icc_chunks(parts.display_profile(), size=100)),
    "ICC_Profile:ProfileDescription",
)


@image("icc_large_several_chunks", "ICC_Profile:AToB0")
def icc_large() -> bytes:
    return _with_icc(parts.icc_chunks(parts.display_profile({b"A2B0": parts.lut(150_000)})))


@image("icc_chunks_out_of_order", keeps=("ICC_Profile",))
def icc_shuffled() -> bytes:
    chunks = parts.icc_chunks(parts.display_profile(), size=200)
    return _with_icc(chunks[1:] + chunks[:1])


_add("icc_chunk_missing", lambda: _with_icc(parts.icc_chunks(parts.display_profile(), size=200)[:-1]), "File:Comment")
_add("icc_chunk_twice", lambda: _with_icc(parts.icc_chunks(parts.display_profile(), size=200) * 2), "File:Comment", keeps=("ICC_Profile",))


@image("icc_private_tags", "ICC_Profile:ProfileDescription")
def icc_private() -> bytes:
    extra = {b"mmod": b"mmod\0\0\0\0" + b"SERIAL-0123456789".ljust(32, b"\0"), b"vcgt": b"vcgt\0\0\0\0" + bytes(60)}
    return _with_icc(parts.icc_chunks(parts.display_profile(extra)))


# --- CMYK, RGB and what decoders take from JFIF and APP14


@image("cmyk_adobe", "Adobe:ColorTransform", "IFD0:Model")
def cmyk() -> bytes:
    """Four planes, and no transform: some viewers invert them only because APP14 is there."""
    from PIL import Image as Picture

    picture = Picture.open(io.BytesIO(base.ppm(64, 48))).convert("CMYK")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return jpeg.after_soi(out.getvalue(), segment(APP1, tiff.exif(tiff.camera())))


@image("ycck_adobe", "Adobe:ColorTransform", "IFD0:Model")
def ycck() -> bytes:
    """The same samples, said to be YCCK: without APP14 decoders show another picture."""
    return cmyk().replace(b"Adobe\0\x64\0\0\0\0\0", b"Adobe\0\x64\0\0\0\0\2")


def _rgb(*segments: bytes) -> bytes:
    """Components R, G, B without JFIF or APP14 but these."""
    return jpeg.after_soi(jpeg.without(base.jpeg("-rgb"), APP0, APP14), *segments, segment(COM, b"private"))


def _ycc(*segments: bytes) -> bytes:
    return jpeg.after_soi(jpeg.without(base.jpeg(), APP0), *segments, segment(COM, b"private"))


_add("rgb_by_component_ids", lambda: _rgb(), "File:Comment")
_add("rgb_jfif_of_8_bytes", lambda: _rgb(segment(APP0, b"JFIF\0\1\1\0")), "File:Comment")
_add("rgb_jfif_of_14_bytes", lambda: _rgb(segment(APP0, parts.jfif())), "File:Comment")
_add("adobe_x", lambda: _rgb(segment(APP14, parts.adobe(0, b"AdobeX"))), "File:Comment")
_add("adobe_x_on_ycc", lambda: _ycc(segment(APP14, b"AdobeX\0\0\0\0\0\0")), "File:Comment")
_add("adobe_of_11_bytes", lambda: _ycc(segment(APP14, parts.adobe(0)[:11])), "File:Comment")
_add("adobe_of_31_bytes", lambda: _rgb(segment(APP14, parts.adobe(0, tail=b"something private!!"))), "File:Comment")
_add("adobe_twice", lambda: _ycc(segment(APP14, parts.adobe(1)), segment(APP14, parts.adobe(0))), "File:Comment")
_add("adobe_after_jfif", lambda: jpeg.after_jfif(_ycc(segment(APP0, parts.jfif())), segment(APP14, parts.adobe(0))))
_add("jfif_thumbnail", lambda: _ycc(segment(APP0, parts.jfif(bytes(range(192)), 8, 8))), "JFIF:ThumbnailTIFF")
_add("jfif_slack", lambda: _ycc(segment(APP0, parts.jfif(b"more than the grammar has"))), "File:Comment")
_add("jfif_density_cm", lambda: _ycc(segment(APP0, parts.jfif(density=(2, 118, 118)))), "JFIF:XResolution", keeps=("JFIF:XResolution",))
_add("jfxx", lambda: jpeg.after_jfif(base.jpeg(), segment(APP0, parts.jfxx(base.thumbnail()))), "JFXX")


# --- further pictures, films, provenance, unknown segments


@image("mpf_second_picture", "MPF0:NumberOfImages", "MPImage2:MPImageLength")
def mpf() -> bytes:
    second = exif_full()
    rest = base.jpeg()
    head = jpeg.after_soi(rest, segment(APP2, parts.mpf(len(rest), [len(second)])))
    header = 2 + 4 + 4  # SOI, marker and length, `MPF\0`: offsets count from behind these
    exact = jpeg.after_soi(rest, segment(APP2, parts.mpf(len(head) - header, [len(second)])))
    return exact + second


@image("motion_google", "XMP-GCamera:MicroVideo")
def motion_google() -> bytes:
    video = parts.film()
    packet = parts.xmp(f'GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="{len(video)}"')
    return jpeg.after_jfif(base.jpeg(), segment(APP1, packet)) + video


_add("motion_samsung", lambda: _located() + parts.sef(parts.film()), "Samsung:EmbeddedVideoType")
_add("motion_xiaomi", lambda: _located() + parts.film(), "GPS:GPSLatitude")
_add("zip_appended", lambda: _located() + b"PK\3\4" + bytes(26) + b"PK\5\6" + bytes(18), "GPS:GPSLatitude")
_add("text_appended", lambda: base.jpeg() + b"written by Jane Owner\n")
_add("jpeg_appended", lambda: base.jpeg() + exif_full())
_add("zeros_appended", lambda: base.jpeg() + bytes(4096))


@image("flashpix", "File:Comment")
def flashpix() -> bytes:
    return jpeg.after_jfif(base.jpeg(), segment(APP2, parts.flashpix()), segment(COM, b"private"))


@image("c2pa", "JUMBF")
def c2pa() -> bytes:
    return jpeg.after_jfif(base.jpeg(), segment(APP11, parts.c2pa(b"Jane Owner")))


@image("every_app_unknown")
def every_app() -> bytes:
    unknown = [segment(marker, b"UNKNOWN\0of %02X" % marker) for marker in range(0xE0, 0xF0)]
    return jpeg.after_jfif(base.jpeg(), *unknown, *(segment(marker) for marker in range(0xE0, 0xF0)))


# --- between and around the segments


_add("fill_bytes", lambda: jpeg.before(jpeg.before(_located(), jpeg.DQT, b"\xff" * 7), jpeg.EOI, b"\xff" * 3))
_add("fill_before_eoi", lambda: base.jpeg()[:-2] + b"\xff\xff\xd9")
_add("junk_between_segments", lambda: jpeg.before(_located(), jpeg.DQT, b"private junk"), "GPS:GPSLatitude")
_add("tem_marker", lambda: jpeg.before(_located(), jpeg.DQT, b"\xff\x01"), "GPS:GPSLatitude")
_add("missing_eoi", lambda: _located()[:-2], "GPS:GPSLatitude")
_add("missing_eoi_lone_ff", lambda: _located()[:-1], "GPS:GPSLatitude")
_add("missing_eoi_text_appended", lambda: _located()[:-2] + b"text behind no end", "GPS:GPSLatitude")
_add("markers_inside_segment", lambda: jpeg.after_jfif(base.jpeg(), segment(0xE5, base.thumbnail() * 2)))


@image("app_and_com_between_scans", "GPS:GPSLatitude")
def between_scans() -> bytes:
    data = _located("-progressive")
    for nth, payload in ((1, b"first"), (3, b"second")):
        data = jpeg.before(data, jpeg.SOS, segment(COM, payload), segment(0xE5, b"unknown"), nth=nth)
    return jpeg.before(data, jpeg.EOI, segment(COM, b"before the end"))


@image("exif_adobe_and_icc_between_scans")
def late_segments() -> bytes:
    late = segment(APP1, tiff.exif(tiff.camera(orientation=6))), segment(APP14, parts.adobe(0))
    return jpeg.before(_located("-progressive"), jpeg.SOS, *late, segment(APP2, parts.icc_chunks(parts.display_profile())[0]), nth=2)


def _dnl(extra: bytes = b"") -> bytes:
    return jpeg.before(_located(), jpeg.EOI, segment(jpeg.DNL, struct.pack(">H", 48) + extra))


_add("dnl", lambda: _dnl(), "GPS:GPSLatitude")
_add("dnl_with_slack", lambda: _dnl(b"forty private bytes behind the count...."), "GPS:GPSLatitude")
_add("dnl_empty", lambda: jpeg.before(_located(), jpeg.EOI, segment(jpeg.DNL)), "GPS:GPSLatitude")
_add("dri_zero", lambda: jpeg.before(_located(), jpeg.SOS, segment(jpeg.DRI, b"\0\0")), "GPS:GPSLatitude")


# --- markers without a meaning within a scan


def _in_scan(mark: bytes, place: str, *options: str) -> bytes:
    """`mark` is put into the last scan: before a restart marker, behind it, between two, or at the end."""
    data = _located(*options)
    scan = [part for part in jpeg.walk(data) if part.role == "scan"][-1]
    restarts = [at for at in range(scan.offset, scan.end - 1) if data[at] == 0xFF and 0xD0 <= data[at + 1] <= 0xD7]
    middle = restarts[len(restarts) // 2] if restarts else scan.offset
    at = {"before": middle, "behind": middle + 2, "between": middle + 3, "end": scan.end}[place]
    at += data[at - 1] == 0xFF and data[at] == 0
    return data[:at] + mark + data[at:]


for _name, _mark in {"tem": b"\xff\x01", "reserved": b"\xff\x02", "reserved_text": b"\xff\xbfprivate text"}.items():
    for _place in ("before", "behind", "between"):
        for _word, _options in {"": (), "progressive_": ("-progressive",), "arithmetic_": ("-arithmetic",)}.items():
            _add(
                f"{_word}{_name}_{_place}_restart",
                lambda m=_mark, p=_place, o=_options: _in_scan(m, p, "-restart", "2B", *o),
                "GPS:GPSLatitude",
            )
_add("tem_without_restarts", lambda: _in_scan(b"\xff\x01private text", "between"), "GPS:GPSLatitude")
_add("tem_at_the_end_of_a_scan", lambda: _in_scan(b"\xff\x01private text", "end"), "GPS:GPSLatitude")


# --- refused, by name and with no output


def _second_frame() -> bytes:
    frame = next(part for part in jpeg.walk(base.jpeg()) if part.marker in jpeg.SOF)
    return jpeg.before(_located(), jpeg.SOS, segment(frame.marker, frame.payload))


_add("refused_no_image", lambda: b"This is no image.\n" * 9, refused=True)
_add("refused_empty", lambda: b"", refused=True)
_add("refused_soi_only", lambda: b"\xff\xd8", refused=True)
_add("refused_cut_in_header", lambda: _located()[:300], refused=True)
_add("refused_length_past_end", lambda: b"\xff\xd8\xff\xe1\xff\xffExif\0\0", refused=True)
_add("refused_length_of_one", lambda: b"\xff\xd8\xff\xdb\0\1" + base.jpeg()[2:], refused=True)
_add("refused_second_soi", lambda: jpeg.after_soi(_located(), b"\xff\xd8"), refused=True)
_add("refused_second_frame", _second_frame, refused=True)
_add("refused_jpeg_ls", lambda: b"\xff\xd8" + segment(0xF7, b"\x08\0\1\0\1\1\1\x11\0") + b"\xff\xd9", refused=True)
_add("refused_no_scan", lambda: jpeg.without(base.jpeg(), None, jpeg.SOS), refused=True)
