"""scripts/deploy and scripts/rollback if the stack function has a second function, for the backlog: both or neither."""

import pytest
from cloud import BACKLOG, NAME
from lambda_proxy import Reply

OLD = "aaaaaaaaaaaa-1-x86_64"


def of_backlog(operation: str, times: int = 10**6):
    """A hook that fails the operation at the second function alone."""
    seen = []

    def hook(request):
        if request.operation != operation or request.function != BACKLOG or len(seen) == times:
            return None
        seen.append(request)
        return Reply.error(request, 403, "AccessDeniedException", "the test says so")

    return hook


def test_both_go_live_and_back(with_backlog, images):
    old = with_backlog.live()[1]
    done = with_backlog.deploy(images.make("b", images.build("b")))
    assert done.code == 0, done
    assert with_backlog.live()[0] == with_backlog.live(BACKLOG)[0] == "2"
    assert with_backlog.live()[1] == with_backlog.live(BACKLOG)[1] != old
    assert done.err.count(f"clean, by build {images.build('b')}") == 2
    assert f"version 2 of {BACKLOG} is live, after version 1" in done.err
    assert with_backlog.objects() == []
    order = with_backlog.proxy.changes
    last_trial = len(order) - order[::-1].index("Invoke")
    assert order.count("Invoke") == order.count("UpdateAlias") == order.count("UpdateFunctionCode") == 2
    assert last_trial <= order.index("UpdateAlias")  # neither moves before both were tried

    again = with_backlog.deploy(images.make("b", images.build("b")))
    assert again.code == 0, again
    assert f"nothing to do: version 2 of {BACKLOG} has this image and is live already" in again.err
    assert with_backlog.proxy.changes.count("UpdateFunctionCode") == 2

    done = with_backlog.rollback(OLD)
    assert done.code == 0, done
    assert with_backlog.live() == with_backlog.live(BACKLOG) == ("3", old)


def test_dry_run(with_backlog, images):
    state = with_backlog.state()
    done = with_backlog.deploy(images.make("b", images.build("b")), "--dry-run")
    assert done.code == 0, done
    assert with_backlog.proxy.changes == []
    assert with_backlog.state() == state
    for name in (NAME, BACKLOG):
        assert f"  would publish a version of {name} from " in done.err


@pytest.mark.parametrize(
    ("operation", "step"),
    [
        ("UpdateFunctionCode", "publish a version of the function"),
        ("Invoke", "smoke-test the version"),
        ("UpdateAlias", "move the alias live"),
    ],
)
def test_both_stay_where_the_second_one_fails(with_backlog, images, operation, step):
    state = with_backlog.state()
    with_backlog.proxy.hooks.append(of_backlog(operation, times=1))
    done = with_backlog.deploy(images.make("b", images.build("b")))
    assert done.code == 1, done
    assert f", {step}, failed: " in done.err
    assert with_backlog.state() == state, done
    for name in (NAME, BACKLOG):
        assert f"now: version 1 of {name}, " in done.err
    assert "now: version 2 is deleted again\n" in done.err
    if operation == "UpdateAlias":
        assert "now: the alias was moved back to version 1\n" in done.err


def test_both_go_back_where_the_parameter_is_refused(with_backlog, images):
    state = with_backlog.state()
    with_backlog.proxy.fail("PutParameter", "AccessDeniedException")
    done = with_backlog.deploy(images.make("b", images.build("b")))
    assert done.code == 1, done
    assert with_backlog.state() == state, done
    assert f"now: the alias of {BACKLOG} was moved back to version 1\n" in done.err


def test_the_first_is_undone_where_the_second_cannot_be(with_backlog, images):
    """What is left is said, and the same with the old tag mends it."""
    before = with_backlog.live()
    with_backlog.proxy.fail("PutParameter", "AccessDeniedException", times=1)
    with_backlog.proxy.hooks.append(of_backlog("DeleteFunction"))
    done = with_backlog.deploy(images.make("b", images.build("b")))
    assert done.code == 1, done
    assert "now: could not undo all of it (DeleteFunction was answered with AccessDeniedException" in done.err
    assert with_backlog.live() == before
    assert with_backlog.versions()["$LATEST"] == before[1]

    with_backlog.proxy.hooks.clear()
    back = with_backlog.rollback(OLD)
    assert back.code == 0, back
    assert with_backlog.live(BACKLOG)[1] == before[1]


def test_second_function_is_gone(with_backlog, images):
    """Deleted by hand, and the parameter names it still."""
    with_backlog.client("lambda").delete_function(FunctionName=BACKLOG)
    done = with_backlog.deploy(images.make("b", images.build("b")))
    assert done.code == 1, done
    assert f"step 1/10, look at what is there, failed: the function {BACKLOG} has no alias live" in done.err
    assert "now: nothing was changed" in done.err


def test_settings_of_the_second_one_go_live(with_backlog):
    """As `terraform apply` leaves them: a version that is not live."""
    function = with_backlog.client("lambda")
    function.update_function_configuration(FunctionName=BACKLOG, MemorySize=1024)
    function.publish_version(FunctionName=BACKLOG)
    done = with_backlog.rollback(OLD)
    assert done.code == 0, done
    assert with_backlog.live()[0] == "1"
    number = with_backlog.live(BACKLOG)[0]
    assert function.get_function_configuration(FunctionName=BACKLOG, Qualifier=number)["MemorySize"] == 1024
