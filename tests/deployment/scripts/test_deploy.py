"""scripts/deploy against moto, a real registry, and the real program."""

import json
import os
import re
import shutil

import pytest
from cloud import NAME, ROOT
from images import TOOL, run_tool
from lambda_proxy import Reply


def tag_of(build, image_id: str) -> str:
    return f"{build.revision}-{image_id}-x86_64"


def expected_tag(image: str, build) -> str:
    found = json.loads(run_tool("image", "inspect", image).stdout)[0]["Id"]
    return tag_of(build, found.removeprefix("sha256:")[:12])


def test_first_deploy(applied, images):
    image, build = images.make("a", images.build("a")), images.build("a")
    done = applied.deploy(image)
    assert done.code == 0, done
    tag = expected_tag(image, build)
    assert applied.read("registry/live_image") == tag
    assert applied.proxy.registry.tags(applied.repository) == [tag]
    assert applied.tags() == [tag, f"live-{tag}"]
    assert done.err.splitlines()[-1] == "next: scripts/stacks apply --environment test function"
    assert "there is no function yet" in done.err
    assert applied.objects() == []


def test_update_and_again(running, images):
    image, build = images.make("b", images.build("b")), images.build("b")
    before = running.live()
    first_tag = running.read("registry/live_image")
    done = running.deploy(image)
    assert done.code == 0, done
    tag = expected_tag(image, build)
    assert running.live()[0] == "2"
    assert running.live()[1] != before[1]
    assert running.read("registry/live_image") == tag
    assert running.objects() == []
    assert set(running.tags()) == {first_tag, f"live-{first_tag}", tag, f"live-{tag}"}
    assert f"clean, by build {build}" in done.err
    order = [one for one in running.proxy.changes if one not in ("GetS3", "HeadS3")]
    assert (
        order.index("PutImage") < order.index("UpdateFunctionCode") < order.index("Invoke") < order.index("UpdateAlias")
    )
    assert order.index("UpdateAlias") < order.index("PutParameter")

    state, tags = running.state(), running.tags()
    again = running.deploy(image)
    assert again.code == 0, again
    assert "nothing to do: version 2 has this image and is live already" in again.err
    assert (running.state(), running.tags()) == (state, tags)
    assert running.proxy.asked.count("UpdateFunctionCode") == 1


def test_only_the_last_two_are_kept_from_expiring(running, images):
    tags = [running.read("registry/live_image")]
    for letter in "bc":
        assert running.deploy(images.make(letter, images.build(letter))).code == 0
        tags.append(running.read("registry/live_image"))
    assert set(running.tags()) == {*tags, f"live-{tags[1]}", f"live-{tags[2]}"}


def test_tag_by_the_run_of_github(applied, images):
    image = images.make("a", images.build("a"))
    assert applied.deploy(image, GITHUB_RUN_ID="4711", GITHUB_RUN_ATTEMPT="1").code == 0
    assert applied.read("registry/live_image") == "aaaaaaaaaaaa-4711-x86_64"
    assert applied.deploy(image, GITHUB_RUN_ID="4711", GITHUB_RUN_ATTEMPT="2").code == 0
    assert applied.read("registry/live_image") == "aaaaaaaaaaaa-4711.2-x86_64"


def test_tag_that_another_image_has(running, images):
    tag, state = running.read("registry/live_image"), running.state()
    done = running.deploy(images.make("b", images.build("b")), "--tag", tag)
    assert done.code == 1
    assert "step 3/10, push the image, failed: " in done.err
    assert f"the tag {tag} is taken by another image" in done.err
    assert running.state() == state


def test_no_stack_is_applied(cloud, images):
    done = cloud.deploy(images.make("a", images.build("a")))
    assert done.code == 1
    assert "step 1/10, look at what is there, failed: " in done.err
    assert "scripts/stacks apply --environment test registry" in done.err
    assert "now: nothing was changed" in done.err


# What is refused before anything is pushed


def refused(cloud, image: str, sentence: str) -> None:
    state = cloud.state()
    done = cloud.deploy(image)
    assert done.code == 1
    assert "step 2/10, look at the image, failed: " in done.err
    assert sentence in done.err
    assert cloud.state() == state
    assert len(cloud.proxy.registry.tags(cloud.repository)) == 1
    assert cloud.proxy.changes == []


def test_image_that_is_not_here(running):
    refused(running, "localhost/stripmeta-deploy-test:never-made", "there is no image")


