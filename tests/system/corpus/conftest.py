"""Fixtures of the conformance tests. STRIPMETA_CLI names the program."""

import os
from pathlib import Path

import pytest

import formats
import judge
import make_images
import places
import report_lines
from report_lines import pytest_terminal_summary  # noqa: F401  (a hook)


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


def _judge_all(title: str, cli: str, files: dict[str, list[Path]], temporary, config) -> dict[Path, judge.Verdict]:
    """Of all formats; adds a line each to the report."""
    verdicts: dict[Path, judge.Verdict] = {}
    for word, oracle in formats.ORACLES.items():
        of_format = judge.judge(cli, oracle, files.get(word, []), temporary.mktemp(word))
        report_lines.add(config, judge.summary(f"{title} {word}", list(of_format.values())))
        verdicts |= of_format
    return verdicts


@pytest.fixture(scope="session")
def made_verdicts(cli, made, tmp_path_factory, pytestconfig) -> dict[str, judge.Verdict]:
    files: dict[str, list[Path]] = {}
    for name, path in made.items():
        files.setdefault(path.suffix[1:], []).append(path)
    verdicts = _judge_all("generated images", cli, files, tmp_path_factory, pytestconfig)
    return {name: verdicts[path] for name, path in made.items()}


@pytest.fixture(scope="session")
def corpus_verdicts(cli, tmp_path_factory, pytestconfig) -> dict[Path, judge.Verdict]:
    return _judge_all("corpus", cli, places.corpus_files(), tmp_path_factory, pytestconfig)
