"""Objects through a queue to functions that are killed, on a network that fails: what Lambda's event source mapping does
with messages, done here.
"""

import collections
import concurrent.futures
import dataclasses
import functools
import http.client
import json
import pathlib
import random
import re
import urllib.parse
from collections.abc import Iterator

import event_shapes
import servers
from fault_proxy import FaultProxy
from function_server import Server
from image_stock import Image, Stock
from message_queue import Message, MessageQueue
from weather import Weather

SEED = 6
BATCH = 10
LANES = 3  # processes at once
PATIENT = {"STRIPMETA_S3_STALL": "4"}  # seconds, that a busy machine's own stalls are no faults besides
VISIBILITY = 120.0  # seconds
BAD_SHARE, TWICE_SHARE, CHANGED_SHARE = 0.03, 0.1, 0.05
LARGE_EVERY = 60  # objects
AT_ONCE = 4  # requests of the test's own


@dataclasses.dataclass
class Object:
    key: str
    images: list[Image]  # the second replaces the first while functions work
    messages: int  # for the first; one more for the second

    @property
    def is_good(self) -> bool:
        return self.images[-1].is_good


def objects(stock: Stock, count: int) -> Iterator[Object]:
    lots = random.Random(SEED)
    for number in range(count):
        key = f"{number // 100}/a photo {number}+é%.jpg"
        if number % LARGE_EVERY == LARGE_EVERY // 2:
            images = [lots.choice(stock.large)]
        elif lots.random() < BAD_SHARE:
            images = [lots.choice(stock.bad)]
        else:
            images = lots.sample(stock.good, 2 if lots.random() < CHANGED_SHARE else 1)
        yield Object(key, images, 2 if lots.random() < TWICE_SHARE else 1)


def most_receives() -> int:
    """What the queue is made with by default."""
    text = (pathlib.Path(__file__).parents[3] / "terraform/function/variables.tf").read_text()
    (number,) = re.findall(r'^variable "max_receives" \{\n(?:  .*\n|\n)*?  default += (\d+)$', text, re.MULTILINE)
    return int(number)


def key_of(message: Message) -> str:
    return urllib.parse.unquote_plus(json.loads(message.body)["Records"][0]["s3"]["object"]["key"])


class Lane:
    """One process and who gives it batches; it is started again when it died."""

    def __init__(self, soak: "Soak", folder: pathlib.Path):
        self._soak, self._folder = soak, folder
        folder.mkdir()
        self.keys: collections.Counter[str] = collections.Counter()  # of the batch that is worked on
        self.invocations = self.errors = 0
        self._start()

    def _start(self) -> None:
        self.function = Server(self._folder, servers.environment(self._soak.proxy.url, self._soak.buckets, **PATIENT))

    def run(self) -> None:
        while batch := self._soak.next_batch():
            self.keys = collections.Counter(key_of(message) for message in batch)
            failed = self._failed(batch)
            self.keys = collections.Counter()
            self._soak.queue.hand_back(failed)
            self._soak.queue.delete([message for message in batch if message not in failed])

    def _failed(self, batch: list[Message]) -> list[Message]:
        """The messages that must come again: all of them if the invocation failed."""
        self.invocations += 1
        try:
            answer = self.function.invoke(event_shapes.queue({message.id: message.body for message in batch}))
        except (OSError, http.client.HTTPException):
            assert self.function.wait() == -9, self.function.lines[-1:]
            self.function.close()
            self._start()
            return batch
        if answer.is_function_error:
            self.errors += 1
            return batch
        names = {one["itemIdentifier"] for one in answer.json["batchItemFailures"]}
        assert names <= {message.id for message in batch}
        return [message for message in batch if message.id in names]


class Soak:
    def __init__(self, gateway, buckets: servers.Buckets, stock: Stock, count: int, folder: pathlib.Path):
        self.buckets = buckets
        self.objects = {one.key: one for one in objects(stock, count)}
        self.queue = MessageQueue(VISIBILITY, most_receives())
        self.weather = Weather(SEED, self.kill)
        self.proxy = FaultProxy(gateway.port)
        self.climates = {key: self.proxy.plan(key, self.weather.over(key)) for key in self.objects}
        self.may_be_left = dict.fromkeys(self.objects, 0)  # uploads of processes that were killed
        self._is_fed = False
        self.lanes = [Lane(self, folder / f"{number}") for number in range(LANES)]
        self._pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)

    def close(self) -> None:
        self._pool.shutdown()
        for lane in self.lanes:
            lane.function.close()
        self.proxy.close()

    def run(self) -> None:
        self._each(lambda one: self._put(one.key, one.images[0], one.messages), self.objects.values())
        with concurrent.futures.ThreadPoolExecutor(LANES) as pool:
            ends = [pool.submit(lane.run) for lane in self.lanes]
            changed = [one for one in self.objects.values() if len(one.images) > 1]
            self._each(lambda one: self._put(one.key, one.images[1], 1), changed)
            self._is_fed = True
        for end in ends:
            end.result()

    def _each(self, act, those) -> list:
        return list(self._pool.map(act, those))

    def _put(self, key: str, image: Image, messages: int) -> None:
        self.buckets.put(key, image.source.read_bytes())
        for _ in range(messages):
            self.queue.send(json.dumps(event_shapes.notification(self.buckets.a, key)))

    def next_batch(self) -> list[Message]:
        """None if all is done."""
        while not (self._is_fed and self.queue.is_empty):
            if batch := self.queue.receive(BATCH):
                return batch
        return []

    def kill(self, key: str) -> bool:
        """Kills a process that works on the key."""
        lane = next((lane for lane in self.lanes if key in lane.keys), None)
        if not lane or lane.function.process.poll() is not None:
            return False
        for each, messages in lane.keys.items():
            if self.objects[each].images[-1].is_large:
                self.may_be_left[each] += messages
        lane.function.process.kill()
        return True

    @functools.cached_property
    def wrong_ends(self) -> list[str]:
        return [problem for problem in self._each(self._problem_of, self.objects.values()) if problem]

    def _problem_of(self, one: Object) -> str:
        data = self.buckets.get_b(one.key)
        expected = one.images[-1].clean.read_bytes() if one.is_good else None
        if data == expected:
            return ""
        return f"{one.key} ({one.images[-1].name}): B holds {'nothing' if data is None else f'{len(data)} bytes'}"

    @functools.cached_property
    def extra(self) -> list[str]:
        """Objects that nobody asked for, in A or B."""
        good = {one.key for one in self.objects.values() if one.is_good}
        return sorted(self._keys(self.buckets.b) - good) + sorted(self._keys(self.buckets.a) - set(self.objects))

    def _keys(self, bucket: str) -> set[str]:
        pages = self.buckets.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {one["Key"] for page in pages for one in page.get("Contents", [])}

    @functools.cached_property
    def uploads_left(self) -> collections.Counter[str]:
        """By key."""
        return collections.Counter(key for key, _ in self.buckets.all_uploads())
