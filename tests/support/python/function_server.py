"""Runs stripmeta-function for a test, invokes it, and makes the images that it is given.

STRIPMETA_FUNCTION names the program, STRIPMETA_CLI the command line that it is compared with.
"""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import time

import pytest

PROGRAM = os.environ.get("STRIPMETA_FUNCTION", "STRIPMETA_FUNCTION-is-not-set")
CLI = os.environ.get("STRIPMETA_CLI", "STRIPMETA_CLI-is-not-set")
PATH = "/2015-03-31/functions/function/invocations"
MAX_BODY = 6_291_556
PATIENCE = 300  # seconds until a test says that something hangs; none waits that long

MARKER = b"PLANTED-SECRET"  # stands in everything that must go

# 16 x 16 pixels, grey, baseline, as cjpeg writes it.
PLAIN = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300140e0f120f0d14121012171514181e32211e1c1c1e3d2c2e243249404c4b47"
    "404645505a736250556d5645466488656d777b8182814e608d978c7d96737e817cffc0000b080010001001011100ffc40015000101000000"
    "00000000000000000000000506ffc400201000020104010500000000000000000000010203000405113206122151a1ffda0008010100003f"
    "001b151f1ab0b164b785a694f6c71a9663ade801b35338a8f8d3d9291adfa7eedd0024a04f3e98853f0d7fffd9"
)


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def exif(orientation: int) -> bytes:
    """An APP1 segment with orientation, an artist and a GPS directory with the marker in it."""
    text = MARKER + b"\0"
    ifd0_size = 2 + 3 * 12 + 4
    artist_at = 8 + ifd0_size
    gps_at = artist_at + len(text) + len(text) % 2
    area_at = gps_at + 2 + 2 * 12 + 4
    entry = struct.Struct("<HHII")
    ifd0 = struct.pack("<H", 3)
    ifd0 += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    ifd0 += entry.pack(0x013B, 2, len(text), artist_at)
    ifd0 += entry.pack(0x8825, 4, 1, gps_at)
    ifd0 += bytes(4)
    gps = struct.pack("<H", 2)
    gps += struct.pack("<HHI4s", 0x0001, 2, 2, b"N\0\0\0")
    gps += entry.pack(0x001C, 7, len(text), area_at)
    gps += bytes(4)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd0 + text + bytes(len(text) % 2) + gps + text
    return segment(0xE1, b"Exif\0\0" + tiff)


def photo(orientation: int = 6, scan: int = 0) -> bytes:
    """PLAIN with metadata of several kinds and a trailer; `scan` more bytes of entropy-coded data."""
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARKER + b"</x:xmpmeta>")
    comment = segment(0xFE, MARKER)
    return PLAIN[:2] + exif(orientation) + xmp + PLAIN[2:-2] + b"\x11" * scan + comment + PLAIN[-2:] + MARKER


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def is_function_error(self) -> bool:
        return self.headers["X-Amz-Function-Error"] == "Unhandled"


class Server:
    """A running stripmeta-function with its two directories."""

    def __init__(self, root: pathlib.Path, environment: dict[str, str] | None = None):
        self.a, self.b = root / "a", root / "b"
        self.a.mkdir(exist_ok=True)
        self.b.mkdir(exist_ok=True)
        self.lines: list[str] = []
        self._news = threading.Condition()
        self.process = start({"BUCKET_A": f"{self.a}", "BUCKET_B": f"{self.b}", **(environment or {})})
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        first = self.wait_for_line(0)
        self.url = re.fullmatch(r"listening on (http://\S+)", first["message"]).group(1)
        self.host, self.port = re.fullmatch(r"http://(.+):(\d+)" + PATH, self.url).groups()
        self.port = int(self.port)

    def _read_log(self):
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line)
                self._news.notify_all()
        self.process.wait()  # its log has ended, so it does
        with self._news:
            self._news.notify_all()

    def wait_for_line(self, index: int) -> dict:
        with self._news:
            if not self._news.wait_for(lambda: len(self.lines) > index or self.process.poll() is not None, PATIENCE):
                raise AssertionError("the function logs nothing")
        assert len(self.lines) > index, self.process.stderr.read()
        return json.loads(self.lines[index])

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host.strip("[]"), self.port, timeout=PATIENCE)

    def request(self, body, method: str = "POST", path: str = PATH, headers: dict[str, str] | None = None) -> Answer:
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def invoke(self, event) -> Answer:
        return self.request(json.dumps(event))

    def put(self, key: str, data: bytes) -> None:
        path = self.a / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def in_b(self) -> list[str]:
        """Everything below B, temporary files and directories included."""
        return sorted(f"{path.relative_to(self.b)}" for path in self.b.rglob("*"))

    def stop(self, number: int = signal.SIGTERM) -> int:
        """The exit code, with all of the log in `lines`."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """The exit code of a process that ends by itself."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()


def clean_environment(variables: dict[str, str]) -> dict[str, str]:
    """Nothing of the tests' own environment may steer the function, but what a sanitizer reads."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name == "PATH"}
    return {**kept, "STRIPMETA_LISTEN": "127.0.0.1:0", **variables}


def start(variables: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [PROGRAM],
        env=clean_environment(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(variables: dict[str, str], *arguments: str, program: str = PROGRAM, **options) -> subprocess.CompletedProcess:
    """A start that is expected to end by itself."""
    return subprocess.run(
        [program, *arguments],
        env=clean_environment(variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        **options,
    )


def strip_with_cli(source: pathlib.Path, output: pathlib.Path) -> bytes:
    subprocess.run([CLI, "strip", "--strict", source, "-o", output], check=True, timeout=PATIENCE, capture_output=True)
    return output.read_bytes()


def wait_until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.005)


@pytest.fixture
def serve(tmp_path):
    """Starts functions that end with the test: serve() or serve({"STRIPMETA_STRICT": "0"})."""
    servers = []

    def start_one(environment: dict[str, str] | None = None) -> Server:
        servers.append(Server(tmp_path, environment))
        return servers[-1]

    yield start_one
    for server in servers:
        server.close()


@pytest.fixture
def server(serve):
    return serve()


@pytest.fixture
def common_user():
    """A folder that everyone can enter, the program in it, and the options that run it without root's rights."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="stripmeta-"))
    folder.chmod(0o755)
    program = folder / "stripmeta-function"
    shutil.copy(PROGRAM, program)
    program.chmod(0o755)
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    yield folder, f"{program}", nobody if os.geteuid() == 0 else {}
    for path in folder.iterdir():
        path.chmod(0o755)
    shutil.rmtree(folder)
