"""What a stripped JPEG must be: its shape by the tests' own walker, its picture by djpeg and Pillow."""

import hashlib
import subprocess
from pathlib import Path

import icc
import jpeg
import oracles
import structure

WORDS = ("jpg",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
ALLOWED = {
    "File": {"EncodingProcess", "BitsPerSample", "ColorComponents", "YCbCrSubSampling"},
    "JFIF": {"JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"},
    "Adobe": {"DCTEncodeVersion", "APP14Flags0", "APP14Flags1", "ColorTransform"},
}


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Shape, JFIF, Adobe, ICC, orientation."""
    found = structure.faults(output)
    if found:
        return found
    before, after = list(jpeg.walk(source)), list(jpeg.walk(output))
    found = icc.kept_faults(icc.whole(icc.chunks(before)), icc.whole(icc.chunks(after)))
    if icc.chunks(after) and icc.whole(icc.chunks(after)) is None:
        found.append("the output's ICC chunks form no whole profile")
    found += structure.kept_faults(before, after)
    wanted = structure.orientation(structure.first_exif(before))
    if structure.orientation(structure.first_exif(after)) != wanted:
        found.append("orientation differs")
    return found


def djpeg(path: Path) -> str | None:
    """A hash of the decoded picture; None if libjpeg-turbo does not decode it (2 is a warning)."""
    command = ["djpeg", "-dct", "int", "-nosmooth", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    return hashlib.sha256(done.stdout).hexdigest() if done.returncode in (0, 2) and done.stdout else None


def picture(path: Path) -> dict | None:
    """The decoders' views; Pillow's too if it is more than the samples: four planes, or turned by Exif."""
    samples = djpeg(path)
    if samples is None:
        return None
    views = {"djpeg's picture": samples}
    try:
        parts = list(jpeg.walk(path.read_bytes()))
    except jpeg.Damaged:
        return views
    planes = next((part.payload[5] for part in parts if part.marker in jpeg.SOF and len(part.payload) > 5), 0)
    if planes == 4 or structure.orientation(structure.first_exif(parts)):
        views["Pillow's picture"] = oracles.pillow(path)
    return views
