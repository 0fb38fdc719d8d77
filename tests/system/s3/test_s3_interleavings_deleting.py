"""Two workers that delete what they have cleaned, on one object, their requests let through one by one: orders of these, a
new image in A at every point between them, and one worker killed at every point, its last request lost or performed late.
The newest image is never lost: until B holds its output, A holds it. When every message has been worked on, B holds its
output, and A nothing.

Every seventh case; with STRIPMETA_FAULTS=all every one.
"""

import contextlib
import os
import re
from collections.abc import Iterator

import pytest

import fault_judge
import interleaving
import servers
from interleaving import IMAGES, NEWEST, Case

REQUESTS = ("HEAD B", "GET A", "PUT B", "DELETE A")  # what a worker asks for if nobody is in its way
POSSIBLE = re.compile("(HEAD B;GET A;(PUT B;)?)*(HEAD B;(GET A;(PUT B;)?)?)?(DELETE A;)?")
ORDERS = interleaving.orders(len(REQUESTS))
LIVING = [  # the workers are alike until one is killed: the first begins
    Case(order, put_at, prior)
    for order in ORDERS
    if order[0] == 0
    for put_at in range(len(order) + 1)
    for prior in (False, True)
]
KILLED = [
    Case(order, (number + killed_at) % (len(order) + 1), bool(number % 2), killed_at, is_lost)
    for number, order in enumerate(ORDERS)
    for killed_at in range(len(REQUESTS))
    for is_lost in (False, True)
]
ALL = [*LIVING, *KILLED]
CHOSEN = ALL if os.environ.get("STRIPMETA_FAULTS") == "all" else ALL[::7]


class Play(interleaving.Play):
    options = {"STRIPMETA_SOURCE": "delete"}

    def are_right(self, requests: list[str]) -> bool:
        return POSSIBLE.fullmatch("".join(f"{kind};" for kind in requests)) is not None

    def problems_after(self, kind: str, key: str) -> Iterator[str]:
        if kind == "DELETE A" and self.buckets.get_a(key) != IMAGES[NEWEST] and self.shown(key) != NEWEST:
            yield f"the newest image is lost: A holds it no more, and B holds the image {self.shown(key)}"

    def problems_at_end(self, key: str) -> Iterator[str]:
        yield from super().problems_at_end(key)
        if self.buckets.get_a(key) is not None:
            yield "at the end A still holds an image"


@pytest.fixture(scope="module")
def ends(gateway, s3, tmp_path_factory, request, report):
    buckets = servers.Buckets(s3, "interleavings-deleting")
    with contextlib.closing(Play(gateway, buckets, tmp_path_factory.mktemp("interleavings"))) as play:
        for futures in play.run_all(fault_judge.cases_of(request)):
            yield futures
    report(f"interleavings: deleting: {interleaving.summary(futures, 'DELETE A')}")


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: case.name)
def test_interleaving(ends, case):
    assert ends[case].result().problems == []


def test_every_order_is_there():
    assert len(ORDERS) == len(set(ORDERS)) == 70
    assert {case.order for case in KILLED} == set(ORDERS)
    assert len({case.name for case in ALL}) == len(ALL)
    assert {(case.killed_at, case.is_lost) for case in CHOSEN} == {(case.killed_at, case.is_lost) for case in ALL}
