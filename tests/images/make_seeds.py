#!/usr/bin/env python3
"""Writes the fuzzers' first inputs: make_seeds.py OUT_DIR makes OUT_DIR/TARGET/NAME. Standard library and cjpeg.

Images of the catalogue that need Pillow are left out: fuzzing must not depend on it.
"""

import argparse
import json
from pathlib import Path
from typing import Iterator

import catalogue
import jpeg
import parts

MAX_SIZE = 8192  # short inputs are tried more often

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


def images() -> Iterator[tuple[str, bytes]]:
    for image in catalogue.made():
        try:
            data = image.make()
        except ImportError:
            continue
        if len(data) <= MAX_SIZE:
            yield image.name, data


def split_images() -> Iterator[tuple[str, bytes]]:
    """Each behind the byte by which fuzz_jpeg chooses policy and split: default, and strict."""
    for name, data in images():
        yield name, b"\0" + data
        yield name + "_strict", b"\4" + data


def structures() -> Iterator[tuple[str, bytes]]:
    """What fuzz_exif reads: the TIFF structures of the images' Exif segments, profiles, Photoshop resources, MPF."""
    yield "profile", parts.display_profile()
    yield "profile_private_tag", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + bytes(32)})
    yield "photoshop", parts.photoshop("caption", parts.resource(0x040C, bytes(40)))
    yield "mpf", parts.mpf(1000, [500, 200])
    for name, data in images():
        try:
            segments = [part.payload for part in jpeg.walk(data) if part.marker == jpeg.APP1]
        except jpeg.Damaged:
            continue
        for number, payload in enumerate(segments):
            if payload.startswith(b"Exif\0\0"):
                yield f"{name}_{number}", payload[6:]


def keys() -> Iterator[tuple[str, bytes]]:
    yield from ((str(number), key.encode()) for number, key in enumerate(_KEYS))


def events() -> Iterator[tuple[str, bytes]]:
    yield from ((str(number), json.dumps(event).encode()) for number, event in enumerate(_EVENTS))


TARGETS = {"fuzz_jpeg": split_images, "fuzz_exif": structures, "fuzz_key": keys, "fuzz_event": events}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out_dir", type=Path)
    out = parser.parse_args().out_dir
    for target, seeds in TARGETS.items():
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in seeds():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
