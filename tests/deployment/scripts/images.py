"""Small images of the real program, one for each build: the program says which it is, and its image's labels do."""

import contextlib
import io
import os
import pathlib
import re
import secrets
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass

import function_server
import local_registry
import pytest

TOOL = os.environ.get("STRIPMETA_CONTAINER_TOOL", "STRIPMETA_CONTAINER_TOOL-is-not-set")
LABEL = "org.opencontainers.image"


def run_tool(
    *words: str, data: bytes | None = None, check: bool = True, environment=None
) -> subprocess.CompletedProcess:
    variables = {**os.environ, **(environment or {})}
    limits = {"timeout": function_server.PATIENCE, "check": False}
    done = subprocess.run([TOOL, *words], input=data, env=variables, capture_output=True, **limits)
    assert not check or done.returncode == 0, done.stderr.decode()
    return done


@dataclass(frozen=True)
class Build:
    """What a program says of itself."""

    version: str
    revision: str  # 12 digits

    def __str__(self) -> str:
        return f"{self.version}+{self.revision}"


class Images:
    """Made once for a run of the tests, removed at its end."""

    def __init__(self):
        self._program = pathlib.Path(function_server.PROGRAM).read_bytes()
        asked = subprocess.run([function_server.PROGRAM, "--version"], capture_output=True, text=True, check=True)
        found = re.search(r"(\S+)\+([0-9a-f]{12})$", asked.stdout.strip())
        if not found:
            pytest.skip(f"the program was built outside of a git checkout: {asked.stdout.strip()}")
        self.own = Build(*found.groups())
        self._prefix = f"localhost/stripmeta-deploy-test-{secrets.token_hex(4)}"
        self._made: dict[str, str] = {}

    def build(self, letter: str) -> Build:
        """Another revision of the same program."""
        return Build(self.own.version, letter * 12)

    def make(self, name: str, program: Build, labelled: Build | None = None, arch: str = "amd64") -> str:
        """An image with this program; `labelled` if its labels shall say something else."""
        if name in self._made:
            return self._made[name]
        full = f"{self._prefix}:{name}"
        labels = labelled or program
        changes = [
            f"LABEL {LABEL}.version={labels.version}",
            # As scripts/build-image has it: the whole name of the commit.
            f"LABEL {LABEL}.revision={labels.revision}{'0' * 28}",
            f'ENTRYPOINT ["/{local_registry.PROGRAM}"]',
        ]
        platform = ("--arch", arch) if TOOL == "podman" else ("--platform", f"linux/{arch}")
        options = [word for change in changes for word in ("--change", change)]
        run_tool("import", *platform, *options, "-", full, data=self._archive(program))
        self._made[name] = full
        return full

    def push(self, image: str, url: str, registry: local_registry.Registry) -> None:
        """Without the scripts."""
        with self._logged_in(registry) as environment:
            run_tool("tag", image, url)
            run_tool("push", url, environment=environment)
            run_tool("rmi", url)

    @staticmethod
    @contextlib.contextmanager
    def _logged_in(registry: local_registry.Registry):
        login = ("login", "--username", "AWS", "--password-stdin", registry.host)
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                "CONTAINERS_REGISTRIES_CONF": f"{registry.registries}",
                "DOCKER_CONFIG": folder,
                "REGISTRY_AUTH_FILE": f"{folder}/auth.json",
            }
            run_tool(*login, data=local_registry.PASSWORD.encode(), environment=environment)
            yield environment

    def unlabelled(self) -> str:
        full = f"{self._prefix}:unlabelled"
        if "unlabelled" not in self._made:
            run_tool("import", "-", full, data=self._archive(self.own))
            self._made["unlabelled"] = full
        return full

    def _archive(self, program: Build) -> bytes:
        """A root file system with the program alone. Its revision is exchanged in the file itself."""
        data = self._program.replace(self.own.revision.encode(), program.revision.encode())
        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w") as archive:
            entry = tarfile.TarInfo(local_registry.PROGRAM)
            entry.size, entry.mode = len(data), 0o755
            archive.addfile(entry, io.BytesIO(data))
        return stream.getvalue()

    def close(self) -> None:
        run_tool("rmi", "-f", *self._made.values(), check=False)
