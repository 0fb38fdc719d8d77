"""The WebP images that the tests make; see image.py. Needs cwebp, webpmux, gif2webp, Pillow."""

import functools
import io
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Callable, Iterator

import base
import parts
import planted
import riff
import tiff
from image import Image
from riff import ALPHA, ANIMATION, EXIF, ICC, XMP, canvas, chunk

WIDTH, HEIGHT = 64, 48
_XMP = parts.xmp('exif:GPSLatitude="51,28.67N"')[len(parts.XMP_SIGNATURE) :]

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Small files without any encoder's data: headers of pictures with nothing behind them."""
    vp8 = chunk(b"VP8 ", bytes.fromhex("10 00 00 9D 01 2A 08 00 08 00") + bytes(5))
    vp8l = chunk(b"VP8L", bytes.fromhex("2F 07 C0 01 00") + bytes(5))
    alpha = chunk(b"ALPH", bytes(3))
    exif = chunk(b"EXIF", tiff.tiff(tiff.camera(orientation=6)))
    profile = chunk(b"ICCP", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + bytes(32)}))
    xmp = chunk(b"XMP ", parts.xmp()[len(parts.XMP_SIGNATURE) :])
    frame = chunk(b"ANMF", bytes.fromhex("000000 000000 070000 070000 640000 03") + alpha + vp8 + xmp)
    anim = chunk(b"ANIM", bytes(6))
    metadata = EXIF | XMP | ICC
    yield from {
        "simple": riff.riff(vp8),
        "lossless": riff.riff(vp8l),
        "simple_tail": riff.riff(vp8, exif, xmp) + b"trailer",
        "full": riff.riff(canvas(metadata | ALPHA, 8, 8), profile, alpha, vp8, exif, xmp),
        "animated": riff.riff(canvas(ANIMATION | metadata, 8, 8), profile, anim, frame, frame, exif),
    }.items()


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image("webp_" + name, make, shows, keeps, refused, "webp"))


