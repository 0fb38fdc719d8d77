"""What lcms shows of colours by a profile: transforms to sRGB and Lab, over a grid of values."""

import io
import itertools

from PIL import Image, ImageCms

_INTENTS = (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC)
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB", "YCbr": "YCbCr"}
_STEPS = {1: 256, 3: 17, 4: 9}  # values of a channel


def _grid(mode: str) -> Image.Image:
    channels = len(Image.new(mode, (1, 1)).getbands())
    count = _STEPS[channels]
    steps = [round(step * 255 / (count - 1)) for step in range(count)]
    values = bytes(itertools.chain.from_iterable(itertools.product(steps, repeat=channels)))
    return Image.frombytes(mode, (len(values) // channels, 1), values)


def _transformed(profile: ImageCms.ImageCmsProfile, mode: str, target: str, intent: int, black: int) -> bytes | None:
    to = ImageCms.createProfile("sRGB" if target == "RGB" else "LAB")
    try:
        transform = ImageCms.buildTransform(profile, to, mode, target, intent, ImageCms.Flags(black))
    except ImageCms.PyCMSError:
        return None
    return ImageCms.applyTransform(_grid(mode), transform).tobytes()


def shown(data: bytes) -> list[bytes] | None:
    """The values that a picture's would become, with and without black point compensation; None if lcms cannot use it."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        mode = _MODES[profile.profile.xcolor_space.strip()]
    except (OSError, KeyError, UnicodeDecodeError, ImageCms.PyCMSError):
        return None
    blacks = (0, ImageCms.Flags.BLACKPOINTCOMPENSATION)
    every = itertools.product(("RGB", "LAB"), _INTENTS, blacks)
    found = [_transformed(profile, mode, target, intent, black) for target, intent, black in every]
    return None if None in found else found
