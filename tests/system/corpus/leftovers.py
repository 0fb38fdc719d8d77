"""What exiftool may still find in a stripped image: the format's structure, and what the fresh Exif is allowed to hold."""

# Of any format; each oracle's ALLOWED is added to it. None: all of the group.
_ANY = {
    "System": None,  # of the file system, not of the file
    "ExifTool": {"ExifToolVersion"},
    "Composite": {"ImageSize", "Megapixels"},
    "File": {"FileType", "FileTypeExtension", "MIMEType", "ExifByteOrder", "ImageWidth", "ImageHeight"},
}
_R03 = {"ExifIFD:ColorSpace", "InteropIFD:InteropIndex", "InteropIFD:InteropVersion"}
_DENSITY = {
    "IFD0:XResolution",
    "IFD0:YResolution",
    "IFD0:ResolutionUnit",
    "ExifIFD:ExifImageWidth",
    "ExifIFD:ExifImageHeight",
}


def density_counts(tags: dict) -> bool:
    """Whether HTML sizes the picture by its Exif: unit inch, and pixels = size x 72 / density both ways."""

    def agrees(pixels: str, size: str, density: str) -> bool:
        resolution = tags.get(density)
        if not isinstance(resolution, (int, float)) or resolution <= 0 or not isinstance(tags.get(pixels), int):
            return False
        return abs(tags[pixels] - tags.get(size, 0) * 72 / resolution) <= 1

    return (
        tags.get("IFD0:ResolutionUnit") == 2
        and agrees("ExifIFD:ExifImageWidth", "File:ImageWidth", "IFD0:XResolution")
        and agrees("ExifIFD:ExifImageHeight", "File:ImageHeight", "IFD0:YResolution")
    )


def _is_exact(tags: dict, tag: str) -> bool:
    """Whether a density gives the size exactly. It stands for one whose fraction has room for a text."""
    side = {"IFD0:XResolution": "Width", "IFD0:YResolution": "Height"}.get(tag)
    size = tags.get(f"ExifIFD:ExifImage{side}")
    return bool(size) and abs(tags.get(tag, 0) - tags.get(f"File:Image{side}", 0) * 72 / size) < 1e-6


def _fresh_exif(before: dict, after: dict) -> set[str]:
    """The Exif tags that the output may have, given both files' tags; each must stand in the source with this value."""
    allowed = {"IFD0:Orientation"} if before.get("IFD0:Orientation") in range(2, 9) else set()
    has_icc = any(tag.startswith("ICC") for tag in after)
    if before.get("InteropIFD:InteropIndex") == "R03" and not has_icc:
        allowed |= _R03
    if density_counts(before):
        allowed |= _DENSITY
    made = {"ExifIFD:ColorSpace", "InteropIFD:InteropVersion"}  # written with R03, whatever the source says
    return {tag for tag in allowed if tag in made or before.get(tag) == after.get(tag) or _is_exact(after, tag)}


def leftovers(before: dict, after: dict, allowed: dict) -> list[str]:
    """Names (no values) of the output's tags that may not be there; `allowed` is the format's own."""
    fresh = _fresh_exif(before, after)
    left = []
    for tag in after:
        group, _, name = tag.partition(":")
        if not name or group.startswith("ICC") or tag in fresh:
            continue
        tables = [table[group] for table in (_ANY, allowed) if group in table]
        if not any(names is None or name in names for names in tables):
            left.append(tag)
    return left
