"""The profiles of the corpus: lcms shows the same by what is left of each, bit for bit.

Each is tried twice: as it is, and with another description, so that even a well-known one is read tag by tag."""

import subprocess
from pathlib import Path

import base
import icc
import icc_colours
import jpeg
import parts
import places
import pytest
import report_lines

_APP2 = 0xE2
_PLANTED = b"SECRET NAME"


def _profiles(folder: Path) -> list[bytes]:
    """Of all files of the corpus, each once, the largest last."""
    if not places.CORPUS.is_dir():
        return []
    name = folder / "%-.4nc.icc"
    command = ["exiftool", "-q", "-q", "-r", "-b", "-icc_profile", "-w", str(name), str(places.CORPUS)]
    subprocess.run(command, capture_output=True, check=False, timeout=600)
    found = {path.read_bytes() for path in folder.iterdir()}
    return sorted((data for data in found if data[36:40] == b"acsp"), key=lambda data: (len(data), data))


def _renamed(profile: bytes) -> bytes:
    """With a text in the place of its description's first bytes."""
    for row in range(132, 132 + 12 * min(int.from_bytes(profile[128:132], "big"), 100), 12):
        at = int.from_bytes(profile[row + 4 : row + 8], "big")
        if profile[row : row + 4] == b"desc":
            return profile[: at + 12] + _PLANTED + profile[at + 12 + len(_PLANTED) :]
    return profile


def _left(cli: str, profile: bytes, folder: Path) -> bytes | None:
    """What is left of it in a JPEG."""
    source, output = folder / "source.jpg", folder / "output.jpg"
    chunks = [jpeg.segment(_APP2, chunk) for chunk in parts.icc_chunks(profile)]
    source.write_bytes(jpeg.after_jfif(base.jpeg(), *chunks))
    output.unlink(missing_ok=True)
    subprocess.run([cli, "strip", str(source), "-o", str(output)], capture_output=True, check=True, timeout=60)
    return icc.whole(icc.chunks(list(jpeg.walk(output.read_bytes()))))


def test_colours_stay_equal(cli, pytestconfig, tmp_path):
    folder = tmp_path / "profiles"
    folder.mkdir()
    profiles = _profiles(folder)
    if not profiles:
        pytest.skip(f"no corpus at {places.CORPUS} (STRIPMETA_CORPUS)")
    compared = unusable = untouched = 0
    for profile in profiles:
        for source in (profile, _renamed(profile)):
            wanted, left = icc_colours.shown(source), _left(cli, source, tmp_path)
            assert left is None or _PLANTED not in left
            untouched += left == source
            if wanted is None:
                unusable += 1
                continue
            assert left is not None and icc_colours.shown(left) == wanted
            compared += 1
    assert compared > len(profiles)
    report_lines.add(
        pytestconfig,
        f"corpus profiles: {len(profiles)}, each as it is and renamed; lcms shows the same by {compared} of them after"
        f" stripping, by perceptual and relative intent, and cannot use {unusable}; {untouched} stay byte for byte",
    )
