"""What a stripped TIFF must be: its pages by the tests' own walker, its pictures by libtiff (Pillow), libvips, tifffile."""

import hashlib
import struct
import warnings
from pathlib import Path

import icc
import jpeg
import pyvips
import tifffile
import tiff_pages
from PIL import Image, TiffImagePlugin

WORDS = ("tif",)

# The tags that show the picture or locate its data.
_KEPT = {
    *(254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 290, 291, 292, 293, 296, 301, 317),
    *(318, 319, 320, 322, 323, 324, 325, 332, 334, 336, 338, 339, 346, 347, 529, 530, 531, 532, 32995, 32996, 34675),
    *(37439, 50674),
}
_MADE = {*tiff_pages.OFFSETS, *tiff_pages.COUNTS, 347, 34675}  # not as they stand in the source
_NAMES = (
    "SubfileType OldSubfileType ImageWidth ImageHeight BitsPerSample Compression PhotometricInterpretation"
    " FillOrder StripOffsets Orientation SamplesPerPixel RowsPerStrip StripByteCounts"
    " XResolution YResolution PlanarConfiguration GrayResponseUnit GrayResponseCurve T4Options T6Options ResolutionUnit"
    " TransferFunction Predictor WhitePoint PrimaryChromaticities ColorMap TileWidth TileLength"
    " TileOffsets TileByteCounts InkSet NumberofInks DotRange ExtraSamples SampleFormat Indexed JPEGTables"
    " YCbCrCoefficients YCbCrSubSampling YCbCrPositioning ReferenceBlackWhite Matteing DataType ICC_Profile StoNits"
    " LercParameters"
    " PreviewImageStart PreviewImageLength PreviewImage"  # what exiftool calls a strip that is a JPEG
)
_MOST_PAGES = 64
ALLOWED = {f"IFD{number}": set(_NAMES.split()) for number in range(_MOST_PAGES)} | {
    "File": {"PageCount"},
    "ExifTool": {"Warning"},  # takes several JPEG strips for a preview, whose offset then is no number to it
    "Composite": {"PageCount"},
}
_INNER = {50001, 33003, 33004, 33005, 34712}  # WebP and JPEG 2000, whose metadata go
_LETTER = {1: "B", 3: "H", 4: "L", 6: "b", 8: "h", 9: "l", 11: "f", 12: "d", 16: "Q"}
_FRACTION = {5: "L", 10: "l"}
_ROWS = 278  # more than the picture has mean one strip
_JPEG, _DAC = 7, 0xCC
_JPEG_MARKERS = {jpeg.SOI, jpeg.EOI, jpeg.SOS, jpeg.DQT, jpeg.DHT, jpeg.DRI, _DAC, jpeg.DNL, *jpeg.SOF}
_COLOUR_MARKERS = {jpeg.APP0, jpeg.APP14}


def _numbers(entry: tiff_pages.Entry) -> list[float]:
    """As decoders read them: as floats, whatever their type."""
    if entry.kind in _FRACTION:
        parts = struct.unpack(f"{entry.order}{2 * entry.count}{_FRACTION[entry.kind]}", entry.value)
        return [struct.unpack("f", struct.pack("f", above / below if below else 0))[0] for above, below in zip(parts[::2], parts[1::2])]
    return list(struct.unpack(f"{entry.order}{entry.count}{_LETTER[entry.kind]}", entry.value)) if entry.kind in _LETTER else []


def _is_as_it_was(tag: int, before: tiff_pages.Page, after: tiff_pages.Page) -> bool:
    was, now = (_numbers(page.tags[tag]) for page in (before, after))
    if tag == _ROWS and was[0] > before.number(257):
        return now[0] in (before.number(257), was[0])
    return bool(now) and was[: len(now)] == now


