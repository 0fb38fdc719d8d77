"""Others write while the function works, or the network fails between two invocations."""

import concurrent.futures
import signal
import socket

import pytest

import ports
import s3_errors
import servers
from answers import cleaned, refused
from fault_proxy import Fault, FaultProxy, Scenario
from function_server import photo, wait_until

SIZES = [pytest.param(0, "PUT B", id="small"), pytest.param(9 << 20, "COMPLETE", id="large")]


@pytest.fixture
def through(serve, proxy, buckets):
    """The function on `buckets`, by the proxy."""
    return serve(servers.environment(proxy.url, buckets))


@pytest.mark.parametrize("scan, publishing", SIZES)
def test_someone_else_writes_first(through, proxy, buckets, clean_of, scan, publishing):
    key = f"first-{scan}.jpg"
    buckets.put(key, photo(scan=scan))
    scenario = proxy.plan(key, Scenario(hook_kind=publishing, before=lambda: buckets.put_b(key, b"was faster")))
    cleaned(through.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo(scan=scan))
    assert scenario.seen[publishing] == scenario.seen["HEAD B"] == 2
    assert buckets.uploads(key) == []


@pytest.mark.parametrize("scan, publishing", SIZES)
def test_someone_else_replaces_what_was_there(through, proxy, buckets, clean_of, scan, publishing):
    key = f"replaced-{scan}.jpg"
    buckets.put(key, photo(scan=scan))
    buckets.put_b(key, b"was there")
    proxy.plan(key, Scenario(hook_kind=publishing, before=lambda: buckets.put_b(key, b"was faster")))
    cleaned(through.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo(scan=scan))


def test_someone_else_deletes_what_was_there(through, proxy, buckets, clean_of):
    key = "deleted.jpg"
    buckets.put(key, photo())
    buckets.put_b(key, b"was there")
    delete = lambda: buckets.s3.delete_object(Bucket=buckets.b, Key=key)  # noqa: E731
    proxy.plan(key, Scenario(hook_kind="PUT B", before=delete))
    cleaned(through.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())


def test_someone_else_writes_every_time(through, proxy, buckets):
    key = "every-time.jpg"
    buckets.put(key, photo())
    scenario = Scenario(hook_kind="PUT B")
    written = []

    def write():
        written.append(b"number %d" % len(written))
        buckets.put_b(key, written[-1])
        scenario.before = write

    scenario.before = write
    proxy.plan(key, scenario)
    refused(through.invoke({"key": key}), "Conflict")
    assert buckets.get_b(key) == written[-1]
    assert len(written) > 1


@pytest.mark.parametrize("scan, publishing", SIZES)
def test_two_workers_on_one_image(through, serve, gateway, proxy, buckets, clean_of, scan, publishing):
    key = f"two-{scan}.jpg"
    buckets.put(key, photo(scan=scan))
    other = serve(servers.environment(gateway.url, buckets))
    others = []
    proxy.plan(key, Scenario(hook_kind=publishing, before=lambda: others.append(other.invoke({"key": key}))))
    answer = through.invoke({"key": key})
    assert answer.json["outcome"] in ("duplicate", "cleaned")
    cleaned(others[0])
    assert buckets.get_b(key) == clean_of(photo(scan=scan))
    assert buckets.uploads(key) == []


@pytest.mark.parametrize("scan, publishing", SIZES)
def test_an_old_image_never_replaces_a_newer_ones(through, serve, gateway, proxy, buckets, clean_of, scan, publishing):
    key = f"newer-{scan}.jpg"
    newer = photo(scan=scan + 500)
    buckets.put(key, photo(scan=scan))
    other = serve(servers.environment(gateway.url, buckets))

    def overtake():
        buckets.put(key, newer)
        cleaned(other.invoke({"key": key}))

    proxy.plan(key, Scenario(hook_kind=publishing, before=overtake))
    assert through.invoke({"key": key}).json["outcome"] in ("duplicate", "cleaned")
    assert buckets.get_b(key) == clean_of(newer)


