"""`stripmeta strip -o`: where outputs go, what is refused, and that an output appears only when it is complete."""

import json
import os
import resource
import signal
import stat
import subprocess
import time

import pytest
from cli_harness import (
    BINARY, BROKEN, CLEAN, CUT, DIRTY, SECONDS, Unprivileged, environment, large, names, run, summary)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    (tmp_path / "b.jpg").write_bytes(DIRTY)
    return tmp_path


@pytest.fixture
def unprivileged():
    place = Unprivileged()
    yield place
    place.remove()


def test_to_a_file(folder):
    ran = run("strip", "a.jpg", "-o", "c.jpg", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, summary("a.jpg", DIRTY, CLEAN), "")
    assert (folder / "c.jpg").read_bytes() == CLEAN
    assert (folder / "a.jpg").read_bytes() == DIRTY
    assert names(folder) == ["a.jpg", "b.jpg", "c.jpg"]


def test_to_a_directory_that_exists(folder):
    (folder / "out").mkdir()
    ran = run("strip", folder / "a.jpg", "-o", "out", cwd=folder)
    assert (ran.code, ran.errors) == (0, "")
    assert (folder / "out" / "a.jpg").read_bytes() == CLEAN


@pytest.mark.parametrize("inputs, out", [(["a.jpg"], "out/"), (["a.jpg", "b.jpg"], "out"), (["a.jpg"], "out//")])
def test_to_a_directory_that_is_made(folder, inputs, out):
    ran = run("strip", *inputs, "-o", out, cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, "".join(summary(i, DIRTY, CLEAN) for i in inputs), "")
    assert names(folder / "out") == inputs
    assert all((folder / "out" / name).read_bytes() == CLEAN for name in inputs)


def test_a_name_that_says_another_format_is_said(folder):
    ran = run("strip", "a.jpg", "-o", "out.png", cwd=folder)
    assert (ran.code, ran.text) == (0, summary("a.jpg", DIRTY, CLEAN)[:-1] + "; the name says PNG, but it is JPEG\n")


def test_the_directories_above_it_are_made_too(folder):
    assert run("strip", "a.jpg", "-o", "new/deep/out/", cwd=folder).code == 0
    assert (folder / "new/deep/out/a.jpg").read_bytes() == CLEAN
    (folder / "bad.jpg").write_bytes(b"no image")
    assert run("strip", "bad.jpg", "-o", "other/deep/out/", cwd=folder).code == 1
    assert not (folder / "other").exists()


def test_to_a_directory_that_cannot_be_made(folder):
    ran = run("strip", "a.jpg", "-o", "b.jpg/out/", cwd=folder)
    assert (ran.code, ran.text) == (1, "")
    assert ran.errors == "stripmeta: a.jpg: cannot create the directory 'b.jpg/out': a part of its path is not a directory\n"


def test_a_directory_made_for_nothing_goes_again(folder):
    (folder / "a.jpg").write_bytes(BROKEN)
    assert run("strip", "a.jpg", "-o", "out/", cwd=folder).code == 1
    assert names(folder) == ["a.jpg", "b.jpg"]


