"""Every JPEG of the corpus of real files comes out clean or is refused by name. Left out where there is no corpus."""

import judge
import oracles
import places
import pytest

FILES = places.corpus_files()
MAX_REFUSED = 1.0  # percent of the decodable files


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(places.CORPUS)))
def test_file(path, corpus_verdicts):
    assert not corpus_verdicts[path].faults


def test_few_decodable_files_are_refused(corpus_verdicts):
    assert corpus_verdicts, f"no corpus at {places.CORPUS}"
    verdicts = list(corpus_verdicts.values())
    named = [str(v.source) for v in verdicts if v.decodable and v.outcome == "refused"]
    assert judge.refused_and_decodable(verdicts)[1] <= MAX_REFUSED, named


def test_inspect_says_what_exiftool_says(cli, corpus_verdicts):
    cleaned = [path for path, verdict in corpus_verdicts.items() if verdict.outcome == "cleaned"]
    assert oracles.inspect_differences(cli, cleaned) == ""
