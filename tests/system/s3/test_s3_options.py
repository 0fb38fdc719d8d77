"""What the function can be told to do besides cleaning: names in B, reasons in quarantine, tags, originals that go."""

import json

import pytest

import servers
from answers import cleaned, refused
from fault_proxy import Fault, Scenario
from function_server import photo

PART = 8 << 20
SIZES = [pytest.param(0, id="small"), pytest.param(PART, id="large")]
RECORD = "_stripmeta/quarantine/{}.json"


def tags(s3, bucket: str, key: str, **version: str) -> dict[str, str]:
    found = s3.get_object_tagging(Bucket=bucket, Key=key, **version)["TagSet"]
    return {tag["Key"]: tag["Value"] for tag in found}


def tag_set(**wanted: str) -> dict:
    return {"TagSet": [{"Key": name, "Value": value} for name, value in wanted.items()]}


@pytest.fixture(params=["versitygw", "moto"])
def place(request, serve):
    """A pair of buckets on either server, and a function on them: place(VARIABLE=value)."""
    if request.param == "moto":
        url, buckets = request.getfixturevalue("moto").url, request.getfixturevalue("moto_buckets")
    else:
        url, buckets = request.getfixturevalue("gateway").url, request.getfixturevalue("buckets")
    return buckets, lambda **variables: serve(servers.environment(url, buckets, **variables))


def test_everything_an_output_can_get(place, clean_of):
    """Its name, tags, chosen metadata, in one part and in several; and the original's tag beside its own."""
    buckets, start = place
    function = start(
        STRIPMETA_OUTPUT_KEY="clean/{prefix}{stem}.clean{extension}",
        STRIPMETA_OUTPUT_TAGS="team=photo lab,a+b=c/d@e",
        STRIPMETA_CARRY_METADATA="Owner,missing",
        STRIPMETA_SOURCE="tag",
        STRIPMETA_SOURCE_TAG="state=done",
    )
    for scan in (0, PART):
        key, output = f"x/{scan}.jpg", f"clean/x/{scan}.clean.jpg"
        buckets.put(key, photo(scan=scan), Metadata={"owner": "someone", "camera": "secret"}, Tagging="own=1&state=new")
        answer = cleaned(function.invoke({"key": key}))
        assert (answer["output"]["key"], answer["source"]) == (output, "tagged")
        assert buckets.get_b(output) == clean_of(photo(scan=scan))
        assert tags(buckets.s3, buckets.b, output) == {"team": "photo lab", "a+b": "c/d@e"}
        metadata = buckets.head_b(output)["Metadata"]
        assert metadata.pop("owner") == "someone"
        assert sorted(metadata) == ["stripmeta-build", "stripmeta-policy", "stripmeta-source"]
        assert metadata["stripmeta-source"].startswith(f"{key};")
        assert tags(buckets.s3, buckets.a, key) == {"own": "1", "state": "done"}
        again = function.invoke({"key": key}).json
        assert (again["outcome"], again["output"]["key"], again["source"]) == ("duplicate", output, "tagged")


@pytest.mark.parametrize("scan", SIZES)
def test_an_original_that_is_deleted(place, clean_of, scan):
    buckets, start = place
    buckets.put("a.jpg", photo(scan=scan))
    answer = cleaned(start(STRIPMETA_SOURCE="delete").invoke({"key": "a.jpg"}))
    assert answer["source"] == "deleted"
    assert buckets.get_b("a.jpg") == clean_of(photo(scan=scan))
    assert buckets.s3.list_objects_v2(Bucket=buckets.a)["KeyCount"] == 0


def test_a_deleted_version_stays_beneath_its_marker(serve, gateway, versioned):
    version = versioned.put("a.jpg", photo())["VersionId"]
    function = serve(servers.environment(gateway.url, versioned, STRIPMETA_SOURCE="delete"))
    assert cleaned(function.invoke({"key": "a.jpg"}))["source"] == "deleted"
    listed = versioned.s3.list_object_versions(Bucket=versioned.a)
    assert [one["VersionId"] for one in listed["Versions"]] == [version]
    assert len(listed["DeleteMarkers"]) == 1


