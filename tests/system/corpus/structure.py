"""The shape that each stripped JPEG must have, read by the tests' own walker: an allow-list of segments, exact lengths."""

import struct

import icc
import jpeg

EXIF = b"Exif\0\0"
MAX_FRESH_EXIF = 256  # orientation, R03 and density take less
_PICTURE = jpeg.SOF | {jpeg.SOI, jpeg.EOI, jpeg.SOS, jpeg.DQT, jpeg.DHT, 0xCC, jpeg.DRI, jpeg.DNL, 0xDE, 0xDF}
_ORDER = {jpeg.APP0: 0, jpeg.APP1: 1, jpeg.APP2: 2, jpeg.APP14: 3}


def _app_fault(part: jpeg.Part) -> str | None:
    """What is wrong with an application segment, if anything."""
    payload, size = part.payload, len(part.payload)
    match part.marker:
        case jpeg.APP0:
            right = payload.startswith(b"JFIF\0") and size == 14 and payload[12:] == b"\0\0"
        case jpeg.APP1:
            right = payload.startswith(EXIF) and size <= MAX_FRESH_EXIF
        case jpeg.APP2:
            right = payload.startswith(icc.SIGNATURE)
        case jpeg.APP14:
            right = payload.startswith(b"Adobe") and size == 12
        case _:
            right = part.marker in _PICTURE
    return None if right else f"a segment {part.marker:02X} of {size} bytes at byte {part.offset}"


def _length_fault(part: jpeg.Part) -> str | None:
    """Segments of the picture whose length their own grammar fixes."""
    payload = part.payload
    exact = {jpeg.DRI: 2, jpeg.DNL: 2, 0xDF: 1}.get(part.marker)
    if payload and (part.marker in jpeg.SOF or part.marker == 0xDE):
        exact = 6 + 3 * payload[5]
    if payload and part.marker == jpeg.SOS:
        exact = 4 + 2 * payload[0]
    return None if exact in (None, len(payload)) else f"slack in the segment at byte {part.offset}"


def faults(data: bytes) -> list[str]:
    """All that is wrong with the shape of an output; empty if it is as it must be."""
    try:
        parts = list(jpeg.walk(data))
    except jpeg.Damaged as error:
        return [f"the output is damaged: {error}"]
    found = [f"{part.role} at byte {part.offset}" for part in parts if part.role in ("fill", "junk", "trailer")]
    markers = [part.marker for part in parts if part.marker is not None]
    if markers[-1] != jpeg.EOI:
        found.append("no EOI")
    for part in parts:
        if part.marker is not None:
            found += [fault for fault in (_app_fault(part), _length_fault(part)) if fault]
    header = markers[1 : markers.index(jpeg.SOS)] if jpeg.SOS in markers else markers[1:]
    apps = [_ORDER[marker] for marker in header if marker in _ORDER]
    if apps != sorted(apps) or any(apps.count(_ORDER[marker]) > 1 for marker in (jpeg.APP0, jpeg.APP1, jpeg.APP14)):
        found.append("application segments twice or out of order")
    if any(marker in _ORDER for marker in markers[1 + len(header) :]):
        found.append("an application segment after the first scan began")
    return found


def _header(parts: list[jpeg.Part], marker: int, signature: bytes, size: int) -> list[bytes]:
    """The first `size` bytes of the segments before the first scan that start with `signature` and are that long."""
    found = []
    for part in parts:
        if part.marker == jpeg.SOS:
            break
        if part.marker == marker and part.payload.startswith(signature) and len(part.payload) >= size:
            found.append(part.payload[:size])
    return found


def kept_faults(source: list[jpeg.Part], output: list[jpeg.Part]) -> list[str]:
    """Whether JFIF (version, density) and the colour transform of the last Adobe segment are as the source says."""
    found = []
    jfif, kept_jfif = (_header(parts, jpeg.APP0, b"JFIF\0", 14) for parts in (source, output))
    if bool(jfif) != bool(kept_jfif) or (jfif and kept_jfif[0][:12] not in [payload[:12] for payload in jfif]):
        found.append("JFIF differs")
    adobe, kept_adobe = (_header(parts, jpeg.APP14, b"Adobe", 12) for parts in (source, output))
    if [payload[11] for payload in adobe[-1:]] != [payload[11] for payload in kept_adobe]:
        found.append("Adobe differs")
    return found


def first_exif(parts: list[jpeg.Part]) -> bytes | None:
    """The TIFF structure of the first Exif segment before the first scan."""
    for part in parts:
        if part.marker == jpeg.SOS:
            return None
        if part.marker == jpeg.APP1 and part.payload.startswith(EXIF):
            return part.payload[6:]
    return None


def orientation(tiff: bytes | None) -> int | None:
    """IFD0's orientation if it is 2..8, of type SHORT or LONG; else None."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get((tiff or b"")[:4])
    if order is None or len(tiff) < 8:
        return None
    at = struct.unpack(order + "L", tiff[4:8])[0]
    count = struct.unpack(order + "H", tiff[at : at + 2])[0] if at + 2 <= len(tiff) else 0
    for n in range(count):
        entry = tiff[at + 2 + 12 * n : at + 14 + 12 * n]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == 0x0112:
            kind, values = struct.unpack(order + "HL", entry[2:8])
            code = {3: "H", 4: "L"}.get(kind)
            value = struct.unpack_from(order + code, entry, 8)[0] if code and values == 1 else 0
            return value if 2 <= value <= 8 else None
    return None
