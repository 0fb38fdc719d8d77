"""Damage made from the corpus, the same each time: what a decoder shows is cleaned to the same pixels.

The decoders are libpng, giflib, libwebp and libtiff of imagecodecs, and djpeg. A GIF of a version that does not exist is
counted apart: of all decoders only giflib reads it, and stripmeta says that it is no image.
"""

import hashlib
import random
import subprocess
from pathlib import Path

import imagecodecs
import numpy
import pytest
import report_lines

import places

FILES = 400
SIZES = range(200, 150_000)  # bytes; larger files would only take longer
REFUSED = 0.01  # of those that are shown
DECODERS = {
    "png": imagecodecs.png_decode,
    "gif": imagecodecs.gif_decode,
    "webp": imagecodecs.webp_decode,
    "tif": lambda data: imagecodecs.tiff_decode(data, index=0),
}
FORMATS = ["jpg", *DECODERS]
SAMPLES = {"png": 6 * FILES}  # libpng shows a tenth of damaged files, because most of a file is data with a checksum


def shown(suffix: str, data: bytes):
    """What identifies the picture that a decoder shows; None if it shows none."""
    if suffix == "jpg":
        done = subprocess.run(["djpeg", "-dct", "int", "-nosmooth"], input=data, capture_output=True, timeout=60)
        return hashlib.sha256(done.stdout).hexdigest() if done.returncode in (0, 2) and done.stdout else None
    try:
        pixels = numpy.ascontiguousarray(DECODERS[suffix](data))
    except Exception:
        return None
    return pixels.shape, str(pixels.dtype), hashlib.sha256(pixels.tobytes()).hexdigest()


def damaged(data: bytes, chance: random.Random) -> bytes:
    how = chance.choice(["flip", "cut", "missing", "doubled"])
    if how == "cut":
        return data[: chance.randrange(len(data) // 3, len(data))]
    changed = bytearray(data)
    if how == "flip":
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    size = chance.randint(1, min(64, len(data) // 2))
    at = chance.randrange(len(data) - size)
    changed[at : at + size if how == "missing" else at] = b"" if how == "missing" else data[at : at + size]
    return bytes(changed)


def has_version(name: str, data: bytes) -> bool:
    return not name.endswith(".gif") or data.startswith((b"GIF87a", b"GIF89a"))


def make(suffix: str, folder: Path) -> dict[str, object]:
    """Writes damaged files. Returns what is shown of each that is shown at all."""
    files = sorted(path for path in places.corpus_files().get(suffix, []) if path.stat().st_size in SIZES)
    whole = [data for data in (path.read_bytes() for path in files) if shown(suffix, data)]
    chance = random.Random(f"damage {suffix}")
    pictures = {}
    for number in range(SAMPLES.get(suffix, FILES)):
        data = damaged(chance.choice(whole), chance)
        picture = shown(suffix, data)
        if picture is None:
            continue
        name = f"{number:04}.{suffix}"
        (folder / name).write_bytes(data)
        pictures[name] = picture
    return pictures


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_shown_stays(suffix, cli, tmp_path, pytestconfig):
    source, output = tmp_path / "source", tmp_path / "output"
    source.mkdir()
    pictures = make(suffix, source)
    subprocess.run([cli, "strip", "--verify", str(source), "-o", str(output)], capture_output=True, timeout=120)
    unknown = {name for name in pictures if not has_version(name, (source / name).read_bytes())}
    pictures = {name: picture for name, picture in pictures.items() if name not in unknown}
    written = {name for name in pictures if (output / name).exists()}
    differ = sorted(name for name in written if shown(suffix, (output / name).read_bytes()) != pictures[name])
    refused = len(pictures) - len(written)
    line = f"damaged {suffix}: {len(pictures)} shown, {refused} refused, {len(differ)} differ"
    line += f"; {len(unknown)} of no GIF version" if suffix == "gif" else ""
    report_lines.add(pytestconfig, line)
    assert len(pictures) > 0
    if suffix == "tif":
        return  # only printed
    assert differ == []
    assert refused <= REFUSED * len(pictures), line
