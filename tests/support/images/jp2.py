"""Writes and reads JPEG 2000: boxes (ISO/IEC 15444-1 Annex I) and marker segments (Annex A). Standard library only."""

import struct
from dataclasses import dataclass
from typing import Iterator

import boxes
from boxes import box

SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
BRANDS = b"jp2 \0\0\0\0jp2 "
BARE = b"\xff\x4f\xff\x51"
SOC, SIZ, COM, SOT, SOD, EOC = 0xFF4F, 0xFF51, 0xFF64, 0xFF90, 0xFF93, 0xFFD9
UUIDS = {
    "xmp": bytes.fromhex("be7acfcb97a942e89c71999491e3afac"),
    "exif": b"JpgTiffExif->JP2",
    "photoshop": bytes.fromhex("2c4c0100850440b9a03e562148d6dfeb"),
    "geotiff": bytes.fromhex("b14bf8bd083d4b43a5ae8cd7d5a6ce03"),
}


@dataclass(frozen=True)
class Part:
    """A marker segment, or the data of a tile-part, or what follows EOC."""

    marker: int | None  # None: no segment
    whole: bytes
    in_tile_part: bool

    @property
    def payload(self) -> bytes:
        return self.whole[4:]


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">HH", marker, 2 + len(payload)) + payload


def comment(text: bytes) -> bytes:
    return segment(COM, b"\0\1" + text)


def walk(stream: bytes) -> Iterator[Part]:
    """The parts of a codestream, one after the other, all of its bytes."""
    at, end, in_tile_part = 0, 0, False
    while at + 2 <= len(stream):
        marker = struct.unpack_from(">H", stream, at)[0]
        if marker == EOC:
            yield Part(EOC, stream[at : at + 2], False)
            if stream[at + 2 :]:
                yield Part(None, stream[at + 2 :], False)
            return
        if marker in (SOC, SOD):
            yield Part(marker, stream[at : at + 2], in_tile_part)
            at += 2
            if marker == SOD:
                end = end or stream.find(b"\xff\xd9", at) % (len(stream) + 1)
                yield Part(None, stream[at:end], True)
                at, in_tile_part = end, False
            continue
        size = 2 + struct.unpack_from(">H", stream.ljust(at + 4, b"\0"), at + 2)[0]
        if size < 4 or at + size > len(stream):
            raise boxes.Damaged(f"a marker segment at byte {at}")
        if marker == SOT:
            length = struct.unpack_from(">L", stream, at + 6)[0]
            end, in_tile_part = at + length if length else 0, True
        yield Part(marker, stream[at : at + size], in_tile_part)
        at += size


def put_in_headers(stream: bytes, main: bytes, tile: bytes) -> bytes:
    """With these segments at the end of the main header, and of each tile-part's."""
    out = b""
    for part in walk(stream):
        if part.marker == SOT:
            if not out.endswith(main) and SOT.to_bytes(2) not in out:
                out += main
            length = struct.unpack_from(">L", part.whole, 6)[0]
            out += part.whole[:6] + struct.pack(">L", length + len(tile) if length else 0) + part.whole[10:]
        elif part.marker == SOD:
            out += tile + part.whole
        else:
            out += part.whole
    return out


def open_last_tile_part(stream: bytes) -> bytes:
    """With 0 as the length of the last tile-part: up to EOC."""
    at = stream.rfind(SOT.to_bytes(2) + b"\0\x0a")
    return stream[: at + 6] + bytes(4) + stream[at + 10 :]


def split(file: bytes) -> list[boxes.Box]:
    return list(boxes.walk(file))


def codestream(file: bytes) -> bytes:
    return file if file.startswith(BARE[:2]) else next(one.payload for one in split(file) if one.name == b"jp2c")


def with_boxes(file: bytes, *, front: bytes = b"", header: bytes = b"", back: bytes = b"") -> bytes:
    """A JP2 with more boxes: after ftyp, at the end of jp2h, at its own end."""
    out = b""
    for one in split(file):
        out += box(b"jp2h", one.payload + header) if one.name == b"jp2h" else one.whole
        out += front if one.name == b"ftyp" else b""
    return out + back
