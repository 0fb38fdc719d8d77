"""PNG chunks: walked, and put together."""

import struct
import zlib
from dataclasses import dataclass
from typing import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Damaged(ValueError):
    """The bytes are no sequence of chunks."""


@dataclass(frozen=True)
class Chunk:
    type: bytes
    payload: bytes
    sound: bool = True  # its checksum is right


def walk(data: bytes) -> Iterator[Chunk]:
    """Every chunk up to IEND; Damaged if one is cut."""
    if not data.startswith(SIGNATURE):
        raise Damaged("no signature")
    at = len(SIGNATURE)
    while True:
        if at + 12 > len(data):
            raise Damaged("cut")
        (length,) = struct.unpack(">L", data[at : at + 4])
        if at + 12 + length > len(data):
            raise Damaged("a chunk past the end")
        named = data[at + 4 : at + 8 + length]
        yield Chunk(named[:4], named[4:], struct.pack(">L", zlib.crc32(named)) == data[at + 8 + length : at + 12 + length])
        at += 12 + length
        if named[:4] == b"IEND":
            return


def size(chunks: list[Chunk]) -> int:
    """Of the file that they are."""
    return len(SIGNATURE) + sum(12 + len(chunk.payload) for chunk in chunks)


def chunk(kind: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">L", len(payload)) + kind + payload + struct.pack(">L", zlib.crc32(kind + payload))
