"""An image on this machine, as docker or podman has it, and its way to the registry."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from steps import Failure, detail

LAMBDA_WORD = {"amd64": "x86_64", "arm64": "arm64"}  # of the architectures that Lambda has


def find_tool() -> str:
    """docker if a daemon answers, else podman. STRIPMETA_CONTAINER_TOOL overrides it."""
    said = os.environ.get("STRIPMETA_CONTAINER_TOOL")
    if said:
        return said
    if shutil.which("docker"):
        asked = subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False)
        if asked.returncode == 0:
            return "docker"
    if shutil.which("podman"):
        return "podman"
    raise Failure("neither docker nor podman works here (scripts/install-dependencies containers)")


def _run(*words: str, text: str | None = None, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        words,
        input=text,
        stdin=None if text is not None else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise Failure(f"'{' '.join(words[:2])}' failed: {last}")
    return done.stdout


@dataclass(frozen=True)
class LocalImage:
    tool: str
    name: str
    digests: tuple[str, ...]  # of its configuration or its manifest: the tools differ in what they call its id
    architecture: str  # Lambda's word
    labels: dict[str, str]

    @property
    def id(self) -> str:
        return self.digests[0]

    def push(self, repository_url: str, tag: str, login: "Login") -> None:
        target = f"{repository_url}:{tag}"
        with _logged_in(self.tool, login) as environment:
            if self.tool == "podman":
                _run("podman", "push", "--quiet", self.name, target, environment=environment)
                return
            _run("docker", "tag", self.name, target)
            try:
                _run("docker", "push", "--quiet", target, environment=environment)
            finally:
                subprocess.run(["docker", "image", "rm", target], capture_output=True, check=False)


@dataclass(frozen=True)
class Login:
    """`token` is ECR's: the user and the password, in base64."""

    host: str
    token: str

    @property
    def password(self) -> str:
        return base64.b64decode(self.token).decode().partition(":")[2]


@contextlib.contextmanager
def _logged_in(tool: str, login: Login) -> Iterator[dict[str, str]]:
    """Logs in for a moment, in files of its own, so that no password stays and nobody's own logins change."""
    with tempfile.TemporaryDirectory(prefix="stripmeta-login-") as folder:
        environment = {"DOCKER_CONFIG": folder, "REGISTRY_AUTH_FILE": f"{folder}/auth.json"}
        if tool == "docker" and "DOCKER_HOST" not in os.environ:
            # The daemon's address is in the configuration that this one replaces.
            environment["DOCKER_HOST"] = _run(
                "docker", "context", "inspect", "-f", "{{.Endpoints.docker.Host}}"
            ).strip()
        words = (tool, "login", "--username", "AWS", "--password-stdin", login.host)
        _run(*words, text=login.password, environment=environment)
        yield environment


def _is_list(tool: str, name: str, found: dict) -> bool:
    """Whether it is an index: several architectures, or one with attestations. Lambda takes neither."""
    if tool == "podman":
        return subprocess.run(["podman", "manifest", "exists", name], capture_output=True, check=False).returncode == 0
    media_type = found.get("Descriptor", {}).get("mediaType", "")
    return "index" in media_type or "manifest.list" in media_type


def inspect(name: str) -> LocalImage:
    tool = find_tool()
    try:
        found = json.loads(_run(tool, "image", "inspect", name))[0]
    except Failure as error:
        raise Failure(f"there is no image '{name}' here ({error})", "scripts/build-image makes one") from error
    if _is_list(tool, name, found):
        raise Failure(
            f"'{name}' is an index of several manifests, which Lambda refuses: build for one architecture, "
            "with --provenance=false --sbom=false if you use buildx"
        )
    architecture = LAMBDA_WORD.get(found["Architecture"])
    if not architecture:
        raise Failure(f"'{name}' is for {found['Architecture']}, which Lambda does not have (amd64, arm64)")
    ids = [found["Id"], *(one.partition("@")[2] for one in found.get("RepoDigests") or [])]
    digests = tuple(one if ":" in one else f"sha256:{one}" for one in ids if one)
    detail(f"{name}: {architecture}, {digests[0][:19]}, by {tool}")
    return LocalImage(tool, name, digests, architecture, found["Config"].get("Labels") or {})
