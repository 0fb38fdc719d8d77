"""The images of the benchmarks that move objects."""

import io

from PIL import Image

SIZES = {"0.2 MB": 200_000, "1.6 MB": 1_600_000, "6.3 MB": 6_300_000}


def noise_jpeg(size: int) -> bytes:
    """A JPEG about as large as `size`, with Exif: noise at quality 90, scaled until its size is right to 3 %. It has
    Huffman tables of its own, so its scan has an 0xFF 0x00 about every 370 bytes; in photos of cameras there is one
    every 200 to 430 bytes."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "maker", 6
    side = int((size / 0.7) ** 0.5)
    for _ in range(8):
        gray = Image.effect_noise((side, side), 40)
        image = Image.merge("RGB", (gray, gray.rotate(90), gray.rotate(180)))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=90, optimize=True, exif=exif)
        if abs(out.tell() - size) < 0.03 * size:
            break
        side = int(side * (size / out.tell()) ** 0.5)
    return out.getvalue()
