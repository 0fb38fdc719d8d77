"""Terraform on a copy of the stacks, against moto.

    with Stacks(moto, folder) as stacks:
        stacks.apply("storage", access_logs=True)
        stacks.outputs("storage")["buckets"]
        assert stacks.plan_is_empty("storage")
        stacks.destroy("storage")

Safe to call from several threads, for different stacks: no more than two processes of terraform run at once.
"""

import contextlib
import heapq
import itertools
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import own_names
from moto_server import Moto
from stacks import ROOT
from terraform_plugins import plugins

DOWNLOAD = threading.Lock()  # the cache of plugins is not made for two at once
PATIENCE = 600
LIFTED = 'resource "%s" "%s" {\n  lifecycle {\n    prevent_destroy = false\n  }\n}\n'
LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'


# Who waits for a process of terraform, by its command: what others depend on goes before what only judges.
URGENCY = {"init": 0, "apply": 0, "plan": 1, "destroy": 1}
OTHERS = 2


class Slots:
    """So many at once; of those that wait, the most urgent first, then who came first."""

    def __init__(self, number: int):
        self._free = number
        self._waiting: list[tuple[int, int]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def one(self, urgency: int) -> Iterator[None]:
        with self._changed:
            mine = (urgency, next(self._numbers))
            heapq.heappush(self._waiting, mine)
            self._changed.wait_for(lambda: self._free > 0 and self._waiting[0] == mine)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


SLOTS = Slots(2)  # half a gigabyte each


class Run(NamedTuple):
    code: int
    output: str
    seconds: float  # without the time it waited for its turn


class TerraformError(AssertionError):
    """terraform ended with another code than was expected; the text is its output."""


def tool_environment() -> dict[str, str]:
    """What every call of terraform gets: no settings of the person who runs the tests, no question, one cache."""
    cache = ROOT / "build/terraform-plugins"
    cache.mkdir(parents=True, exist_ok=True)
    names = ("PATH", "HOME", "TMPDIR", "HTTPS_PROXY", "https_proxy", "SSL_CERT_FILE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {
        "TF_CLI_CONFIG_FILE": os.devnull,
        "TF_INPUT": "0",
        "TF_IN_AUTOMATION": "1",
        "TF_PLUGIN_CACHE_DIR": str(cache),
        "CHECKPOINT_DISABLE": "1",
        "GOGC": "400",  # a third of the time went into tidying memory up
    }


def terraform(
    folder: Path,
    command: str,
    *arguments: str,
    environment: dict[str, str] | None = None,
    codes: tuple[int, ...] = (0,),
) -> Run:
    """Runs it, and raises TerraformError if it does not end with one of `codes`."""
    with SLOTS.one(URGENCY.get(command, OTHERS)):
        start = time.monotonic()
        done = subprocess.run(
            ["terraform", f"-chdir={folder}", command, "-no-color", *arguments],
            env=tool_environment() | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        run = Run(done.returncode, done.stdout, time.monotonic() - start)
    if run.code not in codes:
        called = " ".join(("terraform", command, *arguments))
        raise TerraformError(f"{called} in {folder.name} ended with {run.code}\n{run.output}")
    return run


def protected(folder: Path) -> list[tuple[str, str]]:
    """The resources with prevent_destroy, as (type, name)."""
    found, current = [], None
    for line in (line for path in sorted(folder.glob("*.tf")) for line in path.read_text().splitlines()):
        if header := re.match(r'resource "(\w+)" "(\w+)"', line):
            current = header.groups()
        elif re.match(r"\s*prevent_destroy\s*=\s*true", line):
            found.append(current)
    return found


class Stacks:
    """A copy of terraform/ in `folder`, with state of its own, for one of the environments of terraform/."""

    def __init__(self, moto: Moto, folder: Path, environment: str = "test"):
        self.moto = moto
        self.name = environment
        self.seconds: dict[str, dict[str, float]] = {}
        self._folder = folder / "terraform"
        self._variables: dict[str, dict] = {}
        others = shutil.ignore_patterns(".terraform", "*.tfstate*")
        shutil.copytree(ROOT / "terraform", self._folder, ignore=others)  # follows links
        own_names.fill_in(self._folder)

    def __enter__(self) -> "Stacks":
        return self

    def __exit__(self, *_) -> None:
        shutil.rmtree(self._folder)

    def folder(self, stack: str) -> Path:
        return self._folder / stack

    def init(self, stack: str) -> None:
        """Once for each stack; apply() does it by itself. The lock file is as it was committed, or this fails."""
        if (self.folder(stack) / ".terraform").is_dir():
            return
        (self.folder(stack) / "backend_override.tf").write_text(LOCAL_BACKEND)
        where = [] if plugins() is None else [f"-plugin-dir={plugins()}"]
        with DOWNLOAD:
            self._run(stack, "init", "-lockfile=readonly", *where)

    def validate(self, stack: str) -> None:
        self._run(stack, "validate")

    def test(self, stack: str) -> int:
        """How many runs of the stack's tests/*.tftest.hcl passed; all of them, or it raises."""
        summary = re.search(r"(\d+) passed, 0 failed\.", self._run(stack, "test").output)
        assert summary, f"{stack} has no tests"
        return int(summary.group(1))

    def apply(self, stack: str, **variables) -> None:
        """Applies with terraform/environments/NAME.tfvars, the stack's own, and `variables`, which later calls keep."""
        self._variables[stack] = variables
        self.init(stack)
        self._timed(stack, "apply", "-auto-approve", *self._var_files(stack))

    def plan_is_empty(self, stack: str) -> bool:
        return self.plan(stack) == ""

    def plan(self, stack: str) -> str:
        """What would change, as terraform says it; empty: nothing."""
        run = self._timed(stack, "plan", "-detailed-exitcode", *self._var_files(stack), codes=(0, 2))
        return run.output if run.code == 2 else ""

    def refused_destroy(self, stack: str) -> str:
        """What terraform says if it refuses to destroy, as it does for resources with prevent_destroy."""
        return self._run(stack, "plan", "-destroy", *self._var_files(stack), codes=(1,)).output

    def destroy(self, stack: str) -> None:
        """Everything: buckets are emptied first, and an override lifts prevent_destroy, as docs/operations.md says."""
        self._empty_buckets(stack)
        lifted = [LIFTED % resource for resource in protected(self.folder(stack))]
        (self.folder(stack) / "destroy_override.tf").write_text("\n".join(lifted))
        self._timed(stack, "destroy", "-auto-approve", *self._var_files(stack))

    def outputs(self, stack: str) -> dict:
        return {name: output["value"] for name, output in self._state(stack)["outputs"].items()}

    def resources(self, stack: str) -> dict[str, dict]:
        """The attributes of each resource that was made, by its address."""
        found = {}
        for resource in self._state(stack)["resources"]:
            if resource["mode"] == "managed":
                for instance in resource["instances"]:
                    key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
                    found[f"{resource['type']}.{resource['name']}{key}"] = instance["attributes"]
        return found

    def parameters(self, stack: str) -> dict[str, str]:
        """What the stack has said so far, by the last part of the name."""
        found = self.moto.client("ssm").get_parameters_by_path(Path=f"/stripmeta/{self.name}/{stack}")["Parameters"]
        return {parameter["Name"].rsplit("/", 1)[1]: parameter["Value"] for parameter in found}

    def write_live_image(self, tag: str) -> None:
        """As scripts/deploy does at its end."""
        name = f"/stripmeta/{self.name}/registry/live_image"
        self.moto.client("ssm").put_parameter(Name=name, Value=tag, Type="String", Overwrite=True)

    def _empty_buckets(self, stack: str) -> None:
        s3 = self.moto.client("s3")
        resources = self.resources(stack).items()
        buckets = [values["bucket"] for address, values in resources if address.startswith("aws_s3_bucket.")]
        for bucket in buckets:  # of all first: who empties a bucket that is logged fills another one
            s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})
        for bucket in buckets:
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
                for version in page.get("Versions", []) + page.get("DeleteMarkers", []):
                    s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])

    def _state(self, stack: str) -> dict:
        return json.loads((self.folder(stack) / "terraform.tfstate").read_text())

    def _var_files(self, stack: str) -> list[str]:
        given = self.folder(stack) / "given.tfvars.json"
        given.write_text(json.dumps(self._variables.get(stack, {})))
        files = (f"../environments/{self.name}.tfvars", f"environments/{self.name}.tfvars", given.name)
        return [f"-var-file={file}" for file in files]

    def _timed(self, stack: str, command: str, *arguments: str, codes: tuple[int, ...] = (0,)) -> Run:
        run = self._run(stack, command, *arguments, codes=codes)
        self.seconds.setdefault(stack, {})[command] = run.seconds
        return run

    def _run(self, stack: str, command: str, *arguments: str, codes: tuple[int, ...] = (0,)) -> Run:
        return terraform(self.folder(stack), command, *arguments, environment=self.moto.environment(), codes=codes)
