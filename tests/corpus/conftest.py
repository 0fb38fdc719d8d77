"""Fixtures of the conformance tests. STRIPMETA_CLI names the program."""

import os
import sys
from pathlib import Path

import pytest

for folder in ("images", "support"):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / folder))

import judge  # noqa: E402  (it needs the lines above)
import make_images  # noqa: E402
import places  # noqa: E402
import report_lines  # noqa: E402
from report_lines import pytest_terminal_summary  # noqa: E402, F401  (a hook)


def pytest_configure(config) -> None:
    config.addinivalue_line("filterwarnings", "ignore::UserWarning:PIL")  # damaged Exif is what some files are about


@pytest.fixture(scope="session")
def cli() -> str:
    path = os.environ.get("STRIPMETA_CLI", "")
    if not os.access(path, os.X_OK):
        pytest.exit("STRIPMETA_CLI must name the program `stripmeta`", returncode=4)
    return str(Path(path).resolve())


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> dict[str, Path]:
    """The generated images by name."""
    return make_images.make_all(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="session")
def made_verdicts(cli, made, tmp_path_factory, pytestconfig) -> dict[str, judge.Verdict]:
    verdicts = judge.judge(cli, list(made.values()), tmp_path_factory.mktemp("made"))
    report_lines.add(pytestconfig, judge.summary("generated images", list(verdicts.values())))
    return {name: verdicts[path] for name, path in made.items()}


@pytest.fixture(scope="session")
def corpus_verdicts(cli, tmp_path_factory, pytestconfig) -> dict[Path, judge.Verdict]:
    verdicts = judge.judge(cli, places.corpus_files(), tmp_path_factory.mktemp("corpus"))
    report_lines.add(pytestconfig, judge.summary("corpus", list(verdicts.values())))
    return verdicts
