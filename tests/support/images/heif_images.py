"""HEIC and AVIF images: what encoders make, and stills put together box by box around their coded pictures.

Images with an encoder's picture need Pillow with AVIF and pillow-heif. The coded data of the others are no picture:
the fuzzers' seeds.
"""

import functools
import io
import struct
from typing import Iterator

import heif
import parts
import planted
import tiff
from image import Image
from heif import Item

SIZE = (64, 64)


def _picture(mode: str = "RGB", turned: bool = False):
    from PIL import Image as Pillow

    picture = Pillow.effect_mandelbrot(SIZE, (-2, -1, 1, 1), 60)
    red = Pillow.linear_gradient("L").resize(SIZE)
    colour = Pillow.merge("RGB", (picture, red, red.transpose(Pillow.Transpose.ROTATE_180)))
    if mode == "RGBA":
        colour.putalpha(red)
    return colour.transpose(Pillow.Transpose.FLIP_TOP_BOTTOM) if turned else colour


def _exif(orientation: int | None = None) -> bytes:
    return tiff.exif(tiff.camera(orientation=orientation))


def _xmp() -> bytes:
    return parts.xmp('exif:GPSLatitude="51,28.67N"').split(b"\0", 1)[1]


@functools.cache
def _hevc(mode: str = "RGB", turned: bool = False) -> bytes:
    """By x265, without metadata."""
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(_picture(mode, turned)).save(out, quality=60)
    return out.getvalue()


@functools.cache
def _av1(turned: bool = False) -> bytes:
    out = io.BytesIO()
    _picture(turned=turned).save(out, "AVIF", quality=60)
    return out.getvalue()


def heic_by_encoder(mode: str = "RGB", **options) -> bytes:
    import pillow_heif

    out = io.BytesIO()
    picture = pillow_heif.from_pillow(_picture(mode))
    picture.info.update(options)
    picture.save(out, quality=60, **options)
    return out.getvalue()


def heic_burst() -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pictures = pillow_heif.from_pillow(_picture())
    pictures.add_from_pillow(_picture(turned=True))
    pictures.save(out, quality=60, exif=_exif(), thumbnails=[16])
    return out.getvalue()


