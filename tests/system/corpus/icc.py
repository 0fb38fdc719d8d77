"""Reads ICC profiles out of JPEG segments and takes their tag table apart (ICC.1:2022)."""

import struct

import jpeg

SIGNATURE = b"ICC_PROFILE\0"
RESERVED = slice(100, 128)  # of the header

# The tags that show colour; all others go.
ALLOWED = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad chrm cicp lumi A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3"
    b" B2D0 B2D1 B2D2 B2D3 gamt ncl2 clrt clot view meas tech rig0 rig2 desc cprt dmnd dmdd".split()
)


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


def kept_faults(source: bytes | None, output: bytes | None) -> list[str]:
    """What is wrong with the profile of the output, given the source's (None if it has no whole one)."""
    before = tags(source) if source is not None else None
    if before is None:
        return ["an ICC profile that the source does not have"] if output is not None and source is None else []
    if output is None:
        return ["ICC lost"] if before else []
    after = tags(output)
    if after is None:
        return ["ICC damaged"]
    faults = []
    if after != {name: data for name, data in before.items() if name in ALLOWED}:
        faults.append("ICC tags differ from the source's allowed ones")
    if any(output[RESERVED]):
        faults.append("bytes in the reserved part of the ICC header")
    if gaps(output):
        faults.append("bytes in the ICC profile that no tag owns")
    if set(before) <= ALLOWED and not gaps(source) and not any(source[RESERVED]) and output != source:
        faults.append("an ICC profile with nothing to remove was changed")
    return faults