def run(*command: str, **inputs: bytes) -> bytes:
    """What the command writes to OUT; each of `inputs` is a file under its name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in inputs.items():
            Path(folder, name).write_bytes(data)
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(" ".join(command) + ": " + done.stderr.decode(errors="replace").strip())
        return Path(folder, "OUT").read_bytes()


@functools.cache
def picture(*options: str) -> bytes:
    """The chunks of an encoded picture without VP8X."""
    data = run("cwebp", "-quiet", *options, "in", "-o", "OUT", **{"in": base.ppm(WIDTH, HEIGHT)})
    return b"".join(
        chunk(found.name, found.payload) for found in riff.walk(data) if found.name in (b"ALPH", b"VP8 ", b"VP8L")
    )


@functools.cache
def transparent() -> bytes:
    """The chunks of a lossy picture with an alpha plane."""
    from PIL import Image as Pillow

    shown = Pillow.open(io.BytesIO(base.ppm(WIDTH, HEIGHT))).convert("RGBA")
    shown.putalpha(Pillow.linear_gradient("L").resize((WIDTH, HEIGHT)))
    out = io.BytesIO()
    shown.save(out, "WEBP", quality=80)
    return b"".join(chunk(found.name, found.payload) for found in riff.walk(out.getvalue()) if found.name != b"VP8X")


def _exif(orientation: int | None = None, order: str = tiff.LITTLE) -> bytes:
    return tiff.tiff(tiff.camera(orientation=orientation, thumb=base.thumbnail()), order)


def _odd(chunks: bytes) -> bytes:
    """The picture chunk with one more byte if its size is even, which no decoder reads."""
    found = next(riff.chunks(chunks))
    return chunk(found.name, found.payload + b"\0" * (1 - len(found.payload) % 2))


def still(*behind: bytes, flags: int = 0, shown: bytes = b"", front: bytes = b"") -> bytes:
    return riff.riff(canvas(flags, WIDTH, HEIGHT), front, shown or picture(), *behind)


_LOCATED = ("GPS:GPSLatitude", "IFD0:Model")

for _name, _options in {
    "lossy": (),
    "lossless": ("-lossless",),
    "near_lossless": ("-near_lossless", "40"),
    "low_quality": ("-q", "1"),
    "segments_partitions": ("-segments", "4", "-partition_limit", "50", "-mt"),
    "sharp_yuv": ("-sharp_yuv", "-q", "95"),
}.items():
    _add(_name, lambda o=_options: still(chunk(b"EXIF", _exif()), flags=EXIF, shown=picture(*o)), *_LOCATED)

_add("simple", lambda: riff.riff(picture()))
_add("simple_lossless", lambda: riff.riff(picture("-lossless")))
_add("simple_odd", lambda: riff.riff(_odd(picture())))
_add("simple_metadata_behind", lambda: riff.riff(picture(), chunk(b"EXIF", _exif(6)), chunk(b"XMP ", _XMP)), "GPS")
_add("alpha", lambda: still(chunk(b"EXIF", _exif()), flags=ALPHA | EXIF, shown=transparent()), *_LOCATED)
_add("alpha_flag_unset", lambda: still(chunk(b"EXIF", _exif()), flags=EXIF, shown=transparent()), *_LOCATED)
_add("alpha_flag_alone", lambda: still(chunk(b"EXIF", _exif()), flags=ALPHA | EXIF), *_LOCATED)

for _value in range(1, 9):
    for _word, _order in (("little", tiff.LITTLE), ("big", tiff.BIG)):
        _add(
            f"orientation_{_value}_{_word}",
            lambda o=_order, v=_value: still(chunk(b"EXIF", _exif(v, o)), flags=EXIF),
            "IFD0:Orientation",
            keeps=("IFD0:Orientation",) if _value > 1 else (),
        )
_add("exif_headed", lambda: still(chunk(b"EXIF", b"Exif\0\0" + _exif(6)), flags=EXIF), "IFD0:Orientation")
_add("exif_first", lambda: still(flags=EXIF, front=chunk(b"EXIF", _exif(6))), keeps=("IFD0:Orientation",))
_add("exif_twice", lambda: still(*(chunk(b"EXIF", _exif(value)) for value in (6, 3)), flags=EXIF))
_add("exif_flag_unset", lambda: still(chunk(b"EXIF", _exif(6))), "GPS:GPSLatitude")
_add("exif_damaged", lambda: still(chunk(b"EXIF", b"no TIFF header at all"), flags=EXIF))
_add("xmp", lambda: still(chunk(b"XMP ", _XMP), flags=XMP), "XMP-exif:GPSLatitude")
_add("xmp_odd_flag_unset", lambda: still(chunk(b"XMP ", _XMP + b" ")), "XMP-exif:GPSLatitude")
_add("flags_alone", lambda: still(flags=EXIF | XMP | ICC))
_add("reserved", lambda: riff.riff(chunk(b"VP8X", b"\xc1hid" + canvas(0, WIDTH, HEIGHT)[12:]), picture()))
_add("canvas_tail", lambda: riff.riff(canvas(0, WIDTH, HEIGHT, b"hidden"), picture()), refused=True)
_add("c2pa", lambda: still(chunk(b"C2PA", parts.c2pa(b"Jane Owner")[8:])))
_add("unknown_chunks", lambda: still(chunk(b"IART", b"Jane Owner\0"), chunk(b"PSAI", b"x" * 33), chunk(b"abcd", b"")))
_add("padding", lambda: riff.riff(_odd(picture())[:-1] + b"P"))
_add("trailer_film", lambda: riff.riff(picture()) + parts.film())
_add("trailer_picture", lambda: riff.riff(picture()) + base.jpeg())
_add("junk_behind_picture", lambda: riff.riff(picture(), b"junk"))
_add("simple_second_picture", lambda: riff.riff(picture(), picture("-lossless")))
_add("second_picture", lambda: still(picture("-lossless")), refused=True)
_add("second_picture_behind_chunk", lambda: still(chunk(b"text", b"x"), picture("-lossless")), refused=True)
_add("alpha_behind_picture", lambda: still(chunk(b"ALPH", bytes(9)), flags=ALPHA), refused=True)
_add("cut", lambda: still()[:-100], refused=True)
_add("size_too_large", lambda: b"RIFF" + (len(still())).to_bytes(4, "little") + still()[8:], refused=True)
_add("no_picture", lambda: riff.riff(canvas(0, WIDTH, HEIGHT), chunk(b"EXIF", _exif())), refused=True)


def _profile(extra: dict | None = None) -> bytes:
    return still(flags=ICC, front=chunk(b"ICCP", parts.display_profile(extra)))


_add("icc", _profile, "ICC_Profile", keeps=("ICC_Profile",))
_add("icc_private_tag", lambda: _profile({b"mmod": b"mmod\0\0\0\0" + b"serial" * 6}), keeps=("ICC_Profile",))
_add("icc_flag_unset", lambda: still(front=chunk(b"ICCP", parts.display_profile())), "ICC_Profile")
_add("icc_odd_tail", lambda: still(flags=ICC, front=chunk(b"ICCP", parts.display_profile() + b"t")), "ICC_Profile")


def _r03() -> bytes:
    interop = tiff.Ifd({1: tiff.text("R03"), 2: tiff.undefined(b"0100")})
    ifd0 = tiff.camera(orientation=6)
    ifd0.tags[0x8769].tags |= {0xA001: tiff.short(65535), 0xA005: interop}
    return still(chunk(b"EXIF", tiff.tiff(ifd0)), flags=EXIF)


_add("r03", _r03, "InteropIFD:InteropIndex", keeps=("InteropIFD:InteropIndex", "IFD0:Orientation"))


# --- animations


@functools.cache
def _gif() -> bytes:
    from PIL import Image as Pillow

    first = Pillow.open(io.BytesIO(base.ppm(WIDTH, HEIGHT))).convert("P")
    frames = [first.rotate(90 * n).convert("P") for n in range(1, 4)]
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=frames, duration=[70, 120, 90, 40], loop=3)
    return out.getvalue()


@functools.cache
def animation(*options: str) -> bytes:
    return run("gif2webp", "-quiet", *options, "in", "-o", "OUT", **{"in": _gif()})


def _with_metadata(data: bytes) -> bytes:
    tagged = run("webpmux", "-set", "exif", "exif", "in", "-o", "OUT", **{"in": data, "exif": _exif(6)})
    return run("webpmux", "-set", "xmp", "xmp", "in", "-o", "OUT", **{"in": tagged, "xmp": _XMP})


for _name, _options in {"lossless": (), "lossy": ("-lossy",), "mixed": ("-mixed", "-q", "60"), "min": ("-min_size",)}.items():
    _add(f"animated_{_name}", lambda o=_options: _with_metadata(animation(*o)), "GPS:GPSLatitude", "XMP-exif:GPSLatitude")
_add("animated_plain", animation)


def _filled_frames() -> bytes:
    """Chunks and flags in frames that no decoder minds."""
    out = []
    for found in riff.walk(animation("-lossy")):
        payload = found.payload
        if found.name == b"ANMF":
            payload = payload[:15] + bytes((payload[15] | 0xFC,)) + payload[16:]
            payload += chunk(b"XMP ", b"hidden") + chunk(b"text", b"hidden!")
        out.append(chunk(found.name, payload))
    return riff.riff(*out, chunk(b"text", b"hidden"))


_add("animated_filled_frames", _filled_frames)


def _frame(parts: bytes) -> bytes:
    place = b"".join(struct.pack("<L", number)[:3] for number in (0, 0, WIDTH - 1, HEIGHT - 1, 100))
    return chunk(b"ANMF", place + b"\0" + parts)


def _moving(*frames: bytes) -> bytes:
    return riff.riff(canvas(ANIMATION, WIDTH, HEIGHT), chunk(b"ANIM", bytes(6)), *frames)


def _chunks_between_frames() -> bytes:
    out = []
    for found in riff.walk(animation()):
        out += [chunk(found.name, found.payload), chunk(b"text", b"hidden!")]
    return riff.riff(*out)


_add("animated_chunks_between", _chunks_between_frames)
_add("still_with_animation_chunks", lambda: still(chunk(b"ANIM", bytes(6)), flags=0))
_add("still_with_frame", lambda: still(chunk(b"ANIM", bytes(6)), _frame(picture("-lossless"))), refused=True)
_add("frame_second_picture", lambda: _moving(_frame(picture() + picture("-lossless"))), refused=True)
_add("frame_alpha_behind_picture", lambda: _moving(_frame(picture() + chunk(b"ALPH", bytes(9)))), refused=True)
_add("animated_still", lambda: still(flags=ANIMATION), refused=True)


# --- the marker in every place that can hold text


def _planted() -> bytes:
    """exiftool fills Exif and XMP; the rest is put around and into that."""
    raw = planted.MARKER.encode()
    filled = planted.by_exiftool(still(flags=ALPHA, shown=transparent()), suffix=".webp")
    out = [chunk(b"VP8X", bytes((riff.walk(filled)[0].payload[0] | ICC, 0, 0, 0)) + canvas(0, WIDTH, HEIGHT)[12:])]
    out.append(chunk(b"ICCP", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + raw}) + raw))
    for found in riff.walk(filled)[1:]:
        out += [chunk(found.name, found.payload), chunk(b"text", raw), chunk(b"C2PA", parts.c2pa(raw)[8:])]
    out += [chunk(needle[:4], needle) for needle in planted.NEEDLES.values()]
    out += [chunk(b"EXIF", b"Exif\0\0" + _exif(6) + raw), chunk(b"XMP\0", raw), chunk(b"ICCP", raw), raw[:7]]
    return riff.riff(*out) + raw + parts.film(raw)


_add("planted", _planted, "IFD0:Artist", "XMP-dc:Creator")
