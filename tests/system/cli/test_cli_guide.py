"""Every command of docs/guide.md, and those of the README and of docs/tutorial.md on the command line.

Those of buckets are in test_cli_s3.py, the tutorial's of the function in test_function_documents.py.
"""

import re
import signal
import subprocess
import sys

import pytest
from cli_harness import BINARY, BROKEN, CLEAN, DIRTY, MAKE, environment
from doc_commands import ROOT, commands, sections

PATIENCE = 300
WITH_BUCKETS = "A bucket"


def write_photo(folder):
    """Writes a photo with a thumbnail."""
    (folder / "small").write_bytes(CLEAN)
    (folder / "photo.jpg").write_bytes(DIRTY)
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", f"-ThumbnailImage<={folder / 'small'}", folder / "photo.jpg"],
        check=True, timeout=PATIENCE)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    for name in ("bin", "home", "holiday/day 2", "inbox", "site/images"):
        (folder / name).mkdir(parents=True)
    (folder / "bin/stripmeta").symlink_to(BINARY)
    write_photo(folder)
    for name in ("holiday/a.jpg", "holiday/day 2/b.jpg", "inbox/a.jpg"):
        (folder / name).write_bytes(DIRTY)
    (folder / "holiday/notes.txt").write_text("no image")
    (folder / "site/images/a.jpg").write_bytes(CLEAN)
    (folder / "damaged.jpg").write_bytes(BROKEN)
    return folder


def run_watch(command, folder, variables):
    """watch never ends by itself, so it is ended by a signal."""
    with subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=variables, stdout=subprocess.PIPE) as process:
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == -signal.SIGTERM
    assert b"removed" in lines[1]


def run_all(document, section, folder, skipped=()):
    variables = environment(HOME=str(folder / "home"), PATH=f"{folder / 'bin'}:/usr/bin:/bin")
    del variables["XDG_CONFIG_HOME"]
    done = 0
    for command in commands(document, section):
        if any(word in command.text for word in skipped):
            continue
        done += 1
        if command.text.startswith("stripmeta watch"):
            run_watch(command.text, folder, variables)
            continue
        ran = subprocess.run(
            ["bash", "-c", f"set -euo pipefail; {command.text}"], cwd=folder, env=variables, capture_output=True,
            timeout=PATIENCE, check=False)
        assert ran.returncode == command.code, (command.text, ran.stdout, ran.stderr)
    return done


@pytest.mark.parametrize("section", [name for name in sections("docs/guide.md") if name != WITH_BUCKETS])
def test_guide(place, section):
    assert run_all("docs/guide.md", section, place) > 0 or section == "An app"
    if section == "One photo":
        assert (place / "thumbnail.jpg").read_bytes() == CLEAN
        assert (place / "piped.jpg").read_bytes() == CLEAN == (place / "clean.jpg").read_bytes()
        (place / "clean.jpg").unlink()
    if section == "A folder":
        assert (place / "holiday/a.jpg").read_bytes() == CLEAN == (place / "mirror/day 2/b.jpg").read_bytes()
        assert not list(place.rglob("*.orig"))
        assert MAKE.encode() in (place / "without-places/a.jpg").read_bytes()


def test_readme(tmp_path, place):
    for name in ("home", "site/images"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "bin").symlink_to(place / "bin")
    write_photo(tmp_path)
    (tmp_path / "site/images/a.jpg").write_bytes(CLEAN)
    assert run_all("README.md", "Three commands", tmp_path) == 3


def test_the_transcript_of_the_readme(tmp_path, place):
    """Its commands print what it shows, on the sample."""
    (transcript,) = re.findall(r"^```console\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    maker = ROOT / "tests/support/images/make_images.py"
    subprocess.run([sys.executable, "-B", maker, tmp_path, "--sample"], check=True, timeout=PATIENCE)
    (tmp_path / "sample.jpg").rename(tmp_path / "photo.jpg")
    (tmp_path / "home").mkdir()
    variables = environment(HOME=str(tmp_path / "home"), PATH=f"{place / 'bin'}:/usr/bin:/bin")
    shown = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", transcript, re.MULTILINE)
    assert len(shown) == 3
    for command, output in shown:
        ran = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=variables, capture_output=True, text=True,
                             timeout=PATIENCE, check=False)
        assert ran.stdout + ran.stderr == output, command


def test_tutorial(tmp_path, place):
    """From the folder of a clone."""
    (tmp_path / "home").mkdir()
    (tmp_path / "bin").symlink_to(place / "bin")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    assert run_all("docs/tutorial.md", "Clean a photo", tmp_path) == 7


def test_where_the_documents_are():
    assert "docs/guide.md" in (ROOT / "README.md").read_text()


# The examples of --help, each in its own folder; these end with another exit code than 0.
NOT_ZERO = {"stripmeta check photo.jpg": 1, "stripmeta diff photo.jpg clean.jpg": 1}
ELSEWHERE = ("s3://", "https://", "~/")  # test_cli_s3.py; test_cli_manual.py
VERBS = ["strip", "inspect", "check", "diff", "sync", "watch", "policy", "version", "completion", "help", "man"]


def examples(verb):
    text = subprocess.run([BINARY, verb, "--help"], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
    return [line.strip() for line in text.split("Examples:\n")[1].splitlines()]


@pytest.mark.parametrize("verb, command", [(verb, line) for verb in VERBS for line in examples(verb)
                                           if not any(word in line for word in ELSEWHERE)])
def test_examples_of_help(place, tmp_path, verb, command):
    for name in ("bin", "home", "holiday", "photos/2024", "inbox", "site/images"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "bin/stripmeta").symlink_to(BINARY)
    (tmp_path / "photo.jpg").write_bytes((place / "photo.jpg").read_bytes())
    for name in ("holiday/a.jpg", "photos/2024/a.jpg", "inbox/a.jpg"):
        (tmp_path / name).write_bytes(DIRTY)
    (tmp_path / "site/images/a.jpg").write_bytes(CLEAN)
    if verb == "diff":
        (tmp_path / "clean.jpg").write_bytes(CLEAN)
    variables = environment(HOME=str(tmp_path / "home"), PATH=f"{tmp_path / 'bin'}:/usr/bin:/bin")
    if verb == "watch":
        run_watch(command, tmp_path, variables)
        return
    ran = subprocess.run(["bash", "-c", f"set -euo pipefail; {command}"], cwd=tmp_path, env=variables,
                         capture_output=True, timeout=PATIENCE, check=False)
    assert ran.returncode == NOT_ZERO.get(command, 0), (ran.stdout, ran.stderr)
