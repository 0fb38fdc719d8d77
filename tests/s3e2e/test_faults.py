"""Every fault at every request, once and for ever: B ends with the whole right object or as it was, the answer says
which, and no upload stays open. The function runs as several processes, and cases run side by side.
"""

import concurrent.futures
import dataclasses
import json
import time

import pytest

import servers
from fault_matrix import NO_FAULTS, REQUESTS, SUCCESS, Case, all_cases
from fault_proxy import Fault, Scenario
from function_server import Server, photo, strip_with_cli

FUNCTIONS = 8
AT_ONCE = 2 * FUNCTIONS
LIMIT = 60  # seconds until a case counts as endless
PRIOR = b"what someone else has put here"
CASES = all_cases()


@dataclasses.dataclass
class End:
    """What came of a case."""

    problems: list[str]
    recovered: bool
    seconds: float


class Judge:
    """Runs cases and says what is wrong with their ends."""

    def __init__(self, proxy, buckets, functions: list[Server], images: dict[str, tuple[bytes, bytes]]):
        self.proxy, self.buckets, self.functions, self.images = proxy, buckets, functions, images

    def run(self, number: int, case: Case) -> End:
        key = f"{number}/{case.name}.jpg"
        original, clean = self.images[case.size]
        self.buckets.put(key, original)
        if case.prior:
            self.buckets.put_b(key, PRIOR)
        scenario = self.proxy.plan(key, case.scenario())
        start = time.monotonic()
        error = self.invoke(self.functions[number % len(self.functions)], key)
        seconds = time.monotonic() - start
        end = End([], error == SUCCESS, seconds)
        end.problems += self.problems(case, error, self.buckets.get_b(key), clean)
        if not scenario.hit:
            end.problems.append("the fault never struck")
        if self.buckets.uploads(key) and not case.may_leave_upload:
            end.problems.append("an upload is left open")
        self.buckets.delete(key)
        return end

    def invoke(self, function: Server, key: str) -> str:
        """The error type, SUCCESS for success."""
        try:
            answer = function.invoke({"key": key})
            return answer.json["errorType"] if answer.is_function_error else SUCCESS
        except (OSError, json.JSONDecodeError) as error:
            return f"no answer: {error!r}"

    def problems(self, case: Case, error: str, in_b: bytes | None, clean: bytes):
        before = PRIOR if case.prior else None
        if error not in case.ends:
            yield f"answered {error or 'success'}, not {' or '.join(sorted(case.ends)) or 'success'}"
        if in_b not in (clean, before):
            yield f"B holds something wrong: {len(in_b or b'')} bytes, not {len(clean)}"
        if (error == SUCCESS) != (in_b == clean):
            yield f"answered {error or 'success'}, but B holds {'the image' if in_b == clean else 'none of it'}"


@pytest.fixture(scope="module")
def images(tmp_path_factory) -> dict[str, tuple[bytes, bytes]]:
    """By size: the original and what the command line makes of it."""
    folder = tmp_path_factory.mktemp("images")
    made = {}
    for size, scan in {"small": 2_000, "large": 18 << 20}.items():
        source = folder / f"{size}.jpg"
        source.write_bytes(photo(scan=scan))
        made[size] = (source.read_bytes(), strip_with_cli(source, folder / f"{size}.clean.jpg"))
    return made


@pytest.fixture(scope="module")
def judge(proxy, s3, images, tmp_path_factory):
    buckets = servers.Buckets(s3, "faults")
    variables = servers.environment(proxy.url, buckets)
    functions = []
    try:
        for _ in range(FUNCTIONS):
            functions.append(Server(tmp_path_factory.mktemp("function"), variables))
        yield Judge(proxy, buckets, functions, images)
    finally:
        for function in functions:
            function.close()


@pytest.fixture(scope="module")
def ends(judge, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""
    items = [item for item in request.session.items if "case" in getattr(item, "fixturenames", ())]
    cases = [item.callspec.params["case"] for item in items]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {case: pool.submit(judge.run, number, case) for number, case in enumerate(cases)}
        yield futures
        pool.shutdown(cancel_futures=True)
    whole = {case: future for case, future in futures.items() if not (future.cancelled() or future.exception())}
    done = {case: future.result() for case, future in whole.items()}
    wrong = len(futures) - sum(not end.problems for end in done.values())
    once = [end for case, end in done.items() if case.is_recoverable]
    slowest = max((end.seconds for end in done.values()), default=0.0)
    report(
        f"faults: {len(futures)} cases, {wrong} wrong ends, {sum(end.recovered for end in once)} of "
        f"{sum(case.is_recoverable for case in futures)} recoverable recovered, slowest {slowest:.0f} s"
    )


@pytest.mark.parametrize("size", REQUESTS)
def test_the_requests_are_those_that_the_matrix_knows(judge, size):
    key = f"whole/{size}.jpg"
    original, clean = judge.images[size]
    judge.buckets.put(key, original)
    scenario = judge.proxy.plan(key, Scenario())
    assert judge.invoke(judge.functions[0], key) == SUCCESS
    assert judge.buckets.get_b(key) == clean
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
