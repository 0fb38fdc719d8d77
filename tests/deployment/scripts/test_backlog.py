"""scripts/backlog: what it asks S3 Batch Operations for, and what it says of the answers."""

import json
import re

import object_list
import pytest
from batch_operations import JOB, BatchOperations, job
from cloud import BACKLOG, ENVIRONMENT, ROOT
from steps import Failure

ACCOUNT = "123456789012"
ALIAS = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{BACKLOG}:live"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{BACKLOG}-job"
SUFFIXES = [".jpg", ".jpeg", ".JPG", ".JPEG"]


class Backlog:
    def __init__(self, cloud):
        self.cloud, self.jobs = cloud, BatchOperations(job("Active"))
        cloud.proxy.hooks.append(self.jobs)

    def run(self, *words: str):
        """S3 Control's hosts begin with the account's id, so they are found by way of a proxy."""
        hosts = {"AWS_ENDPOINT_URL_S3_CONTROL": "http://control.test", "HTTP_PROXY": self.cloud.proxy.url}
        return self.cloud.run("backlog", "--environment", ENVIRONMENT, *words, NO_PROXY="127.0.0.1", **hosts)

    def put(self, key: str, text: str, bucket: str = "") -> str:
        """The object's ETag."""
        s3 = self.cloud.client("s3")
        return s3.put_object(Bucket=bucket or self.cloud.b, Key=key, Body=text.encode())["ETag"].strip('"')


@pytest.fixture
def backlog(cloud):
    cloud.apply_storage()
    cloud.write("function/backlog_alias_arn", ALIAS)
    return Backlog(cloud)


def test_all_of_a_bucket(backlog):
    done = backlog.run()
    assert done.code == 0, done
    assert done.out == f"{JOB}\n"
    (asked,) = backlog.jobs.created
    assert re.fullmatch(r"[0-9a-f-]{36}", asked.pop("ClientRequestToken"))
    assert asked == {
        "Operation": {"LambdaInvoke": {"FunctionArn": ALIAS, "InvocationSchemaVersion": "2.0"}},
        "Report": {
            "Bucket": "arn:aws:s3:::stripmeta-test-b",
            "ExpectedBucketOwner": ACCOUNT,
            "Enabled": "true",
            "Format": "Report_CSV_20180820",
            "Prefix": "_stripmeta/backlog",
            "ReportScope": "FailedTasksOnly",
        },
        "ConfirmationRequired": "false",
        "Description": "stripmeta-test: stripmeta-test-a/*, keys that end in .jpg or .jpeg or .JPG or .JPEG",
        "Priority": "10",
        "RoleArn": ROLE,
        "ManifestGenerator": {
            "S3JobManifestGenerator": {
                "ExpectedBucketOwner": ACCOUNT,
                "SourceBucket": "arn:aws:s3:::stripmeta-test-a",
                "EnableManifestOutput": "false",
                "Filter": {"KeyNameConstraint": {"MatchAnySuffix": SUFFIXES}},
            }
        },
    }
    command = f"--region eu-west-1 --account-id {ACCOUNT} --job-id {JOB}"
    assert f"watch it: aws s3control describe-job {command}\n" in done.err
    assert f"stop it: aws s3control update-job-status {command} --requested-job-status Cancelled\n" in done.err
    assert f"below s3://stripmeta-test-b/_stripmeta/backlog/job-{JOB}/ when it has ended" in done.err
    assert "DescribeJob" not in backlog.cloud.proxy.asked


def test_a_part_of_it_anew(backlog):
    done = backlog.run("--prefix", "in/ü &<", "--suffix", ".jpg", "--suffix", ".jpe", "--force", "--priority", "3")
    assert done.code == 0, done
    (asked,) = backlog.jobs.created
    assert asked["Operation"]["LambdaInvoke"]["UserArguments"] == {"force": "true"}
    generator = asked["ManifestGenerator"]["S3JobManifestGenerator"]
    names = {"MatchAnyPrefix": ["in/ü &<"], "MatchAnySuffix": [".jpg", ".jpe"]}
    assert generator["Filter"]["KeyNameConstraint"] == names
    assert asked["Priority"] == "3"
    assert asked["Description"].endswith(", each anew")


