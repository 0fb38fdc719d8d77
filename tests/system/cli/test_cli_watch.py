"""`stripmeta watch`: each complete file is cleaned once, however it arrived, and a restart continues."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import threading
import time

import pytest
from cli_harness import BINARY, BROKEN, CLEAN, DIRTY, Unprivileged, environment, heed_interrupts, large, run, small_disk, usage

PATIENCE = 300  # seconds to wait for something before a test fails


class Watcher:
    def __init__(self, folder, *options, binary=BINARY, prefix=()):
        self.folder = folder
        self.process = subprocess.Popen(
            [*prefix, binary, "watch", "inbox", "-o", "clean", *options], cwd=folder, env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, errors="replace", preexec_fn=heed_interrupts)
        self.lines, self.errors = [], []
        self.readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in (
            (self.process.stdout, self.lines), (self.process.stderr, self.errors))]
        for reader in self.readers:
            reader.start()
        self.until(lambda: self.lines and "clean images go to" in self.lines[0] or "--json" in options)

    @staticmethod
    def _read(stream, into):
        for line in stream:
            into.append(line.rstrip("\n"))

    def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, (self.lines, self.errors)
            assert self.process.poll() is None, (self.lines, self.errors)
            time.sleep(0.01)

    def has(self, name, image=CLEAN):
        path = self.folder / "clean" / name
        self.until(lambda: path.exists() and path.read_bytes() == image)

    def told(self, name):
        """How many lines say that this file was cleaned."""
        return sum(line.startswith(f"inbox/{name}: removed") for line in self.lines)

    def tells(self, *names):
        """Waits until it has said so of each: the output is there before that."""
        self.until(lambda: all(self.told(name) for name in names))

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        for reader in self.readers:
            reader.join(PATIENCE)
        return self.process.returncode


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inbox").mkdir()
    return tmp_path


@pytest.fixture
def watch(folder):
    with contextlib.ExitStack() as stack:

        def start(*options):
            watcher = Watcher(folder, *options)
            stack.callback(lambda: watcher.process.poll() is None and watcher.process.kill())
            return watcher

        yield start


@pytest.fixture
def unprivileged():
    place = Unprivileged()
    yield place
    place.remove()


def test_every_way_to_come(folder, watch):
    inbox = folder / "inbox"
    (inbox / "before.jpg").write_bytes(DIRTY)
    (folder / "elsewhere/deep").mkdir(parents=True)
    (folder / "elsewhere/deep/moved.jpg").write_bytes(DIRTY)
    (folder / "outside.jpg").write_bytes(DIRTY)
    watcher = watch()
    watcher.has("before.jpg")
    (inbox / "written.jpg").write_bytes(DIRTY)
    (folder / "temporary").write_bytes(DIRTY)
    (folder / "temporary").rename(inbox / "renamed.jpg")
    os.link(folder / "outside.jpg", inbox / "linked.jpg")
    (inbox / "new/deep").mkdir(parents=True)
    (inbox / "new/deep/c.jpg").write_bytes(DIRTY)
    (folder / "elsewhere").rename(inbox / "elsewhere")
    for name in ("written.jpg", "renamed.jpg", "linked.jpg", "new/deep/c.jpg", "elsewhere/deep/moved.jpg"):
        watcher.has(name)
    (inbox / "elsewhere").rename(inbox / "again")
    (inbox / "again/deep/late.jpg").write_bytes(DIRTY)
    watcher.has("again/deep/late.jpg")
    watcher.tells("written.jpg", "before.jpg")
    assert watcher.end(signal.SIGTERM) == -signal.SIGTERM
    assert watcher.errors == []
    assert watcher.told("written.jpg") == watcher.told("before.jpg") == 1


def test_a_file_is_taken_when_it_is_complete(folder, watch):
    image, clean = large(100_000)
    with open(folder / "inbox/before.jpg", "wb", buffering=0) as before:
        before.write(image[:50_000])  # the file is being written when the watch begins
        watcher = watch()
        with open(folder / "inbox/slow.jpg", "wb", buffering=0) as slow:
            slow.write(image[:50_000])
            (folder / "inbox/other.jpg").write_bytes(DIRTY)
            watcher.has("other.jpg")
            slow.write(image[50_000:])
        before.write(image[50_000:])
    watcher.has("slow.jpg", clean)
    watcher.has("before.jpg", clean)
    watcher.tells("slow.jpg", "before.jpg")
    watcher.end(signal.SIGINT)
    assert watcher.errors == []
    assert watcher.told("slow.jpg") == watcher.told("before.jpg") == 1


def test_what_changes_is_cleaned_again(folder, watch):
    watcher = watch()
    (folder / "inbox/a.jpg").write_bytes(DIRTY)
    watcher.has("a.jpg")
    image, clean = large(1000)
    (folder / "inbox/a.jpg").write_bytes(image)
    watcher.has("a.jpg", clean)
    (folder / "inbox/a.jpg").unlink()
    (folder / "inbox/b.jpg").write_bytes(DIRTY)
    watcher.has("b.jpg")
    assert (folder / "clean/a.jpg").read_bytes() == clean


def test_a_file_that_was_linked_and_has_its_first_name_no_more(folder, watch):
    """The way in which programs publish a file that must not replace another one."""
    watcher = watch()
    for i in range(20):
        (folder / "stage").write_bytes(DIRTY)
        os.link(folder / "stage", folder / f"inbox/{i}.jpg")
        (folder / "stage").unlink()
    file = os.open(folder / "inbox", os.O_TMPFILE | os.O_RDWR, 0o644)
    os.write(file, DIRTY)
    os.link(f"/proc/self/fd/{file}", folder / "inbox/unnamed.jpg", src_dir_fd=file)  # linkat(2)
    os.close(file)
    for i in range(20):
        watcher.has(f"{i}.jpg")
    watcher.has("unnamed.jpg")
    assert watcher.errors == []


def test_what_is_written_again_and_again(folder, watch):
    """The event of closing comes before the system grants a lease on the file."""
    watcher = watch()
    for i in range(100):
        image, clean = large(1000 + i)
        (folder / "inbox/a.jpg").write_bytes(image)
        watcher.has("a.jpg", clean)


def test_what_may_be_read_later(unprivileged):
    inbox = unprivileged.folder / "inbox"
    (inbox / "below").mkdir(parents=True)
    (inbox / "closed.jpg").write_bytes(DIRTY)
    (inbox / "below/b.jpg").write_bytes(DIRTY)
    (inbox / "closed.jpg").chmod(0o600)
    (inbox / "below").chmod(0o700)
    watcher = Watcher(unprivileged.folder, prefix=unprivileged.prefix, binary=unprivileged.binary)
    watcher.until(lambda: len(watcher.errors) == 2)
    assert sorted(watcher.errors) == ["stripmeta: cannot watch 'inbox/below': permission is denied",
                                      "stripmeta: inbox/closed.jpg: cannot open 'closed.jpg': permission is denied"]
    (inbox / "closed.jpg").chmod(0o644)
    (inbox / "below").chmod(0o755)
    watcher.has("closed.jpg")
    watcher.has("below/b.jpg")
    watcher.end(signal.SIGTERM)


def slowly_written(place, name, image):
    """The longest pause between two pieces, in seconds."""
    longest = 0
    with open(place.folder / "inbox" / name, "wb", buffering=0) as file:
        last = time.monotonic()
        for at in range(0, len(image), 10_000):
            file.write(image[at : at + 10_000])
            time.sleep(0.3)
            last, before = time.monotonic(), last
            longest = max(longest, last - before)
    return longest


def test_of_another_owner_what_is_being_written_waits(unprivileged):
    """Only the owner can ask whether a file is open for writing. Another user takes it as complete after two seconds without change."""
    image, clean = large(100_000)
    (unprivileged.folder / "inbox").mkdir()
    watcher = Watcher(unprivileged.folder, prefix=unprivileged.prefix, binary=unprivileged.binary)
    for i in range(20):  # tried again if the machine itself paused for that long
        longest = slowly_written(unprivileged, f"{i}.jpg", image)
        watcher.has(f"{i}.jpg", clean)
        if longest < 1:
            break
    watcher.tells(f"{i}.jpg")
    watcher.end(signal.SIGTERM)
    assert watcher.errors == []
    assert watcher.told(f"{i}.jpg") == 1


def test_where_the_outputs_go_is_taken_away(folder, watch):
    watcher = watch()
    (folder / "inbox/a.jpg").write_bytes(DIRTY)
    watcher.has("a.jpg")
    (folder / "clean").rename(folder / "elsewhere")
    assert watcher.process.wait(PATIENCE) == 1
    for reader in watcher.readers:
        reader.join(PATIENCE)
    assert watcher.errors == ["stripmeta: 'clean' was deleted or moved"]


def test_what_is_bad_is_said_and_what_is_no_image_is_not(folder, watch):
    watcher = watch()
    (folder / "inbox/broken.jpg").write_bytes(BROKEN)
    (folder / "inbox/notes.txt").write_text("no image")
    (folder / "inbox/empty.jpg").write_bytes(b"")
    (folder / "inbox/.hidden.jpg").write_bytes(DIRTY)
    (folder / "inbox/a.jpg.orig").write_bytes(DIRTY)
    (folder / "inbox/link.jpg").symlink_to("broken.jpg")
    watcher.until(lambda: watcher.errors)
    (folder / "inbox/last.jpg").write_bytes(DIRTY)
    watcher.has("last.jpg")
    watcher.tells("last.jpg")
    watcher.end(signal.SIGTERM)
    assert len(watcher.errors) == 1 and watcher.errors[0].startswith("stripmeta: inbox/broken.jpg: ")
    assert [line.split(":")[0] for line in watcher.lines[1:]] == ["inbox/last.jpg"]
    assert os.listdir(folder / "clean") == ["last.jpg"]


def test_what_fails_for_a_while_is_tried_again(folder, watch):
    image, clean = large(400_000)
    disk = folder / "clean"
    disk.mkdir()
    with small_disk(disk, 1 << 20):
        (disk / "filler").write_bytes(b"x" * 900_000)
        watcher = watch()
        (folder / "inbox/a.jpg").write_bytes(image)
        watcher.until(lambda: watcher.errors)
        assert "the disk is full" in watcher.errors[0]
        (disk / "filler").unlink()
        watcher.has("a.jpg", clean)
        assert watcher.end(signal.SIGTERM) == -signal.SIGTERM


def test_json(folder, watch):
    watcher = watch("--json")
    (folder / "inbox/a.jpg").write_bytes(DIRTY)
    watcher.until(lambda: watcher.lines)
    record = json.loads(watcher.lines[0])
    assert (record["path"], record["output"], record["outcome"]) == ("inbox/a.jpg", "clean/a.jpg", "cleaned")


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGTERM])
def test_a_burst_of_a_thousand_killed_in_the_middle(folder, watch, killed_by):
    image, clean = large(20_000)
    watcher = watch()
    names = [f"{i % 7}/{i:04}.jpg" for i in range(1000)]

    def write():
        for name in names:
            (folder / "inbox" / name).parent.mkdir(exist_ok=True)
            (folder / "inbox" / name).write_bytes(image)

    writer = threading.Thread(target=write)
    writer.start()
    watcher.until(lambda: len(watcher.lines) > 300)
    assert watcher.end(killed_by) == -killed_by
    written = [path for path in (folder / "clean").rglob("*.jpg") if ".stripmeta-" not in path.name]
    assert all(path.read_bytes() == clean for path in written)
    second = watch()
    writer.join(PATIENCE)
    for name in names:
        second.has(name, clean)
    second.end(signal.SIGTERM)
    assert watcher.errors == second.errors == []
    told = [line for line in watcher.lines + second.lines if ": removed" in line]
    # Images reported before the kill are not cleaned again. Each thread may have finished one more without reporting it.
    assert len(names) - 8 <= len(told) == len(set(told))


def test_a_directory_that_goes_away(folder, watch):
    watcher = watch()
    (folder / "inbox").rmdir()
    assert watcher.process.wait(PATIENCE) == 1
    for reader in watcher.readers:
        reader.join(PATIENCE)
    assert watcher.errors == ["stripmeta: 'inbox' was deleted or moved"]


def test_the_unit_of_systemd(tmp_path):
    """The unit file works with this program, a user and directories that exist."""
    example = pathlib.Path(__file__).resolve().parents[3] / "examples/stripmeta-watch@.service"
    unit = tmp_path / "stripmeta-watch@root.service"
    unit.write_text(example.read_text().replace("/usr/bin/stripmeta", str(BINARY)).replace("man:stripmeta-watch(1)", ""))
    judged = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (judged.returncode, [line for line in judged.stderr.splitlines() if unit.name in line]) == (0, [])


def test_a_directory_that_may_not_be_read(unprivileged):
    (unprivileged.folder / "inbox").mkdir(mode=0o700)
    ran = unprivileged.run("watch", "inbox", "-o", "clean")
    assert ran.code == 1
    assert "inbox" in ran.errors


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["inbox"], "no output was given; use -o DIR or -o s3://BUCKET/PREFIX"),
        (["inbox", "inbox", "-o", "clean"], "name one directory to watch"),
        (["s3://bucket", "-o", "clean"], "only directories can be watched; use sync for a bucket"),
        (["inbox", "-o", "inbox/clean"], "'inbox/clean' is inside 'inbox'; choose two separate directories"),
        (["inbox", "-o", "inbox"], "'inbox' and 'inbox' are the same directory; choose two different ones"),
    ],
)
def test_wrong_usage(folder, arguments, sentence):
    ran = run("watch", *arguments, cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (2, "", usage(sentence, "watch"))
