"""`stripmeta inspect`: what is in there, values included, and nothing that could command a terminal."""

import json

import pytest
from cli_harness import CLEAN, COMMENT, DIRTY, JFIF, MAKE, SOI, TABLES, exif, run, segment

BROKEN_LATE = SOI + JFIF + COMMENT + exif() + TABLES + b"\xff\xdb\0\0"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    return tmp_path


def test_table(folder):
    ran = run("inspect", "a.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    lines = ran.text.splitlines()
    assert lines[:2] == [f"a.jpg: jpeg, {len(DIRTY)} bytes", "  parts"]
    assert sorted(lines[2:5]) == [
        f"    comment  1 x  {len(COMMENT)} bytes  removed",
        f"    exif     1 x  {len(exif())} bytes  removed  gps",
        f"    jfif     1 x  {len(JFIF)} bytes  kept",
    ]
    assert any(line.split() == ["Make", MAKE] for line in lines)
    assert any("a secret comment" in line for line in lines)


def test_json(folder):
    ran = run("inspect", "--json", "a.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    record = json.loads(ran.text)
    assert (record["ok"], record["outcome"], record["path"], record["format"]) == (True, "inspected", "a.jpg", "jpeg")
    assert all(list(value) == ["group", "name", "value"] for value in record["values"])
    assert MAKE in [value["value"] for value in record["values"] if value["name"] == "Make"]
    assert "N" in "".join(value["value"] for value in record["values"] if value["name"] == "GPSLatitudeRef")


def test_a_clean_image_has_no_secrets(tmp_path):
    (tmp_path / "a.jpg").write_bytes(CLEAN)
    record = json.loads(run("inspect", "--json", "a.jpg", cwd=tmp_path).text)
    assert record["removed"] == []
    assert [value for value in record["values"] if value["group"] not in ("jfif",)] == []


def test_a_file_that_fails_midway_shows_what_was_found(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BROKEN_LATE)
    ran = run("inspect", "a.jpg", cwd=tmp_path)
    assert ran.code == 1
    assert ran.text.startswith("a.jpg: could not be read to its end; this was found before\n")
    assert "a secret comment" in ran.text
    assert ran.errors.startswith("stripmeta: a.jpg: ") and "(at byte " in ran.errors
    record = json.loads(run("inspect", "--json", "a.jpg", cwd=tmp_path).text)
    assert (record["ok"], record["outcome"], record["error"]["type"]) == (False, "failed", "malformed")
    assert any("a secret comment" in value["value"] for value in record["values"])


def test_the_work_goes_on(folder):
    ran = run("inspect", "no.jpg", "a.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (1, "stripmeta: cannot open 'no.jpg': it does not exist\n")
    assert ran.text.startswith("a.jpg: jpeg, ")


def test_json_of_a_file_that_is_not_there(folder):
    record = json.loads(run("inspect", "--json", "no.jpg", cwd=folder).text)
    assert (record["outcome"], record["values"], record["error"]["type"]) == ("failed", [], "not_found")


HOSTILE = "\x1b]0;gone\x07 \x9b31m \x7f \r \u202etxet \u2066".encode()


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_values_cannot_command_the_terminal(tmp_path, options):
    (tmp_path / "a.jpg").write_bytes(CLEAN.replace(JFIF, JFIF + segment(0xFE, HOSTILE)))
    ran = run("inspect", *options, "a.jpg", cwd=tmp_path)
    assert ran.code == 0
    for character in ran.text.replace("\n", ""):
        assert character.isprintable(), repr(character)
    if options:
        values = [value["value"] for value in json.loads(ran.text)["values"] if value["group"] == "comment"]
        assert "\x1b]0;gone\x07 \x9b31m" in values[0]
    else:
        assert "\\x1b]0;gone\\x07 \\x9b31m \\x7f" in ran.text and "\\u202etxet" in ran.text


def test_standard_input():
    ran = run("inspect", "-", stdin=DIRTY)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.startswith(f"-: jpeg, {len(DIRTY)} bytes\n")
