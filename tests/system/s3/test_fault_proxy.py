"""The proxy does what its faults say, seen by boto3; and without a fault it does nothing."""

import concurrent.futures
import itertools
import os
import socket

import botocore.exceptions
import pytest

import servers
from fault_proxy import Fault, Scenario
from gate import Gate

DATA = os.urandom(300_000)
PART = os.urandom(5 << 20)
_numbers = itertools.count()

# Bytes that arrive damaged are noticed by whoever compares checksums: boto3 does for what has one.
BROKEN_CONNECTION = (
    botocore.exceptions.ConnectionError,
    botocore.exceptions.HTTPClientError,
    botocore.exceptions.ResponseStreamingError,
    botocore.exceptions.IncompleteReadError,
)
CUT_SHORT = (*BROKEN_CONNECTION, botocore.exceptions.FlexibleChecksumError)
STATUS = {Fault.INTERNAL: 500, Fault.SLOW_DOWN: 503, Fault.DENIED: 403, Fault.MISSING: 404, Fault.PRECONDITION: 412}


@pytest.fixture
def through(proxy):
    return servers.client(proxy.url)


@pytest.fixture
def key():
    return f"folder/a key+%{next(_numbers)}é"


def plan(proxy, key, *arguments, **options) -> Scenario:
    return proxy.plan(key, Scenario(*arguments, **options))


def put_in_parts(client, bucket, key, parts) -> dict:
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    done = []
    for number, data in enumerate(parts, 1):
        answer = client.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=data)
        done.append({"PartNumber": number, "ETag": answer["ETag"]})
    return client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": done})


def test_without_a_plan_everything_passes(through, buckets, key):
    put_in_parts(through, buckets.b, key, [PART, DATA])
    assert buckets.get_b(key) == PART + DATA
    assert through.get_object(Bucket=buckets.b, Key=key)["Body"].read() == PART + DATA


def test_requests_are_counted_by_kind(through, proxy, buckets, key):
    scenario = plan(proxy, key)
    put_in_parts(through, buckets.b, key, [PART, DATA])
    through.head_object(Bucket=buckets.b, Key=key)
    upload = through.create_multipart_upload(Bucket=buckets.a, Key=key)["UploadId"]
    through.abort_multipart_upload(Bucket=buckets.a, Key=key, UploadId=upload)
    assert scenario.seen == {"CREATE": 2, "PART 1": 1, "PART 2": 1, "COMPLETE": 1, "HEAD B": 1, "ABORT": 1}


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.RESET_IN_BODY, Fault.GARBAGE, Fault.EMPTY, Fault.STALLED])
def test_a_request_that_never_reaches_the_server(through, proxy, buckets, key, fault):
    scenario = plan(proxy, key, fault, "PUT B")
    impatient = servers.client(proxy.url, config={"read_timeout": 2})
    with pytest.raises(BROKEN_CONNECTION):
        impatient.put_object(Bucket=buckets.b, Key=key, Body=DATA)
    assert buckets.get_b(key) is None
    through.put_object(Bucket=buckets.b, Key=key, Body=DATA)  # once only
    assert buckets.get_b(key) == DATA
    assert scenario.hit == 1


def test_a_request_whose_answer_is_lost(through, proxy, buckets, key):
    plan(proxy, key, Fault.LOST, "PUT B")
    with pytest.raises(BROKEN_CONNECTION):
        through.put_object(Bucket=buckets.b, Key=key, Body=DATA)
    assert buckets.get_b(key) == DATA


def test_an_answer_without_a_body_is_cut_in_its_head(proxy):
    plan(proxy, "cut", Fault.TRUNCATED, "HEAD B")
    with socket.create_connection(("127.0.0.1", proxy.port), servers.PATIENCE) as connection:
        connection.sendall(b"HEAD /some-bucket-b/cut HTTP/1.1\r\nHost: s3\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 ")
    assert b"\r\n\r\n" not in answer


@pytest.mark.parametrize("fault", STATUS)
def test_an_answer_of_the_proxys_own(through, proxy, buckets, key, fault):
    plan(proxy, key, fault, "PUT B", forever=True)
    for _ in range(2):
        with pytest.raises(botocore.exceptions.ClientError) as caught:
            through.put_object(Bucket=buckets.b, Key=key, Body=DATA)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == STATUS[fault]
    assert buckets.get_b(key) is None


