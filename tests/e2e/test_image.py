"""The container image: what is in it, and how it runs.

STRIPMETA_IMAGE names it, STRIPMETA_CONTAINER_TOOL is docker or podman, STRIPMETA_SBOM the bill of materials that
scripts/build-image wrote beside it. Ports are published on the loopback interface alone.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import urllib.request

import pytest
from function_server import MARKER, PATH, PATIENCE, PLAIN, photo, wait_until

for folder in ("s3e2e", "support"):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / folder))
import servers  # noqa: E402  (it needs the lines above)

IMAGE = os.environ.get("STRIPMETA_IMAGE", "STRIPMETA_IMAGE-is-not-set")
TOOL = os.environ.get("STRIPMETA_CONTAINER_TOOL", "STRIPMETA_CONTAINER_TOOL-is-not-set")
SBOM = pathlib.Path(os.environ.get("STRIPMETA_SBOM", "STRIPMETA_SBOM-is-not-set"))
ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST_BYTES = 12_000_000

LINKED = {
    "ca-certificates", "curl", "libboost1.74-dev", "libc6", "libcli11-dev", "libdeflate-dev", "libgcc-12-dev",
    "libpugixml-dev", "libssl-dev", "libstdc++-12-dev", "nlohmann-json3-dev", "zlib1g-dev",
}  # fmt: skip


def tool(*words: str, check: bool = True) -> subprocess.CompletedProcess:
    result = subprocess.run([TOOL, *words], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert not check or result.returncode == 0, result.stderr
    return result


class Container:
    """A running image. `options` are those of `run`."""

    def __init__(self, *options: str):
        published = () if "--network=host" in options else ("-p", "127.0.0.1::8080")
        self.id = tool("run", "-d", *published, *options, IMAGE).stdout.strip()

    def log(self) -> list[str]:
        result = tool("logs", self.id)
        return (result.stdout + result.stderr).splitlines()

    def wait_until_it_listens(self) -> None:
        wait_until(lambda: any("listening on" in line for line in self.log()), "the endpoint in the container")

    def invoke(self, event: dict) -> dict:
        """As the README does it, with curl on the published port."""
        address = tool("port", self.id, "8080/tcp").stdout.strip()
        command = ["curl", "-sS", "--noproxy", "*", "-XPOST", f"http://{address}{PATH}", "-d", json.dumps(event)]
        return json.loads(subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True).stdout)

    def end(self, signal: str) -> int:
        tool("kill", "--signal", signal, self.id)
        return int(tool("wait", self.id).stdout)

    def remove(self) -> None:
        tool("rm", "-f", self.id)


@pytest.fixture
def start():
    containers = []

    def start_one(*options: str) -> Container:
        containers.append(Container(*options))
        containers[-1].wait_until_it_listens()
        return containers[-1]

    yield start_one
    for container in containers:
        container.remove()


@pytest.fixture
def folders(tmp_path) -> dict[str, pathlib.Path]:
    """Two buckets that anybody may use, as the uid in the container is nobody's here."""
    made = {"a": tmp_path / "a", "b": tmp_path / "b"}
    for folder in made.values():
        folder.mkdir()
        folder.chmod(0o777)
    return made


def as_buckets(folders: dict[str, pathlib.Path]) -> list[str]:
    """The options of `run` that the README gives for directories."""
    return [
        "-v", f"{folders['a']}:/a:ro", "-v", f"{folders['b']}:/b", "-e", "BUCKET_A=/a/", "-e", "BUCKET_B=/b/",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def config() -> dict:
    return json.loads(tool("image", "inspect", IMAGE).stdout)[0]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, tarfile.TarInfo | bytes]:
    """Every regular file of the image by its path: (mode, content)."""
    archive = tmp_path_factory.mktemp("image") / "root.tar"
    container = tool("create", IMAGE).stdout.strip()
    try:
        tool("export", "-o", f"{archive}", container)
    finally:
        tool("rm", container)
    with tarfile.open(archive) as tar:
        return {entry.name: (entry.mode, tar.extractfile(entry).read()) for entry in tar if entry.isfile()}


# What is in it


def test_size(config):
    assert 1_000_000 < config["Size"] <= MOST_BYTES


