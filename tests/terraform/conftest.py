"""Fixtures of the tests with Terraform and moto."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cycle import Cycle
from harness import Moto, Stacks
from stacks import STACKS

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
        yield Cycle(stacks, pool)
