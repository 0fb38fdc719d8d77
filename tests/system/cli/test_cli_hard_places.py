"""Many files, odd names, and disks and directories that are full, closed or change during the run: all other files are cleaned, and nothing is lost."""

import json
import os
import threading

import pytest
from cli_harness import BROKEN, CLEAN, DIRTY, Unprivileged, large, names, run, small_disk


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ten_thousand_files_with_bad_ones_among_them(tmp_path):
    photos = tmp_path / "photos"
    for i in range(10_000):
        folder = photos / f"{i % 97:02}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{i:05}.jpg").write_bytes(BROKEN if i % 1000 == 7 else DIRTY)
    ran = run("strip", "photos", "-o", "clean", cwd=tmp_path)
    assert ran.code == 1
    assert ran.text.splitlines()[0] == "10,000 images: 9,990 cleaned, 10 failed"
    assert len(ran.errors.splitlines()) == 10
    found = tree(tmp_path / "clean")
    assert len(found) == 9_990 and set(found.values()) == {CLEAN}
    ran = run("strip", "--in-place", "--backup", "photos", cwd=tmp_path)
    assert ran.text.splitlines()[0] == "10,000 images: 9,990 cleaned, 10 failed"
    found = tree(photos)
    assert len(found) == 19_990
    assert {content for name, content in found.items() if name.endswith(".orig")} == {DIRTY}
    assert {content for name, content in found.items() if name.endswith(".jpg")} == {CLEAN, BROKEN}


NAMES = [b"-rf.jpg", b"--output.jpg", b"a\nb.jpg", b"\xff\xfe.jpg", b"[a,b].jpg", b"{}.jpg", b" .jpg", b"*.jpg", b"\x1b[2J.jpg",
         "\u202egpj.exe".encode(), b"%41.jpg", b"s3:.jpg", b"a" * 230 + b".jpg"]


def test_odd_names(tmp_path):
    photos = os.fsencode(tmp_path / "photos")
    os.mkdir(photos)
    for name in NAMES:
        with open(os.path.join(photos, name), "wb") as file:
            file.write(DIRTY)
    ran = run("strip", "-v", "photos", "-o", "clean", cwd=tmp_path)
    assert ran.code == 0
    assert sorted(os.listdir(os.fsencode(tmp_path / "clean"))) == sorted(NAMES)
    assert b"\x1b" not in ran.out and b"\xff" not in ran.out and "\u202e".encode() not in ran.out
    assert len(ran.out.splitlines()) == len(NAMES) + 2
    ran = run("strip", "--json", "--in-place", "--", *sorted(NAMES), cwd=photos)
    assert (ran.code, ran.errors) == (0, "")
    assert [json.loads(line)["outcome"] for line in ran.text.splitlines()] == ["cleaned"] * len(NAMES)
    assert all(content == CLEAN for content in tree(tmp_path / "photos").values())


def test_closed_directories():
    place = Unprivileged()
    try:
        for name in ("photos/open", "photos/closed", "photos/read-only"):
            (place.folder / name).mkdir(parents=True)
            (place.folder / name / "a.jpg").write_bytes(DIRTY)
            (place.folder / name).chmod(0o777)
        (place.folder / "photos/closed").chmod(0)
        (place.folder / "photos/read-only").chmod(0o555)
        ran = place.run("strip", "--in-place", "--force", "photos")
        assert ran.code == 1
        assert "photos/closed" in ran.errors and "photos/read-only/a.jpg" in ran.errors
        assert (place.folder / "photos/open/a.jpg").read_bytes() == CLEAN
        assert (place.folder / "photos/read-only/a.jpg").read_bytes() == DIRTY
        ran = place.run("strip", "photos/open", "-o", "clean")
        assert (ran.code, tree(place.folder / "clean")) == (0, {"a.jpg": CLEAN})
    finally:
        for path in ("photos/closed", "photos/read-only"):
            (place.folder / path).chmod(0o755)
        place.remove()


@pytest.mark.parametrize("arguments", [["--in-place"], ["--in-place", "--backup"], ["-o", "disk/clean"]])
def test_a_full_disk_leaves_the_sources_whole(tmp_path, arguments):
    image, clean = large(400_000)
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 1 << 20):
        (disk / "a.jpg").write_bytes(DIRTY)
        (disk / "big.jpg").write_bytes(image)
        (disk / "filler").write_bytes(b"x" * 500_000)
        ran = run("strip", *arguments, "disk", cwd=tmp_path)
        assert ran.code == 1
        assert "big.jpg" in ran.errors and "the disk is full" in ran.errors
        found = tree(disk)
        assert found["big.jpg"] == image
        assert not [name for name in found if ".stripmeta-" in name]
        assert found["clean/a.jpg" if "-o" in arguments else "a.jpg"] == CLEAN
        (disk / "filler").unlink()
        assert run("strip", "--force", *arguments, "disk", cwd=tmp_path).code == 0
        assert tree(disk)["clean/big.jpg" if "-o" in arguments else "big.jpg"] == clean


def test_files_that_vanish_and_come(tmp_path):
    """Another program deletes, rewrites and creates files during the run."""
    photos = tmp_path / "photos"
    photos.mkdir()
    for i in range(200):
        (photos / f"{i:03}.jpg").write_bytes(DIRTY)
    over = threading.Event()

    def disturb():
        turn = 0
        while not over.is_set():
            for i in range(turn % 3, 200, 7):
                path = photos / f"{i:03}.jpg"
                if turn % 2:
                    path.unlink(missing_ok=True)
                else:
                    (tmp_path / "new").write_bytes(DIRTY)
                    (tmp_path / "new").rename(path)
            turn += 1

    other = threading.Thread(target=disturb)
    other.start()
    try:
        for out in range(5):
            ran = run("strip", "photos", "-o", f"clean{out}", cwd=tmp_path)
            assert ran.code in (0, 1)
            assert set(tree(tmp_path / f"clean{out}").values()) == {CLEAN}
        run("strip", "--in-place", "photos", cwd=tmp_path)
    finally:
        over.set()
        other.join()
    assert set(tree(photos).values()) <= {CLEAN, DIRTY}
    assert not [name for name in names(photos) if ".stripmeta-" in name]
