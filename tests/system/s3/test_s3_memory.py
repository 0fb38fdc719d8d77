"""Memory does not grow with the image. With STRIPMETA_FUNCTION_RELEASE: a sanitizer's shadow is not the function's."""

import os
import pathlib
import re

import pytest

import function_server
import servers
from answers import cleaned

MIB = 1 << 20
LIMIT = 64 * MIB


def peak_memory(pid: int) -> int:
    """Bytes."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE).group(1)) * 1024


def put_repeated(buckets: servers.Buckets, key: str, size: int) -> int:
    """A JPEG of about that size, sent in parts, never whole in memory; its true size."""
    whole = function_server.photo(scan=2)
    at = whole.index(b"\x11\x11" + function_server.segment(0xFE, function_server.MARKER))
    block = b"\x11" * (64 * MIB)
    parts = [block] * (size // len(block)) or [b"\x11" * size]
    parts[0], parts[-1] = whole[:at] + parts[0], parts[-1] + whole[at:]
    s3, where = buckets.s3, {"Bucket": buckets.a, "Key": key}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    done = []
    for number, part in enumerate(parts, 1):
        answer = s3.upload_part(**where, UploadId=upload, PartNumber=number, Body=part)
        done.append({"PartNumber": number, "ETag": answer["ETag"]})
    s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": done})
    return sum(map(len, parts))


def test_peak_memory(serve, gateway, buckets, monkeypatch):
    if "STRIPMETA_FUNCTION_RELEASE" not in os.environ:
        pytest.skip("STRIPMETA_FUNCTION_RELEASE is not set")
    monkeypatch.setattr(function_server, "PROGRAM", os.environ["STRIPMETA_FUNCTION_RELEASE"])
    size = put_repeated(buckets, "large.jpg", 256 * MIB)
    function = serve(servers.environment(gateway.url, buckets, STRIPMETA_S3_STALL="300"))
    answer = cleaned(function.invoke({"key": "large.jpg"}))
    assert answer["bytes_in"] == size
    assert buckets.head_b("large.jpg")["ContentLength"] == answer["bytes_out"]
    assert peak_memory(function.process.pid) <= LIMIT
