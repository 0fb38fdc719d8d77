#!/usr/bin/env python3
"""Compares values that `stripmeta inspect --json` reads with exiftool's.

Usage: compare_exiftool.py STRIPMETA IMAGE...

What exiftool finds must be among the values that stripmeta shows under the same name. Files that stripmeta refuses are
counted. Exit: 0 all agree, 1 a value differs or nothing was compared, 2 usage.
"""

import json
import re
import subprocess
import sys

# exiftool's group and tag; stripmeta's group and name.
TAGS = [
    ("IFD0:Make", "exif", "Make"),
    ("IFD0:Model", "exif", "Model"),
    ("IFD0:Orientation", "exif", "Orientation"),
    ("IFD0:Artist", "exif", "Artist"),
    ("IFD0:Software", "exif", "Software"),
    ("IFD0:ModifyDate", "exif", "DateTime"),
    ("IFD0:XPTitle", "exif", "XPTitle"),
    ("ExifIFD:DateTimeOriginal", "exif", "DateTimeOriginal"),
    ("ExifIFD:SerialNumber", "exif", "BodySerialNumber"),
    ("ExifIFD:LensModel", "exif", "LensModel"),
    ("ExifIFD:OwnerName", "exif", "CameraOwnerName"),
    ("ExifIFD:UserComment", "exif", "UserComment"),
    ("ExifIFD:FNumber", "exif", "FNumber"),
    ("ExifIFD:Flash", "exif", "Flash"),
    ("Canon:OwnerName", "maker_note", "OwnerName"),
    ("GPS:GPSDateStamp", "gps", "GPSDateStamp"),
    ("IPTC:By-line", "iptc", "By-line"),
    ("IPTC:City", "iptc", "City"),
    ("IPTC:Keywords", "iptc", "Keywords"),
    ("XMP-dc:Creator", "xmp", "dc:creator"),
    ("XMP-dc:Subject", "xmp", "dc:subject"),
    ("XMP-xmp:CreatorTool", "xmp", "xmp:CreatorTool"),
    ("XMP-xmpMM:DocumentID", "xmp", "xmpMM:DocumentID"),
]
CODES = {"Orientation", "Flash"}  # shown as "word (code)"
NUMBERS = {"FNumber"}
DATES = {"DateTimeOriginal", "DateTime", "GPSDateStamp"}
DEGREES = 1e-5
ELLIPSIS = "\u2026 ("


def run(command):
    """The program's standard output as text; its exit code is not looked at."""
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    return output.decode("utf-8", "replace")


def exiftool_values(path):
    """Tags by group and name; numbers stay the text that they are in JSON."""
    text = run(["exiftool", "-j", "-G1", "-a", "-s", "-n", "--", path])
    found = json.loads(text, parse_int=str, parse_float=str) if text.strip() else []
    return found[0] if found else {}


def our_values(program, path):
    """Texts by group and name without an array's index; none where the file is refused."""
    lines = [line for line in run([program, "inspect", "--json", path]).split("\n") if line.strip()]
    record = json.loads(lines[0]) if lines else {"ok": False}
    if not record["ok"]:
        return None
    values = {}
    for value in record["values"]:
        name = re.sub(r"\[\d+\]$", "", value["name"])
        values.setdefault((value["group"], name), []).append(value["value"])
    return values


def equal(name, theirs, ours):
    """Whether two texts say the same. exiftool has a question mark for what it cannot decode."""
    theirs, ours = theirs.strip(" \t\r\n\0"), ours.strip(" \t\r\n\0")
    if name == "UserComment" and theirs and ours.startswith(theirs):
        return True  # exiftool ends the text at a NUL; what stands behind it is shown here too
    if name in CODES:
        code = re.search(r"(?:^|\()(\d+)\)?$", ours)
        return code is not None and code.group(1) == theirs
    if name in NUMBERS:
        return theirs in ("undef", "inf") or abs(float(theirs) - float(ours)) <= 1e-6 * abs(float(theirs))
    if name in DATES and not any(c.isdigit() for c in theirs + ours):
        return True
    if ELLIPSIS in ours:
        return theirs.startswith(ours[: ours.rindex(ELLIPSIS)])
    if "?" in theirs or "\ufffd" in theirs:
        pattern = "".join(".{0,3}" if c in "?\ufffd" else re.escape(c) for c in theirs)
        return re.fullmatch(pattern, ours, re.DOTALL) is not None
    return theirs == ours


def signed(tags, coordinate, negative):
    """A coordinate of exiftool's GPS group in degrees, none where it is missing or no number."""
    try:
        degrees = float(tags["GPS:" + coordinate])
    except (KeyError, ValueError):
        return None
    return -degrees if str(tags.get("GPS:" + coordinate + "Ref", "")).startswith(negative) else degrees


def compare_position(tags, ours):
    """Yields what differs in the position."""
    latitude, longitude = signed(tags, "GPSLatitude", "S"), signed(tags, "GPSLongitude", "W")
    if latitude is None or longitude is None:
        return
    positions = []
    for text in ours.get(("gps", "Position"), []):
        positions.append([float(part.split()[0]) for part in text.split(",")])
    near = [p for p in positions if abs(p[0] - latitude) <= DEGREES and abs(p[1] - longitude) <= DEGREES]
    if not near:
        yield f"GPS position: exiftool {latitude}, {longitude}; stripmeta {positions}"


def compare_tags(tags, ours):
    """Yields what differs in the chosen tags."""
    for their_name, group, name in TAGS:
        if their_name not in tags or (group == "maker_note" and not str(tags[their_name]).strip(" \0")):
            continue  # of a maker's note what says nothing is not shown
        theirs = tags[their_name]
        candidates = ours.get((group, name), [])
        for value in theirs if isinstance(theirs, list) else [theirs]:
            if not any(equal(name, str(value), candidate) for candidate in candidates):
                yield f"{their_name}: exiftool {value!r}; stripmeta {candidates!r}"


def main(arguments):
    """Compares each image; answers the exit code."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, *paths = arguments
    compared = refused = values = differences = 0
    for path in paths:
        ours = our_values(program, path)
        if ours is None:
            refused += 1
            continue
        tags = exiftool_values(path)
        compared += 1
        values += sum(their_name in tags for their_name, _, _ in TAGS)
        for difference in [*compare_tags(tags, ours), *compare_position(tags, ours)]:
            differences += 1
            print(f"{path}: {difference}")
    print(f"{compared} files compared, {values} tags, {differences} differences, {refused} files refused")
    return 0 if differences == 0 and compared > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
