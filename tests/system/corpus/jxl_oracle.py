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

_KEPT = (b"JXL ", b"ftyp", b"jxll", b"jxli", b"jxlc", b"jxlp")


def _codestream(found: list[boxes.Box]) -> list[bytes]:
    return [box.whole for box in found if box.name in (b"jxlc", b"jxlp")]


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Kinds of boxes, the codestream's boxes byte for byte."""
    if source.startswith(boxes.BARE):
        return [] if source == output else ["a bare codestream was changed"]
    try:
        after = list(boxes.walk(output))
    except boxes.Damaged as error:
        return [f"the output is damaged: {error}"]
    before = list(boxes.walk(source))
    found = [f"a box {box.name!r}" for box in after if box.name not in _KEPT]
    if [box.name for box in after[:2]] != [b"JXL ", b"ftyp"] or after[1].payload != boxes.BRANDS:
        found.append("the container's front")
    if _codestream(before) != _codestream(after):
        found.append("the codestream differs")
    for name in (b"jxll", b"jxli"):
        first = [box.whole for box in before if box.name == name][:1]
        if [box.whole for box in after if box.name == name] not in ([], first):
            found.append(f"another {name!r}")
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
