"""What a stripped GIF must be: its shape by the tests' own walker, its frames by Pillow."""

import hashlib
import subprocess
from pathlib import Path

import gif
import icc
from PIL import Image

WORDS = ("gif",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
ALLOWED = {
    "GIF": {
        *("GIFVersion", "ImageWidth", "ImageHeight", "HasColorMap", "ColorResolutionDepth", "BitsPerPixel"),
        *("BackgroundColor", "AnimationIterations", "FrameCount", "Duration", "TransparentColor", "PixelAspectRatio"),
    },
}

_PROFILE = b"ICCRGBG1012"


def _is_loop(block: gif.Block) -> bool:
    return block.label == gif.APPLICATION and block.parts[:1] in ((b"NETSCAPE2.0",), (b"ANIMEXTS1.0",))


def _extension_faults(block: gif.Block) -> list[str]:
    if block.label == gif.CONTROL:
        return [] if block.parts == (_control(block),) else ["a graphic control with more than it says"]
    if _is_loop(block):
        return [] if len(block.parts) == 2 and len(block.parts[1]) == 3 else ["a loop of a wrong shape"]
    if block.label == gif.APPLICATION and block.parts[:1] == (_PROFILE,):
        return []
    return [f"an extension {block.label:02X}"]


def _profile(blocks: list[gif.Block]) -> bytes | None:
    found = (block for block in blocks if block.label == gif.APPLICATION and block.parts[:1] == (_PROFILE,))
    return next((b"".join(block.parts[1:]) for block in found), None)


def _control(block: gif.Block) -> bytes:
    """Its four bytes, without bits that say nothing."""
    flags, *delay, transparent = block.parts[0][:4]
    return bytes([flags & 0x1F, *delay, transparent if flags & 1 else 0])


def _image(data: bytes) -> bytes:
    """An image, or the screen, without bits that say nothing."""
    if data[:1] != b",":
        return data[:11] + (data[11:12] if data[10] & 0x80 else b"\0") + data[12:] if len(data) > 1 else data
    flags = data[9] & (0xE7 if data[9] & 0x80 else 0x40)
    return data[:9] + bytes([flags]) + data[10:]


def _shown(blocks: list[gif.Block]) -> list[bytes]:
    """The screen, the images, and the last control before each; the last loop of each name before the first image."""
    kept: list[bytes] = []
    loops: dict[bytes, bytes] = {}
    control = None
    images = 0
    for block in blocks:
        if block.label is None:
            image = block.data[:1] == b","
            kept += [control] if image and control else []
            control = None if image else control
            images += image
            kept.append(_image(block.data))
        elif block.label == gif.CONTROL:
            control = _control(block)
        elif _is_loop(block):
            counts = [part[:3] for part in block.parts[1:] if part[0] == 1 and len(part) >= 3][:1]
            if counts and (images == 0 or block.parts[0] not in loops):
                loops[block.parts[0]] = counts[0]
    return kept + sorted(loops.values())


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Blocks, their lengths, profile."""
    try:
        after = list(gif.walk(output))
    except gif.Damaged as why:
        return [f"the output: {why}"]
    faults = [fault for block in after if block.label is not None for fault in _extension_faults(block)]
    if sum(len(block.data) for block in after) != len(output):
        faults.append("bytes behind the end")
    try:
        before = list(gif.walk(source))
    except gif.Damaged:
        return faults  # completed
    if _shown(before) != _shown(after):
        faults.append("what shows the picture differs")
    return faults + icc.kept_faults(_profile(before), _profile(after))


def picture(path: Path) -> dict | None:
    """Each frame as it is shown, for how long, and how often; what gifsicle makes of the frames."""
    frames = _frames(path)
    if frames is None:
        return None
    options = ["--no-comments", "--no-names", "--no-extensions", "--unoptimize"]
    done = subprocess.run(["gifsicle", *options, str(path)], capture_output=True, check=False, timeout=120)
    rewritten = hashlib.sha256(done.stdout).hexdigest() if done.returncode == 0 and done.stdout else None
    return {"Pillow's picture": frames, "gifsicle's picture": rewritten}


def _frames(path: Path) -> tuple | None:
    try:
        with Image.open(path) as opened:
            frames = []
            for number in range(opened.n_frames):
                opened.seek(number)
                shown = hashlib.sha256(opened.convert("RGBA").tobytes()).hexdigest()
                frames.append((opened.size, opened.info.get("duration"), opened.info.get("loop"), shown))
            return tuple(frames)
    except (OSError, SyntaxError, ValueError, EOFError, IndexError):
        return None
