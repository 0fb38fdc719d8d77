"""The marker string stands in every place that can hold text; no byte of it may be in the output."""

import make_images
import planted
import pytest

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
