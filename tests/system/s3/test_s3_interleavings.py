"""Two workers on one object, their requests let through one by one: every order of these, a new image in A at every
point between them, and one worker killed at every point. An older image's output never replaces a newer's, and when
every message has been worked on, B holds the last image.
"""

import contextlib

import pytest

import fault_judge
import interleaving
import servers
from interleaving import Case

REQUESTS = ("HEAD B", "GET A", "PUT B")  # what a worker asks for if nobody is in its way
ORDERS = interleaving.orders(len(REQUESTS))
LIVING = [
    Case(order, put_at, prior) for order in ORDERS for put_at in range(len(ORDERS[0]) + 1) for prior in (False, True)
]
KILLED = [
    Case(order, (number + killed_at) % (len(order) + 1), bool(number % 2), killed_at)
    for number, order in enumerate(ORDERS)
    for killed_at in range(len(REQUESTS))
]


class Play(interleaving.Play):
    def are_right(self, requests: list[str]) -> bool:
        return all(kind == REQUESTS[position % len(REQUESTS)] for position, kind in enumerate(requests))


@pytest.fixture(scope="module")
def ends(gateway, s3, tmp_path_factory, request, report):
    buckets = servers.Buckets(s3, "interleavings")
    with contextlib.closing(Play(gateway, buckets, tmp_path_factory.mktemp("interleavings"))) as play:
        for futures in play.run_all(fault_judge.cases_of(request)):
            yield futures
    report(f"interleavings: {interleaving.summary(futures, 'PUT B')}")


@pytest.mark.parametrize("case", [*LIVING, *KILLED], ids=lambda case: case.name)
def test_interleaving(ends, case):
    assert ends[case].result().problems == []


def test_every_order_is_there():
    assert len(ORDERS) == len(set(ORDERS)) == 20
    assert {order.count(0) for order in ORDERS} == {len(REQUESTS)}
    assert len({case.name for case in (*LIVING, *KILLED)}) == len(LIVING) + len(KILLED)
