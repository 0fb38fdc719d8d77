"""What a stripped HEIC or AVIF must be: its boxes by the tests' own walker, its picture by libheif and libavif."""

import json
import subprocess
import sys
from pathlib import Path

import heif

WORDS = ("avif", "heic")
IN_CHROMIUM = ("avif",)
_QUICKTIME = """MajorBrand MinorVersion CompatibleBrands HandlerType ImageSpatialExtent MediaDataSize MediaDataOffset
    ChromaFormat PixelAspectRatio ImagePixelDepth ColorProfiles ColorPrimaries TransferCharacteristics MatrixCoefficients
    VideoFullRangeFlag AV1ConfigurationVersion ChromaSamplePosition AuxiliaryImageType HEVCConfigurationVersion
    GeneralProfileSpace GeneralTierFlag GeneralProfileIDC GenProfileCompatibilityFlags ConstraintIndicatorFlags
    GeneralLevelIDC MinSpatialSegmentationIDC ParallelismType BitDepthLuma BitDepthChroma AverageFrameRate
    ConstantFrameRate NumTemporalLayers TemporalIDNested Rotation Mirroring CleanAperture MovieHeaderVersion TimeScale
    Duration PreferredRate PreferredVolume MatrixStructure PreviewTime PreviewDuration PosterTime SelectionTime
    SelectionDuration CurrentTime NextTrackID"""
_TRACK = """TrackHeaderVersion TrackID TrackDuration TrackLayer TrackVolume MatrixStructure ImageWidth ImageHeight
    MediaHeaderVersion MediaTimeScale MediaDuration MediaLanguageCode HandlerType GraphicsMode OpColor OtherFormat"""
_DATES = {"CreateDate", "ModifyDate"}  # that they are zero is _times()'s to see
_TRACK_DATES = {"TrackCreateDate", "TrackModifyDate", "MediaCreateDate", "MediaModifyDate"}
ALLOWED = {
    "File": {"PreviewImage"},  # what exiftool calls a picture that is coded as JPEG
    "QuickTime": set(_QUICKTIME.split()) | _DATES,
    "Meta": {"PrimaryItemReference", "MetaImageSize"},
    "Composite": {"AvgBitrate"},  # of media data's size and the movie's duration
    **{f"Track{number}": set(_TRACK.split()) | _TRACK_DATES for number in range(1, 9)},
}

_META = [b"hdlr", b"dinf", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"grpl", b"idat"]
_ITEMS = set(b"hvc1 hev1 av01 avc1 vvc1 jpeg j2k1 unci grid iovl iden sato".split())
_REFERENCES = {b"dimg", b"auxl", b"prem"}
_PROPERTIES = set(
    b"ispe pixi colr pasp clap irot imir clop imor auxC hvcC lhvC av1C avcC vvcC jpgC j2kH uncC cmpd cmpC icef icbr a1op a1lx"
    b" lsel rloc clli mdcv cclv amve ndwt".split()
)
_MOVIE = {
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"tref", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"nmhd", b"dinf", b"stbl"},
    b"stbl": set(b"stsd stts ctts stsc stsz stz2 stco co64 stss".split()),
}


def _kinds(parts: list[heif.Box], allowed) -> list[str]:
    return [f"a box that must go: {part.kind!r} at {part.at}" for part in parts if part.kind not in allowed]


def _meta(data: bytes, meta: heif.Box) -> list[str]:
    parts = heif.walk(data, meta.start + 4, meta.end)
    found = _kinds(parts, _META)
    by_kind = {part.kind: part for part in parts}
    if [part.kind for part in parts] != [kind for kind in _META if kind in by_kind]:
        found.append("the meta box's children are out of order")
    handler = by_kind[b"hdlr"]
    if data[handler.start : handler.end] != bytes(8) + b"pict" + bytes(13):
        found.append("a handler with more in it")
    items = by_kind[b"iinf"]
    for entry in heif.walk(data, items.start + (8 if data[items.start] else 6), items.end):
        number = 4 if data[entry.start] == 3 else 2
        rest = data[entry.start + 6 + number : entry.end]
        if rest[:4] not in _ITEMS or rest[4:] != b"\0":
            found.append(f"an item that must go, or has a name, at {entry.at}")
    if b"iref" in by_kind:
        found += _kinds(heif.walk(data, by_kind[b"iref"].start + 4, by_kind[b"iref"].end), _REFERENCES)
    if b"grpl" in by_kind:
        found += _kinds(heif.walk(data, by_kind[b"grpl"].start, by_kind[b"grpl"].end), {b"altr"})
    if b"iprp" in by_kind:
        container = heif.child(data, by_kind[b"iprp"], b"ipco")
        for part in heif.walk(data, container.start, container.end):
            if part.kind not in _PROPERTIES and (part.kind != b"free" or any(data[part.start : part.end])):
                found.append(f"a property that must go: {part.kind!r}")
    return found


def _movie(data: bytes, part: heif.Box) -> list[str]:
    if part.kind in (b"mvhd", b"tkhd", b"mdhd"):
        times = data[part.start + 4 : part.start + (20 if data[part.start] == 1 else 12)]
        return [f"a time in {part.kind!r}"] if any(times) else []
    if part.kind == b"hdlr" and data[part.start + 24 : part.end] != b"\0":
        return ["a handler's name"]
    if part.kind not in _MOVIE:
        return []
    parts = heif.walk(data, part.start, part.end)
    found = _kinds(parts, _MOVIE[part.kind])
    for child in parts:
        found += _movie(data, child)
    return found


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Kinds of boxes at each level, order, lengths that sum up, names, times."""
    try:
        parts = heif.walk(output)
        kinds = [part.kind for part in parts]
        if kinds != [kind for kind in (b"ftyp", b"meta", b"moov", b"mdat") if kind in kinds]:
            return [f"boxes {kinds}"]
        found = []
        for part in parts:
            found += _meta(output, part) if part.kind == b"meta" else _movie(output, part)
        brands = output[parts[0].start : parts[0].end]
        if b"tmap" in [brands[at : at + 4] for at in range(0, len(brands), 4)]:
            found.append("the brand tmap")
        return found
    except (heif.Damaged, KeyError, IndexError) as wrong:
        return [f"damaged: {wrong!r}"]


def picture(path: Path) -> dict | None:
    """Each decoder's view. None too for the short form (mini), which is refused by name whatever it shows."""
    data = path.read_bytes()
    if data[8:12] == b"mif3" or b"mini" in data[:64]:
        return None
    program = Path(__file__).with_name("heif_picture.py")
    done = subprocess.run([sys.executable, program, path], capture_output=True, check=False, timeout=120)
    return json.loads(done.stdout) or None if done.returncode == 0 else None
