"""A folder of unpacked providers for terraform's -plugin-dir, if this machine has one."""

import functools
import os
import platform
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REGISTRY = "registry.terraform.io"
LOCKED = re.compile(rf'^provider "{re.escape(REGISTRY)}/([^"]+)" \{{\n\s*version\s*=\s*"([^"]+)"', re.MULTILINE)
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # Go's words


def wanted() -> set[str]:
    """What the lock files name, as a folder of providers has it: hashicorp/aws/VERSION/OS_ARCH."""
    machine = platform.machine().lower()
    built_for = f"{platform.system().lower()}_{ARCHITECTURES.get(machine, machine)}"
    texts = [path.read_text() for path in ROOT.glob("terraform/*/.terraform.lock.hcl")]
    return {f"{name}/{version}/{built_for}" for text in texts for name, version in LOCKED.findall(text)}


def first_complete(registries: Iterable[Path]) -> Path | None:
    """The parent of the first folder named registry.terraform.io that has all of them."""
    return next((one.parent for one in registries if all((one / name).is_dir() for name in wanted())), None)


@functools.cache
def plugins() -> Path | None:
    """STRIPMETA_TERRAFORM_PLUGINS, or one that is found. None: they come from Terraform's registry."""
    if named := os.environ.get("STRIPMETA_TERRAFORM_PLUGINS"):
        return Path(named)
    find = f"find / -maxdepth 4 -path /proc -prune -o -type d -name {REGISTRY} -print".split()
    found = subprocess.run(find, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout
    return first_complete(Path(path) for path in sorted(found.splitlines()))
