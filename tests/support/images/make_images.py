#!/usr/bin/env python3
"""Makes the tests' images, the same bytes each time.

    make_images.py OUT_DIR                every image of every format, and planted.jpg
    make_images.py OUT_DIR --large        large.jpg alone, about 8 MB, for benchmarks
    make_images.py OUT_DIR --sample       sample.jpg alone, for scripts/run-local (standard library and cjpeg)
    make_images.py OUT_DIR --only NAME... these images alone

Needs cjpeg. To make every image it also needs exiftool, cwebp, gif2webp, webpmux, cjxl and opj_compress, and the Python
packages Pillow, pillow-heif, tifffile and imagecodecs.
"""

import argparse
import importlib
from pathlib import Path
from types import ModuleType

import base
import jpeg
import parts
import tiff
from jpeg import APP1, APP13, COM, segment


def sample() -> bytes:
    """A photograph as a phone makes it: position, thumbnail, owner, XMP, caption, and a film behind the picture."""
    exif = tiff.exif(tiff.camera(orientation=6, thumb=base.thumbnail(), note=b"EXAMPLE\0" + bytes(64)))
    creator = "<dc:creator><rdf:Seq><rdf:li>Jane Owner</rdf:li></rdf:Seq></dc:creator>"
    return (
        jpeg.after_jfif(
            base.jpeg(width=320, height=240),
            segment(APP1, exif),
            segment(APP1, parts.xmp('exif:GPSLatitude="51,28.67N"', creator)),
            segment(APP13, parts.photoshop("a private caption")),
            segment(COM, b"a comment"),
        )
        + parts.film()
    )


def large() -> bytes:
    """About 8 MB of scan under the sample's kinds of metadata."""
    picture = base.encode(base.noise(3264, 2528), "-quality", "92")
    exif = tiff.exif(tiff.camera(orientation=6, thumb=base.thumbnail()))
    return jpeg.after_jfif(picture, segment(APP1, exif), segment(APP1, parts.xmp('exif:GPSLatitude="51,28.67N"')))


def modules() -> dict[str, ModuleType]:
    """FORMAT_images.py of each format, by the format's word."""
    words = {path.stem.removesuffix("_images") for path in Path(__file__).parent.glob("*_images.py")} - {"make"}
    return {word: importlib.import_module(f"{word}_images") for word in sorted(words)}


def images() -> list:
    """Every image of every format."""
    return [image for module in modules().values() for image in module.made()]


def make_all(folder: Path) -> dict[str, Path]:
    """Writes every image, and the planted JPEG; answers their paths by name."""
    import planted

    folder.mkdir(parents=True, exist_ok=True)
    paths = {image.name: folder / f"{image.name}.{image.format}" for image in images()}
    for image in images():
        paths[image.name].write_bytes(image.make())
    paths["planted"] = folder / "planted.jpg"
    paths["planted"].write_bytes(planted.make(folder))
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out_dir", type=Path)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--large", action="store_true")
    only.add_argument("--sample", action="store_true")
    only.add_argument("--only", nargs="+", metavar="NAME", help="these images alone")
    options = parser.parse_args()
    options.out_dir.mkdir(parents=True, exist_ok=True)
    if options.large:
        (options.out_dir / "large.jpg").write_bytes(large())
    elif options.sample:
        (options.out_dir / "sample.jpg").write_bytes(sample())
    elif options.only:
        for image in images():
            if image.name in options.only:
                (options.out_dir / f"{image.name}.{image.format}").write_bytes(image.make())
    else:
        print(f"{len(make_all(options.out_dir))} images in {options.out_dir}")


if __name__ == "__main__":
    main()