def test_programs(files):
    """The function, libc and its loader; no shell, no package manager, nothing with a uid of its own."""
    programs = {pathlib.PurePath(name).name for name, (_, content) in files.items() if content[:4] == b"\x7fELF"}
    assert "stripmeta-function" in programs
    for name in programs - {"stripmeta-function"}:
        assert re.fullmatch(r"ld-linux-[\w-]+\.so\.\d|lib(c|m)\.so\.6", name), name
    assert not [name for name, (_, content) in files.items() if content[:2] == b"#!"]
    assert not [name for name, (mode, _) in files.items() if mode & 0o6000]


def test_certificate_authorities(files):
    assert files["etc/ssl/certs/ca-certificates.crt"][1].count(b"-----BEGIN CERTIFICATE-----") > 100


def test_labels(config):
    labels = config["Config"]["Labels"]
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    version = tool("run", "--rm", IMAGE, "--version").stdout.split()[1]
    assert labels["org.opencontainers.image.title"] == "stripmeta-function"
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
    assert labels["org.opencontainers.image.revision"] == head.stdout.strip()
    assert version == f"{labels['org.opencontainers.image.version']}+{head.stdout[:12]}"


def test_settings(config):
    settings = config["Config"]
    assert settings["Entrypoint"] == ["/usr/bin/stripmeta-function"]
    assert not settings.get("Cmd")
    assert not settings.get("Volumes")
    assert settings["User"].split(":")[0] not in ("", "0", "root")
    assert "STRIPMETA_LISTEN=0.0.0.0:8080" in settings["Env"]


def test_bill_of_materials(files):
    content = files["usr/share/sbom/stripmeta.cdx.json"][1]
    assert SBOM.read_bytes() == content
    bill = json.loads(content)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == "stripmeta-function"
    assert {component["name"] for component in bill["components"]} == LINKED
    for component in bill["components"]:
        assert re.match(r"\d", component["version"])
        escaped = component["version"].replace("+", "%2B")
        assert f"@{escaped}?arch=" in component["purl"]
    assert len({component["bom-ref"] for component in bill["components"]}) == len(LINKED)


# How it runs


@pytest.mark.parametrize("options", [(), ("--read-only", "--user", "12345:0")], ids=["plain", "read-only"])
def test_directories_as_buckets(start, folders, options):
    (folders["a"] / "a.jpg").write_bytes(photo(orientation=1))
    container = start(*options, *as_buckets(folders))
    answer = container.invoke({"input_jpg": "a.jpg"})
    assert answer["outcome"] == "cleaned", answer
    assert container.invoke({"input_jpg": "a.jpg"})["outcome"] == "duplicate"
    assert (folders["b"] / "a.jpg").read_bytes() == PLAIN
    assert container.invoke({"input_jpg": "none.jpg"})["errorType"] == "NotFound"
    assert MARKER.decode() not in "".join(container.log())


def test_buckets_of_s3(start):
    """On the host's network, where the S3 server is; the image is larger than a part."""
    gateway = servers.VersityGateway()
    try:
        buckets = servers.Buckets(servers.client(gateway.url), "image")
        image = photo(orientation=1, scan=9 << 20)
        buckets.put("a b.jpg", image)
        variables = servers.environment(gateway.url, buckets, STRIPMETA_LISTEN="127.0.0.1:0")
        options = [word for name, value in variables.items() for word in ("-e", f"{name}={value}")]
        container = start("--network=host", "--read-only", "--user", "12345:0", *options)
        url = re.search(r"listening on (http://[^\s\"]+)", "".join(container.log())).group(1)
        event = json.dumps({"input_jpg": "a b.jpg"}).encode()
        answer = json.load(urllib.request.urlopen(url, event, PATIENCE))
        assert answer["outcome"] == "cleaned", answer
        assert MARKER not in buckets.get_b("a b.jpg")
        assert len(buckets.get_b("a b.jpg")) == answer["bytes_out"] < len(image)
    finally:
        gateway.close()


@pytest.mark.parametrize("signal", ["TERM", "INT"])
def test_signal_ends_it(start, folders, signal):
    container = start("--read-only", *as_buckets(folders))
    assert container.end(signal) == 0
    assert json.loads(container.log()[-1])["message"] == "stopped"


def test_missing_configuration_is_named():
    result = tool("run", "--rm", "-e", "BUCKET_B=/", IMAGE, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("stripmeta-function: BUCKET_A: ")
