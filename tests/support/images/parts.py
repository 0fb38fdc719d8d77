"""The other parts that real files carry: XMP, Photoshop, ICC, MPF, JUMBF, FlashPix, JFXX, and what is put behind EOI.

Each function answers a segment's payload, or a list of payloads, or bytes for behind the image. Standard library only.
"""

import hashlib
import struct

import jpeg

XMP_SIGNATURE = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_SIGNATURE = b"http://ns.adobe.com/xmp/extension/\0"
ICC_SIGNATURE = b"ICC_PROFILE\0"
ADOBE_RGB, ADOBE_YCC = 0, 1


def xmp(properties: str = "", elements: str = "") -> bytes:
    """A packet; `properties` are attributes of rdf:Description, `elements` its children."""
    namespaces = " ".join(
        f'xmlns:{prefix}="{uri}"'
        for prefix, uri in {
            "dc": "http://purl.org/dc/elements/1.1/",
            "exif": "http://ns.adobe.com/exif/1.0/",
            "tiff": "http://ns.adobe.com/tiff/1.0/",
            "xmpNote": "http://ns.adobe.com/xmp/note/",
            "GCamera": "http://ns.google.com/photos/1.0/camera/",
        }.items()
    )
    return (
        XMP_SIGNATURE
        + f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" {namespaces}'
        f' {properties}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'.encode()
    )


def extended_xmp(elements: str, chunk: int = 3000) -> list[bytes]:
    """The main packet, then the extension in several segments."""
    extension = xmp(elements=elements)[len(XMP_SIGNATURE) :]
    guid = hashlib.md5(extension).hexdigest().upper()
    pieces = [
        EXTENDED_SIGNATURE + guid.encode() + struct.pack(">LL", len(extension), at) + extension[at : at + chunk]
        for at in range(0, len(extension), chunk)
    ]
    return [xmp(f'xmpNote:HasExtendedXMP="{guid}"'), *pieces]


def photoshop(caption: str, resources: bytes = b"") -> bytes:
    """APP13 with an IPTC record: By-line, caption, city."""
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, dataset, len(value)) + value
        for dataset, value in ((80, b"Jane Owner"), (120, caption.encode()), (90, b"Greenwich"))
    )
    return b"Photoshop 3.0\0" + resource(0x0404, records) + resources


def resource(number: int, data: bytes, name: bytes = b"") -> bytes:
    """An 8BIM resource, padded as Photoshop does."""
    pascal = bytes((len(name),)) + name
    pascal += b"\0" * (len(pascal) % 2)
    return b"8BIM" + struct.pack(">H", number) + pascal + struct.pack(">L", len(data)) + data + b"\0" * (len(data) % 2)


def adobe(transform: int, name: bytes = b"Adobe", tail: bytes = b"") -> bytes:
    """APP14: 12 bytes with the five of `Adobe`."""
    return name + struct.pack(">HHHB", 100, 0, 0, transform) + tail


def icc_chunks(profile: bytes, size: int = 65519) -> list[bytes]:
    pieces = [profile[at : at + size] for at in range(0, len(profile), size)]
    return [ICC_SIGNATURE + bytes((n, len(pieces))) + piece for n, piece in enumerate(pieces, 1)]


