"""`stripmeta inspect`: shows all values, but no characters that a terminal obeys."""

import json
import pty
import struct
import subprocess
import zlib

import pytest
from cli_harness import (BROKEN, CLEAN, COMMENT, DIRTY, JFIF, MAKE, MOTION, SOI, TABLES, exif, names, run, segment, usage)

BROKEN_LATE = SOI + JFIF + COMMENT + exif() + TABLES + b"\xff\xdb\0\0"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    return tmp_path


def test_table(folder):
    ran = run("inspect", "a.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    lines = ran.text.splitlines()
    assert lines[:4] == [f"a.jpg: jpeg, {len(DIRTY)} bytes", "  summary", f"    device     {MAKE}", "  parts"]
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
    assert ran.text.startswith("a.jpg: could not be read to its end; found until then:\n")
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




def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# 32 x 32 pixels, which are never decoded.
PNG = (
    b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)) +
    png_chunk(b"IDAT", zlib.compress(b"\0" * 33 * 32)) + png_chunk(b"IEND", b""))
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x1f\xc0\x07\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"


def exiftool(*arguments):
    return subprocess.run(["exiftool", "-n", *arguments], check=True, capture_output=True, timeout=60).stdout


@pytest.fixture
def photo(tmp_path):
    """A photo of 8 x 8 pixels with a thumbnail of 16 x 8."""
    (tmp_path / "small.jpg").write_bytes(WIDE)
    image = tmp_path / "photo.jpg"
    image.write_bytes(CLEAN)
    tags = [f"-{name}={value}" for name, value in TAGS.items()]
    exiftool(*tags, f"-ThumbnailImage<={tmp_path / 'small.jpg'}", "-overwrite_original", image)
    (tmp_path / "small.jpg").unlink()
    return image


SUMMARY = """\
  summary
    location   48.85837, -2.29448 (35 m)
    place      Paris
    device     Example X100, 23mm
    serials    12345
    people     Ann Example
    dates      taken 2024-01-15 10:20:30+01:00, modified 2024-02-03 04:05:06
    software   Editor 2
    thumbnail  16 x 8, a different shape than the picture (8 x 8): it may show what was cropped away
  parts
"""


def test_what_a_person_looks_for_comes_first(photo):
    ran = run("inspect", "photo.jpg", cwd=photo.parent)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.startswith(f"photo.jpg: jpeg, {photo.stat().st_size:,} bytes\n" + SUMMARY)
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
    assert "  summary\n    also has   a video\n  parts\n" in run("inspect", "a.jpg", cwd=tmp_path).text


def test_thumbnail(photo):
    ran = run("inspect", "--thumbnail", "out.jpg", "photo.jpg", cwd=photo.parent)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text == (
        "photo.jpg: thumbnail 16 x 8, a different shape than the picture (8 x 8): it may show what was cropped away; "
        f"{len(WIDE)} bytes, written to 'out.jpg'\n")
    assert (photo.parent / "out.jpg").read_bytes() == exiftool("-b", "-ThumbnailImage", photo) == WIDE
    assert names(photo.parent) == ["out.jpg", "photo.jpg"]


def test_thumbnail_to_standard_output(photo):
    ran = run("inspect", "--thumbnail", "-", "-", stdin=photo.read_bytes())
    assert (ran.code, ran.out) == (0, WIDE)
    assert ran.errors.startswith("-: thumbnail 16 x 8") and ran.errors.endswith(" written to standard output\n")


@pytest.mark.parametrize("name", ["a.png", "a.webp"])
def test_thumbnail_of_another_format(tmp_path, name):
    made = tmp_path / name
    made.write_bytes({"a.png": PNG, "a.webp": WEBP}[name])
    (tmp_path / "small.jpg").write_bytes(WIDE)
    exiftool("-Make=Example", f"-ThumbnailImage<={tmp_path / 'small.jpg'}", "-overwrite_original", made)
    ran = run("inspect", "--thumbnail", "-", name, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, WIDE)
    assert "a different shape than the picture (32 x 32): it may" in ran.errors


def test_of_several_thumbnails_the_largest(photo):
    (photo.parent / "wider.jpg").write_bytes(WIDER)
    exiftool(f"-PhotoshopThumbnail<={photo.parent / 'wider.jpg'}", "-overwrite_original", photo)
    ran = run("inspect", "--thumbnail", "out.jpg", "photo.jpg", cwd=photo.parent)
    assert ran.code == 0
    assert "the largest of 2, written to 'out.jpg'" in ran.text
    assert (photo.parent / "out.jpg").read_bytes() == exiftool("-b", "-PhotoshopThumbnail", photo) == WIDER


def test_a_thumbnail_replaces_nothing_unasked(photo):
    out = photo.parent / "out.jpg"
    out.write_bytes(b"mine")
    ran = run("inspect", "--thumbnail", "out.jpg", "photo.jpg", cwd=photo.parent)
    assert ran.code == 1
    assert ran.errors.startswith("stripmeta: photo.jpg: ") and "'out.jpg' exists already" in ran.errors
    assert "use --force" in ran.errors
    assert out.read_bytes() == b"mine"
    record = json.loads(run("inspect", "--json", "--force", "--thumbnail", "out.jpg", "photo.jpg", cwd=photo.parent).text)
    assert (record["ok"], record["output"]) == (True, "out.jpg")
    assert out.read_bytes() == WIDE
    assert names(photo.parent) == ["out.jpg", "photo.jpg"]


