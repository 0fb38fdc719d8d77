"""The real Lambda Runtime Interface Emulator, out of the wheel of aws-sam-cli: fetched once, then kept below build/."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import zipfile

import pytest


from function_server import PATH, PATIENCE, PROGRAM, clean_environment, wait_until  # noqa: E402
from ports import free_port  # noqa: E402  (it needs the line above)

WHEEL = "aws-sam-cli==1.170.0"
FOLDER = pathlib.Path(__file__).parents[3] / "build" / "rie"
# Of samcli/local/rapid/NAME in that wheel.
SHA256 = {
    "aws-lambda-rie-x86_64": "6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5",
    "aws-lambda-rie-arm64": "ec2e5d09633d853834c008b1ef264bf834b258a94d551d2b2074966494b39a21",
}
NAME = {"x86_64": "aws-lambda-rie-x86_64", "aarch64": "aws-lambda-rie-arm64"}.get(platform.machine())


def fetch() -> pathlib.Path:
    """The emulator's path. A wheel with other contents than were pinned is an error."""
    assert NAME, f"there is no emulator for {platform.machine()}"
    program = FOLDER / NAME
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
            subprocess.run([*pip, "download", "--quiet", "--no-deps", "--dest", folder, WHEEL], check=True)
            (wheel,) = pathlib.Path(folder).glob("*.whl")
            new = pathlib.Path(folder) / NAME
            new.write_bytes(zipfile.ZipFile(wheel).read(f"samcli/local/rapid/{NAME}"))
            new.chmod(0o755)
            new.rename(program)
    assert hashlib.sha256(program.read_bytes()).hexdigest() == SHA256[NAME], f"{program} is not what was pinned"
    return program


class Emulator:
    """A running emulator, which starts stripmeta-function at the first invocation. Invoke it serially."""

    def __init__(self, root: pathlib.Path, environment: dict[str, str]):
        self.a, self.b, self._log = root / "a", root / "b", root / "log"
        self.a.mkdir()
        self.b.mkdir()
        self.port, runtime_port = free_port(), free_port()
        variables = {
            "BUCKET_A": f"{self.a}", "BUCKET_B": f"{self.b}",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "120", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        }  # fmt: skip
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    fetch(),
                    "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}",
                    "--runtime-api-address", f"127.0.0.1:{runtime_port}",
                    PROGRAM,
                ],
                env=clean_environment({**variables, **environment}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        wait_until(self._listens, "the emulator listens")

    def _listens(self) -> bool:
        assert self.process.poll() is None, self.log
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def log(self) -> str:
        return self._log.read_text()

    def invoke(self, event) -> tuple[int, dict | list]:
        """The status and the body. A function's error has status 200 here."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", PATH, event if isinstance(event, bytes) else json.dumps(event))
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def close(self):
        """Ends the emulator and, as it does not, what it started: both are alone in their session."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                session = int(status.read_text().rpartition(")")[2].split()[3])
            except OSError:
                continue  # it has ended meanwhile
            if session == self.process.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(status.parent.name), signal.SIGKILL)


@pytest.fixture
def emulate(tmp_path):
    """Starts emulators that end with the test: emulate() or emulate({"STRIPMETA_STRICT": "0"})."""
    emulators = []

    def start_one(environment: dict[str, str] | None = None) -> Emulator:
        emulators.append(Emulator(tmp_path, environment or {}))
        return emulators[-1]

    yield start_one
    for emulator in emulators:
        emulator.close()
