"""What the benchmarks over S3 share: functions that run as processes, what they cost, and an S3 server for them."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/support/python"))

import certificates  # noqa: E402  (it needs the line above)
import event_shapes  # noqa: E402, F401  (for bench/batch)
import servers  # noqa: E402

OURS = [str(ROOT / "build/release/bin/stripmeta-function")]
PEER = [sys.executable, "-B", str(ROOT / "bench/peer_function.py")]
TICKS = os.sysconf("SC_CLK_TCK")


def forced(key: str) -> dict:
    """An event that makes the function clean the object again, even if it is clean in B already."""
    return {"key": key, "force": True}


class Function:
    """A running function; its costs are read from /proc."""

    def __init__(self, command: list[str], variables: dict[str, str]):
        environment = {"PATH": os.environ["PATH"], "STRIPMETA_LISTEN": "127.0.0.1:0", **variables}
        start = time.perf_counter()
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        self.ready_ms = (time.perf_counter() - start) * 1000
        # Reads the log lines and drops them: a full pipe would hold up the function.
        threading.Thread(target=lambda: [None for _ in self.process.stdout], daemon=True).start()
        host, port, self.path = re.search(r"listening on http://([\d.]+):(\d+)(/[^\"]*)", first).groups()
        self.address = (host, int(port))
        self.connection = self.connect()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(*self.address, timeout=600)

    def ask(self, event, connection: http.client.HTTPConnection | None = None):
        """The answer to an event. Callers that ask at the same time each give a connection of their own."""
        connection = connection or self.connection
        connection.request("POST", self.path, json.dumps(event))
        return json.loads(connection.getresponse().read())

    def invoke(self, key: str) -> dict:
        answer = self.ask(forced(key))
        if not answer.get("ok"):
            raise SystemExit(f"{key}: {answer}")
        return answer

    def cpu_seconds(self) -> float:
        """User and system time so far, children's included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / TICKS

    def peak_bytes(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE).group(1)) * 1024

    def close(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


def variables(url: str, buckets) -> dict[str, str]:
    more = {"STRIPMETA_S3_STALL": "20", "AWS_DEFAULT_REGION": servers.REGION}
    return servers.environment(url, buckets, AWS_CA_BUNDLE=os.environ.get("AWS_CA_BUNDLE", ""), **more)


def serve(plain: bool, folder: Path) -> servers.VersityGateway:
    """An S3 server. Unless plain, environment variables name the file of its CA to all clients."""
    if plain:
        return servers.VersityGateway()
    certificates.make_authority(folder)
    os.environ["AWS_CA_BUNDLE"] = os.environ["CURL_CA_BUNDLE"] = str(folder / "ca.pem")
    return servers.VersityGateway(*certificates.server_options(folder), scheme="https")
