"""scripts/lib/check_includes.py: that it finds circles of rooms, and includes that docs/architecture.md does not list."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

import project
from project import ROOT

LISTED = "strip/jpeg -> strip/base strip/grammar\nstrip/grammar -> strip/base\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small checkout that keeps the rules."""
    write(tmp_path, "docs/architecture.md", f"# Architecture\n\n```rooms\n{LISTED}```\n")
    write(tmp_path, "include/stripmeta/report.hpp", '#include "stripmeta/policy.hpp"\n')
    write(tmp_path, "src/strip/base/bytes.hpp", "#include <string>\n")
    write(tmp_path, "src/strip/grammar/grammar.hpp", '#include "strip/base/bytes.hpp"\n#include "stripmeta/report.hpp"\n')
    write(tmp_path, "src/strip/jpeg/jpeg.hpp", '#include "strip/grammar/grammar.hpp"\n')
    write(tmp_path, "src/strip/jpeg/jpeg.cpp", '#include "strip/jpeg/jpeg.hpp"\n\n#include "strip/base/bytes.hpp"\n')
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def check(*words: str | Path) -> CompletedProcess[str]:
    return project.run(ROOT / "scripts/lib/check_includes.py", *words, check=False)


def test_what_keeps_the_rules_passes(sources: Path) -> None:
    done = check(sources)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_circle_is_found_even_if_it_is_listed(sources: Path) -> None:
    write(sources, "src/strip/base/bytes.hpp", '#include "strip/jpeg/jpeg.hpp"\n')
    write(sources, "docs/architecture.md", f"```rooms\n{LISTED}strip/base -> strip/jpeg\n```\n")
    done = check(sources)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:3] == [
        "rooms include each other in a circle: strip/base -> strip/jpeg -> strip/base",
        '  src/strip/base/bytes.hpp includes "strip/jpeg/jpeg.hpp"',
        '  src/strip/jpeg/jpeg.cpp includes "strip/base/bytes.hpp"',
    ]


def test_an_include_that_is_not_listed_is_found(sources: Path) -> None:
    write(sources, "src/strip/webp/webp.cpp", '#include "strip/jpeg/jpeg.hpp"\n')
    done = check(sources)
    assert done.returncode == 1
    assert done.stderr == (
        'src/strip/webp/webp.cpp includes "strip/jpeg/jpeg.hpp", but docs/architecture.md does not list strip/webp -> strip/jpeg\n'
    )


def test_public_headers_include_no_room(sources: Path) -> None:
    write(sources, "include/stripmeta/policy.hpp", '#include "strip/base/bytes.hpp"\n')
    done = check(sources)
    assert done.returncode == 1
    assert 'include/stripmeta/policy.hpp includes "strip/base/bytes.hpp"' in done.stderr


def test_a_line_of_the_list_that_no_include_needs_is_found(sources: Path) -> None:
    (sources / "src/strip/jpeg/jpeg.cpp").unlink()
    done = check(sources)
    assert done.returncode == 1
    assert "lists strip/jpeg -> strip/base, but no file of strip/jpeg includes one of strip/base" in done.stderr


@pytest.mark.parametrize("text", ["# Architecture\n", "```rooms\nstrip/jpeg strip/base\n```\n"])
def test_a_document_without_a_list_is_refused(sources: Path, text: str) -> None:
    write(sources, "docs/architecture.md", text)
    done = check(sources)
    assert done.returncode == 1 and done.stderr.startswith("docs/architecture.md: th")


def test_the_printed_list_can_be_put_into_the_document(sources: Path) -> None:
    write(sources, "src/strip/webp/webp.cpp", '#include "strip/jpeg/jpeg.hpp"\n')
    write(sources, "docs/architecture.md", f"```rooms\n{check('--print', sources).stdout}```\n")
    assert check(sources).returncode == 0
