"""Profiles that are damaged in seeded ways: number of tags, signatures, places, sizes, types and first bytes of elements."""

import random
import struct

_TABLE = 132
_ROW = 12
_SIGNATURES = b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt chad A2B0 A2B1 A2B2 B2A0 D2B0 desc priv".split()
_TYPES = b"curv para XYZ  sf32 mft1 mft2 mAB  mBA  mpet text SECR".split(b" ")


def _rows(data: bytes) -> int:
    return min(int.from_bytes(data[128:132], "big"), (len(data) - _TABLE) // _ROW)


def _number(chance: random.Random, old: int, size: int) -> int:
    return chance.choice((0, 1, old + 4, max(old - 4, 0), size, size - 1, 0xFFFFFFFF, chance.randrange(size + 64)))


def _count(data: bytearray, chance: random.Random) -> None:
    struct.pack_into(">L", data, 128, _number(chance, _rows(data), _rows(data) + 2) & 0xFFFFFFFF)


def _declared(data: bytearray, chance: random.Random) -> None:
    struct.pack_into(">L", data, 0, _number(chance, len(data), len(data)))


def _place(data: bytearray, chance: random.Random) -> None:
    at = _TABLE + _ROW * chance.randrange(_rows(data)) + chance.choice((4, 8))
    struct.pack_into(">L", data, at, _number(chance, int.from_bytes(data[at : at + 4], "big"), len(data)))


def _signature(data: bytearray, chance: random.Random) -> None:
    at = _TABLE + _ROW * chance.randrange(_rows(data))
    data[at : at + 4] = chance.choice(_SIGNATURES)


def _element(data: bytearray, chance: random.Random) -> int:
    row = _TABLE + _ROW * chance.randrange(_rows(data))
    return min(int.from_bytes(data[row + 4 : row + 8], "big"), len(data) - 16)


def _type(data: bytearray, chance: random.Random) -> None:
    at = _element(data, chance)
    data[at : at + 4] = chance.choice(_TYPES).ljust(4)[:4]


def _head(data: bytearray, chance: random.Random) -> None:
    """One of an element's first bytes behind its type: reserved ones, channels, numbers of points, parts' places."""
    at = _element(data, chance) + chance.randrange(4, 16)
    data[at] = chance.choice((0, 1, 0xFF, data[at] ^ 1))


_WAYS = (_count, _declared, _place, _place, _signature, _type, _head, _head)


def damaged(profile: bytes, chance: random.Random) -> bytes:
    """With one to three damages."""
    data = bytearray(profile)
    for _ in range(chance.randint(1, 3)):
        if _rows(data):
            chance.choice(_WAYS)(data, chance)
    return bytes(data)


def only_lcms_refuses(profile: bytes) -> bool:
    """Whether lcms refuses the whole profile for its table, which browsers read: over 100 tags or a repeated signature."""
    names = [profile[at : at + 4] for at in range(_TABLE, _TABLE + _ROW * _rows(profile), _ROW)]
    return len(names) > 100 or len(set(names)) < len(names)
