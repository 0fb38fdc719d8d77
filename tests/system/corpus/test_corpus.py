"""Every file of the corpus comes out clean or is refused by name, in each format. Left out if there is no corpus."""

import formats
import judge
import oracles
import places
import pytest

FILES = places.corpus_files()  # by format; the corpus does not have every format
MAX_REFUSED = 1.0  # percent of the files
# Decodable files that are refused on purpose.
EXPLAINED = {
    "libavif/tests/data/poc_b_506387278.avif",  # a fuzzer's: a frame that is split over two samples
}


@pytest.mark.parametrize("path", sum(FILES.values(), []), ids=lambda path: str(path.relative_to(places.CORPUS)))
def test_file(path, corpus_verdicts):
    assert not corpus_verdicts[path].faults


def test_every_file_has_a_judge():
    assert set(FILES) <= set(formats.ORACLES)


@pytest.mark.parametrize("word", FILES)
def test_few_decodable_files_are_refused(word, corpus_verdicts):
    verdicts = [corpus_verdicts[path] for path in FILES[word]]
    named = [str(v.source.relative_to(places.CORPUS)) for v in verdicts if v.decodable and v.outcome == "refused"]
    left = [name for name in named if name not in EXPLAINED]
    assert 100 * len(left) / len(verdicts) <= MAX_REFUSED, named


@pytest.mark.parametrize("word", [word for word in formats.IN_CHROMIUM if word in FILES])
def test_chromium_shows_the_same(word, corpus_verdicts):
    differ, shown = judge.chromium_faults([corpus_verdicts[path] for path in FILES[word]])
    assert differ == []
    assert shown > 0


def test_inspect_says_what_exiftool_says(cli, corpus_verdicts):
    cleaned = [path for path in FILES["jpg"] if corpus_verdicts[path].outcome == "cleaned"]
    assert oracles.inspect_differences(cli, cleaned) == ""