def test_many_at_once_on_one_key(function, buckets, clean_of):
    buckets.put("one.jpg", photo())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: function.invoke({"key": "one.jpg"}), range(8)))
    assert {answer.json["outcome"] for answer in answers} <= {"cleaned", "duplicate"}
    assert buckets.get_b("one.jpg") == clean_of(photo())


PASSING = [s3_errors.REQUEST_TIMEOUT, s3_errors.TOO_MANY, s3_errors.BAD_GATEWAY]


@pytest.mark.parametrize(
    "kind, status",
    # S3 says of conditional writes alone that they conflict.
    [*(("GET A", status) for status in PASSING), *(("PUT B", status) for status in [*PASSING, s3_errors.CONFLICTING])],
    ids=lambda value: value[2] if isinstance(value, tuple) else value,
)
def test_s3s_passing_answers_are_tried_again(through, proxy, buckets, clean_of, kind, status):
    key = f"{kind}-{status[2]}.jpg"
    buckets.put(key, photo())
    proxy.plan(key, Scenario(status=status, kind=kind))
    cleaned(through.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())


@pytest.mark.parametrize("attempts", [1, 3])
def test_a_request_is_tried_as_often_as_is_said(serve, proxy, buckets, attempts):
    key = f"attempts-{attempts}.jpg"
    buckets.put(key, photo())
    scenario = proxy.plan(key, Scenario(Fault.INTERNAL, "HEAD B", forever=True))
    function = serve(servers.environment(proxy.url, buckets, AWS_MAX_ATTEMPTS=f"{attempts}"))
    refused(function.invoke({"key": key}), "Upstream")
    assert scenario.hit == attempts


def test_connections_that_went_stale(serve, gateway, buckets, clean_of):
    first = FaultProxy(gateway.port, ports.free_port())
    function = serve(servers.environment(first.url, buckets))
    for key in ("before.jpg", "after.jpg"):
        buckets.put(key, photo())
    cleaned(function.invoke({"key": "before.jpg"}))
    first.close()
    second = FaultProxy(gateway.port, first.port)
    try:
        cleaned(function.invoke({"key": "after.jpg"}))
    finally:
        second.close()
    assert buckets.get_b("after.jpg") == clean_of(photo())


def test_no_server_at_all(serve, buckets):
    with ports.deaf_port() as port:
        function = serve(servers.environment(f"http://127.0.0.1:{port}", buckets))
        refused(function.invoke({"key": "a.jpg"}), "Upstream")


def test_an_upload_failing_at_part_3_is_aborted(through, proxy, buckets):
    buckets.put("part3.jpg", photo(scan=18 << 20))
    scenario = proxy.plan("part3.jpg", Scenario(Fault.INTERNAL, "PART 3", forever=True))
    refused(through.invoke({"key": "part3.jpg"}), "Upstream")
    assert scenario.seen["ABORT"] >= 1
    assert buckets.get_b("part3.jpg") is None
    assert buckets.uploads("part3.jpg") == []


def is_listening(function) -> bool:
    try:
        socket.create_connection((function.host, function.port), 1).close()
    except OSError:
        return False
    return True


def test_a_stop_leaves_no_upload(serve, proxy, buckets):
    buckets.put("stopped.jpg", photo(scan=18 << 20))
    scenario = proxy.plan("stopped.jpg", Scenario(Fault.STALLED, "PART 2", forever=True))
    function = serve(servers.environment(proxy.url, buckets, STRIPMETA_S3_STALL="300"))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(function.invoke, {"key": "stopped.jpg"})
        wait_until(lambda: scenario.hit, "the stalled part")
        function.process.send_signal(signal.SIGTERM)  # lets it finish; the second does not
        wait_until(lambda: not is_listening(function), "the end of listening")
        assert function.stop() == 0
        assert answer.exception() or answer.result().is_function_error
    assert buckets.get_b("stopped.jpg") is None
    assert buckets.uploads("stopped.jpg") == []