def test_in_a_directory_that_does_not_exist(folder):
    ran = run("strip", "a.jpg", "-o", "no/c.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, "")
    assert ran.errors == "stripmeta: a.jpg: cannot open the directory of 'no/c.jpg': it does not exist\n"


def test_quiet(folder):
    ran = run("strip", "-q", "a.jpg", "no.jpg", "-o", "out", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (1, "", "stripmeta: cannot open 'no.jpg': it does not exist\n")


def test_an_output_is_not_overwritten(folder):
    ran = run("strip", "a.jpg", "-o", "b.jpg", cwd=folder)
    assert (ran.code, ran.text) == (1, "")
    assert ran.errors == (
        "stripmeta: a.jpg: the output 'b.jpg' exists already; use --force to replace it\n")
    assert (folder / "b.jpg").read_bytes() == DIRTY


def test_force_overwrites(folder):
    (folder / "b.jpg").write_bytes(b"old")
    assert run("strip", "a.jpg", "-o", "b.jpg", "--force", cwd=folder).code == 0
    assert (folder / "b.jpg").read_bytes() == CLEAN


def test_force_leaves_the_old_output_where_it_fails(folder):
    (folder / "a.jpg").write_bytes(BROKEN)
    assert run("strip", "a.jpg", "-o", "b.jpg", "--force", cwd=folder).code == 1
    assert (folder / "b.jpg").read_bytes() == DIRTY
    assert names(folder) == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("kind", ["same", "symlink", "hard link", "other input"])
def test_an_input_is_no_output(folder, kind):
    arguments, output = ["a.jpg"], "c.jpg"
    if kind == "same":
        output = "./a.jpg"
    elif kind == "symlink":
        (folder / "c.jpg").symlink_to("a.jpg")
    elif kind == "hard link":
        os.link(folder / "a.jpg", folder / "c.jpg")
    else:  # a.jpg would overwrite the input of link.jpg
        (folder / "out").mkdir()
        (folder / "out" / "a.jpg").write_bytes(DIRTY)
        (folder / "link.jpg").symlink_to("out/a.jpg")
        arguments, output = ["a.jpg", "link.jpg"], "out/a.jpg"
    ran = run("strip", *arguments, "-o", "out" if kind == "other input" else output, "--force", cwd=folder)
    assert ran.code == 1
    assert ran.errors == (
        f"stripmeta: a.jpg: the output '{output}' is also an input; use --in-place to replace it\n")
    assert (folder / output).read_bytes() == DIRTY


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_an_output_that_is_no_file(folder, force):
    (folder / "out").mkdir()
    (folder / "out" / "a.jpg").mkdir()
    ran = run("strip", "a.jpg", "-o", "out", *force, cwd=folder)
    assert (ran.code, ran.errors) == (1, "stripmeta: a.jpg: the output 'out/a.jpg' is a directory\n")
    ran = run("strip", "a.jpg", "-o", "/dev/null", *force, cwd=folder)
    assert (ran.code, ran.errors) == (
        1, "stripmeta: a.jpg: the output '/dev/null' is not a regular file; use -o - and redirect standard output\n")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_an_output_link_is_followed(folder):
    (folder / "real.jpg").write_bytes(b"old")
    (folder / "link.jpg").symlink_to("real.jpg")
    assert run("strip", "a.jpg", "-o", "link.jpg", cwd=folder).code == 1
    assert run("strip", "a.jpg", "-o", "link.jpg", "--force", cwd=folder).code == 0
    assert (folder / "link.jpg").is_symlink()
    assert (folder / "real.jpg").read_bytes() == CLEAN


def test_an_output_link_that_leads_nowhere(folder):
    (folder / "link.jpg").symlink_to("nowhere.jpg")
    ran = run("strip", "a.jpg", "-o", "link.jpg", "--force", cwd=folder)
    assert (ran.code, ran.errors) == (
        1, "stripmeta: a.jpg: the output 'link.jpg' is a broken symbolic link; delete it, or choose another "
        "output\n")
    assert names(folder) == ["a.jpg", "b.jpg", "link.jpg"]


def test_standard_input_and_output():
    ran = run("strip", "-", "-o", "-", stdin=DIRTY)
    assert (ran.code, ran.out, ran.errors) == (0, CLEAN, summary("-", DIRTY, CLEAN))


def test_json_goes_to_stderr_beside_an_image():
    ran = run("strip", "-", "-o", "-", "--json", stdin=DIRTY)
    assert (ran.code, ran.out) == (0, CLEAN)
    record = json.loads(ran.err)
    assert (record["outcome"], record["path"], record["output"]) == ("cleaned", "-", "-")


def test_standard_input_to_a_file(tmp_path):
    old = os.umask(0o027)
    try:
        ran = run("strip", "-", "-o", "c.jpg", stdin=DIRTY, cwd=tmp_path)
    finally:
        os.umask(old)
    assert (ran.code, ran.text) == (0, summary("-", DIRTY, CLEAN))
    assert (tmp_path / "c.jpg").read_bytes() == CLEAN
    assert stat.S_IMODE((tmp_path / "c.jpg").stat().st_mode) == 0o640


def test_standard_input_is_a_directory(tmp_path):
    directory = os.open(tmp_path, os.O_RDONLY)
    ran = run("strip", "-", "-o", "-", stdin=directory)
    os.close(directory)
    assert (ran.code, ran.out, ran.errors) == (
        1, b"", "stripmeta: -: cannot read 'standard input': it is a directory\n")


def test_large_images_in_any_pieces(tmp_path):
    dirty, clean = large(3_000_000)
    (tmp_path / "a.jpg").write_bytes(dirty)
    assert run("strip", "a.jpg", "-o", "c.jpg", cwd=tmp_path).code == 0
    assert (tmp_path / "c.jpg").read_bytes() == clean
    assert run("strip", "-", "-o", "-", stdin=dirty).out == clean


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o444, 0o755])
def test_mode_is_kept(folder, mode):
    (folder / "a.jpg").chmod(mode)
    assert run("strip", "a.jpg", "-o", "c.jpg", cwd=folder).code == 0
    assert stat.S_IMODE((folder / "c.jpg").stat().st_mode) == mode


