"""The trace of an invocation under Lambda goes on with every request to S3."""

import pytest

import servers
from fault_proxy import Scenario
from function_server import photo
from runtime_api import api, start_function  # noqa: F401  (fixtures)

TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.mark.parametrize("scan", [pytest.param(0, id="small"), pytest.param(9 << 20, id="large")])
def test_the_trace_goes_on(api, start_function, proxy, buckets, scan):  # noqa: F811
    """Unsigned: versitygw refuses a signature that names a header that does not fit."""
    key = f"traced-{scan}.jpg"
    buckets.put(key, photo(scan=scan))
    scenario = proxy.plan(key, Scenario())
    start_function(servers.environment(proxy.url, buckets))
    answer = api.ask({"key": key}, headers={"Lambda-Runtime-Trace-Id": TRACE})
    assert answer.json["outcome"] == "cleaned"
    assert len(scenario.heads) == sum(scenario.seen.values()) >= 3
    assert {head.header("X-Amzn-Trace-Id") for head in scenario.heads} == {TRACE}
    assert not any("x-amzn-trace-id" in head.header("Authorization") for head in scenario.heads)


def test_no_trace_where_there_is_none(api, start_function, proxy, buckets):  # noqa: F811
    buckets.put("untraced.jpg", photo())
    scenario = proxy.plan("untraced.jpg", Scenario())
    start_function(servers.environment(proxy.url, buckets))
    assert api.ask({"key": "untraced.jpg"}).json["outcome"] == "cleaned"
    assert {head.header("X-Amzn-Trace-Id") for head in scenario.heads} == {""}
