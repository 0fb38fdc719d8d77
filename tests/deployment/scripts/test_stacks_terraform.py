"""scripts/stacks and scripts/bootstrap-state with the real Terraform: one small stack, its state in the bucket."""

import shutil

import own_names
import pytest
import terraform_plugins
from cloud import ENVIRONMENT


@pytest.fixture
def run(cloud, tmp_path):
    """A copy of the scripts and the stacks, so that nothing is left in the checkout."""
    if not shutil.which("terraform"):
        pytest.skip("terraform is not installed")
    own_names.copy_scripts(tmp_path)
    variables = {"TF_CLI_ARGS": "-no-color", "TF_CLI_CONFIG_FILE": "/dev/null"}
    if found := terraform_plugins.plugins():
        variables["STRIPMETA_TERRAFORM_PLUGINS"] = f"{found}"

    def run_one(script: str, *words: str):
        done = cloud.run(f"{tmp_path}/scripts/{script}", *words, "--environment", ENVIRONMENT, **variables)
        assert done.code == 0, f"{done}"
        return done

    return run_one


def test_registry(run, cloud, tmp_path):
    plans = f"{tmp_path}/plans"
    run("bootstrap-state")
    planned = run("stacks", "plan", "registry", "--out", plans)
    assert "# registry: changes" in planned.out
    run("stacks", "apply", "registry", "--plans", plans)
    assert cloud.read("registry/live_image") == "none"
    state = cloud.client("s3").list_objects_v2(Bucket=own_names.STATE_BUCKET)["Contents"]
    assert [one["Key"] for one in state] == ["stripmeta/test/registry.tfstate"]  # and no lock is left

    cloud.write("registry/live_image", "aaaaaaaaaaaa-1-x86_64")  # a deploy does, and no plan minds
    assert "# registry: no changes" in run("stacks", "plan", "registry").out
    run("stacks", "destroy", "registry", "--auto-approve")
    assert cloud.client("ecr").describe_repositories()["repositories"] == []
    never = run("stacks", "destroy", "users", "--auto-approve")
    missing = "there is no parameter /stripmeta/test/storage/bucket_a yet"
    assert f"users: skipped, as its state is empty: {missing}" in never.err


def test_folder_of_other_providers(tmp_path):
    """One that lacks what the lock files name would fail each init."""
    wanted = terraform_plugins.wanted()
    assert wanted, "no lock file names a provider"
    other, whole = (tmp_path / name / terraform_plugins.REGISTRY for name in ("other", "whole"))
    (other / "hashicorp/aws/0.0.1/linux_amd64").mkdir(parents=True)
    for name in wanted:
        (whole / name).mkdir(parents=True)
    assert terraform_plugins.first_complete([other]) is None
    assert terraform_plugins.first_complete([other, whole]) == tmp_path / "whole"
