"""scripts/stacks: order, arguments, what is skipped and refused. A stand-in for terraform notes how it was called."""

import json
import pathlib
import re
import sys

import deployment
import pytest
import stack_order
from cloud import ENVIRONMENT, ROOT

ORDER = ["storage", "registry", "ci", "function", "users"]
FAKE = """\
#!{python}
import json, os, sys
with open(os.environ["FAKE_LOG"], "a") as log:
    print(json.dumps([sys.argv[1:], os.environ["TF_DATA_DIR"]]), file=log)
words = sys.argv[2:]
for word in words:
    if word.startswith("-out="):
        open(word[5:], "w").close()
if os.environ.get("FAKE_FAILS") in (f"{{words[0]}} {{sys.argv[1].rpartition('/')[2]}}",):
    sys.exit(1)
if words[0] == "state":
    if "FAKE_STATE" not in os.environ:
        sys.exit("No state file was found!")
    print(os.environ["FAKE_STATE"])
    sys.exit(0)
print("Plan: 1 to add") if words[0] == "plan" else None
sys.exit(2 if words[0] == "plan" else 0)
"""


class Stacks:
    def __init__(self, cloud, folder: pathlib.Path):
        self.cloud, self.folder = cloud, folder
        self._log = folder / "log"
        program = folder / "bin/terraform"
        program.parent.mkdir()
        program.write_text(FAKE.format(python=sys.executable))
        program.chmod(0o755)

    def run(self, *words: str, environment: str | None = ENVIRONMENT, **variables: str):
        self._log.write_text("")
        named = ("--environment", environment) if environment else ()
        path = f"{self.folder}/bin:/usr/bin:/bin"
        return self.cloud.run("stacks", *words, *named, PATH=path, FAKE_LOG=f"{self._log}", **variables)

    @property
    def calls(self) -> list[tuple[str, list[str]]]:
        """(stack, words) of each call."""
        called = [json.loads(line)[0] for line in self._log.read_text().splitlines()]
        return [(words[0].rpartition("/")[2], words[1:]) for words in called]

    def called(self, command: str) -> list[str]:
        """The stacks, in the order of the calls."""
        return [stack for stack, words in self.calls if words[0] == command]


@pytest.fixture
def stacks(cloud, tmp_path):
    return Stacks(cloud, tmp_path)


@pytest.fixture
def ready(stacks):
    """All parameters are there, and an image was pushed."""
    stacks.cloud.apply_storage()
    stacks.cloud.apply_registry()
    stacks.cloud.write("registry/live_image", "aaaaaaaaaaaa-1-x86_64")
    return stacks


def test_order_and_arguments(ready):
    done = ready.run("apply", "--auto-approve")
    assert done.code == 0, done
    assert ready.called("apply") == ORDER
    variables = ["-var-file=../environments/test.tfvars"]
    init, apply = [words for stack, words in ready.calls if stack == "function"]
    assert init == [
        "init", "-input=false", "-lockfile=readonly", "-reconfigure",
        "-backend-config=../environments/test.s3.tfbackend", "-backend-config=key=stripmeta/test/function.tfstate",
    ]  # fmt: skip
    assert apply[:3] == ["apply", "-input=false", "-auto-approve"]
    assert apply[3:4] == variables
    own = ROOT / "terraform/function/environments/test.tfvars"
    assert apply[4:] == (["-var-file=environments/test.tfvars"] if own.exists() else [])


def test_destroy_is_the_reverse(ready):
    done = ready.run("destroy", "--auto-approve")
    assert done.code == 0, done
    assert ready.called("destroy") == ORDER[::-1]


def test_destroy_skips_what_was_never_applied(stacks):
    done = stacks.run("destroy", "--auto-approve", "function", "storage")
    assert done.code == 0, done
    missing = "there is no parameter /stripmeta/test/storage/bucket_a yet"
    assert f"function: skipped, as its state is empty: {missing}\n" in done.err
    assert stacks.called("state") == ["function"]
    assert stacks.called("destroy") == ["storage"]
    assert stacks.run("destroy", "--auto-approve", "function", FAKE_STATE="").code == 0  # destroyed before


def test_destroy_leaves_no_running_function(ready):
    """The parameter was there when it was applied, and is reset since."""
    ready.cloud.write("registry/live_image", "none")
    done = ready.run("destroy", "--auto-approve", FAKE_STATE="aws_lambda_function.function")
    assert done.code == 1
    assert "destroy function, failed: it is applied, and cannot be planned: no image has been pushed yet\n" in done.err
    assert "  next: scripts/deploy --environment test --image IMAGE\n" in done.err
    assert ready.called("destroy") == ["users"]

    done = ready.run("destroy", "--auto-approve", "function", FAKE_FAILS="state function")
    assert done.code == 1


def test_some_stacks_keep_the_order(ready):
    assert ready.run("apply", "--auto-approve", "users", "storage").code == 0
    assert ready.called("apply") == ["storage", "users"]


def test_plans_are_kept_and_applied(ready):
    folder = ready.folder / "plans"
    done = ready.run("plan", "--out", f"{folder}")
    assert done.code == 0, done
    assert ready.called("plan") == ORDER
    assert done.out.count("Plan: 1 to add") == 5
    assert [line for line in done.out.splitlines() if line.startswith("# ")][:2] == ["# storage", "# storage: changes"]

    (folder / "ci.tfplan").unlink()
    done = ready.run("apply", "--plans", f"{folder}")
    assert done.code == 0, done
    applied = [(stack, words) for stack, words in ready.calls if words[0] == "apply"]
    assert applied == [
        (stack, ["apply", "-input=false", f"{folder}/{stack}.tfplan"]) for stack in ORDER if stack != "ci"
    ]
    assert f"ci: skipped: there is no plan of it in {folder}" in done.err


