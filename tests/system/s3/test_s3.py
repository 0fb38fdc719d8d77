"""Bucket to bucket on versitygw, strict on signatures and checksums: what arrives in B, and what is said of it."""

import hashlib
import re

import pytest

import servers
from answers import cleaned, refused
from function_server import MARKER, PLAIN, photo, run

PART = 8 << 20


def test_cleaned(function, buckets, clean_of):
    buckets.put("holiday/beach.jpg", photo())
    answer = cleaned(function.invoke({"key": "holiday/beach.jpg"}))
    clean = buckets.get_b("holiday/beach.jpg")
    assert clean == clean_of(photo())
    assert MARKER not in clean
    assert answer["bytes_in"] == len(photo())
    assert answer["bytes_out"] == len(clean)
    assert answer["input"]["bucket"] == buckets.a
    assert answer["output"]["bucket"] == buckets.b
    assert answer["input"]["key"] == answer["output"]["key"] == "holiday/beach.jpg"


def test_the_event_of_old(function, buckets, clean_of):
    buckets.put("a.jpg", photo())
    cleaned(function.invoke({"input_jpg": "a.jpg"}))
    assert buckets.get_b("a.jpg") == clean_of(photo())


@pytest.mark.parametrize("size", [PART - 1, PART, PART + 1, 2 * PART, 18 << 20])
def test_sizes_around_a_part(function, buckets, clean_of, size):
    overhead = len(clean_of(photo(scan=0)))
    data = photo(scan=size - overhead)
    clean = clean_of(data)
    assert len(clean) == size
    buckets.put("large.jpg", data)
    cleaned(function.invoke({"key": "large.jpg"}))
    assert buckets.get_b("large.jpg") == clean
    etag = buckets.head_b("large.jpg")["ETag"].strip('"')
    parts = -(-size // PART)
    if size < PART:
        assert etag == hashlib.md5(clean).hexdigest()
    elif size > PART:
        assert etag.endswith(f"-{parts}")
    assert buckets.uploads("large.jpg") == []


def test_an_object_that_came_in_parts(function, buckets, clean_of):
    """Its ETag is no MD5 and its checksum may be one of checksums: neither can be compared with the bytes."""
    data = photo(scan=11 << 20)
    s3, where, kind = buckets.s3, {"Bucket": buckets.a, "Key": "parts.jpg"}, {"ChecksumAlgorithm": "SHA256"}
    upload = s3.create_multipart_upload(**where, **kind)["UploadId"]
    done = []
    for number, at in enumerate(range(0, len(data), 5 << 20), 1):
        piece = data[at : at + (5 << 20)]
        answer = s3.upload_part(**where, **kind, UploadId=upload, PartNumber=number, Body=piece)
        done.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": answer["ChecksumSHA256"]})
    s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": done})
    cleaned(function.invoke({"key": "parts.jpg"}))
    assert buckets.get_b("parts.jpg") == clean_of(data)


@pytest.mark.parametrize("algorithm", ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])
def test_objects_with_every_checksum(function, buckets, clean_of, algorithm):
    buckets.put("sum.jpg", photo(), ChecksumAlgorithm=algorithm)
    cleaned(function.invoke({"key": "sum.jpg"}))
    assert buckets.get_b("sum.jpg") == clean_of(photo())


def test_headers(function, buckets):
    copied = {
        "CacheControl": "max-age=60, public",
        "ContentDisposition": 'attachment; filename="a b.jpg"',
        "ContentLanguage": "de-AT, en",
        "Expires": "Wed, 21 Oct 2037 07:28:00 GMT",
    }
    buckets.put("a.jpg", photo(), ContentType="application/x-wrong", Metadata={"owner": "someone"}, **copied)
    cleaned(function.invoke({"key": "a.jpg"}))
    head = buckets.head_b("a.jpg")
    assert head["ContentType"] == "image/jpeg"
    assert {name: head[name] for name in copied if name != "Expires"} == {
        name: value for name, value in copied.items() if name != "Expires"
    }
    assert head["ExpiresString"] == copied["Expires"]
    assert sorted(head["Metadata"]) == ["stripmeta-build", "stripmeta-policy", "stripmeta-source"]


def test_headers_of_a_multipart_object(function, buckets):
    buckets.put("a.jpg", photo(scan=PART), CacheControl="no-cache", Metadata={"owner": "someone"})
    cleaned(function.invoke({"key": "a.jpg"}))
    head = buckets.head_b("a.jpg")
    assert (head["ContentType"], head["CacheControl"]) == ("image/jpeg", "no-cache")
    assert sorted(head["Metadata"]) == ["stripmeta-build", "stripmeta-policy", "stripmeta-source"]


def test_the_marker_without_versions(function, buckets):
    buckets.put("a b.jpg", photo())
    cleaned(function.invoke({"key": "a b.jpg"}))
    marker = buckets.head_b("a b.jpg")["Metadata"]
    etag = hashlib.md5(photo()).hexdigest()
    assert re.fullmatch(rf'a%20b\.jpg;e:"?{etag}"?,.+', marker["stripmeta-source"])
    assert marker["stripmeta-policy"] == "default;strict=1"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_encoded_content_is_refused(function, buckets, encoding):
    buckets.put("a.jpg", photo(), ContentEncoding=encoding)
    refused(function.invoke({"key": "a.jpg"}), "Unsupported")
    assert buckets.get_b("a.jpg") is None


