"""The marker string stands in every place that can hold text; no byte of it may be in the output."""

import json
import subprocess
from pathlib import Path

import make_images
import planted
import pytest
import report_lines

LEAST_TAGS = 1000  # exiftool fills about 1,700; fewer would mean that the image was not made as meant


PLANTED = ["planted"] + [image.name for image in make_images.images() if image.name.endswith("_planted")]


@pytest.fixture(params=PLANTED)
def name(request) -> str:
    return request.param


def test_the_source_is_full_of_it(name, made, made_verdicts):
    data = made[name].read_bytes()
    assert all(needle in data for needle in planted.NEEDLES.values())
    assert sum(planted.MARKER in str(value) for value in made_verdicts[name].before.values()) >= LEAST_TAGS


def test_it_is_cleaned(name, made_verdicts):
    assert not made_verdicts[name].faults
    assert made_verdicts[name].outcome == "cleaned"


@pytest.mark.parametrize("form", planted.NEEDLES)
def test_nothing_of_it_is_left(form, name, made_verdicts):
    assert planted.NEEDLES[form] not in made_verdicts[name].output.read_bytes()


def _tags(path: Path) -> int:
    """How many tags with the marker the exiftool that planted them finds, unknown ones too."""
    command = [planted.EXIFTOOL, "-j", "-a", "-u", "-U", "-G1:4", "-ee3", "-m", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, check=False, timeout=120).stdout or "[{}]")[0]
    return sum(planted.MARKER in str(value) for value in found.values())


def test_exiftool_counts_none_in_the_output(name, made, made_verdicts, pytestconfig):
    before, after = _tags(made[name]), _tags(made_verdicts[name].output)
    version = subprocess.run([planted.EXIFTOOL, "-ver"], capture_output=True, check=True, timeout=60).stdout.decode()
    word = made[name].suffix[1:]
    report_lines.add(
        pytestconfig, f"generated images, {word}: {before} tags by exiftool {version.strip()}, {after} survive"
    )
    assert before >= LEAST_TAGS
    assert after == 0
