"""A JPEG that keeps its gain map, as the program leaves it and the field's tools see it."""

import io
import subprocess

import oracles
from PIL import Image

# What a gain map may have by exiftool's groups; a value of XMP is a number or one of a few words.
ALLOWED = {
    "XMP-hdrgm",
    "XMP-Container",
    "XMP-apdi",
    "XMP-HDRGainMap",
    "MPF0",
    "MPImage1",
    "MPImage2",
    "JFIF",
    "Adobe",
    "ICC-header",
    "ICC_Profile",
    "ICC-view",
    "ICC-meas",
    "ICC-chrm",
    "System",
    "File",
    "Composite",
    "ExifTool",
}


def kept(cli: str, source, tmp_path):
    output = tmp_path / "output.jpg"
    subprocess.run([cli, "strip", "--keep", "gainmap", source, "-o", output], check=True, timeout=60)
    subprocess.run([cli, "check", "--keep", "gainmap", output], check=True, timeout=60)
    return output


def second(path) -> bytes:
    command = ["exiftool", "-b", "-MPImage2", path]
    return subprocess.run(command, check=True, timeout=60, capture_output=True).stdout


def pixels(data: bytes):
    with Image.open(io.BytesIO(data)) as picture:
        return picture.mode, picture.size, picture.tobytes()


def groups(path) -> set[str]:
    return {name.partition(":")[0] for name in oracles.exiftool([path])[path]} - {"SourceFile"}


def numbers(path) -> dict:
    tags = oracles.exiftool([path])[path]
    return {name: value for name, value in tags.items() if name.startswith(("XMP-hdrgm", "XMP-apdi"))}
