"""Every generated image: it is what its name says, and it comes out clean or is refused."""

import json
import subprocess

import formats
import judge
import make_images
import oracles
import pytest

IMAGES = make_images.images()
# Chromium ignores a profile whose zlib stream has no checksum; libpng, libvips and Pillow apply it, so it stays.
APART_IN_CHROMIUM = {"png_icc_no_checksum"}
# Pillow takes the picture for an animation and finds no frame. Other decoders show it.
APART_IN_PILLOW = {"png_animation_without_frames"}


def _has(tags: dict, wanted: str) -> bool:
    return any(tag == wanted or tag.startswith(wanted + ":") for tag in tags)


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_image(image, made_verdicts):
    verdict = made_verdicts[image.name]
    assert not verdict.faults
    assert verdict.outcome == ("refused" if image.refused else "cleaned")
    assert not [tag for tag in image.shows if not _has(verdict.before, tag)], "the image is not what its name says"
    assert not [tag for tag in image.keeps if not _has(verdict.after, tag)], "gone, but it must stay"


@pytest.mark.parametrize("word", formats.IN_CHROMIUM)
def test_chromium_shows_the_same(word, made_verdicts):
    names = [image.name for image in IMAGES if image.format == word and not image.refused]
    names = [name for name in names if name not in APART_IN_CHROMIUM]
    differ, shown = judge.chromium_faults([made_verdicts[name] for name in names])
    assert differ == []
    assert shown >= len(names) / 2, "Chromium shows too few for this to mean anything"


def test_names_are_unique():
    names = [image.name for image in IMAGES]
    assert len(names) == len(set(names))


def test_every_format_has_images(cli, made_verdicts):
    told = subprocess.run([cli, "version", "--json"], capture_output=True, check=True, timeout=60).stdout
    cleaned = {verdict.report["format"] for verdict in made_verdicts.values() if verdict.outcome == "cleaned"}
    assert cleaned == set(json.loads(told)["formats"])


def test_all_but_the_refused_are_decodable(made_verdicts):
    """So that "same picture" was really asked of each."""
    asked = [image.name for image in IMAGES if not image.refused and image.name not in APART_IN_PILLOW]
    assert not [name for name in asked if not made_verdicts[name].decodable]


def test_inspect_says_what_exiftool_says(cli, made, made_verdicts):
    """All but `planted`, whose several Exif segments contradict each other on purpose."""
    jpegs = [image.name for image in IMAGES if image.format == "jpg"]
    cleaned = [made[name] for name in jpegs if made_verdicts[name].outcome == "cleaned"]
    assert oracles.inspect_differences(cli, cleaned) == ""
