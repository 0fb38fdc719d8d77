"""Lines that are shown at the end of a run of pytest. A conftest.py imports the hook, and the fixture if it needs it."""

import functools

import pytest

_LINES = pytest.StashKey[list[str]]()


def add(config: pytest.Config, line: str) -> None:
    config.stash.setdefault(_LINES, []).append(line)


@pytest.fixture(scope="session")
def report(pytestconfig):
    """Adds a line that is shown at the end of the run."""
    return functools.partial(add, pytestconfig)


def pytest_terminal_summary(terminalreporter, config) -> None:
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(line)
