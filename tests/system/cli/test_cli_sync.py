"""sync between directories: images are not cleaned twice, nothing is deleted, and a run may be interrupted anywhere."""

import json
import os
import signal
import subprocess

import pytest
from cli_harness import BINARY, BROKEN, CLEAN, DIRTY, environment, grant, heed_interrupts, large, names, run, usage


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


def test_once_and_again(folder):
    ran = run("sync", "photos", "new/clean", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.splitlines()[0] == "2 images: 2 cleaned; 1 other file left out"
    assert tree(folder / "new/clean") == ["a.jpg", "trip/b.jpg"]
    assert (folder / "new/clean/trip/b.jpg").read_bytes() == CLEAN
    before = (folder / "new/clean/a.jpg").stat()
    ran = run("sync", "photos/", "new/clean", cwd=folder)
    assert (ran.code, ran.text) == (0, "2 images: 2 already done; 1 other file left out\n")
    assert (folder / "new/clean/a.jpg").stat() == before


def test_what_changed_is_done_again_and_nothing_is_deleted(folder):
    run("sync", "photos", "clean", cwd=folder)
    image, clean = large(1000)
    (folder / "photos/a.jpg").write_bytes(image)
    (folder / "photos/trip/b.jpg").unlink()
    ran = run("sync", "-v", "photos", "clean", cwd=folder)
    assert ran.text.splitlines()[0].startswith("photos/a.jpg: removed comment; ")
    assert ran.text.splitlines()[1] == "1 image: 1 cleaned; 1 other file left out"
    assert (folder / "clean/a.jpg").read_bytes() == clean
    assert (folder / "clean/trip/b.jpg").read_bytes() == CLEAN


def test_another_policy_does_it_again(folder):
    run("sync", "--strict", "photos", "clean", cwd=folder)
    assert run("sync", "photos", "clean", cwd=folder).text.startswith("2 images: 2 already done")
    assert run("sync", "--policy", "share", "photos", "clean", cwd=folder).text.startswith("2 images: 2 cleaned")


def test_what_was_there_before_stays(folder):
    (folder / "clean").mkdir()
    (folder / "clean/a.jpg").write_bytes(b"precious")
    ran = run("sync", "photos", "clean", cwd=folder)
    assert (ran.code, ran.text.splitlines()[0]) == (1, "2 images: 1 cleaned, 1 failed; 1 other file left out")
    assert ran.errors == (
        "stripmeta: photos/a.jpg: 'a.jpg' already exists and has no marker that names its source; move it away, or "
        "use --force\n")
    assert (folder / "clean/a.jpg").read_bytes() == b"precious"
    assert run("sync", "--force", "photos", "clean", cwd=folder).code == 0
    assert (folder / "clean/a.jpg").read_bytes() == CLEAN


def test_bad_files_are_named_and_the_rest_is_done(folder):
    (folder / "photos/broken.jpg").write_bytes(BROKEN)
    (folder / "photos/text.jpg").write_text("not a photo")
    ran = run("sync", "photos", "clean", cwd=folder)
    assert (ran.code, tree(folder / "clean")) == (1, ["a.jpg", "trip/b.jpg"])
    assert [line.split(":")[1] for line in ran.errors.splitlines()] == [" photos/broken.jpg", " photos/text.jpg"]


@pytest.mark.parametrize("mode", [0o600, 0o444, 0o640])
def test_a_private_photo_stays_private(folder, mode):
    (folder / "photos/a.jpg").chmod(mode)
    assert run("sync", "photos", "clean", cwd=folder).code == 0
    assert (folder / "clean/a.jpg").stat().st_mode & 0o777 == mode


def test_a_list_of_permissions_is_no_wider_without_it(folder):
    """The mode shows the mask of the access control list as the group's rights, but the list grants the group less."""
    (folder / "photos/a.jpg").chmod(0o600)
    grant(folder / "photos/a.jpg", 12345)
    assert (folder / "photos/a.jpg").stat().st_mode & 0o777 == 0o660
    assert run("sync", "photos", "clean", cwd=folder).code == 0
    assert (folder / "clean/a.jpg").stat().st_mode & 0o777 == 0o600


def test_dry_run(folder):
    before = tree(folder)
    ran = run("sync", "--dry-run", "photos", "clean", cwd=folder)
    assert (ran.code, names(folder)) == (0, ["photos"])
    assert ran.text.splitlines()[-1] == "2 images: 2 to be cleaned; 1 other file left out"
    assert tree(folder) == before


def test_dry_run_foresees_what_is_in_the_way(folder):
    (folder / "clean").mkdir()
    (folder / "clean/a.jpg").write_bytes(CLEAN)
    foreseen = run("sync", "--dry-run", "photos", "clean", cwd=folder)
    ran = run("sync", "photos", "clean", cwd=folder)
    assert (foreseen.code, foreseen.errors) == (1, ran.errors)
    assert foreseen.text.splitlines()[-1] == "2 images: 1 to be cleaned, 1 failed; 1 other file left out"
    assert run("sync", "--dry-run", "--force", "photos", "clean", cwd=folder).code == 0


def test_dry_run_tells_an_image_by_its_first_bytes(folder):
    (folder / "photos/no-ending").write_bytes(DIRTY)
    (folder / "photos/empty").write_bytes(b"")
    ran = run("sync", "--dry-run", "-v", "photos", "clean", "--exclude", "trip", cwd=folder)
    assert (ran.code, ran.text) == (0, "photos/a.jpg: would be cleaned if it is an image\n"
                                       "photos/no-ending: would be cleaned if it is an image\n"
                                       "2 images: 2 to be cleaned; 2 other files left out\n")


def test_patterns(folder):
    assert run("sync", "photos", "one", "--exclude", "trip", cwd=folder).code == 0
    assert tree(folder / "one") == ["a.jpg"]
    assert run("sync", "photos", "two", "--hidden", "--include", "*.jpg", cwd=folder).code == 0
    assert tree(folder / "two") == [".hidden.jpg", "a.jpg", "trip/b.jpg"]


def test_json(folder):
    run("sync", "photos", "clean", "--exclude", "trip", cwd=folder)
    ran = run("sync", "--json", "photos", "clean", cwd=folder)
    records = [json.loads(line) for line in ran.text.splitlines()]
    assert [(record["path"], record["outcome"], record.get("output")) for record in records] == [
        ("photos/a.jpg", "duplicate", "clean/a.jpg"),
        ("photos/notes.txt", "left_out", None),
        ("photos/trip/b.jpg", "cleaned", "clean/trip/b.jpg"),
    ]


def test_odd_names(folder):
    for name in ("-n.jpg", "line\nfeed.jpg", b"\xff\xfe.jpg".decode(errors="surrogateescape"), "[a,b].jpg"):
        (folder / "photos" / name).write_bytes(DIRTY)
    ran = run("sync", "-v", "photos", "clean", cwd=folder)
    assert ran.code == 0
    assert names(folder / "clean") == sorted(set(names(folder / "photos")) - {".hidden.jpg", "notes.txt"})
    assert b"line\\x0afeed.jpg: removed" in ran.out


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["photos"], "name two folders: where the images are, and where the clean copies go"),
        (["photos", "photos/clean"],
         "'photos/clean' is inside 'photos'; choose two separate directories"),
        (["photos", "photos/trip"], "'photos/trip' lies in 'photos'; choose two separate directories"),
        (["photos", "elsewhere/../photos/new/clean"],
         "'elsewhere/../photos/new/clean' is inside 'photos'; choose two separate directories"),
        (["photos", "photos"], "'photos' and 'photos' are the same directory; choose two different ones"),
        (["photos", "s3://"], "'s3://' has no bucket name; write s3://BUCKET/PREFIX"),
        (["-", "clean"], "name a directory, or s3://BUCKET/PREFIX"),
        (["s3://b/in", "s3://b/in/clean/"], "one of the two prefixes contains the other; choose two that do not overlap"),
    ],
)
def test_wrong_usage(folder, arguments, sentence):
    before = tree(folder)
    ran = run("sync", *arguments, cwd=folder)
    assert tree(folder) == before
    assert (ran.code, ran.text, ran.errors) == (2, "", usage(sentence, "sync"))


