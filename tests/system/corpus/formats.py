"""The formats that are judged, and by what: one module each.

A module has
    ALLOWED: dict                       exiftool's groups and tags that are the format's own (None: the whole group)
    bytes_faults(source, output)        what the tests' own reader finds wrong with an output, as sentences
    picture(path)                       what independent decoders show; None if none of them decodes it
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import gif_oracle
import heif_oracle
import jpeg_oracle
import png_oracle
import jxl_oracle
import webp_oracle
import svg_oracle
import tiff_oracle


@dataclass(frozen=True)
class Oracle:
    suffix: str
    allowed: dict
    bytes_faults: Callable[[bytes, bytes], list[str]]
    picture: Callable[[Path], object]


def _oracle(suffix: str, module) -> Oracle:
    return Oracle(suffix, module.ALLOWED, module.bytes_faults, module.picture)


# By the word that the corpus's index has for the format.
ORACLES = {
    "gif": _oracle(".gif", gif_oracle),
    "avif": _oracle(".avif", heif_oracle),
    "heic": _oracle(".heic", heif_oracle),
    "jpg": _oracle(".jpg", jpeg_oracle),
    "png": _oracle(".png", png_oracle),
    "jxl": _oracle(".jxl", jxl_oracle),
    "webp": _oracle(".webp", webp_oracle),
    "svg": _oracle(".svg", svg_oracle),
    "tif": _oracle(".tif", tiff_oracle),
}
