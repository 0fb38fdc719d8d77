"""Under the policy `location` exiftool finds no place in any file of the corpus any more, and all else as it was."""

import formats
import location_judge
import places
import pytest
import report_lines

FILES = {word: places.corpus_files().get(word, []) for word in formats.ORACLES}
# Faults that docs/location.md explains, by the file's place in the corpus.
EXPLAINED = {
    "exiftool/t/images/XMP.jpg": ["gone"],  # XMP in UTF-16 goes whole
}


@pytest.fixture(scope="session")
def located(cli, tmp_path_factory, pytestconfig) -> dict:
    all_files = {}
    for word, oracle in formats.ORACLES.items():
        of_format = location_judge.judge(cli, oracle, FILES[word], tmp_path_factory.mktemp(word))
        report_lines.add(pytestconfig, location_judge.summary(f"corpus {word}", list(of_format.values())))
        all_files |= of_format
    return all_files


@pytest.mark.parametrize("path", sum(FILES.values(), []), ids=lambda path: str(path.relative_to(places.CORPUS)))
def test_file(path, located):
    explained = EXPLAINED.get(str(path.relative_to(places.CORPUS)), [])
    assert [fault for fault in located[path].faults if fault.split(":")[0] not in explained] == []
