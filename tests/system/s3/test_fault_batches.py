"""The matrix of faults on one object among others, in every event that names several: its neighbours are done, the answer
names it alone, and its own end is as if it had come by itself.

One shape for each case, and a twelfth of those of large objects; with STRIPMETA_FAULTS=all every case in every shape.
"""

import dataclasses
import os
import random

import pytest

import fault_judge
import servers
from event_shapes import SHAPES, Shape
from fault_matrix import Case, all_cases
from fault_proxy import Fault

AT_ONCE = fault_judge.FUNCTIONS  # events; each has three objects
FOR_LARGE_ALONE = (Fault.ERROR_IN_200, Fault.BLANKS_THEN_ERROR)
LIMIT = 300  # seconds until a case counts as endless


@dataclasses.dataclass(frozen=True)
class Trial:
    shape: Shape
    case: Case

    @property
    def name(self) -> str:
        return f"{self.shape.name}-{self.case.name}"


ALL = [Trial(shape, case) for case in all_cases() for shape in SHAPES]


def chosen() -> list[Trial]:
    if os.environ.get("STRIPMETA_FAULTS") == "all":
        return ALL
    small = [case for case in all_cases() if case.size == "small"]
    large = [case for case in all_cases() if case.size == "large"]
    large = [case for number, case in enumerate(large) if number % 12 == 0 or case.fault in FOR_LARGE_ALONE]
    trials = [Trial(SHAPES[number % len(SHAPES)], case) for number, case in enumerate((*small, *large))]
    random.Random(len(trials)).shuffle(trials)  # large ones side by side would only wait for each other
    return trials


@pytest.fixture(scope="module")
def judge(proxy, s3, fault_images, tmp_path_factory):
    pairs = {"keep": servers.Buckets(s3, "batches")}
    with fault_judge.running(proxy, pairs, fault_images, tmp_path_factory.mktemp) as one:
        yield one


@pytest.fixture(scope="module")
def ends(judge, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""

    def run(number: int, trial: Trial) -> fault_judge.End:
        return judge.run_among_others(number, trial.case, trial.shape)

    for futures in fault_judge.at_once(AT_ONCE, run, fault_judge.cases_of(request)):
        yield futures
    summary = fault_judge.summary(futures, lambda trial: trial.case.is_recoverable)
    report(f"faults: among others in {len({trial.shape for trial in futures})} shapes of events: {summary}")


@pytest.mark.parametrize("case", chosen(), ids=lambda trial: trial.name)
def test_fault_among_others(ends, case):
    end = ends[case].result()
    assert not end.problems, "; ".join(end.problems)
    assert end.seconds < LIMIT


def test_every_shape_and_fault_is_there():
    assert {trial.shape.name for trial in chosen()} == {shape.name for shape in SHAPES}
    assert {trial.case.fault for trial in chosen()} == {case.fault for case in all_cases()}
    assert len({trial.name for trial in ALL}) == len(ALL) >= 1_000
