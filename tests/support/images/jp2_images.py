"""The JPEG 2000 images that the tests make; see image.py. Needs opj_compress; Pillow and imagecodecs for a few."""

import functools
import io
import subprocess
import tempfile
from pathlib import Path
from typing import Callable, Iterator

import base
import jp2
import parts
import planted
import tiff
from boxes import box, last_box, large_box
from image import Image

_XMP = parts.xmp('exif:GPSLatitude="51,28.67N"')[len(parts.XMP_SIGNATURE) :]

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Small files without any encoder's data."""
    size = b"\0\0\0\0\0\x08\0\0\0\x06" + bytes(8) + b"\0\0\0\x08\0\0\0\x06" + bytes(8) + b"\0\1\7\1\1"
    coding = jp2.segment(0xFF52, b"\0\0\0\1\0\1\4\4\0\1") + jp2.segment(0xFF5C, b"\x40\x08\x10\x18\x20")
    main = jp2.SOC.to_bytes(2) + jp2.segment(jp2.SIZ, size) + coding
    data, end = b"\x11\x22\xff\0\x33", jp2.EOC.to_bytes(2)

    def tile_part(header: bytes = b"", is_open: bool = False) -> bytes:
        rest = header + jp2.SOD.to_bytes(2) + data
        return jp2.segment(jp2.SOT, b"\0\0" + (0 if is_open else 12 + len(rest)).to_bytes(4) + b"\0\1") + rest

    image = box(b"ihdr", b"\0\0\0\6\0\0\0\x08\0\1\7\7\0\0")
    grey = box(b"colr", b"\1\0\0\0\0\0\x11")
    palette = box(b"pclr", b"\0\1\3\7\7\7abc") + box(b"cmap", bytes(4)) + box(b"cdef", b"\0\1" + bytes(6))
    start, whole = jp2.SIGNATURE + box(b"ftyp", jp2.BRANDS), main + tile_part() + end
    header, metadata = box(b"jp2h", image + grey), box(b"xml ", b"<a/>") + box(b"uuid", jp2.UUIDS["xmp"] + b"<a/>")
    comment = jp2.comment(b"text")
    yield from {
        "bare": whole,
        "comments": main + comment + tile_part(comment) + tile_part(jp2.segment(0xFF7A, b"text")) + end,
        "open": main + tile_part(is_open=True) + end + b"text",
        "boxes": start + header + box(b"jp2c", whole),
        "metadata": start + metadata + header + box(b"jp2c", main + comment + tile_part() + end + b"text") + metadata,
        "header": start + box(b"jp2h", image + palette + _DENSITY + metadata) + last_box(b"jp2c", whole + b"text"),
        "long": start + header + large_box(b"jp2c", main + comment + tile_part() + end),
    }.items()


def _add(name: str, make: Callable[[], bytes], *shows: str, refused: bool = False, suffix: str = "jp2") -> None:
    _images.append(Image("jp2_" + name, make, shows, (), refused, suffix))


@functools.cache
def encoded(*options: str, suffix: str = "jp2", width: int = 64, height: int = 48) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.ppm"), Path(folder, f"out.{suffix}")
        source.write_bytes(base.ppm(width, height))
        done = subprocess.run(
            ["opj_compress", *options, "-i", source, "-o", out], capture_output=True, check=False, timeout=120
        )
        if done.returncode != 0 or not out.exists():
            raise RuntimeError("opj_compress " + " ".join(options) + ": " + done.stderr.decode(errors="replace").strip())
        return out.read_bytes()


def stream(*options: str) -> bytes:
    """A bare codestream."""
    return encoded(*options, suffix="j2k")


def _exif() -> bytes:
    return box(b"uuid", jp2.UUIDS["exif"] + tiff.tiff(tiff.camera(orientation=6, thumb=base.thumbnail())))


def _metadata() -> bytes:
    return _exif() + box(b"uuid", jp2.UUIDS["xmp"] + _XMP)


_OPTIONS = {
    "lossless": (),
    "layers": ("-r", "40,20,5"),
    "irreversible": ("-I", "-r", "10"),
    "tiles": ("-t", "32,32"),
    "tile_parts": ("-t", "32,32", "-TP", "R"),
    "resilient": ("-SOP", "-EPH", "-p", "RPCL"),
    "precincts": ("-c", "[32,32],[16,16]", "-b", "16,16"),
    "pointers": ("-TLM", "-PLT"),
    "modes": ("-M", "63"),
    "progression_changes": ("-POC", "T1=0,0,1,3,3,CPRL/T1=3,0,1,6,3,LRCP"),
    "region": ("-ROI", "c=0,U=5"),
    "offset": ("-d", "10,20", "-T", "5,5", "-t", "40,40"),
    "comment": ("-C", "GPS 51.4778 N"),
}
for _name, _options in _OPTIONS.items():
    _add(f"bare_{_name}", lambda o=_options: stream(*o), "File:Comment", suffix="j2k")
    _add(_name, lambda o=_options: jp2.with_boxes(encoded(*o), front=_metadata()), "GPS:GPSLatitude", "XMP-exif:GPSLatitude")

