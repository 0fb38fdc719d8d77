"""What a stripped JPEG XL must be: its boxes by the tests' own walker, its picture by djxl."""

import hashlib
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

import boxes

WORDS = ("jxl",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
ALLOWED = {"Jpeg2000": {"MajorBrand", "MinorVersion", "CompatibleBrands"}, "File": set()}

_KEPT = (b"JXL ", b"ftyp", b"jxll", b"jxlc", b"jxlp")


def _codestream(found: list[boxes.Box]) -> bytes:
    """Without the numbers of its parts."""
    parts = [box for box in found if box.name in (b"jxlc", b"jxlp")]
    return b"".join(box.payload[4:] if box.name == b"jxlp" else box.payload for box in parts)


def _is_beginning(source: bytes, output: bytes) -> bool:
    """What follows the last frame is cut, or becomes zeros."""
    return output == source or source.startswith(output.rstrip(b"\0"))


def _whole_boxes(data: bytes) -> list[boxes.Box]:
    """Those before one that is cut off or that is not a box."""
    found = []
    try:
        for box in boxes.walk(data):
            found.append(box)
    except boxes.Damaged:
        pass
    return found


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Kinds of boxes, the codestream byte for byte up to its end."""
    if source.startswith(boxes.BARE):
        return [] if _is_beginning(source, output) else ["a bare codestream was changed"]
    try:
        after = list(boxes.walk(output))
    except boxes.Damaged as error:
        return [f"the output is damaged: {error}"]
    before = _whole_boxes(source)
    found = [f"a box {box.name!r}" for box in after if box.name not in _KEPT]
    if [box.name for box in after[:2]] != [b"JXL ", b"ftyp"] or after[1].payload != boxes.BRANDS:
        found.append("the container's front")
    if not _is_beginning(_codestream(before), _codestream(after)):
        found.append("the codestream differs")
    if [box.payload for box in after if box.name == b"jxll"] not in ([], [b"\5"], [b"\x0a"]):
        found.append("another level")
    return found


def picture(path: Path) -> tuple | None:
    """Mode, size, profile and frames, decoded to (animated) PNG; None if djxl does not decode it.

    A JPEG is not reconstructed: asked for a PNG, djxl decodes the pixels.
    """
    with tempfile.TemporaryDirectory() as folder:
        decoded = Path(folder, "decoded.png")
        command = ["djxl", "--num_threads=1", str(path), str(decoded)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
        if done.returncode != 0 or not decoded.exists():
            return None
        with Image.open(decoded) as shown:
            frames = []
            for number in range(getattr(shown, "n_frames", 1)):
                shown.seek(number)
                frames.append((hashlib.sha256(shown.tobytes()).hexdigest(), shown.info.get("duration")))
            return shown.mode, shown.size, shown.info.get("icc_profile"), frames
