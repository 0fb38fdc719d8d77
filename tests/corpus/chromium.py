"""How Chromium shows an image of any format it knows: a screenshot of a page around it, without a display."""

import hashlib
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

SIZE = 800
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>body{{margin:0;background:#8a8}}img{{max-width:{size}px;max-height:{size}px}}</style>
<img src="{source}" onerror="document.body.style.background='#f0f'">"""
_BROKEN = (255, 0, 255)  # the page where the image is not shown


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def screenshot(path: Path) -> tuple | None:
    """Size and hash of the page's pixels; None where there is no Chromium, or where it does not show the image."""
    browser = program()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(_PAGE.format(source=Path(path).resolve().as_uri(), size=SIZE))
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"]
        options += [f"--user-data-dir={folder}/profile", f"--window-size={SIZE},{SIZE}", "--virtual-time-budget=2000"]
        command = [browser, *options, f"--screenshot={shot}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=False, timeout=120)
        if not shot.exists():
            return None
        with Image.open(io.BytesIO(shot.read_bytes())) as picture:
            pixels = picture.convert("RGB")
        if pixels.getpixel((SIZE - 1, SIZE - 1)) == _BROKEN:
            return None
        return pixels.size, hashlib.sha256(pixels.tobytes()).hexdigest()
