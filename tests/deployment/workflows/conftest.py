"""Fixtures of the tests of workflows, hooks and documents. STRIPMETA_CLI names the command line."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import project


@pytest.fixture(scope="session")
def tools() -> Path:
    """Where the programs are that Python's packages bring."""
    return Path(sys.executable).parent


@pytest.fixture(scope="session")
def stripmeta() -> Path:
    program = Path(os.environ["STRIPMETA_CLI"])
    assert program.is_file()
    return program


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this one as they are now, in one commit."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in project.run("git", "ls-files", "-co", "--exclude-standard", "-z").stdout.split("\0"):
        if name and (project.ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project.ROOT / name, folder / name, follow_symlinks=False)
    project.run("git", "init", "-q", "-b", "main", cwd=folder)
    commit(folder, "All of it")
    return folder


def commit(folder: Path, message: str) -> None:
    project.run("git", "add", "-A", cwd=folder)
    author = ("-c", "user.name=Tests", "-c", "user.email=tests@example.org", "-c", "commit.gpgsign=false")
    project.run("git", *author, "commit", "-q", "--no-verify", "-m", message, cwd=folder)
