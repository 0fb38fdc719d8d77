"""JPEG as a row of segments (ITU-T T.81 annex B): enough to put parts into a file and to take one apart.

Standard library only. `walk` is the tests' own reader: it shares nothing with the engine that it judges.
"""

import struct
from dataclasses import dataclass
from typing import Iterator

SOI, EOI, SOS, DQT, DHT, DRI, DNL, TEM, COM = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xDD, 0xDC, 0x01, 0xFE
APP0, APP1, APP2, APP11, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xEE
SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # every frame header, the refused kinds apart
MAX_PAYLOAD = 65533
STANDALONE = frozenset([*range(TEM, 0xC0), SOI, EOI, *range(0xD0, 0xD8)])


class Damaged(ValueError):
    """The bytes break the grammar; the message says where."""


@dataclass(frozen=True)
class Part:
    marker: int | None  # second byte of the marker; None for what stands between two: scan data, fill, junk
    offset: int  # of its first byte
    end: int
    payload: bytes  # without marker and length; of None all of it
    role: str = "segment"  # segment, scan, fill, junk or trailer


def segment(marker: int, payload: bytes = b"") -> bytes:
    if len(payload) > MAX_PAYLOAD:
        raise ValueError(f"a payload of {len(payload)} bytes does not fit into a segment")
    return bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload


def _scan_end(data: bytes, start: int) -> int:
    """Where the entropy-coded data that begins at `start` ends: at a marker that is no RSTn, or at the end."""
    at = start
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        follower = data[at + 1]
        if follower == 0 or 0xD0 <= follower <= 0xD7:
            at += 2
        elif follower == 0xFF:
            at += 1
        else:
            return at


def _to_marker(data: bytes, start: int) -> Iterator[Part]:
    """Junk and fill before the next marker, if any; the generator's value is the marker's own offset."""
    at = start
    while at + 1 < len(data) and not (data[at] == 0xFF and data[at + 1] not in (0x00, 0xFF)):
        at += 1
    if at + 1 >= len(data):
        raise Damaged(f"no marker after byte {start}")
    if at > start:
        gap = data[start:at]
        yield Part(None, start, at, gap, "junk" if gap.strip(b"\xff") else "fill")
    return at


def walk(data: bytes) -> Iterator[Part]:
    """Every byte of the file once, in order, up to what follows EOI (role `trailer`). Raises Damaged."""
    if data[:2] != b"\xff\xd8":
        raise Damaged("no SOI at byte 0")
    yield Part(SOI, 0, 2, b"")
    at = 2
    while at < len(data):
        at = yield from _to_marker(data, at)
        marker, body = data[at + 1], at + 2
        if marker in STANDALONE:
            yield Part(marker, at, body, b"")
            at = body
        else:
            length = int.from_bytes(data[body : body + 2], "big")
            if length < 2 or body + length > len(data):
                raise Damaged(f"the segment at byte {at} runs past the end")
            yield Part(marker, at, body + length, data[body + 2 : body + length])
            at = body + length
        if marker == EOI:
            break
        if marker == SOS:
            end = _scan_end(data, at)
            yield Part(None, at, end, data[at:end], "scan")
            at = end
            if at == len(data):
                return  # EOI is missing
    if at < len(data):
        yield Part(None, at, len(data), data[at:], "trailer")


def after_soi(data: bytes, *parts: bytes) -> bytes:
    return data[:2] + b"".join(parts) + data[2:]


def after_jfif(data: bytes, *parts: bytes) -> bytes:
    """As cameras that write both do: behind the JFIF segment, if there is one."""
    first = list(_take(walk(data), 2))[1]
    at = first.end if first.marker == APP0 else 2
    return data[:at] + b"".join(parts) + data[at:]


def before(data: bytes, marker: int, *parts: bytes, nth: int = 0) -> bytes:
    """Puts `parts` in front of the nth segment with this marker."""
    places = [part.offset for part in walk(data) if part.marker == marker]
    return data[: places[nth]] + b"".join(parts) + data[places[nth] :]


def without(data: bytes, *markers: int) -> bytes:
    """The file without its segments of these markers."""
    return b"".join(data[part.offset : part.end] for part in walk(data) if part.marker not in markers)


def _take(parts: Iterator[Part], count: int) -> Iterator[Part]:
    for _, part in zip(range(count), parts):
        yield part
