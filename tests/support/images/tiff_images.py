"""The TIFF images that the tests make; see image.py. Needs Pillow, tifffile, imagecodecs; exiftool; cjpeg."""

import functools
import io
import struct
from typing import Callable, Iterator

import base
import jpeg
import parts
import planted
import tiff
from image import Image
from jpeg import APP1, COM, segment
from tiff import BIG, LITTLE, Blob, Ifd, long, short, text, undefined

WIDTH, HEIGHT = 64, 48
_XMP = parts.xmp('exif:GPSLatitude="51,28.67N"')[len(parts.XMP_SIGNATURE) :]

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image("tiff_" + name, make, shows, keeps, refused, "tif"))


def samples(mode: str = "RGB", seed: int = 0):
    """The test picture in one of Pillow's modes, as an array."""
    import numpy
    from PIL import Image as Pillow

    shown = Pillow.open(io.BytesIO(base.ppm(WIDTH, HEIGHT))).rotate(90 * seed)
    return numpy.asarray(shown.convert(mode))


def written(*pages: dict, order: str = LITTLE, big: bool = False, mode: str = "RGB", **options) -> bytes:
    """By tifffile; each of `pages` has options of its own on top. Program and owner are named in all of them."""
    import tifffile

    out = io.BytesIO()
    with tifffile.TiffWriter(out, byteorder=order, bigtiff=big) as writer:
        for number, page in enumerate(pages or ({},)):
            said = {"metadata": None, "software": "a program", "extratags": [(315, "s", 0, "Jane Owner", True)]}
            own = {**said, "photometric": "rgb" if mode == "RGB" else None, **options, **page}
            data, shown_as = own.pop("data", None), own.pop("mode", mode)
            writer.write(samples(shown_as, number) if data is None else data, **own)
    return out.getvalue()


def by_pillow(mode: str, compression: str, **options) -> bytes:
    from PIL import Image as Pillow

    shown = Pillow.open(io.BytesIO(base.ppm(WIDTH, HEIGHT))).convert(mode)
    out = io.BytesIO()
    shown.save(out, "TIFF", compression=compression, software="a program", artist="Jane Owner", **options)
    return out.getvalue()


# --- what writers vary: order, size of offsets, coding, strips and tiles

_SAID = ("IFD0:Software", "IFD0:Artist")

for _word, _order in (("little", LITTLE), ("big", BIG)):
    for _big in (False, True):
        _add(
            f"{_word}_{'bigtiff' if _big else 'classic'}",
            lambda o=_order, b=_big: written(order=o, big=b),
            *(_SAID if not _big or _order == LITTLE else ()),
        )
for _coding in ("lzw", "adobe_deflate", "deflate", "packbits", "zstd", "lzma", "lerc"):
    _add(f"coded_{_coding}", lambda c=_coding: written(compression=c), "IFD0:Artist")
    _add(f"coded_{_coding}_tiles", lambda c=_coding: written(compression=c, tile=(16, 32)), "IFD0:Artist")
_add("coded_predictor", lambda: written(compression="lzw", predictor=True, rowsperstrip=7), keeps=("IFD0:Predictor",))
_add("coded_jpeg", lambda: written(compression="jpeg"))
_add("coded_jpeg_tiles", lambda: written(compression="jpeg", tile=(16, 16)))
_add("coded_jpeg_subsampled", lambda: written(compression="jpeg", photometric="ycbcr", subsampling=(2, 2), tile=(32, 32)))
_add("coded_jpeg_tables", lambda: by_pillow("RGB", "jpeg"), "IFD0:Artist", keeps=("IFD0:JPEGTables",))
_add("coded_jpeg_tables_grey", lambda: by_pillow("L", "jpeg"), keeps=("IFD0:JPEGTables",))
for _coding in ("group3", "group4", "tiff_ccitt", "packbits", "raw"):
    _add(f"bilevel_{_coding}", lambda c=_coding: by_pillow("1", c), "IFD0:Artist")
for _mode in ("L", "LA", "P", "RGBA", "CMYK", "LAB", "I", "F", "I;16"):
    _add(f"mode_{_mode.replace(';', '_').lower()}", lambda m=_mode: by_pillow(m, "tiff_lzw"), "IFD0:Artist")
