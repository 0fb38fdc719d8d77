"""Strips files with the command line and judges each outcome by the oracles: cleaned, refused by name, or failed."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import icc
import jpeg
import oracles
import structure
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
    decodable: bool = False  # djpeg reads the source
    faults: list[str] = field(default_factory=list)
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
    again = verdict.output.with_suffix(".again.jpg")
    if _run(cli, "strip", str(verdict.output), "-o", str(again)).returncode != 0:
        verdict.faults.append("the output is refused")
    elif again.read_bytes() != verdict.output.read_bytes():
        verdict.faults.append("not idempotent")
    again.unlink(missing_ok=True)
    if (code := _run(cli, "check", str(verdict.output)).returncode) != 0:
        verdict.faults.append(f"check of the output exits {code}")


def _bytes_faults(source: bytes, output: bytes) -> list[str]:
    """What the tests' own readers find: shape, JFIF, Adobe, ICC, orientation, growth."""
    found = structure.faults(output)
    if found:
        return found
    before, after = list(jpeg.walk(source)), list(jpeg.walk(output))
    found = icc.kept_faults(icc.whole(icc.chunks(before)), icc.whole(icc.chunks(after)))
    if icc.chunks(after) and icc.whole(icc.chunks(after)) is None:
        found.append("the output's ICC chunks form no whole profile")
    found += structure.kept_faults(before, after)
    wanted = structure.orientation(structure.first_exif(before))
    if structure.orientation(structure.first_exif(after)) != wanted:
        found.append("orientation differs")
    if len(output) > len(source) + MAX_GROWTH:
        found.append(f"{len(output) - len(source)} bytes longer than the input")
    return found


def _picture_faults(verdict: Verdict, source: bytes) -> list[str]:
    """The decoders' view. Pillow too where a decoder's view is more than the samples: four planes, or turned by Exif."""
    before = oracles.djpeg(verdict.source)
    verdict.decodable = before is not None
    found = ["djpeg's picture differs"] if before is not None and before != oracles.djpeg(verdict.output) else []
    parts = list(jpeg.walk(source))
    planes = next((part.payload[5] for part in parts if part.marker in jpeg.SOF and len(part.payload) > 5), 0)
    if planes == 4 or structure.orientation(structure.first_exif(parts)):
        shown = oracles.pillow(verdict.source)
        if shown is not None and shown != oracles.pillow(verdict.output):
            found.append("Pillow's picture differs")
    return found


def _strip(cli: str, source: Path, output: Path) -> Verdict:
    """All that needs no exiftool."""
    verdict = Verdict(source, output, "failed")
    done = _run(cli, "strip", "--json", str(source), "-o", str(output))
    if done.returncode == 1:
        verdict.decodable = oracles.djpeg(source) is not None
        _refusal(done, verdict)
    elif done.returncode != 0:
        verdict.faults.append(f"exit {done.returncode}: " + done.stderr.decode(errors="replace")[-300:])
    elif not output.exists():
        verdict.faults.append("exit 0 without an output")
    else:
        verdict.outcome = "cleaned"
        _repeated(cli, verdict)
        original = source.read_bytes()
        verdict.faults += _bytes_faults(original, output.read_bytes())
        verdict.faults += _picture_faults(verdict, original)
    return verdict


def _ask_exiftool(verdicts: list[Verdict], pool: ThreadPoolExecutor) -> None:
    cleaned = [verdict for verdict in verdicts if verdict.outcome == "cleaned"]
    before = pool.submit(oracles.exiftool, [verdict.source for verdict in verdicts])
    after = pool.submit(oracles.exiftool, [verdict.output for verdict in cleaned])
    for verdict in verdicts:
        verdict.before = before.result().get(verdict.source, {})
    for verdict in cleaned:
        verdict.after = after.result().get(verdict.output, {})
        if not verdict.after:
            verdict.faults.append("exiftool does not read the output")
        elif left := leftovers(verdict.before, verdict.after):
            verdict.faults.append("left: " + " ".join(left))


def judge(cli: str, sources: list[Path], folder: Path) -> dict[Path, Verdict]:
    """Strips each source into `folder` and judges it; two processes at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        outputs = [folder / f"{number}.jpg" for number in range(len(sources))]
        verdicts = list(pool.map(lambda pair: _strip(cli, *pair), zip(sources, outputs)))
        _ask_exiftool(verdicts, pool)
    for verdict in verdicts:
        if verdict.faults:
            verdict.outcome = "failed"
    return {verdict.source: verdict for verdict in verdicts}


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
