#!/usr/bin/env python3
"""Shows in words what the function answered, and looks at both files with independent tools.

usage: show_image.py ANSWER.json BEFORE AFTER
Exit 0 if exiftool finds nothing but structure in AFTER and the format's decoders show the same picture in both. Needs
the packages of tests/requirements-oracles.txt.
"""

import json
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2] / "tests"
sys.path[:0] = [str(TESTS / name) for name in ("system/corpus", "support/images")]

import oracles  # noqa: E402  (found by the lines above, as the next ones)
from formats import ORACLES, Oracle  # noqa: E402
from leftovers import leftovers  # noqa: E402

WORDS = {"jpeg": "jpg", "tiff": "tif"}  # the answer's words for formats for which the oracles have others


def row(entry: dict) -> str:
    """exif (gps, serial), 3 x comment"""
    times = f"{entry['count']} x " if entry["count"] > 1 else ""
    holds = f" ({', '.join(entry['holds'])})" if entry["holds"] else ""
    return (times + entry["kind"] + holds).replace("_", " ")


def gist(answer: dict) -> str:
    removed = ", ".join(row(entry) for entry in answer["removed"]) or "nothing"
    return f"{answer['outcome']}, {answer['bytes_in']:,} -> {answer['bytes_out']:,} bytes; removed {removed}"


def left(oracle: Oracle, before: Path, after: Path) -> tuple[str, bool]:
    read = oracles.exiftool([before, after])
    tags = read.get(after, {})
    groups = {tag.split(":")[0] for tag in tags}
    kept = [word for word, tag in (("orientation", "IFD0:Orientation"), ("JFIF", "JFIF:JFIFVersion")) if tag in tags]
    kept += ["colour profile"] if any(group.startswith("ICC") for group in groups) else []
    kept += ["Adobe colour transform"] if "Adobe" in groups else []
    bad = leftovers(read.get(before, {}), tags, oracle.allowed)
    if bad or not tags:
        return ("LEFT: " + ", ".join(bad)) if bad else "exiftool cannot read it", False
    return "nothing but structure" + (f" ({', '.join(kept)})" if kept else ""), True


def same(oracle: Oracle, before: Path, after: Path) -> tuple[str, bool]:
    first, second = oracle.picture(before), oracle.picture(after)
    if first is None:
        return "no decoder here shows this image, so its pictures were not compared", False
    return ("identical", True) if first == second else ("DIFFERENT", False)


def main() -> int:
    answer_file, before, after = map(Path, sys.argv[1:])
    answer = json.loads(answer_file.read_text())
    if "errorType" in answer:
        print(f"  answer:   {answer['errorType']}: {answer['errorMessage']}")
        return 1
    print(f"  answer:   {gist(answer)}")
    oracle = ORACLES[WORDS.get(answer["format"], answer["format"])]
    ok = True
    for title, (text, good) in (("left:", left(oracle, before, after)), ("picture:", same(oracle, before, after))):
        print(f"  {title:9} {text}")
        ok = ok and good
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
