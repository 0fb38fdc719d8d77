"""The docker commands of docs/image.md, as they are written but for the ports and names that a test must have to itself.

STRIPMETA_IMAGE and STRIPMETA_CONTAINER_TOOL as for test_image.py; a docker that is podman is put on the PATH.
"""

import json
import os
import pathlib
import re
import subprocess

import pytest
from function_server import MARKER, PATIENCE, PLAIN, photo, wait_until
from test_image import IMAGE, ROOT, TOOL, tool

import ports
import servers

DOCUMENT = (ROOT / "docs/image.md").read_text().replace("\\\n", " ")


def command(begin: str) -> str:
    """The one line of the document's code that begins so."""
    (line,) = [line.strip() for line in DOCUMENT.splitlines() if line.startswith("    ") and line.strip().startswith(begin)]
    return re.sub(r"\s+", " ", line)


class DocumentedRun:
    """A docker run of the document, in that folder; its container ends with close()."""

    def __init__(self, folder: pathlib.Path, line: str, options: str = "", **variables: str):
        self.cid = folder / "cid"
        shim = folder / "docker"
        shim.write_text(f'#!/bin/sh\nexec {TOOL} "$@"\n')
        shim.chmod(0o755)
        assert line.endswith(" stripmeta-function")
        line = line.removesuffix("stripmeta-function").replace("docker run ", f"docker run --cidfile {self.cid} ", 1)
        self.process = subprocess.Popen(
            ["bash", "-c", f"exec {line} {options} {IMAGE}"],
            cwd=folder,
            env={**os.environ, **variables, "PATH": f"{folder}:{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        wait_until(self._listens, "the document's container")

    def _listens(self) -> bool:
        assert self.process.poll() is None, self.process.stdout.read().decode()
        return self.cid.exists() and "listening on" in tool("logs", self.cid.read_text(), check=False).stdout

    def close(self) -> None:
        if self.cid.exists():
            tool("rm", "-f", self.cid.read_text())
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def run_document(tmp_path):
    running = []

    def run(line: str, options: str = "", **variables: str) -> None:
        running.append(DocumentedRun(tmp_path, line, options, **variables))

    yield run
    for one in running:
        one.close()


def invoke_as_the_document_does(port: int) -> dict:
    line = command("curl --retry").replace("localhost:9000", f"127.0.0.1:{port}")
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=PATIENCE, check=True)
    return json.loads(done.stdout)


def test_on_directories(run_document, tmp_path):
    port = ports.free_port()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "photo.jpg").write_bytes(photo(orientation=1))
    line = command("docker run --rm --read-only")
    run_document(line.replace("127.0.0.1:9000:", f"127.0.0.1:{port}:"))
    assert invoke_as_the_document_does(port)["outcome"] == "cleaned"
    assert (tmp_path / "b" / "photo.jpg").read_bytes() == PLAIN


def test_on_buckets(run_document):
    """On the host's network, where the S3 server is."""
    gateway, port = servers.VersityGateway(), ports.free_port()
    try:
        s3 = servers.client(gateway.url)
        for bucket in ("photos", "clean"):
            s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket="photos", Key="photo.jpg", Body=photo())
        found = f"--network=host -e AWS_ENDPOINT_URL={gateway.url} -e STRIPMETA_LISTEN=127.0.0.1:{port}"
        line = command("docker run --rm -p").replace("eu-west-1", servers.REGION)
        run_document(line, found, AWS_ACCESS_KEY_ID=servers.ACCESS_KEY, AWS_SECRET_ACCESS_KEY=servers.SECRET_KEY)
        assert invoke_as_the_document_does(port)["outcome"] == "cleaned"
        assert MARKER not in s3.get_object(Bucket="clean", Key="photo.jpg")["Body"].read()
    finally:
        gateway.close()
