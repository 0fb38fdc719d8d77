"""Builds and reads boxes of HEIF files (ISO/IEC 14496-12, 23008-12). Standard library only."""

import struct
from dataclasses import dataclass, field


def box(kind: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">L4s", len(payload) + 8, kind) + payload


def full(kind: bytes, payload: bytes = b"", version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">L", version << 24 | flags) + payload)


def handler(kind: bytes, name: bytes = b"") -> bytes:
    return full(b"hdlr", bytes(4) + kind + bytes(12) + name + b"\0")


def reference(kind: bytes, start: int, *to: int) -> bytes:
    return box(kind, struct.pack(f">HH{len(to)}H", start, len(to), *to))


def group(kind: bytes, number: int, *entities: int) -> bytes:
    return full(kind, struct.pack(f">LL{len(entities)}L", number, len(entities), *entities))


def ispe(width: int, height: int) -> bytes:
    return full(b"ispe", struct.pack(">LL", width, height))


def auxiliary(purpose: bytes) -> bytes:
    return full(b"auxC", purpose + b"\0")


ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
DEPTH = b"urn:mpeg:hevc:2015:auxid:2"
GAIN_MAP = b"urn:com:apple:photo:2020:aux:hdrgainmap"


@dataclass
class Item:
    kind: bytes
    data: bytes
    properties: list[int] = field(default_factory=list)  # indices from 1 on; 0x80 is added if it is essential
    name: bytes = b""
    content_type: bytes = b""
    in_idat: bool = False


@dataclass
class File:
    """A still. Items are numbered from 1 on, and the first one is the picture."""

    items: list[Item]
    properties: list[bytes]
    references: bytes = b""
    groups: bytes = b""
    brands: bytes = b"heicmif1heic"  # the major one first
    name: bytes = b""
    more_meta: bytes = b""
    after: bytes = b""
    gap: bytes = b""

    def _meta(self, media_at: int) -> bytes:
        rows = entries = associations = idat = b""
        for number, item in enumerate(self.items, 1):
            at = len(idat) if item.in_idat else media_at
            rows += struct.pack(">HHHHLL", number, item.in_idat, 0, 1, at, len(item.data))
            if item.in_idat:
                idat += item.data
            else:
                media_at += len(item.data)
            more = item.content_type + b"\0" if item.kind == b"mime" else b""
            entries += full(b"infe", struct.pack(">HH4s", number, 0, item.kind) + item.name + b"\0" + more, 2)
            associations += struct.pack(">HB", number, len(item.properties)) + bytes(item.properties)
        count = struct.pack(">H", len(self.items))
        return full(
            b"meta",
            handler(b"pict", self.name)
            + full(b"pitm", struct.pack(">H", 1))
            + full(b"iloc", b"\x44\0" + count + rows, 1)
            + full(b"iinf", count + entries)
            + (full(b"iref", self.references) if self.references else b"")
            + box(
                b"iprp",
                box(b"ipco", b"".join(self.properties))
                + full(b"ipma", struct.pack(">L", len(self.items)) + associations),
            )
            + (box(b"grpl", self.groups) if self.groups else b"")
            + (box(b"idat", idat) if idat else b"")
            + self.more_meta,
        )

    def bytes(self) -> bytes:
        ftyp = box(b"ftyp", self.brands[:4] + bytes(4) + self.brands[4:])
        media = b"".join(item.data for item in self.items if not item.in_idat) + self.gap
        at = len(ftyp) + len(self._meta(0)) + 8
        return ftyp + self._meta(at) + box(b"mdat", media) + self.after


class Damaged(ValueError):
    """Boxes that do not fit into what holds them."""


@dataclass(frozen=True)
class Box:
    kind: bytes
    at: int
    start: int  # of the payload
    end: int


def walk(data: bytes, start: int = 0, end: int | None = None) -> list[Box]:
    """The boxes of data[start:end], one level deep."""
    end = len(data) if end is None else end
    found = []
    while start < end:
        if end - start < 8:
            raise Damaged(f"no box at {start}")
        size, kind = struct.unpack_from(">L4s", data, start)
        head = 8
        if size == 1 and end - start >= 16:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0 and end == len(data):
            size = end - start
        if size < head or size > end - start:
            raise Damaged(f"a box that does not fit at {start}")
        found.append(Box(kind, start, start + head, start + size))
        start += size
    return found


def child(data: bytes, parent: Box, kind: bytes, skip: int = 0) -> Box | None:
    return next((part for part in walk(data, parent.start + skip, parent.end) if part.kind == kind), None)


def coded(data: bytes) -> tuple[bytes, bytes]:
    """Of a still by an encoder: its first item's data and the box hvcC or av1C that goes with them."""
    meta = next(part for part in walk(data) if part.kind == b"meta")
    container = child(data, child(data, meta, b"iprp", 4), b"ipco")
    configuration = next(part for part in walk(data, container.start, container.end) if part.kind in (b"hvcC", b"av1C"))
    media = next(part for part in walk(data) if part.kind == b"mdat")
    return data[media.start : media.end], data[configuration.at : configuration.end]
