"""What all the scripts have in common."""

import os
import subprocess
import sys

import pytest
import servers
from cloud import ROOT

SCRIPTS = ("stacks", "bootstrap-state", "deploy", "rollback", "redrive", "backlog")


def run(script: str, *words: str, **variables: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-B", ROOT / "scripts" / script, *words]
    environment = {"PATH": os.environ["PATH"], **variables}
    limits = {"timeout": servers.PATIENCE, "check": False}
    return subprocess.run(command, env=environment, capture_output=True, text=True, **limits)


@pytest.fixture
def without_boto3(tmp_path):
    (tmp_path / "boto3.py").write_text("raise ImportError\n")
    return {"PYTHONPATH": f"{tmp_path}"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_help(script, without_boto3):
    """Without boto3 too."""
    done = run(script, "--help", **without_boto3)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: scripts/{script} ")
    for word in ("--dry-run", "--environment", "Exit 0: done. 1: a step failed, and is named. 2: a usage error."):
        assert word in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 120


@pytest.mark.parametrize("script", SCRIPTS)
def test_unknown_environment(script):
    needed = {"stacks": ["plan"], "deploy": ["--image", "x"], "rollback": ["aaaaaaaaaaaa-1-arm64"]}.get(script, [])
    done = run(script, "--environment", "moon", *needed)
    assert done.returncode == 2
    assert "no environment 'moon' in terraform/environments (there are: dev, prod, test)" in done.stderr


def test_unknown_option():
    assert run("redrive", "--environment", "test", "--all").returncode == 2


def test_boto3_is_missing(without_boto3):
    done = run("redrive", "--environment", "test", **without_boto3)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("boto3 is not installed: python3 -m venv ")
