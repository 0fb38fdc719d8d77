"""scripts/rollback: an image of the registry becomes a new version by the same steps as a deploy, without the push."""

import pytest
from cloud import NAME


@pytest.fixture
def updated(running, images):
    """Build b is live, as version 2; build a came before."""
    done = running.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    running.proxy.asked.clear()
    return running


def test_rollback_and_forward(updated, images):
    old, new = "aaaaaaaaaaaa-1-x86_64", updated.read("registry/live_image")
    versions = updated.versions()

    done = updated.rollback(old, "--dry-run")
    assert done.code == 0, done
    assert updated.proxy.changes == []
    assert updated.versions() == versions

    done = updated.rollback(old)
    assert done.code == 0, done
    assert updated.live() == ("3", versions["1"])
    assert updated.versions()["$LATEST"] == versions["1"]
    assert updated.read("registry/live_image") == old
    assert f"clean, by build {images.build('a')}" in done.err
    assert {f"live-{old}", f"live-{new}"} <= set(updated.tags())
    assert updated.objects() == []

    state = updated.state()
    again = updated.rollback(old)
    assert again.code == 0, again
    assert updated.state() == state

    done = updated.rollback(new)
    assert done.code == 0, done
    assert updated.live() == ("4", versions["2"])


def publish_settings(cloud) -> None:
    """As `terraform apply` does: a new version, and the alias stays."""
    function = cloud.client("lambda")
    function.update_function_configuration(FunctionName=NAME, MemorySize=1024)
    function.publish_version(FunctionName=NAME)


def test_settings_go_live_with_the_live_tag(running):
    publish_settings(running)
    before = running.live()
    done = running.rollback("aaaaaaaaaaaa-1-x86_64")
    assert done.code == 0, done
    assert running.live()[1] == before[1]
    live = running.client("lambda").get_function_configuration(FunctionName=NAME, Qualifier=running.live()[0])
    assert live["MemorySize"] == 1024
    assert "clean, by build" in done.err


def test_settings_that_fail_stay_as_terraform_left_them(running):
    publish_settings(running)
    state = running.state()
    running.proxy.fail("Invoke", "AccessDeniedException", status=403)
    done = running.rollback("aaaaaaaaaaaa-1-x86_64")
    assert done.code == 1
    assert "version 2 is there too and not live, as terraform apply leaves one" in done.err
    assert running.state() == state


def test_smoke_test_fails(updated):
    state = updated.state()
    updated.proxy.fail("Invoke", "AccessDeniedException", status=403)
    done = updated.rollback("aaaaaaaaaaaa-1-x86_64")
    assert done.code == 1, done
    assert "step 6/9, smoke-test the version, failed: " in done.err
    assert f"now: version 2 of {NAME}" in done.err
    assert updated.state() == state


def test_image_that_is_not_there(running):
    state = running.state()
    done = running.rollback("cccccccccccc-1-x86_64")
    assert done.code == 1
    assert "step 2/9, look at the image, failed: there is no image" in done.err
    assert running.state() == state
    assert running.proxy.changes == []


def test_nothing_is_undone_where_nothing_was_done(updated):
    """Somebody tries another image out at $LATEST: a run that ends before it publishes lets it be."""
    uri = f"{updated.repository_url}:aaaaaaaaaaaa-1-x86_64"
    updated.client("lambda").update_function_code(FunctionName=NAME, ImageUri=uri, Publish=False)
    state = updated.state()
    done = updated.rollback("cccccccccccc-1-x86_64")
    assert done.code == 1
    assert f"now: version 2 of {NAME}" in done.err
    assert updated.state() == state
    assert updated.proxy.changes == []


@pytest.mark.parametrize("tag", ["live-aaaaaaaaaaaa-1-x86_64", "latest", "aaaaaaaaaaaa-1-amd64"])
def test_no_build_tag(running, tag):
    done = running.rollback(tag)
    assert done.code == 2
    assert f"'{tag}' is no build tag" in done.err
    assert running.proxy.asked == []


def test_index_in_the_registry(running):
    """Pushed by hand: Lambda would refuse it."""
    tag = "dddddddddddd-1-x86_64"
    running.proxy.registry.put_index(running.repository, tag, of="aaaaaaaaaaaa-1-x86_64")
    done = running.rollback(tag)
    assert done.code == 1, done
    assert "is an index of several manifests, which Lambda refuses" in done.err
    assert running.proxy.changes == []
