"""That the documents tell the truth about stacks, scripts and sums."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import project
from project import ROOT

OPERATIONS = ROOT / "docs/operations.md"
PERFORMANCE = ROOT / "docs/performance.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def table_rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of the table whose first heading that is."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.strip().startswith(f"| {heading}"):
            next(lines)
            for row in lines:
                if not row.strip().startswith("|"):
                    return
                yield [cell.strip() for cell in row.strip().strip("|").split("|")]


def commands(text: str) -> Iterator[str]:
    """The blocks of commands: indented by four, or more in a list."""
    yield from (block.replace("\\\n", " ") for block in re.findall(r"(?:^ {4,}\S.*\n?)+", text, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_documents_can_be_run(document: Path) -> None:
    calls = [call for block in commands(document.read_text()) for call in project.calls_of_scripts(block)]
    assert [words for call in calls for words in project.complaints_about(*call)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        path, _, anchor = target.partition("#")
        if path.startswith(("http://", "https://")):
            continue
        file = document.parent / path if path else document
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target


def parameters_of(stack: str) -> set[str]:
    """The parameters that a stack writes, as its source says them."""
    text = project.terraform_text(stack)
    found = set()
    for block in re.findall(r'^resource "aws_ssm_parameter" .*?^}', text, re.MULTILINE | re.DOTALL):
        (name,) = re.findall(r'^\s+name\s+= "\$\{local\.parameters\}/(.+)"$', block, re.MULTILINE)
        if not name.endswith("${each.key}"):
            found.add(name)
            continue
        (source,) = re.findall(r"^\s+for_each\s+= (.+)$", block, re.MULTILINE)
        if source.startswith("local."):
            (entries,) = re.findall(rf"^\s+{source.removeprefix('local.')}\s+= {{(.*?)^\s+}}", text, re.MULTILINE | re.DOTALL)
        else:
            (entries,) = re.findall(r"for_each\s+= {(.*?)^\s+}", block, re.MULTILINE | re.DOTALL)
        found |= {name.replace("${each.key}", key) for key in re.findall(r"^\s+(\w+)\s*=", entries, re.MULTILINE)}
    return found


def test_the_table_of_parameters_is_what_the_stacks_write_and_read() -> None:
    rows = list(table_rows(OPERATIONS.read_text(), "parameter"))
    said = {name.strip("`"): (writer.split()[0], readers) for name, writer, readers in rows}
    written = {name: stack for stack in project.stacks_there() for name in parameters_of(stack)}
    if not written:
        return  # no stack is here yet
    assert {name: writer for name, (writer, _) in said.items()} == written
    assert all(name.startswith(f"{stack}/") for name, stack in written.items())
    for stack in project.stacks_there():
        text = project.terraform_text(stack)
        reads = set(re.findall(r"\$\{local\.parameters\}/(\w+)/", text)) - {stack}
        assert reads == {name.partition("/")[0] for name, (_, readers) in said.items() if stack in readers.split(", ")}


def number(text: str) -> float:
    return float(re.match(r"[\d.,]+", text).group().replace(",", ""))


BACKLOG = "once, for each million of the backlog"


@pytest.mark.parametrize("heading", ["once, for each million |", "each month", BACKLOG])
def test_the_costs_are_what_amount_and_price_make(heading: str) -> None:
    rows = list(table_rows(OPERATIONS.read_text(), heading))
    assert len(rows) >= 4
    for what, amount, price, cost in rows:
        assert number(amount) * float(price) == pytest.approx(float(cost), abs=0.006), what


def test_the_readme_says_the_same_costs() -> None:
    rows = list(table_rows(OPERATIONS.read_text(), "once, for each million |"))
    clean = sum(float(cost) for what, *_, cost in rows if "INTELLIGENT" not in what)
    (move,) = [cost for what, *_, cost in rows if "INTELLIGENT" in what]
    (month,) = [cost for what, *_, cost in table_rows(OPERATIONS.read_text(), "each month") if "one bucket" in what]
    readme = (ROOT / "README.md").read_text()
    said = re.search(r"about (\d+) USD to clean, (\d+) to move to the\s+cheaper class, (\d+) a month", readme)
    assert [int(text) for text in said.groups()] == [round(clean), round(float(move)), round(float(month))]


WAITING, WHOLE_PROCESSOR, MEMORY, MOST_WRITES = 60, 1769, 512, 3500  # ms, MB, MB, a second and prefix


def test_the_sizing_follows_its_formulas() -> None:
    text = OPERATIONS.read_text()
    times = {}
    for size, cpu, ms, *rates in table_rows(text, "size of an image"):
        times[size] = exact = WAITING + float(cpu) * WHOLE_PROCESSOR / MEMORY
        assert number(ms) == round(exact), size
        for concurrency, rate in zip((10, 50, 300), rates, strict=True):
            assert number(rate) == pytest.approx(min(1000 * concurrency / exact, MOST_WRITES), abs=1), size
    cost = sum(float(cell) for *_, cell in table_rows(text, BACKLOG))
    rows = list(table_rows(text, "objects of 1.6 MB"))
    assert [number(objects) for objects, *_ in rows] == [1e6, 1e7, 1e8]
    for objects, *hours, usd in rows:
        for concurrency, cell in zip((10, 50, 300), hours, strict=True):
            rate = min(1000 * concurrency / times["1.6 MB"], MOST_WRITES)
            assert number(cell) == pytest.approx(number(objects) / rate / 3600, abs=0.06), objects
        assert number(usd) == round(cost * number(objects) / 1e6), objects
    # What is called measured is what docs/performance.md shows of bench/s3.
    measured = re.search(r"the same over https \| ([\d.]+), ([\d.]+), ([\d.]+) ms", PERFORMANCE.read_text())
    assert [cpu for _, cpu, *_ in table_rows(text, "size of an image")] == [f"{float(one):.1f}" for one in measured.groups()]


def test_the_picture_shows_what_is_there() -> None:
    (picture,) = re.findall(r"```mermaid\n(.*?)```", OPERATIONS.read_text(), re.DOTALL)
    boxes = dict(re.findall(r"^  subgraph (\w+)\n(.*?)^  end$", picture, re.MULTILINE | re.DOTALL))
    assert set(boxes) == set(project.stacks_there())
    nodes = set(re.findall(r"^    (\w+)\W", picture, re.MULTILINE))
    arrows = re.sub(r"\|.*?\|", "", "\n".join(line for line in picture.splitlines() if "-->" in line))
    assert set(re.findall(r"\w+", arrows)) == nodes, "each box is joined to another, and each arrow ends at a box"
    for stack, box in boxes.items():
        shown = re.findall(r"<br/>(\w+)\.(\w+)", box)
        assert shown, f"{stack} shows no resource"
        there = set(re.findall(r'^resource "(\w+)" "(\w+)"', project.terraform_text(stack), re.MULTILINE))
        assert set(shown) <= there


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(), re.MULTILINE)
    assert [name for _, _, name in listed] == sorted(path.name for path in folder.glob("0*.md"))
    for place, title, name in listed:
        text = (folder / name).read_text()
        assert text.startswith(f"# {place}. {title}\n")
        assert [f"**{word}.**" in text for word in ("Decided", "Why", "What follows")] == [True] * 3


def test_the_bars_are_the_figures() -> None:
    picture = (ROOT / "docs/pictures/performance.svg").read_text()
    assert project.run(ROOT / "bench/picture", "--output", "-").stdout == picture, "run bench/picture"
    text = PERFORMANCE.read_text()
    for chart in json.loads((ROOT / "bench/figures.json").read_text())["charts"]:
        assert f"`{chart['command']}`" in text
        for name, value in chart["bars"]:
            assert f"{value:,}" in text, f"docs/performance.md does not have the figure of {name}"


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs/README.md"
    targets = re.findall(r"\]\(([^)#\s]+)", index.read_text())
    linked = {(index.parent / target).resolve() for target in targets}
    pages = {path for path in DOCUMENTS if "decisions" not in path.parts} - {index, ROOT / "README.md"}
    assert pages - linked == set()


def test_every_format_has_its_page() -> None:
    """The page that the table of formats names, which the front page links to; and its row under `location`."""
    formats = re.sub(r"//.*", "", (ROOT / "src/strip/formats.cpp").read_text())
    rows = re.findall(r'\.title = "([^"]+)".*?\.page = "([^"]+)"', formats, re.DOTALL)
    front, location = (ROOT / "README.md").read_text(), (ROOT / "docs/location.md").read_text()
    for title, page in rows:
        if title == "unknown format":
            continue
        assert (ROOT / "docs/formats" / page).is_file(), page
        assert re.search(rf"\| \[[^]]*{title}[^]]*\]\(docs/formats/{page}\) \|", front), title
        assert re.search(rf"^\|[^|]*{title}", location, re.MULTILINE), title


def test_the_front_page_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150
