"""Writes TIFF structures (TIFF 6.0, CIPA DC-008) for Exif segments, in either byte order. Standard library only."""

import struct
from dataclasses import dataclass, field

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SRATIONAL = 1, 2, 3, 4, 5, 7, 10
_SIZE = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, SRATIONAL: 8}
_CODE = {SHORT: "H", LONG: "L", RATIONAL: "L", SRATIONAL: "l"}
LITTLE, BIG = "<", ">"


@dataclass
class Ifd:
    """Entries by tag. A value is (type, bytes or numbers), another Ifd (a pointer to it) or Blob (a pointer to bytes)."""

    tags: dict = field(default_factory=dict)
    next: "Ifd | None" = None
    slack: bytes = b""  # bytes behind the IFD that no entry points at


@dataclass(frozen=True)
class Blob:
    data: bytes


def text(value: str) -> tuple:
    return ASCII, value.encode() + b"\0"


def short(*values: int) -> tuple:
    return SHORT, values


def long(*values: int) -> tuple:
    return LONG, values


def rational(*pairs: tuple) -> tuple:
    return RATIONAL, [number for pair in pairs for number in pair]


def undefined(value: bytes) -> tuple:
    return UNDEFINED, value


def _encode(kind: int, value, order: str) -> bytes:
    if isinstance(value, bytes):
        return value
    return struct.pack(f"{order}{len(value)}{_CODE[kind]}", *value)


def _layout(ifd: Ifd, at: int, order: str) -> bytes:
    """The IFD as it stands at offset `at`, followed by all that it points at."""
    entries, behind = b"", b""
    data_at = at + 2 + 12 * len(ifd.tags) + 4
    for tag, value in sorted(ifd.tags.items()):
        where = data_at + len(behind)
        if isinstance(value, Ifd):
            kind, count, cell = LONG, 1, struct.pack(order + "L", where)
            behind += _layout(value, where, order)
        elif isinstance(value, Blob):
            kind, count, cell = LONG, 1, struct.pack(order + "L", where)
            behind += value.data
        else:
            kind = value[0]
            data = _encode(*value, order)
            count, cell = len(data) // _SIZE[kind], data.ljust(4, b"\0")
            if len(data) > 4:
                cell = struct.pack(order + "L", where)
                behind += data
        behind += b"\0" * (len(behind) % 2)
        entries += struct.pack(order + "HHL", tag, kind, count) + cell
    behind += ifd.slack
    following = data_at + len(behind) if ifd.next else 0
    out = struct.pack(order + "H", len(ifd.tags)) + entries + struct.pack(order + "L", following) + behind
    return out + (_layout(ifd.next, following, order) if ifd.next else b"")


def tiff(ifd0: Ifd, order: str = LITTLE) -> bytes:
    mark = b"II" if order == LITTLE else b"MM"
    return mark + struct.pack(order + "HL", 42, 8) + _layout(ifd0, 8, order)


def exif(ifd0: Ifd, order: str = LITTLE) -> bytes:
    """The payload of an APP1 segment."""
    return b"Exif\0\0" + tiff(ifd0, order)


def gps() -> Ifd:
    """A position in Greenwich."""
    return Ifd(
        {
            0: (BYTE, b"\2\3\0\0"),
            1: text("N"),
            2: rational((51, 1), (28, 1), (4012, 100)),
            3: text("W"),
            4: rational((0, 1), (0, 1), (531, 100)),
            6: rational((46, 1)),
            29: text("2024:05:06"),
        }
    )


def thumbnail(jpeg: bytes) -> Ifd:
    """An IFD1."""
    return Ifd({0x0103: short(6), 0x0201: Blob(jpeg), 0x0202: long(len(jpeg))})


def camera(orientation: int | None = None, thumb: bytes = b"", note: bytes = b"", position: bool = True) -> Ifd:
    """What a camera writes: model, owner, dates, serial number, and a position, a thumbnail and a maker note if asked for."""
    sub = Ifd(
        {
            0x9000: undefined(b"0232"),
            0x9003: text("2024:05:06 07:08:09"),
            0x9286: undefined(b"ASCII\0\0\0a private comment"),
            0xA430: text("Jane Owner"),
            0xA431: text("SN-0123456789"),
        }
    )
    if note:
        sub.tags[0x927C] = undefined(note)
    tags = {
        0x010F: text("Example Corp"),
        0x0110: text("Model One"),
        0x0131: text("Firmware 1.2.3"),
        0x0132: text("2024:05:06 07:08:09"),
        0x013B: text("Jane Owner"),
        0x8298: text("(c) Jane Owner"),
        0x8769: sub,
    }
    if orientation is not None:
        tags[0x0112] = short(orientation)
    if position:
        tags[0x8825] = gps()
    return Ifd(tags, next=thumbnail(thumb) if thumb else None)
