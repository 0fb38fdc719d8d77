"""Runs cases of the matrix of faults side by side, on several processes, and says what is wrong with their ends."""

import concurrent.futures
import contextlib
import dataclasses
import json
import pathlib
import time
from collections.abc import Callable, Iterator

import servers
from event_shapes import SUCCESS, UNSAID, Said, Shape
from fault_matrix import Case
from fault_proxy import FaultProxy
from function_server import Answer, Server, photo, strip_with_cli

FUNCTIONS = 8
PRIOR = b"what someone else has put here"


@dataclasses.dataclass
class End:
    """What came of a case."""

    problems: list[str]
    recovered: bool
    seconds: float


@dataclasses.dataclass(frozen=True)
class Images:
    """By size: the original and what the command line makes of it."""

    original: dict[str, bytes]
    clean: dict[str, bytes]


def make_images(folder: pathlib.Path) -> Images:
    images = Images({}, {})
    for size, scan in {"small": 2_000, "large": 18 << 20}.items():
        source = folder / f"{size}.jpg"
        source.write_bytes(photo(scan=scan))
        images.original[size] = source.read_bytes()
        images.clean[size] = strip_with_cli(source, folder / f"{size}.clean.jpg")
    return images


class Judge:
    def __init__(self, proxy: FaultProxy, buckets: servers.Buckets, functions: list[Server], images: Images):
        self.proxy, self.buckets, self.functions, self.images = proxy, buckets, functions, images

    def run(self, number: int, case: Case) -> End:
        """The object alone in an event of its own."""
        key = f"{number}/{case.name}.jpg"
        return self._run(number, case, key, {"key": key}, lambda answer: Said(whole=error_of(answer)), case.ends)

    def run_among_others(self, number: int, case: Case, shape: Shape) -> End:
        """The object between two others that nothing strikes."""
        keys = [f"{number}/before.jpg", f"{number}/{case.name} {shape.name}.jpg", f"{number}/behind.jpg"]
        others = keys[::2]
        for other in others:
            self.buckets.put(other, self.images.original["small"])
        event = shape.event(self.buckets.a, *keys)
        end = self._run(number, case, keys[1], event, lambda answer: shape.said(answer, len(keys)), ends_of(case, shape))
        for other in others:
            if self.buckets.get_b(other) != self.images.clean["small"]:
                end.problems.append(f"B lacks its neighbour {other}")
            self.buckets.delete(other)
        return end

    def _run(self, number: int, case: Case, key: str, event, read: Callable[[Answer], Said], ends: frozenset[str]) -> End:
        self.buckets.put(key, self.images.original[case.size])
        if case.prior:
            self.buckets.put_b(key, PRIOR)
        scenario = self.proxy.plan(key, case.scenario())
        start = time.monotonic()
        try:
            said = read(self.functions[number % len(self.functions)].invoke(event))
        except (OSError, AssertionError, LookupError, json.JSONDecodeError) as error:
            said = Said(whole=f"no answer: {error!r}")
        end = End([], False, time.monotonic() - start)
        in_b = self.buckets.get_b(key)
        end.problems += self._problems(case, said, in_b, ends)
        end.recovered = not end.problems and in_b == self.images.clean[case.size]
        if not scenario.hit:
            end.problems.append("the fault never struck")
        if self.buckets.uploads(key) and not case.may_leave_upload:
            end.problems.append("an upload is left open")
        self.buckets.delete(key)
        return end

    def _problems(self, case: Case, said: Said, in_b: bytes | None, ends: frozenset[str]) -> Iterator[str]:
        before, clean = PRIOR if case.prior else None, self.images.clean[case.size]
        error = said.each[1] if said.each else said.whole
        if any(said.each[::2]):
            yield f"its neighbours are answered {said.each}"
        if error not in ends and not (error == UNSAID and ends - {SUCCESS, SKIPPED}):
            yield f"answered {error or 'success'}, not {' or '.join(sorted(ends)) or 'success'}"
        if in_b not in (clean, before):
            yield f"B holds something wrong: {len(in_b or b'')} bytes, not {len(clean)}"
        if (error == SUCCESS and SKIPPED not in ends) != (in_b == clean):
            yield f"answered {error or 'success'}, but B holds {'the image' if in_b == clean else 'none of it'}"


SKIPPED = "skipped"  # success, and nothing in B


def error_of(answer: Answer) -> str:
    return answer.json["errorType"] if answer.is_function_error else SUCCESS


def ends_of(case: Case, shape: Shape) -> frozenset[str]:
    """A notice of an object that is gone asks for nothing."""
    if shape.is_notice and "NotFound" in case.ends and case.kind == "GET A":
        return frozenset({SUCCESS, SKIPPED})
    return case.ends


@contextlib.contextmanager
def running(proxy: FaultProxy, buckets: servers.Buckets, images: Images, new_folder) -> Iterator[Judge]:
    """A judge with its processes."""
    functions: list[Server] = []
    try:
        for _ in range(FUNCTIONS):
            functions.append(Server(new_folder("function"), servers.environment(proxy.url, buckets)))
        yield Judge(proxy, buckets, functions, images)
    finally:
        for function in functions:
            function.close()


def at_once(most: int, run: Callable, cases: list) -> Iterator[dict]:
    """The futures of all cases, each given its number; those not yet begun at the end are given up."""
    with concurrent.futures.ThreadPoolExecutor(most) as pool:
        futures = {case: pool.submit(run, number, case) for number, case in enumerate(cases)}
        yield futures
        pool.shutdown(cancel_futures=True)


def cases_of(request) -> list:
    """Those that were asked for, of the test that parametrizes `case`, in its module."""
    items = [item for item in request.session.items if item.module is request.module]
    return [item.callspec.params["case"] for item in items if "case" in getattr(item, "fixturenames", ())]


def done(futures: dict) -> dict:
    """What came of those cases that came to an end."""
    whole = {case: future for case, future in futures.items() if not (future.cancelled() or future.exception())}
    return {case: future.result() for case, future in whole.items()}


def summary(futures: dict, is_recoverable: Callable[..., bool]) -> str:
    ends = done(futures)
    wrong = len(futures) - sum(not end.problems for end in ends.values())
    once = [end for case, end in ends.items() if is_recoverable(case)]
    slowest = max((end.seconds for end in ends.values()), default=0.0)
    return (
        f"{len(futures)} cases, {wrong} wrong ends, {sum(end.recovered for end in once)} of "
        f"{sum(is_recoverable(case) for case in futures)} recoverable recovered, slowest {slowest:.0f} s"
    )
