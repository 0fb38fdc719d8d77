"""With `--keep copyright` and `--keep panorama`, exiftool finds these tags in the output with the values that they had, and
no other that the default output has not."""

import io
import subprocess
from pathlib import Path

import base
import formats
import oracles
import planted
import pytest
from PIL import Image

# What exiftool writes: the rights, by the groups that it reads them from, and what must go beside them.
RIGHTS = {
    "IFD0:Artist": "Jane Doe",
    "IFD0:Copyright": "(c) Jane Doe, all rights reserved",
    "IPTC:By-line": "Jane Doe",
    "IPTC:CopyrightNotice": "© Jane Döe",
    "XMP-dc:Creator": "Jane Doe",
    "XMP-dc:Rights": "© <Jane> & \"Doe\"",
    "XMP-dc:Rights-de": "© Jane, alle Rechte",
    "XMP-xmpRights:Marked": "True",
    "XMP-xmpRights:WebStatement": "https://example.org/?a=b&c=d",
    "XMP-xmpRights:UsageTerms": "Ask first.\nThen print.",
    "XMP-xmpRights:Owner": "Doe Ltd",
    "PNG:Author": "Jane Doe",
    "PNG:Copyright": "(c) Jane Doe",
}
PANORAMA = {
    "XMP-GPano:ProjectionType": "equirectangular",
    "XMP-GPano:UsePanoramaViewer": "True",
    "XMP-GPano:CroppedAreaImageWidthPixels": "64",
    "XMP-GPano:CroppedAreaImageHeightPixels": "48",
    "XMP-GPano:FullPanoWidthPixels": "128",
    "XMP-GPano:FullPanoHeightPixels": "64",
    "XMP-GPano:CroppedAreaLeftPixels": "32",
    "XMP-GPano:CroppedAreaTopPixels": "8",
}
OTHERS = {
    "IFD0:ImageDescription": "at home",
    "IFD0:Software": "Editor 1.0",
    "ExifIFD:DateTimeOriginal": "2026:11:23 10:00:00",
    "ExifIFD:OwnerName": "Jane",
    "GPS:GPSLatitude": "48.2",
    "IPTC:Credit": "Agency",
    "IPTC:City": "Vienna",
    "XMP-dc:Title": "at home",
    "XMP-photoshop:Credit": "Agency",
    "XMP-xmpRights:Certificate": "https://example.org/no",
    "XMP-xmp:CreateDate": "2026:11:23 10:00:00",
    "XMP-GPano:PoseHeadingDegrees": "90",
    "XMP-GPano:FirstPhotoDate": "2026:11:23 10:00:00",
    "PNG:Comment": "at home",
}
# How the blocks are written, not what they say.
STRUCTURE = {"File:ExifByteOrder", "File:CurrentIPTCDigest", "IPTC:CodedCharacterSet", "XMP-x:XMPToolkit"}
WORDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF"}


def _plain(word: str) -> bytes:
    stream = io.BytesIO()
    Image.open(io.BytesIO(base.ppm(64, 48))).save(stream, WORDS[word])
    return stream.getvalue()


def _takes(word: str, tag: str) -> bool:
    """Whether the format has a place of its own for the tag: in a PNG or a WebP, IPTC has none."""
    group = tag.split(":")[0]
    return {"PNG": word == "png", "IPTC": word in ("jpg", "tif")}.get(group, True)


