"""Writes and reads the boxes of JPEG XL's container (ISO/IEC 18181-2). Standard library only."""

import struct
from dataclasses import dataclass
from typing import Iterator

SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
BRANDS = b"jxl \0\0\0\0jxl "
BARE = b"\xff\x0a"


class Damaged(ValueError):
    pass


@dataclass(frozen=True)
class Box:
    name: bytes
    payload: bytes
    whole: bytes  # header and all


def box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">L", 8 + len(payload)) + name + payload


def large_box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">L", 1) + name + struct.pack(">Q", 16 + len(payload)) + payload


def last_box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">L", 0) + name + payload


def part(number: int, payload: bytes, last: bool = False) -> bytes:
    return box(b"jxlp", struct.pack(">L", number | (0x80000000 if last else 0)) + payload)


def file(*parts: bytes) -> bytes:
    return SIGNATURE + box(b"ftyp", BRANDS) + b"".join(parts)


def walk(data: bytes) -> Iterator[Box]:
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            raise Damaged("bytes behind the boxes")
        size, head = struct.unpack(">L", data[at : at + 4])[0], 8
        if size == 1:
            size, head = struct.unpack(">Q", data[at + 8 : at + 16].ljust(8, b"\0"))[0], 16
        end = at + size if size else len(data)
        if end < at + head or end > len(data):
            raise Damaged("a box past the end")
        yield Box(data[at + 4 : at + 8], data[at + head : end], data[at:end])
        at = end