_add("tiles", lambda: written(tile=(16, 16)), keeps=("IFD0:TileWidth",))
_add("strips_of_rows", lambda: written(rowsperstrip=1))
_add("planes", lambda: written(planarconfig="separate", data=samples().transpose(2, 0, 1)), keeps=("IFD0:PlanarConfiguration",))
_add("pages", lambda: written({}, {}, {}), "IFD2:Software")
_add("pages_of_many_kinds", lambda: written({"compression": "lzw"}, {"tile": (16, 16)}, {"compression": "jpeg"}))
_add("density", lambda: written(resolution=(300, 300), resolutionunit="inch"), keeps=("IFD0:XResolution",))


def _typed(kind: str) -> bytes:
    import numpy

    return written(data=samples("L").astype(numpy.dtype(kind)), photometric="minisblack")


for _kind in ("uint16", "uint32", "float32", "float64", "int8", "int16"):
    _add("samples_" + _kind, lambda k=_kind: _typed(k))


# --- what goes


def _page(**tags: tuple) -> Ifd:
    """A grey page whose strip stands behind it; `tags` by t and number."""
    grey = base.ppm(WIDTH, HEIGHT)[-WIDTH * HEIGHT :]
    page = {
        256: short(WIDTH),
        257: short(HEIGHT),
        258: short(8),
        259: short(1),
        262: short(1),
        273: Blob(grey),
        277: short(1),
        278: short(HEIGHT),
        279: long(len(grey)),
    }
    return Ifd(page | {int(name[1:]): value for name, value in tags.items()})


def _file(order: str = LITTLE, following: Ifd | None = None, slack: bytes = b"", **tags: tuple) -> bytes:
    page = _page(**tags)
    page.next, page.slack = following, slack
    return tiff.tiff(page, order)


@functools.cache
def _camera() -> dict:
    """The tags of a camera's IFD0 but for the orientation."""
    return tiff.camera(note=b"NOTE\0private").tags


def _described(order: str = LITTLE, **tags: tuple) -> bytes:
    page = _page(**tags)
    page.tags |= {tag: value for tag, value in _camera().items() if tag not in page.tags}
    return tiff.tiff(page, order)


_add("exif_gps", _described, "GPS:GPSLatitude", "ExifIFD:SerialNumber")
for _value in range(1, 9):
    _add(f"orientation_{_value}", lambda v=_value: _described(BIG, t274=short(v)), keeps=("IFD0:Orientation",))
_add("orientation_invalid", lambda: _described(t274=short(9)))
_add("xmp", lambda: _file(t700=undefined(_XMP)), "XMP-exif:GPSLatitude")
_add("iptc", lambda: _file(t33723=undefined(parts.photoshop("Greenwich")[26:])))
_add("photoshop", lambda: _file(t34377=undefined(parts.photoshop("Greenwich")[14:])), "IPTC2")
_GEO = [(33550, "d", 3, (1.0, 1.0, 0.0), True), (33922, "d", 6, (0.0, 0.0, 0.0, 51.5, 0.1, 0.0), True)]
_add("geo", lambda: written(extratags=[*_GEO, (34737, "s", 0, "Greenwich|", True)]), "IFD0:PixelScale")
_add("private_tags", lambda: _file(t37724=undefined(b"Adobe Photoshop Document Data Block\0" + b"x" * 64), t50341=text("PrintIM"), t65000=text("Jane")))
_add("slack", lambda: _file(slack=b"Jane Owner" * 7), "IFD0")
_add("appendix", lambda: _file() + parts.film())
_add("thumbnail", lambda: _file(following=tiff.thumbnail(base.thumbnail())), "IFD1:ThumbnailOffset")
_add("reduced_page", lambda: written({}, {"subfiletype": 1, "data": samples()[::2, ::2]}), "IFD1:SubfileType")
_add("label_pages", lambda: written({}, {"subfiletype": 1}, {}, {"subfiletype": 9}), "IFD3:SubfileType")
_add("pyramid", lambda: written({"subifds": 2}, {"data": samples()[::2, ::2], "subfiletype": 1}, {"data": samples()[::4, ::4], "subfiletype": 1}))
_add("mask", lambda: written({}, {"mode": "L", "photometric": "mask", "subfiletype": 4, "data": samples("L") > 99}))
_add("icc", lambda: _file(t34675=undefined(parts.display_profile())), "ICC_Profile", keeps=("ICC_Profile",))
_add("icc_private_tag", lambda: _file(t34675=undefined(parts.display_profile({b"mmod": b"mmod\0\0\0\0" + b"serial" * 6}))), keeps=("ICC_Profile",))
_add("strip_surplus", lambda: _of_grey(t279=long(WIDTH * HEIGHT + 7)))
_add("tiles_under_strips_tags", lambda: _tiled(273, 279))
_add("count_of_one_strip_too_small", lambda: _file(t279=long(7)))
_add("counts_missing", lambda: tiff.tiff(_without(279)))
_add("values_too_many", lambda: _file(t258=short(8, 74, 97, 110, 101)))


