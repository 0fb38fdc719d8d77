"""--report: the result of each file, saved in a file."""

import csv
import json
import signal
import subprocess

import pytest
from cli_harness import BINARY, BROKEN, CLEAN, DIRTY, MAKE, SECONDS, environment, heed_interrupts, names, run


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "photos"
    place.mkdir()
    (place / "a,\"b\"\nc.jpg").write_bytes(DIRTY)
    (place / "broken.jpg").write_bytes(BROKEN)
    (place / "clean.jpg").write_bytes(CLEAN)
    (place / "notes.txt").write_text("no image")
    return tmp_path


def test_json(folder):
    ran = run("strip", "photos", "-o", "out", "--report", "report.json", cwd=folder)
    assert (ran.code, names(folder)) == (1, ["out", "photos", "report.json"])
    records = json.loads((folder / "report.json").read_text())
    assert [record["outcome"] for record in records] == ["cleaned", "failed", "cleaned", "left_out"]
    assert records[0]["path"] == 'photos/a,"b"\nc.jpg'
    (folder / "out").rename(folder / "first")  # an existing report is replaced
    assert run("strip", "photos", "-o", "out", "--report", "report.json", cwd=folder).code == 1
    lines = run("strip", "--json", "photos", "-o", "out2", cwd=folder).text.replace("out2", "out").splitlines()
    assert [json.loads(line) for line in lines] == records


def test_csv(folder):
    assert run("check", "photos", "--report=report.csv", cwd=folder).code == 1
    with open(folder / "report.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [(row["path"], row["outcome"], row["removed"], row["holds"], row["error_type"]) for row in rows] == [
        ('photos/a,"b"\\x0ac.jpg', "not_clean", "comment exif", "gps", ""),
        ("photos/broken.jpg", "unjudged", "", "", "malformed"),
        ("photos/clean.jpg", "clean", "", "", ""),
        ("photos/notes.txt", "left_out", "", "", "unsupported"),
    ]
    assert MAKE not in (folder / "report.csv").read_text()


def test_no_spreadsheet_takes_a_name_for_a_formula(folder):
    (folder / "=1+1.jpg").write_bytes(DIRTY)
    (folder / "-x.jpg").write_bytes(DIRTY)
    run("strip", "--report", "report.csv", "-o", "out", "--", "=1+1.jpg", "-x.jpg", cwd=folder)
    rows = list(csv.DictReader((folder / "report.csv").read_text().splitlines()))
    assert [(row["path"], row["output"]) for row in rows] == [
        ("./=1+1.jpg", "out/=1+1.jpg"), ("./-x.jpg", "out/-x.jpg")]


def test_standard_output_is_no_file_for_it(folder):
    ran = run("check", "photos", "--report", "-", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (
        2, "", "stripmeta: --report needs the name of a file; --json prints to standard output\n")
    assert names(folder) == ["photos"]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_what_was_done_until_a_signal_is_kept(folder, stop):
    (folder / "photos/broken.jpg").rename(folder / "photos/z.jpg")
    with subprocess.Popen(
            [BINARY, "check", "-v", "photos", "-", "--report", "report.json"], cwd=folder, env=environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interrupts) as process:
        process.stderr.readline()  # the line of the last file; standard input keeps the run waiting
        process.send_signal(stop)
        assert process.wait(timeout=SECONDS) == -stop
        assert process.stdout.read().decode().splitlines()[-2] == (
            "stopped by a signal; so far: 3 images: 1 not clean, 1 clean, 1 could not be judged; 1 other file left out")
    records = json.loads((folder / "report.json").read_text())
    assert [record["outcome"] for record in records] == ["not_clean", "clean", "left_out", "unjudged"]


def test_sync(folder):
    for outcome in ("cleaned", "duplicate"):
        run("sync", "photos", "out", "--report", "report.json", cwd=folder)
        assert json.loads((folder / "report.json").read_text())[0]["outcome"] == outcome


@pytest.mark.parametrize("verb", [["check"], ["strip", "-o", "out"], ["sync"]])
def test_nothing_but_a_report_is_replaced(folder, verb):
    before = (folder / "photos/clean.jpg").read_bytes()
    places = ["photos", "out"] if verb == ["sync"] else ["photos"]
    for name in ("photos/clean.jpg", "/dev/null", "photos"):
        ran = run(*verb, *places, "--report", name, cwd=folder)
        assert (ran.code, ran.text, ran.errors) == (
            3 if verb == ["check"] else 1, "", f"stripmeta: '{name}' exists already and is not a report; name another file with --report\n")
    assert (folder / "photos/clean.jpg").read_bytes() == before and names(folder) == ["photos"]


def test_the_report_does_not_replace_an_output(folder):
    ran = run("strip", "photos/clean.jpg", "-o", "out.json", "--report", "out.json", cwd=folder)
    assert (ran.code, (folder / "out.json").read_bytes()) == (1, CLEAN)


def test_a_report_that_cannot_be_written(folder):
    ran = run("strip", "photos", "-o", "out", "--report", "none/report.json", cwd=folder)
    assert (ran.code, names(folder)) == (1, ["photos"])
    assert "none/report.json" in ran.errors