@pytest.mark.parametrize("data, error", [(b"no image", "Unsupported"), (b"", "Unsupported"), (PLAIN[:-2], "Truncated")])
def test_what_is_no_whole_image_is_refused(function, buckets, data, error):
    buckets.put("a.jpg", data)
    refused(function.invoke({"key": "a.jpg"}), error)
    assert buckets.get_b("a.jpg") is None


def test_a_large_image_without_its_end_leaves_no_upload(function, buckets):
    buckets.put("a.jpg", photo(scan=18 << 20)[: 17 << 20])
    refused(function.invoke({"key": "a.jpg"}), "Truncated")
    assert buckets.get_b("a.jpg") is None
    assert buckets.uploads("a.jpg") == []


def test_the_same_bytes_again_are_a_duplicate(function, buckets):
    buckets.put("a.jpg", photo())
    cleaned(function.invoke({"key": "a.jpg"}))
    before = buckets.head_b("a.jpg")["LastModified"], buckets.head_b("a.jpg")["ETag"]
    answer = function.invoke({"key": "a.jpg"})
    assert answer.json["outcome"] == "duplicate"
    assert (buckets.head_b("a.jpg")["LastModified"], buckets.head_b("a.jpg")["ETag"]) == before


def test_a_new_image_under_the_key_is_cleaned(function, buckets, clean_of):
    for scan in (0, 100):
        buckets.put("a.jpg", photo(scan=scan))
        cleaned(function.invoke({"key": "a.jpg"}))
        assert buckets.get_b("a.jpg") == clean_of(photo(scan=scan))


def test_someone_elses_object_in_b_is_replaced(function, buckets, clean_of):
    buckets.put_b("a.jpg", b"put there by hand")
    buckets.put("a.jpg", photo())
    cleaned(function.invoke({"key": "a.jpg"}))
    assert buckets.get_b("a.jpg") == clean_of(photo())


def test_an_object_made_from_another_source_is_left(function, buckets):
    marker = {"stripmeta-source": "other.jpg;v:1", "stripmeta-policy": "default;strict=1", "stripmeta-build": "1"}
    buckets.put_b("a.jpg", b"of another source", Metadata=marker)
    buckets.put("a.jpg", photo())
    refused(function.invoke({"key": "a.jpg"}), "Conflict")
    assert buckets.get_b("a.jpg") == b"of another source"


def test_versions(serve, gateway, versioned, clean_of):
    function = serve(servers.environment(gateway.url, versioned))
    for scan in (0, 100):
        version = versioned.put("a.jpg", photo(scan=scan))["VersionId"]
        answer = cleaned(function.invoke({"key": "a.jpg"}))
        assert answer["input"]["version"] == version
        assert answer["output"]["version"] == versioned.head_b("a.jpg")["VersionId"]
        assert versioned.head_b("a.jpg")["Metadata"]["stripmeta-source"] == f"a.jpg;v:{version}"
        assert versioned.get_b("a.jpg") == clean_of(photo(scan=scan))
        assert function.invoke({"key": "a.jpg"}).json["outcome"] == "duplicate"
    kept = versioned.s3.list_object_versions(Bucket=versioned.b, Prefix="a.jpg")["Versions"]
    assert len(kept) == 2


def test_identical_bytes_in_a_new_version_are_a_new_source(serve, gateway, versioned):
    function = serve(servers.environment(gateway.url, versioned))
    versioned.put("a.jpg", photo())
    cleaned(function.invoke({"key": "a.jpg"}))
    version = versioned.put("a.jpg", photo())["VersionId"]
    assert cleaned(function.invoke({"key": "a.jpg"}))["input"]["version"] == version


def test_a_version_that_is_no_longer_current_is_superseded(serve, gateway, versioned):
    function = serve(servers.environment(gateway.url, versioned))
    old = versioned.put("a.jpg", photo())["VersionId"]
    new = versioned.put("a.jpg", photo(scan=100))["VersionId"]
    assert function.invoke({"key": "a.jpg", "version_id": old}).json["outcome"] == "superseded"
    assert versioned.get_b("a.jpg") is None
    assert cleaned(function.invoke({"key": "a.jpg", "version_id": new}))["input"]["version"] == new


def test_a_large_object_of_a_versioned_bucket(serve, gateway, versioned, clean_of):
    function = serve(servers.environment(gateway.url, versioned))
    version = versioned.put("a.jpg", photo(scan=PART))["VersionId"]
    answer = cleaned(function.invoke({"key": "a.jpg"}))
    assert versioned.get_b("a.jpg") == clean_of(photo(scan=PART))
    assert versioned.head_b("a.jpg")["Metadata"]["stripmeta-source"] == f"a.jpg;v:{version}"
    assert answer["output"]["version"] == versioned.head_b("a.jpg")["VersionId"]


def test_one_bucket_for_both_is_refused_at_start():
    ended = run({"BUCKET_A": "one-bucket", "BUCKET_B": "one-bucket", "AWS_REGION": servers.REGION})
    assert ended.returncode == 1
    assert "BUCKET_A" in ended.stderr
    assert "BUCKET_B" in ended.stderr
    assert "listening" not in ended.stdout


def test_a_bucket_and_a_directory(serve, gateway, buckets, tmp_path, clean_of):
    (tmp_path / "a").mkdir()
    variables = {**servers.environment(gateway.url, buckets), "BUCKET_A": f"{tmp_path}/a"}
    function = serve(variables)
    function.put("a.jpg", photo())
    cleaned(function.invoke({"key": "a.jpg"}))
    assert buckets.get_b("a.jpg") == clean_of(photo())
