"""How Chromium shows images of the formats that it knows: many at once on one page, without a display."""

import hashlib
import io
import json
import math
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

CELL = 64  # pixels
MOST = 400  # images on a page
_COLUMNS = 20
# Drawn into a canvas, an animation is its first frame, whatever the time. What it cannot decode is left magenta.
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}canvas{display:block}</style><canvas></canvas><script>
const sources = SOURCES, cell = CELL, columns = COLUMNS, canvas = document.querySelector("canvas");
canvas.width = cell * columns; canvas.height = cell * Math.ceil(sources.length / columns);
const context = canvas.getContext("2d");
context.fillStyle = "#f0f"; context.fillRect(0, 0, canvas.width, canvas.height);
for (const [number, source] of sources.entries()) {
  const image = new Image(), x = number % columns * cell, y = Math.floor(number / columns) * cell;
  image.onload = () => { context.fillStyle = "#8a8"; context.fillRect(x, y, cell, cell); context.drawImage(image, x, y, cell, cell); };
  image.src = source;
}
</script>"""
_BROKEN = (255, 0, 255)


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _screenshot(page: str, width: int, height: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        file, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        file.write_text(page)
        command = [program(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", "--virtual-time-budget=20000"]
        done = subprocess.run([*command, f"--screenshot={shot}", file.as_uri()], capture_output=True, check=False, timeout=300)
        if not shot.exists():
            raise RuntimeError("Chromium made no screenshot: " + done.stderr.decode(errors="replace")[-500:])
        return Image.open(io.BytesIO(shot.read_bytes())).convert("RGB")


def _sheet(paths: list[Path]) -> list[str | None]:
    sources = json.dumps([path.resolve().as_uri() for path in paths]).replace("<", "\\u003c")
    page = _PAGE.replace("SOURCES", sources).replace("CELL", str(CELL)).replace("COLUMNS", str(_COLUMNS))
    shot = _screenshot(page, CELL * _COLUMNS, CELL * math.ceil(len(paths) / _COLUMNS))
    shown = []
    for number in range(len(paths)):
        x, y = number % _COLUMNS * CELL, number // _COLUMNS * CELL
        cell = shot.crop((x, y, x + CELL, y + CELL))
        broken = cell.getcolors(1) == [(CELL * CELL, _BROKEN)]
        shown.append(None if broken else hashlib.sha256(cell.tobytes()).hexdigest())
    return shown


def pictures(paths: list[Path]) -> list[str | None]:
    """A hash of what each image shows at CELL x CELL pixels; None for what Chromium does not show."""
    return [one for start in range(0, len(paths), MOST) for one in _sheet(paths[start : start + MOST])]