def test_image_of_another_architecture(running, images):
    image = images.make("arm", images.build("d"), arch="arm64")
    refused(running, image, f"the image is for arm64, the function {NAME} runs on x86_64\n")
    said = running.deploy(image).err
    assert "the same with --change-architecture, and afterwards set architecture = " in said
    assert '"arm64" of terraform/function and apply it' in said


def architectures(cloud) -> dict[str, str]:
    listed = cloud.client("lambda").list_versions_by_function(FunctionName=NAME)["Versions"]
    return {one["Version"]: one["Architectures"][0] for one in listed}


def stack_accepts(architecture: str, live_image: str) -> bool:
    """What the stack function's precondition says."""
    text = (ROOT / "terraform/function/function.tf").read_text()
    by_arm, by_x86 = re.search(r'other_architecture = var.architecture == "arm64" \? "(.*)" : "(.*)"', text).groups()
    return not re.search(by_arm if architecture == "arm64" else by_x86, live_image)


def test_architecture_is_changed_and_back(running, images):
    first_tag, arm = running.read("registry/live_image"), images.make("arm", images.build("d"), arch="arm64")
    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    message = failing(running, arm, "smoke-test the version", "--change-architecture")
    assert "$LATEST has the image of version 1 again" in message
    assert architectures(running) == {"$LATEST": "x86_64", "1": "x86_64"}

    running.proxy.hooks.clear()
    done = running.deploy(arm, "--change-architecture")
    assert done.code == 0, done
    number = running.live()[0]
    assert architectures(running) == {"$LATEST": "arm64", "1": "x86_64", number: "arm64"}
    tag = running.read("registry/live_image")
    assert [stack_accepts(one, tag) for one in ("arm64", "x86_64")] == [True, False]

    refused = running.rollback(first_tag)
    assert refused.code == 1
    assert "the same with --change-architecture" in refused.err
    done = running.rollback(first_tag, "--change-architecture")
    assert done.code == 0, done
    assert architectures(running)["$LATEST"] == architectures(running)[running.live()[0]] == "x86_64"
    assert [stack_accepts(one, first_tag) for one in ("arm64", "x86_64")] == [False, True]


def test_image_without_labels(running, images):
    refused(running, images.unlabelled(), "so its build is not known")


IS_INDEX = "is an index of several manifests, which Lambda refuses"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A program of that name before all others, which answers some questions; the others the real tool does."""
    monkeypatch.delenv("STRIPMETA_CONTAINER_TOOL")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    real = shutil.which(TOOL)

    def answers(name: str, **said: str) -> None:
        rows = "".join(f"    {words}*) echo '{text}'; exit 0 ;;\n" for words, text in said.items())
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\ncase $1$2 in\n{rows}esac\nexec {real} "$@"\n')
        program.chmod(0o755)
        monkeypatch.setenv("STRIPMETA_CONTAINER_TOOL", "" if name == "docker" else name)

    return answers


def test_index_of_podman(running, images, stand_in):
    """A real one is not made: with it podman 4 cannot list anybody's images any more."""
    stand_in("podman", manifestexists="")
    refused(running, images.make("a", images.build("a")), IS_INDEX)


def test_index_of_docker(running, stand_in):
    """As docker names one that it keeps in containerd's store."""
    found = {"Id": "sha256:00", "Architecture": "amd64", "Config": {}}
    index = "application/vnd.oci.image.index.v1+json"
    stand_in("docker", info="", imageinspect=json.dumps([{**found, "Descriptor": {"mediaType": index}}]))
    refused(running, "some-image", IS_INDEX)


def test_docker(running, images, stand_in):
    """If a daemon answers; the tag that the push needs does not stay."""
    stand_in("docker", info="", contextinspect="unix:///var/run/docker.sock")
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    assert ", by docker" in done.err
    assert running.live()[0] == "2"
    left = run_tool("image", "ls", "--format", "{{.Repository}}").stdout.decode()
    assert running.repository_url not in left


