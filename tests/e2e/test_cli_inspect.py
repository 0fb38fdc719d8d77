"""`stripmeta inspect`: what is in there, values included, and nothing that could command a terminal."""

import json
import subprocess

import pytest
from cli_harness import CLEAN, COMMENT, DIRTY, JFIF, MAKE, MOTION, SOI, TABLES, exif, run, segment

BROKEN_LATE = SOI + JFIF + COMMENT + exif() + TABLES + b"\xff\xdb\0\0"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    return tmp_path


def test_table(folder):
    ran = run("inspect", "a.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    lines = ran.text.splitlines()
    assert lines[:4] == [f"a.jpg: jpeg, {len(DIRTY)} bytes", "  in short", f"    device     {MAKE}", "  parts"]
    assert sorted(lines[4:7]) == [
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


WIDE = CLEAN.replace(b"\x08\0\x08\0\x08", b"\x08\0\x08\0\x10")  # 16 x 8
WIDER = CLEAN.replace(b"\x08\0\x08\0\x08", b"\x08\0\x08\0\x20")
TAGS = {
    "Make": "Example", "Model": "X100", "LensModel": "23mm", "SerialNumber": "12345", "Artist": "Ann Example",
    "DateTimeOriginal": "2024:01:15 10:20:30", "OffsetTimeOriginal": "+01:00", "ModifyDate": "2024:02:03 04:05:06",
    "Software": "Editor 2", "GPSLatitude": "48.85837", "GPSLatitudeRef": "N", "GPSLongitude": "2.29448",
    "GPSLongitudeRef": "W", "GPSAltitude": "35", "GPSAltitudeRef": "0", "XMP-photoshop:City": "Paris",
}


def exiftool(*arguments):
    return subprocess.run(["exiftool", "-n", *arguments], check=True, capture_output=True, timeout=60).stdout


@pytest.fixture
def photo(tmp_path):
    """A photo of 8 x 8 whose thumbnail is 16 x 8."""
    (tmp_path / "small.jpg").write_bytes(WIDE)
    image = tmp_path / "photo.jpg"
    image.write_bytes(CLEAN)
    tags = [f"-{name}={value}" for name, value in TAGS.items()]
    exiftool(*tags, f"-ThumbnailImage<={tmp_path / 'small.jpg'}", "-overwrite_original", image)
    (tmp_path / "small.jpg").unlink()
    return image


IN_SHORT = """\
  in short
    location   48.85837, -2.29448 (35 m)
    place      Paris
    device     Example X100, 23mm
    serials    12345
    people     Ann Example
    dates      taken 2024-01-15 10:20:30+01:00, modified 2024-02-03 04:05:06
    software   Editor 2
    thumbnail  16 x 8, another shape than the picture, 8 x 8: it may show what was cut away
  parts
"""


def test_what_a_person_looks_for_comes_first(photo):
    ran = run("inspect", "photo.jpg", cwd=photo.parent)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.startswith(f"photo.jpg: jpeg, {photo.stat().st_size:,} bytes\n" + IN_SHORT)
    assert "    Position         48.858370, -2.294480\n" in ran.text


def test_the_same_in_json(photo):
    record = json.loads(run("inspect", "--json", "photo.jpg", cwd=photo.parent).text)
    assert record["summary"] == {
        "location": {"latitude": 48.85837, "longitude": -2.29448, "altitude": 35.0}, "places": ["Paris"],
        "device": "Example X100", "lens": "23mm", "serials": ["12345"], "owners": ["Ann Example"],
        "dates": {"taken": "2024-01-15 10:20:30+01:00", "modified": "2024-02-03 04:05:06"}, "software": ["Editor 2"],
        "thumbnail": {"width": 16, "height": 8, "differs": True},
    }


def test_nothing_is_no_block(tmp_path):
    (tmp_path / "a.jpg").write_bytes(CLEAN)
    assert run("inspect", "a.jpg", cwd=tmp_path).text.splitlines()[:2] == [f"a.jpg: jpeg, {len(CLEAN)} bytes", "  parts"]


def test_a_video_is_named_first(tmp_path):
    (tmp_path / "a.jpg").write_bytes(MOTION)
    assert "  in short\n    besides    a video\n  parts\n" in run("inspect", "a.jpg", cwd=tmp_path).text


def test_a_directory_is_a_table(photo):
    folder = photo.parent
    (folder / "clean.jpg").write_bytes(CLEAN)
    (folder / "comment.jpg").write_bytes(CLEAN.replace(JFIF, JFIF + COMMENT))
    (folder / "notes.txt").write_text("no image")
    (folder / "named.png").write_bytes(MOTION)
    ran = run("inspect", ".", cwd=folder)

    def row(name, holds):
        return f"./{name:<38}  jpeg  {(folder / name).stat().st_size:>11,}  {holds}\n"

    assert (ran.code, ran.errors) == (0, "")
    assert ran.text == (
        row("clean.jpg", "nothing personal") + row("comment.jpg", "other: comment") +
        row("named.png", "video; named as PNG, but it is JPEG") +
        row("photo.jpg", "gps, serial, owner, date, thumbnail") +
        "4 images: 4 inspected; 1 other file left out\n"
        "found gps in 1, serial in 1, owner in 1, date in 1, thumbnail in 1, video in 1, other metadata in 1, "
        "nothing personal in 1\n")


def test_all_of_a_directory(photo):
    ran = run("inspect", "-v", ".", cwd=photo.parent)
    assert ran.text.startswith(f"./photo.jpg: jpeg, {photo.stat().st_size:,} bytes\n" + IN_SHORT)
    assert ran.text.splitlines()[-2] == "1 image: 1 inspected"


def test_a_directory_with_one_that_fails(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BROKEN_LATE)
    (tmp_path / "b.jpg").write_bytes(DIRTY)
    ran = run("inspect", ".", cwd=tmp_path)
    assert ran.code == 1
    assert [line.split()[0] for line in ran.text.splitlines()] == ["./b.jpg", "2", "found"]
    assert ran.errors.startswith("stripmeta: ./a.jpg: ")