def _page_faults(before: tiff_pages.Page, after: tiff_pages.Page) -> list[str]:
    found = [f"a tag {tag}" for tag in after.tags if tag not in _KEPT]
    for tag in after.tags:
        source = before.tags.get(tag)
        if tag in _MADE:
            continue
        if source is None or not _is_as_it_was(tag, before, after):
            found.append(f"tag {tag} is not as it was")
    found += [f"tag {tag} is gone" for tag in (256, 257, 258, 259, 262, 320, 338) if tag in before.tags and tag not in after.tags]
    profiles = [page.tags[34675].value if 34675 in page.tags else None for page in (before, after)]
    return found + icc.kept_faults(*profiles)


def _jpeg_faults(strip: bytes) -> list[str]:
    parts = list(jpeg.walk(strip))
    markers = {part.marker for part in parts if part.role == "segment"} - _JPEG_MARKERS - _COLOUR_MARKERS
    roles = {part.role for part in parts} - {"segment", "scan"}
    return [f"a marker {marker:#x} in a JPEG strip" for marker in markers] + [f"{role} in a JPEG strip" for role in roles]


def _strip_faults(source: bytes, output: bytes, before: tiff_pages.Page, after: tiff_pages.Page) -> list[str]:
    if len(after.strips) > len(before.strips):
        return ["more strips than there were"]
    if after.number(259, 1) == _JPEG:
        return [fault for at, size in after.strips for fault in _jpeg_faults(output[at : at + size])]
    if after.number(259, 1) in _INNER:
        return []
    pairs = zip(before.strips, after.strips)
    same = all(source[at : at + size] == output[begin : begin + size] for (at, _), (begin, size) in pairs)
    return [] if same else ["a strip is not as it was"]


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Tags and their values page by page, strips and tiles, and no byte that nothing refers to."""
    try:
        made = tiff_pages.Walk(output)
    except tiff_pages.Damaged as error:
        return [f"the output is damaged: {error}"]
    walked = tiff_pages.Walk(source)
    pages = [walked.pages[number] for number in walked.kept()]
    if len(pages) != len(made.pages):
        return [f"{len(pages)} pages became {len(made.pages)}"]
    gaps = made.gaps()
    found = [f"{gaps} bytes that nothing refers to"] if gaps else []
    for before, after in zip(pages, made.pages):
        found += _page_faults(before, after) + _strip_faults(source, output, before, after)
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _by_libtiff(path: Path, pages: list[int]) -> tuple:
    TiffImagePlugin.READ_LIBTIFF = True  # for all, not for what is compressed alone
    with Image.open(path) as opened:

        def show(number: int) -> tuple:
            opened.seek(number)
            return opened.mode, opened.size, _hash(opened.tobytes()), opened.tag_v2.get(274), opened.info.get("dpi")

        return tuple(map(show, pages))


def _by_libvips(path: Path, pages: list[int]) -> tuple:
    def show(number: int) -> tuple:
        picture = pyvips.Image.tiffload(str(path), page=number, fail_on="error")
        return picture.width, picture.height, picture.bands, picture.format, _hash(picture.write_to_memory())

    return tuple(map(show, pages))


def _by_tifffile(path: Path, pages: list[int]) -> tuple:
    with tifffile.TiffFile(path) as opened:

        def show(number: int) -> tuple:
            samples = opened.pages[number].asarray()
            if samples.size == 0:
                raise tiff_pages.Damaged("a page without a picture")
            return samples.dtype.str, samples.shape, _hash(samples.tobytes())

        return tuple(map(show, pages))


def picture(path: Path) -> dict | None:
    """Each decoder's view of all pages that are no smaller copies. None too for a DNG, which is refused by name."""
    try:
        walked = tiff_pages.Walk(path.read_bytes())
    except tiff_pages.Damaged:
        return None
    if 50706 in walked.pages[0].tags:
        return None
    views = {}
    for name, view in (("libtiff", _by_libtiff), ("libvips", _by_libvips), ("tifffile", _by_tifffile)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                views[name + "'s pages"] = view(path, walked.kept())
        except Exception:  # whatever the decoders raise
            views[name + "'s pages"] = None
    return views if any(views.values()) else None