if "STRIPMETA_IMAGE" in os.environ:

    def test_real_image(applied):
        """What scripts/build-image makes: deployed, and once more under another tag."""
        image = os.environ["STRIPMETA_IMAGE"]
        done = applied.deploy(image)
        assert done.code == 0, done
        applied.apply_function()
        done = applied.deploy(image, GITHUB_RUN_ID="1")
        assert done.code == 0, done
        assert "nothing to do: version 1 has this image and is live already" in done.err
        uri = f"{applied.repository_url}:{applied.read('registry/live_image')}"
        # A version that is newer than the live one: there is something to do.
        applied.client("lambda").update_function_code(FunctionName=NAME, ImageUri=uri, Publish=True)
        done = applied.deploy(image, GITHUB_RUN_ID="2")
        assert done.code == 0, done
        assert "clean, by build" in done.err


# Each step fails once


def failing(cloud, images, step: str, *words: str) -> str:
    """Deploys the next build (or an image); all is as before, and the message names the step. The message."""
    state = cloud.state()
    image = images if isinstance(images, str) else images.make("b", images.build("b"))
    done = cloud.deploy(image, *words)
    assert done.code == 1, done
    assert f", {step}, failed: " in done.err
    assert cloud.state() == state, done
    assert f"now: version 1 of {NAME}" in done.err
    assert "(as before)" in done.err
    assert "\n  next: " in done.err
    return done.err


def test_registry_is_down(running, images):
    running.proxy.mirror(running.repository)  # ECR itself answers
    running.proxy.registry.stop()
    try:
        state = running.client("ssm").get_parameter(Name="/stripmeta/test/registry/live_image")["Parameter"]["Value"]
        running.proxy.mirror = lambda _: None
        done = running.deploy(images.make("b", images.build("b")))
    finally:
        del running.proxy.mirror
        running.proxy.registry.start()
    assert done.code == 1, done
    assert ", push the image, failed: '" in done.err
    assert running.read("registry/live_image") == state
    assert running.live()[0] == "1"


def test_login_is_refused(running, images):
    running.proxy.fail("GetAuthorizationToken", "AccessDeniedException")
    assert "GetAuthorizationToken was answered with AccessDeniedException" in failing(running, images, "push the image")


def test_image_cannot_be_kept(running, images):
    running.proxy.fail("PutImage", "AccessDeniedException")
    failing(running, images, "keep the image from expiring")


def test_update_is_refused(running, images):
    running.proxy.fail("UpdateFunctionCode", "ResourceConflictException", status=409)
    message = failing(running, images, "publish a version of the function")
    assert "UpdateFunctionCode was answered with ResourceConflictException" in message


def of_the_new_version(request) -> bool:
    return request.operation == "GetFunctionConfiguration" and request.query.get("Qualifier") == "2"


def change_configuration(proxy, **members) -> None:
    """Lambda says this of version 2."""

    def hook(request):
        if not of_the_new_version(request):
            return None
        reply = proxy.forward(request)
        reply.body = json.dumps({**json.loads(reply.body), **members}).encode()
        return reply

    proxy.hooks.append(hook)


def test_never_active(running, images):
    change_configuration(running.proxy, State="Pending")
    message = failing(running, images, "wait for the version", "--wait", "0.2")
    assert "is still not ready after 0.2 s (state Pending" in message
    assert "version 2 is deleted again" in message
    assert "$LATEST has the image of version 1 again" in message


def test_fails_to_start(running, images):
    change_configuration(running.proxy, State="Failed", StateReason="the image has no such program")
    assert "failed to start: the image has no such program" in failing(running, images, "wait for the version")


def change_answer(proxy, change) -> None:
    def hook(request):
        if request.operation != "Invoke":
            return None
        reply = proxy.invoke(request)
        reply.body = json.dumps(change(json.loads(reply.body))).encode()
        return reply

    proxy.hooks.append(hook)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda answer: {**answer, "outcome": "duplicate"}, "outcome is 'duplicate', not 'cleaned'"),
        (lambda answer: {**answer, "removed": []}, "does not say that a position was removed"),
        (lambda answer: {"errorType": "AccessDenied", "errorMessage": "no"}, "answered with an error"),
        (lambda answer: "what is this", "answered with an error"),
    ],
    ids=["outcome", "removed", "error", "no-object"],
)
def test_wrong_answer(running, images, change, sentence):
    change_answer(running.proxy, change)
    assert sentence in failing(running, images, "smoke-test the version")


def answer_with(operation: str, reply: Reply):
    return lambda request: reply if request.operation == operation else None


def test_answer_that_is_no_json(running, images):
    """As from something between here and AWS: the step is named, and undone."""
    running.proxy.hooks.append(answer_with("Invoke", Reply(200, {}, b"<html>")))
    message = failing(running, images, "smoke-test the version")
    assert "failed: JSONDecodeError: Expecting value" in message
    assert "version 2 is deleted again" in message


