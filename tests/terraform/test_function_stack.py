"""The function stack by itself, with what it reads of other stacks written by hand: applied once, deployed to as
scripts/deploy does, changed, taken down.
"""

import hashlib
import json
import re

import moto_function
import pytest
from harness import Stacks
from moto_server import ACCOUNT, REGION, Moto
from stacks import ROOT

ENVIRONMENT = "dev"  # whose names no other test has taken: servers in one process share what they hold
NAME = f"stripmeta-{ENVIRONMENT}"
BUCKETS = {side: f"{NAME}-{ACCOUNT}-{side}" for side in "ab"}
ALIAS = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}:live"
TAGS = {
    "project": "stripmeta",
    "environment": ENVIRONMENT,
    "stack": "function",
    "owner": "platform",
    "cost-center": "images",
    "managed-by": "terraform",
    "repository": "example/strip_image_metadata_stack",
}
NOT_TAGGABLE = {
    "aws_cloudwatch_dashboard",
    "aws_iam_role_policy",
    "aws_lambda_alias",
    "aws_s3_bucket_notification",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
}


@pytest.fixture(scope="module")
def moto():
    moto_function.mend()
    server = Moto()
    yield server
    server.close()


def manifest(tag: str) -> dict:
    """As much of an image as a repository looks at."""
    digest = f"sha256:{hashlib.sha256(tag.encode()).hexdigest()}"
    config = {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": digest}
    return {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": config, "layers": []}


@pytest.fixture(scope="module")
def repository(moto) -> str:
    """What storage and registry would have made, with two images in the repository; its URL."""
    for bucket in BUCKETS.values():
        moto.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    ecr = moto.client("ecr")
    url = ecr.create_repository(repositoryName=NAME)["repository"]["repositoryUri"]
    for tag in ("0123456789ab-1-arm64", "0123456789ab-2-arm64"):
        ecr.put_image(repositoryName=NAME, imageTag=tag, imageManifest=json.dumps(manifest(tag)))
    said = {
        "storage/bucket_a": BUCKETS["a"],
        "storage/bucket_b": BUCKETS["b"],
        "storage/kms_key_arn": "none",
        "registry/repository_url": url,
        "registry/live_image": "0123456789ab-1-arm64",
    }
    for name, value in said.items():
        moto.client("ssm").put_parameter(Name=f"/stripmeta/{ENVIRONMENT}/{name}", Value=value, Type="String")
    return url


@pytest.fixture(scope="module")
def stacks(moto, repository, tmp_path_factory):
    """The stack, applied. Messages stay in the queue: moto would fetch them for a function that it cannot run."""
    with Stacks(moto, tmp_path_factory.mktemp("function"), ENVIRONMENT) as stacks:
        stacks.apply("function", processing=False)
        yield stacks


def live_version(moto) -> str:
    return moto.client("lambda").get_alias(FunctionName=NAME, Name="live")["FunctionVersion"]


def test_second_plan_is_empty(stacks):
    assert stacks.plan("function") == ""


def test_all_that_can_be_is_tagged(stacks):
    resources = stacks.resources("function")
    tagged = {address: attributes["tags_all"] for address, attributes in resources.items() if "tags_all" in attributes}
    assert all(tags == TAGS for tags in tagged.values()), tagged
    assert {address.split(".")[0] for address in resources.keys() - tagged.keys()} == NOT_TAGGABLE


def test_parameters(moto, stacks):
    found = moto.client("ssm").get_parameters_by_path(Path=f"/stripmeta/{ENVIRONMENT}/function")["Parameters"]
    outputs = stacks.outputs("function")
    assert {parameter["Name"].rpartition("/")[2]: (parameter["Type"], parameter["Value"]) for parameter in found} == {
        "name": ("String", NAME),
        "alias_arn": ("String", ALIAS),
        "queue_url": ("String", outputs["queue_url"]),
        "dlq_url": ("String", outputs["dlq_url"]),
    }


def test_mapping_is_on_the_alias(moto, stacks):
    (mapping,) = moto.client("lambda").list_event_source_mappings(EventSourceArn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{NAME}-objects")["EventSourceMappings"]
    assert mapping["FunctionArn"] == ALIAS
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_objects_with_the_suffixes_come_into_the_queue(moto, stacks):
    keys = ["holiday pic+1.jpg", "in/ü.JPEG", "notes.txt", "jpg"]
    for key in keys:
        moto.client("s3").put_object(Bucket=BUCKETS["a"], Key=key, Body=b"x")
    received = []
    while messages := moto.client("sqs").receive_message(QueueUrl=stacks.outputs("function")["queue_url"], MaxNumberOfMessages=10).get("Messages"):
        received += [json.loads(message["Body"]) for message in messages]
    records = [record["s3"] for body in received for record in body.get("Records", [])]
    assert {(record["bucket"]["name"], record["object"]["key"]) for record in records} == {
        (BUCKETS["a"], "holiday+pic%2B1.jpg"),
        (BUCKETS["a"], "in%2F%C3%BC.JPEG"),
    }


def test_plan_is_empty_after_a_deploy(moto, stacks, repository):
    client = moto.client("lambda")
    version = client.update_function_code(FunctionName=NAME, ImageUri=f"{repository}:0123456789ab-2-arm64", Publish=True)["Version"]
    client.update_alias(FunctionName=NAME, Name="live", FunctionVersion=version)
    stacks.write_live_image("0123456789ab-2-arm64")
    assert live_version(moto) == version == "2"
    assert stacks.plan("function") == ""


def test_a_change_is_published_but_not_live(moto, stacks):
    """It goes live by the next deploy, which tries it first."""
    stacks.apply("function", processing=False, memory_mb=1024)
    newest = moto.client("lambda").list_versions_by_function(FunctionName=NAME)["Versions"][-1]
    assert (newest["Version"], newest["MemorySize"]) == ("3", 1024)
    assert live_version(moto) == "2"
    assert stacks.plan("function") == ""


def test_destroy_leaves_only_what_others_made(moto, stacks):
    stacks.destroy("function")
    assert stacks.resources("function") == {}
    assert moto.client("sqs").list_queues(QueueNamePrefix=NAME).get("QueueUrls", []) == []
    assert "QueueConfigurations" not in moto.client("s3").get_bucket_notification_configuration(Bucket=BUCKETS["a"])


def available(table: str) -> list[str]:
    header = (ROOT / "include/stripmeta/policy.hpp").read_text()
    return re.findall(r'\{\w+::\w+, "(\w+)", true,', header.partition(f"{table}{{{{")[2].partition("}};")[0])


def test_words_of_a_policy_are_those_of_the_program():
    text = (ROOT / "terraform/function/variables.tf").read_text()
    presets = re.search(r"contains\((\[[^]]*\]), var\.policy\)", text).group(1)
    parts = re.findall(r"setsubtract\(var\.policy_\w+, (\[[^]]*\])\)", text)
    assert json.loads(presets) == available("preset_words")
    assert [json.loads(words) for words in parts] == [available("keep_words")] * 2
