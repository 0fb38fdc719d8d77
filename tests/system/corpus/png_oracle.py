"""What a stripped PNG must be: its shape by the tests' own walker, its pictures by Pillow."""

import hashlib
import subprocess
import zlib
from pathlib import Path

import icc
import png
import structure
from PIL import Image

WORDS = ("png",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
ALLOWED = {
    "ExifTool": {"Warning"},  # of an eXIf behind the picture, which stays there
    "PNG": {
        *("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"),
        *("AnimationFrames", "AnimationPlays", "Palette", "Transparency", "BackgroundColor", "SignificantBits", "Gamma"),
        *("SRGBRendering", "WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY", "ProfileName"),
        *("ColorPrimaries", "TransferCharacteristics", "MatrixCoefficients", "VideoFullRangeFlag"),
    },
    "PNG-pHYs": None,
    "PNG-cICP": None,
}

# In front of the picture's data, by the length that their grammar has (None: checked elsewhere, or of any length).
_FRONT = {
    **{b"PLTE": None, b"tRNS": None, b"bKGD": None, b"sBIT": None, b"iCCP": None, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1},
    **{b"cICP": 4, b"mDCV": 24, b"mDCv": 24, b"cLLI": 8, b"cLLi": 8, b"pHYs": 9, b"acTL": 8},
}
_ANYWHERE = {b"IHDR": 13, b"IDAT": None, b"IEND": 0, b"eXIf": None, b"fcTL": 26, b"fdAT": None}


def _shape_faults(chunks: list[png.Chunk]) -> list[str]:
    faults = []
    seen = set()
    for chunk in chunks:
        name = chunk.type.decode("latin-1")
        if chunk.type in _FRONT and b"IDAT" not in seen:
            length = _FRONT[chunk.type]
        elif chunk.type in _ANYWHERE:
            length = _ANYWHERE[chunk.type]
        else:
            faults.append(f"{name} is there")
            continue
        if not chunk.sound or length not in (None, len(chunk.payload)):
            faults.append(f"{name} is damaged or of a wrong length")
        if chunk.type in seen and chunk.type not in (b"IDAT", b"fcTL", b"fdAT"):
            faults.append(f"{name} twice")
        seen.add(chunk.type)
    return faults


def _profile(chunks: list[png.Chunk]) -> bytes | None:
    """Of the first iCCP in front of the picture's data; None if it is damaged."""
    for chunk in chunks:
        if chunk.type == b"IDAT":
            return None
        if chunk.type == b"iCCP":
            stream = chunk.payload.partition(b"\0")[2][1:]
            try:
                return zlib.decompressobj().decompress(stream)
            except zlib.error:
                return None
    return None


def _exif(chunks: list[png.Chunk]) -> bytes | None:
    return next((chunk.payload for chunk in chunks if chunk.type == b"eXIf"), None)


def _transparency(payload: bytes, colour: int, depth: int, entries: int) -> bytes | None:
    """As it stays: cut to the palette or to a colour, without bits above the depth; None if it goes."""
    if colour == 3:
        return payload[:entries] or None
    size = {0: 2, 2: 6}.get(colour)
    if size is None or len(payload) < size:
        return None
    samples = (int.from_bytes(payload[at : at + 2], "big") & (1 << depth) - 1 for at in range(0, size, 2))
    return b"".join(sample.to_bytes(2, "big") for sample in samples)


def _shown(chunks: list[png.Chunk]) -> list[tuple[bytes, bytes]]:
    """What shows the picture, in the form in which it stays."""
    depth, colour = chunks[0].payload[8:10]
    frames = next((int.from_bytes(chunk.payload[:4], "big") for chunk in chunks if chunk.type == b"acTL"), 0)
    found: list[tuple[bytes, bytes]] = []
    entries = 0
    for chunk in chunks:
        payload: bytes | None = chunk.payload
        if chunk.type == b"PLTE":
            payload = payload[: 3 << depth] if colour == 3 else None
            entries = len(payload or b"") // 3
        elif chunk.type == b"tRNS":
            first = all(name not in (b"tRNS", b"IDAT") for name, _ in found)
            payload = _transparency(payload, colour, depth, entries) if first else None
        elif chunk.type not in (b"IHDR", b"IDAT") and (chunk.type not in (b"fcTL", b"fdAT") or not frames):
            payload = None
        if payload is not None:
            found.append((chunk.type, payload))
    return found


def _kept_faults(before: list[png.Chunk], after: list[png.Chunk]) -> list[str]:
    """The chunks that show the picture are the source's, in its order."""
    return [] if _shown(before) == _shown(after) else ["what shows the picture differs"]


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Chunks, their lengths, profile, orientation."""
    try:
        after = list(png.walk(output))
    except png.Damaged as why:
        return [f"the output: {why}"]
    faults = _shape_faults(after)
    if png.size(after) != len(output):
        faults.append("bytes behind IEND")
    try:
        before = list(png.walk(source))
    except png.Damaged:
        return faults  # completed
    faults += _kept_faults(before, after)
    faults += icc.kept_faults(_profile(before), _profile(after))
    for chunk in after:
        if chunk.type == b"iCCP" and not chunk.payload.startswith(b"icc\0\0"):
            faults.append("a profile's name")
    wanted = structure.orientation(_exif(before))
    if structure.orientation(_exif(after)) != wanted:
        faults.append("orientation differs")
    return faults


def _is_whole(data: bytes) -> bool:
    """Critical chunks and picture data undamaged, IEND apart: Pillow alone is content with less."""
    chunks = []
    try:
        for chunk in png.walk(data):
            chunks.append(chunk)
    except png.Damaged:
        pass
    stream = zlib.decompressobj()
    try:
        stream.decompress(b"".join(chunk.payload for chunk in chunks if chunk.type == b"IDAT"))
    except zlib.error:
        return False
    return stream.eof and all(chunk.sound for chunk in chunks if chunk.type[0] & 0x20 == 0)


def picture(path: Path) -> dict | None:
    """Each frame as it is shown, and for how long; whether pngcheck finds the chunks right."""
    frames = _frames(path) if _is_whole(path.read_bytes()) else None
    if frames is None:
        return None
    checked = subprocess.run(["pngcheck", "-q", str(path)], capture_output=True, check=False, timeout=60)
    return {"Pillow's picture": frames, "pngcheck's word": True if checked.returncode == 0 else None}


def _frames(path: Path) -> tuple | None:
    try:
        with Image.open(path) as opened:
            frames = []
            for number in range(getattr(opened, "n_frames", 1)):
                opened.seek(number)
                shown = hashlib.sha256(opened.convert("RGBA").tobytes()).hexdigest()
                frames.append((opened.mode, opened.size, opened.info.get("duration"), shown))
            return tuple(frames)
    except (OSError, SyntaxError, ValueError, EOFError):
        return None
