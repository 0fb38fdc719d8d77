"""The marker string stands in every place that can hold text; no byte of it may be in the output."""

import planted
import pytest

LEAST_TAGS = 1000  # exiftool fills about 1,700; fewer would mean that the image was not made as meant


def test_the_source_is_full_of_it(made, made_verdicts):
    data = made["planted"].read_bytes()
    assert all(needle in data for needle in planted.NEEDLES.values())
    assert sum(planted.MARKER in str(value) for value in made_verdicts["planted"].before.values()) >= LEAST_TAGS


def test_it_is_cleaned(made_verdicts):
    assert not made_verdicts["planted"].faults
    assert made_verdicts["planted"].outcome == "cleaned"


@pytest.mark.parametrize("form", planted.NEEDLES)
def test_nothing_of_it_is_left(form, made_verdicts):
    assert planted.NEEDLES[form] not in made_verdicts["planted"].output.read_bytes()
