#!/usr/bin/env python3
"""Records what a build of the program makes of a folder of files, so that two builds can be compared byte for byte.

usage: manifest.py record CLI FOLDER OUT     one line a file and policy: a digest of the output, and the record without its texts
       manifest.py damage FOLDER TO          copies of the folder's files, each damaged three times, always in the same way
       manifest.py compare BEFORE AFTER      lists the lines that differ; exit 1 if there are any
"""

import hashlib
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

POLICIES = {
    "default": [],
    "strict": ["--strict"],
    "share": ["--policy", "share"],
    "archive": ["--policy", "archive"],
    "location": ["--policy", "location"],
    "more": ["--keep", "gainmap,panorama,copyright,ninepatch"],
    "less": ["--remove", "icc,orientation,density,title"],
}


def main(arguments):
    match arguments:
        case ["record", cli, folder, out]:
            Path(out).write_text("".join(f"{line}\n" for line in record(cli, Path(folder))))
        case ["damage", folder, to]:
            for path in files_of(Path(folder)):
                damage(path, Path(to) / path.relative_to(folder))
        case ["compare", before, after]:
            return compare(before, after)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def record(cli, folder):
    for name, options in POLICIES.items():
        with tempfile.TemporaryDirectory() as out:
            yield from (f"{name} {line}" for line in stripped(cli, folder, out, options))
    for command in ("check", "inspect"):
        for line in records(cli, [command, folder, "--jobs", "2"]):
            path, rest = named(line, folder)
            yield f"{command} {path} {rest}"


def stripped(cli, folder, out, options):
    for line in records(cli, ["strip", folder, "-o", out, "--jobs", "2", *options]):
        path, rest = named(line, folder)
        output = Path(out) / path
        digest = hashlib.sha256(output.read_bytes()).hexdigest() if output.exists() else "-"
        yield f"{path} {digest} {rest}"


def records(cli, arguments):
    done = subprocess.run([cli, *map(str, arguments), "--json"], capture_output=True, text=True, errors="replace", check=False)
    return sorted(line for line in done.stdout.splitlines() if line.startswith("{"))


def named(line, folder):
    """The path in the folder, and what the record says besides times, texts and the path of the output."""
    said = json.loads(line)
    path = said.pop("path", said.pop("input", ""))
    for key in ("ms", "output", "warnings", "hint"):
        said.pop(key, None)
    if said.get("error"):
        said["error"].pop("message", None)
    return Path(path).relative_to(folder) if path else "-", json.dumps(said, sort_keys=True)


def damage(path, target):
    """Cuts the file, flips bits of it, and doubles a part of it."""
    data = path.read_bytes()
    if len(data) < 32 or len(data) > 2_000_000:
        return
    chance = random.Random(path.name)
    head = min(len(data), 4096)
    begin, length = chance.randrange(head), chance.randrange(1, 64)
    flipped = bytearray(data)
    for _ in range(3):
        flipped[chance.randrange(4, head)] ^= 1 << chance.randrange(8)
    variants = {
        "cut": data[: chance.randrange(16, len(data))],
        "flipped": bytes(flipped),
        "doubled": data[: begin + length] + data[begin:],
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    for name, made in variants.items():
        target.with_name(f"{target.stem}-{name}{target.suffix}").write_bytes(made)


def compare(before, after):
    old, new = (set(Path(name).read_text().splitlines()) for name in (before, after))
    for line in sorted(old ^ new, key=lambda line: line.split(" ")[:2]):
        print("-" if line in old else "+", line)
    print(f"{len(new)} lines, {len(new - old)} of them differ")
    return 1 if old != new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
