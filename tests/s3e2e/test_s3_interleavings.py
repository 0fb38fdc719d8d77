"""Two workers on one object, their requests let through one by one: every order of these, a new image in A at every
point between them, and one worker killed at every point. An older image's output never replaces a newer's, and when
every message has been worked on, B holds the last image.
"""

import pytest

import fault_judge
import interleaving
import servers
from interleaving import LANES, Case

REQUESTS = ("HEAD B", "GET A", "PUT B")  # what a worker asks for where nobody is in its way
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
def play(gateway, s3, tmp_path_factory):
    one = Play(gateway, servers.Buckets(s3, "interleavings"), tmp_path_factory.mktemp("interleavings"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def ends(play, request, report):
    """The futures of the cases that were asked for, all under way from the first on."""
    for futures in fault_judge.at_once(LANES, lambda _, case: play.run(case), fault_judge.cases_of(request)):
        yield futures
    report(f"interleavings: {interleaving.summary(futures, 'PUT B')}")


@pytest.mark.parametrize("case", [*LIVING, *KILLED], ids=lambda case: case.name)
def test_interleaving(ends, case):
    assert ends[case].result().problems == []


def test_every_order_is_there():
    assert len(ORDERS) == len(set(ORDERS)) == 20
    assert {order.count(0) for order in ORDERS} == {len(REQUESTS)}
    assert len({case.name for case in (*LIVING, *KILLED)}) == len(LIVING) + len(KILLED)
