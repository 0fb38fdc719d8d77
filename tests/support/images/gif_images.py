"""The GIF images that the tests make, see image.py; standard library alone but for
the planted one, which needs exiftool."""

import struct
from typing import Callable, Iterator

import gif
import parts
import planted
from image import Image

_images: list[Image] = []


def made() -> Iterator[Image]:
    return iter(_images)


def _add(name: str, make: Callable[[], bytes], *shows: str, keeps: tuple = (), refused: bool = False) -> None:
    _images.append(Image("gif_" + name, make, shows, keeps, refused, "gif"))


WIDTH, HEIGHT = 8, 6
_COLOURS = bytes(range(12))


def _screen(version: bytes = b"GIF89a", palette: bool = True) -> bytes:
    flags = 0x91 if palette else 0x10
    return version + struct.pack("<HHBBB", WIDTH, HEIGHT, flags, 0, 0) + (_COLOURS if palette else b"")


def _codes(pixels: list[int]) -> bytes:
    """LZW with a clear before every second pixel, so that codes keep their three bits."""
    codes = [code for at in range(0, len(pixels), 2) for code in (4, *pixels[at : at + 2])] + [5]
    bits = sum(code << 3 * n for n, code in enumerate(codes))
    return bits.to_bytes((3 * len(codes) + 7) // 8, "little")


def _image(seed: int = 0, own_palette: bool = False) -> bytes:
    flags = 0x81 if own_palette else 0
    palette = bytes(reversed(_COLOURS)) if own_palette else b""
    pixels = [(seed + n + n // WIDTH) % 4 for n in range(WIDTH * HEIGHT)]
    return b"," + struct.pack("<HHHHB", 0, 0, WIDTH, HEIGHT, flags) + palette + b"\2" + gif.sub_blocks(_codes(pixels))


def _control(delay: int = 10) -> bytes:
    return gif.extension(gif.CONTROL, struct.pack("<BHB", 0, delay, 0))


def _loop(name: bytes = b"NETSCAPE2.0", *more: bytes) -> bytes:
    return gif.extension(gif.APPLICATION, name, b"\1\3\0", *more)


def _gif(before: bytes = b"", after: bytes = b"", end: bytes = b";") -> bytes:
    return _screen() + before + _image() + after + end


def _xmp(packet: bytes) -> bytes:
    magic = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return bytes([0x21, gif.APPLICATION, 11]) + b"XMP DataXMP" + packet + magic


def _comment(text: bytes = b"taken by Jane Owner") -> bytes:
    return bytes([0x21, gif.COMMENT]) + gif.sub_blocks(text)


def _plain_text(text: bytes = b"private") -> bytes:
    return gif.extension(gif.PLAIN_TEXT, struct.pack("<HHHHBBBB", 0, 0, WIDTH, HEIGHT, 8, 8, 1, 0), text)


def _packet() -> bytes:
    return parts.xmp('exif:GPSLatitude="51,28.67N"').partition(b"\0")[2]


_add("no_metadata", lambda: _gif())
_add("comment", lambda: _gif(_comment()), "File:Comment")
_add("comment_late", lambda: _gif(after=_comment()), "File:Comment")
_add("comment_long", lambda: _gif(_comment(b"private " * 9000)), "File:Comment")
_add("version_87", lambda: _screen(b"GIF87a") + _comment() + _image() + b";")
_add("own_palette", lambda: _screen(palette=False) + _comment() + _image(own_palette=True) + b";", "File:Comment")
_add("xmp", lambda: _gif(_xmp(_packet())), "XMP-exif:GPSLatitude")
_add("plain_text", lambda: _gif(_control() + _plain_text() + _control()))
_add("icc", lambda: _gif(gif.application(b"ICCRGBG1012", parts.display_profile())), "ICC_Profile", keeps=("ICC_Profile",))
_add(
    "icc_private_tags",
    lambda: _gif(gif.application(b"ICCRGBG1012", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + bytes(range(32))}))),
    "ICC_Profile",
    keeps=("ICC_Profile",),
)
_add("icc_empty", lambda: _gif(gif.application(b"ICCRGBG1012", b"")))


def _animation(loop: bytes, between: bytes = b"") -> bytes:
    frames = (between + _control(10 + seed) + between + _image(seed) for seed in range(3))
    return _screen() + loop + b"".join(frames) + between + b";"


_add("animation", lambda: _animation(_loop(), _comment()), "GIF:AnimationIterations", keeps=("GIF:AnimationIterations",))
_add("animation_animexts", lambda: _animation(_loop(b"ANIMEXTS1.0"), _comment()), "File:Comment")
_add("animation_loop_tail", lambda: _animation(_loop(b"NETSCAPE2.0", b"\2\0\1\0\0", b"private", b"\1\7\7 and more")), "GIF:AnimationIterations")
_add("applications", lambda: _gif(gif.application(b"Somebody1.0", b"private") + gif.application(b"\0" * 11, b"") + gif.extension(0x77, b"private")))
_add("control_tail", lambda: _gif(gif.extension(gif.CONTROL, b"\0\x0a\0\0", b"private")))
_add("controls", lambda: _gif(gif.extension(gif.CONTROL, b"\0TXT") * 9 + _control(), gif.extension(gif.CONTROL, b"TEXT") * 9))
_add("control_bits", lambda: _gif(gif.extension(gif.CONTROL, b"\xe8\x0a\0T")))
_add("loops", lambda: _animation(b"".join(gif.extension(gif.APPLICATION, b"NETSCAPE2.0", b"\1" + two) for two in (b"TE", b"XT", b"\2\0"))))
_add("refused_no_size", lambda: _gif(after=b"," + bytes(9) + b"\2" + gif.sub_blocks(b"private")), refused=True)
_add("no_end", lambda: _gif(_comment(), end=b""), "File:Comment")
_add("appended", lambda: _gif() + b"written by Jane Owner" + _gif())
_add("refused_no_image", lambda: _screen() + _comment() + b";", refused=True)
_add("refused_cut", lambda: _gif()[:-4], refused=True)
_add("refused_control", lambda: _gif(gif.extension(gif.CONTROL, b"\0\x0a\0\0 and more")), refused=True)
_add("refused_junk", lambda: _gif(b"private"), refused=True)


def _planted() -> bytes:
    """exiftool fills XMP; the rest is put around that."""
    raw = planted.MARKER.encode()
    filled = planted.by_exiftool(_gif(), suffix=".gif")
    own = [_comment(needle) + _plain_text(needle) for needle in planted.NEEDLES.values()]
    own += [gif.application(b"ICCRGBG1012", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + raw}))]
    own += [gif.application(b"fractint" + raw[:3], raw), gif.extension(0x77, raw), _loop(b"NETSCAPE2.0", raw)]
    front = len(_screen())
    return filled[:front] + b"".join(own) + filled[front:-1] + b"".join(own) + b";" + raw + parts.film(raw)


_add("planted", _planted, "XMP-dc:Creator", "File:Comment")
