"""Two workers on one object, their requests let through one by one, with a new image in A at a chosen point."""

import concurrent.futures
import dataclasses
import itertools
import queue
from collections.abc import Iterator

import fault_judge
import servers
from fault_proxy import FaultProxy, Scenario
from function_server import Server, photo, strip_with_cli
from gate import Gate

WORKERS = 2
LANES = 4  # cases at once, each with two processes: a process runs as many invocations as there are processors
STALL = {"STRIPMETA_S3_STALL": "300"}  # a request that waits for its turn is no broken connection
IMAGES = [photo(scan=100 * number) for number in range(3)]
NEWEST = len(IMAGES) - 1


def orders(requests: int) -> list[tuple[int, ...]]:
    """All orders in which two workers can make so many requests each: whose turn it is."""
    turns = range(WORKERS * requests)
    return [tuple(int(turn not in firsts) for turn in turns) for firsts in itertools.combinations(turns, requests)]


@dataclasses.dataclass(frozen=True)
class Case:
    order: tuple[int, ...]  # whose request passes
    put_at: int  # the new image is put before that turn
    prior: bool  # B holds the output of an older image
    killed_at: int | None = None  # the first worker is killed when it waits with its request of this number
    is_lost: bool = False  # that request never arrives; else it is performed for one who is dead

    @property
    def name(self) -> str:
        turns = [*(f"{turn + 1}" for turn in self.order)]
        turns.insert(self.put_at, "A")
        words = ["".join(turns), "over" if self.prior else "new"]
        if self.killed_at is not None:
            words += [f"killed{self.killed_at}", *(["lost"] if self.is_lost else [])]
        return "-".join(words)

    @property
    def is_seen(self) -> bool:
        """Whether a worker begins when the new image is there, so that its message may have been that image's."""
        return any(self.order.index(worker) >= self.put_at for worker in range(WORKERS))


class Worker:
    """An invocation whose requests wait for their turns. With `killed_at` it dies as the case says."""

    def __init__(self, proxy: FaultProxy, function: Server, key: str, pool, case: Case | None = None):
        self.gate, self.function, self.passed = Gate(), function, []
        self.killed_at = case.killed_at if case else None
        self.is_lost = case.is_lost if case else False
        self.is_killed = False
        proxy.plan(key, Scenario(gate=self.gate))
        self.answer = pool.submit(function.invoke, {"key": key})
        self.answer.add_done_callback(lambda _: self.gate.end())

    def take_turn(self) -> str:
        """The kind of the request that passed; "" if there is none, and none will follow."""
        if self.killed_at == len(self.passed) and not self.is_killed and self.gate.wait():
            self.is_killed = True
            self.function.process.kill()
            self.answer.exception()  # its end
        kind = "" if self.is_killed and self.is_lost else self.gate.let_pass()
        if kind:
            self.passed.append(kind)
        return kind


@dataclasses.dataclass
class End:
    """What came of a case."""

    problems: list[str]
    passed: list[str]
    is_killed: bool