def test_times_are_kept_where_asked_for(folder):
    times = (1_000_000_000_123_456_789, 1_100_000_000_987_654_321)
    os.utime(folder / "a.jpg", ns=times)
    assert run("strip", "a.jpg", "-o", "kept.jpg", "--preserve", cwd=folder).code == 0
    kept = (folder / "kept.jpg").stat()
    assert (kept.st_atime_ns, kept.st_mtime_ns) == times
    assert run("strip", "a.jpg", "-o", "new.jpg", cwd=folder).code == 0
    assert (folder / "new.jpg").stat().st_mtime_ns != times[1]


def test_extended_attributes_are_not_carried_over(folder):
    os.setxattr(folder / "a.jpg", "user.origin", b"https://example.com/secret")
    assert run("strip", "a.jpg", "-o", "c.jpg", cwd=folder).code == 0
    assert os.listxattr(folder / "c.jpg") == []


def test_an_input_link_is_read_through(folder):
    (folder / "link.jpg").symlink_to("a.jpg")
    assert run("strip", "link.jpg", "-o", "out/", cwd=folder).code == 0
    assert not (folder / "out" / "link.jpg").is_symlink()
    assert (folder / "out" / "link.jpg").read_bytes() == CLEAN


def test_the_work_goes_on_past_bad_files(folder):
    (folder / "broken.jpg").write_bytes(BROKEN)
    (folder / "text.jpg").write_bytes(b"Not an image, as anyone can see.")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    inputs = ["broken.jpg", "text.jpg", "empty.jpg", "no.jpg", "sub", "pipe.jpg", "a.jpg/x", "a.jpg"]
    ran = run("strip", *inputs, "-o", "out", cwd=folder)
    assert (ran.code, ran.text.splitlines(keepends=True)[0]) == (1, summary("a.jpg", DIRTY, CLEAN))
    lines = ran.errors.splitlines()
    assert lines[0].startswith("stripmeta: broken.jpg: ") and lines[0].endswith(")")
    assert lines[1].startswith("stripmeta: text.jpg: ")
    assert lines[2].startswith("stripmeta: empty.jpg: ")
    assert lines[3:] == [
        "stripmeta: cannot open 'no.jpg': it does not exist",
        "stripmeta: 'pipe.jpg' is a named pipe, not a file that holds an image",
        "stripmeta: cannot open 'a.jpg/x': a part of its path is not a directory",
    ]
    assert names(folder / "out") == ["a.jpg"]