def _of_grey(**tags: tuple) -> bytes:
    """The strip stands last, and a name behind it, which its count may say to be of it."""
    data = _file(t273=long(0), **tags)
    return _file(t273=long(len(data)), **tags) + base.ppm(WIDTH, HEIGHT)[-WIDTH * HEIGHT :] + b"Jane Owner"


def _tiled(offsets: int, counts: int) -> bytes:
    side = WIDTH // 4
    count = 4 * HEIGHT // side
    page = _without(273, 278, 279)
    page.tags |= {322: short(side), 323: short(side), counts: long(*[side * side] * count), offsets: long(*[0] * count)}
    at = len(tiff.tiff(page))
    page.tags[offsets] = long(*(at + number * side * side for number in range(count)))
    return tiff.tiff(page) + base.ppm(WIDTH, HEIGHT)[-WIDTH * HEIGHT :]


def _without(*tags: int) -> Ifd:
    page = _page()
    for tag in tags:
        del page.tags[tag]
    return page


def _of_jpegs() -> bytes:
    """Two strips, each a JPEG with metadata of its own."""
    strip = jpeg.after_soi(base.jpeg("-grayscale", height=HEIGHT // 2), segment(APP1, tiff.exif(tiff.camera(6))), segment(COM, b"Jane"))
    size = len(strip)
    at = len(_file(t259=short(7), t273=long(0, 0), t278=short(HEIGHT // 2), t279=long(size, size)))
    offsets = long(at, at + size)
    return _file(t259=short(7), t273=offsets, t278=short(HEIGHT // 2), t279=long(size, size)) + strip + strip


_add("strips_of_jpegs", _of_jpegs)


# --- what is refused


def _looped() -> bytes:
    data = bytearray(_file())
    at = 8 + 2 + 12 * 9
    data[at : at + 4] = struct.pack("<L", 8)
    return bytes(data)


for _name, _make in {
    "dng": lambda: _file(t50706=(tiff.BYTE, b"\1\4\0\0")),
    "cfa": lambda: _file(t262=short(32803)),
    "linear_raw": lambda: _file(t262=short(34892)),
    "reduced_first": lambda: _file(t254=long(1)),
    "cr2": lambda: b"II*\0\x10\0\0\0CR\2\0\0\0\0\0" + _file()[8:],
    "old_jpeg": lambda: _file(t259=short(6)),
    "unknown_compression": lambda: _file(t259=short(12345)),
    "unknown_colours": lambda: _file(t262=short(12345)),
    "loop": _looped,
    "no_width": lambda: tiff.tiff(_without(256)),
    "no_colours": lambda: tiff.tiff(_without(262)),
    "no_strips": lambda: tiff.tiff(_without(273)),
    "cut": lambda: _file()[:-100],
    "cut_directory": lambda: _file()[:60],
    "strip_without_size": lambda: _file(t259=short(5), t279=long(0)),
}.items():
    _add("refused_" + _name, _make, refused=True)


# --- the marker in every place that can hold text


def _planted() -> bytes:
    """exiftool fills Exif, IPTC, Photoshop and XMP; the rest is put in behind that, and what it wrote is pointed at still."""
    raw = planted.MARKER.encode()
    profile = parts.display_profile({b"mmod": b"mmod\0\0\0\0" + raw})
    extra = [(65000 + number, "B", len(needle), needle, True) for number, needle in enumerate(planted.NEEDLES.values())]
    first = {"extratags": [*extra, (34675, "B", len(profile), profile, True)], "software": planted.MARKER}
    later = {"description": planted.MARKER, "subfiletype": 1, "compression": "lzw"}
    filled = planted.by_exiftool(written(first, {"extratags": extra}, later), suffix=".tif")
    return filled + raw + parts.film(raw)


_add("planted", _planted, "IFD0:Artist", "XMP-dc:Creator")
