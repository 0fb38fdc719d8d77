"""The hooks of pre-commit, run for real: in a copy of this repository, and from other repositories."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import project
from conftest import commit
from project import ROOT
from terraform_plugins import plugins

HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
}


@pytest.fixture(scope="session")
def sample() -> bytes:
    """A photograph with all that a phone puts into it."""
    import make_images

    return make_images.sample()


@pytest.fixture(scope="session")
def clean(sample: bytes, stripmeta: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("clean")
    (folder / "sample.jpg").write_bytes(sample)
    project.run(stripmeta, "strip", folder / "sample.jpg", "-o", folder / "clean.jpg")
    return (folder / "clean.jpg").read_bytes()


@pytest.fixture(scope="session")
def pre_commit(tools: Path, stripmeta: Path, tmp_path_factory: pytest.TempPathFactory):
    """Runs pre-commit in a folder; its own cache, and nothing of this machine's configuration of git."""
    actionlint = project.run(ROOT / "scripts/fetch-actionlint").stdout.strip()
    programs = tmp_path_factory.mktemp("programs")
    (programs / "actionlint").symlink_to(actionlint)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{tools}:{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "STRIPMETA_CLI": str(stripmeta),
        "TF_CLI_CONFIG_FILE": "/dev/null",
        "CHECKPOINT_DISABLE": "1",
    }
    if found := plugins():
        environment["STRIPMETA_TERRAFORM_PLUGINS"] = str(found)

    def call(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return project.run(
            tools / "pre-commit", *words, "--color=never", cwd=folder, check=False, env={**environment, **variables}
        )

    return call


def plant(folder: Path, name: str, content: bytes, mode: int = 0o644) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    project.run("git", "add", "--", name, cwd=folder)


@pytest.fixture
def repository(checkout: Path):
    """The copy of this repository, as it was when the test ends."""
    yield checkout
    project.run("git", "reset", "-q", "--hard", cwd=checkout)
    project.run("git", "clean", "-qfd", cwd=checkout)


def test_this_repository_passes(pre_commit, repository: Path, clean: bytes) -> None:
    plant(repository, "docs/clean.jpg", clean)
    done = pre_commit(repository, "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.endswith(("Passed", "Skipped"))]
    assert len(lines) == len(HOOKS)
    assert [line for line in lines if line.endswith("Skipped")] == [], "each hook had something to look at"
    assert project.run("git", "status", "--porcelain", cwd=repository).stdout == "A  docs/clean.jpg\n"


BAD = {
    "whitespace": ("docs/bad.md", b"a line \nanother\n", "docs/bad.md:1: spaces"),
    "last-line": ("docs/bad.md", b"no end", "docs/bad.md: no line feed"),
    "size": ("docs/bad.bin", bytes(500_001), "docs/bad.bin: 500001 bytes"),
    "conflicts": ("docs/bad.md", b"<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "docs/bad.md:1: marker"),
    "clang-format": ("src/strip/bad.cpp", b"int   x ;\n", "files were modified"),
    "shellcheck": ("scripts/bad", b"#!/usr/bin/env bash\nrm -rf $1/x\n", "SC2086"),
    "actionlint": (
        ".github/workflows/bad.yml",
        b"on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nothing.here }}\n",
        "undefined variable",
    ),
    "terraform-fmt": ("terraform/bad.tf", b"variable   \"x\"{}\n", "files were modified"),
}


@pytest.mark.parametrize("hook", BAD)
def test_a_hook_refuses(hook: str, pre_commit, repository: Path) -> None:
    name, content, sentence = BAD[hook]
    plant(repository, name, content, 0o755)
    done = pre_commit(repository, "run", hook, "--files", name)
    assert done.returncode == 1, done.stdout + done.stderr
    assert sentence in done.stdout


def test_a_stack_that_is_not_valid_is_refused(pre_commit, repository: Path) -> None:
    stack = repository / "terraform/planted"
    stack.mkdir()
    (stack / "context.tf").symlink_to("../context.tf")
    lock = next((ROOT / "terraform").glob("*/.terraform.lock.hcl"), None)
    if lock is None:
        return  # no stack is here yet
    shutil.copy(lock, stack)
    plant(repository, "terraform/planted/main.tf", b'locals {\n  stack = var.nothing\n}\n')
    done = pre_commit(repository, "run", "terraform-validate", "--files", "terraform/planted/main.tf")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "planted: not valid" in done.stdout and "undeclared input variable" in done.stdout
    assert not (stack / ".terraform").exists()


def test_an_image_with_metadata_is_refused(pre_commit, repository: Path, sample: bytes) -> None:
    plant(repository, "docs/photo.jpg", sample)
    done = pre_commit(repository, "run", "stripmeta-check", "--files", "docs/photo.jpg")
    assert done.returncode == 1
    assert "docs/photo.jpg: not clean: xmp (gps, owner)" in done.stdout


def test_each_hook_was_made_to_refuse() -> None:
    assert set(HOOKS) == set(BAD) | {"terraform-validate", "stripmeta-check"}


def test_without_actionlint_the_commit_passes_and_says_so(repository: Path) -> None:
    hook = repository / "scripts/pre-commit/actionlint"
    done = project.run(hook, ".github/workflows/ci.yml", cwd=repository, env={"PATH": "/usr/bin:/bin"})
    assert "actionlint is not here" in done.stdout


@pytest.fixture(scope="session")
def others(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another repository, which uses the hooks of this one as its README says."""
    folder = tmp_path_factory.mktemp("others")
    project.run("git", "init", "-q", "-b", "main", cwd=folder)
    revision = project.run("git", "rev-parse", "HEAD", cwd=checkout).stdout.strip()
    hooks = [{"id": "stripmeta-check"}, {"id": "stripmeta-strip", "args": ["--preserve"], "stages": ["manual"]}]
    config = {"repos": [{"repo": checkout.as_uri(), "rev": revision, "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    commit(folder, "Use the hooks")
    return folder


def test_another_repository_checks_its_images(pre_commit, others: Path, sample: bytes, clean: bytes) -> None:
    plant(others, "clean.jpg", clean)
    assert pre_commit(others, "run", "--all-files").returncode == 0
    plant(others, "photo.jpg", sample)
    done = pre_commit(others, "run", "--all-files")
    assert done.returncode == 1
    assert "photo.jpg: not clean" in done.stdout
    assert "clean.jpg: clean" in done.stdout
    project.run("git", "rm", "-qf", "photo.jpg", cwd=others)


def test_another_repository_cleans_its_images(pre_commit, others: Path, sample: bytes, stripmeta: Path) -> None:
    photo = others / "scan.jpg"
    without_film = sample[: sample.rindex(b"\xff\xd9", 0, sample.rindex(b"ftyp")) + 2]
    plant(others, "scan.jpg", without_film)
    words = ("run", "stripmeta-strip", "--hook-stage", "manual", "--files", "scan.jpg")
    first = pre_commit(others, *words)
    assert first.returncode == 1 and "files were modified by this hook" in first.stdout, first.stdout
    project.run(stripmeta, "check", photo)
    project.run("git", "add", "scan.jpg", cwd=others)
    second = pre_commit(others, *words)
    assert second.returncode == 0, second.stdout


def test_a_name_is_not_taken_for_an_option(pre_commit, others: Path, sample: bytes) -> None:
    plant(others, "-h.jpg", sample)
    done = pre_commit(others, "run", "stripmeta-check", "--files", "./-h.jpg")
    assert done.returncode == 1, "--help would have been a success"
    assert "-h.jpg: not clean" in done.stdout
    project.run("git", "rm", "-qf", "--", "-h.jpg", cwd=others)


def test_without_the_program_the_hook_says_how_to_get_it(pre_commit, others: Path, clean: bytes) -> None:
    plant(others, "clean.jpg", clean)
    done = pre_commit(others, "run", "stripmeta-check", "--files", "clean.jpg", STRIPMETA_CLI="")
    assert done.returncode == 1
    assert "Build it from a clone" in done.stdout


def test_try_repo(pre_commit, checkout: Path, tmp_path: Path, sample: bytes) -> None:
    project.run("git", "init", "-q", "-b", "main", cwd=tmp_path)
    plant(tmp_path, "photo.jpg", sample)
    done = pre_commit(tmp_path, "try-repo", str(checkout), "stripmeta-check", "--all-files")
    assert done.returncode == 1
    assert "photo.jpg: not clean" in done.stdout