_add("metadata_behind", lambda: jp2.with_boxes(encoded(), back=_metadata()), "GPS:GPSLatitude")
_add("metadata_in_header", lambda: jp2.with_boxes(encoded(), header=_metadata()))
_add("xml", lambda: jp2.with_boxes(encoded(), back=box(b"xml ", _XMP)), "XML-exif:GPSLatitude")
_GML = b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:pos>51.4778 -0.0014</gml:pos></gml:FeatureCollection>'
_add(
    "gml",
    lambda: jp2.with_boxes(encoded(), back=box(b"asoc", box(b"lbl ", b"gml.data") + box(b"xml ", _GML))),
)
_add("geotiff", lambda: jp2.with_boxes(encoded(), back=box(b"uuid", jp2.UUIDS["geotiff"] + tiff.tiff(tiff.camera()))))
_add("rights", lambda: jp2.with_boxes(encoded(), back=box(b"jp2i", b"Jane Owner")))
_add("jumbf", lambda: jp2.with_boxes(encoded(), back=box(b"jumb", parts.c2pa(b"Jane Owner")[16:])))
_add(
    "comments_everywhere",
    lambda: jp2.put_in_headers(stream("-t", "32,32"), jp2.comment(b"Jane"), jp2.comment(b"Owner")),
    suffix="j2k",
)
_add("open_tile_part", lambda: jp2.open_last_tile_part(stream("-t", "32,32")), suffix="j2k")
_add("trailer", lambda: stream() + parts.film(), suffix="j2k")
_add("without_end", lambda: stream()[:-2], suffix="j2k")


def _boxed(data: bytes, head: Callable[[bytes, bytes], bytes] = box) -> bytes:
    """opj_compress's boxes around another codestream."""
    return b"".join(one.whole for one in jp2.split(encoded())[:-1]) + head(b"jp2c", data)


_add("trailer_in_box", lambda: _boxed(stream() + parts.film()))
_add("last_box", lambda: _boxed(stream() + parts.film(), last_box))
_add("large_box", lambda: _boxed(stream(), large_box))
_add("jpx", lambda: encoded().replace(box(b"ftyp", jp2.BRANDS), box(b"ftyp", b"jpx \0\0\0\0jp2 jpx jpxb") + box(b"rreq", bytes(9))))
_add("cut", lambda: encoded()[:-50], refused=True)
_add("cut_bare", lambda: stream()[:-50], refused=True, suffix="j2k")
_add("two_codestreams", lambda: encoded() + box(b"jp2c", stream()), refused=True)
_add("fragments", lambda: jp2.with_boxes(encoded(), front=box(b"ftbl", bytes(8))), refused=True)


def _by_pillow(mode: str, **options) -> bytes:
    from PIL import Image as Pillow

    out = io.BytesIO()
    picture = Pillow.open(io.BytesIO(base.ppm(64, 48)))
    picture = picture.convert("L").convert(mode) if mode.startswith("I") else picture.convert(mode)
    picture.save(out, "JPEG2000", **options)
    return out.getvalue()


for _mode in ("L", "LA", "RGB", "RGBA", "I;16", "YCbCr"):
    _add(f"pillow_{_mode.lower().replace(';', '')}", lambda m=_mode: jp2.with_boxes(_by_pillow(m), back=_metadata()))


def _with_profile(data: bytes) -> bytes:
    """A profile with private tags in the place of the enumerated colour."""
    profile = parts.display_profile({b"priv": b"Jane Owner"})
    return data.replace(box(b"colr", b"\1\0\0\0\0\0\x10"), box(b"colr", b"\2\0\0" + profile))


_add("profile", lambda: _grown(encoded(), _with_profile), "ICC-header")


def _grown(file: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """With another payload of jp2h."""
    return b"".join(box(b"jp2h", change(one.payload)) if one.name == b"jp2h" else one.whole for one in jp2.split(file))


_DENSITY = box(b"res ", box(b"resc", b"\x2e\xe0\0\1\x2e\xe0\0\1\0\0"))
_add("density", lambda: jp2.with_boxes(encoded(), header=_DENSITY), "Jpeg2000:CaptureXResolution")


def _high_throughput() -> bytes:
    import imagecodecs
    import numpy

    picture = numpy.frombuffer(base.ppm(64, 48)[-64 * 48 * 3 :], "uint8").reshape(48, 64, 3)
    return imagecodecs.htj2k_encode(picture)


_add("high_throughput", _high_throughput, suffix="j2k")
_add("jph", lambda: _boxed(_high_throughput()).replace(jp2.BRANDS, jp2.BRANDS.replace(b"jp2 ", b"jph ")) + _metadata())


# --- the marker in every place that can hold text


def _planted() -> bytes:
    """exiftool fills Exif, XMP and IPTC; the rest is put around, in the header, and into the codestream."""
    needles = planted.NEEDLES.values()
    everywhere = b"".join(box(name, needle) for name in (b"xml ", b"asoc", b"jp2i", b"free", b"what") for needle in needles)
    everywhere += box(b"uuid", bytes(16) + planted.MARKER.encode()) + box(b"uuid", jp2.UUIDS["photoshop"] + planted.MARKER.encode())
    comments = b"".join(map(jp2.comment, needles))
    inside = jp2.put_in_headers(stream("-t", "32,32"), comments, comments) + planted.MARKER.encode()
    filled = planted.by_exiftool(_boxed(inside), suffix=".jp2")
    return jp2.with_boxes(filled, front=everywhere, header=everywhere, back=everywhere)


_add("planted", _planted, "IFD0:Artist", "XMP-dc:Creator")
