"""What the scripts ask AWS for, held against what the stack ci allows the role that deploys. moto lets them do everything."""

import re

from cloud import ROOT

ALLOWED = {
    action
    for path in (ROOT / "terraform/ci").glob("*.tf")
    for action in re.findall(r'"((?:ecr|lambda|s3|sqs|ssm|sts):\w+)"', path.read_text())
}
# What docker push asks the registry for: docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
PUSH = ["BatchCheckLayerAvailability", "CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"]
NEEDS_NOTHING = {"sts:GetCallerIdentity"}


def s3_action(request) -> str:
    if "versions" in request.query or request.target.endswith("?versions"):
        return "s3:ListBucketVersions"
    if "list-type" in request.query:
        return "s3:ListBucket"
    by_version = "Version" if "versionId" in request.query else ""
    verb = {"HEAD": "Get", "GET": "Get", "PUT": "Put", "DELETE": "Delete"}[request.method]
    return f"s3:{verb}Object{by_version}"


def action(request) -> str:
    if request.service == "s3":
        return s3_action(request)
    return f"{request.service}:{'InvokeFunction' if request.operation == 'Invoke' else request.operation}"


def watch(cloud) -> set[str]:
    """The actions that are asked for from now on."""
    asked: set[str] = set()

    def note(request) -> None:
        if request.service:
            asked.add(action(request))

    cloud.proxy.hooks.append(note)
    return asked


def test_the_role_may_do_what_a_deploy_and_a_rollback_do(running, images):
    first = running.read("registry/live_image")
    asked = watch(running)
    assert running.deploy(images.make("b", images.build("b"))).code == 0
    assert running.rollback(first).code == 0
    assert {"lambda:UpdateFunctionCode", "lambda:UpdateAlias", "ssm:PutParameter", "s3:PutObject"} <= asked
    assert asked - ALLOWED - NEEDS_NOTHING == set()
    assert {f"ecr:{name}" for name in PUSH} <= ALLOWED


def test_the_role_may_undo_a_deploy_that_failed(running, images):
    asked = watch(running)
    running.proxy.fail("PutParameter", "AccessDeniedException")
    assert running.deploy(images.make("b", images.build("b"))).code == 1
    assert "lambda:DeleteFunction" in asked
    assert asked - ALLOWED - NEEDS_NOTHING == set()
