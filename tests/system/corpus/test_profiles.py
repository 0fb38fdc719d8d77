"""The profiles of the corpus: lcms shows the same by what is left of each, bit for bit.

Each is tried twice: as it is, and with another description, so that even a well-known one is read tag by tag. The small
ones are damaged in seeded ways, too."""

import random
import subprocess
from pathlib import Path

import base
import icc
import icc_colours
import icc_damage
import jpeg
import parts
import places
import pytest
import report_lines

_APP2 = 0xE2
_PLANTED = b"SECRET NAME"
_SMALL = 20_000  # bytes
_DAMAGES = 120


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
    command = [cli, "strip", "--verify", str(source), "-o", str(output)]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    return icc.whole(icc.chunks(list(jpeg.walk(output.read_bytes()))))


@pytest.fixture(scope="module")
def profiles(tmp_path_factory) -> list[bytes]:
    found = _profiles(tmp_path_factory.mktemp("profiles"))
    if not found:
        pytest.skip(f"no corpus at {places.CORPUS} (STRIPMETA_CORPUS)")
    return found


def test_colours_stay_equal(profiles, cli, pytestconfig, tmp_path):
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


def test_a_damaged_one_shows_what_lcms_shows_by_it(profiles, cli, pytestconfig, tmp_path):
    """Equal, or both unusable. What lcms refuses for its table alone stays for browsers, so that lcms can use it then."""
    chance = random.Random(20)
    small = [profile for profile in profiles if len(profile) < _SMALL]
    usable = unusable = mended = 0
    for number in range(_DAMAGES):
        source = icc_damage.damaged(chance.choice(small), chance)
        wanted, left = icc_colours.shown(source), _left(cli, source, tmp_path)
        got = icc_colours.shown(left) if left is not None else None
        if wanted is None and got is not None and icc_damage.only_lcms_refuses(source):
            mended += 1
            continue
        assert got == wanted, f"damage {number}"
        usable += wanted is not None
        unusable += wanted is None
    assert min(usable, unusable) > _DAMAGES // 10
    report_lines.add(
        pytestconfig,
        f"corpus profiles, damaged in {_DAMAGES} ways: lcms shows the same by {usable} of them after stripping, can use"
        f" {unusable} neither before nor after, and {mended} only after",
    )
