"""Every fault at every request, once and for ever: B ends with the whole right object or as it was, the answer says
which, and no upload stays open; and asked once more without a fault, all is done. The function runs as several
processes, and cases run side by side.

The same holds if the function is told to do more than to clean. An original that is to be deleted goes only when B holds its
whole clean image; one that is tagged keeps its own tags; of what is refused B holds a right record or none. Of these
cases every third; with STRIPMETA_FAULTS=all every one.
"""

import os

import pytest

import fault_judge
import servers
from fault_matrix import LARGE, NO_FAULTS, REQUESTS, SMALL, all_cases, cases_with_options
from fault_proxy import Fault, Scenario

AT_ONCE = 2 * fault_judge.FUNCTIONS
LIMIT = 300  # seconds until a case counts as endless
CASES = all_cases()
WITH_OPTIONS = cases_with_options()
CHOSEN = WITH_OPTIONS if os.environ.get("STRIPMETA_FAULTS") == "all" else WITH_OPTIONS[::3]


@pytest.fixture(scope="module")
def judge(proxy, s3, fault_images, tmp_path_factory):
    plain, versioned = servers.Buckets(s3, "faults"), servers.Buckets(s3, "faults-versions", versioned=True)
    pairs = {option: versioned if option.endswith("-version") else plain for option in fault_judge.OPTIONS}
    with fault_judge.running(proxy, pairs, fault_images, tmp_path_factory.mktemp) as one:
        yield one


@pytest.fixture(scope="module")
def ends(judge, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""
    cases = fault_judge.cases_of(request)
    for futures in fault_judge.at_once(AT_ONCE, judge.run, cases):
        yield futures
    for title, options in {"faults": {"keep"}, "faults: with options": {*fault_judge.OPTIONS} - {"keep"}}.items():
        part = {case: future for case, future in futures.items() if case.option in options}
        report(f"{title}: {fault_judge.summary(part, lambda case: case.is_recoverable)}")


@pytest.mark.parametrize("option, size", REQUESTS)
def test_the_requests_are_those_that_the_matrix_knows(judge, option, size):
    key = f"whole/{option}-{size}.jpg"
    place = judge.places[option]
    place.buckets.put(key, judge.images.original[size])
    scenario = judge.plan(key, Scenario())
    assert not place.functions[0].invoke({"key": key}).is_function_error
    assert place.buckets.get_b(key) == judge.images.clean[size]
    assert scenario.seen == dict.fromkeys(REQUESTS[option, size], 1)


@pytest.mark.parametrize("case", [*CASES, *CHOSEN], ids=lambda case: case.name)
def test_fault(ends, case):
    end = ends[case].result()
    assert not end.problems, "; ".join(end.problems)
    assert end.seconds < LIMIT


def test_the_matrix_is_whole():
    """Every fault that can strike a request is there, for each of them; and each request that an option adds."""
    assert {case.fault for case in CASES} == set(Fault) - set(NO_FAULTS)
    for size, kinds in {"small": SMALL, "large": LARGE}.items():
        assert {case.kind for case in CASES if case.size == size} - {"ABORT"} == set(kinds)
    assert {case.fault for case in CHOSEN} >= {case.fault for case in CASES if case.size == "small"}
    for (option, size), kinds in REQUESTS.items():
        struck = {case.kind for case in (*CASES, *CHOSEN) if (case.option, case.size) == (option, size)}
        assert struck >= set(kinds) - {*SMALL, *LARGE}
    assert len({case.name for case in (*CASES, *WITH_OPTIONS)}) == len(CASES) + len(WITH_OPTIONS)
