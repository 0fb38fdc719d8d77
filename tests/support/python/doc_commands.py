"""The commands that a document shows: lines indented by four blanks, with the exit code that a comment says."""

import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]


@dataclasses.dataclass
class Command:
    text: str
    code: int


def commands(document: str, section: str) -> list[Command]:
    """Those below a heading of the second level."""
    text = (ROOT / document).read_text()
    body = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert body, f"{document} has no section '{section}'"
    found = []
    for line in re.findall(r"^    (\S.*)$", body[1], re.MULTILINE):
        code = re.search(r"  # exit (\d):", line)
        found.append(Command(line.split("  #")[0].strip(), int(code[1]) if code else 0))
    return found


def sections(document: str) -> list[str]:
    return re.findall(r"^## (.*)$", (ROOT / document).read_text(), re.MULTILINE)
