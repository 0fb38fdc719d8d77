"""One image with a marker string in every place that can hold text: none of it may be found in the output's bytes.

exiftool fills each tag it can write with text; the rest is put in by the writers here. Needs exiftool and cjpeg.
"""

import base64
import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import base
import jpeg
import parts
import tiff
from jpeg import APP0, APP1, APP2, APP11, APP13, APP14, COM, segment

MARKER = "Zq7PlantedQ7z"
# The one that fills the tags; STRIPMETA_EXIFTOOL names a newer one than Debian's.
EXIFTOOL = os.environ.get("STRIPMETA_EXIFTOOL") or "exiftool"
_RAW = MARKER.encode()
_ENCODED = base64.b64encode(_RAW * 3)  # three in a row: 39 bytes, so that no padding hides the marker
_TEXT_TYPES = {"string", "lang-alt", "undef", "unsigned", "?", "digits"}

# What is looked for: as it is, in UTF-16 of both orders, in base64.
NEEDLES = {
    "as it is": _RAW,
    "UTF-16LE": MARKER.encode("utf-16-le"),
    "UTF-16BE": MARKER.encode("utf-16-be"),
    "base64": _ENCODED,
}


def writable_tags() -> list[str]:
    """Group1:Name of every Exif, IPTC, Photoshop and XMP tag that exiftool writes and that can hold text."""
    found = []
    for group in ("EXIF", "IPTC", "Photoshop", "XMP"):
        listing = subprocess.run(
            [EXIFTOOL, "-listx", f"-{group}:All"], capture_output=True, check=True, timeout=120
        ).stdout
        for table in ElementTree.fromstring(listing).iter("table"):
            for tag in table.iter("tag"):
                if tag.get("writable") == "true" and tag.get("type", "?") in _TEXT_TYPES:
                    found.append(f"{tag.get('g1') or table.get('g1')}:{tag.get('name')}")
    return sorted({tag for tag in found if not tag.startswith("All:")})


def by_exiftool(data: bytes, folder: Path | None = None, suffix: str = ".jpg") -> bytes:
    """`data` with the marker in every writable tag. exiftool declines a few values with a warning; the rest is written."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        image, arguments = Path(name, "image" + suffix), Path(name, "arguments")
        image.write_bytes(data)
        lines = [f"-{tag}={MARKER}" for tag in writable_tags()]
        arguments.write_text("\n".join(["-m", "-q", "-q", "-overwrite_original", *lines, str(image)]) + "\n")
        subprocess.run([EXIFTOOL, "-@", str(arguments)], check=True, timeout=300)
        return image.read_bytes()


def _own_segments() -> list[bytes]:
    """What exiftool does not write: an Exif with slack and a maker note, odd signatures, slack in every known kind."""
    ifd0 = tiff.camera(thumb=base.thumbnail() + _RAW, note=b"NOTE\0" + _RAW)
    ifd0.slack = _RAW
    own = [
        segment(APP0, parts.jfxx(base.thumbnail() + _RAW)),
        segment(APP0, b"JFXX\0\x13\4\4" + (_RAW * 4)[:48]),
        segment(APP1, tiff.exif(ifd0) + _RAW),
        segment(APP1, parts.xmp(f'dc:source="{_ENCODED.decode()}"')),
        segment(APP2, parts.flashpix(MARKER)),
        segment(APP2, b"urn:iso:std:iso:ts:21496:-1\0" + _RAW),
        segment(APP2, b"ICC_PROFILE\0\1\2" + _RAW),  # one chunk of two: not a whole profile
        segment(APP11, parts.c2pa(_RAW)),
        segment(APP13, parts.photoshop(MARKER, parts.resource(0x0425, _RAW, _RAW))),
        segment(APP14, parts.adobe(1, tail=_RAW)),
        segment(COM, _RAW),
        segment(COM, MARKER.encode("utf-16-le")),
        segment(COM, MARKER.encode("utf-16-be")),
    ]
    return own + [segment(marker, b"UNKNOWN\0" + _RAW) for marker in range(0xE0, 0xF0)]


def make(folder: Path) -> bytes:
    """The planted image; `folder` is for temporary files."""
    filled = by_exiftool(jpeg.without(base.jpeg("-progressive"), APP0), folder)
    thumb = (_RAW * 15)[:192]
    data = jpeg.after_soi(filled, segment(APP0, parts.jfif(thumb + _RAW, 8, 8)))
    data = jpeg.before(data, jpeg.DQT, *_own_segments(), _RAW, segment(APP2, parts.mpf(4096, [1024]) + _RAW))
    data = jpeg.before(data, jpeg.SOS, segment(COM, _RAW), segment(0xE5, _RAW), nth=1)
    data = jpeg.before(data, jpeg.EOI, segment(jpeg.DNL, b"\0\x30" + _RAW), segment(COM, _RAW))
    return data + base.jpeg() + _RAW + parts.sef(parts.film(_RAW))
