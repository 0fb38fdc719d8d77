"""The small scripts that the workflows call: seal-plans, show-plan, lock-providers."""

import os
import re
from pathlib import Path

import pytest

import project
from project import ROOT

PLAN = b"state in plain text"


def seal(*words: str | Path, **variables: str):
    environment = {"PATH": os.environ["PATH"], **variables}
    return project.run(ROOT / "scripts/seal-plans", *words, check=False, env=environment)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    (folder / "storage").mkdir(parents=True)
    (folder / "storage/plan").write_bytes(PLAN * 100)
    return folder


def test_a_plan_is_sealed_and_opened(plans: Path, tmp_path: Path) -> None:
    sealed, opened = tmp_path / "sealed", tmp_path / "opened"
    assert seal("pack", plans, sealed, PLAN_PASSPHRASE="one").returncode == 0
    assert seal("unpack", sealed, opened, PLAN_PASSPHRASE="one").returncode == 0
    assert (opened / "storage/plan").read_bytes() == PLAN * 100
    assert sealed.read_bytes().startswith(b"Salted__")


@pytest.mark.parametrize("passphrase", ["", "two"])
def test_a_sealed_plan_is_not_opened_otherwise(passphrase: str, plans: Path, tmp_path: Path) -> None:
    sealed, opened = tmp_path / "sealed", tmp_path / "opened"
    seal("pack", plans, sealed, PLAN_PASSPHRASE="one")
    done = seal("unpack", sealed, opened, PLAN_PASSPHRASE=passphrase)
    assert done.returncode == 1 and "PLAN_PASSPHRASE" in done.stderr
    assert not (opened / "storage/plan").exists()


def test_a_private_repository_needs_no_passphrase(plans: Path, tmp_path: Path) -> None:
    sealed, opened = tmp_path / "sealed", tmp_path / "opened"
    assert seal("pack", plans, sealed, PLAN_PRIVATE="true").returncode == 0
    assert seal("unpack", sealed, opened).returncode == 0
    assert (opened / "storage/plan").read_bytes() == PLAN * 100


@pytest.mark.parametrize("private", ["false", ""])
def test_a_public_repository_shows_no_plan(private: str, plans: Path, tmp_path: Path) -> None:
    done = seal("pack", plans, tmp_path / "sealed", PLAN_PRIVATE=private)
    assert done.returncode == 1 and "public" in done.stderr
    assert not (tmp_path / "sealed").exists()


def test_a_plan_that_is_gone_is_said_so(tmp_path: Path) -> None:
    done = seal("unpack", tmp_path / "nothing", tmp_path / "opened")
    assert done.returncode == 1 and "plan again" in done.stderr


@pytest.mark.parametrize("words", [(), ("pack",), ("pack", "one"), ("open", "one", "two")])
def test_wrong_use_of_seal_plans(words: tuple[str, ...]) -> None:
    done = seal(*words)
    assert done.returncode == 2 and "usage:" in done.stderr


def show(*texts: str, folder: Path) -> str:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"env{number}.txt")
        paths[-1].write_text(text)
    return project.run(ROOT / "scripts/show-plan", *paths).stdout


def test_a_plan_is_shown_with_its_summary_first(tmp_path: Path) -> None:
    shown = show("# aws_s3_bucket.a\nPlan: 1 to add, 0 to change, 0 to destroy.\n", "No changes. All is as it was.\n", folder=tmp_path)
    assert shown.index("### Plan of `env0`") < shown.index("- `Plan: 1 to add") < shown.index("# aws_s3_bucket.a")
    assert "- `No changes." in shown


def test_nothing_in_a_plan_becomes_markdown(tmp_path: Path) -> None:
    shown = show("before\n```\n</details> ![x](https://example.org/x)\n````\nafter\n", folder=tmp_path)
    (fence,) = re.findall(r"^(`+)text$", shown, re.MULTILINE)
    inside = shown.split(f"{fence}text\n")[1].split(f"\n{fence}\n")[0]
    assert inside.startswith("before") and inside.endswith("after")


@pytest.mark.parametrize("count", [1, 3])
def test_a_long_plan_is_cut_to_what_a_comment_holds(count: int, tmp_path: Path) -> None:
    shown = show(*["begin\n" + "a line of a plan\n" * 20_000 + "Plan: 9 to add.\n"] * count, folder=tmp_path)
    assert len(shown) < 65_536
    assert shown.count("lines are left out here") == count
    assert shown.count("begin") == count


def test_show_plan_without_a_plan(tmp_path: Path) -> None:
    assert project.run(ROOT / "scripts/show-plan", check=False).returncode == 2
    assert "no plan was made" in show("", folder=tmp_path)


@pytest.fixture
def terraform(tmp_path: Path):
    """A program of that name that says what it was told."""

    def make(code: int) -> dict[str, str]:
        program = tmp_path / "terraform"
        program.write_text(f'#!/bin/sh\necho "$@"\nexit {code}\n')
        program.chmod(0o755)
        return {"PATH": f"{tmp_path}:/usr/bin:/bin"}

    return make


def test_every_stack_is_locked_for_every_platform(checkout: Path, terraform) -> None:
    (checkout / "terraform/planted").mkdir()
    (checkout / "terraform/planted/context.tf").symlink_to("../context.tf")
    try:
        done = project.run(checkout / "scripts/lock-providers", env=terraform(0))
        failed = project.run(checkout / "scripts/lock-providers", env=terraform(1), check=False)
    finally:
        (checkout / "terraform/planted/context.tf").unlink()
        (checkout / "terraform/planted").rmdir()
    lines = done.stdout.splitlines()
    assert len(lines) == len(project.stacks_there()) + 1
    assert all(
        "providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64" in line for line in lines
    )
    assert failed.returncode == 1 and "terraform failed for the stack" in failed.stderr


@pytest.mark.parametrize("script", [path for path in sorted((ROOT / "scripts").iterdir()) if path.is_file()], ids=lambda path: path.name)
def test_scripts_help_themselves(script: Path) -> None:
    assert "usage" in project.run(script, "--help").stdout.lower()


@pytest.mark.parametrize("script", ["fetch-actionlint", "fetch-versitygw"])
def test_what_takes_no_words_refuses_them(script: str) -> None:
    done = project.run(ROOT / "scripts" / script, "again", check=False)
    assert done.returncode == 2 and f"usage: scripts/{script}" in done.stderr
