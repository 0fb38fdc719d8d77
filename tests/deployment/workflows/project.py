"""What the tests of this folder know of the repository: its workflows, its scripts, its stacks."""

import functools
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
WORKFLOWS = ROOT / ".github" / "workflows"
TERRAFORM = ROOT / "terraform"
PATIENCE = 300


def run(*words: str | Path, check: bool = True, **options) -> subprocess.CompletedProcess[str]:
    options = {"cwd": ROOT, "timeout": PATIENCE, **options}
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert not check or done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


@dataclass(frozen=True)
class Workflow:
    path: Path
    content: dict

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def triggers(self) -> dict:
        # YAML 1.1, which PyYAML speaks, takes the key `on` for the word true.
        return self.content[True]

    @property
    def jobs(self) -> dict[str, dict]:
        return self.content["jobs"]

    def steps(self) -> Iterator[tuple[str, dict]]:
        for name, job in self.jobs.items():
            for step in job["steps"]:
                yield name, step


@functools.cache
def workflows() -> tuple[Workflow, ...]:
    return tuple(Workflow(path, yaml.safe_load(path.read_text())) for path in sorted(WORKFLOWS.iterdir()))


@functools.cache
def help_of(script: str) -> str:
    return run(ROOT / script, "--help").stdout


def calls_of_scripts(text: str) -> Iterator[tuple[str, list[str]]]:
    """The scripts that shell code runs, with the words after each: `scripts/deploy --environment X` and the like."""
    for line in text.replace("\\\n", " ").splitlines():
        for command in re.split(r"[|;&]+", line):
            found = re.search(r"(?<![\w/.-])((?:scripts|\.ci|bench)/[\w/-]+)(.*)", command.partition(" #")[0])
            if found and not command.lstrip().startswith("#"):
                yield found.group(1), found.group(2).split()


def complaints_about(script: str, words: list[str]) -> Iterator[str]:
    """Why that call cannot work: no such script, or an option that its help does not know."""
    path = ROOT / script
    if not path.is_file():
        yield f"{script} does not exist"
        return
    for word in words:
        option = word.partition("=")[0].strip("[]")
        if option.startswith("--") and not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", help_of(script)):
            yield f"{script} has no option {option}"


def stacks_there() -> list[str]:
    return sorted(path.parent.name for path in TERRAFORM.glob("*/context.tf"))


def terraform_text(stack: str) -> str:
    return "\n".join(path.read_text() for path in sorted((TERRAFORM / stack).glob("*.tf")))
