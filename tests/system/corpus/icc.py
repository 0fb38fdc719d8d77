"""Reads ICC profiles out of JPEG segments and takes their tag table apart (ICC.1:2022)."""

import struct

import icc_colours
import jpeg

SIGNATURE = b"ICC_PROFILE\0"

# The tags that show colour, and two texts that every profile has; all others go, except in well-known profiles.
ALLOWED = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt chad cicp A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 gamt D2B0 D2B1 D2B2 D2B3 B2D0 B2D1"
    b" B2D2 B2D3 desc cprt".split()
)
# Fields of the header that show no colour.
FREE = (slice(4, 8), slice(10, 12), slice(24, 36), slice(40, 64), slice(80, 128))
# What description and copyright become, before version 4 and since.
_TEXTS = {
    b"desc": {
        b"desc\0\0\0\0\0\0\0\4ICC\0" + bytes(78),
        b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\6\0\0\0\x1c\0I\0C\0C",
    },
    b"cprt": {b"text\0\0\0\0\0", b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS\0\0\0\0\0\0\0\x1c"},
}


def chunks(parts: list[jpeg.Part]) -> list[bytes]:
    """The payloads of the ICC segments before the first scan."""
    found = []
    for part in parts:
        if part.marker == jpeg.SOS:
            break
        if part.marker == jpeg.APP2 and part.payload.startswith(SIGNATURE):
            found.append(part.payload)
    return found


def whole(payloads: list[bytes]) -> bytes | None:
    """The profile, if each of the chunks 1..n is there and all agree on n. A chunk that is there twice, alike, counts once."""
    if not payloads or any(len(payload) < 14 for payload in payloads):
        return None
    payloads = list(dict.fromkeys(payloads))
    count = len(payloads)
    by_number = {payload[12]: payload[14:] for payload in payloads if payload[13] == count}
    if sorted(by_number) != list(range(1, count + 1)):
        return None
    return b"".join(by_number[number] for number in range(1, count + 1))


def tags(profile: bytes) -> dict[bytes, bytes] | None:
    """The data of each tag; None if the header or the table is damaged."""
    if len(profile) < 132 or profile[36:40] != b"acsp" or struct.unpack(">L", profile[:4])[0] > len(profile):
        return None
    count = struct.unpack(">L", profile[128:132])[0]
    if count > (len(profile) - 132) // 12:
        return None
    table = {}
    for n in range(count):
        name, at, size = struct.unpack(">4sLL", profile[132 + 12 * n : 144 + 12 * n])
        if name in table or at < 132 + 12 * count or at + size > len(profile):
            return None
        table[name] = profile[at : at + size]
    return table


def gaps(profile: bytes) -> bool:
    """Whether bytes stand in the profile that no tag owns, padding to 4 with zeros apart."""
    count = struct.unpack(">L", profile[128:132])[0]
    covered = bytearray(len(profile))
    covered[: 132 + 12 * count] = b"\1" * (132 + 12 * count)
    for n in range(count):
        _, at, size = struct.unpack(">4sLL", profile[132 + 12 * n : 144 + 12 * n])
        covered[at : at + size] = b"\1" * size
        padding = -(at + size) % 4
        if not any(profile[at + size : at + size + padding]):
            covered[at + size : at + size + padding] = b"\1" * len(profile[at + size : at + size + padding])
    return 0 in covered


def _without_free_fields(profile: bytes) -> bytes:
    data = bytearray(profile)
    for field in FREE:
        data[field] = bytes(field.stop - field.start)
    return bytes(data)


def _reduced_faults(source: bytes, output: bytes) -> list[str]:
    """Of a profile that is not well known."""
    after = tags(output)
    if after is None:
        return ["ICC damaged"]
    faults = []
    if not set(after) <= ALLOWED & set(tags(source) or ()):
        faults.append("ICC tags that show no colour, or that the source does not have")
    if any(after[name] not in texts for name, texts in _TEXTS.items() if name in after):
        faults.append("an ICC text that is not the fixed one")
    if _without_free_fields(output) != output:
        faults.append("bytes in the ICC header that show no colour")
    if gaps(output):
        faults.append("bytes in the ICC profile that no tag owns")
    if icc_colours.shown(output) != icc_colours.shown(source):
        faults.append("the ICC profile shows other colours")
    return faults


def kept_faults(source: bytes | None, output: bytes | None) -> list[str]:
    """What is wrong with the profile of the output, given the source's (None if it has no whole one)."""
    before = tags(source) if source is not None else None
    if before is None:
        return ["an ICC profile that the source does not have"] if output is not None and source is None else []
    if output is None:
        return ["ICC lost"] if icc_colours.shown(source) else []
    whole_source = source[: struct.unpack(">L", source[:4])[0]]
    if output in (whole_source, _without_free_fields(whole_source)):
        return []  # a well-known one, or one with nothing to remove
    return _reduced_faults(source, output)