def test_json_of_failures(folder):
    (folder / "text.jpg").write_bytes(b"Not an image, as anyone can see.")
    ran = run("strip", "--json", "text.jpg", "no.jpg", "a.jpg", "-o", "out", cwd=folder)
    assert (ran.code, ran.errors) == (1, "")
    records = [json.loads(line) for line in ran.text.splitlines()]
    assert [r["outcome"] for r in records] == ["failed", "failed", "cleaned"]
    assert [r["ok"] for r in records] == [False, False, True]
    assert [r["path"] for r in records] == ["text.jpg", "no.jpg", "a.jpg"]
    assert [r.get("output") for r in records] == [None, None, "out/a.jpg"]
    assert records[0]["error"]["type"] == "unsupported"
    assert records[1]["error"] == {
        "type": "not_found", "message": "cannot open 'no.jpg': it does not exist", "offset": None}


def test_json_keys(folder):
    ran = run("strip", "--json", "a.jpg", "-o", "c.jpg", cwd=folder)
    record = json.loads(ran.text)
    assert list(record) == ["ok", "outcome", "format", "bytes_in", "bytes_out", "truncated", "removed", "kept", "error",
                            "path", "output"]
    assert (record["format"], record["bytes_in"], record["bytes_out"]) == ("jpeg", len(DIRTY), len(CLEAN))
    assert {row["kind"]: row["holds"] for row in record["removed"]} == {"exif": ["gps"], "comment": []}
    assert "secret" not in ran.text.lower()


def test_a_missing_end_is_completed_and_said(tmp_path):
    (tmp_path / "a.jpg").write_bytes(CUT)
    ran = run("strip", "a.jpg", "-o", "c.jpg", cwd=tmp_path)
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text == (
        f"a.jpg: nothing to remove; {len(CUT)} -> {len(CLEAN)} bytes; the end of the image was missing and was added; "
        "hidden text after it may remain (use --strict to refuse such files)\n")
    assert (tmp_path / "c.jpg").read_bytes() == CLEAN


HOSTILE = b"a\x1b]0;x\x07\n\xc2\x9b\xe2\x80\xae\xff.jpg"
SHOWN = "a\\x1b]0;x\\x07\\x0a\\x9b\\u202e\ufffd.jpg"


def test_names_are_neutralised(tmp_path):
    (tmp_path / os.fsdecode(HOSTILE)).write_bytes(DIRTY)
    ran = run("strip", HOSTILE, b"no" + HOSTILE, "-o", "out", cwd=tmp_path)
    assert (ran.code, ran.text) == (1, summary(SHOWN, DIRTY, CLEAN))
    assert ran.errors == f"stripmeta: cannot open 'no{SHOWN}': it does not exist\n"
    assert os.listdir(os.fsencode(tmp_path / "out")) == [HOSTILE]


def test_names_are_neutralised_in_json(tmp_path):
    (tmp_path / os.fsdecode(HOSTILE)).write_bytes(DIRTY)
    ran = run("strip", "--json", HOSTILE, "-o", "c.jpg", cwd=tmp_path)
    assert ran.code == 0
    assert ran.text.endswith("\n") and ran.text[:-1].isprintable()
    assert json.loads(ran.text)["path"] == HOSTILE.decode(errors="replace")


def test_names_are_neutralised_in_usage(tmp_path):
    ran = run("strip", b"x/" + HOSTILE, b"y/" + HOSTILE, "-o", "out", cwd=tmp_path)
    assert ran.errors.splitlines()[0] == (
        f"stripmeta: 'x/{SHOWN}' and 'y/{SHOWN}' would both be written to 'out/{SHOWN}'; strip them in separate runs")


def limit_file_size():
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))


def test_an_output_that_does_not_fit_leaves_nothing(tmp_path):
    dirty, _ = large(1_000_000)
    (tmp_path / "a.jpg").write_bytes(dirty)
    ran = run("strip", "a.jpg", "-o", "c.jpg", cwd=tmp_path, preexec_fn=limit_file_size)
    assert (ran.code, ran.text) == (1, "")
    assert ran.errors == "stripmeta: a.jpg: cannot write 'c.jpg': the file would exceed the size limit\n"
    assert names(tmp_path) == ["a.jpg"]


def test_standard_output_that_is_full(folder):
    with open("/dev/full", "wb") as full:
        ran = run("strip", "a.jpg", "-o", "-", cwd=folder, stdout=full)
    assert (ran.code, ran.errors) == (1, "stripmeta: a.jpg: cannot write 'standard output': the disk is full\n")


