"""The field's own tools, asked about files of any format: exiftool, Pillow."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from places import ROOT

ImageFile.LOAD_TRUNCATED_IMAGES = True
Image.MAX_IMAGE_PIXELS = None


def exiftool(paths: list[Path]) -> dict[Path, dict]:
    """All tags of each file by Group1:Name, values as numbers; one process for all."""
    if not paths:
        return {}
    done = subprocess.run(
        ["exiftool", "-j", "-a", "-G1", "-s", "-n", "-api", "largefilesupport=1", "-@", "-"],
        input="\n".join(map(str, paths)).encode(),
        capture_output=True,
        check=False,  # 1 if any file is no image
        timeout=600,
    )
    return {Path(tags["SourceFile"]): tags for tags in json.loads(done.stdout or "[]")}


def pillow(path: Path) -> tuple | None:
    """Mode, size and hash of the picture as it is shown, turned by its Exif; None if Pillow does not read it."""
    try:
        with Image.open(path) as picture:
            shown = ImageOps.exif_transpose(picture)
            return shown.mode, shown.size, hashlib.sha256(shown.tobytes()).hexdigest()
    except (OSError, SyntaxError, ValueError):
        return None


def inspect_differences(cli: str, paths: list[Path]) -> str:
    """The places in which `inspect` and exiftool read different values; empty if they agree on every file."""
    compare = ROOT / "tests" / "unit" / "inspect" / "compare_exiftool.py"
    done = subprocess.run([sys.executable, compare, cli, *paths], capture_output=True, check=False, timeout=600)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).decode(errors="replace")[-4000:]