def test_nothing_is_deleted_unless_it_was_cleaned(place):
    buckets, start = place
    for unsupported in ("fail", "skip", "quarantine"):
        function = start(STRIPMETA_SOURCE="delete", STRIPMETA_UNSUPPORTED=unsupported)
        buckets.put("a.jpg", b"no image")
        function.invoke({"key": "a.jpg"})
        assert buckets.s3.get_object(Bucket=buckets.a, Key="a.jpg")["Body"].read() == b"no image"


@pytest.mark.parametrize("kind", ["versions", "no versions"])
def test_an_image_that_came_meanwhile_is_not_deleted(serve, proxy, buckets, versioned, kind):
    """It is in A before the DELETE is: the condition on the ETag leaves it, and its own event cleans it."""
    pair = versioned if kind == "versions" else buckets
    key = f"overwritten-{kind}.jpg"
    pair.put(key, photo())
    scenario = proxy.plan(key, Scenario(hook_kind="DELETE A", before=lambda: pair.put(key, photo(scan=100))))
    function = serve(servers.environment(proxy.url, pair, STRIPMETA_SOURCE="delete"))
    assert cleaned(function.invoke({"key": key}))["source"] == "left"
    assert scenario.seen["DELETE A"] == 1
    assert pair.s3.get_object(Bucket=pair.a, Key=key)["Body"].read() == photo(scan=100)
    assert cleaned(function.invoke({"key": key}))["source"] == "deleted"


def test_a_tag_names_the_version_that_was_cleaned(serve, proxy, versioned):
    old = versioned.put("tagged.jpg", photo())["VersionId"]
    proxy.plan("tagged.jpg", Scenario(hook_kind="PUT B", before=lambda: versioned.put("tagged.jpg", photo(scan=100))))
    function = serve(servers.environment(proxy.url, versioned, STRIPMETA_SOURCE="tag"))
    assert cleaned(function.invoke({"key": "tagged.jpg"}))["source"] == "tagged"
    assert tags(versioned.s3, versioned.a, "tagged.jpg", VersionId=old) == {"stripmeta": "cleaned"}
    assert tags(versioned.s3, versioned.a, "tagged.jpg") == {}


def test_without_versions_a_newer_image_gets_no_tag(serve, proxy, buckets):
    buckets.put("newer.jpg", photo())
    proxy.plan("newer.jpg", Scenario(hook_kind="PUT B", before=lambda: buckets.put("newer.jpg", photo(scan=100))))
    function = serve(servers.environment(proxy.url, buckets, STRIPMETA_SOURCE="tag"))
    assert cleaned(function.invoke({"key": "newer.jpg"}))["source"] == "left"
    assert tags(buckets.s3, buckets.a, "newer.jpg") == {}


@pytest.mark.parametrize("what, kind", [("delete", "DELETE A"), ("tag", "PUT TAGS")])
def test_what_could_not_be_done_to_the_original_comes_again(serve, proxy, buckets, what, kind):
    key = f"settle-{what}.jpg"
    buckets.put(key, photo())
    proxy.plan(key, Scenario(Fault.DENIED, kind))
    function = serve(servers.environment(proxy.url, buckets, STRIPMETA_SOURCE=what))
    refused(function.invoke({"key": key}), "AccessDenied")
    assert buckets.get_b(key) is not None
    answer = function.invoke({"key": key}).json
    assert (answer["outcome"], answer["source"]) == ("duplicate", "deleted" if what == "delete" else "tagged")


def test_an_original_with_ten_tags_has_no_room(place):
    buckets, start = place
    buckets.put("a.jpg", photo(), Tagging="&".join(f"t{number}=v" for number in range(10)))
    message = refused(start(STRIPMETA_SOURCE="tag").invoke({"key": "a.jpg"}), "Unsupported")
    assert "more than ten tags" in message


def test_skipped(place):
    buckets, start = place
    function = start(STRIPMETA_UNSUPPORTED="skip")
    buckets.put("a.txt", b"no image")
    answer = function.invoke({"key": "a.txt"})
    assert not answer.is_function_error
    assert (answer.json["outcome"], answer.json["output"]) == ("skipped", None)
    buckets.put("a.jpg", photo()[:-20])
    refused(function.invoke({"key": "a.jpg"}), "Truncated", "Malformed")
    assert buckets.s3.list_objects_v2(Bucket=buckets.b)["KeyCount"] == 0