@pytest.fixture(scope="module", params=WORDS)
def word(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def source(word, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("rights") / f"owned.{word}"
    path.write_bytes(_plain(word))
    tags = {tag: value for tag, value in (RIGHTS | PANORAMA | OTHERS).items() if _takes(word, tag)}
    lines = [f"-{tag}=" + value.replace("&", "&amp;").replace("\n", "&#10;") for tag, value in tags.items()]
    command = ["exiftool", "-E", "-q", "-overwrite_original", "-codedcharacterset=utf8", *lines, str(path)]
    if not _takes(word, "IPTC:City"):
        command.remove("-codedcharacterset=utf8")
    subprocess.run(command, check=True, timeout=120)
    found = oracles.exiftool([path])[path]
    assert not [tag for tag in tags if tag not in found and not tag.endswith("-de")], "the image is not what it is to be"
    return path


def _stripped(cli: str, source: Path, *options: str) -> dict:
    output = source.with_name("out" + "_".join(options).replace(",", "") + source.suffix)
    command = [cli, "strip", "--force", *options, str(source), "-o", str(output)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    subprocess.run([cli, "check", *options, str(output)], check=True, capture_output=True, timeout=60)
    return oracles.exiftool([output])[output]


def _more_than_default(cli: str, source: Path, *options: str) -> dict:
    """The tags of the output that the default one has not."""
    default = _stripped(cli, source)
    kept = _stripped(cli, source, *options)
    volatile = ("System:", "SourceFile", "Composite:")
    return {
        tag: value
        for tag, value in kept.items()
        if tag not in default and tag not in STRUCTURE and not tag.startswith(volatile)
    }


def _wanted(source: Path, tags: dict) -> dict:
    found = oracles.exiftool([source])[source]
    return {tag: found[tag] for tag in tags if tag in found}


@pytest.mark.parametrize("options", [("--keep", "copyright"), ("--policy", "archive")], ids="_".join)
def test_the_rights_stay_as_they_are(options, cli, source):
    wanted = _wanted(source, RIGHTS)
    assert len(wanted) >= 9
    assert _more_than_default(cli, source, *options) == wanted


def test_the_panorama_stays_as_it_is(cli, source):
    wanted = _wanted(source, PANORAMA)
    assert len(wanted) == len(PANORAMA)
    assert _more_than_default(cli, source, "--keep", "panorama") == wanted


def test_both_stay(cli, source):
    wanted = _wanted(source, RIGHTS | PANORAMA)
    assert _more_than_default(cli, source, "--keep", "copyright,panorama") == wanted


def test_the_picture_is_the_same(cli, source, word):
    output = source.with_name("picture" + source.suffix)
    subprocess.run([cli, "strip", "--policy", "archive", str(source), "-o", str(output)], check=True, timeout=60)
    picture = formats.ORACLES[word].picture
    assert picture(source) is not None
    assert picture(output) == picture(source)


def test_of_all_that_can_be_written_only_the_rights_stay(cli, word, tmp_path):
    """Every tag that exiftool writes holds the marker."""
    path = tmp_path / f"planted.{word}"
    path.write_bytes(planted.by_exiftool(_plain(word), tmp_path, path.suffix))
    kept = _more_than_default(cli, path, "--keep", "copyright,panorama")
    allowed = {tag.removesuffix("-de") for tag in RIGHTS}
    assert {tag for tag in kept if planted.MARKER in str(kept[tag])} <= allowed
    assert set(kept) <= allowed | set(PANORAMA)
    assert {"IFD0:Artist", "IFD0:Copyright"} <= set(kept)
    packet_fits = word != "png"  # its chunk is longer than what a PNG's XMP may be to be read
    assert ({"XMP-dc:Creator", "XMP-dc:Rights"} <= set(kept)) == packet_fits


def test_formats_that_keep_none_are_as_by_default(cli, made, tmp_path):
    others = [path for path in made.values() if path.suffix[1:] not in WORDS]
    assert others
    for path in others:
        outputs = []
        for options in ([], ["--policy", "archive", "--keep", "panorama"]):
            output = tmp_path / f"out{len(outputs)}{path.suffix}"
            output.unlink(missing_ok=True)
            subprocess.run([cli, "strip", *options, str(path), "-o", str(output)], check=False, capture_output=True, timeout=60)
            outputs.append(output.read_bytes() if output.exists() else None)
        assert outputs[0] == outputs[1], path.name
