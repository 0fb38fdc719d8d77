"""The function stack as it stands beside the others: deployed to as scripts/deploy does, and changed."""

import hashlib
import json
import re

import pytest
from cycle import VARIABLES
from moto_server import ACCOUNT, REGION
from stacks import ROOT

NAME = "stripmeta-test"
ALIAS = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}:live"
NOT_TAGGABLE = {
    "aws_cloudwatch_dashboard",
    "aws_iam_role_policy",
    "aws_lambda_alias",
    "aws_s3_bucket_notification",
    "aws_sqs_queue_policy",
    "aws_sqs_queue_redrive_allow_policy",
}


@pytest.fixture(scope="module")
def applied(cycle, stacks):
    for planned in cycle.planned.values():
        planned.result()
    yield stacks
    ecr = stacks.moto.client("ecr")
    if pushed := ecr.list_images(repositoryName=NAME)["imageIds"]:
        ecr.batch_delete_image(repositoryName=NAME, imageIds=pushed)
    cycle.take_down()


def manifest(tag: str) -> dict:
    """As much of an image as a repository looks at."""
    digest = f"sha256:{hashlib.sha256(tag.encode()).hexdigest()}"
    config = {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": digest}
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    return {"schemaVersion": 2, "mediaType": kind, "config": config, "layers": []}


def push(moto, tag: str) -> str:
    """The image's name in the repository."""
    ecr = moto.client("ecr")
    ecr.put_image(repositoryName=NAME, imageTag=tag, imageManifest=json.dumps(manifest(tag)))
    return f"{ecr.describe_repositories(repositoryNames=[NAME])['repositories'][0]['repositoryUri']}:{tag}"


def live_version(moto) -> str:
    return moto.client("lambda").get_alias(FunctionName=NAME, Name="live")["FunctionVersion"]


def test_what_bears_no_tags_cannot(cycle, applied):
    untagged = {address.split(".")[0] for address, values in cycle.resources["function"].items() if "tags_all" not in values}
    assert untagged == NOT_TAGGABLE


def test_parameters(moto, applied):
    found = moto.client("ssm").get_parameters_by_path(Path="/stripmeta/test/function")["Parameters"]
    outputs = applied.outputs("function")
    assert {parameter["Name"].rpartition("/")[2]: (parameter["Type"], parameter["Value"]) for parameter in found} == {
        "name": ("String", NAME),
        "alias_arn": ("String", ALIAS),
        "queue_url": ("String", outputs["queue_url"]),
        "dlq_url": ("String", outputs["dlq_url"]),
        "backlog_alias_arn": ("String", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}-backlog:live"),
    }


def test_mapping_is_on_the_alias(moto, applied):
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{NAME}-objects"
    (mapping,) = moto.client("lambda").list_event_source_mappings(EventSourceArn=queue)["EventSourceMappings"]
    assert mapping["FunctionArn"] == ALIAS
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_plan_is_empty_after_a_deploy(moto, applied):
    client, tag = moto.client("lambda"), "0123456789ab-2-arm64"
    uri = push(moto, tag)
    for name in (NAME, f"{NAME}-backlog"):
        version = client.update_function_code(FunctionName=name, ImageUri=uri, Publish=True)["Version"]
        client.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
    applied.write_live_image(tag)
    assert live_version(moto) == version == "2"
    assert applied.plan("function") == ""


def test_a_change_is_published_but_not_live(moto, applied):
    """It goes live by the next deploy, which tries it first."""
    applied.apply("function", **VARIABLES["function"], memory_mb=1024)
    newest = moto.client("lambda").list_versions_by_function(FunctionName=NAME)["Versions"][-1]
    assert (newest["Version"], newest["MemorySize"]) == ("3", 1024)
    assert live_version(moto) == "2"
    assert applied.plan("function") == ""


def words_of(table: str) -> list[str]:
    header = (ROOT / "include/stripmeta/policy.hpp").read_text()
    return re.findall(r'\{\w+::\w+, "(\w+)",', header.partition(f"{table}{{{{")[2].partition("}};")[0])


def test_words_of_a_policy_are_those_of_the_program():
    text = (ROOT / "terraform/function/variables.tf").read_text()
    presets = re.search(r"contains\((\[[^]]*\]), var\.policy\)", text).group(1)
    parts = re.findall(r"setsubtract\(var\.policy_\w+, (\[[^]]*\])\)", text)
    assert json.loads(presets) == words_of("preset_words")
    assert [json.loads(words) for words in parts] == [words_of("keep_words")] * 2


def test_events_are_not_asked_for_by_the_name_of_a_trial():
    """By default: what scripts/deploy tries stays with the version that is on trial."""
    (suffix,) = re.findall(r'^SUFFIX = "(.+)"$', (ROOT / "scripts/lib/smoke_test.py").read_text(), re.MULTILINE)
    text = (ROOT / "terraform/function/variables.tf").read_text()
    (default,) = re.findall(r'variable "suffixes" \{.*?default\s*=\s*(\[.*?\])\n', text, re.DOTALL)
    assert not suffix.endswith(tuple(json.loads(default)))