def test_a_thumbnail_is_as_private_as_its_image(photo):
    photo.chmod(0o600)
    assert run("inspect", "--thumbnail", "out.jpg", "photo.jpg", cwd=photo.parent).code == 0
    assert (photo.parent / "out.jpg").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("image, sentence", [
    (DIRTY, "the metadata has no thumbnail"),
    (CLEAN.replace(JFIF, JFIF + segment(0xED, b"Photoshop 3.0\0008BIM\x04\x0c\0\0" + (b"\0\0\0\x20" + b"\0" * 32))),
     "the thumbnail is stored in a form that cannot be written as a file"),
])
def test_no_thumbnail(tmp_path, image, sentence):
    (tmp_path / "a.jpg").write_bytes(image)
    ran = run("inspect", "--thumbnail", "out.jpg", "a.jpg", cwd=tmp_path)
    assert (ran.code, ran.text, ran.errors) == (1, "", f"stripmeta: a.jpg: {sentence}\n")
    assert names(tmp_path) == ["a.jpg"]


def test_no_thumbnail_of_a_damaged_image(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BROKEN)
    ran = run("inspect", "--thumbnail", "out.jpg", "a.jpg", cwd=tmp_path)
    assert (ran.code, ran.text) == (1, "")
    assert names(tmp_path) == ["a.jpg"]


@pytest.mark.parametrize("arguments, sentence", [
    (["photo.jpg", "photo.jpg", "--thumbnail", "out.jpg"], "--thumbnail works only with one image"),
    ([".", "--thumbnail", "out.jpg"], "--thumbnail works only with one image"),
    (["photo.jpg", "--thumbnail", ""], "--thumbnail needs a file name"),
    (["photo.jpg", "--thumbnail", "s3://a/b.jpg"], "--thumbnail can write to a file or to standard output, but not to S3"),
    (["photo.jpg", "--thumbnail", "./photo.jpg", "--force"],
     "'./photo.jpg' is the image itself; name another file with --thumbnail"),
    (["photo.jpg", "--force"], "--force works only with --thumbnail"),
])
def test_wrong_usage_of_thumbnail(photo, arguments, sentence):
    before = photo.read_bytes()
    ran = run("inspect", *arguments, cwd=photo.parent)
    assert (ran.code, ran.text, ran.errors) == (2, "", usage(sentence, "inspect"))
    assert names(photo.parent) == ["photo.jpg"] and photo.read_bytes() == before


def test_no_thumbnail_to_a_terminal(photo):
    leader, follower = pty.openpty()
    with open(leader, "rb"), open(follower, "wb") as terminal:
        ran = run("inspect", "--thumbnail", "-", "photo.jpg", cwd=photo.parent, stdout=terminal)
    sentence = "standard output is a terminal; name a file with --thumbnail, or redirect it"
    assert (ran.code, ran.errors) == (2, usage(sentence, "inspect"))


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
        row("clean.jpg", "nothing personal") + row("comment.jpg", "other metadata: comment") +
        row("named.png", "video; the name says PNG, but it is JPEG") +
        row("photo.jpg", "gps, serial, owner, date, thumbnail") +
        "4 images: 4 inspected; 1 other file left out\n"
        "found gps in 1, serial in 1, owner in 1, date in 1, thumbnail in 1, video in 1, other metadata in 1, "
        "nothing personal in 1\n")


def test_all_of_a_directory(photo):
    ran = run("inspect", "-v", ".", cwd=photo.parent)
    assert ran.text.startswith(f"./photo.jpg: jpeg, {photo.stat().st_size:,} bytes\n" + SUMMARY)
    assert ran.text.splitlines()[-2] == "1 image: 1 inspected"


def test_a_directory_with_one_that_fails(tmp_path):
    (tmp_path / "a.jpg").write_bytes(BROKEN_LATE)
    (tmp_path / "b.jpg").write_bytes(DIRTY)
    ran = run("inspect", ".", cwd=tmp_path)
    assert ran.code == 1
    assert [line.split()[0] for line in ran.text.splitlines()] == ["./b.jpg", "2", "found"]
    assert ran.errors.startswith("stripmeta: ./a.jpg: ")


def canon_note(owner, serial):
    """A Canon Exif segment: only its maker note has the owner and the serial number, with offsets from the TIFF header."""
    head = b"II*\0" + struct.pack("<I", 8)
    ifd0_at, exif_at, note_at = 8, 50, 80
    make_at = note_at + 30 + len(owner)
    ifd0 = struct.pack("<HHHIIHHIII", 2, 271, 2, 6, make_at, 34665, 4, 1, exif_at, 0)
    note = struct.pack("<HHHIIHHIII", 2, 9, 2, len(owner), note_at + 30, 12, 4, 1, serial, 0) + owner
    exif_ifd = struct.pack("<HHHIII", 1, 37500, 7, len(note), note_at, 0)
    block = (head + ifd0).ljust(exif_at, b"\0") + exif_ifd
    return segment(0xE1, b"Exif\0\0" + block.ljust(note_at, b"\0") + note + b"Canon\0")


def test_owners_and_numbers_in_makers_notes(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(SOI + JFIF + canon_note(b"Jane Owner\0", 1234567) + CLEAN[len(SOI + JFIF) :])
    theirs = json.loads(subprocess.run(["exiftool", "-j", "photos/a.jpg"], cwd=tmp_path, capture_output=True, check=True,
                                       timeout=60).stdout)[0]
    assert (theirs["OwnerName"], int(theirs["SerialNumber"])) == ("Jane Owner", 1234567)
    record = json.loads(run("inspect", "--json", "photos/a.jpg", cwd=tmp_path).text)
    assert (record["summary"]["owners"], record["summary"]["serials"]) == (["Jane Owner"], ["1234567"])
    ran = run("inspect", "photos", cwd=tmp_path).text
    assert ran.splitlines()[0].endswith("  serial, owner, maker note")
    assert "found serial in 1, owner in 1, maker note in 1" in ran
