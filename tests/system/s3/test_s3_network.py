"""TLS with a private CA, virtual hosts, slow servers, clocks that are wrong, damage on the way."""

import os
import pathlib

import pytest

import function_server
import servers
from answers import cleaned, refused
from fault_proxy import SLOW_SECONDS, Fault, Scenario
from function_server import photo

# Shorter than a slow answer takes, longer than a busy machine pauses.
STALL = {"STRIPMETA_S3_STALL": f"{SLOW_SECONDS * 2 / 3:.0f}"}
FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_tls_with_a_private_ca(serve, secure, secure_buckets, authority, clean_of, variable):
    function = serve(servers.environment(secure.url, secure_buckets, **{variable: f"{authority}/ca.pem"}))
    for key, scan in (("small.jpg", 0), ("large.jpg", 18 << 20)):
        secure_buckets.put(key, photo(scan=scan))
        cleaned(function.invoke({"key": key}))
        assert secure_buckets.get_b(key) == clean_of(photo(scan=scan))


@pytest.mark.parametrize("bundle", ["other.pem", None])
def test_a_server_whom_nobody_vouches_for(serve, secure, secure_buckets, authority, bundle):
    secure_buckets.put("a.jpg", photo())
    changes = {"AWS_CA_BUNDLE": f"{authority}/{bundle}"} if bundle else {}
    function = serve(servers.environment(secure.url, secure_buckets, **changes))
    refused(function.invoke({"key": "a.jpg"}), "Upstream")
    assert secure_buckets.get_b("a.jpg") is None


@pytest.fixture(scope="module")
def virtual():
    server = servers.VersityGateway("--virtual-domain", servers.VIRTUAL_DOMAIN)
    yield server
    server.close()


@pytest.mark.parametrize("key", ["a.jpg", "a b/ü+%.jpg"])
def test_virtual_hosts(serve, virtual, request, clean_of, key):
    buckets = servers.Buckets(servers.client(virtual.url), servers.bucket_name(request.node.name))
    buckets.put(key, photo())
    url = f"http://{servers.VIRTUAL_DOMAIN}:{virtual.port}"
    function = serve(servers.environment(url, buckets, STRIPMETA_S3_ADDRESSING="virtual"))
    cleaned(function.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())


def test_virtual_hosts_with_parts(serve, virtual, request, clean_of):
    buckets = servers.Buckets(servers.client(virtual.url), servers.bucket_name(request.node.name))
    buckets.put("a.jpg", photo(scan=9 << 20))
    url = f"http://{servers.VIRTUAL_DOMAIN}:{virtual.port}"
    cleaned(serve(servers.environment(url, buckets, STRIPMETA_S3_ADDRESSING="virtual")).invoke({"key": "a.jpg"}))
    assert buckets.get_b("a.jpg") == clean_of(photo(scan=9 << 20))


@pytest.mark.parametrize("kind", ["HEAD B", "GET A", "PUT B"])
def test_a_slow_server_is_waited_for_while_it_answers(serve, proxy, buckets, clean_of, kind):
    """Longer than a stall may last, and no stall in it."""
    key = f"slow-{kind}.jpg"
    buckets.put(key, photo())
    scenario = proxy.plan(key, Scenario(Fault.SLOW, kind, forever=True))
    cleaned(serve(servers.environment(proxy.url, buckets, **STALL)).invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())
    assert scenario.hit == 1


def test_a_completion_that_is_kept_alive_by_white_space(serve, proxy, buckets, clean_of):
    buckets.put("alive.jpg", photo(scan=9 << 20))
    scenario = proxy.plan("alive.jpg", Scenario(Fault.KEPT_ALIVE, "COMPLETE", forever=True))
    cleaned(serve(servers.environment(proxy.url, buckets, **STALL)).invoke({"key": "alive.jpg"}))
    assert buckets.get_b("alive.jpg") == clean_of(photo(scan=9 << 20))
    assert scenario.hit == 1


@pytest.mark.parametrize("fault, kind", [(Fault.FLIP_ANSWER, "GET A"), (Fault.FLIP_REQUEST, "PUT B")])
@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA256"])
def test_a_flipped_bit_is_noticed(serve, proxy, buckets, clean_of, fault, kind, algorithm):
    key = f"{algorithm}-{kind}.jpg"
    buckets.put(key, photo(), ChecksumAlgorithm=algorithm)
    function = serve(servers.environment(proxy.url, buckets))
    proxy.plan(key, Scenario(fault, kind, forever=True))
    refused(function.invoke({"key": key}), "Upstream")
    assert buckets.get_b(key) is None
    proxy.plan(key, Scenario(fault, kind))
    cleaned(function.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())


@pytest.mark.parametrize("skew", ["-20m", "+20m"])
def test_a_clock_that_is_20_minutes_wrong(serve, gateway, buckets, clean_of, monkeypatch, skew):
    if FAKETIME is None:
        pytest.skip("libfaketime is not installed")
    # Its preloaded library and a sanitizer's do not bear each other.
    monkeypatch.setattr(
        function_server, "PROGRAM", os.environ.get("STRIPMETA_FUNCTION_RELEASE", function_server.PROGRAM)
    )
    buckets.put("a.jpg", photo())
    function = serve(servers.environment(gateway.url, buckets, LD_PRELOAD=f"{FAKETIME}", FAKETIME=skew))
    cleaned(function.invoke({"key": "a.jpg"}))
    assert buckets.get_b("a.jpg") == clean_of(photo())
