"""Every fault at every request, once and for ever: B ends with the whole right object or as it was, the answer says
which, and no upload stays open. The function runs as several processes, and cases run side by side.
"""

import pytest

import fault_judge
import servers
from fault_matrix import NO_FAULTS, REQUESTS, all_cases
from fault_proxy import Fault, Scenario

AT_ONCE = 2 * fault_judge.FUNCTIONS
LIMIT = 60  # seconds until a case counts as endless
CASES = all_cases()


@pytest.fixture(scope="module")
def judge(proxy, s3, fault_images, tmp_path_factory):
    with fault_judge.running(proxy, servers.Buckets(s3, "faults"), fault_images, tmp_path_factory.mktemp) as one:
        yield one


@pytest.fixture(scope="module")
def ends(judge, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""
    for futures in fault_judge.at_once(AT_ONCE, judge.run, fault_judge.cases_of(request)):
        yield futures
    report(f"faults: {fault_judge.summary(futures, lambda case: case.is_recoverable)}")


@pytest.mark.parametrize("size", REQUESTS)
def test_the_requests_are_those_that_the_matrix_knows(judge, size):
    key = f"whole/{size}.jpg"
    judge.buckets.put(key, judge.images.original[size])
    scenario = judge.proxy.plan(key, Scenario())
    assert not judge.functions[0].invoke({"key": key}).is_function_error
    assert judge.buckets.get_b(key) == judge.images.clean[size]
    assert scenario.seen == dict.fromkeys(REQUESTS[size], 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fault(ends, case):
    end = ends[case].result()
    assert not end.problems, "; ".join(end.problems)
    assert end.seconds < LIMIT


def test_the_matrix_is_whole():
    """Every fault that can strike a request is there, for each of them."""
    assert {case.fault for case in CASES} == set(Fault) - set(NO_FAULTS)
    for size, kinds in REQUESTS.items():
        assert {case.kind for case in CASES if case.size == size} - {"ABORT"} == set(kinds)
