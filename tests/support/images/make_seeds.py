#!/usr/bin/env python3
"""Writes the fuzzers' first inputs: make_seeds.py OUT_DIR makes OUT_DIR/TARGET/NAME. Standard library and cjpeg.

Images of the catalogue that need Pillow are left out: fuzzing must not depend on it.
"""

import argparse
import json
from pathlib import Path
from typing import Iterator

import boxes
import catalogue
import gif_images
import heif_images
import jpeg
import parts
import riff
import tiff
import png_images
import svg_images
import tiff_images

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


def images(module=catalogue) -> Iterator[tuple[str, bytes]]:
    for image in module.made():
        try:
            data = image.make()
        except ImportError:
            continue
        if len(data) <= MAX_SIZE:
            yield image.name, data


def split_images(module=catalogue) -> Iterator[tuple[str, bytes]]:
    """Each behind the byte by which fuzz_jpeg and the like choose policy and split: default, and strict."""
    for name, data in images(module):
        yield name, b"\0" + data
        yield name + "_strict", b"\4" + data


def heifs() -> Iterator[tuple[str, bytes]]:
    for name, data in heif_images.seeds():
        yield name, b"\0" + data
        yield name + "_strict", b"\4" + data


def _split(images: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, data in images.items():
        yield name, b"\0" + data
        yield name + "_strict", b"\4" + data


def webp_images() -> Iterator[tuple[str, bytes]]:
    """No encoder's: headers of pictures with nothing behind them."""
    vp8 = riff.chunk(b"VP8 ", bytes.fromhex("10 00 00 9D 01 2A 08 00 08 00") + bytes(5))
    vp8l = riff.chunk(b"VP8L", bytes.fromhex("2F 07 C0 01 00") + bytes(5))
    alpha = riff.chunk(b"ALPH", bytes(3))
    exif = riff.chunk(b"EXIF", tiff.tiff(tiff.camera(orientation=6)))
    profile = riff.chunk(b"ICCP", parts.display_profile({b"mmod": b"mmod\0\0\0\0" + bytes(32)}))
    xmp = riff.chunk(b"XMP ", parts.xmp()[len(parts.XMP_SIGNATURE) :])
    frame = riff.chunk(b"ANMF", bytes.fromhex("000000 000000 070000 070000 640000 03") + alpha + vp8 + xmp)
    anim = riff.chunk(b"ANIM", bytes(6))
    metadata = riff.EXIF | riff.XMP | riff.ICC
    return _split(
        {
            "simple": riff.riff(vp8),
            "lossless": riff.riff(vp8l),
            "simple_tail": riff.riff(vp8, exif, xmp) + b"trailer",
            "full": riff.riff(riff.canvas(metadata | riff.ALPHA, 8, 8), profile, alpha, vp8, exif, xmp),
            "animated": riff.riff(riff.canvas(riff.ANIMATION | metadata, 8, 8), profile, anim, frame, frame, exif),
        }
    )


def jxl_images() -> Iterator[tuple[str, bytes]]:
    stream = boxes.BARE + bytes(range(16))
    whole = boxes.box(b"jxlc", stream)
    exif = boxes.box(b"Exif", bytes(4) + tiff.tiff(tiff.camera(orientation=6)))
    xmp = boxes.box(b"xml ", parts.xmp()[len(parts.XMP_SIGNATURE) :])
    index = boxes.box(b"jxli", b"\1\0\0\3\xe8\0\0\0\1\0\1\1")
    level = boxes.box(b"jxll", b"\x0a")
    split = [boxes.part(0, stream[:1]), exif, boxes.part(1, stream[1:], last=True)]
    return _split(
        {
            "bare": stream,
            "whole": boxes.file(whole),
            "metadata": boxes.file(level, exif, xmp, boxes.box(b"brob", b"Exif\x1b"), boxes.box(b"jbrd", b""), whole),
            "parts": boxes.file(index, *split),
            "long": boxes.file(boxes.long_box(b"xml ", b"packet"), boxes.long_box(b"jxlc", stream)),
            "last": boxes.file(exif, boxes.last_box(b"jxlc", stream)),
            "last_goes": boxes.file(whole, boxes.last_box(b"jumb", b"c2pa")),
        }
    )


def split_svgs() -> Iterator[tuple[str, bytes]]:
    """The same for fuzz_svg: default, and without titles."""
    for name, data in images(svg_images):
        yield name, b"\0" + data
        yield name + "_share", b"\1" + data


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
    for name, data in images():
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


TARGETS = {
    "fuzz_jpeg": split_images,
    "fuzz_webp": webp_images,
    "fuzz_jxl": jxl_images,
    "fuzz_png": lambda: split_images(png_images),
    "fuzz_gif": lambda: split_images(gif_images),
    "fuzz_heif": heifs,
    "fuzz_svg": split_svgs,
    "fuzz_tiff": lambda: split_images(tiff_images),
    "fuzz_exif": structures,
    "fuzz_xmp": packets,
    "fuzz_key": keys,
    "fuzz_event": events,
}


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