def test_whatever_the_keys_end_in(backlog):
    done = backlog.run("--suffix", "", "--prefix", "p" * 300)
    assert done.code == 0, done
    (asked,) = backlog.jobs.created
    names = asked["ManifestGenerator"]["S3JobManifestGenerator"]["Filter"]["KeyNameConstraint"]
    assert names == {"MatchAnyPrefix": ["p" * 300]}
    assert len(asked["Description"]) == 256
    everything = object_list.Keys("a", "", [""]).request("aws", ACCOUNT)
    assert "Filter" not in everything["ManifestGenerator"]["S3JobManifestGenerator"]


LIST = "s3://stripmeta-test-b/_stripmeta/backlog/list.csv"


def test_a_list(backlog):
    etag = backlog.put("_stripmeta/backlog/list.csv", "stripmeta-test-a,in/holiday+pic%2B1.jpg\n")
    done = backlog.run("--manifest", LIST)
    assert done.code == 0, done
    (asked,) = backlog.jobs.created
    assert "ManifestGenerator" not in asked
    assert asked["Manifest"] == {
        "Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
        "Location": {"ObjectArn": "arn:aws:s3:::stripmeta-test-b/_stripmeta/backlog/list.csv", "ETag": etag},
    }


def test_a_list_with_versions(backlog):
    lines = '"stripmeta-test-a","a.jpg","v1"\n' + "stripmeta-test-a,b.jpg,v2\n" * 500
    backlog.put("_stripmeta/backlog/list.csv", lines)
    some = object_list.List(backlog.cloud.client("s3"), backlog.cloud.a, object_list.place(LIST))
    some.look()
    assert some.request("aws", ACCOUNT)["Manifest"]["Spec"]["Fields"] == ["Bucket", "Key", "VersionId"]


def test_an_inventory(backlog):
    text = json.dumps({"sourceBucket": "stripmeta-test-a", "fileFormat": "CSV", "files": []})
    etag = backlog.put("inventory/manifest.json", text)
    done = backlog.run("--inventory", "s3://stripmeta-test-b/inventory/manifest.json")
    assert done.code == 0, done
    (asked,) = backlog.jobs.created
    assert asked["Manifest"] == {
        "Spec": {"Format": "S3InventoryReport_CSV_20161130"},
        "Location": {"ObjectArn": "arn:aws:s3:::stripmeta-test-b/inventory/manifest.json", "ETag": etag},
    }


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("List", "other,a.jpg\n", "is a list of the bucket 'other', and bucket A is stripmeta-test-a"),
        ("List", "a.jpg\n", "does not begin with BUCKET,KEY or BUCKET,KEY,VERSION"),
        ("List", "\n", "does not begin with BUCKET,KEY or BUCKET,KEY,VERSION"),
        ("Inventory", "stripmeta-test-a,a.jpg\n", "is no manifest.json of an inventory"),
        ("Inventory", "[]", "is no manifest.json of an inventory"),
        ("Inventory", '{"sourceBucket": "other", "fileFormat": "CSV"}', "is a list of the bucket 'other'"),
        ("Inventory", '{"sourceBucket": "stripmeta-test-a", "fileFormat": "ORC"}', "is an inventory as ORC"),
    ],
)
def test_what_is_no_list(backlog, kind, text, sentence):
    backlog.put("_stripmeta/backlog/list.csv", text)
    some = getattr(object_list, kind)(backlog.cloud.client("s3"), backlog.cloud.a, object_list.place(LIST))
    with pytest.raises(Failure, match=re.escape(sentence)):
        some.look()


def test_list_with_a_key(backlog):
    """S3 says of a CSV list: not encrypted by a key of KMS."""
    s3 = backlog.cloud.client("s3")
    s3.put_object(Bucket=backlog.cloud.b, Key="list", Body=b"stripmeta-test-a,a.jpg\n", ServerSideEncryption="aws:kms")
    some = object_list.List(s3, backlog.cloud.a, object_list.place("s3://stripmeta-test-b/list"))
    with pytest.raises(Failure, match="put s3://stripmeta-test-b/list there with --sse AES256"):
        some.look()


def test_list_is_not_there(backlog):
    done = backlog.run("--manifest", "s3://stripmeta-test-b/list")
    assert done.code == 1, done
    assert "step 2/3, look at the list, failed: GetObject was answered with NoSuchKey" in done.err


def test_dry_run(backlog):
    done = backlog.run("--prefix", "in/", "--force", "--wait", "--dry-run")
    assert done.code == 0, done
    assert done.out == ""
    assert backlog.jobs.created == []
    assert backlog.cloud.proxy.changes == []
    assert "would start: stripmeta-test: stripmeta-test-a/in/*, keys that end in " in done.err


