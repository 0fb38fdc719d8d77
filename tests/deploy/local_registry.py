"""A real registry on the loopback interface (Debian's docker-registry), with ECR's user and password; and its images."""

import base64
import crypt
import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.request

import servers

PASSWORD = "123456789012-auth-token"  # what moto's GetAuthorizationToken names
PROGRAM = "usr/bin/stripmeta-function"
ACCEPTED = ", ".join(
    f"application/vnd.{kind}+json"
    for kind in (
        "oci.image.manifest.v1", "docker.distribution.manifest.v2", "oci.image.index.v1",
        "docker.distribution.manifest.list.v2",
    )
)  # fmt: skip
CONFIG = """\
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: {folder}/data}}}}
http: {{addr: "127.0.0.1:{port}"}}
auth: {{htpasswd: {{realm: tests, path: {folder}/htpasswd}}}}
"""


def fingerprint(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class Registry:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stripmeta-registry-"))
        self.port = servers.free_port()
        self.host = f"127.0.0.1:{self.port}"
        hashed = crypt.crypt(PASSWORD, crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=16))
        (self.folder / "htpasswd").write_text(f"AWS:{hashed}\n")
        (self.folder / "config.yml").write_text(CONFIG.format(folder=self.folder, port=self.port))
        # podman takes plain HTTP only from whom it is told to; docker does so on the loopback interface.
        self.registries = self.folder / "registries.conf"
        self.registries.write_text(f'[[registry]]\nlocation = "{self.host}"\ninsecure = true\n')
        self._process: subprocess.Popen | None = None
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["docker-registry", "serve", self.folder / "config.yml"],
                env={"PATH": os.environ["PATH"], "OTEL_TRACES_EXPORTER": "none"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + servers.PATIENCE
        while not self._listens():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "the registry does not listen"
            time.sleep(0.02)

    def _listens(self) -> bool:
        try:
            self._get("/v2/").close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(servers.PATIENCE)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _get(self, path: str):
        login = base64.b64encode(f"AWS:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept": ACCEPTED}
        return urllib.request.urlopen(urllib.request.Request(f"http://{self.host}{path}", headers=headers), timeout=60)

    def tags(self, repository: str) -> list[str]:
        try:
            return sorted(json.load(self._get(f"/v2/{repository}/tags/list"))["tags"] or [])
        except urllib.error.HTTPError as error:
            assert error.code == 404, error
            return []

    def manifest(self, repository: str, reference: str) -> tuple[bytes, str] | None:
        """The manifest and its media type."""
        try:
            answer = self._get(f"/v2/{repository}/manifests/{reference}")
        except urllib.error.HTTPError as error:
            assert error.code == 404, error
            return None
        return answer.read(), answer.headers["Content-Type"]

    def blob(self, repository: str, digest: str) -> bytes:
        return self._get(f"/v2/{repository}/blobs/{digest}").read()

    def program(self, repository: str, reference: str) -> bytes:
        """Out of the image's layers, as Lambda would find it there."""
        manifest, _ = self.manifest(repository, reference)
        for layer in reversed(json.loads(manifest)["layers"]):
            with tarfile.open(fileobj=io.BytesIO(self.blob(repository, layer["digest"]))) as archive:
                if PROGRAM in (entry.name.removeprefix("./") for entry in archive):
                    (found,) = (entry for entry in archive if entry.name.removeprefix("./") == PROGRAM)
                    return archive.extractfile(found).read()
        raise AssertionError(f"{repository}:{reference} has no {PROGRAM}")
