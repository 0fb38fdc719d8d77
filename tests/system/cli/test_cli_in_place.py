"""`stripmeta strip --in-place`: what it replaces, and what it refuses because the loss would be final."""

import json
import os
import stat

import pytest
from cli_harness import BROKEN, CLEAN, CUT, DIRTY, FURTHER, MOTION, Unprivileged, grant, names, run, small_disk, summary


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    return tmp_path


def test_replaces_the_file(folder):
    ran = run("strip", "--in-place", "a.jpg", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, summary("a.jpg", DIRTY, CLEAN), "")
    assert (folder / "a.jpg").read_bytes() == CLEAN
    assert names(folder) == ["a.jpg"]


def test_json_names_the_output(folder):
    record = json.loads(run("strip", "--in-place", "--json", "a.jpg", cwd=folder).text)
    assert (record["path"], record["output"]) == ("a.jpg", "a.jpg")


def test_a_bad_file_stays_as_it_is(folder):
    (folder / "bad.jpg").write_bytes(BROKEN)
    ran = run("strip", "--in-place", "bad.jpg", "a.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, summary("a.jpg", DIRTY, CLEAN))
    assert (folder / "bad.jpg").read_bytes() == BROKEN
    assert names(folder) == ["a.jpg", "bad.jpg"]


def test_mode_and_times(folder):
    times = (1_000_000_000_123_456_789, 1_100_000_000_987_654_321)
    (folder / "a.jpg").chmod(0o640)
    os.utime(folder / "a.jpg", ns=times)
    assert run("strip", "--in-place", "--preserve", "a.jpg", cwd=folder).code == 0
    now = (folder / "a.jpg").stat()
    assert (now.st_atime_ns, now.st_mtime_ns, stat.S_IMODE(now.st_mode)) == (*times, 0o640)


def test_extended_attributes_go(folder):
    os.setxattr(folder / "a.jpg", "user.origin", b"https://example.com/secret")
    assert run("strip", "--in-place", "a.jpg", cwd=folder).code == 0
    assert os.listxattr(folder / "a.jpg") == []


def test_the_target_of_a_link_is_rewritten(folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "real.jpg").write_bytes(DIRTY)
    (folder / "link.jpg").symlink_to("deep/real.jpg")
    assert run("strip", "--in-place", "link.jpg", cwd=folder).code == 0
    assert os.readlink(folder / "link.jpg") == "deep/real.jpg"
    assert (folder / "deep" / "real.jpg").read_bytes() == CLEAN
    assert names(folder / "deep") == ["real.jpg"]


def test_another_hard_link(folder):
    os.link(folder / "a.jpg", folder / "other.jpg")
    ran = run("strip", "--in-place", "a.jpg", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (
        1, "", "stripmeta: 'a.jpg' has 2 hard links, and its metadata would stay under the other names; use --force to "
        "replace it anyway\n")
    assert (folder / "a.jpg").read_bytes() == DIRTY
    assert run("strip", "--in-place", "--force", "a.jpg", cwd=folder).code == 0
    assert (folder / "a.jpg").read_bytes() == CLEAN
    assert (folder / "other.jpg").read_bytes() == DIRTY


@pytest.mark.parametrize(
    "image, sentence",
    [
        (MOTION, "'a.jpg' contains a video, which would be lost"),
        (FURTHER, "'a.jpg' contains another picture, which would be lost"),
        (FURTHER + MOTION[len(CLEAN):], "'a.jpg' contains another picture and a video, which would be lost"),
        (CUT, "the end of the image is missing in 'a.jpg', so hidden text after it may remain"),
    ],
)
def test_what_would_be_lost(folder, image, sentence):
    (folder / "a.jpg").write_bytes(image)
    ran = run("strip", "--in-place", "a.jpg", cwd=folder)
    way_out = "keep a copy with --backup, write to another file with -o, or use --force"
    assert (ran.code, ran.text, ran.errors) == (1, "", f"stripmeta: {sentence}; {way_out}\n")
    assert (folder / "a.jpg").read_bytes() == image
    assert names(folder) == ["a.jpg"]
    assert run("strip", "a.jpg", "-o", "c.jpg", cwd=folder).code == 0
    assert (folder / "c.jpg").read_bytes() == CLEAN
    assert run("strip", "--in-place", "--force", "a.jpg", cwd=folder).code == 0
    assert (folder / "a.jpg").read_bytes() == CLEAN


@pytest.fixture
def unprivileged():
    place = Unprivileged()
    (place.folder / "a.jpg").write_bytes(DIRTY)
    yield place
    place.remove()


def test_read_only_file(unprivileged):
    (unprivileged.folder / "a.jpg").chmod(0o444)
    ran = unprivileged.run("strip", "--in-place", "a.jpg")
    assert (ran.code, ran.errors) == (1, "stripmeta: 'a.jpg' is read-only; use --force to replace it\n")
    assert (unprivileged.folder / "a.jpg").read_bytes() == DIRTY
    assert unprivileged.run("strip", "--in-place", "--force", "a.jpg").code == 0
    assert (unprivileged.folder / "a.jpg").read_bytes() == CLEAN


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_an_owner_that_cannot_be_kept(unprivileged):
    image = unprivileged.folder / "a.jpg"
    os.chown(image, 0, 0)
    image.chmod(0o666)
    ran = unprivileged.run("strip", "--in-place", "--preserve=owner", "a.jpg")
    assert ran.code == 1
    assert "cannot set the owner of" in ran.errors and image.read_bytes() == DIRTY and image.stat().st_uid == 0
    assert unprivileged.run("strip", "--in-place", "--preserve", "a.jpg").code == 0  # here the owner is kept only if possible
    assert image.read_bytes() == CLEAN and image.stat().st_uid != 0


def test_a_list_of_permissions_stays(folder):
    grant(folder / "a.jpg", 12345)
    before = os.getxattr(folder / "a.jpg", "system.posix_acl_access"), (folder / "a.jpg").stat().st_mode
    assert run("strip", "--in-place", "--backup", "a.jpg", cwd=folder).code == 0
    assert (os.getxattr(folder / "a.jpg", "system.posix_acl_access"), (folder / "a.jpg").stat().st_mode) == before
    (folder / "disk").mkdir()
    with small_disk(folder / "disk", "1M"):
        run("strip", "a.jpg", "-o", "disk/a.jpg", cwd=folder)
        assert (folder / "disk/a.jpg").stat().st_mode & 0o070 in (0, 0o060)  # on file systems without or with such lists
        assert ("system.posix_acl_access" in os.listxattr(folder / "disk/a.jpg")) == bool(
            (folder / "disk/a.jpg").stat().st_mode & 0o060)


def test_read_only_directory(unprivileged):
    (unprivileged.folder / "a.jpg").chmod(0o666)
    unprivileged.folder.chmod(0o555)
    ran = unprivileged.run("strip", "--in-place", "a.jpg")
    real = os.path.realpath(unprivileged.folder / "a.jpg")
    assert (ran.code, ran.errors) == (
        1, f"stripmeta: a.jpg: cannot create a file beside '{real}': permission is denied\n")
    assert (unprivileged.folder / "a.jpg").read_bytes() == DIRTY