class Play:
    """Runs cases, and says what is wrong with them."""

    options: dict[str, str] = {}

    def __init__(self, gateway, buckets: servers.Buckets, folder):
        self.buckets, self.folder = buckets, folder
        self.clean = [self._clean(number, image) for number, image in enumerate(IMAGES)]
        self.proxies = [FaultProxy(gateway.port) for _ in range(WORKERS)]
        self.functions: list[Server] = []
        self.plain = self.start(gateway, "plain")
        self.lanes = queue.SimpleQueue()
        for lane in range(LANES):
            self.lanes.put([self.start(proxy, f"{lane}-{number}") for number, proxy in enumerate(self.proxies)])
        self.pool = concurrent.futures.ThreadPoolExecutor(LANES * WORKERS)

    def _clean(self, number: int, image: bytes) -> bytes:
        source = self.folder / f"{number}.jpg"
        source.write_bytes(image)
        return strip_with_cli(source, self.folder / f"{number}.clean.jpg")

    def start(self, server, name: str) -> Server:
        folder = self.folder / name
        folder.mkdir()
        variables = servers.environment(server.url, self.buckets, **STALL, **self.options)
        self.functions.append(Server(folder, variables))
        return self.functions[-1]

    def run_all(self, cases: list[Case]) -> Iterator[dict]:
        """Yields the futures of the cases once, all under way from then on, and waits for them."""
        yield from fault_judge.at_once(LANES, lambda _, case: self.run(case), cases)

    def close(self) -> None:
        self.pool.shutdown()
        for function in self.functions:
            function.close()
        for proxy in self.proxies:
            proxy.close()

    def run(self, case: Case) -> End:
        key = f"{case.name}.jpg"
        if case.prior:
            self.buckets.put(key, IMAGES[0])
            self.plain.invoke({"key": key})
        self.buckets.put(key, IMAGES[1])
        lane = self.lanes.get()
        try:
            workers = [
                Worker(proxy, function, key, self.pool, case if number == 0 else None)
                for number, (proxy, function) in enumerate(zip(self.proxies, lane, strict=True))
            ]
            problems = list(self._problems(case, key, workers))
            passed = [kind for worker in workers for kind in worker.passed]
            return End(problems, passed, any(worker.is_killed for worker in workers))
        finally:
            if case.killed_at is not None:
                lane[0] = self.start(self.proxies[0], case.name)
            self.lanes.put(lane)

    def _problems(self, case: Case, key: str, workers: list[Worker]) -> Iterator[str]:
        shown = [self.shown(key)]
        for turn, number in enumerate(case.order):
            if turn == case.put_at:
                self.buckets.put(key, IMAGES[NEWEST])
            yield from self._problems_of_turn(workers[number].take_turn(), key, shown, is_put=turn >= case.put_at)
        if case.put_at == len(case.order):
            self.buckets.put(key, IMAGES[NEWEST])
        for worker in workers:
            while kind := worker.take_turn():
                yield from self._problems_of_turn(kind, key, shown, is_put=True)
        if shown != sorted(shown):
            yield f"B went back: it held the images {shown}"
        for number, worker in enumerate(workers):
            yield from self._problems_of_worker(number, worker)
        if case.killed_at is not None or not case.is_seen:
            answer = self.plain.invoke({"key": key})
            if answer.is_function_error:
                yield f"the last message is answered {answer.json}"
        yield from self.problems_at_end(key)

    def _problems_of_turn(self, kind: str, key: str, shown: list[int], is_put: bool) -> Iterator[str]:
        if kind == "PUT B":
            shown.append(self.shown(key))
        if is_put:
            yield from self.problems_after(kind, key)

    def _problems_of_worker(self, number: int, worker: Worker) -> Iterator[str]:
        if not self.are_right(worker.passed):
            yield f"the requests of worker {number + 1} were {worker.passed}"
        if worker.is_killed:
            return
        answer = worker.answer.result()
        if answer.is_function_error or answer.json["outcome"] not in ("cleaned", "duplicate"):
            yield f"worker {number + 1} answered {answer.json}"

    def are_right(self, requests: list[str]) -> bool:
        """Of one worker."""
        raise NotImplementedError

    def problems_after(self, kind: str, key: str) -> Iterator[str]:
        """A request of that kind, when A has got its newest image."""
        yield from ()

    def problems_at_end(self, key: str) -> Iterator[str]:
        if self.shown(key) != NEWEST:
            yield f"at the end B holds the image {self.shown(key)}"

    def shown(self, key: str) -> int:
        """Which image's output B holds; -1 for nothing, -2 for anything else."""
        data = self.buckets.get_b(key)
        if data is None:
            return -1
        return self.clean.index(data) if data in self.clean else -2


def summary(futures: dict, kind: str) -> str:
    """`kind`: the requests that are worth counting."""
    ends = fault_judge.done(futures).values()
    wrong = len(futures) - sum(not end.problems for end in ends)
    killed, count = sum(end.is_killed for end in ends), sum(end.passed.count(kind) for end in ends)
    return f"{len(futures)} cases, {killed} with a killed worker, {count} of {kind}, {wrong} wrong ends"
