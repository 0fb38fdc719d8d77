"""`stripmeta check`: whether images are clean, and the exit codes."""

import json
import os

import pytest
from cli_harness import BROKEN, CLEAN, CUT, DIRTY, DIRTY_WORDS, FURTHER, run

FILL = CLEAN[:-2] + b"\xff\xff" + CLEAN[-2:]


@pytest.fixture
def folder(tmp_path):
    images = {"clean": CLEAN, "dirty": DIRTY, "broken": BROKEN, "cut": CUT, "fill": FILL, "further": FURTHER}
    for name, image in images.items():
        (tmp_path / name).write_bytes(image)
    (tmp_path / "sub").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "files, code, text",
    [
        (["clean"], 0, "clean: clean\n"),
        (["fill"], 0, "fill: clean\n"),
        (["dirty"], 1, f"dirty: not clean: {DIRTY_WORDS}\n"),
        (["cut"], 1, "cut: not clean: the end of the image is missing\n"),
        (["further"], 1, "further: not clean: trailer (picture)\n"),
        (["clean", "dirty", "clean"], 1, f"clean: clean\ndirty: not clean: {DIRTY_WORDS}\nclean: clean\n"),
    ],
)
def test_judged(folder, files, code, text):
    ran = run("check", *files, cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (code, text, "")


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("no", "cannot open 'no': it does not exist"),
        ("/dev/null", "'/dev/null' is a device, not a file that holds an image"),
    ],
)
def test_unjudged(folder, name, sentence):
    ran = run("check", name, cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (3, "", f"stripmeta: {sentence}\n")


def test_broken_is_unjudged(folder):
    ran = run("check", "broken", cwd=folder)
    assert (ran.code, ran.text) == (3, "")
    assert ran.errors.startswith("stripmeta: broken: ") and "(at byte " in ran.errors


@pytest.mark.parametrize(
    "files, code",
    [(["clean", "no"], 3), (["no", "clean"], 3), (["dirty", "no"], 1), (["no", "dirty"], 1), (["no", "dirty", "clean"], 1)],
)
def test_not_clean_wins_over_unjudged(folder, files, code):
    assert run("check", *files, cwd=folder).code == code


def test_strict_cannot_judge_a_missing_end(folder):
    assert run("check", "--strict", "cut", cwd=folder).code == 3


def test_quiet_prints_errors_alone(folder):
    ran = run("check", "--quiet", "clean", "dirty", "no", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (1, "", "stripmeta: cannot open 'no': it does not exist\n")


def test_json(folder):
    ran = run("check", "--json", "clean", "dirty", "no", "cut", cwd=folder)
    assert (ran.code, ran.errors) == (1, "")
    records = [json.loads(line) for line in ran.text.splitlines()]
    assert [(r["path"], r["outcome"], r["truncated"]) for r in records] == [
        ("clean", "clean", False), ("dirty", "not_clean", False), ("no", "unjudged", False), ("cut", "not_clean", True)]
    assert sorted(row["kind"] for row in records[1]["removed"]) == ["comment", "exif"]
    assert records[2]["error"]["type"] == "not_found"
    assert all("output" not in r and "values" not in r for r in records)


def test_nothing_is_written(folder):
    before = {name: os.stat(folder / name).st_mtime_ns for name in os.listdir(folder)}
    run("check", "dirty", "clean", "cut", cwd=folder)
    assert {name: os.stat(folder / name).st_mtime_ns for name in os.listdir(folder)} == before


@pytest.mark.parametrize("image, code", [(CLEAN, 0), (DIRTY, 1), (b"", 3)])
def test_standard_input(image, code):
    assert run("check", "-", stdin=image).code == code


def test_results_that_cannot_be_written(folder):
    with open("/dev/full", "wb") as full:
        ran = run("check", "clean", cwd=folder, stdout=full)
    assert (ran.code, ran.errors) == (3, "stripmeta: cannot write the results: No space left on device\n")


@pytest.mark.parametrize("verb", [["check"], ["strip", "--dry-run"]])
def test_a_second_reader_agrees(folder, verb):
    for name in ("clean", "dirty", "fill"):
        before = run(*verb, name, cwd=folder)
        after = run(*verb, "--verify", name, cwd=folder)
        assert (after.code, after.text, after.errors) == (before.code, before.text, before.errors)


def test_in_place_writes_what_o_writes_even_if_check_finds_it_clean(folder):
    assert run("strip", "--verify", "fill", "-o", "out", cwd=folder).code == 0
    assert (folder / "out").read_bytes() == CLEAN
    ran = run("strip", "--verify", "--in-place", "fill", cwd=folder)
    assert (ran.code, ran.text) == (0, f"fill: nothing to remove, layout rewritten; {len(FILL)} -> {len(CLEAN)} bytes\n")
    assert (folder / "fill").read_bytes() == CLEAN
    assert run("check", "fill", cwd=folder).code == 0
    assert "clean" in json.loads(run("strip", "--in-place", "--json", "fill", cwd=folder).text)["outcome"]
