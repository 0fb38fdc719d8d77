"""Fixtures of the tests with Terraform and moto."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

for folder in ("e2e", "support"):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / folder))

from cycle import Cycle  # noqa: E402  (it needs the lines above)
from harness import Moto, Stacks  # noqa: E402
from report_lines import pytest_terminal_summary, report  # noqa: E402, F401  (a hook and a fixture)
from stacks import STACKS  # noqa: E402


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
