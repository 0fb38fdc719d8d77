"""Strips files with the command line and judges each outcome by the oracles: cleaned, refused by name, or failed."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import chromium
import oracles
from formats import Oracle
from leftovers import leftovers

WORKERS = 2
MAX_GROWTH = 1024  # bytes that an output may be longer than its input
REFUSALS = {"malformed", "truncated", "unsupported", "too_large"}


@dataclass
class Verdict:
    """Of one file. `faults` is empty exactly if the outcome is one of the two right ones."""

    source: Path
    output: Path
    outcome: str  # cleaned, refused or failed
    error: str | None = None  # the kind of a refusal
    decodable: bool = False  # an independent decoder reads the source
    faults: list[str] = field(default_factory=list)
    report: dict = field(default_factory=dict)  # what `strip --json` said
    before: dict = field(default_factory=dict)  # exiftool's tags
    after: dict = field(default_factory=dict)


def _run(cli: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([cli, *arguments], capture_output=True, check=False, timeout=120)


def _refusal(done: subprocess.CompletedProcess, verdict: Verdict) -> None:
    """Exit 1, no output, and one JSON line whose error has a kind and a sentence."""
    try:
        error = json.loads(done.stdout)["error"]
        verdict.error = error["type"]
        named = verdict.error in REFUSALS and bool(error["message"])
    except (ValueError, KeyError, TypeError):
        named = False
    if not named:
        verdict.faults.append("refused without naming a kind: " + done.stdout.decode(errors="replace")[:200])
    if verdict.output.exists():
        verdict.faults.append("refused, yet there is an output")
    verdict.outcome = "refused"


def _repeated(cli: str, verdict: Verdict) -> None:
    """Stripping the output changes nothing, and `check` calls it clean."""
    again = verdict.output.with_stem(verdict.output.stem + ".again")
    if _run(cli, "strip", str(verdict.output), "-o", str(again)).returncode != 0:
        verdict.faults.append("the output is refused")
    elif again.read_bytes() != verdict.output.read_bytes():
        verdict.faults.append("not idempotent")
    again.unlink(missing_ok=True)
    if (code := _run(cli, "check", str(verdict.output)).returncode) != 0:
        verdict.faults.append(f"check of the output exits {code}")


def _picture_faults(oracle: Oracle, verdict: Verdict) -> list[str]:
    before = oracle.picture(verdict.source)
    verdict.decodable = before is not None
    after = oracle.picture(verdict.output) if verdict.decodable else None
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        return [f"{view} differs" for view in before if before[view] is not None and before[view] != after.get(view)]
    return ["the picture differs"]


def _row_faults(report: dict, differs: bool) -> list[str]:
    """Whatever changes has a row, so that --in-place and check know of it."""
    if not report:
        return []
    said = bool(report["removed"]) or report.get("truncated", False)
    return [] if said == differs else ["a change without a row" if differs else "a row without a change"]


def _strip(cli: str, oracle: Oracle, source: Path, output: Path) -> Verdict:
    """All that needs no exiftool."""
    verdict = Verdict(source, output, "failed")
    done = _run(cli, "strip", "--json", str(source), "-o", str(output), "--verify")
    if done.returncode == 1:
        verdict.decodable = oracle.picture(source) is not None
        _refusal(done, verdict)
    elif done.returncode != 0:
        verdict.faults.append(f"exit {done.returncode}: " + done.stderr.decode(errors="replace")[-300:])
    elif not output.exists():
        verdict.faults.append("exit 0 without an output")
    else:
        verdict.outcome = "cleaned"
        verdict.report = json.loads(done.stdout or "{}")  # the bad programs of test_judge.py say nothing
        _repeated(cli, verdict)
        original, made = source.read_bytes(), output.read_bytes()
        verdict.faults += _row_faults(verdict.report, original != made)
        verdict.faults += oracle.bytes_faults(original, made)
        if len(made) > len(original) + MAX_GROWTH:
            verdict.faults.append(f"{len(made) - len(original)} bytes longer than the input")
        verdict.faults += _picture_faults(oracle, verdict)
    return verdict


def _ask_exiftool(oracle: Oracle, verdicts: list[Verdict], pool: ThreadPoolExecutor) -> None:
    cleaned = [verdict for verdict in verdicts if verdict.outcome == "cleaned"]
    before = pool.submit(oracles.exiftool, [verdict.source for verdict in verdicts])
    after = pool.submit(oracles.exiftool, [verdict.output for verdict in cleaned])
    for verdict in verdicts:
        verdict.before = before.result().get(verdict.source, {})
    for verdict in cleaned:
        verdict.after = after.result().get(verdict.output, {})
        if not verdict.after:
            verdict.faults.append("exiftool does not read the output")
        elif left := leftovers(verdict.before, verdict.after, oracle.allowed):
            verdict.faults.append("left: " + " ".join(left))


def judge(cli: str, oracle: Oracle, sources: list[Path], folder: Path) -> dict[Path, Verdict]:
    """Strips each source, all of one format, into `folder` and judges it; two processes at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        outputs = [folder / f"{number}{oracle.suffix}" for number in range(len(sources))]
        verdicts = list(pool.map(lambda pair: _strip(cli, oracle, *pair), zip(sources, outputs)))
        _ask_exiftool(oracle, verdicts, pool)
    for verdict in verdicts:
        if verdict.faults:
            verdict.outcome = "failed"
    return {verdict.source: verdict for verdict in verdicts}


def chromium_faults(verdicts: list[Verdict]) -> tuple[list[str], int]:
    """Which cleaned images Chromium does not show as it showed their sources; and how many it showed.

    It applies gain maps, which go, and leaves the last rows of an image out whose end is missing, which is completed.
    """

    def is_alike(report: dict) -> bool:
        return not report["truncated"] and not any("gain_map" in row["holds"] for row in report["removed"])

    cleaned = [verdict for verdict in verdicts if verdict.outcome == "cleaned" and is_alike(verdict.report)]
    before = chromium.pictures([verdict.source for verdict in cleaned])
    after = chromium.pictures([verdict.output for verdict in cleaned])
    differ = [v for v, first, second in zip(cleaned, before, after) if first is not None and first != second]
    return [verdict.source.name for verdict in differ], sum(picture is not None for picture in before)


def refused_and_decodable(verdicts: list[Verdict]) -> tuple[int, float]:
    """How many decodable files were refused, and their share of the decodable ones in percent."""
    decodable = [verdict for verdict in verdicts if verdict.decodable]
    refused = sum(verdict.outcome == "refused" for verdict in decodable)
    return refused, 100 * refused / max(1, len(decodable))


def summary(title: str, verdicts: list[Verdict]) -> str:
    """One line: "corpus: 373 files, 368 cleaned, 5 refused (3 decodable, 0.81 %), 0 failed"."""
    count = {word: sum(verdict.outcome == word for verdict in verdicts) for word in ("cleaned", "refused", "failed")}
    refused, percent = refused_and_decodable(verdicts)
    return (
        f"{title}: {len(verdicts)} files, {count['cleaned']} cleaned, {count['refused']} refused"
        f" ({refused} decodable, {percent:.2f} %), {count['failed']} failed"
    )
