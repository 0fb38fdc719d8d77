"""What the linters of workflows do not ask: that they can do what this repository needs, and no more than that."""

import fnmatch
import re

import pytest

import project
from project import ROOT, Workflow

PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
# Who may write what: the token of every other job reads the repository, and nothing else.
WRITES = {
    ("image.yml", "deploy"): {"id-token", "attestations"},
    ("terraform.yml", "plan"): {"id-token"},
    ("terraform.yml", "comment"): {"pull-requests"},
    ("terraform.yml", "apply"): {"id-token"},
}
SECRETS = {"PLAN_PASSPHRASE"}
# Real images stand beside the checkout, on machines that have them.
PARTS_NOT_ON_GITHUB = {"corpus"}


@pytest.fixture(params=project.workflows(), ids=lambda workflow: workflow.name)
def workflow(request: pytest.FixtureRequest) -> Workflow:
    return request.param


def test_there_are_three() -> None:
    assert [workflow.name for workflow in project.workflows()] == ["ci.yml", "image.yml", "terraform.yml"]


def test_actionlint_is_content() -> None:
    actionlint = project.run(ROOT / "scripts/fetch-actionlint").stdout.strip()
    project.run(actionlint, *(workflow.path for workflow in project.workflows()))


def test_zizmor_is_content(tools) -> None:
    project.run(tools / "zizmor", "--offline", "--no-progress", "--strict-collection", ROOT / ".github")


def test_actions_are_pinned_by_commit_with_the_version_beside(workflow: Workflow) -> None:
    lines = [line for line in workflow.path.read_text().splitlines() if re.search(r"\buses:", line)]
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


def test_an_action_has_one_version() -> None:
    pins: dict[str, set[str]] = {}
    for workflow in project.workflows():
        for action, pin in re.findall(r"uses: ([\w./-]+)@(.+)", workflow.path.read_text()):
            pins.setdefault(action, set()).add(pin)
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


def test_nothing_is_allowed_that_no_job_asks_for(workflow: Workflow) -> None:
    assert workflow.content["permissions"] == {}
    for name, job in workflow.jobs.items():
        allowed = job["permissions"]
        assert allowed.get("contents") == "read", name
        writes = {scope for scope, access in allowed.items() if access == "write"}
        assert writes == WRITES.get((workflow.name, name), set()), name


def test_the_checkout_leaves_no_token_behind(workflow: Workflow) -> None:
    checkouts = [step for _, step in workflow.steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_every_job_ends(workflow: Workflow) -> None:
    assert all(0 < job["timeout-minutes"] <= 90 for job in workflow.jobs.values())


def test_runs_do_not_overtake_each_other(workflow: Workflow) -> None:
    assert workflow.content["concurrency"]["group"]
    for name, job in workflow.jobs.items():
        if "environment" in job:
            group = job["concurrency"]
            assert group["group"].startswith("changes-"), "what changes an environment excludes each other"
            assert group["cancel-in-progress"] is False, name


def test_no_code_of_strangers_meets_credentials(workflow: Workflow) -> None:
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow.triggers)
    for name, job in workflow.jobs.items():
        if "id-token" not in job["permissions"] or "pull_request" not in workflow.triggers:
            continue
        guard = job["if"]
        same_repository = "github.event.pull_request.head.repo.full_name == github.repository" in guard
        assert same_repository or "github.event_name != 'pull_request'" in guard, name


def test_what_changes_an_environment_passes_its_rules(workflow: Workflow) -> None:
    for name, job in workflow.jobs.items():
        if "AWS_DEPLOY_ROLE" in str(job):
            assert "environment" in job, name
            assert "github.ref == 'refs/heads/main'" in job["if"], name


def test_no_key_and_no_account_is_written_down(workflow: Workflow) -> None:
    text = workflow.path.read_text()
    assert set(re.findall(r"secrets\.(\w+)", text)) <= SECRETS
    assert not re.search(r"arn:aws|\b\d{12}\b|AKIA|aws-secret-access-key", text)


def test_variables_are_documented(workflow: Workflow) -> None:
    text = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"\b(?:vars|secrets)\.(\w+)", workflow.path.read_text()))
    assert {name for name in named if f"`{name}`" not in text} == set()


def test_expressions_stay_out_of_shell_code(workflow: Workflow) -> None:
    assert [step["run"] for _, step in workflow.steps() if "${{" in step.get("run", "")] == []


