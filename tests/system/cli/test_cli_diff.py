"""`stripmeta diff`: the differences between two images, and whether their pictures are the same."""

import json

import pytest
from cli_harness import BROKEN, CLEAN, COMMENT, DIRTY, EOI, JFIF, MAKE, SCAN_HEADER, SOI, TABLES, exif, run, segment, usage


@pytest.fixture
def folder(tmp_path):
    images = {
        "dirty.jpg": DIRTY,
        "clean.jpg": CLEAN,
        "comment.jpg": SOI + JFIF + segment(0xFE, b"another comment") + exif() + TABLES + SCAN_HEADER + b"\x3f" + EOI,
        "other.jpg": SOI + JFIF + TABLES + SCAN_HEADER + b"\x3e" + EOI,
        "broken.jpg": BROKEN,
    }
    for name, image in images.items():
        (tmp_path / name).write_bytes(image)
    return tmp_path


EXIF_PART = f"part  exif  1 x, {len(exif())} bytes\n"
COMMENT_PART = f"part  comment  1 x, {len(COMMENT)} bytes\n"
SAME = "the pictures are the same, byte for byte\n"


def test_what_went(folder):
    ran = run("diff", "dirty.jpg", "clean.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (1, "")
    assert ran.text == f"- gps  GPSLatitudeRef  N\n- exif  Make  {MAKE}\n- comment  Comment  a secret comment\n- {COMMENT_PART}- {EXIF_PART}{SAME}"


def test_what_came(folder):
    ran = run("diff", "clean.jpg", "dirty.jpg", cwd=folder)
    assert ran.text == f"+ gps  GPSLatitudeRef  N\n+ exif  Make  {MAKE}\n+ comment  Comment  a secret comment\n+ {COMMENT_PART}+ {EXIF_PART}{SAME}"


def test_what_changed(folder):
    ran = run("diff", "dirty.jpg", "comment.jpg", cwd=folder)
    assert (ran.code, ran.text) == (
        1, f"- comment  Comment  a secret comment\n+ comment  Comment  another comment\n- {COMMENT_PART}"
        f"+ part  comment  1 x, {len(COMMENT) - 1} bytes\n{SAME}")


def test_nothing_differs(folder):
    assert run("diff", "dirty.jpg", "dirty.jpg", cwd=folder).text == SAME
    assert run("diff", "--quiet", "dirty.jpg", "dirty.jpg", cwd=folder).code == 0


def test_the_policy_location_does_not_count_the_rest_to_the_picture(folder):
    ran = run("diff", "dirty.jpg", "clean.jpg", cwd=folder, env={"STRIPMETA_POLICY": "location"})
    assert ran.text.endswith(SAME)


def test_what_has_no_values_is_seen_too(folder):
    (folder / "more.jpg").write_bytes(CLEAN + b"a secret payload")
    ran = run("diff", "clean.jpg", "more.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, f"+ part  trailer  1 x, 16 bytes\n{SAME}")


@pytest.mark.parametrize("before, after", [
    (CLEAN + b"a secret payload", CLEAN + b"another payload!"),
    (CLEAN.replace(TABLES, segment(0xFE, b"x" * 60_000 + b"a") + TABLES),
     CLEAN.replace(TABLES, segment(0xFE, b"x" * 60_000 + b"b") + TABLES)),
])
def test_what_no_value_shows_is_seen_too(folder, before, after):
    (folder / "before.jpg").write_bytes(before)
    (folder / "after.jpg").write_bytes(after)
    ran = run("diff", "before.jpg", "after.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, "the files differ in bytes that belong to none of the values\n" + SAME)
    assert json.loads(run("diff", "--json", "before.jpg", "after.jpg", cwd=folder).text) == {
        "ok": True, "same_bytes": False, "same_picture": True, "same_parts": True, "differences": []}


def test_another_picture(folder):
    ran = run("diff", "clean.jpg", "other.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, "the pictures differ\n")


def test_values_cannot_command_the_terminal(folder):
    (folder / "evil.jpg").write_bytes(DIRTY.replace(COMMENT, segment(0xFE, b"\x1b[2J red")))
    assert "+ comment  Comment  \\x1b[2J red\n" in run("diff", "clean.jpg", "evil.jpg", cwd=folder).text


def test_json(folder):
    ran = run("diff", "--json", "dirty.jpg", "comment.jpg", cwd=folder)
    assert json.loads(ran.text) == {
        "ok": True,
        "same_bytes": False,
        "same_picture": True,
        "same_parts": False,
        "differences": [
            {"group": "comment", "name": "Comment", "before": "a secret comment", "after": "another comment"}],
    }


def test_what_cannot_be_read(folder):
    ran = run("diff", "dirty.jpg", "broken.jpg", cwd=folder)
    assert (ran.code, ran.text) == (3, "")
    assert ran.errors.startswith("stripmeta: broken.jpg: ")
    assert run("diff", "no.jpg", "dirty.jpg", cwd=folder).errors == (
        "stripmeta: cannot open 'no.jpg': it does not exist\n")


def test_two_images_are_named(folder):
    ran = run("diff", "dirty.jpg", cwd=folder)
    assert (ran.code, ran.errors) == (2, usage("name two images to compare", "diff"))
