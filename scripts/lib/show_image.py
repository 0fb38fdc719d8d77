#!/usr/bin/env python3
"""Tells in words what the function answered, and looks at both files with tools that are not ours.

usage: show_image.py ANSWER.json BEFORE AFTER
Exit 0 where exiftool finds nothing but structure in AFTER and djpeg the same picture in both.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "corpus"))

from leftovers import leftovers  # noqa: E402  (found by the line above)


def row(entry: dict) -> str:
    """exif (gps, serial), 3 x comment"""
    times = f"{entry['count']} x " if entry["count"] > 1 else ""
    holds = f" ({', '.join(entry['holds'])})" if entry["holds"] else ""
    return (times + entry["kind"] + holds).replace("_", " ")


def gist(answer: dict) -> str:
    removed = ", ".join(row(entry) for entry in answer["removed"]) or "nothing"
    return f"{answer['outcome']}, {answer['bytes_in']:,} -> {answer['bytes_out']:,} bytes; removed {removed}"


def tags(path: str) -> dict:
    command = ["exiftool", "-j", "-a", "-G1", "-s", "-n", path]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    return json.loads(done.stdout or "[{}]")[0]


def picture(path: str) -> str | None:
    command = ["djpeg", "-dct", "int", "-nosmooth", path]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    return hashlib.md5(done.stdout).hexdigest() if done.returncode in (0, 2) and done.stdout else None


def left(before: str, after: str) -> tuple[str, bool]:
    read = tags(after)
    groups = {tag.split(":")[0] for tag in read}
    kept = [word for word, tag in (("orientation", "IFD0:Orientation"), ("JFIF", "JFIF:JFIFVersion")) if tag in read]
    kept += ["colour profile"] if any(group.startswith("ICC") for group in groups) else []
    kept += ["Adobe colour transform"] if "Adobe" in groups else []
    bad = leftovers(tags(before), read)
    if bad:
        return "LEFT: " + ", ".join(bad), False
    return "nothing but structure" + (f" ({', '.join(kept)})" if kept else ""), True


def same(before: str, after: str) -> tuple[str, bool]:
    first, second = picture(before), picture(after)
    if first is None:
        return "djpeg cannot decode this image, so its pictures were not compared", False
    return (f"identical (djpeg, md5 {first})", True) if first == second else ("DIFFERENT", False)


def main() -> int:
    answer_file, before, after = sys.argv[1:]
    answer = json.loads(Path(answer_file).read_text())
    if "errorType" in answer:
        print(f"  answer:   {answer['errorType']}: {answer['errorMessage']}")
        return 1
    print(f"  answer:   {gist(answer)}")
    ok = True
    for title, (text, good) in (("left:", left(before, after)), ("picture:", same(before, after))):
        print(f"  {title:9} {text}")
        ok = ok and good
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