def test_answers_that_are_no_json_while_it_is_undone(running, images):
    """What could not be undone is said, and what is live."""

    def hook(request):
        if request.operation != "GetFunction" or "Invoke" not in running.proxy.asked:
            return None
        reply = running.proxy.forward(request)
        answer = json.loads(reply.body)
        del answer["Code"]["ResolvedImageUri"]
        return Reply.json(answer)

    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    running.proxy.hooks.append(hook)
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 1, done
    assert "now: what is live could not be read: KeyError: 'ResolvedImageUri'\n" in done.err
    assert "now: could not undo all of it (KeyError: 'ResolvedImageUri'): $LATEST" in done.err
    assert running.live()[0] == "1"


def replace_output(cloud, change) -> None:
    """After an invocation, B holds something else."""

    def hook(request):
        if request.operation != "Invoke":
            return None
        reply = cloud.proxy.invoke(request)
        key, s3 = json.loads(request.body)["key"], cloud.client("s3")
        there = s3.get_object(Bucket=cloud.b, Key=key)
        original = s3.get_object(Bucket=cloud.a, Key=key)["Body"].read()
        s3.put_object(Bucket=cloud.b, Key=key, Metadata=there["Metadata"], Body=change(there["Body"].read(), original))
        return reply

    cloud.proxy.hooks.append(hook)


def test_metadata_is_left(running, images):
    replace_output(running, lambda clean, original: original)
    assert "metadata is left in what B holds" in failing(running, images, "smoke-test the version")


def test_picture_is_damaged(running, images):
    replace_output(running, lambda clean, original: clean[:-4])
    assert "is not the picture that was put into A" in failing(running, images, "smoke-test the version")


def test_wrong_build(running, images):
    """The labels name another build than the program is."""
    state = running.state()
    done = running.deploy(images.make("mislabelled", images.build("b"), labelled=images.build("c")))
    assert done.code == 1, done
    assert f"B's object carries the build {images.build('b')}, not {images.build('c')}" in done.err
    assert running.state() == state


def test_live_version_wrote_first(running, images):
    """The event of the smoke test's object goes to the live version too, and once it is the quicker one."""
    old = images.build("a")
    seen = []

    def hook(request):
        if request.operation != "Invoke":
            return None
        reply = running.proxy.invoke(request)
        if not seen:
            running.proxy.run(
                running.repository, running.live()[1], {"BUCKET_A": running.a, "BUCKET_B": running.b}, request.body
            )
        seen.append(request.query["Qualifier"])
        return reply

    running.proxy.hooks.append(hook)
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    assert seen == ["2", "2"]
    assert f"B's object is of build {old}, not {images.build('b')} (attempt 1 of 3)" in done.err
    assert running.objects() == []


def test_live_version_deletes_what_it_cleaned(running, images):
    """With after_success = "delete" and events of every key it is quicker once: the trial puts its object there again."""
    seen = []

    def hook(request):
        if request.operation == "Invoke":
            seen.append(request.query["Qualifier"])
            if len(seen) == 1:
                running.client("s3").delete_object(Bucket=running.a, Key=json.loads(request.body)["key"])

    running.proxy.hooks.append(hook)
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    assert seen == ["2", "2"]
    assert "B's object is of build unknown, as A's object was gone, not" in done.err
    assert running.objects() == []


def test_function_cannot_be_invoked(running, images):
    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    failing(running, images, "smoke-test the version")


def test_objects_cannot_be_deleted(running, images):
    """What is left is named; the objects are the one thing that is not as before."""
    running.proxy.fail("DeleteS3", "AccessDenied", status=403)
    before = running.state()
    done = running.deploy(images.make("b", images.build("b")))
    assert (done.code, ", smoke-test the version, failed: DeleteObject" in done.err) == (1, True), done
    assert {**running.state(), "objects": []} == before


def test_alias_was_moved_meanwhile(running, images):
    """By another deploy: its version stays live."""
    function = running.client("lambda")

    def hook(request):
        if request.operation == "UpdateAlias" and not moved:
            moved.append(True)
            function.update_alias(FunctionName=NAME, Name="live", Description="somebody else was here")
        return None

    moved: list[bool] = []
    running.proxy.hooks.append(hook)
    message = failing(running, images, "move the alias live")
    assert "somebody else moved the alias live meanwhile" in message


