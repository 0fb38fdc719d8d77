"""Two workers on one object, their requests let through one by one: every order of these, a new image in A at every
point between them, and one worker killed at every point. An older image's output never replaces a newer's, and when
every message has been worked on, B holds the last image.
"""

import concurrent.futures
import dataclasses
import itertools
import queue

import pytest

import fault_judge
import servers
from fault_proxy import FaultProxy, Scenario
from function_server import Server, photo, strip_with_cli
from gate import Gate

REQUESTS = ("HEAD B", "GET A", "PUT B")  # what a worker asks for where nobody is in its way
WORKERS = 2
LANES = 4  # cases at once, each with two processes: a process runs as many invocations as there are processors
STALL = {"STRIPMETA_S3_STALL": "300"}  # a request that waits for its turn is no broken connection
IMAGES = [photo(scan=100 * number) for number in range(3)]
ORDERS = [
    tuple(int(turn not in firsts) for turn in range(WORKERS * len(REQUESTS)))
    for firsts in itertools.combinations(range(WORKERS * len(REQUESTS)), len(REQUESTS))
]


@dataclasses.dataclass(frozen=True)
class Case:
    order: tuple[int, ...]  # whose request passes
    put_at: int  # the new image is put before that turn
    prior: bool  # B holds the output of an older image
    killed_at: int | None = None  # the first worker is killed when it waits with its request of this number

    @property
    def name(self) -> str:
        turns = [*(f"{turn + 1}" for turn in self.order)]
        turns.insert(self.put_at, "A")
        words = ["".join(turns), "over" if self.prior else "new"]
        return "-".join(words if self.killed_at is None else [*words, f"killed{self.killed_at}"])

    @property
    def is_seen(self) -> bool:
        """Whether a worker begins when the new image is there, so that its message may have been that image's."""
        return any(self.order.index(worker) >= self.put_at for worker in range(WORKERS))


LIVING = [
    Case(order, put_at, prior) for order in ORDERS for put_at in range(len(ORDERS[0]) + 1) for prior in (False, True)
]
KILLED = [
    Case(order, (number + killed_at) % (len(order) + 1), bool(number % 2), killed_at)
    for number, order in enumerate(ORDERS)
    for killed_at in range(len(REQUESTS))
]


class Worker:
    """An invocation whose requests wait for their turns. A request of a killed one is still let through: it is late."""

    def __init__(self, proxy: FaultProxy, function: Server, key: str, pool, killed_at: int | None = None):
        self.gate, self.function, self.killed_at, self.passed = Gate(), function, killed_at, []
        self.is_killed = False
        proxy.plan(key, Scenario(gate=self.gate))
        self.answer = pool.submit(function.invoke, {"key": key})
        self.answer.add_done_callback(lambda _: self.gate.end())

    def take_turn(self) -> str:
        if self.killed_at == len(self.passed) and self.gate.wait():
            self.is_killed = True
            self.function.process.kill()
            self.answer.exception()  # its end
        kind = self.gate.let_pass()
        if kind:
            self.passed.append(kind)
        return kind


@dataclasses.dataclass
class End:
    """What came of a case."""

    problems: list[str]
    puts: int
    is_killed: bool


class Play:
    """Runs cases, and says what is wrong with them."""

    def __init__(self, gateway, buckets, folder):
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
        self.functions.append(Server(folder, servers.environment(server.url, self.buckets, **STALL)))
        return self.functions[-1]

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
                Worker(proxy, function, key, self.pool, case.killed_at if number == 0 else None)
                for number, (proxy, function) in enumerate(zip(self.proxies, lane, strict=True))
            ]
            problems = list(self._problems(case, key, workers))
            puts = sum(worker.passed.count("PUT B") for worker in workers)
            return End(problems, puts, any(worker.is_killed for worker in workers))
        finally:
            if case.killed_at is not None:
                lane[0] = self.start(self.proxies[0], case.name)
            self.lanes.put(lane)

    def _problems(self, case: Case, key: str, workers: list[Worker]):
        shown = [self._shown(key)]
        for turn, worker in enumerate(case.order):
            if turn == case.put_at:
                self.buckets.put(key, IMAGES[2])
            self._turn(workers[worker], key, shown)
        if case.put_at == len(case.order):
            self.buckets.put(key, IMAGES[2])
        for worker in workers:
            while self._turn(worker, key, shown):
                pass
        for number, worker in enumerate(workers):
            yield from self._problems_of(number, worker, case)
        if shown != sorted(shown):
            yield f"B went back: it held the images {shown}"
        if case.killed_at is not None or not case.is_seen:
            answer = self.plain.invoke({"key": key})
            if answer.is_function_error:
                yield f"the last message is answered {answer.json}"
        if self._shown(key) != 2:
            yield f"at the end B holds the image {self._shown(key)}"

    def _turn(self, worker: Worker, key: str, shown: list[int]) -> str:
        kind = worker.take_turn()
        if kind == "PUT B":
            shown.append(self._shown(key))
        return kind

    def _problems_of(self, number: int, worker: Worker, case: Case):
        for position, kind in enumerate(worker.passed):
            if kind != REQUESTS[position % len(REQUESTS)]:
                yield f"the requests of worker {number + 1} were {worker.passed}"
        if worker.is_killed:
            return
        answer = worker.answer.result()
        if answer.is_function_error or answer.json["outcome"] not in ("cleaned", "duplicate"):
            yield f"worker {number + 1} answered {answer.json}"

    def _shown(self, key: str) -> int:
        """Which image's output B holds; -1 for nothing, -2 for anything else."""
        data = self.buckets.get_b(key)
        if data is None:
            return -1
        return self.clean.index(data) if data in self.clean else -2


@pytest.fixture(scope="module")
def play(gateway, s3, tmp_path_factory):
    one = Play(gateway, servers.Buckets(s3, "interleavings"), tmp_path_factory.mktemp("interleavings"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def ends(play, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""
    for futures in fault_judge.at_once(LANES, lambda _, case: play.run(case), fault_judge.cases_of(request)):
        yield futures
    done = fault_judge.done(futures).values()
    wrong = len(futures) - sum(not end.problems for end in done)
    killed, puts = sum(end.is_killed for end in done), sum(end.puts for end in done)
    report(f"interleavings: {len(futures)} cases, {killed} with a killed worker, {puts} PUTs, {wrong} wrong ends")


@pytest.mark.parametrize("case", [*LIVING, *KILLED], ids=lambda case: case.name)
def test_interleaving(ends, case):
    assert ends[case].result().problems == []


def test_every_order_is_there():
    assert len(ORDERS) == len(set(ORDERS)) == 20
    assert {order.count(0) for order in ORDERS} == {len(REQUESTS)}
    assert len({case.name for case in (*LIVING, *KILLED)}) == len(LIVING) + len(KILLED)