def test_a_source_that_is_not_there(folder):
    ran = run("sync", "none", "clean", cwd=folder)
    assert ran.code == 2
    assert "none" in ran.errors and names(folder) == ["photos"]


def cut_off(folder, stop):
    """Syncs until the signal ends it; starts over if it finished before the signal came."""
    for _ in range(20):
        with subprocess.Popen(
                [BINARY, "sync", "-v", "-j2", "--force", "photos", "clean"], cwd=folder, env=environment(),
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, preexec_fn=heed_interrupts) as process:
            process.stdout.read(1)  # some images are done
            process.send_signal(stop)
            process.communicate(timeout=60)
        if process.returncode == -stop:
            return
        assert process.returncode == 0
    pytest.fail("no signal came in time")


def test_cut_off_and_run_again(folder):
    """The run is killed after a growing number of images. All outputs are complete, and the next run continues."""
    image, clean = large(100_000)
    for i in range(300):
        (folder / "photos" / f"{i:03}.jpg").write_bytes(image)
    wanted = {*(f"{i:03}.jpg" for i in range(300)), "a.jpg", "trip/b.jpg"}
    (folder / "clean").mkdir()
    for stop in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
        cut_off(folder, stop)
        found = [path for path in tree(folder / "clean") if ".stripmeta-" not in path]
        assert all((folder / "clean" / path).read_bytes() in (clean, CLEAN) for path in found)
        if stop != signal.SIGKILL:
            assert [path for path in tree(folder / "clean") if ".stripmeta-" in path and os.stat(
                folder / "clean" / path).st_mtime_ns > killed] == []
        killed = max(os.stat(folder / "clean" / path).st_mtime_ns for path in tree(folder / "clean"))
    assert run("sync", "photos", "clean", cwd=folder).code == 0
    assert {path for path in tree(folder / "clean") if ".stripmeta-" not in path} == wanted
