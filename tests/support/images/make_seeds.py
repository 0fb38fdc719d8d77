#!/usr/bin/env python3
"""Writes the fuzzers' first inputs: make_seeds.py OUT_DIR makes OUT_DIR/TARGET/NAME. Standard library and cjpeg.

The seeds of fuzz_FORMAT are what `seeds()` of FORMAT_images.py gives; without such a function, the small ones of its
images. Images that need Pillow are left out: fuzzing must not depend on it.
"""

import argparse
import json
from pathlib import Path
from types import ModuleType
from typing import Iterator

import jpeg
import jpeg_images
import make_images
import parts

MAX_SIZE = 8192  # short inputs are tried more often
# The byte before an image, by which fuzz/engine.hpp chooses policy and split: by default, with --strict, with --share.
CHOICES = {"": b"\0", "_strict": b"\4", "_share": b"\1"}

_KEYS = ["photo.jpg", "a/b/c.jpg", "ünïcode/ü.jpg", "a b+c%20.jpg", "/lead", "trail/", "a//b", "../x", "a/./b", "\0", ""]
_RECORD = {
    "eventSource": "aws:s3",
    "eventName": "ObjectCreated:Put",
    "s3": {"bucket": {"name": "a"}, "object": {"key": "a+b%2B.jpg", "size": 1}},
}
_EVENTS = [
    {"input_jpg": "photo.jpg"},
    {"key": "photo.jpg", "version_id": "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY", "force": True},
    [{"input_jpg": "a.jpg"}, {"key": "b.jpg"}],
    {"input_jpg": 1, "unknown": [[[[]]]]},
    [],
    {"Event": "s3:TestEvent"},
    {"Records": [_RECORD]},
    {"Records": [{"eventSource": "aws:sqs", "messageId": "1", "body": json.dumps({"Records": [_RECORD]})}]},
    {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps({"Records": [_RECORD]})}}]},
    {"source": "aws.s3", "detail-type": "Object Created", "detail": {"bucket": {"name": "a"}, "object": {"key": "a+b"}}},
    {
        "invocationSchemaVersion": "2.0",
        "job": {"id": "j", "userArguments": {"force": "true"}},
        "tasks": [{"taskId": "1", "s3Key": "a+b%2B.jpg", "s3VersionId": None, "s3Bucket": "a"}],
    },
]


def small_images(module: ModuleType) -> Iterator[tuple[str, bytes]]:
    for image in module.made():
        try:
            data = image.make()
        except ImportError:
            continue
        if len(data) <= MAX_SIZE:
            yield image.name, data


def of_format(module: ModuleType) -> Iterator[tuple[str, bytes]]:
    for name, data in module.seeds() if hasattr(module, "seeds") else small_images(module):
        for suffix, choice in CHOICES.items():
            yield name + suffix, choice + data


def structures() -> Iterator[tuple[str, bytes]]:
    """What fuzz_exif reads: the TIFF structures of the images' Exif segments, profiles, Photoshop resources, MPF."""
    yield "profile", parts.display_profile()
    yield "profile_private_tag", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + bytes(32)})
    yield "photoshop", parts.photoshop("caption", parts.resource(0x040C, bytes(40)))
    yield "mpf", parts.mpf(1000, [500, 200])
    for name, data in small_images(jpeg_images):
        try:
            segments = [part.payload for part in jpeg.walk(data) if part.marker == jpeg.APP1]
        except jpeg.Damaged:
            continue
        for number, payload in enumerate(segments):
            if payload.startswith(b"Exif\0\0"):
                yield f"{name}_{number}", payload[6:]


def packets() -> Iterator[tuple[str, bytes]]:
    """What fuzz_xmp reads: the packets of the images, and one with all that may stay."""
    rights = (
        "<dc:creator><rdf:Seq><rdf:li>Jane</rdf:li></rdf:Seq></dc:creator>"
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">&#169;</rdf:li></rdf:Alt></dc:rights>'
    )
    sphere = (
        'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular" '
        'GPano:FullPanoWidthPixels="6000"'
    )
    yield "rights", parts.xmp(sphere, rights)[len(parts.XMP_SIGNATURE) :]
    for name, data in small_images(jpeg_images):
        try:
            segments = [part.payload for part in jpeg.walk(data) if part.marker == jpeg.APP1]
        except jpeg.Damaged:
            continue
        for number, payload in enumerate(segments):
            if payload.startswith(parts.XMP_SIGNATURE):
                yield f"{name}_{number}", payload[len(parts.XMP_SIGNATURE) :]


def keys() -> Iterator[tuple[str, bytes]]:
    yield from ((str(number), key.encode()) for number, key in enumerate(_KEYS))


def events() -> Iterator[tuple[str, bytes]]:
    yield from ((str(number), json.dumps(event).encode()) for number, event in enumerate(_EVENTS))


# What the targets read that are no format's.
TARGETS = {"fuzz_exif": structures, "fuzz_xmp": packets, "fuzz_key": keys, "fuzz_event": events}


def all_seeds() -> Iterator[tuple[str, Iterator[tuple[str, bytes]]]]:
    """Of each target, by its name."""
    for word, module in make_images.modules().items():
        yield f"fuzz_{word}", of_format(module)
    for target, seeds in TARGETS.items():
        yield target, seeds()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out_dir", type=Path)
    out = parser.parse_args().out_dir
    for target, seeds in all_seeds():
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in seeds:
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
