"""The formats that are judged, and by what: one module FORMAT_oracle.py each, which is found by its name.

A module has
    WORDS: tuple                        the corpus's words for the format, which are the suffixes of its files too
    IN_CHROMIUM: tuple                  those of them that Chromium shows; left out if it shows none
    ALLOWED: dict                       exiftool's groups and tags that are the format's own (None: the whole group)
    bytes_faults(source, output)        what the tests' own reader finds wrong with an output, as sentences
    picture(path)                       what independent decoders show; None if none of them decodes it
"""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator


@dataclass(frozen=True)
class Oracle:
    suffix: str
    allowed: dict
    bytes_faults: Callable[[bytes, bytes], list[str]]
    picture: Callable[[Path], object]
    in_chromium: bool


def _oracles() -> Iterator[tuple[str, Oracle]]:
    for path in sorted(Path(__file__).parent.glob("*_oracle.py")):
        module = importlib.import_module(path.stem)
        for word in module.WORDS:
            shown = word in getattr(module, "IN_CHROMIUM", ())
            yield word, Oracle("." + word, module.ALLOWED, module.bytes_faults, module.picture, shown)


# By the word that the corpus's index has for the format.
ORACLES = dict(_oracles())
IN_CHROMIUM = [word for word, oracle in ORACLES.items() if oracle.in_chromium]
