"""Fixtures of the tests with Terraform and moto."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cycle import Cycle
from harness import Moto, Stacks
from report_lines import pytest_terminal_summary, report  # noqa: F401  (a hook and a fixture)
from stacks import STACKS


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
