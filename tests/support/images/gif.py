"""GIF blocks: walked, and put together."""

from dataclasses import dataclass
from typing import Iterator

CONTROL, COMMENT, PLAIN_TEXT, APPLICATION = 0xF9, 0xFE, 0x01, 0xFF


class Damaged(ValueError):
    """The bytes are no sequence of blocks."""


@dataclass(frozen=True)
class Block:
    label: int | None  # of an extension; None: the screen, an image or the end
    data: bytes  # as it stands in the file
    parts: tuple[bytes, ...] = ()  # an extension's sub-blocks


def _palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _parts(data: bytes, at: int) -> tuple[tuple[bytes, ...], int]:
    parts = []
    while at < len(data) and data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    if at >= len(data):
        raise Damaged("cut")
    return tuple(parts), at + 1


def walk(data: bytes) -> Iterator[Block]:
    """The screen, then every block up to the end (`;`) included; Damaged if one is cut."""
    if not data.startswith((b"GIF87a", b"GIF89a")) or len(data) < 13:
        raise Damaged("no screen")
    at = 13 + _palette(data[10])
    yield Block(None, data[:at])
    while at < len(data):
        start = at
        if data[at] == 0x3B:
            yield Block(None, data[at : at + 1])
            return
        if data[at] == 0x2C and at + 11 < len(data):
            _, at = _parts(data, at + 11 + _palette(data[at + 9]))
            yield Block(None, data[start:at])
        elif data[at] == 0x21 and at + 2 < len(data):
            parts, at = _parts(data, at + 2)
            yield Block(data[start + 1], data[start:at], parts)
        else:
            raise Damaged("no block")
    raise Damaged("no end")


def sub_blocks(data: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for part in (data[at : at + 255] for at in range(0, len(data), 255))) + b"\0"


def extension(label: int, *parts: bytes) -> bytes:
    """One sub-block each, of 255 bytes at most."""
    return bytes([0x21, label]) + b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def application(name: bytes, data: bytes) -> bytes:
    return bytes([0x21, APPLICATION, len(name)]) + name + sub_blocks(data)
