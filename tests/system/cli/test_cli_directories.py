"""Directories as arguments: which files are taken, where the outputs go, and that no output is written twice."""

import json
import os
import subprocess
import time

import pytest
from cli_harness import (BINARY, BROKEN, CLEAN, CUT, DIRTY, FURTHER, SECONDS, Unprivileged, environment, large, names, run,
                         summary, usage)


@pytest.fixture
def folder(tmp_path):
    """Two photos, one of them in a subdirectory, a text file, and a hidden photo."""
    place = tmp_path / "photos"
    (place / "trip").mkdir(parents=True)
    (place / "a.jpg").write_bytes(DIRTY)
    (place / "trip" / "b.jpg").write_bytes(DIRTY)
    (place / "notes.txt").write_text("no image")
    (place / ".hidden.jpg").write_bytes(DIRTY)
    return tmp_path


def tree(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_tree_is_kept(folder):
    ran = run("strip", "photos", "-o", "clean", cwd=folder)
    removed = 2 * (len(DIRTY) - len(CLEAN))
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text == f"2 images: 2 cleaned; 1 other file left out\nremoved exif from 2, comment from 2; saved {removed:,} bytes\n"
    assert tree(folder / "clean") == ["a.jpg", "trip/b.jpg"]
    assert (folder / "clean" / "trip" / "b.jpg").read_bytes() == CLEAN
    assert (folder / "photos" / "a.jpg").read_bytes() == DIRTY


def test_in_place(folder):
    assert run("strip", "--in-place", "photos", cwd=folder).code == 0
    assert (folder / "photos" / "trip" / "b.jpg").read_bytes() == CLEAN
    assert (folder / "photos" / ".hidden.jpg").read_bytes() == DIRTY
    again = run("strip", "--in-place", "photos", cwd=folder)
    assert again.text == "2 images: 2 clean; 1 other file left out\n"


def test_what_is_clean_is_not_rewritten(folder):
    image = folder / "clean.jpg"
    image.write_bytes(CLEAN)
    before = image.stat()
    ran = run("strip", "--in-place", "--backup", "clean.jpg", cwd=folder)
    assert ran.code == 0
    after = image.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(folder) == ["clean.jpg", "photos"]


def test_backup(folder):
    photos = folder / "photos"
    assert run("strip", "--in-place", "--backup", "photos", cwd=folder).code == 0
    assert (photos / "a.jpg").read_bytes() == CLEAN
    assert (photos / "a.jpg.orig").read_bytes() == DIRTY
    (photos / "a.jpg").write_bytes(DIRTY)
    ran = run("strip", "--in-place", "--backup", "photos/a.jpg", cwd=folder)
    assert ran.code == 1
    assert ran.errors == (
        f"stripmeta: photos/a.jpg: the backup '{photos}/a.jpg.orig' exists already, so '{photos}/a.jpg' was not "
        "changed; move the backup away, or do not use --backup\n")
    assert (photos / "a.jpg").read_bytes() == DIRTY
    assert names(photos) == [".hidden.jpg", "a.jpg", "a.jpg.orig", "notes.txt", "trip"]


def test_backup_where_a_file_has_one_name_alone(folder):
    """As on the file systems of cameras' cards, link(2) fails."""
    (folder / "one_name.c").write_text(
        "#include <errno.h>\nint link(const char *from, const char *to) { (void)from; (void)to; errno = EPERM; return -1; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", "one_name.so", "one_name.c"], cwd=folder, check=True)
    variables = {"LD_PRELOAD": str(folder / "one_name.so"), "ASAN_OPTIONS": "verify_asan_link_order=0"}
    image = folder / "photos/a.jpg"
    image.chmod(0o640)
    os.utime(image, ns=(1_000_000_000, 2_000_000_000))
    ran = run("strip", "--in-place", "--backup", "photos", cwd=folder, env=variables)
    assert (ran.code, ran.errors) == (0, "")
    assert image.read_bytes() == CLEAN
    kept = (folder / "photos/a.jpg.orig")
    assert kept.read_bytes() == DIRTY
    assert (kept.stat().st_mode & 0o777, kept.stat().st_mtime_ns, kept.stat().st_nlink) == (0o640, 2_000_000_000, 1)
    image.write_bytes(DIRTY)
    ran = run("strip", "--in-place", "--backup", "photos/a.jpg", cwd=folder, env=variables)
    assert (ran.code, "a.jpg.orig' exists already" in ran.errors, image.read_bytes()) == (1, True, DIRTY)


