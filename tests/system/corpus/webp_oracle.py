"""What a stripped WebP must be: its chunks by the tests' own walker, its pictures by Pillow and dwebp."""

import hashlib
import subprocess
from pathlib import Path

from PIL import Image

import icc
import oracles
import riff
import structure

WORDS = ("webp",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
_RIFF = (
    "AlphaCompression AlphaFiltering AlphaPreprocessing AlphaIsUsed AnimationLoopCount BackgroundColor Duration FrameCount"
    " HorizontalScale VerticalScale ImageWidth ImageHeight VP8Version WebP_Flags"
)
ALLOWED = {"RIFF": set(_RIFF.split())}

_STILL = (b"ALPH", b"VP8 ", b"VP8L")
_HEAD = 16  # of a frame


def _named(chunks: list[riff.Chunk], *names: bytes) -> list[riff.Chunk]:
    return [chunk for chunk in chunks if chunk.name in names]


def _flags(chunks: list[riff.Chunk]) -> int:
    return chunks[0].payload[0] if chunks[0].name == b"VP8X" else 0


def _shape_faults(chunks: list[riff.Chunk]) -> list[str]:
    if chunks[0].name != b"VP8X":
        return [] if len(chunks) == 1 and chunks[0].name in _STILL[1:] else ["a simple file of more than a picture"]
    flags, names = _flags(chunks), [chunk.name for chunk in chunks]
    found = [] if len(chunks[0].payload) == 10 and not any(chunks[0].payload[1:4]) else ["a bad canvas"]
    pictures = (b"ANIM", b"ANMF") if flags & riff.ANIMATION else _STILL
    found += [f"a chunk {name!r}" for name in names[1:] if name not in (*pictures, b"ICCP", b"EXIF")]
    if flags & ~(riff.ANIMATION | riff.ALPHA | riff.ICC | riff.EXIF):
        found.append("flags that may not be set")
    for name, flag in ((b"ICCP", riff.ICC), (b"EXIF", riff.EXIF)):
        if names.count(name) != bool(flags & flag):
            found.append(f"the flag of {name!r} or its number")
    for frame in _named(chunks, b"ANMF"):
        inner = list(riff.chunks(frame.payload[_HEAD:]))
        found += [f"a chunk {chunk.name!r} in a frame" for chunk in inner if chunk.name not in _STILL]
        found += ["padding"] if any(any(chunk.padding) for chunk in inner) else []
    return found


def _source_chunks(source: bytes) -> list[riff.Chunk]:
    """As much of the source as can be walked."""
    found = []
    try:
        for chunk in riff.chunks(source[12 : 8 + int.from_bytes(source[4:8], "little")] + b"\0"):
            found.append(chunk)
    except riff.Damaged:
        pass
    return found


def _plane(alpha: bytes, vp8: bytes) -> bytes:
    """ALPH's payload without reserved bits, and without what follows a plane that is not compressed."""
    width, height = (int.from_bytes(vp8[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    size = len(alpha) if alpha[0] & 3 else 1 + width * height
    return bytes([alpha[0] & 0x3F]) + alpha[1:size]


def _parts(parts: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The parts of a picture up to its coded data, in the form in which they stay."""
    coded = next(((name, payload) for name, payload in parts if name != b"ALPH"), None)
    if coded is None or coded[0] == b"VP8L":
        return [coded] if coded else parts
    return [(name, _plane(payload, coded[1])) for name, payload in parts if name == b"ALPH"] + [coded]


def _picture(chunks: list[riff.Chunk]) -> list:
    """All that a decoder takes the picture from, in order."""
    if chunks[0].name != b"VP8X":
        return [chunks[0].payload]
    if not _flags(chunks) & riff.ANIMATION:
        found = []
        for chunk in _named(chunks, *_STILL):
            found.append((chunk.name, chunk.payload))
            if chunk.name != b"ALPH":
                break
        return _parts(found)
    found = [_named(chunks, b"ANIM")[0].payload[:6]]
    for frame in _named(chunks, b"ANMF"):
        payload = frame.payload + frame.padding
        parts = []
        try:
            for chunk in riff.chunks(payload[_HEAD:]):
                parts.append((chunk.name, chunk.payload))
        except riff.Damaged:
            pass
        kept = [part for part in parts if part[0] in _STILL]
        found.append((payload[:15], payload[15] & 3, _parts(kept)))
    return found


def _exif_and_icc_faults(before: list[riff.Chunk], after: list[riff.Chunk]) -> list[str]:
    def first(chunks: list[riff.Chunk], name: bytes, flag: int) -> bytes | None:
        payloads = [chunk.payload for chunk in _named(chunks, name)] if _flags(chunks) & flag else []
        return payloads[0] if payloads else None

    found = icc.kept_faults(first(before, b"ICCP", riff.ICC), first(after, b"ICCP", riff.ICC))
    source, output = (first(chunks, b"EXIF", riff.EXIF) for chunks in (before, after))
    wanted = structure.orientation(source.removeprefix(structure.EXIF) if source else None)
    if structure.orientation(output) != wanted:
        found.append("orientation differs")
    return found


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Shape, picture, ICC, orientation, the canvas's size."""
    try:
        after = riff.walk(output)
        found = _shape_faults(after)
    except riff.Damaged as error:
        return [f"the output is damaged: {error}"]
    if any(any(chunk.padding) for chunk in after):
        found.append("padding that is not zero")
    before = _source_chunks(source)
    if _picture(before) != _picture(after):
        found.append("the coded picture differs")
    if (before[0].name == b"VP8X") != (after[0].name == b"VP8X"):
        return [*found, "the canvas came or went"]
    if before[0].name == b"VP8X":
        shown = riff.ALPHA | riff.ANIMATION
        if before[0].payload[4:10] != after[0].payload[4:] or (_flags(before) ^ _flags(after)) & shown:
            found.append("the canvas differs")
        found += _exif_and_icc_faults(before, after)
    return found


def _frames(path: Path) -> tuple | list | None:
    """By Pillow: each frame's pixels and time; of an animation the loops and the background."""
    try:
        with Image.open(path) as picture:
            frames = []
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                picture.load()
                frames.append((picture.mode, picture.size, hashlib.sha256(picture.tobytes()).hexdigest()))
                frames[-1] += (picture.info.get("duration"),)
            if len(frames) == 1:
                return frames
            return frames, picture.info.get("loop"), picture.info.get("background")
    except (OSError, SyntaxError, ValueError):
        return None


def _dwebp(path: Path) -> str | None:
    """A hash of the still picture; None for an animation."""
    done = subprocess.run(["dwebp", str(path), "-pam", "-o", "-"], capture_output=True, check=False, timeout=120)
    return hashlib.sha256(done.stdout).hexdigest() if done.returncode == 0 and done.stdout else None


def picture(path: Path) -> dict | None:
    views = {"Pillow's frames": _frames(path), "Pillow's picture": oracles.pillow(path), "dwebp's picture": _dwebp(path)}
    return views if any(views.values()) else None