@pytest.mark.parametrize("bad", [b"no image", photo(scan=2 * PART)[:-200]], ids=["small", "large"])
def test_quarantined(place, bad):
    buckets, start = place
    function = start(STRIPMETA_UNSUPPORTED="quarantine", STRIPMETA_OUTPUT_KEY="clean/{prefix}{stem}{extension}")
    buckets.put("x/a b.jpg", bad)
    answer = function.invoke({"key": "x/a b.jpg"})
    assert not answer.is_function_error, answer.json
    assert answer.json["outcome"] == "quarantined"
    record = RECORD.format("x/a b.jpg")
    assert answer.json["output"]["key"] == record
    written = json.loads(buckets.get_b(record))
    assert sorted(written) == ["build", "error", "input", "policy"]
    assert sorted(written["error"]) == ["message", "offset", "type"]
    assert (written["input"]["bucket"], written["input"]["key"]) == (buckets.a, "x/a b.jpg")
    head = buckets.head_b(record)
    assert head["ContentType"] == "application/json"
    assert head["Metadata"]["stripmeta-source"].startswith("record:x/a%20b.jpg;")
    assert function.invoke({"key": "x/a b.jpg"}).json["outcome"] == "quarantined"
    assert buckets.head_b(record)["LastModified"] == head["LastModified"]
    assert [one["Key"] for one in buckets.s3.list_objects_v2(Bucket=buckets.b)["Contents"]] == [record]
    assert [one["Key"] for one in buckets.s3.list_objects_v2(Bucket=buckets.a)["Contents"]] == ["x/a b.jpg"]
    assert buckets.uploads("clean/x/a b.jpg") == []


def test_the_quarantine_says_nothing_of_an_image_that_was_replaced(serve, proxy, buckets, clean_of):
    """The good image comes while the record of the bad one is about to be written: before A is looked at again."""
    key = "replaced-while-judged.jpg"
    buckets.put(key, b"no image")
    proxy.plan(RECORD.format(key), Scenario(hook_kind="HEAD RECORD", before=lambda: buckets.put(key, photo())))
    function = serve(servers.environment(proxy.url, buckets, STRIPMETA_UNSUPPORTED="quarantine"))
    cleaned(function.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())
    assert buckets.get_b(RECORD.format(key)) is None


def test_an_old_judgement_never_replaces_a_newer_one(serve, gateway, proxy, versioned):
    key = "judged.jpg"
    versioned.put(key, b"no image")
    other = serve(servers.environment(gateway.url, versioned, STRIPMETA_UNSUPPORTED="quarantine"))

    def overtake():
        versioned.put(key, b"no image either")
        assert other.invoke({"key": key}).json["outcome"] == "quarantined"

    proxy.plan(RECORD.format(key), Scenario(hook_kind="PUT RECORD", before=overtake))
    function = serve(servers.environment(proxy.url, versioned, STRIPMETA_UNSUPPORTED="quarantine"))
    assert function.invoke({"key": key}).json["outcome"] == "quarantined"
    newest = versioned.s3.head_object(Bucket=versioned.a, Key=key)["VersionId"]
    assert json.loads(versioned.get_b(RECORD.format(key)))["input"]["version"] == newest


def test_a_folder_of_the_console_is_skipped(function, buckets):
    """In every event, the one of a job as well."""
    buckets.put("folder/", b"")
    assert function.invoke({"key": "folder/"}).json["outcome"] == "skipped"
    task = {"taskId": "1", "s3Key": "folder/", "s3VersionId": None, "s3Bucket": buckets.a}
    event = {"invocationSchemaVersion": "2.0", "invocationId": "i", "job": {"id": "j"}, "tasks": [task]}
    assert [one["resultCode"] for one in function.invoke(event).json["results"]] == ["Succeeded"]
    assert buckets.get_b("folder/") is None


def test_what_was_deleted_is_done_once(place, clean_of):
    buckets, start = place
    function = start(STRIPMETA_SOURCE="delete")
    buckets.put("a.jpg", photo())
    assert cleaned(function.invoke({"key": "a.jpg"}))["source"] == "deleted"
    assert function.invoke({"key": "a.jpg"}).json["outcome"] == "duplicate"
    assert buckets.get_b("a.jpg") == clean_of(photo())
