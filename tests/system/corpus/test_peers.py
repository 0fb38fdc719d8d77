"""Peers corrupt images or leave something in them; we do not. Each case shows the peer's fault on the same image.

If a peer gets better, its case fails: then it has nothing to show any more, and you can delete it.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import oracles
import pytest
from PIL import Image


def other_pixels(source: Path, output: Path) -> bool:
    return oracles.pillow(source) != oracles.pillow(output)


def other_orientation(source: Path, output: Path) -> bool:
    tags = oracles.exiftool([source, output])
    return tags[source].get("IFD0:Orientation") != tags[output].get("IFD0:Orientation")


def no_profile(_source: Path, output: Path) -> bool:
    return not any(name.startswith("ICC") for name in oracles.exiftool([output])[output])


def unchanged(source: Path, output: Path) -> bool:
    return source.read_bytes() == output.read_bytes()


def has(*needles: bytes) -> Callable[[Path, Path], bool]:
    return lambda _source, output: any(needle in output.read_bytes() for needle in needles)


def has_tag(*names: str) -> Callable[[Path, Path], bool]:
    return lambda _source, output: any(name in oracles.exiftool([output])[output] for name in names)


def by(*command: str) -> Callable[[Path], None]:
    """A program that works in place, whatever it answers."""
    return lambda path: subprocess.run([*command, path], check=False, capture_output=True, timeout=60)


def to_stdout(*command: str) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        path.write_bytes(subprocess.run([*command, path], check=True, capture_output=True, timeout=60).stdout)

    return run


def pillow(path: Path) -> None:
    with Image.open(path) as picture:
        picture.load()
        picture.save(path)


EXIFTOOL = by("exiftool", "-all=", "-overwrite_original")
JHEAD = by("jhead", "-purejpg")


@dataclass(frozen=True)
class Case:
    peer: str
    image: str
    run: Callable[[Path], object]
    is_wrong: Callable[[Path, Path], bool]


CASES = [
    Case("exiftool", "missing_eoi", EXIFTOOL, unchanged),
    Case("exiftool", "orientation_6_big", EXIFTOOL, other_orientation),
    Case("exiftool", "icc_own", EXIFTOOL, no_profile),
    Case("exiftool", "tiff_planted", EXIFTOOL, has_tag("IFD0:Make", "IFD0:Model", "IFD0:Software", "IFD0:ModifyDate")),
    Case("exiftool", "svg_metadata_rdf", EXIFTOOL, unchanged),
    Case("jhead", "ycck_adobe", JHEAD, other_pixels),
    Case("jhead", "motion_samsung", JHEAD, has(b"ftyp")),
    Case("jhead", "motion_xiaomi", JHEAD, has(b"ftyp")),
    Case("jhead", "zip_appended", JHEAD, has(b"PK\3\4")),
    Case("jpegtran", "orientation_6_big", to_stdout("jpegtran", "-copy", "none"), other_orientation),
    Case("jpegtran", "icc_own", to_stdout("jpegtran", "-copy", "none"), no_profile),
    Case("Pillow", "baseline_420", pillow, other_pixels),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.peer}_{case.image}")
def test_what_a_peer_gets_wrong(case, made, made_verdicts, tmp_path):
    source, ours = made[case.image], made_verdicts[case.image]
    theirs = tmp_path / source.name
    shutil.copyfile(source, theirs)
    case.run(theirs)
    assert case.is_wrong(source, theirs)
    assert ours.outcome == "cleaned"
    assert not ours.faults
    assert not case.is_wrong(source, ours.output)
