"""Under the policy `location` exiftool finds no place in any generated image any more, and all else as it was."""

import formats
import location_judge
import make_images
import pytest
import report_lines

NAMES = [image.name for image in make_images.images()] + ["planted"]


@pytest.fixture(scope="session")
def located(cli, made, tmp_path_factory, pytestconfig) -> dict:
    by_path = {}
    for word, oracle in formats.ORACLES.items():
        paths = [path for path in made.values() if path.suffix == oracle.suffix]
        of_format = location_judge.judge(cli, oracle, paths, tmp_path_factory.mktemp(word))
        report_lines.add(pytestconfig, location_judge.summary(f"generated images {word}", list(of_format.values())))
        by_path |= of_format
    return {name: by_path[path] for name, path in made.items()}


@pytest.mark.parametrize("name", NAMES)
def test_image(name, located):
    assert located[name].faults == []


def test_most_are_patched_where_they_stand(located):
    changed = [one for one in located.values() if one.report.get("removed")]
    assert sum(one.stays_in_place for one in changed) > len(changed) / 3
