"""What a stripped JPEG 2000 must be: its boxes and segments by the tests' own walker, its picture by three decoders."""

import hashlib
import subprocess
import tempfile
import warnings
from pathlib import Path

import boxes
import imagecodecs
import jp2
import oracles

WORDS = ("jp2", "j2k")

_JP2 = """MajorBrand MinorVersion CompatibleBrands ImageHeight ImageWidth NumberOfComponents BitsPerComponent Compression
    ColorSpecMethod ColorSpecPrecedence ColorSpecApproximation ColorSpace CaptureXResolution CaptureYResolution
    CaptureXResolutionUnit CaptureYResolutionUnit DisplayXResolution DisplayYResolution DisplayXResolutionUnit
    DisplayYResolutionUnit ColorSpecData"""
# exiftool's groups and tags that are the format's own.
ALLOWED = {
    "Jpeg2000": set(_JP2.split()),
    "File": {"Comment"},  # of zeros in a tile-part's header; that there is no other one is _stream_faults()'s to see
}

_HEADER = (b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ")


_POINTERS = (0xFF55, 0xFF57, 0xFF58, 0xFF63)  # TLM, PLM, PLT, CRG


def _picture_parts(stream: bytes) -> list[bytes]:
    """All but comments, pointers and what follows the end."""
    gone = (jp2.COM, *_POINTERS)
    kept = [part for part in jp2.walk(stream) if part.marker not in gone and not _is_trailer(part)]
    return [part.whole for part in kept] + ([] if kept and kept[-1].marker == jp2.EOC else [jp2.EOC.to_bytes(2)])


def _is_trailer(part: jp2.Part) -> bool:
    return part.marker is None and not part.in_tile_part


def _stream_faults(source: bytes, output: bytes) -> list[str]:
    try:
        parts = list(jp2.walk(output))
    except boxes.Damaged as error:
        return [f"the output is damaged: {error}"]
    found = []
    for part in parts:
        if part.marker == jp2.COM and (not part.in_tile_part or any(part.payload)):
            found.append("a comment")
        if _is_trailer(part) and any(part.whole):
            found.append("bytes after the end")
    if _picture_parts(source) != _picture_parts(output):
        found.append("the codestream differs")
    return found


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Kinds of boxes, the codestream's segments and data byte for byte."""
    faults = _stream_faults(jp2.codestream(source), jp2.codestream(output))
    if source.startswith(jp2.BARE):
        return faults
    try:
        after = jp2.split(output)
        header = jp2.split(after[2].payload)
    except boxes.Damaged as error:
        return [*faults, f"the output is damaged: {error}"]
    if [box.name for box in after] != [b"jP  ", b"ftyp", b"jp2h", b"jp2c"]:
        faults.append(f"the boxes are {[box.name for box in after]}")
    if after[1].payload not in (jp2.BRANDS, jp2.BRANDS.replace(b"jp2 ", b"jph ")):
        faults.append("other brands")
    return faults + [f"a box {box.name!r} in the header" for box in header if box.name not in _HEADER]


def _by_openjpeg(path: Path) -> str | None:
    """A hash of its samples, in colours as a profile has them."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "decoded.raw")
        command = ["opj_decompress", "-quiet", "-i", str(path), "-o", str(raw)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
        if done.returncode != 0 or not raw.exists():
            return None
        return hashlib.sha256(raw.read_bytes()).hexdigest()


def _by_imagecodecs(data: bytes) -> tuple | None:
    try:
        decoded = imagecodecs.jpeg2k_decode(data)
    except (imagecodecs.Jpeg2kError, ValueError):
        return None
    return decoded.shape, decoded.dtype.str, hashlib.sha256(decoded.tobytes()).hexdigest()


def _codestream_alone(path: Path) -> tuple | None:
    """What imagecodecs shows of it: OpenJPEG refuses a file with bytes after the end, or without EOC."""
    try:
        return _by_imagecodecs(b"".join(_picture_parts(jp2.codestream(path.read_bytes()))))
    except (boxes.Damaged, StopIteration):
        return None


def picture(path: Path) -> dict | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = {"opj_decompress": _by_openjpeg(path), "codestream": _codestream_alone(path)}
        if shown["opj_decompress"] is not None:  # Pillow shows a part of what it cannot decode
            shown |= {"Pillow": oracles.pillow(path), "imagecodecs": _by_imagecodecs(path.read_bytes())}
    return shown if any(shown.values()) else None
