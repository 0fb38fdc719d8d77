"""Walks the pages of a TIFF or BigTIFF file (TIFF 6.0 section 2): the tests' own reader. Standard library only."""

import itertools
import struct
from dataclasses import dataclass

_SIZE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_CODE = {1: "B", 3: "H", 4: "L", 13: "L", 16: "Q", 18: "Q"}
OFFSETS, COUNTS = (273, 324), (279, 325)


class Damaged(Exception):
    pass


@dataclass(frozen=True)
class Entry:
    kind: int
    count: int
    value: bytes
    order: str

    def numbers(self) -> tuple:
        return struct.unpack(f"{self.order}{self.count}{_CODE[self.kind]}", self.value) if self.kind in _CODE else ()


@dataclass(frozen=True)
class Page:
    tags: dict[int, Entry]
    strips: tuple[tuple[int, int], ...]  # offset and size of each strip or tile

    def number(self, tag: int, absent: int = 0) -> int:
        numbers = self.tags[tag].numbers() if tag in self.tags else ()
        return numbers[0] if numbers else absent

    def is_reduced(self) -> bool:
        """A smaller copy of another page; or a thumbnail as Exif has it."""
        return bool(self.number(254) & 1) or (513 in self.tags and not {273, 324} & set(self.tags))


class Walk:
    """The pages, and which bytes of the file they and the header use."""

    def __init__(self, data: bytes):
        if data[:4] not in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
            raise Damaged("no TIFF")
        self.data, self.order, self.big = data, "<" if data[:2] == b"II" else ">", 43 in data[2:4]
        self.pointer = 8 if self.big else 4
        self.used = [(0, 16 if self.big else 8)]
        self.pages: list[Page] = []
        seen, at = set(), self._number(8 if self.big else 4, self.pointer)
        while at:
            if at in seen:
                raise Damaged("a loop")
            seen.add(at)
            at = self._page(at)
        if not self.pages:
            raise Damaged("no page")

    def _number(self, at: int, size: int) -> int:
        if at + size > len(self.data):
            raise Damaged("the file ends within a directory")
        return int.from_bytes(self.data[at : at + size], "little" if self.order == "<" else "big")

    def _use(self, at: int, size: int) -> bytes:
        if at + size > len(self.data):
            raise Damaged("the file ends within a value")
        self.used.append((at, at + size))
        return self.data[at : at + size]

    def _page(self, at: int) -> int:
        head = 8 if self.big else 2
        count = self._number(at, head)
        self._use(at, head + count * (4 + 2 * self.pointer) + self.pointer)
        tags: dict[int, Entry] = {}
        for number in range(count):
            cell = at + head + number * (4 + 2 * self.pointer)
            tag, kind, values = self._number(cell, 2), self._number(cell + 2, 2), self._number(cell + 4, self.pointer)
            size, value_at = _SIZE.get(kind, 0) * values, cell + 4 + self.pointer
            value = self._use(self._number(value_at, self.pointer), size) if size > self.pointer else b""
            entry = Entry(kind, values, value or self.data[value_at : value_at + size], self.order)
            if tag not in tags:  # readers go by the first
                tags[tag] = entry
        self.pages.append(Page(tags, self._strips(tags)))
        return self._number(at + head + count * (4 + 2 * self.pointer), self.pointer)

    def _strips(self, tags: dict[int, Entry]) -> tuple[tuple[int, int], ...]:
        offsets = next((tags[tag].numbers() for tag in OFFSETS if tag in tags), ())
        counts = next((tags[tag].numbers() for tag in COUNTS if tag in tags), ())
        return tuple(itertools.zip_longest(offsets, counts, fillvalue=0))

    def kept(self) -> list[int]:
        """Numbers of the pages that are no smaller copies."""
        return [number for number, page in enumerate(self.pages) if number == 0 or not page.is_reduced()]

    def gaps(self) -> int:
        """How many bytes nothing refers to, but for single zeros before an even offset."""
        ranges = sorted([*self.used, *((at, at + size) for page in self.pages for at, size in page.strips)])
        reached = unused = 0
        for begin, end in ranges:
            if begin == reached + 1 and begin % 2 == 0 and self.data[reached] == 0:
                reached = begin
            unused += max(0, begin - reached)
            reached = max(reached, end)
        return unused + max(0, len(self.data) - reached)
