"""Pictures without metadata, encoded by libjpeg-turbo's cjpeg: what everything else is put into. Standard library only."""

import functools
import random
import subprocess


def ppm(width: int, height: int) -> bytes:
    """A colourful gradient with edges, so that a wrong rotation, colour transform or plane shows."""
    rows = bytearray()
    for y in range(height):
        for x in range(width):
            edge = 255 if (x // 8 + y // 8) % 5 == 0 else 0
            rows += bytes((x * 255 // width, y * 255 // height, (edge + x * y) % 256))
    return b"P6\n%d %d\n255\n" % (width, height) + bytes(rows)


def noise(width: int, height: int) -> bytes:
    """Tiled noise: hard to compress, so that a large file needs few pixels."""
    tile = random.Random(1).randbytes(256 * 256 * 3)
    rows = [tile[768 * y : 768 * (y + 1)] * (width // 256 + 1) for y in range(256)]
    return b"P6\n%d %d\n255\n" % (width, height) + b"".join(rows[y % 256][: 3 * width] for y in range(height))


def encode(picture: bytes, *options: str) -> bytes:
    done = subprocess.run(["cjpeg", *options], input=picture, capture_output=True, check=False, timeout=120)
    if done.returncode != 0:
        raise RuntimeError("cjpeg " + " ".join(options) + ": " + done.stderr.decode(errors="replace").strip())
    return done.stdout


@functools.cache
def jpeg(*options: str, width: int = 64, height: int = 48) -> bytes:
    """A JPEG by cjpeg with these options; quality 75 unless they say otherwise."""
    return encode(ppm(width, height), *options)


def thumbnail() -> bytes:
    return jpeg("-quality", "40", width=16, height=12)
