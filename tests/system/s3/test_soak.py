"""Many objects through a queue, under random faults of a fixed seed, with processes that are killed: in the end B holds
the right bytes of each good image and nothing else, and the dead letters name the bad ones alone.

STRIPMETA_SOAK_OBJECTS says how many (300).
"""

import collections
import os
import time

import pytest

import servers
import soak
from image_stock import Stock

OBJECTS = int(os.environ.get("STRIPMETA_SOAK_OBJECTS") or 300)


@pytest.fixture(scope="module")
def soaked(gateway, s3, tmp_path_factory, report):
    stock = Stock(tmp_path_factory.mktemp("stock"))
    one = soak.Soak(gateway, servers.Buckets(s3, "soak"), stock, OBJECTS, tmp_path_factory.mktemp("functions"))
    start = time.monotonic()
    try:
        one.run()
        seconds = time.monotonic() - start
        report(figures(one, seconds))
        yield one
    finally:
        one.close()


def figures(one: soak.Soak, seconds: float) -> str:
    good = sum(each.is_good for each in one.objects.values())
    weather, queue = one.weather, one.queue
    in_upload = sum(count for kind, count in weather.deaths.items() if kind.startswith(("CREATE", "PART", "COMPLETE")))
    lanes, left = one.lanes, one.uploads_left
    by_deaths = sum(min(count, one.may_be_left[key]) for key, count in left.items())
    return (
        f"soak: {len(one.objects)} objects ({good} good), {queue.sent} messages given out {queue.received} times in "
        f"{sum(lane.invocations for lane in lanes)} invocations ({sum(lane.errors for lane in lanes)} failed), "
        f"{weather.faults.total()} faults, {weather.deaths.total()} processes killed ({in_upload} in an upload), "
        f"{len(one.wrong_ends)} wrong ends, {len(one.extra)} extra objects, {len(queue.dead)} dead letters, "
        f"{left.total()} uploads left ({by_deaths} by killed processes, {left.total() - by_deaths} by lost answers), "
        f"{seconds:.0f} s"
    )


def test_b_holds_the_right_bytes_of_every_good_object_and_nothing_of_bad_ones(soaked):
    assert soaked.wrong_ends == []


def test_nothing_else_is_in_a_or_b(soaked):
    assert soaked.extra == []


def test_the_dead_letters_are_all_messages_of_the_bad_ones(soaked):
    dead = collections.Counter(soak.key_of(message) for message in soaked.queue.dead)
    assert dead == {one.key: one.messages for one in soaked.objects.values() if not one.is_good}


def test_uploads_are_left_by_deaths_and_lost_answers_alone(soaked):
    for key, count in soaked.uploads_left.items():
        climate = soaked.climates[key]
        assert count <= soaked.may_be_left[key] + climate.nameless + climate.stuck, key


def test_there_were_faults_and_deaths(soaked):
    assert soaked.weather.faults.total() >= OBJECTS / 10
    assert soaked.weather.deaths.total() >= OBJECTS / 300
    assert soaked.queue.received > soaked.queue.sent >= OBJECTS