def test_results_that_cannot_be_written(folder):
    with open("/dev/full", "wb") as full:
        ran = run("strip", "a.jpg", "-o", "c.jpg", cwd=folder, stdout=full)
    assert (ran.code, ran.errors) == (1, "stripmeta: cannot write the results: No space left on device\n")
    assert (folder / "c.jpg").read_bytes() == CLEAN


@pytest.mark.parametrize("closed, code", [("<&-", 0), (">&-", 1), ("2>&-", 0), ("<&- >&- 2>&-", 1)])
def test_closed_streams_do_not_end_in_the_image(folder, closed, code):
    ran = run("-c", f'"$0" strip a.jpg no.jpg -o out {closed}', BINARY, cwd=folder, binary="/bin/sh")
    assert ran.code == 1  # no.jpg
    assert (folder / "out" / "a.jpg").read_bytes() == CLEAN
    ran = run("-c", f'"$0" strip a.jpg -o c.jpg {closed}', BINARY, cwd=folder, binary="/bin/sh")
    assert ran.code == code
    assert (folder / "c.jpg").read_bytes() == CLEAN


def test_a_closed_standard_input_is_an_error():
    ran = run("-c", '"$0" strip - -o - <&-', BINARY, binary="/bin/sh")
    assert (ran.code, ran.out) == (1, b"")


@pytest.fixture
def blocked(tmp_path):
    """A run that cannot go on: its image is larger than a pipe and a read buffer, and no process reads standard output."""
    dirty, _ = large(4_000_000)
    path = tmp_path / "a.jpg"
    path.write_bytes(dirty)
    with subprocess.Popen([BINARY, "strip", "a.jpg", "-o", "-"], cwd=tmp_path, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.read(1) == b"\xff"  # the run has started reading
        yield process, path


@pytest.mark.parametrize("change", ["grows", "shrinks", "is touched"])
def test_a_file_that_changes_while_read(blocked, change):
    process, path = blocked
    if change == "grows":
        with path.open("ab") as file:
            file.write(b"more")
    elif change == "shrinks":
        os.truncate(path, 3_900_000)
    else:
        os.utime(path, ns=(1, 1))
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert errors.decode() == (
        "stripmeta: 'a.jpg' changed while it was read; try again when nothing writes to it\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_nothing_behind(tmp_path, number):
    dirty, _ = large(1_000_000)

    def heed():  # a shell that runs the tests in the background makes its children ignore the interrupt
        signal.signal(number, signal.SIG_DFL)

    with subprocess.Popen([BINARY, "strip", "-", "-o", "c.jpg"], cwd=tmp_path, env=environment(), preexec_fn=heed,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdin.write(dirty[:500_000])
        process.stdin.flush()
        end = time.monotonic() + SECONDS
        while not names(tmp_path):
            assert time.monotonic() < end, "it has not begun to write"
            time.sleep(0.01)
        process.send_signal(number)
        # Not communicate(), which would end the input: here the signal must end the wait for it.
        assert process.wait(timeout=SECONDS) == -number
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert names(tmp_path) == []


def test_unreadable(unprivileged):
    (unprivileged.folder / "a.jpg").write_bytes(DIRTY)
    (unprivileged.folder / "a.jpg").chmod(0)
    ran = unprivileged.run("strip", "a.jpg", "-o", "c.jpg")
    assert (ran.code, ran.errors) == (1, "stripmeta: cannot open 'a.jpg': permission is denied\n")


def test_unwritable(unprivileged):
    (unprivileged.folder / "a.jpg").write_bytes(DIRTY)
    unprivileged.folder.chmod(0o555)
    ran = unprivileged.run("strip", "a.jpg", "-o", "c.jpg")
    assert (ran.code, ran.errors) == (
        1, "stripmeta: a.jpg: cannot create a file beside 'c.jpg': permission is denied\n")
    ran = unprivileged.run("strip", "a.jpg", "-o", "-")
    assert (ran.code, ran.out) == (0, CLEAN)