def test_plan_skips_what_waits_for_others(stacks):
    """An account with nothing in it, then with an empty registry."""
    done = stacks.run("plan", "--out", f"{stacks.folder}/plans")
    assert done.code == 0, done
    assert stacks.called("plan") == ["storage", "registry"]
    missing = "there is no parameter /stripmeta/test/storage/bucket_a yet"
    first = "scripts/stacks apply --environment test storage"
    assert done.out.count(f"skipped: {missing}; first: {first}\n") == 3

    stacks.cloud.apply_storage()
    stacks.cloud.apply_registry()
    done = stacks.run("plan")
    assert stacks.called("plan") == ["storage", "registry", "ci", "users"]
    wanted = "# function: skipped: no image has been pushed yet; first: scripts/deploy --environment test --image IMAGE"
    assert wanted in done.out


def test_apply_names_what_comes_first(stacks):
    done = stacks.run("apply", "--auto-approve", "users")
    assert done.code == 1
    assert "step 1/1, apply users, failed: there is no parameter /stripmeta/test/storage/bucket_a yet\n" in done.err
    assert "  next: scripts/stacks apply --environment test storage\n" in done.err
    assert stacks.calls == []

    stacks.cloud.apply_storage()
    stacks.cloud.apply_registry()
    done = stacks.run("apply", "--auto-approve")
    assert done.code == 1
    assert stacks.called("apply") == ["storage", "registry", "ci"]
    assert "step 4/5, apply function, failed: no image has been pushed yet\n" in done.err
    assert "  next: scripts/deploy --environment test --image IMAGE\n" in done.err


def test_failure_ends_it(ready):
    done = ready.run("apply", "--auto-approve", FAKE_FAILS="apply registry")
    assert done.code == 1
    assert ready.called("apply") == ["storage", "registry"]
    assert "step 2/5, apply registry, failed: terraform apply ended with 1" in done.err
    assert "run the same again: what is done stays done" in done.err

    done = ready.run("plan", "storage", FAKE_FAILS="init storage")
    assert done.code == 1
    assert "scripts/bootstrap-state --environment test" in done.err


def test_dry_run(stacks):
    for command in (("apply", "--dry-run"), ("plan", "--dry-run"), ("destroy", "--dry-run")):
        done = stacks.run(*command)
        assert done.code == 0, done
        assert stacks.calls == []
    assert stacks.run("apply", "--dry-run").err.count("would run: terraform ") == 10
    assert stacks.cloud.proxy.changes == []


def test_validate_needs_no_account(stacks):
    done = stacks.run("validate", "storage", environment=None, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert done.code == 0, done
    assert stacks.calls == [
        ("storage", ["init", "-input=false", "-lockfile=readonly", "-backend=false"]),
        ("storage", ["validate"]),
    ]


def test_list(ready):
    done = ready.run("list", environment=None)
    assert [line for line in done.out.splitlines() if not line.startswith(" ")] == ORDER
    done = ready.run("list")
    assert "  reads registry/live_image = aaaaaaaaaaaa-1-x86_64" in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("apply",), "apply has nobody to ask here: --auto-approve, or --plans"),
        (("destroy",), "destroy has nobody to ask here: --auto-approve"),
        (("apply", "--plans", "/nowhere"), "there are no plans in /nowhere"),
        (("apply", "--plans", ".", "--auto-approve"), "--plans belongs to apply, and is the approval itself"),
        (("plan", "--auto-approve"), "--auto-approve belongs to apply and destroy"),
        (("destroy", "--out", "x"), "--out belongs to plan"),
        (("plan", "network"), "no stack 'network' (there are: storage, registry, ci, function, users)"),
        (("format",), "invalid choice: 'format'"),
    ],
)
def test_usage_errors(stacks, words, sentence):
    done = stacks.run(*words)
    assert done.code == 2
    assert sentence in done.err
    assert stacks.cloud.proxy.asked == []


def test_comments_are_no_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(deployment, "ENVIRONMENTS", tmp_path)
    (tmp_path / "moon.s3.tfbackend").write_text('bucket = "state" // or "other"\n')
    (tmp_path / "moon.tfvars").write_text(
        """\
/*
region = "eu-west-3"
*/
region = "eu-west-1"
owner = "team #1 // \\"images\\"" # "nobody"
allowed_account_ids = [
  # "111111111111",
  "222222222222", // ] "333333333333"
  /* "444444444444", */ "555555555555",
]
"""
    )
    found = deployment.load("moon")
    assert found.accounts == ("222222222222", "555555555555")
    assert (found.region, found.state_bucket) == ("eu-west-1", "state")
    assert dict(found.tags)["owner"].startswith("team #1 // ")


def test_table_is_what_the_stacks_read():
    """Each parameter that a stack reads of another one stands in the table, and no other."""
    for stack, wanted in stack_order.STACKS.items():
        files = sorted((ROOT / "terraform" / stack).glob("*.tf"))
        text = "\n".join(path.read_text() for path in files)
        assert files, stack
        assert read_parameters(text) == {path for path in wanted if path.partition("/")[0] != stack}, stack


def read_parameters(text: str) -> set[str]:
    found = set()
    for block in re.findall(r'^data "aws_ssm_parameter" .*?^\}', text, re.MULTILINE | re.DOTALL):
        (path,) = re.findall(r'name\s*=\s*"\$\{local\.parameters\}/([^"]+)"', block)
        keys = re.findall(r'"([^"]+)"', (re.findall(r"for_each\s*=\s*toset\(\[([^\]]*)\]\)", block) or [""])[0])
        found |= {path.replace("${each.key}", key) for key in keys} if "${each.key}" in path else {path}
    return found