def test_path_filters_name_what_is_there(workflow: Workflow) -> None:
    files = project.run("git", "ls-files", "-co", "--exclude-standard").stdout.splitlines()
    for trigger in workflow.triggers.values():
        for pattern in (trigger or {}).get("paths", []) if isinstance(trigger, dict) else []:
            assert any(fnmatch.fnmatch(file, pattern) for file in files), f"{pattern} names nothing"


def test_the_image_is_rebuilt_for_all_that_it_is_made_of() -> None:
    (image,) = (workflow for workflow in project.workflows() if workflow.name == "image.yml")
    patterns = image.triggers["push"]["paths"]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "docker/Dockerfile").read_text(), re.MULTILINE)
    # Tests and licence are in the build stage and do not change what is shipped; packages change by the schedule.
    for name in set(" ".join(copied).split()) - {"tests", "LICENSE", "scripts/install-dependencies"}:
        file = name if (ROOT / name).is_file() else f"{name}/x"
        assert any(fnmatch.fnmatch(file, pattern) for pattern in patterns), name
    assert image.triggers["schedule"], "what is linked in gets its fixes by a new image alone"


def test_scripts_exist_and_know_the_options(workflow: Workflow) -> None:
    calls = [call for _, step in workflow.steps() for call in project.calls_of_scripts(step.get("run", ""))]
    assert calls
    assert [words for call in calls for words in project.complaints_about(*call)] == []


def test_the_image_is_no_index() -> None:
    assert "export BUILDX_NO_DEFAULT_ATTESTATIONS=1\n" in (ROOT / "scripts/build-image").read_text()
    (image,) = (workflow for workflow in project.workflows() if workflow.name == "image.yml")
    attestations = [step for _, step in image.steps() if step.get("uses", "").startswith("actions/attest@")]
    assert attestations and not any("push-to-registry" in step["with"] for step in attestations)


def test_keys_of_caches_are_allowed(workflow: Workflow) -> None:
    for _, step in workflow.steps():
        if step.get("uses", "").startswith("actions/cache@"):
            assert "," not in step["with"]["key"] and "matrix.name" not in step["with"]["key"]


def test_every_part_of_the_tests_runs_somewhere() -> None:
    parts = set(project.run(ROOT / "scripts/test", "--list").stdout.split())
    (ci,) = (workflow for workflow in project.workflows() if workflow.name == "ci.yml")
    rows = ci.jobs["parts"]["strategy"]["matrix"]["include"]
    run = {part for row in rows for part in row["parts"].split()}
    run |= {word for _, step in ci.steps() for word in re.findall(r"--only (\w[\w-]*)", step.get("run", ""))}
    assert run - parts == set(), "CI asks for parts that are not there"
    assert parts - run == PARTS_NOT_ON_GITHUB
    assert {(row["compiler"], row["runner"].endswith("-arm")) for row in rows if "asan" in row["parts"].split()} == {
        (compiler, arm) for compiler in ("g++", "clang++-19") for arm in (False, True)
    }


def test_plan_and_apply_are_of_one_run() -> None:
    (terraform,) = (workflow for workflow in project.workflows() if workflow.name == "terraform.yml")
    plan, apply = terraform.jobs["plan"], terraform.jobs["apply"]
    (kept,) = (step for step in plan["steps"] if step.get("name") == "Keep the plan")
    (taken,) = (step for step in apply["steps"] if step.get("uses", "").startswith("actions/download-artifact@"))
    assert kept["with"]["name"] == taken["with"]["name"]
    assert kept["with"]["retention-days"] == 1, "it holds state"
    assert kept["with"]["path"] == "build/plans.sealed"
    assert not {"run-id", "github-token"} & set(taken["with"]), "only what this very run planned is applied"
    assert plan["env"]["TF_CLI_ARGS_plan"] == "-lock=false", "the role that plans writes nothing, no lock either"
    assert apply["needs"] == "plan"


def test_one_version_of_terraform() -> None:
    found = re.findall(
        r"(?:TERRAFORM_VERSION|terraform_version): \"([\d.]+)\"", "".join(w.path.read_text() for w in project.workflows())
    )
    assert len(set(found)) == 1


def test_the_project_is_called_as_the_stacks_call_it() -> None:
    context = (ROOT / "terraform/context.tf").read_text()
    (name,) = re.findall(r'variable "project" \{.*?default\s+= "([^"]+)"', context, re.DOTALL)
    said = [job["env"]["PROJECT"] for workflow in project.workflows() for job in workflow.jobs.values() if "PROJECT" in str(job)]
    assert said == ["${{ vars.STRIPMETA_PROJECT || '" + name + "' }}"] * 2
