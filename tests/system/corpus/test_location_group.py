"""All that exiftool can write into its group Location, in one image of each format that it writes: 0 survive.

The group counts a drone's gimbal and a session's pose, too. GPSVersionID is no position.
"""

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import report_lines

EXIFTOOL = os.environ.get("STRIPMETA_EXIFTOOL") or "exiftool"
IMAGES = {
    "jpg": "baseline_444",
    "png": "png_colour_2_depth_8",
    "webp": "webp_lossy",
    "gif": "gif_no_metadata",
    "tif": "tiff_little_classic",
    "heic": "heic_plain",
    "avif": "avif_plain",
    "jp2": "jp2_lossless",
    "jxl": "jxl_lossy",
}
LEAST = 150  # exiftool writes 170 to 220 of them; fewer would mean that the image was not made as meant
VALUES = {"lang-alt": "Zq7", "undef": "Zq7", "string": "7.25", "boolean": "True", "date": "2020:01:01 00:00:00"}
OF_GPS = {"GPSDateStamp": "2020:01:01", "GPSTimeStamp": "01:02:03", "GPSLatitudeRef": "N", "GPSLongitudeRef": "E"}


def writable() -> list[tuple[str, str]]:
    """Each tag as Group1:Name, with a value that fits its type."""
    listing = subprocess.run([EXIFTOOL, "-listx"], capture_output=True, check=True, timeout=300).stdout
    found = {}
    for table in ElementTree.fromstring(listing).iter("table"):
        for tag in table.iter("tag"):
            group = tag.get("g2") or table.get("g2")
            if group != "Location" or tag.get("writable") != "true" or tag.get("type") == "struct":
                continue
            value = OF_GPS.get(tag.get("name"), VALUES.get(tag.get("type"), "7"))
            found[f"{tag.get('g1') or table.get('g1')}:{tag.get('name')}"] = " ".join([value] * int(tag.get("count") or 1))
    return [(tag, value) for tag, value in found.items() if not tag.startswith("Composite:")]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [f"-{tag}={value}" for tag, value in writable()]


def locations(path: Path) -> dict:
    done = subprocess.run(
        [EXIFTOOL, "-j", "-a", "-G0:1", "-s", "-n", "-ee3", "-location:all", str(path)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    tags = json.loads(done.stdout)[0]
    return {tag: value for tag, value in tags.items() if tag != "SourceFile" and not tag.startswith("Composite:")}


@pytest.mark.parametrize("suffix", IMAGES)
def test_none_survives(suffix, lines, cli, made, tmp_path, pytestconfig):
    planted, output = tmp_path / f"planted.{suffix}", tmp_path / f"output.{suffix}"
    shutil.copy(made[IMAGES[suffix]], planted)
    arguments = "\n".join(["-m", "-q", "-q", "-n", "-overwrite_original", *lines, str(planted)])
    subprocess.run([EXIFTOOL, "-@", "-"], input=arguments.encode(), check=False, capture_output=True, timeout=300)
    before = locations(planted)
    subprocess.run(
        [cli, "strip", "--policy", "location", "--verify", str(planted), "-o", str(output)], check=True, timeout=60
    )
    left = {tag for tag in locations(output) if not tag.endswith(":GPSVersionID")}
    report_lines.add(pytestconfig, f"exiftool's group Location {suffix}: {len(before)} planted, {len(left)} survive")
    assert len(before) >= LEAST
    assert left == set()
