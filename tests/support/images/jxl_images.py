"""The JPEG XL images that the tests make; see image.py. Needs cjxl and cjpeg; Pillow for the animation."""

import functools
import io
from typing import Callable, Iterator

import base
import boxes
import jpeg
import parts
import planted
import tiff
from boxes import box, file, last_box, part
from image import Image
from jpeg import APP1, APP13, COM, segment
from webp_images import run

_XMP = parts.xmp('exif:GPSLatitude="51,28.67N"')[len(parts.XMP_SIGNATURE) :]

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Small files without any encoder's data."""
    stream = boxes.BARE + bytes.fromhex("4106010400") + b"\6"  # one frame whose only section has one byte
    whole = box(b"jxlc", stream)
    exif = box(b"Exif", bytes(4) + tiff.tiff(tiff.camera(orientation=6)))
    xmp = box(b"xml ", parts.xmp()[len(parts.XMP_SIGNATURE) :])
    index = box(b"jxli", b"\1\0\0\3\xe8\0\0\0\1\0\1\1")
    level = box(b"jxll", b"\x0a")
    split = [part(0, stream[:1]), exif, part(1, stream[1:], last=True)]
    yield from {
        "bare": stream,
        "whole": file(whole),
        "metadata": file(level, exif, xmp, box(b"brob", b"Exif\x1b"), box(b"jbrd", b""), whole),
        "parts": file(index, *split),
        "long": file(boxes.large_box(b"xml ", b"packet"), boxes.large_box(b"jxlc", stream)),
        "last": file(exif, last_box(b"jxlc", stream)),
        "last_goes": file(whole, last_box(b"jumb", b"c2pa")),
    }.items()


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image("jxl_" + name, make, shows, keeps, refused, "jxl"))


@functools.cache
def encoded(*options: str, source: bytes = b"", suffix: str = "ppm") -> bytes:
    name = f"in.{suffix}"
    return run("cjxl", "--quiet", "--num_threads=0", *options, name, "OUT", **{name: source or base.ppm(64, 48)})


@functools.cache
def stream(*options: str) -> bytes:
    """A bare codestream."""
    return encoded("--container=0", "-e", "3", *options)


def _exif(orientation: int | None = None) -> bytes:
    return box(b"Exif", bytes(4) + tiff.tiff(tiff.camera(orientation=orientation, thumb=base.thumbnail())))


def whole(*options: str) -> bytes:
    return box(b"jxlc", stream(*options))


_META = (lambda: _exif(6), lambda: box(b"xml ", _XMP), lambda: box(b"jumb", parts.c2pa(b"Jane Owner")[16:]))


def _metadata() -> bytes:
    return b"".join(make() for make in _META)


for _name, _options in {
    "lossy": (),
    "lossless": ("-d", "0"),
    "modular": ("-m", "1"),
    "progressive": ("-p",),
    "low_quality": ("-d", "10"),
    "patches_dots": ("--patches=1", "--dots=1"),
}.items():
    _add(f"bare_{_name}", lambda o=_options: stream(*o))
    _add(_name, lambda o=_options: file(_metadata(), whole(*o)), "GPS:GPSLatitude", "XMP-exif:GPSLatitude")

_add("metadata_behind", lambda: file(whole(), _metadata()), "GPS:GPSLatitude")
_add("level", lambda: file(box(b"jxll", b"\x0a"), _metadata(), whole()), "GPS:GPSLatitude")
_add("container_of_cjxl", lambda: encoded("--container=1", "-e", "3"))


def _parts(*between: bytes) -> bytes:
    data = stream()
    return file(part(0, data[:1]), *between, part(1, b""), part(2, data[1:50]), *between, part(3, data[50:], last=True))


