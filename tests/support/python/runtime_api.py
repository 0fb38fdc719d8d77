"""A Lambda Runtime API of the tests' own, with scripted answers, and stripmeta-function as Lambda would start it."""

import collections
import http.server
import json
import pathlib
import signal
import subprocess
import threading
import time
import uuid

import pytest

from function_server import PATIENCE, PROGRAM, clean_environment

NEXT = "/2018-06-01/runtime/invocation/next"


class Post:
    def __init__(self, path: str, headers, body: bytes):
        self.path, self.headers, self.body = path, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class RuntimeApi:
    """Hands out what give() was given, one after the other, and keeps what is posted."""

    def __init__(self):
        self.posts: list[Post] = []
        self.requests = 0  # for the next event
        self.connections = 0
        self.next_statuses = collections.deque()  # instead of an event
        self.post_statuses = collections.deque()  # instead of 202
        self.closes_silently = False  # ends each connection after a POST, without having said so
        self.release = threading.Event()  # a POST is answered once it is set
        self.release.set()
        self._events = collections.deque()
        self._closed = False
        self._news = threading.Condition()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True)
        self._thread.start()

    def give(self, event, *, seconds: float = PATIENCE, headers: dict[str, str] | None = None) -> str:
        """The request id of an event that has to be answered within `seconds`; bytes are sent as they are."""
        request_id = f"{uuid.uuid4()}"
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        all_headers = {
            "Lambda-Runtime-Aws-Request-Id": request_id,
            "Lambda-Runtime-Deadline-Ms": f"{int((time.time() + seconds) * 1000)}",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-2:123456789012:function:f",
            **(headers or {}),
        }
        with self._news:
            self._events.append((all_headers, body))
            self._news.notify_all()
        return request_id

    def ask(self, event, **options) -> Post:
        """give(), and what is posted for it."""
        count = len(self.posts)
        request_id = self.give(event, **options)
        post = self.wait_for_post(count)
        assert f"/{request_id}/" in post.path
        return post

    def wait_for_post(self, index: int) -> Post:
        self._wait(lambda: len(self.posts) > index, "a POST")
        return self.posts[index]

    def wait_for_requests(self, count: int) -> None:
        self._wait(lambda: self.requests >= count, "a request for the next event")

    def close(self):
        with self._news:
            self._closed = True
            self._news.notify_all()
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def _wait(self, condition, what: str) -> None:
        with self._news:
            assert self._news.wait_for(condition, PATIENCE), f"waited in vain for {what}"

    def _next(self):
        """(status, headers, body); none once the API is closed."""
        with self._news:
            self.requests += 1
            self._news.notify_all()
            if self.next_statuses:
                return self.next_statuses.popleft(), {}, b"{}"
            self._news.wait_for(lambda: self._events or self._closed)
            return None if self._closed else (200, *self._events.popleft())

    def _take(self, post: Post) -> int:
        with self._news:
            self.posts.append(post)
            self._news.notify_all()
            return self.post_statuses.popleft() if self.post_statuses else 202

    def _handler(api):  # noqa: N805  (the handler's own self is another)
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                api.connections += 1
                super().setup()

            def do_GET(self):
                assert self.path == NEXT
                answer = api._next()
                if answer is None:
                    self.close_connection = True
                    return
                self._send(*answer)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = api._take(Post(self.path, self.headers, body))
                api.release.wait(PATIENCE)
                self._send(status, {}, b'{"status":"OK"}\n')
                self.close_connection = self.close_connection or api.closes_silently

            def _send(self, status, headers, body):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": f"{len(body)}"}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


class Function:
    """A running stripmeta-function under a Runtime API, with its two directories."""

    def __init__(self, root: pathlib.Path, api: str, environment: dict[str, str] | None = None):
        self.a, self.b, self._log, self._errors = root / "a", root / "b", root / "log", root / "errors"
        self.a.mkdir(exist_ok=True)
        self.b.mkdir(exist_ok=True)
        variables = {"BUCKET_A": f"{self.a}", "BUCKET_B": f"{self.b}", "AWS_LAMBDA_RUNTIME_API": api}
        with self._log.open("wb") as log, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [PROGRAM],
                env=clean_environment({**variables, **(environment or {})}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=errors,
            )

    @property
    def lines(self) -> list[dict]:
        """The log without its metrics."""
        return [line for line in self._all_lines() if "_aws" not in line]

    @property
    def metrics(self) -> list[dict]:
        return [line for line in self._all_lines() if "_aws" in line]

    def _all_lines(self) -> list[dict]:
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    def put(self, key: str, data: bytes) -> None:
        path = self.a / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def in_b(self) -> list[str]:
        return sorted(f"{path.relative_to(self.b)}" for path in self.b.rglob("*"))

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        return self.process.wait(PATIENCE)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.wait()


@pytest.fixture
def api():
    api = RuntimeApi()
    yield api
    api.close()


@pytest.fixture
def start_function(tmp_path, api):
    """Starts functions that end with the test: start_function({"STRIPMETA_STRICT": "0"}, api="127.0.0.1:1")."""
    functions = []

    def start_one(environment: dict[str, str] | None = None, *, api: str = api.address) -> Function:
        functions.append(Function(tmp_path, api, environment))
        return functions[-1]

    yield start_one
    for function in functions:
        function.close()


@pytest.fixture
def function(start_function):
    return start_function()


def record(bucket, key: str, name: str = "ObjectCreated:Put", **members) -> dict:
    """A record of S3's notifications; the key as S3 encodes it."""
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventName": name,
        "s3": {"bucket": {"name": f"{bucket}"}, "object": {"key": key, "size": 1, "sequencer": "0A", **members}},
    }


def message(message_id: str, body) -> dict:
    """A record of Lambda's SQS events; a body that is no text is sent as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": message_id, "receiptHandle": "r", "body": text, "eventSource": "aws:sqs"}


def failures(*ids: str) -> dict:
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in ids]}
