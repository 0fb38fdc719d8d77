"""HTTPS_PROXY and NO_PROXY, with a real proxy between the function and a real server."""

import pytest

import servers
from answers import cleaned, refused
from connect_proxy import ConnectProxy
from function_server import photo

LARGE = 18 << 20  # several parts, each on a connection that may be new


@pytest.fixture
def office():
    proxy = ConnectProxy()
    yield proxy
    proxy.close()


def clean_through(serve, secure, buckets, authority, clean_of, **variables: str) -> None:
    function = serve(servers.environment(secure.url, buckets, AWS_CA_BUNDLE=f"{authority}/ca.pem", **variables))
    for key, scan in (("small.jpg", 0), ("large.jpg", LARGE)):
        buckets.put(key, photo(scan=scan))
        cleaned(function.invoke({"key": key}))
        assert buckets.get_b(key) == clean_of(photo(scan=scan))


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"], ids=["upper", "lower"])
def test_every_connection_goes_through_the_proxy(serve, secure, secure_buckets, authority, clean_of, office, variable):
    clean_through(serve, secure, secure_buckets, authority, clean_of, **{variable: office.url})
    assert office.asked
    assert set(office.asked) == {f"CONNECT 127.0.0.1:{secure.port}"}


@pytest.mark.parametrize("spared", ["127.0.0.1", "example.com,127.0.0.1", "*"])
def test_a_host_in_no_proxy_is_reached_directly(serve, secure, secure_buckets, authority, clean_of, office, spared):
    variables = {"HTTPS_PROXY": office.url, "NO_PROXY": spared}
    clean_through(serve, secure, secure_buckets, authority, clean_of, **variables)
    assert not office.asked


def test_a_proxy_that_refuses_is_an_outage(serve, secure, secure_buckets, authority):
    office = ConnectProxy(refuses=True)
    secure_buckets.put("a.jpg", photo())
    variables = servers.environment(
        secure.url, secure_buckets, AWS_CA_BUNDLE=f"{authority}/ca.pem", HTTPS_PROXY=office.url
    )
    refused(serve(variables).invoke({"key": "a.jpg"}), "Upstream")
    assert office.asked
    assert secure_buckets.get_b("a.jpg") is None
    office.close()