def losing_answers(proxy, operation: str, times: int, status: int = 500) -> None:
    """What is asked for is done, and answered with an error."""
    lost = []

    def hook(request):
        if request.operation != operation or len(lost) == times:
            return None
        lost.append(proxy.forward(request))
        return Reply.error(request, status, "ServiceException", "the answer got lost")

    proxy.hooks.append(hook)


def test_answer_to_the_alias_is_lost(running, images):
    """boto3 asks again, with a revision that is no more the alias's: it has moved as wanted."""
    losing_answers(running.proxy, "UpdateAlias", 1)
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    assert running.proxy.asked.count("UpdateAlias") == 2
    assert running.live()[0] == "2"
    assert running.read("registry/live_image").startswith("bbbbbbbbbbbb-")


def test_no_answer_says_that_the_alias_moved(running, images):
    losing_answers(running.proxy, "UpdateAlias", 1, status=400)  # which boto3 does not repeat
    assert "the alias was moved back to version 1" in failing(running, images, "move the alias live")


def test_answer_to_the_parameter_is_lost(running, images):
    losing_answers(running.proxy, "PutParameter", 1, status=400)
    message = failing(running, images, "write the parameter")
    assert "now: the parameter is aaaaaaaaaaaa-1-x86_64 again\n" in message
    assert running.proxy.asked.count("PutParameter") == 2


def test_parameter_is_refused(running, images):
    """The alias has moved by then, and moves back: what is live is what the parameter says."""
    running.proxy.fail("PutParameter", "AccessDeniedException")
    message = failing(running, images, "write the parameter")
    assert "the alias was moved back to version 1" in message


def test_undoing_fails_too(running, images):
    tag, before = running.read("registry/live_image"), running.live()
    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    running.proxy.fail("UpdateFunctionCode", "AccessDeniedException", status=403, after=1)
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 1
    assert f"scripts/rollback --environment test {tag} mends that" in done.err
    assert running.live() == before

    running.proxy.hooks.clear()
    back = running.rollback(tag)
    assert back.code == 0, back
    assert running.live()[1] == before[1]
    assert running.versions()["$LATEST"] == before[1]


def test_tidying_fails(running, images):
    """Everything that matters is done: a warning."""
    for letter in "bc":
        running.proxy.hooks.clear()
        running.proxy.fail("BatchDeleteImage", "AccessDeniedException")
        done = running.deploy(images.make(letter, images.build(letter)))
        assert done.code == 0, done
    assert "warning: BatchDeleteImage was answered with AccessDeniedException" in done.err
    assert running.live()[0] == "3"


def test_failed_deploy_again(running, images):
    """After the reason is gone, the same command does it."""
    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    image = images.make("b", images.build("b"))
    assert running.deploy(image).code == 1
    running.proxy.hooks.clear()
    done = running.deploy(image)
    assert done.code == 0, done
    assert "is there already" in done.err
    assert running.objects() == []


# Nothing changes


def test_dry_run(running, images):
    state, tags = running.state(), running.tags()
    image, build = images.make("b", images.build("b")), images.build("b")
    running.proxy.asked.clear()
    done = running.deploy(image, "--dry-run")
    assert done.code == 0, done
    assert running.proxy.changes == []
    assert (running.state(), running.tags()) == (state, tags)
    steps = [line for line in done.err.splitlines() if line.startswith("step ")]
    assert len(steps) == 10
    for would in ("push it as", "give it the tag live-", "publish a version of", "expect build", "point the alias"):
        assert f"would {would}" in done.err or would in done.err, would
    assert f"would write {expected_tag(image, build)} to /stripmeta/test/registry/live_image" in done.err


def test_dry_run_of_the_first(applied, images):
    done = applied.deploy(images.make("a", images.build("a")), "--dry-run")
    assert done.code == 0, done
    assert applied.proxy.changes == []
    assert applied.read("registry/live_image") == "none"
    assert applied.proxy.registry.tags(applied.repository) == []


def test_dry_run_of_what_is_live(running, images):
    tag = running.read("registry/live_image")
    done = running.deploy(images.make("a", images.build("a")), "--dry-run", "--tag", tag)
    assert done.code == 0, done
    assert "it is there already" in done.err
    assert done.err.count("nothing to do: version 1 has this image and is live already") == 4
