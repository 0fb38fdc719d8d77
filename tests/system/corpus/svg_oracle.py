"""What a stripped SVG must be: its names and namespaces by expat, its picture by librsvg and Chromium.

What SVG gives no meaning to may go, so the elements, attributes and texts of the output are those of the source in the
same order, some left out. What draws is never left out.
"""

import hashlib
import re
import subprocess
from pathlib import Path
from xml.parsers import expat


WORDS = ("svg",)
IN_CHROMIUM = WORDS

# exiftool's groups and tags that are the format's own.
ALLOWED = {
    "SVG": None,  # attributes of the root element and titles; expat says which of them may be there
    "File": {"MIMEEncoding", "Newlines", "LineCount", "WordCount"},  # if exiftool takes it for a plain text
}

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
_ALLOWED_SPACES = {
    "", SVG, XHTML,
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/2001/xml-events",
}  # fmt: skip
# An element of any other namespace is shown in a foreignObject, but for those of editors.
_EDITORS = ("http://ns.adobe.com/", "http://www.inkscape.org/", "http://sodipodi.sourceforge.net/")
# Drawing by these alone is compared one by one; whether all else may go is for the second reader to judge.
_DRAWS = {
    "class", "cx", "cy", "d", "fill", "fill-opacity", "gradientTransform", "height", "id", "offset", "opacity", "points",
    "r", "rx", "ry", "stroke", "stroke-width", "style", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_SHAPES = {"circle", "ellipse", "g", "image", "line", "path", "polygon", "polyline", "rect", "text", "tspan", "use"}
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DATA = re.compile(r"data:[^\"')]*", re.IGNORECASE)


class _Reader:
    """All that is to be compared, in document order; what stands in elements that go is left out."""

    def __init__(self, data: bytes):
        self.kept: list = []
        self.foreign: list[str] = []
        self.extra: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._gone = 0
        self._says_something = False  # the element that goes
        self._foreign_object = 0
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.ordered_attributes = True
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.Parse(data, True)

    def _goes(self, space: str, local: str) -> bool:
        if (space == SVG or not space) and local == "metadata" or (space == XHTML and local == "meta"):
            return True
        return space.startswith(_EDITORS) or (space not in _ALLOWED_SPACES and not self._foreign_object)

    def _start(self, name: str, attributes: list[str]) -> None:
        space, _, local = name.rpartition("\n")
        self._open.append((space, local))
        if self._gone or self._goes(space, local):
            self._says_something = self._gone > 0 or bool(attributes)
            if not self._gone:
                self.foreign.append(local)
            self._gone += 1
            return
        if local == "foreignObject":
            self._foreign_object += 1
        self.kept.append(("start", space, local))
        pairs = list(zip(attributes[::2], attributes[1::2]))
        for key, value in pairs:
            of, _, name = key.rpartition("\n")
            if of in _ALLOWED_SPACES or (self._foreign_object and not of.startswith(_EDITORS)):
                self.kept.append((of, name, _DATA.sub("data:", value)))
            else:
                self.foreign.append(name)

    def _end(self, _name: str) -> None:
        _, local = self._open.pop()
        if self._gone:
            self._gone -= 1
            if local == "metadata" and not self._says_something:  # it keeps the place of what went
                self.foreign.pop()
            return
        if local == "foreignObject":
            self._foreign_object -= 1
        self.kept.append(("end", local))

    def _text(self, text: str) -> None:
        if self._gone:
            self._says_something = True
            return
        if self.kept and self.kept[-1][0] == "text":
            text = self.kept.pop()[1] + text
        self.kept.append(("text", text))

    def _comment(self, _text: str) -> None:
        if not self._gone and not (self._open and self._open[-1][1] == "script"):
            self.extra.append("comment")

    def _instruction(self, target: str, _text: str) -> None:
        if not self._gone and (target != "xml-stylesheet" or self._open):
            self.extra.append("instruction")


def _plain(item: tuple) -> tuple:
    text = _DATA.sub("data:", item[-1])
    return (*item[:-1], " ".join(_COMMENT.sub("", text).split()))


def _compared(reader: _Reader) -> list[tuple]:
    return [plain for plain in map(_plain, reader.kept) if plain != ("text", "")]


def _draws(item: tuple) -> bool:
    if item[0] == "start":
        return item[2] in _SHAPES
    return len(item) == 3 and item[0] == "" and item[1] in _DRAWS


def _differs(before: list[tuple], after: list[tuple]) -> bool:
    """Whether the output has something that the source has not, in that order, or lacks something that draws."""
    rest = iter(before)
    for item in after:
        for other in rest:
            if other == item:
                break
            if _draws(other):
                return True
        else:
            return True
    return any(_draws(item) for item in rest)


def bytes_faults(source: bytes, output: bytes) -> list[str]:
    """Names and namespaces of the output; that all else is in it as it was."""
    try:
        after = _Reader(output)
    except expat.ExpatError as error:
        return [f"not well-formed: {error}"]
    found = [f"left: {name}" for name in after.foreign + after.extra]
    try:
        before = _Reader(source)
    except expat.ExpatError:  # what was cut may be what was wrong with it
        return found
    if _differs(_compared(before), _compared(after)):
        found.append("elements, attributes or texts differ")
    return found


def rsvg(path: Path) -> str | None:
    """A hash of librsvg's picture; None if it does not draw it."""
    command = ["rsvg-convert", "--width=400", "--keep-aspect-ratio", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    except subprocess.TimeoutExpired:
        return None
    return hashlib.sha256(done.stdout).hexdigest() if done.returncode == 0 and done.stdout else None


def picture(path: Path) -> dict | None:
    shown = rsvg(path)
    return {"librsvg's picture": shown} if shown else None