def test_wait(backlog):
    steps = [job("Preparing"), job("Active", 40, 0, 100), job("Complete", 100, 0, 100)]
    backlog.jobs.jobs = steps
    done = backlog.run("--wait")
    assert done.code == 0, done
    lines = [line.strip() for line in done.err.splitlines()][-3:]
    assert lines == [
        "preparing: 0 succeeded, 0 failed, of 0 objects",
        "active: 40 succeeded, 0 failed, of 100 objects",
        "complete: 100 succeeded, 0 failed, of 100 objects",
    ]


def test_objects_failed(backlog):
    backlog.jobs.jobs = [job("Complete", 98, 2, 100)]
    done = backlog.run("--wait")
    assert done.code == 1, done
    assert done.out == f"{JOB}\n"
    assert "step 4/4, wait for the job, failed: 2 of 100 objects failed\n" in done.err
    assert f"aws s3 cp --recursive s3://stripmeta-test-b/_stripmeta/backlog/job-{JOB}/ ." in done.err


@pytest.mark.parametrize("status", ["Failed", "Suspended"])
def test_job_ended_otherwise(backlog, status):
    reason = {"FailureCode": "ManifestNotFound", "FailureReason": "no list was made"}
    backlog.jobs.jobs = [job(status, FailureReasons=[reason])]
    done = backlog.run("--wait")
    assert done.code == 1, done
    said = f"failed: the job ended as {status}: ManifestNotFound: no list was made\n  next: aws s3control describe-job "
    assert said in done.err


def test_job_may_not_be_started(backlog):
    backlog.cloud.proxy.hooks.clear()
    backlog.cloud.proxy.fail("CreateJob", "AccessDenied", status=403)
    done = backlog.run()
    assert done.code == 1, done
    assert done.out == ""
    assert "step 3/3, start the job, failed: CreateJob was answered with AccessDenied: the test says so\n" in done.err
    assert "\n  next: who starts a job needs s3:CreateJob, and iam:PassRole on the job's role" in done.err


def test_job_may_not_be_looked_at(backlog):
    backlog.cloud.proxy.fail("DescribeJob", "AccessDenied", status=403)
    backlog.cloud.proxy.hooks.reverse()
    done = backlog.run("--wait")
    assert done.code == 1, done
    assert "wait for the job, failed: DescribeJob was answered with AccessDenied" in done.err
    assert "the job goes on by itself; watch it with the command above" in done.err


def test_an_answer_is_lost(backlog):
    """The same request once more, by its token: there is one job."""
    backlog.cloud.proxy.fail("CreateJob", "InternalError", status=500, times=1)
    backlog.cloud.proxy.hooks.append(backlog.cloud.proxy.hooks.pop(0))
    bodies = []

    def note(request) -> None:
        if request.operation == "CreateJob":
            bodies.append(request.body)

    backlog.cloud.proxy.hooks.insert(0, note)
    done = backlog.run()
    assert done.code == 0, done
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("value", ["none", ""])
def test_stack_without_the_function(cloud, value):
    cloud.apply_storage()
    if value:
        cloud.write("function/backlog_alias_arn", value)
    done = Backlog(cloud).run()
    assert done.code == 1, done
    if value:
        assert f"there is no function {BACKLOG}: the stack function is applied without it\n" in done.err
        assert "next: set backlog = true in terraform/function/environments/test.tfvars, then: scripts/st" in done.err
    else:
        assert "so the stack function is not applied" in done.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--manifest", "list.csv"), "argument --manifest: invalid place value"),
        (("--prefix", "in/", "--manifest", "s3://b/k"), "not allowed with argument"),
        (("--suffix", ".jpg", "--manifest", "s3://b/k"), "--suffix belongs to keys of bucket A"),
    ],
)
def test_usage(backlog, words, sentence):
    done = backlog.run(*words)
    assert done.code == 2, done
    assert sentence in done.err
    assert backlog.cloud.proxy.asked == []


def test_suffixes_are_those_of_the_stack():
    text = (ROOT / "terraform/function/variables.tf").read_text()
    (default,) = re.findall(r'variable "suffixes" \{.*?default\s*=\s*(\[.*?\])\n', text, re.DOTALL)
    (own,) = re.findall(r"^SUFFIXES = (\[.*\])", (ROOT / "scripts/backlog").read_text(), re.MULTILINE)
    assert json.loads(own) == json.loads(default) == SUFFIXES
