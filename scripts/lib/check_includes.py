#!/usr/bin/env python3
"""Checks which folders of src include which: no circles, and no include that docs/architecture.md does not list.

usage: check_includes.py [--print] [ROOT]
  --print   prints the list as it is now, for the block `rooms` of docs/architecture.md, and checks nothing
ROOT is the checkout. A room is a folder below src. Every room may include the public headers, include/stripmeta, which
include only each other. Exit 0 if all is well, 1 if not, 2 for a usage error.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path("docs/architecture.md")
PUBLIC = "stripmeta"  # the room of include/stripmeta


class Include(NamedTuple):
    file: str
    path: str  # as it is written between the quotes

    @property
    def room(self) -> str:
        return self.path.rpartition("/")[0]


Edge = tuple[str, str]
Graph = dict[Edge, Include]  # the first include that makes the edge


def read_graph(root: Path) -> Graph:
    graph: Graph = {}
    for top in (root / "src", root / "include"):
        for file in sorted(file for file in top.rglob("*") if file.suffix in (".hpp", ".cpp")):
            room = file.parent.relative_to(top).as_posix()
            for path in re.findall(r'^#include "([^"]+/[^"]+)"', file.read_text(), re.MULTILINE):
                include = Include(file.relative_to(root).as_posix(), path)
                if include.room not in (room, PUBLIC):
                    graph.setdefault((room, include.room), include)
    return graph


def targets_by_room(edges: set[Edge] | Graph) -> dict[str, list[str]]:
    """Every room that includes another one, with those that it includes, sorted."""
    return {room: sorted(to for source, to in edges if source == room) for room in sorted({edge[0] for edge in edges})}


def listing(graph: Graph) -> str:
    return "\n".join(f"{room} -> {' '.join(targets)}" for room, targets in targets_by_room(graph).items())


def read_listed(document: str) -> set[Edge]:
    """The edges of the block `rooms`; ValueError if there is no such block, or a line of it is not ROOM -> ROOM..."""
    block = re.search(r"^```rooms\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    if not block:
        raise ValueError("there is no block ```rooms")
    listed = set()
    for line in block[1].splitlines():
        room, arrow, targets = line.partition(" -> ")
        if not arrow:
            raise ValueError(f"this line is not ROOM -> ROOM...: {line}")
        listed |= {(room, target) for target in targets.split()}
    return listed


def find_circles(edges: set[Edge] | Graph) -> Iterator[list[Edge]]:
    """The shortest circle through each room that has one, except rooms that a circle before went through."""
    targets = targets_by_room(edges)
    seen: set[str] = set()
    for start in targets:
        if start in seen:
            continue
        paths = [[start]]
        reached: set[str] = set()
        while paths:
            path = paths.pop(0)
            for target in targets.get(path[-1], []):
                if target == start:
                    seen |= set(path)
                    yield list(zip(path, [*path[1:], start]))
                    paths = []
                    break
                if target not in reached:
                    reached.add(target)
                    paths.append([*path, target])


def find_faults(graph: Graph, listed: set[Edge]) -> Iterator[str]:
    for circle in find_circles(graph):
        yield "rooms include each other in a circle: " + " -> ".join([source for source, _ in circle] + [circle[0][0]])
        yield from (f'  {graph[edge].file} includes "{graph[edge].path}"' for edge in circle)
    for (room, target), include in graph.items():
        if (room, target) not in listed:
            rule = f"{DOCUMENT} does not list {room} -> {target}"
            yield f'{include.file} includes "{include.path}", but {rule}'
    for room, target in sorted(listed - set(graph)):
        yield f"{DOCUMENT} lists {room} -> {target}, but no file of {room} includes one of {target}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true")
    parser.add_argument("root", type=Path, nargs="?", default=Path(__file__).resolve().parents[2], metavar="ROOT")
    options = parser.parse_args()
    graph = read_graph(options.root)
    if options.print:
        print(listing(graph))
        return 0
    try:
        faults = list(find_faults(graph, read_listed((options.root / DOCUMENT).read_text())))
    except ValueError as error:
        faults = [f"{DOCUMENT}: {error}"]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
