"""Every stack: well written, its own tests, applied on moto with the real provider, nothing to change, taken down."""

import itertools
import json
import re

import own_names
import pytest
from harness import protected, terraform
from moto_server import ACCOUNT
from stacks import ROOT, STACKS

TERRAFORM = ROOT / "terraform"
TAGS = {
    "project": "stripmeta",
    "environment": "test",
    "owner": "platform",
    "cost-center": "images",
    "managed-by": "terraform",
    "repository": own_names.REPOSITORY,
}
each_stack = pytest.mark.parametrize("stack", STACKS)


def test_format():
    terraform(TERRAFORM, "fmt", "-check", "-diff", "-recursive")


@each_stack
def test_shares_the_context(stack):
    assert (TERRAFORM / stack / "context.tf").readlink().as_posix() == "../context.tf"


@each_stack
def test_has_one_lock_for_all(stack):
    locks = [(TERRAFORM / name / ".terraform.lock.hcl").read_text() for name in (stack, STACKS[0])]
    assert locks[0] == locks[1]
    assert '"h1:' in locks[0]


@each_stack
def test_has_variables_for_each_environment(stack):
    for environment in ("dev", "test", "prod"):
        assert (TERRAFORM / stack / "environments" / f"{environment}.tfvars").is_file()


@each_stack
def test_names_no_account(stack):
    """Partition and account come from data sources: no ARN is written down but as an example, in a sentence."""
    lines = [line for path in (TERRAFORM / stack).glob("*.tf") for line in path.read_text().splitlines()]
    text = "\n".join(line for line in lines if not re.match(r"\s*(error_message|description)\b", line))
    assert not re.search(r"arn:aws:", text)
    assert not re.search(r"\b[0-9]{12}\b", text)


@each_stack
def test_is_valid_and_passes_its_own_tests(cycle, stack, report):
    report(f"terraform test: {stack} {cycle.checked[stack].result()} runs")


@each_stack
def test_is_applied(cycle, stack):
    cycle.applied[stack].result()


@each_stack
def test_second_plan_is_empty(cycle, stack):
    assert cycle.planned[stack].result() == ""


@each_stack
def test_whatever_can_be_tagged_is(cycle, stack):
    cycle.planned[stack].result()
    resources = cycle.resources[stack].items()
    taggable = {address: values["tags_all"] for address, values in resources if "tags_all" in values}
    assert taggable
    assert {address: tags for address, tags in taggable.items() if tags != TAGS | {"stack": stack}} == {}


def statements(resources):
    """Of every policy document that was applied: (address, statement)."""
    for address, values in resources.items():
        for name in ("policy", "assume_role_policy"):
            document = json.loads(values.get(name) or "{}")
            yield from ((address, statement) for statement in document.get("Statement", []))


def as_list(value):
    return value if isinstance(value, list) else [value]


@each_stack
def test_allows_no_wildcard_action_and_nobody_unnamed(cycle, stack):
    cycle.planned[stack].result()
    for address, statement in statements(cycle.resources[stack]):
        assert statement["Sid"], address
        if statement["Effect"] == "Allow":
            assert not [action for action in as_list(statement["Action"]) if "*" in action], address
            assert statement.get("Principal") != "*", address


BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/stripmeta-test-boundary"


def test_roles_and_users_have_the_boundary(cycle):
    """By the name under which the stack ci made it, and it has every action that they were given."""
    for planned in cycle.planned.values():
        planned.result()
    boundary = cycle.resources["ci"]["aws_iam_policy.boundary"]
    assert boundary["arn"] == BOUNDARY
    most = {action for one in json.loads(boundary["policy"])["Statement"] for action in as_list(one["Action"])}
    for stack in ("function", "users"):
        bounded = {
            address: values["permissions_boundary"]
            for address, values in cycle.resources[stack].items()
            if address.startswith(("aws_iam_role.", "aws_iam_user."))
        }
        assert bounded
        assert set(bounded.values()) == {BOUNDARY}, bounded
        for address, statement in statements(cycle.resources[stack]):
            if address.startswith(("aws_iam_policy.", "aws_iam_role_policy.")):
                assert set(as_list(statement["Action"])) <= most, address


def test_no_access_key_but_the_one_asked_for(cycle):
    cycle.planned["users"].result()
    keys = [address for address in cycle.resources["users"] if "access_key" in address]
    assert keys == ['aws_iam_access_key.this["user_a"]']


def test_buckets_and_key_are_not_destroyed(cycle):
    kept = [("aws_s3_bucket", "images"), ("aws_kms_key", "images"), ("aws_s3_bucket", "logs")]
    assert protected(TERRAFORM / "storage") == kept
    refused = re.findall(r"Resource (\S+) has", cycle.protected.result().replace("\n", " "))
    instances = (
        'aws_s3_bucket.images["a"]',
        'aws_s3_bucket.images["b"]',
        "aws_kms_key.images[0]",
        'aws_s3_bucket.logs["logs"]',
    )
    assert set(refused) == set(instances)


@each_stack
def test_is_destroyed(cycle, stack):
    cycle.take_down()
    cycle.destroyed[stack].result()


def test_nothing_is_left(cycle, moto):
    """Of this environment: servers in one process share what they hold, and other tests have their own."""
    for destroyed in cycle.destroyed.values():
        destroyed.result()
    iam = moto.client("iam")
    names = [
        *(bucket["Name"] for bucket in moto.client("s3").list_buckets()["Buckets"]),
        *(parameter["Name"] for parameter in moto.client("ssm").describe_parameters()["Parameters"]),
        *(repository["repositoryName"] for repository in moto.client("ecr").describe_repositories()["repositories"]),
        *moto.client("sqs").list_queues().get("QueueUrls", []),
        *(user["UserName"] for user in iam.list_users()["Users"]),
        *(role["RoleName"] for role in iam.list_roles()["Roles"]),
        *(policy["PolicyName"] for policy in iam.list_policies(Scope="Local")["Policies"]),
    ]
    assert [name for name in names if "stripmeta-test" in name or "/stripmeta/test/" in name] == []
    assert iam.list_open_id_connect_providers()["OpenIDConnectProviderList"] == []


def test_says_how_long_it_took(cycle, stacks, report):
    figures = []
    for stack in STACKS:
        cycle.destroyed[stack].result()
        times = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in stacks.seconds[stack].items())
        figures.append(f"{stack} {len(cycle.resources[stack])} resources, {times}")
    report("terraform: " + "; ".join(figures))
    assert not list(itertools.chain(*(stacks.resources(stack) for stack in STACKS)))
