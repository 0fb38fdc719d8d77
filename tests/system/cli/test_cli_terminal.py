"""What a person at a terminal sees: the progress line, colours, and the effect of Ctrl-C."""

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import termios
import time

import pytest
from cli_harness import BINARY, BROKEN, CLEAN, DIRTY, environment, heed_interrupts, large

PATIENCE = 300
LARGE, LARGE_CLEAN = large(300_000)


class Terminal:
    """The program, with its own terminal as its standard streams."""

    def __init__(self, folder, *arguments, **variables):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [BINARY, *arguments], cwd=folder, env=environment(**({"TERM": "xterm"} | variables)), stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True, preexec_fn=self._enter)
        os.close(slave)
        self.seen = b""

    @staticmethod
    def _enter():
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # makes Ctrl-C a signal
        heed_interrupts()

    def read(self, until=None):
        """Reads until the end, or until the text is found."""
        end = time.monotonic() + PATIENCE
        while until is None or not re.search(until, self.seen):
            assert time.monotonic() < end, self.seen
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            try:
                self.seen += os.read(self.master, 65536)
            except OSError as error:
                assert error.errno == errno.EIO  # Linux's error after the other end is closed
                break
        return self.seen.decode()

    def end(self):
        self.read()
        code = self.process.wait(PATIENCE)
        os.close(self.master)
        return code


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "photos").mkdir()
    return tmp_path


def test_how_far_it_is(folder):
    """Standard input keeps the run waiting until the line has been seen."""
    for i in range(3):
        (folder / "photos" / f"{i}.jpg").write_bytes(LARGE)
    (folder / "photos/broken.jpg").write_bytes(BROKEN)
    master, slave = pty.openpty()
    read, write = os.pipe()
    process = subprocess.Popen(
        [BINARY, "check", "photos", "-"], cwd=folder, env=environment(TERM="xterm"), stdin=read, stdout=subprocess.PIPE,
        stderr=slave)
    os.close(read)
    os.close(slave)
    seen = b""
    end = time.monotonic() + PATIENCE
    while b"4 of 5 files, 900.6 kB" not in seen or b"1 failed" not in seen:
        assert time.monotonic() < end, seen
        if select.select([master], [], [], 0.1)[0]:
            seen += os.read(master, 65536)
    os.write(write, CLEAN)
    os.close(write)
    out, _ = process.communicate(timeout=PATIENCE)
    with contextlib.suppress(OSError):
        while chunk := os.read(master, 65536):
            seen += chunk
    os.close(master)
    assert process.returncode == 1
    assert b"stripmeta: photos/broken.jpg: " in seen.replace(b"\x1b[31m", b"").replace(b"\x1b[0m", b"")
    assert seen.endswith(b"\r\x1b[K")  # the line is gone at the end
    assert re.search(rb"[0-9.]+ [kM]?B/s", seen)
    assert b"files" not in out


@pytest.mark.parametrize("options", [["--quiet"], ["--json"]])
def test_no_line_where_it_would_be_in_the_way(folder, options):
    (folder / "photos/a.jpg").write_bytes(DIRTY)
    terminal = Terminal(folder, "check", *options, "photos")
    terminal.end()
    assert b"\x1b" not in terminal.seen


def test_colours(folder):
    (folder / "a.jpg").write_bytes(DIRTY)
    (folder / "b.jpg").write_bytes(CLEAN)
    terminal = Terminal(folder, "check", "a.jpg", "b.jpg", "no.jpg")
    assert terminal.end() == 1
    assert terminal.seen.decode().splitlines() == [
        "a.jpg: \x1b[33mnot clean: exif (gps), comment\x1b[0m",
        "b.jpg: \x1b[32mclean\x1b[0m",
        "\x1b[31mstripmeta:\x1b[0m cannot open 'no.jpg': it does not exist",
    ]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours(folder, variables):
    (folder / "a.jpg").write_bytes(DIRTY)
    terminal = Terminal(folder, "check", "a.jpg", "no.jpg", **variables)
    assert terminal.end() == 1
    assert b"\x1b[3" not in terminal.seen


@pytest.mark.parametrize("arguments", [["-o", "clean"], ["--in-place"], ["--in-place", "--backup"]])
def test_ctrl_c_leaves_nothing_partial(folder, arguments):
    for _ in range(20):  # a run may be over before the interrupt comes
        shutil.rmtree(folder)
        (folder / "photos").mkdir(parents=True)
        for i in range(300):
            (folder / "photos" / f"{i:03}.jpg").write_bytes(LARGE)
        terminal = Terminal(folder, "strip", "-v", "photos", *arguments)
        terminal.read(until=rb"photos/0\d\d.jpg: removed")
        os.write(terminal.master, b"\x03")
        code = terminal.end()
        if code != 0:
            break
    assert code == -signal.SIGINT
    assert b"stopped by a signal; so far: " in terminal.seen
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in found if ".stripmeta-" in path.name]
    contents = {path: path.read_bytes() for path in found}
    assert set(contents.values()) <= {LARGE, LARGE_CLEAN}
    for path, content in contents.items():
        if arguments[0] == "-o":
            assert content == (LARGE_CLEAN if "clean" in path.parts else LARGE)
        elif path.suffix == ".orig":
            assert content == LARGE
        elif "--backup" in arguments and content == LARGE_CLEAN:
            assert path.with_name(path.name + ".orig") in contents
