"""`--keep gainmap`: libultrahdr makes the same HDR picture before and after, exiftool finds nothing but what that takes."""

import io
import struct
import subprocess

import gain_map
import imagecodecs
import numpy
import oracles
import pytest
from PIL import Image

PLANTED = "PLANTED-5f0c1a"
PARAMETERS = {
    "hdrgm:Version": "1.0",
    "hdrgm:GainMapMin": "0",
    "hdrgm:GainMapMax": "2.5",
    "hdrgm:Gamma": "1",
    "hdrgm:OffsetSDR": "0.015625",
    "hdrgm:OffsetHDR": "0.015625",
    "hdrgm:HDRCapacityMin": "0",
    "hdrgm:HDRCapacityMax": "2.5",
    "hdrgm:BaseRenditionIsHDR": "False",
}


def _jpeg(array: numpy.ndarray, quality: int = 90) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG", quality=quality)
    return file.getvalue()


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def _xmp(attributes: dict[str, str], elements: str = "") -> bytes:
    spaces = {
        "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
        "Container": "http://ns.google.com/photos/1.0/container/",
        "Item": "http://ns.google.com/photos/1.0/container/item/",
    }
    said = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    said += "".join(f' {name}="{value}"' for name, value in attributes.items())
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="a writer"><rdf:RDF '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""{said}>{elements}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def _mpf(before: int, first: int, second: int) -> bytes:
    ifd = struct.pack(
        ">HHHI4sHHIIHHIII", 3, 0xB000, 7, 4, b"0100", 0xB001, 4, 1, 2, 0xB002, 7, 32, 50, 0
    )
    entries = struct.pack(">IIIIIIII", 0x030000, first, 0, 0, 0, second, first - before - 8, 0)
    return _segment(0xE2, b"MPF\0MM\0*\0\0\0\x08" + ifd + entries)


def _ramp() -> numpy.ndarray:
    y, x = numpy.mgrid[0:96, 0:128]
    return numpy.stack([x * 2, y * 2, (x + y) % 256], axis=2).astype(numpy.uint8)


def _by_xmp(parameters: dict[str, str] = PARAMETERS) -> bytes:
    """As Google's cameras write it."""
    second = _jpeg(_ramp()[:, :, 0])
    second = second[:2] + _segment(0xFE, PLANTED.encode()) + _xmp(parameters) + second[2:]
    items = (
        '<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="Primary" '
        'Item:Mime="image/jpeg"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap" '
        f'Item:Mime="image/jpeg" Item:Length="{len(second)}"/></rdf:li></rdf:Seq></Container:Directory>'
    )
    first = _jpeg(_ramp())
    front = first[:2] + _xmp({"hdrgm:Version": "1.0"}, items)
    size = len(front) + 90 + len(first) - 2
    return front + _mpf(len(front), size, len(second)) + first[2:] + second


def _by_odd_numbers() -> bytes:
    """Numbers as nobody writes them, and readers read them all the same."""
    odd = {"GainMapMin": "-.25", "GainMapMax": "+2.50e+00", "OffsetSDR": ".5", "OffsetHDR": "1.", "Gamma": "1." + 30 * "0"}
    return _by_xmp(PARAMETERS | {f"hdrgm:{name}": value for name, value in odd.items()})


def _by_iso() -> bytes:
    """As libultrahdr writes it."""
    hdr = numpy.ones((96, 128, 4), numpy.float16)
    hdr[..., :3] = _ramp() / 48.0
    return imagecodecs.ultrahdr_encode(hdr)


@pytest.fixture(scope="module", params=[_by_xmp, _by_odd_numbers, _by_iso], ids=["xmp", "odd_numbers", "iso"])
def source(request, tmp_path_factory):
    """With metadata that exiftool writes into the first picture, MPF put right by it, some in the second one, and a film
    behind all."""
    path = tmp_path_factory.mktemp("gainmap") / "source.jpg"
    path.write_bytes(request.param())
    tags = ["Artist", "XMP-dc:Creator", "IPTC:By-line", "XMP-photoshop:City"]
    command = ["exiftool", "-q", "-overwrite_original", "-GPSLatitude=48", "-Orientation#=6"]
    subprocess.run([*command, *(f"-{tag}={PLANTED}" for tag in tags), path], check=True, timeout=60)
    whole, second = path.read_bytes(), gain_map.second(path)
    assert whole.endswith(second)
    planted = second[:-2] + _segment(0xFE, PLANTED.encode()) + second[-2:]
    path.write_bytes(whole[: -len(second)] + planted + b"\0\0\0\x20ftypmp42" + PLANTED.encode())
    return path


def test_libultrahdr_makes_the_same_of_it(cli, source, tmp_path):
    before = imagecodecs.ultrahdr_decode(source.read_bytes())
    after = imagecodecs.ultrahdr_decode(gain_map.kept(cli, source, tmp_path).read_bytes())
    assert before.max() > 1.5  # HDR, and not the picture alone
    assert numpy.array_equal(before, after)


def test_nothing_else_is_left(cli, source, tmp_path):
    output = gain_map.kept(cli, source, tmp_path)
    assert PLANTED.encode() in source.read_bytes()
    assert PLANTED.encode() not in output.read_bytes()
    assert gain_map.groups(output) <= gain_map.ALLOWED | {"IFD0"}
    assert {name for name in oracles.exiftool([output])[output] if name.startswith("IFD0:")} == {"IFD0:Orientation"}
    second = tmp_path / "second.jpg"
    second.write_bytes(gain_map.second(output))
    assert gain_map.groups(second) <= gain_map.ALLOWED


def test_what_the_container_says_is_where_the_gain_map_is(cli, source, tmp_path):
    output = gain_map.kept(cli, source, tmp_path)
    lengths = [value for name, value in oracles.exiftool([output])[output].items() if name.endswith("DirectoryItemLength")]
    assert lengths == [len(gain_map.second(output))] * len(lengths)
    assert len(lengths) == (0 if b"urn:iso:std:iso:ts:21496" in source.read_bytes() else 1)


def test_the_second_picture_is_where_mpf_says(cli, source, tmp_path):
    output = gain_map.kept(cli, source, tmp_path)
    assert output.read_bytes().endswith(gain_map.second(output))
    assert gain_map.pixels(gain_map.second(output)) == gain_map.pixels(gain_map.second(source))


def test_without_the_word_it_goes(cli, source, tmp_path):
    output = tmp_path / "output.jpg"
    subprocess.run([cli, "strip", source, "-o", output], check=True, timeout=60)
    assert not imagecodecs.ultrahdr_check(output.read_bytes())
    assert output.read_bytes().count(b"\xff\xd8\xff") == 1
