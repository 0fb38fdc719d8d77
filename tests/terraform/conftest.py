"""Fixtures of the tests with Terraform and moto."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

for folder in ("e2e", "support"):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / folder))

from cycle import Cycle  # noqa: E402  (it needs the lines above)
from harness import Moto, Stacks  # noqa: E402
from stacks import STACKS  # noqa: E402

_LINES = pytest.StashKey[list]()


@pytest.fixture(scope="session")
def report(pytestconfig):
    """Adds a line that is shown at the end of the run."""
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(terminalreporter, config) -> None:
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def moto():
    server = Moto()
    yield server
    server.close()


@pytest.fixture(scope="session")
def stacks(moto, tmp_path_factory):
    with Stacks(moto, tmp_path_factory.mktemp("stacks")) as some:
        yield some


@pytest.fixture(scope="session")
def cycle(stacks):
    with ThreadPoolExecutor(6 * len(STACKS)) as pool:  # most of them wait: harness.SLOTS lets two work
        one = Cycle(stacks, pool)
        yield one
        one.take_down()
