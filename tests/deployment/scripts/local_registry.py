"""A real registry on the loopback interface (Debian's docker-registry), with ECR's user and password."""

import base64
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

import ports
import servers

PASSWORD = "123456789012-auth-token"  # what moto's GetAuthorizationToken names
HASHED = "$2b$04$niAwzO4pqD9PPdTQX8h6zO9HWi0WrRCSHUAPMNIq5xX7b.zjJwd2m"  # by bcrypt, which Python does not have
PROGRAM = "usr/bin/stripmeta-function"
ACCEPTED = ", ".join(
    f"application/vnd.{kind}+json"
    for kind in (
        "oci.image.manifest.v1", "docker.distribution.manifest.v2", "oci.image.index.v1",
        "docker.distribution.manifest.list.v2",
    )
)  # fmt: skip
INDEX = "application/vnd.oci.image.index.v1+json"
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
        self.port = ports.free_port()
        self.host = f"127.0.0.1:{self.port}"
        (self.folder / "htpasswd").write_text(f"AWS:{HASHED}\n")
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
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, data: bytes | None = None, **headers: str):
        login = base64.b64encode(f"AWS:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept": ACCEPTED, **headers}
        request = urllib.request.Request(f"http://{self.host}{path}", data, headers, method=method)
        return urllib.request.urlopen(request, timeout=servers.PATIENCE)

    def put_index(self, repository: str, tag: str, of: str) -> None:
        """An index with the image `of` in it, as builders push one if they are let."""
        manifest, media_type = self.manifest(repository, of)
        entry = {"mediaType": media_type, "digest": fingerprint(manifest), "size": len(manifest)}
        platform = {"architecture": "amd64", "os": "linux"}
        index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [{**entry, "platform": platform}]}
        path = f"/v2/{repository}/manifests/{tag}"
        self._ask("PUT", path, json.dumps(index).encode(), **{"Content-Type": INDEX}).close()

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
