"""An image that the tests make: a name, its bytes, and what a reader of the field must find in it.

Each format has its module, FORMAT_images.py, whose `made()` gives all of them. An image that `shows` something is only
worth its name if exiftool sees that in it, so test_generated.py asks; one with `refused` must be refused.
"""

from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Image:
    name: str
    make: Callable[[], bytes]
    shows: tuple = ()  # exiftool tags as Group1:Name, or a group alone, that the image must have
    keeps: tuple = ()  # the same for its stripped output, if the rules ask for more than the common ones
    refused: bool = False
    format: str = "jpg"  # the file's suffix too
