"""The PNG images that the tests make, see image.py; standard library alone but for
the planted one, which needs exiftool."""

import struct
import zlib
from typing import Callable, Iterator

import base
import parts
import planted
import tiff
from image import Image
from png import SIGNATURE, chunk

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image("png_" + name, make, shows, keeps, refused, "png"))


WIDTH, HEIGHT = 16, 12
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def _header(colour: int, depth: int = 8, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">LLBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, interlace))


def _pixels(colour: int, depth: int = 8, seed: int = 0) -> bytes:
    """Rows with filter 0, in one zlib stream."""
    size = (WIDTH * _CHANNELS[colour] * depth + 7) // 8
    rows = (b"\0" + bytes((seed + 7 * row + 13 * n) % 251 & (0x0F if colour == 3 else 0xFF) for n in range(size)) for row in range(HEIGHT))
    return zlib.compress(b"".join(rows), 9)


def _png(before: bytes = b"", after: bytes = b"", colour: int = 2, depth: int = 8) -> bytes:
    palette = chunk(b"PLTE", bytes(range(48))) if colour == 3 else b""
    data = chunk(b"IDAT", _pixels(colour, depth))
    return SIGNATURE + _header(colour, depth) + before + palette + data + after + chunk(b"IEND")


def _exif(ifd0: tiff.Ifd, order: str = tiff.BIG) -> bytes:
    return chunk(b"eXIf", tiff.exif(ifd0, order)[6:])


def _text(keyword: bytes, value: bytes) -> bytes:
    return chunk(b"tEXt", keyword + b"\0" + value)


def _ztxt(keyword: bytes, value: bytes) -> bytes:
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(value))


def _itxt(keyword: bytes, value: bytes, packed: bool = False) -> bytes:
    return chunk(b"iTXt", keyword + (b"\0\1\0\0\0" + zlib.compress(value) if packed else b"\0\0\0\0\0" + value))


def _iccp(profile: bytes, name: bytes = b"Jane's display", level: int = 9) -> bytes:
    return chunk(b"iCCP", name + b"\0\0" + zlib.compress(profile, level))


def _packet(attributes: str) -> bytes:
    return parts.xmp(attributes).partition(b"\0")[2]


def _raw_profile(name: bytes, data: bytes) -> bytes:
    digits = data.hex().encode()
    lines = b"\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return b"\n%s\n%8d\n%s\n" % (name, len(data), lines)


for _colour, _depth in ((0, 1), (0, 8), (0, 16), (2, 8), (2, 16), (3, 4), (3, 8), (4, 8), (6, 8), (6, 16)):
    _add(
        f"colour_{_colour}_depth_{_depth}",
        lambda c=_colour, d=_depth: _png(_text(b"Author", b"Jane Owner"), colour=c, depth=d),
        "PNG:Author",
    )
_add("no_metadata", lambda: _png())
for _value in range(1, 9):
    for _word, _order in (("little", tiff.LITTLE), ("big", tiff.BIG)):
        _add(
            f"orientation_{_value}_{_word}",
            lambda v=_value, o=_order: _png(_exif(tiff.camera(orientation=v), o)),
            "IFD0:Orientation",
            "GPS:GPSLatitude",
        )
_add("exif_late", lambda: _png(after=_exif(tiff.camera(orientation=6))), "IFD0:Orientation", keeps=("IFD0:Orientation",))
_add("exif_twice", lambda: _png(_exif(tiff.camera(orientation=6)) + _exif(tiff.camera(orientation=3))))


def _r03() -> tiff.Ifd:
    ifd0 = tiff.camera(orientation=6)
    interop = tiff.Ifd({1: tiff.text("R03"), 2: tiff.undefined(b"0100")})
    ifd0.tags[0x8769].tags |= {0xA001: tiff.short(65535), 0xA005: interop}
    return ifd0


