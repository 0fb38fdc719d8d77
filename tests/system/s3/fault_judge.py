"""Runs cases of the matrix of faults side by side, on several processes, and says what is wrong with their ends."""

import concurrent.futures
import contextlib
import dataclasses
import functools
import json
import pathlib
import time
import urllib.parse
from collections.abc import Callable, Iterator

import servers
from aftermath import OWN_TAGS, Wanted, look, record_of
from event_shapes import SUCCESS, UNSAID, Said, Shape
from fault_matrix import Case
from fault_proxy import Fault, FaultProxy, Scenario
from function_server import Answer, Server, photo, strip_with_cli

PRIOR = b"what someone else has put here"
OPTIONS = {  # the function's options; if a clean image goes, a refused one must stay
    "keep": {},
    "delete": {"STRIPMETA_SOURCE": "delete"},
    "delete-version": {"STRIPMETA_SOURCE": "delete"},
    "tag": {"STRIPMETA_SOURCE": "tag"},
    "tag-version": {"STRIPMETA_SOURCE": "tag"},
    "quarantine": {"STRIPMETA_UNSUPPORTED": "quarantine", "STRIPMETA_SOURCE": "delete"},
}
# Only a case of a stalled request waits for it, some three times; to the others a busy machine's pause is no stall.
STALL = {"STRIPMETA_S3_STALL": "5"}  # seconds
FUNCTIONS = 8  # processes with the option "keep"
FUNCTIONS_WITH_OPTIONS = 4  # with each other


@dataclasses.dataclass
class End:
    """What came of a case."""

    problems: list[str]
    recovered: bool
    seconds: float


@dataclasses.dataclass(frozen=True)
class Images:
    """By size: the original, and what the command line makes of it; None if that is refused."""

    original: dict[str, bytes]
    clean: dict[str, bytes | None]


def make_images(folder: pathlib.Path) -> Images:
    images = Images({}, {})
    for size, scan in {"small": 2_000, "large": 18 << 20}.items():
        source = folder / f"{size}.jpg"
        source.write_bytes(photo(scan=scan))
        images.original[size] = source.read_bytes()
        images.clean[size] = strip_with_cli(source, folder / f"{size}.clean.jpg")
    for size, whole in {"bad": "small", "large-bad": "large"}.items():
        images.original[size] = images.original[whole][:-200]
        images.clean[size] = None
    return images


@dataclasses.dataclass(frozen=True)
class Place:
    """A pair of buckets and the processes on it; the record of a refused image by its size."""

    buckets: servers.Buckets
    functions: list[Server]
    impatient: Server  # for requests that stall
    records: dict[str, dict] = dataclasses.field(default_factory=dict)

    def learn_records(self, images: Images) -> None:
        """What is written without a fault."""
        for size, clean in images.clean.items():
            if clean is None:
                self.buckets.put(size, images.original[size])
                assert self.functions[0].invoke({"key": size}).json["outcome"] == "quarantined"
                self.records[size] = json.loads(self.buckets.get_b(record_of(size)))

    def record(self, size: str, key: str) -> dict | None:
        known = self.records.get(size)
        return known and {**known, "input": {**known["input"], "key": key}}