def test_a_head_is_answered_without_a_body_and_the_connection_lives(through, proxy, buckets, key):
    plan(proxy, key, Fault.MISSING, "HEAD B")
    buckets.put_b(key, DATA)
    with pytest.raises(botocore.exceptions.ClientError):
        through.head_object(Bucket=buckets.b, Key=key)
    assert through.head_object(Bucket=buckets.b, Key=key)["ContentLength"] == len(DATA)


@pytest.mark.parametrize(
    "fault", [Fault.TRUNCATED, Fault.RESET_IN_ANSWER, Fault.FLIP_ANSWER, Fault.SHORT_LENGTH]
)
def test_a_damaged_answer(through, proxy, buckets, key, fault):
    plan(proxy, key, fault, "GET A")
    buckets.put(key, DATA)
    with pytest.raises(CUT_SHORT):
        through.get_object(Bucket=buckets.a, Key=key, ChecksumMode="ENABLED")["Body"].read()
    assert through.get_object(Bucket=buckets.a, Key=key)["Body"].read() == DATA


def test_a_flipped_answer_differs_in_one_bit(proxy, buckets, key):
    unchecked = servers.client(proxy.url, config={"response_checksum_validation": "when_required"})
    plan(proxy, key, Fault.FLIP_ANSWER, "GET A")
    buckets.put(key, DATA)
    got = unchecked.get_object(Bucket=buckets.a, Key=key)["Body"].read()
    assert [at for at, (was, now) in enumerate(zip(DATA, got, strict=True)) if was != now] == [len(DATA) // 2]


def test_a_flipped_request_is_refused_by_the_server(through, proxy, buckets, key):
    plan(proxy, key, Fault.FLIP_REQUEST, "PUT B")
    with pytest.raises(botocore.exceptions.ClientError):
        through.put_object(Bucket=buckets.b, Key=key, Body=DATA)
    assert buckets.get_b(key) is None


@pytest.mark.parametrize("fault", [Fault.ERROR_IN_200, Fault.BLANKS_THEN_ERROR])
def test_an_error_in_200(through, proxy, buckets, key, fault):
    plan(proxy, key, fault, "COMPLETE")
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        put_in_parts(through, buckets.b, key, [DATA])
    assert caught.value.response["Error"]["Code"] == "InternalError"
    assert buckets.get_b(key) is None
    assert len(buckets.uploads(key)) == 1


def test_a_slow_answer_arrives_whole(through, proxy, buckets, key):
    plan(proxy, key, Fault.SLOW, "GET A")
    buckets.put(key, DATA)
    assert through.get_object(Bucket=buckets.a, Key=key)["Body"].read() == DATA


def test_a_completion_kept_alive_is_one(through, proxy, buckets, key):
    plan(proxy, key, Fault.KEPT_ALIVE, "COMPLETE")
    assert put_in_parts(through, buckets.b, key, [DATA])["ETag"] == buckets.head_b(key)["ETag"]


def test_a_hook_runs_before_the_request_is_passed_on(through, proxy, buckets, key):
    plan(proxy, key, hook_kind="PUT B", before=lambda: buckets.put_b(key, b"faster"))
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        through.put_object(Bucket=buckets.b, Key=key, Body=DATA, IfNoneMatch="*")
    assert caught.value.response["Error"]["Code"] == "PreconditionFailed"
    assert buckets.get_b(key) == b"faster"


def test_a_gate_lets_requests_pass_one_by_one(through, proxy, buckets, key):
    gate = plan(proxy, key, gate=Gate()).gate
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        done = pool.submit(through.put_object, Bucket=buckets.b, Key=key, Body=DATA)
        done.add_done_callback(lambda _: gate.end())
        assert gate.wait()
        assert buckets.get_b(key) is None
        assert gate.let_pass() == "PUT B"
        assert buckets.get_b(key) == DATA
        assert gate.let_pass() == ""


def test_further_plans_strike_too(through, proxy, buckets, key):
    scenario = plan(proxy, key, Fault.DENIED, "PART 1", further=(Scenario(Fault.INTERNAL, "ABORT"),))
    upload = through.create_multipart_upload(Bucket=buckets.b, Key=key)["UploadId"]
    with pytest.raises(botocore.exceptions.ClientError):
        through.upload_part(Bucket=buckets.b, Key=key, UploadId=upload, PartNumber=1, Body=DATA)
    with pytest.raises(botocore.exceptions.ClientError):
        through.abort_multipart_upload(Bucket=buckets.b, Key=key, UploadId=upload)
    through.abort_multipart_upload(Bucket=buckets.b, Key=key, UploadId=upload)
    assert buckets.uploads(key) == []
    assert (scenario.hit, scenario.further[0].hit) == (1, 1)