_add("r03", lambda: _png(_exif(_r03())), "InteropIFD:InteropIndex", keeps=("InteropIFD:InteropIndex",))
_add("r03_with_icc", lambda: _png(_exif(_r03()) + _iccp(parts.display_profile())), "InteropIFD:InteropIndex", "ICC_Profile")
_add("icc", lambda: _png(_iccp(parts.display_profile())), "ICC_Profile", keeps=("ICC_Profile",))
_add("icc_clean", lambda: _png(_iccp(parts.display_profile(), b"icc", 1)), "ICC_Profile", keeps=("ICC_Profile",))
_add(
    "icc_private_tags",
    lambda: _png(_iccp(parts.display_profile({b"mmod": b"mmod\0\0\0\0" + b"SERIAL-0123456789".ljust(32, b"\0")}))),
    "ICC_Profile",
    keeps=("ICC_Profile",),
)
_add("icc_damaged", lambda: _png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(parts.display_profile())[:-9])))
_add("density", lambda: _png(chunk(b"pHYs", struct.pack(">LLB", 11811, 11811, 1))), "PNG-pHYs", keeps=("PNG-pHYs",))
_add("xmp", lambda: _png(_itxt(b"XML:com.adobe.xmp", _packet('exif:GPSLatitude="51,28.67N"'))), "XMP-exif:GPSLatitude")
_add("xmp_packed", lambda: _png(_itxt(b"XML:com.adobe.xmp", _packet('exif:GPSLatitude="51,28.67N"'), True)), "XMP-exif:GPSLatitude")
_add("raw_exif", lambda: _png(_ztxt(b"Raw profile type exif", _raw_profile(b"exif", tiff.exif(tiff.camera())))), "GPS:GPSLatitude")
_add("raw_iptc", lambda: _png(_text(b"Raw profile type iptc", _raw_profile(b"iptc", b"\x1c\2\x50\0\4Jane"))), "IPTC:By-line")
_add(
    "prompts",
    lambda: _png(_text(b"parameters", b"a cat\nNegative prompt: dogs\nSteps: 20") + _text(b"prompt", b'{"1": {"class_type": "x"}}') + _itxt(b"workflow", b"{}")),
    "PNG:Parameters",
)
_add(
    "every_text",
    lambda: _png(*(2 * (_text(b"Comment", b"private") + _ztxt(b"Author", b"Jane Owner") + _itxt(b"Title", b"private"),))),
    "PNG:Comment",
    "PNG:Author",
)
_add(
    "ancillary",
    lambda: _png(
        chunk(b"tIME", struct.pack(">H5B", 2024, 5, 6, 7, 8, 9))
        + chunk(b"oFFs", struct.pack(">llB", 1, 2, 0))
        + chunk(b"sCAL", b"\x011.5\0" + b"2.5")
        + chunk(b"vpAg", struct.pack(">LLB", 1, 2, 0))
        + chunk(b"iDOT", bytes(28))
        + chunk(b"sTER", b"\0")
        + chunk(b"gIFx", b"NETSCAPE2.0\1\0\0")
        + chunk(b"npTc", bytes(32))
        + chunk(b"caBX", b"\0\0\0\x10jumbJane")
        + chunk(b"prVt", b"private"),
        chunk(b"prVt", b"private"),
    ),
    "PNG:ModifyDate",
)
_SHOWS = (
    chunk(b"gAMA", struct.pack(">L", 45455))
    + chunk(b"cHRM", struct.pack(">8L", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
    + chunk(b"sBIT", b"\5\6\5")
    + chunk(b"cICP", b"\x09\x10\0\1")
    + chunk(b"bKGD", struct.pack(">3H", 1, 2, 3))
    + chunk(b"tRNS", struct.pack(">3H", 0, 13, 26))
)
_add("all_that_shows", lambda: _png(_SHOWS + _text(b"Author", b"Jane Owner")), "PNG:Gamma", keeps=("PNG:Gamma",))
_add("lengths", lambda: _png(chunk(b"gAMA", b"too long") + chunk(b"pHYs", b"private") + chunk(b"gAMA", bytes(4) + b"more")))


def _fctl(number: int) -> bytes:
    return chunk(b"fcTL", struct.pack(">LLLLLHHBB", number, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0))


def _apng(frames: int = 2, after: bytes = b"") -> bytes:
    """Two frames, of which acTL says `frames`."""
    between = _text(b"Comment", b"private")
    return (
        SIGNATURE
        + _header(2)
        + chunk(b"acTL", struct.pack(">LL", frames, 0))
        + between
        + _fctl(0)
        + chunk(b"IDAT", _pixels(2))
        + between
        + _fctl(1)
        + between
        + chunk(b"fdAT", struct.pack(">L", 2) + _pixels(2, seed=100))
        + chunk(b"IEND")
        + after
    )


_add("palette_in_rgb", lambda: _png(chunk(b"PLTE", b"private palette " * 48)))
_add("palette_past_depth", lambda: SIGNATURE + _header(3, 4) + chunk(b"PLTE", (bytes(range(48)) + b"private" * 103)[:768]) + chunk(b"IDAT", _pixels(3, 4)) + chunk(b"IEND"))
_add("transparency_long", lambda: SIGNATURE + _header(3) + chunk(b"PLTE", bytes(range(48))) + chunk(b"tRNS", b"\xff" * 16 + b"private") + chunk(b"IDAT", _pixels(3)) + chunk(b"IEND"))
_add("transparency_in_rgba", lambda: _png(chunk(b"tRNS", b"private"), colour=6))
_add("icc_no_checksum", lambda: _png(chunk(b"iCCP", b"icc\0\0" + zlib.compress(parts.display_profile())[:-4])), keeps=("ICC_Profile",))
_add("animation_without_frames", lambda: _png(chunk(b"acTL", struct.pack(">LL", 2, 0))))
_add("animation", lambda: _apng(), "PNG:AnimationFrames", "PNG:Comment", keeps=("PNG:AnimationFrames",))
_add("animation_no_end", lambda: _apng()[:-12], "PNG:Comment")
_add("no_end", lambda: _png(_text(b"Comment", b"private"))[:-12], "PNG:Comment")
_add("end_cut", lambda: _png(_text(b"Comment", b"private"))[:-5], "PNG:Comment")
_add("cropped_in_place", lambda: _png() + _png()[60:])
_add("text_appended", lambda: _png() + b"written by Jane Owner\n")
_add("end_with_payload", lambda: _png()[:-12] + chunk(b"IEND", b"private"))
_add("bad_crc_in_text", lambda: _png(_text(b"Comment", b"private")[:-1] + b"\0"))

_add("refused_apple", lambda: SIGNATURE + chunk(b"CgBI", bytes(4)) + _png()[8:], refused=True)
_add("refused_critical", lambda: _png(chunk(b"JDAT", b"private")), refused=True)
_add("refused_bad_crc", lambda: _png()[:-13] + b"\0" + _png()[-12:], refused=True)
_add("refused_cut_in_data", lambda: _png()[:-20], refused=True)
_add("refused_two_pictures", lambda: _png(after=_text(b"a", b"b") + chunk(b"IDAT", b"more")), refused=True)


def _planted() -> bytes:
    """exiftool fills Exif, XMP, IPTC and texts; the rest is put around that."""
    raw = planted.MARKER.encode()
    filled = planted.by_exiftool(_png(), suffix=".png")
    needles = list(planted.NEEDLES.values())
    own = [_text(needle[:9].replace(b"\0", b"x"), needle) for needle in needles]
    own += [chunk(b"prIv", needle) for needle in needles] + [_itxt(b"Comment", raw), chunk(b"caBX", raw), chunk(b"tIME", raw)]
    own.append(_iccp(parts.display_profile({b"mmod": b"mmod\0\0\0\0" + raw}), raw))
    own.append(chunk(b"eXIf", tiff.exif(tiff.camera(thumb=base.thumbnail() + raw, note=b"NOTE\0" + raw))[6:]))
    data_at = filled.index(b"IDAT") - 4
    return filled[:data_at] + b"".join(own) + filled[data_at:-12] + chunk(b"IEND", raw) + raw + parts.film(raw)


_add("planted", _planted, "XMP-dc:Creator", "IFD0:Artist")