def profile(tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile (ICC.1:2010, display, RGB) with these tags, packed without a gap."""
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for signature, data in tags.items():
        table += signature + struct.pack(">LL", at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    size = at + len(body)
    header = struct.pack(">L4sL4s4s4s", size, b"test", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2024, 5, 6, 7, 8, 9) + b"acsp" + bytes(28)
    header += struct.pack(">3L", 0x0000F6D6, 0x00010000, 0x0000D32D)
    return header.ljust(128, b"\0") + struct.pack(">L", len(tags)) + table + body


def display_profile(extra: dict[bytes, bytes] | None = None) -> bytes:
    """A whole matrix profile with sRGB's primaries and gamma 2.2; `extra` tags stand last."""

    def xyz(x: float, y: float, z: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3l", *(round(v * 65536) for v in (x, y, z)))

    def name(value: bytes) -> bytes:
        return b"desc\0\0\0\0" + struct.pack(">L", len(value) + 1) + value + bytes(1 + 4 + 4 + 2 + 1 + 67)

    curve = b"curv\0\0\0\0" + struct.pack(">LH", 1, round(2.2 * 256))
    return profile(
        {
            b"desc": name(b"Example RGB"),
            b"cprt": b"text\0\0\0\0none\0",
            b"wtpt": xyz(0.9642, 1.0, 0.8249),
            b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
            b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
            b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
            b"rTRC": curve,
            b"gTRC": curve,
            b"bTRC": curve,
            **(extra or {}),
        }
    )


def lut(size: int) -> bytes:
    """A tag of A2B0 with a table that takes about `size` bytes: profiles of printers are that large."""
    points = round((size / 3) ** (1 / 3))
    table = bytes((7 * n + n // 256) % 256 for n in range(2 * 3 * 256 + 3 * points**3))
    return b"mft1\0\0\0\0" + bytes((3, 3, points, 0)) + struct.pack(">9l", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536) + table


def mpf(first: int, seconds: list[int]) -> bytes:
    """APP2 of the multi-picture format: the size of the first picture, then of the others (offsets follow from it).

    The offsets count from the byte after `MPF\\0`; `first` must therefore be given from there.
    """
    count = 1 + len(seconds)
    entries, at = struct.pack(">LLLHH", 0x20030000, first, 0, 0, 0), first
    for size in seconds:
        entries += struct.pack(">LLLHH", 0x00020002, size, at, 0, 0)
        at += size
    table = 8 + 2 + 3 * 12 + 4
    ifd = struct.pack(">H", 3)
    ifd += struct.pack(">HHL4s", 0xB000, 7, 4, b"0100")
    ifd += struct.pack(">HHLL", 0xB001, 4, 1, count)
    ifd += struct.pack(">HHLL", 0xB002, 7, 16 * count, table)
    return b"MPF\0MM\0*" + struct.pack(">L", 8) + ifd + struct.pack(">L", 0) + entries


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", 8 + len(data)) + kind + data


def c2pa(text: bytes) -> bytes:
    """APP11 with a JUMBF superbox labelled c2pa, and a JSON box with `text` in it."""
    label = bytes.fromhex("63327061 0011 0010 8000 00AA00389B71") + b"\x03c2pa\0"
    inner = bytes.fromhex("6A736F6E 0011 0010 8000 00AA00389B71") + b"\x03stds.test\0"
    manifest = box(b"jumb", box(b"jumd", inner) + box(b"json", b'{"author":"' + text + b'"}'))
    return b"JP" + struct.pack(">HL", 1, 1) + box(b"jumb", box(b"jumd", label) + manifest)


def flashpix(name: str = "Object") -> bytes:
    storage = ("/" + name).encode("utf-16-le") + b"\0\0"
    return b"FPXR\0\0\x01" + struct.pack(">H", 1) + struct.pack(">LB", 0xFFFFFFFF, 0) + storage + bytes(16)


def jfxx(thumb: bytes) -> bytes:
    return b"JFXX\0\x10" + thumb


def jfif(thumb: bytes = b"", width: int = 0, height: int = 0, density: tuple = (1, 72, 72)) -> bytes:
    return b"JFIF\0\x01\x02" + struct.pack(">BHHBB", *density, width, height) + thumb


def film(text: bytes = b"film") -> bytes:
    """The start of an MP4, as motion photos carry behind EOI."""
    return box(b"ftyp", b"mp42\0\0\0\0isommp42") + box(b"free", text) + box(b"mdat", bytes(range(256)) + text)


def sef(video: bytes) -> bytes:
    """Samsung's trailer: the film as a named block, then the directory."""
    name = b"MotionPhoto_Data"
    block = struct.pack("<HHL", 0, 0x0A30, len(name)) + name + video
    directory = b"SEFH" + struct.pack("<LL", 106, 1) + struct.pack("<HHLL", 0, 0x0A30, len(block), len(block))
    return block + directory + struct.pack("<L", len(directory)) + b"SEFT"
