"""Terraform on one stack of one environment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deployment import ROOT, TERRAFORM, Deployment
from steps import Failure, say

WORK = ROOT / "build" / "terraform"  # what init makes: for each environment its own, so that none meets another's state
CHANGES = 2  # what plan -detailed-exitcode ends with
NOT_RUN = -1  # the result of a dry run
NO_STATE = "No state file was found"  # the failure of `state list` if nothing was ever applied


class Terraform:
    def __init__(self, stack: str, deployment: Deployment | None, dry_run: bool):
        self.stack, self._deployment, self._dry_run = stack, deployment, dry_run
        self._folder = TERRAFORM / stack
        # The command validate has no environment.
        self._data = WORK / (deployment.environment if deployment else "validate") / stack

    def init(self) -> None:
        if self._deployment:
            backend = [
                f"-backend-config={os.path.relpath(self._deployment.backend, self._folder)}",
                f"-backend-config=key={self._deployment.state_key(self.stack)}",
            ]
            try:
                self._run(*self._init_words(), "-reconfigure", *backend)
            except Failure as error:
                bootstrap = f"scripts/bootstrap-state --environment {self._deployment.environment}"
                raise Failure(f"{error}", f"if there is no state bucket yet: {bootstrap}") from error
        else:
            self._run(*self._init_words(), "-backend=false")

    @staticmethod
    def _init_words() -> list[str]:
        """STRIPMETA_TERRAFORM_PLUGINS names a folder of unpacked providers, for machines without a registry."""
        plugins = os.environ.get("STRIPMETA_TERRAFORM_PLUGINS")
        return ["init", "-input=false", "-lockfile=readonly", *([f"-plugin-dir={plugins}"] if plugins else [])]

    def validate(self) -> None:
        self._run("validate")

    def plan(self, out: Path | None) -> str:
        """Whether anything would change, in words."""
        saved = [f"-out={out}"] if out else []
        code = self._run("plan", "-input=false", "-detailed-exitcode", *self._variables(), *saved, good=(0, CHANGES))
        return {0: "no changes", CHANGES: "changes", NOT_RUN: "not run"}[code]

    def apply(self, approved: bool) -> None:
        self._run("apply", *self._approval(approved), *self._variables())

    def apply_plan(self, plan: Path) -> None:
        self._run("apply", "-input=false", f"{plan}")

    def destroy(self, approved: bool) -> None:
        self._run("destroy", *self._approval(approved), *self._variables())

    def is_empty(self) -> bool:
        """Whether the state holds nothing. A dry run does not look, and says yes."""
        command = self._command("state", "list")
        if self._dry_run:
            self._would_run(command)
            return True
        done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)
        if done.returncode != 0 and NO_STATE not in done.stderr:
            raise Failure(f"terraform state list ended with {done.returncode}: {done.stderr.strip()}")
        return not done.stdout.strip()

    @staticmethod
    def _approval(approved: bool) -> list[str]:
        """Without a plan, Terraform shows what it would do and asks."""
        return ["-input=false", "-auto-approve"] if approved else []

    def _variables(self) -> list[str]:
        """The files of variables: the environment's, then the stack's."""
        own = self._folder / "environments" / self._deployment.variables.name
        files = [os.path.relpath(self._deployment.variables, self._folder)]
        files += [f"environments/{own.name}"] if own.exists() else []
        return [f"-var-file={name}" for name in files]

    def _command(self, *words: str) -> list[str]:
        return ["terraform", f"-chdir={os.path.relpath(self._folder)}", *words]

    @staticmethod
    def _would_run(command: list[str]) -> None:
        say(f"  would run: {' '.join(command)}")

    def _run(self, *words: str, good: tuple[int, ...] = (0,)) -> int:
        command = self._command(*words)
        if self._dry_run:
            self._would_run(command)
            return NOT_RUN
        if not shutil.which("terraform"):
            raise Failure("terraform is not installed (1.11 or newer, below 2.0)")
        sys.stdout.flush()
        code = subprocess.run(command, env=self._environment(), check=False).returncode
        if code not in good:
            raise Failure(f"terraform {words[0]} ended with {code}")
        return code

    def _environment(self) -> dict[str, str]:
        """All stacks share one copy of the provider, which has 700 MB."""
        plugins = WORK / "plugins"
        self._data.mkdir(parents=True, exist_ok=True)
        plugins.mkdir(parents=True, exist_ok=True)
        return {
            "TF_PLUGIN_CACHE_DIR": f"{plugins}",
            "TF_IN_AUTOMATION": "1",  # what to run next is for this script to say
            **os.environ,
            "TF_DATA_DIR": f"{self._data}",
        }