def test_a_backup_stays_where_only_the_last_step_failed():
    """The directory can be written but not read, so it cannot be flushed to disk."""
    place = Unprivileged()
    try:
        closed = place.folder / "closed"
        closed.mkdir()
        (closed / "a.jpg").write_bytes(DIRTY)
        (closed / "a.jpg").chmod(0o666)
        closed.chmod(0o333)
        ran = place.run("strip", "--in-place", "--backup", "closed/a.jpg")
        assert (ran.code, "cannot sync the directory" in ran.errors) == (1, True)
        assert (closed / "a.jpg").read_bytes() == CLEAN
        assert (closed / "a.jpg.orig").read_bytes() == DIRTY
    finally:
        closed.chmod(0o777)
        place.remove()


def test_a_backup_that_a_killed_run_left_unfinished(folder):
    os.link(folder / "photos/a.jpg", folder / "photos/a.jpg.orig")
    ran = run("strip", "--in-place", "--backup", "photos", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    assert (folder / "photos/a.jpg").read_bytes() == CLEAN
    assert (folder / "photos/a.jpg.orig").read_bytes() == DIRTY


def test_two_names_of_one_output(folder):
    """As on a file system that does not distinguish upper and lower case."""
    for turn in range(10):
        out = folder / f"out{turn}"
        out.mkdir()
        (out / "a.jpg").write_bytes(b"old")
        os.link(out / "a.jpg", out / "b.jpg")
        os.rename(out / "b.jpg", out / "link")
        (out / "b.jpg").symlink_to("a.jpg")
        (folder / "photos/b.jpg").write_bytes(DIRTY)
        ran = run("strip", "--force", "-j2", "photos/a.jpg", "photos/b.jpg", "-o", out, cwd=folder)
        assert ran.code == 1
        assert "is the same file as the output of another image of this run" in ran.errors
        assert len(ran.text.splitlines()) == 1


def test_what_is_no_image_is_left_out_whatever_stands_in_its_place(folder):
    (folder / "out").mkdir()
    (folder / "out/notes.txt").write_text("mine")
    ran = run("strip", "photos", "-o", "out", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.startswith("2 images: 2 cleaned; 1 other file left out\n")
    assert (folder / "out/notes.txt").read_text() == "mine"


def test_a_directory_without_images_is_said_to_have_none(folder):
    (folder / "empty").mkdir()
    ran = run("check", "empty", cwd=folder)
    assert (ran.code, ran.text) == (0, "0 images\n")


def test_with_a_backup_nothing_is_lost(folder):
    (folder / "two.jpg").write_bytes(FURTHER)
    assert run("strip", "--in-place", "two.jpg", cwd=folder).code == 1
    assert run("strip", "--in-place", "--backup", "two.jpg", cwd=folder).code == 0
    assert (folder / "two.jpg.orig").read_bytes() == FURTHER


def test_dry_run(folder):
    before = tree(folder)
    ran = run("strip", "--dry-run", "photos", "-o", "clean", cwd=folder)
    assert (ran.code, ran.text) == (0, "2 images: 2 would be cleaned; 1 other file left out\n"
                                       "would remove exif from 2, comment from 2; would save 208 bytes\n")
    for destination in (["-o", "clean.jpg"], ["--in-place"], []):
        assert run("strip", "--dry-run", "photos/a.jpg", *destination, cwd=folder).text == (
            "photos/a.jpg: would remove exif (gps), comment\n")
    assert tree(folder) == before


def test_dry_run_counts_as_the_run_does(folder):
    (folder / "photos/clean.jpg").write_bytes(CLEAN)
    foreseen = run("strip", "--dry-run", "photos", "-o", "clean", cwd=folder)
    ran = run("strip", "photos", "-o", "clean", cwd=folder)
    assert foreseen.text == ("3 images: 2 would be cleaned, 1 already clean; 1 other file left out\n"
                             "would remove exif from 2, comment from 2; would save 208 bytes\n")
    assert ran.text == ("3 images: 2 cleaned, 1 already clean; 1 other file left out\n"
                        "removed exif from 2, comment from 2; saved 208 bytes\n")


def test_of_a_directory_what_is_odd_is_named(folder):
    (folder / "photos/cut.jpg").write_bytes(CUT)
    (folder / "photos/other.png").write_bytes(DIRTY)
    ran = run("strip", "photos", "-o", "clean", cwd=folder)
    assert ran.code == 0
    assert [line.split(": ")[0] for line in ran.text.splitlines()[:2]] == ["photos/cut.jpg", "photos/other.png"]
    assert "the end of the image was missing" in ran.text and "the name says PNG, but it is JPEG" in ran.text


def same_refusals(folder, *arguments):
    """A dry run reports the same refusals as the run, in the same words, and changes nothing."""
    before = {path: (folder / path).read_bytes() for path in tree(folder)}
    foreseen = run("strip", "--dry-run", *arguments, cwd=folder)
    assert {path: (folder / path).read_bytes() for path in tree(folder)} == before
    ran = run("strip", *arguments, cwd=folder)
    assert (foreseen.code, foreseen.errors) == (ran.code, ran.errors)
    return ran


def test_dry_run_foresees_an_output_that_exists(folder):
    (folder / "clean").mkdir()
    (folder / "clean/a.jpg").write_bytes(b"mine")
    (folder / "clean/notes.txt").write_bytes(b"mine")  # no output has this name
    ran = same_refusals(folder, "photos", "-o", "clean")
    assert (ran.code, ran.errors) == (
        1, "stripmeta: photos/a.jpg: the output 'clean/a.jpg' exists already; use --force to replace it\n")


def test_dry_run_foresees_two_files_with_one_output(folder):
    (folder / "other").mkdir()
    (folder / "other/a.jpg").write_bytes(DIRTY)
    ran = same_refusals(folder, "photos", "other", "-o", "clean")
    assert ran.errors == ("stripmeta: other/a.jpg: another image of this run is written to 'clean/a.jpg'; strip them in "
                          "separate runs\n")


def test_dry_run_foresees_hard_links(folder):
    os.link(folder / "photos/a.jpg", folder / "other.jpg")
    assert "has 2 hard links" in same_refusals(folder, "--in-place", "photos").errors


def test_dry_run_foresees_backups(folder):
    (folder / "photos/a.jpg.orig").write_bytes(b"mine")
    real = os.path.realpath(folder / "photos/a.jpg")
    assert same_refusals(folder, "--in-place", "--backup", "photos").errors == (
        f"stripmeta: photos/a.jpg: the backup '{real}.orig' exists already, so '{real}' was not changed; move the "
        "backup away, or do not use --backup\n")


def test_an_output_that_appears_meanwhile_stays(folder):
    """As if the file system did not distinguish cases, and a.jpg and A.JPG were cleaned at the same time."""
    with subprocess.Popen(
            [BINARY, "strip", "--force", "-", "-o", "out.jpg"], cwd=folder, env=environment(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        image, _ = large(500_000)
        process.stdin.write(image[:400_000])
        process.stdin.flush()
        end = time.monotonic() + SECONDS
        while not [name for name in names(folder) if ".stripmeta-" in name]:
            assert time.monotonic() < end
            time.sleep(0.01)
        (folder / "out.jpg").write_bytes(b"mine")
        _, errors = process.communicate(image[400_000:], timeout=SECONDS)
    assert process.returncode == 1
    assert errors.decode() == ("stripmeta: -: 'out.jpg' was created in the meantime, by another program or for another "
                               "image of this run, and was not replaced\n")
    assert (folder / "out.jpg").read_bytes() == b"mine"
    assert names(folder) == ["out.jpg", "photos"]


def test_patterns(folder):
    def stripped(*options):
        out = folder / "out"
        assert run("strip", "photos", "-o", out, *options, cwd=folder).code == 0
        found = tree(out) if out.exists() else []
        for path in found:
            (out / path).unlink()
        return found

    assert stripped("--include", "b*") == ["trip/b.jpg"]
    assert stripped("--include", "trip/*.jpg", "--include", "a.*") == ["a.jpg", "trip/b.jpg"]
    assert stripped("--exclude", "trip") == ["a.jpg"]
    assert stripped("--exclude", "*.jpg") == []
    assert stripped("--exclude", "[a]*") == ["trip/b.jpg"]
    assert stripped("--include", "[A-Za]*.jpg") == ["a.jpg"]
    assert stripped("--include", "{}", "--include=[b].jpg") == ["trip/b.jpg"]
    assert stripped("--exclude", "./trip/") == ["a.jpg"]
    assert stripped("--hidden") == [".hidden.jpg", "a.jpg", "trip/b.jpg"]


def test_an_output_that_may_be_an_input_is_not_replaced(folder):
    """photos/trip is walked and contains a directory of the same name. A link in the output leads back to the input."""
    (folder / "photos/trip/trip").mkdir()
    (folder / "photos/trip/trip/b.jpg").write_bytes(FURTHER)
    (folder / "out").mkdir()
    (folder / "out/trip").symlink_to("../photos/trip")
    before = {path: (folder / "photos" / path).read_bytes() for path in tree(folder / "photos")}
    ran = run("strip", "--force", "-j1", "photos/trip", "-o", "photos", cwd=folder)
    assert (ran.code, ran.errors) == (1, "stripmeta: photos/trip/trip/b.jpg: the output 'photos/trip/b.jpg' is in a "
                                         "directory that is also an input; write to another directory\n")
    assert run("strip", "--force", "photos", "-o", "out", cwd=folder).code == 1
    assert {path: (folder / "photos" / path).read_bytes() for path in before} == before


def test_what_is_met_twice_is_done_once(folder):
    ran = run("strip", "-v", "photos", "photos", "-o", "clean", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    assert "photos/a.jpg: already done\n" in ran.text
    assert ran.text.splitlines()[-2] == "4 images: 2 cleaned, 2 already done; 2 other files left out"
    ran = run("strip", "--in-place", "photos", "photos/trip/b.jpg", cwd=folder)
    assert (ran.code, ran.text.splitlines()[0]) == (0, "photos/trip/b.jpg: already done")


def test_links_are_followed_where_asked_for(folder):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "c.jpg").write_bytes(DIRTY)
    (folder / "photos" / "link").symlink_to("../elsewhere")
    (folder / "photos" / "loop").symlink_to(".")
    (folder / "photos" / "link.jpg").symlink_to("a.jpg")
    run("strip", "photos", "-o", "one", cwd=folder)
    assert tree(folder / "one") == ["a.jpg", "trip/b.jpg"]
    run("strip", "--follow", "photos", "-o", "two", cwd=folder)
    assert tree(folder / "two") == ["a.jpg", "link.jpg", "link/c.jpg", "trip/b.jpg"]


def test_outputs_below_the_input_are_no_input(folder):
    for _ in range(2):
        ran = run("strip", "--force", "photos", "-o", "photos/clean", cwd=folder)
        assert ran.code == 0
        assert ran.text.startswith("2 images: 2 cleaned")
    assert tree(folder / "photos" / "clean") == ["a.jpg", "trip/b.jpg"]


def test_a_directory_into_itself(folder):
    ran = run("strip", "photos", "-o", "photos", cwd=folder)
    assert (ran.code, ran.errors) == (
        2, usage("'photos' is both input and output; use --in-place to replace the images in it"))


def test_two_with_one_output(folder):
    (folder / "more").mkdir()
    (folder / "more" / "a.jpg").write_bytes(DIRTY)
    ran = run("strip", "photos", "more", "-o", "out", "--force", "-j1", cwd=folder)
    assert ran.code == 1
    assert ran.errors == (
        "stripmeta: more/a.jpg: another image of this run is written to 'out/a.jpg'; strip them in separate runs\n")
    assert tree(folder / "out") == ["a.jpg", "trip/b.jpg"]


def test_bad_files_are_named_and_the_rest_is_done(folder):
    (folder / "photos" / "broken.jpg").write_bytes(BROKEN)
    (folder / "photos" / "text.jpg").write_text("not a photo")
    ran = run("strip", "photos", "-o", "out", cwd=folder)
    assert ran.code == 1
    assert [line.split(":")[1] for line in ran.errors.splitlines()] == [" photos/broken.jpg", " photos/text.jpg"]
    assert ran.text.splitlines()[0] == "4 images: 2 cleaned, 2 failed; 1 other file left out"
    assert tree(folder / "out") == ["a.jpg", "trip/b.jpg"]


def test_directories_made_for_nothing_go_again(folder):
    (folder / "photos" / "trip" / "b.jpg").write_bytes(BROKEN)
    assert run("strip", "photos/trip", "-o", "out", cwd=folder).code == 1
    assert names(folder) == ["photos"]


def test_verbose(folder):
    ran = run("strip", "-v", "photos", "-o", "out", cwd=folder)
    assert ran.text.startswith(summary("photos/a.jpg", DIRTY, CLEAN) + summary("photos/trip/b.jpg", DIRTY, CLEAN))


@pytest.mark.parametrize("jobs", ["1", "2", "7"])
def test_records_are_in_the_order_of_names(folder, jobs):
    for i in range(200):
        (folder / "photos" / f"p{i:03}.jpg").write_bytes(DIRTY)
    ran = run("strip", "--json", "-j", jobs, "photos", "-o", "out", cwd=folder)
    records = [json.loads(line) for line in ran.text.splitlines()]
    paths = [record["path"] for record in records if record["outcome"] == "cleaned"]
    assert ran.code == 0
    assert paths == ["photos/a.jpg", *(f"photos/p{i:03}.jpg" for i in range(200)), "photos/trip/b.jpg"]
    assert [record["outcome"] for record in records if record["path"] == "photos/notes.txt"] == ["left_out"]
    assert all((folder / "out" / f"p{i:03}.jpg").read_bytes() == CLEAN for i in range(200))


def test_check(folder):
    ran = run("check", "photos", cwd=folder)
    assert ran.code == 1
    assert ran.text.splitlines()[:3] == [
        "photos/a.jpg: not clean: exif (gps), comment",
        "photos/trip/b.jpg: not clean: exif (gps), comment",
        "2 images: 2 not clean; 1 other file left out",
    ]
    run("strip", "--in-place", "photos", cwd=folder)
    clean = run("check", "photos", cwd=folder)
    assert (clean.code, clean.text) == (0, "2 images: 2 clean; 1 other file left out\n")


def test_owner_times_and_attributes(folder):
    image = folder / "photos" / "a.jpg"
    os.utime(image, (1_000_000_000, 1_100_000_000))
    os.setxattr(image, "user.xdg.origin.url", b"https://example.com/a.jpg")
    if os.geteuid() == 0:
        os.chown(image, 12345, 23456)
    run("strip", image, "-o", "times.jpg", "--preserve", cwd=folder)
    kept = (folder / "times.jpg").stat()
    assert (kept.st_mtime, os.listxattr(folder / "times.jpg")) == (1_100_000_000, [])
    if os.geteuid() == 0:
        assert (kept.st_uid, kept.st_gid) == (12345, 23456)
    run("strip", image, "-o", "all.jpg", "--preserve=times,xattr", cwd=folder)
    assert os.listxattr(folder / "all.jpg") == ["user.xdg.origin.url"]
    run("strip", image, "-o", "owner.jpg", "--preserve=owner", cwd=folder)
    if os.geteuid() == 0:
        assert (folder / "owner.jpg").stat().st_uid == 12345
    ran = run("strip", image, "-o", "none.jpg", "--preserve=mode,acl", cwd=folder)
    assert (ran.code, ran.errors) == (2, usage("--preserve: 'acl' is unknown; use times, owner, xattr or mode"))
