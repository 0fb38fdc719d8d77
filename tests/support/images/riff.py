"""Writes and reads WebP's RIFF chunks (RFC 9649). Standard library only."""

import struct
from dataclasses import dataclass
from typing import Iterator

ANIMATION, XMP, EXIF, ALPHA, ICC = 0x02, 0x04, 0x08, 0x10, 0x20


class Damaged(ValueError):
    pass


@dataclass(frozen=True)
class Chunk:
    name: bytes
    payload: bytes
    padding: bytes


def chunk(name: bytes, payload: bytes) -> bytes:
    return name + struct.pack("<L", len(payload)) + payload + bytes(len(payload) % 2)


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def canvas(flags: int, width: int, height: int, tail: bytes = b"") -> bytes:
    sides = b"".join(struct.pack("<L", side - 1)[:3] for side in (width, height))
    return chunk(b"VP8X", bytes((flags, 0, 0, 0)) + sides + tail)


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks in `data`, a RIFF form's contents or a frame's."""
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            raise Damaged("bytes behind the chunks")
        size = struct.unpack("<L", data[at + 4 : at + 8])[0]
        end = at + 8 + size + size % 2
        if end > len(data):
            raise Damaged("a chunk past the end")
        yield Chunk(data[at : at + 4], data[at + 8 : at + 8 + size], data[at + 8 + size : end])
        at = end


def walk(data: bytes) -> list[Chunk]:
    """The chunks of a file whose RIFF size must be its own."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or struct.unpack("<L", data[4:8])[0] + 8 != len(data):
        raise Damaged("no RIFF form of the file's size")
    return list(chunks(data[12:]))
