"""How Chromium shows images of the formats that it knows: many at once on one page, without a display."""

import base64
import hashlib
import io
import json
import math
import shutil
import tempfile
from pathlib import Path

from PIL import Image

from devtools import Browser

CELL = 64  # pixels
MOST = 400  # images on a page
_COLUMNS = 20
# Drawn into a canvas, an animation is its first frame, whatever the time; each has a canvas of its own, since scaling
# rounds by where on a canvas it is. One is loaded after the other, and none is let go: pictures that several SVGs embed
# are decoded for the first of them, and rounded otherwise for the next. What Chromium cannot decode is left magenta.
# `drawn` is fulfilled once every image has either been drawn or failed, and the page has been painted since.
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}canvas{display:block}</style><canvas></canvas><script>
const sources = SOURCES, cell = CELL, columns = COLUMNS, canvas = document.querySelector("canvas");
canvas.width = cell * columns; canvas.height = cell * Math.ceil(sources.length / columns);
const context = canvas.getContext("2d");
context.fillStyle = "#f0f"; context.fillRect(0, 0, canvas.width, canvas.height);
const shown = (image) => {
  const own = new OffscreenCanvas(cell, cell), brush = own.getContext("2d");
  brush.fillStyle = "#8a8"; brush.fillRect(0, 0, cell, cell); brush.drawImage(image, 0, 0, cell, cell);
  return own;
};
const load = (source) => new Promise((done) => {
  const image = new Image();
  image.onload = () => done(image);
  image.onerror = () => done(null);
  image.src = source;
});
const images = [];
const draw = async () => {
  for (const [number, source] of sources.entries()) {
    const image = await load(source), x = number % columns * cell, y = Math.floor(number / columns) * cell;
    images.push(image);
    if (image) context.drawImage(shown(image), x, y);
  }
};
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
const drawn = draw().then(painted);
</script>"""
_BROKEN = (255, 0, 255)
_BLANK = (0x88, 0xAA, 0x88)  # a damaged image may load, so that nothing of it is drawn


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _screenshot(page: str, width: int, height: int) -> Image.Image:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder, "page.html")
        file.write_text(page)
        options = ["--hide-scrollbars", "--allow-file-access-from-files", f"--window-size={width},{height}"]
        with Browser([program(), *options], Path(folder, "profile")) as browser:
            tab = browser.open(file.as_uri())
            tab.evaluate("drawn")
            area = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
            shot = tab.call("Page.captureScreenshot", format="png", clip=area, captureBeyondViewport=True)
        return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def _sheet(paths: list[Path]) -> list[str | None]:
    sources = json.dumps([path.resolve().as_uri() for path in paths]).replace("<", "\\u003c")
    page = _PAGE.replace("SOURCES", sources).replace("CELL", str(CELL)).replace("COLUMNS", str(_COLUMNS))
    shot = _screenshot(page, CELL * _COLUMNS, CELL * math.ceil(len(paths) / _COLUMNS))
    shown = []
    for number in range(len(paths)):
        x, y = number % _COLUMNS * CELL, number // _COLUMNS * CELL
        cell = shot.crop((x, y, x + CELL, y + CELL))
        nothing = cell.getcolors(1) in ([(CELL * CELL, _BROKEN)], [(CELL * CELL, _BLANK)])
        shown.append(None if nothing else hashlib.sha256(cell.tobytes()).hexdigest())
    return shown


def pictures(paths: list[Path]) -> list[str | None]:
    """A hash of what each image shows at CELL x CELL pixels; None for what Chromium does not show."""
    return [one for start in range(0, len(paths), MOST) for one in _sheet(paths[start : start + MOST])]