_add("parts", _parts)
_add("parts_metadata_between", lambda: _parts(_metadata()), "GPS:GPSLatitude")
_add("last_box_stays", lambda: file(_metadata(), last_box(b"jxlc", stream())), "GPS:GPSLatitude")
_add("last_box_goes", lambda: file(whole(), last_box(b"xml ", _XMP)))
_add("exif_offset", lambda: file(box(b"Exif", b"\0\0\0\6Exif\0\0" + _exif(6)[12:]), whole()))
_add("gain_map", lambda: file(box(b"jhgm", b"\0" + bytes(8) + stream()), whole()))
_add("private_boxes", lambda: file(box(b"uuid", bytes(16) + b"Jane"), box(b"free", b"Jane"), box(b"what", b""), whole()))
_add("brands", lambda: boxes.SIGNATURE + box(b"ftyp", boxes.BRANDS + b"Jane") + whole())
_add("index", lambda: file(box(b"jxli", b"\1\0\0\3\xe8\0\0\0\1\0\1\1"), whole()))
_add("index_tail", lambda: file(box(b"jxli", b"\1\0\0\3\xe8\0\0\0\1\0\1\1hidden"), whole()))
_add("cut", lambda: file(whole())[:-50], refused=True)
_add("cut_metadata", lambda: file(whole(), _metadata())[:-5])
_add("no_last_part", lambda: file(part(0, stream())), refused=True)
_add("no_picture", lambda: file(_metadata()), refused=True)
_add("box_too_small", lambda: file(b"\0\0\0\4xml ", whole()), refused=True)


@functools.cache
def _camera_jpeg() -> bytes:
    return jpeg.after_jfif(
        base.jpeg(),
        segment(APP1, tiff.exif(tiff.camera(orientation=6, thumb=base.thumbnail()))),
        segment(APP1, parts.xmp('exif:GPSLatitude="51,28.67N"')),
        segment(APP13, parts.photoshop("a private caption")),
        segment(COM, b"a comment"),
    ) + parts.film()


for _name, _options in {"": (), "_no_chroma_from_luma": ("--jpeg_reconstruction_cfl=0",)}.items():
    _add(f"from_jpeg{_name}", lambda o=_options: encoded("-j", "1", *o, source=_camera_jpeg(), suffix="jpg"))
_add("from_jpeg_pixels", lambda: encoded("-j", "0", source=_camera_jpeg(), suffix="jpg"))


@functools.cache
def _animated_gif() -> bytes:
    from PIL import Image as Pillow

    first = Pillow.open(io.BytesIO(base.ppm(64, 48))).convert("P")
    frames = [first.rotate(90 * n).convert("P") for n in range(1, 4)]
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=frames, duration=[70, 120, 90, 40], loop=3)
    return out.getvalue()


def _animated(*options: str) -> bytes:
    return encoded("-d", "0", *options, source=_animated_gif(), suffix="gif")


_add("animated", lambda: file(_metadata(), box(b"jxlc", _animated("--container=0"))), "GPS:GPSLatitude")
_add("animated_indexed", lambda: _animated("--container=1", "--frame_indexing=1111") + _exif(6), "GPS:GPSLatitude")


# --- the marker in every place that can hold text


def _planted() -> bytes:
    """exiftool fills Exif and XMP of a file with a JPEG's reconstruction data; the rest is put around and between."""
    raw = planted.MARKER.encode()
    commented = jpeg.after_jfif(base.jpeg(), segment(COM, raw), segment(0xE5, raw)) + raw
    filled = list(boxes.walk(planted.by_exiftool(encoded("-j", "1", source=commented, suffix="jpg"), suffix=".jxl")))
    out = [boxes.SIGNATURE, box(b"ftyp", boxes.BRANDS + raw)]
    for found in filled[2:]:
        out += [found.whole, box(b"uuid", bytes(16) + raw), box(b"jumb", parts.c2pa(raw)[16:])]
        out += [box(name, needle) for name in (b"free", b"jxli", b"what") for needle in planted.NEEDLES.values()]
    return b"".join(out) + last_box(b"jhgm", raw)


_add("planted", _planted, "IFD0:Artist", "XMP-dc:Creator")
