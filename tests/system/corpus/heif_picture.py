"""Decodes one HEIC or AVIF and prints what it shows as JSON: run as a program, since damaged files may end a decoder.

Pillow (libavif) reads stills and sequences of AVIF, pillow-heif (libheif) stills of HEIC: the primary picture alone, as
nothing else stays.
"""

import hashlib
import json
import sys

import pillow_heif
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def avif(path: str) -> list | None:
    try:
        with Image.open(path, formats=["AVIF"]) as picture:
            frames = []
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                picture.load()
                frames.append([_hash(picture.tobytes()), picture.info.get("duration")])
            orientation = picture.getexif().get(0x0112)  # of irot and imir, if there are any
            return [picture.mode, picture.size, frames, orientation if _has_transform(path) else None]
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        return None


def _has_transform(path: str) -> bool:
    with open(path, "rb") as file:
        data = file.read()
    return b"irot" in data or b"imir" in data


def heif(path: str) -> list | None:
    try:
        opened = pillow_heif.open_heif(path, convert_hdr_to_8bit=False)
        picture = opened[opened.primary_index]
        return [picture.mode, list(picture.size), _hash(bytes(picture.data)), picture.info.get("bit_depth")]
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError, IndexError):
        return None


if __name__ == "__main__":
    views = {"libavif": avif(sys.argv[1]), "libheif": heif(sys.argv[1])}
    print(json.dumps({name: view for name, view in views.items() if view is not None}))