def avif_by_encoder(mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    _picture(mode).save(out, "AVIF", quality=60, **options)
    return out.getvalue()


def avif_animated(mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    frames = [_picture(mode, turned) for turned in (True, False)]
    _picture(mode).save(
        out, "AVIF", save_all=True, append_images=frames, duration=[100, 200, 300], exif=_exif(), xmp=_xmp()
    )
    return out.getvalue()


def _profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _item(kind: bytes, data: bytes, *properties: int) -> Item:
    return Item(kind, data, list(properties))


def surrounded(data: bytes, configuration: bytes, kind: bytes, brands: bytes) -> bytes:
    """Metadata in each place around one picture."""
    items = [Item(kind, data, [1, 0x82, 3, 4], name=b"IMG_1234.HEIC")]
    items.append(Item(b"Exif", struct.pack(">L", 6) + _exif(), name=b"Exif"))
    items.append(Item(b"mime", _xmp(), name=b"XMP", content_type=b"application/rdf+xml"))
    items.append(_item(kind, b"a depth map", 1, 0x82, 5))
    items.append(_item(kind, b"a gain map", 1, 0x82, 6))
    properties = [heif.ispe(*SIZE), configuration, heif.full(b"udes", b"en\0a person's name\0\0\0")]
    properties += [heif.box(b"uuid", bytes(16) + b"private"), heif.auxiliary(heif.DEPTH), heif.auxiliary(heif.GAIN_MAP)]
    references = heif.reference(b"cdsc", 2, 1) + heif.reference(b"cdsc", 3, 1)
    references += heif.reference(b"auxl", 4, 1) + heif.reference(b"auxl", 5, 1)
    after = heif.box(b"free", b"private") + heif.box(b"uuid", bytes(16) + b"private") + heif.box(b"mpvd", parts.film())
    return heif.File(
        items, properties, references, name=b"an encoder 1.0", brands=brands, after=after + b"private", gap=b"private"
    ).bytes()


def grid(tiles: list[bytes], configuration: bytes, kind: bytes, brands: bytes) -> bytes:
    width, height = SIZE
    head = bytes((0, 0, 0, 1)) + struct.pack(">HH", 2 * width, height)
    items = [Item(b"grid", head, [1], in_idat=True), *(_item(kind, tile, 2, 0x83) for tile in tiles)]
    properties = [heif.ispe(2 * width, height), heif.ispe(width, height), configuration]
    return heif.File(items, properties, heif.reference(b"dimg", 1, 2, 3), brands=brands, gap=b"private").bytes()


def noted() -> bytes:
    """An encoder's note, SEI user data unregistered, before the picture and in hvcC."""
    data, configuration = heif.coded(_hevc())
    note = b"\x4e\x01\x05\x20" + bytes(range(1, 17)) + b"an encoder's opt" + b"\x80"
    payload = bytearray(configuration[8:])
    payload[22] += 1
    payload += b"\xa7" + struct.pack(">HH", 1, len(note)) + note
    item = _item(b"hvc1", struct.pack(">L", len(note)) + note + data, 1, 0x82)
    return heif.File([item], [heif.ispe(*SIZE), heif.box(b"hvcC", bytes(payload))]).bytes()


HEIC = b"heicmif1heic"
AVIF = b"avifavifmif1miaf"


def seeds() -> Iterator[tuple[str, bytes]]:
    """Small files without any encoder's data."""
    configuration = heif.box(b"hvcC", b"\1" + bytes(20) + b"\xff\0")
    note = b"\x4e\x01\x05\x04note\x80"
    data = b"".join(struct.pack(">L", len(unit)) + unit for unit in (note, b"\x26\x01picture"))
    yield "surrounded_heic", surrounded(data, configuration, b"hvc1", HEIC)
    yield "surrounded_avif", surrounded(b"picture", heif.box(b"av1C", b"\x81\0\x0c\0"), b"av01", AVIF)
    yield "grid", grid([b"left", b"right"], configuration, b"hvc1", HEIC)


def _of(make, *arguments, **options):
    return lambda: make(*arguments, **options)


def _surrounded_heic() -> bytes:
    return surrounded(*heif.coded(_hevc()), b"hvc1", HEIC)


def _surrounded_avif() -> bytes:
    return surrounded(*heif.coded(_av1()), b"av01", AVIF)


def _grid_heic() -> bytes:
    data, configuration = heif.coded(_hevc())
    return grid([data, heif.coded(_hevc(turned=True))[0]], configuration, b"hvc1", HEIC)


def _grid_avif() -> bytes:
    data, configuration = heif.coded(_av1())
    return grid([data, heif.coded(_av1(turned=True))[0]], configuration, b"av01", AVIF)


def _planted() -> bytes:
    """exiftool fills Exif and XMP; boxes and bytes are put around that."""
    raw = planted.MARKER.encode()
    filled = planted.by_exiftool(heic_by_encoder(exif=_exif(), xmp=_xmp()), suffix=".heic")
    own = [heif.box(b"free", needle) + heif.box(b"uuid", needle * 2) for needle in planted.NEEDLES.values()]
    return filled + b"".join(own) + heif.box(b"mpvd", parts.film(raw)) + heif.box(b"udta", raw)


_LOCATED = ("GPS:GPSLatitude", "IFD0:Model")


def made() -> Iterator[Image]:
    """Options are made when they are asked for: some need Pillow."""
    yield Image("heic_plain", heic_by_encoder, format="heic")
    yield Image("heic_exif_xmp", lambda: heic_by_encoder(exif=_exif(), xmp=_xmp()), _LOCATED, format="heic")
    yield Image("heic_alpha", lambda: heic_by_encoder("RGBA", exif=_exif()), _LOCATED, format="heic")
    yield Image("heic_icc", lambda: heic_by_encoder(icc_profile=_profile()), ("ICC_Profile",), format="heic")
    yield Image("heic_burst_thumbnail", heic_burst, _LOCATED, format="heic")
    yield Image("heic_surrounded", _surrounded_heic, _LOCATED, format="heic")
    yield Image("heic_grid", _grid_heic, format="heic")
    yield Image("heic_encoder_note", noted, format="heic")
    yield Image("heic_planted", _planted, ("IFD0:Artist", "XMP-dc:Creator"), format="heic")
    yield Image("avif_plain", avif_by_encoder, format="avif")
    yield Image("avif_exif_xmp", lambda: avif_by_encoder(exif=_exif(), xmp=_xmp()), _LOCATED, format="avif")
    yield Image("avif_alpha", lambda: avif_by_encoder("RGBA", exif=_exif()), _LOCATED, format="avif")
    yield Image("avif_icc", lambda: avif_by_encoder(icc_profile=_profile()), ("ICC_Profile",), format="avif")
    for turn in range(2, 9):
        make = functools.partial(lambda turn: avif_by_encoder(exif=_exif(turn)), turn)
        yield Image(f"avif_orientation_{turn}", make, _LOCATED, format="avif")
    yield Image("avif_animated", avif_animated, _LOCATED, format="avif")
    yield Image("avif_animated_alpha", lambda: avif_animated("RGBA"), _LOCATED, format="avif")
    yield Image("avif_surrounded", _surrounded_avif, _LOCATED, format="avif")
    yield Image("avif_grid", _grid_avif, format="avif")
    short = heif.box(b"ftyp", b"mif3\0\0\0\0avif") + heif.box(b"mini", bytes(40))
    yield Image("avif_short_form", lambda: short, refused=True, format="avif")