class Judge:
    def __init__(self, proxy: FaultProxy, places: dict[str, Place], images: Images):
        self.proxy, self.places, self.images = proxy, places, images

    def run(self, number: int, case: Case) -> End:
        """The object alone in an event of its own, and in another one when the fault is over.

        Not so those large ones that the soak asks for again and again.
        """
        key = f"{number}/{case.name}.jpg"
        end = self._run(number, case, key, {"key": key}, lambda answer: Said(whole=error_of(answer)), case.ends)
        if case.size != "large" or case.option != "keep":
            end.problems += [f"once more: {problem}" for problem in self._problems_once_more(number, case, key)]
        self._forget(case, key)
        return end

    def run_among_others(self, number: int, case: Case, shape: Shape) -> End:
        """The object between two others that nothing strikes."""
        buckets = self.places[case.option].buckets
        keys = [f"{number}/before.jpg", f"{number}/{case.name} {shape.name}.jpg", f"{number}/behind.jpg"]
        others = keys[::2]
        for other in others:
            buckets.put(other, self.images.original["small"])
        event = shape.event(buckets.a, *keys)
        read = functools.partial(shape.said, count=len(keys))
        end = self._run(number, case, keys[1], event, read, ends_of(case, shape))
        self._forget(case, keys[1])
        for other in others:
            if buckets.get_b(other) != self.images.clean["small"]:
                end.problems.append(f"B lacks its neighbour {other}")
            buckets.delete(other)
        return end

    def plan(self, key: str, scenario: Scenario) -> Scenario:
        """For all that is asked for because of A/key."""
        self.proxy.plan(record_of(key), scenario)
        return self.proxy.plan(key, scenario)

    def _run(
        self, number: int, case: Case, key: str, event, read: Callable[[Answer], Said], ends: frozenset[str]
    ) -> End:
        buckets = self.places[case.option].buckets
        self._put(case, key)
        scenario = self.plan(key, case.scenario())
        start = time.monotonic()
        try:
            said = read(self._function(number, case).invoke(event))
        except (OSError, AssertionError, LookupError, json.JSONDecodeError) as error:
            said = Said(whole=f"no answer: {error!r}")
        end = End([], False, time.monotonic() - start)
        end.problems += self._problems_of_answer(said, ends)
        is_done = error_said(said) == SUCCESS and SKIPPED not in ends
        if is_done and case.size == "large":
            await_completion(buckets, key)
        after, wanted = look(buckets, case, key), self._wanted(case, key)
        end.problems += after.problems(case, wanted, is_done, case.may_be_left)
        end.recovered = is_done and not end.problems and not case.may_be_left
        if not scenario.hit:
            end.problems.append("the fault never struck")
        if buckets.uploads(key) and not case.may_leave_upload:
            end.problems.append("an upload is left open")
        return end

    def _function(self, number: int, case: Case) -> Server:
        place = self.places[case.option]
        return place.impatient if case.fault is Fault.STALLED else place.functions[number % len(place.functions)]

    def _put(self, case: Case, key: str) -> None:
        buckets = self.places[case.option].buckets
        tags = {"Tagging": urllib.parse.urlencode(OWN_TAGS)} if case.tags else {}
        buckets.put(key, self.images.original[case.size], **tags)
        if case.prior:
            buckets.put_b(key if self.images.clean[case.size] else record_of(key), PRIOR)

    def _forget(self, case: Case, key: str) -> None:
        for one in (key, record_of(key)):
            self.places[case.option].buckets.delete(one)

    def _wanted(self, case: Case, key: str) -> Wanted:
        return Wanted(
            original=self.images.original[case.size],
            before=PRIOR if case.prior else None,
            clean=self.images.clean[case.size],
            record=self.places[case.option].record(case.size, key),
        )

    def _problems_once_more(self, number: int, case: Case, key: str) -> Iterator[str]:
        self.plan(key, Scenario())
        answer = self._function(number, case).invoke({"key": key})
        if answer.is_function_error:
            yield f"answered {answer.json}"
        after = look(self.places[case.option].buckets, case, key)
        yield from after.problems(case, self._wanted(case, key), is_done=True, is_left=False)

    def _problems_of_answer(self, said: Said, ends: frozenset[str]) -> Iterator[str]:
        error = error_said(said)
        if any(said.each[::2]):
            yield f"its neighbours are answered {said.each}"
        if error not in ends and not (error == UNSAID and ends - {SUCCESS, SKIPPED}):
            yield f"answered {error or 'success'}, not {' or '.join(sorted(ends)) or 'success'}"


def await_completion(buckets: servers.Buckets, key: str) -> None:
    """versitygw 1.8.0 answers success to a repeated CompleteMultipartUpload while it still works on the first one, so B
    may hold nothing for a moment if the function took a busy server for a stalled one.
    """
    end = time.monotonic() + servers.PATIENCE
    while buckets.get_b(key) is None and time.monotonic() < end:
        time.sleep(0.02)


SKIPPED = "skipped"  # success, and nothing in B


def error_said(said: Said) -> str:
    """Of the object that is struck."""
    return said.each[1] if said.each else said.whole


def error_of(answer: Answer) -> str:
    return answer.json["errorType"] if answer.is_function_error else SUCCESS


def ends_of(case: Case, shape: Shape) -> frozenset[str]:
    """A notice of an object that is gone asks for nothing."""
    if shape.is_notice and "NotFound" in case.ends and case.kind == "GET A":
        return frozenset({SUCCESS, SKIPPED})
    return case.ends


@contextlib.contextmanager
def running(proxy: FaultProxy, pairs: dict[str, servers.Buckets], images: Images, new_folder) -> Iterator[Judge]:
    """A judge with its processes, and a pair of buckets for each option."""
    places: dict[str, Place] = {}
    with contextlib.ExitStack() as stack:

        def start(variables: dict[str, str]) -> Server:
            server = Server(new_folder("function"), variables)
            stack.callback(server.close)
            return server

        for option, buckets in pairs.items():
            variables = servers.environment(proxy.url, buckets, **OPTIONS[option])
            count = FUNCTIONS if option == "keep" else FUNCTIONS_WITH_OPTIONS
            places[option] = Place(buckets, [start(variables) for _ in range(count)], start({**variables, **STALL}))
        if "quarantine" in places:
            places["quarantine"].learn_records(images)
        yield Judge(proxy, places, images)


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
