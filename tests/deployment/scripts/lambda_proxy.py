"""Stands between the scripts and moto, and does what moto cannot.

Lambda invokes our program out of the pushed image, with the environment that moto holds for the function; ECR knows what
was pushed into the local registry; an alias moves only from the revision that is named; SQS has move tasks. It fails
what it is told to fail, and notes what it was asked for.
"""

import contextlib
import functools
import http.client
import http.server
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field

import boto3
import function_server
import local_registry
import servers

REGION = "eu-west-1"  # terraform/environments/test.tfvars
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "server", "date"}
FUNCTIONS = "/2015-03-31/functions/"
JOBS = "/v20180820/jobs"  # of S3 Control
ECR_READERS = ("BatchGetImage", "DescribeImages", "ListImages", "PutImage", "BatchDeleteImage")
MOVE_TASKS = ("StartMessageMoveTask", "ListMessageMoveTasks")
READING = re.compile(r"Get|List|Describe|BatchGet|Head|ReceiveMessage|ChangeMessageVisibility|BatchCheckLayer")


@dataclass
class Request:
    method: str
    target: str  # path and query as they were sent
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def service(self) -> str:
        scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", self.headers.get("authorization", ""))
        return scope.group(1) if scope else ""

    @property
    def operation(self) -> str:
        """As boto3 calls it."""
        target = self.headers.get("x-amz-target")
        if target:
            return target.rpartition(".")[2]
        if self.service == "lambda":
            return self._lambda_operation
        if self.path.startswith(JOBS):
            return {"POST": "CreateJob", "GET": "DescribeJob"}[self.method]
        if self.service == "s3":
            return f"{self.method.capitalize()}S3"
        return dict(urllib.parse.parse_qsl(self.body.decode())).get("Action", self.method)

    @property
    def _lambda_operation(self) -> str:
        rest = self.path.removeprefix(FUNCTIONS).partition("/")[2]
        return {
            ("GET", ""): "GetFunction",
            ("DELETE", ""): "DeleteFunction",
            ("GET", "configuration"): "GetFunctionConfiguration",
            ("GET", "versions"): "ListVersionsByFunction",
            ("PUT", "code"): "UpdateFunctionCode",
            ("POST", "invocations"): "Invoke",
            ("GET", "aliases/live"): "GetAlias",
            ("PUT", "aliases/live"): "UpdateAlias",
        }.get((self.method, rest), f"{self.method} {rest}")

    @property
    def function(self) -> str:
        return self.path.removeprefix(FUNCTIONS).partition("/")[0]


@dataclass
class Reply:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @staticmethod
    def json(value, status: int = 200, **headers: str) -> "Reply":
        return Reply(status, {"Content-Type": "application/json", **headers}, json.dumps(value).encode())

    @staticmethod
    def error(request: Request, status: int, code: str, message: str) -> "Reply":
        """In the form of the service that was asked."""
        if request.service == "s3":
            text = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
            return Reply(status, {"Content-Type": "application/xml"}, text.encode())
        return Reply.json({"__type": code, "message": message}, status, **{"x-amzn-ErrorType": code})


Hook = Callable[[Request], Reply | None]


class LambdaProxy:
    def __init__(self, moto_url: str, registry: local_registry.Registry):
        self.registry = registry
        self._moto = urllib.parse.urlsplit(moto_url)
        self.asked: list[str] = []
        self.hooks: list[Hook] = []
        self.move_tasks = False
        self._tasks: list[dict] = []
        self._mirrored: set[tuple[str, str]] = set()
        self._programs = tempfile.TemporaryDirectory(prefix="stripmeta-programs-")
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._programs.cleanup()

    def reset(self) -> None:
        self.asked.clear()
        self.hooks.clear()
        self._mirrored.clear()
        self._tasks.clear()
        self.move_tasks = False

    def fail(self, operation: str, code: str, status: int = 400, times: int = 10**6, after: int = 0) -> None:
        """Answers the operation with an error, from the call after `after` others on."""
        count = 0

        def hook(request: Request) -> Reply | None:
            nonlocal count
            if request.operation != operation:
                return None
            count += 1
            return Reply.error(request, status, code, "the test says so") if after < count <= after + times else None

        self.hooks.append(hook)

    @property
    def changes(self) -> list[str]:
        """What was asked for that does more than read."""
        return [operation for operation in self.asked if not READING.match(operation)]

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def answer(self) -> None:
                reply = proxy.reply(self._request())
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if self.command != "HEAD" or "Content-Length" not in reply.headers:
                    self.send_header("Content-Length", f"{len(reply.body)}")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)

            def _request(self) -> Request:
                url = urllib.parse.urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                path, query = urllib.parse.unquote(url.path), dict(urllib.parse.parse_qsl(url.query))
                return Request(self.command, self.path, path, query, headers, body)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer  # noqa: N815  (http.server's names)

            def log_message(self, *_) -> None:
                pass

        return Handler

    def reply(self, request: Request) -> Reply:
        blob = re.fullmatch(r"/_blob/(.+)/(sha256:\w+)", request.path)
        if blob:
            return Reply(200, {}, self.registry.blob(*blob.groups()))
        self.asked.append(request.operation)
        for hook in self.hooks:
            answer = hook(request)
            if answer:
                return answer
        if request.service == "ecr" and request.operation in (*ECR_READERS, "GetDownloadUrlForLayer"):
            return self._ecr(request)
        if request.operation == "Invoke":
            return self.invoke(request)
        if request.operation == "UpdateAlias":
            return self._update_alias(request)
        if request.operation in MOVE_TASKS:
            return self._move_task(request)
        return self.forward(request)

    def forward(self, request: Request) -> Reply:
        connection = http.client.HTTPConnection(self._moto.hostname, self._moto.port, timeout=servers.PATIENCE)
        try:
            connection.request(request.method, request.target, request.body or None, request.headers)
            response = connection.getresponse()
            headers = {name: value for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP}
            body = response.read()
            if request.method == "HEAD" and response.headers["Content-Length"]:
                headers["Content-Length"] = response.headers["Content-Length"]
            return Reply(response.status, headers, body)
        finally:
            connection.close()

    @functools.cache
    def client(self, service: str):
        """On moto itself: what the tests do is not noted."""
        return boto3.client(
            service,
            endpoint_url=self._moto.geturl(),
            region_name=REGION,
            aws_access_key_id=servers.ACCESS_KEY,
            aws_secret_access_key=servers.SECRET_KEY,
        )

    # ECR

    def _ecr(self, request: Request) -> Reply:
        wanted = json.loads(request.body)
        if request.operation == "GetDownloadUrlForLayer":
            link = f"{self.url}/_blob/{wanted['repositoryName']}/{wanted['layerDigest']}"
            return Reply.json({"downloadUrl": link, "layerDigest": wanted["layerDigest"]})
        self.mirror(wanted["repositoryName"])
        return self.forward(request)

    def mirror(self, repository: str) -> None:
        """What was pushed since stands in moto's ECR too."""
        for tag in self.registry.tags(repository):
            if (repository, tag) in self._mirrored:
                continue
            manifest, media_type = self.registry.manifest(repository, tag)
            self.client("ecr").put_image(
                repositoryName=repository,
                imageManifest=manifest.decode(),
                imageManifestMediaType=media_type,
                imageTag=tag,
                imageDigest=local_registry.fingerprint(manifest),
            )
            self._mirrored.add((repository, tag))

    # Lambda

    def _update_alias(self, request: Request) -> Reply:
        named = json.loads(request.body).get("RevisionId")
        there = self.client("lambda").get_alias(FunctionName=request.function, Name="live")["RevisionId"]
        if named and named != there:
            return Reply.error(
                request, 412, "PreconditionFailedException", "The RevisionId provided is not the latest."
            )
        return self.forward(request)

    def invoke(self, request: Request) -> Reply:
        function = self.client("lambda").get_function(
            FunctionName=request.function, Qualifier=request.query.get("Qualifier", "$LATEST")
        )
        repository, digest = self._image_of(function)
        settings = function["Configuration"]
        number = settings["Version"]
        answer = self.run(repository, digest, settings.get("Environment", {}).get("Variables", {}), request.body)
        headers = {"X-Amz-Executed-Version": number, "Content-Type": "application/json"}
        if answer.is_function_error:
            headers["X-Amz-Function-Error"] = "Unhandled"
        return Reply(answer.status, headers, answer.body)

    @staticmethod
    def _image_of(function: dict) -> tuple[str, str]:
        code = function["Code"]
        repository = code["ImageUri"].partition("/")[2].rpartition(":")[0]
        return repository, code["ResolvedImageUri"].partition("@")[2]

    def run(self, repository: str, digest: str, variables: dict[str, str], event: bytes) -> function_server.Answer:
        """The program out of the image, behind its own local endpoint, for one event."""
        environment = function_server.clean_environment(
            {**servers.environment(self.url, AWS_REGION=REGION), **variables}
        )
        program = self._program(repository, digest)
        with contextlib.ExitStack() as stack:
            process = subprocess.Popen(
                [program], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            stack.callback(self._end, process)
            first = process.stdout.readline()
            assert first, process.stderr.read()
            port = int(re.search(rb"listening on http://127\.0\.0\.1:(\d+)", first).group(1))
            # It has more to say than a pipe holds, perhaps.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=servers.PATIENCE)
            connection.request("POST", function_server.PATH, event)
            return function_server.Answer(connection.getresponse())

    @staticmethod
    def _end(process: subprocess.Popen) -> None:
        process.terminate()
        process.wait(servers.PATIENCE)

    def _program(self, repository: str, digest: str) -> pathlib.Path:
        path = pathlib.Path(self._programs.name) / digest.removeprefix("sha256:")
        if not path.exists():
            path.write_bytes(self.registry.program(repository, digest))
            os.chmod(path, 0o755)
        return path

    # SQS

    def _move_task(self, request: Request) -> Reply:
        """Unless a test wants them, as a service that does not know them."""
        if not self.move_tasks:
            return Reply.error(request, 400, "InvalidAction", "The action is not valid for this endpoint.")
        wanted = json.loads(request.body)
        if request.operation == "ListMessageMoveTasks":
            return Reply.json({"Results": self._tasks[::-1][: wanted.get("MaxResults", 1)]})
        moved = self._move(wanted["SourceArn"].rpartition(":")[2], wanted["DestinationArn"].rpartition(":")[2])
        self._tasks.append(
            {
                "Status": "COMPLETED",
                "SourceArn": wanted["SourceArn"],
                "ApproximateNumberOfMessagesMoved": moved,
                "ApproximateNumberOfMessagesToMove": moved,
                "StartedTimestamp": 1_700_000_000_000 + len(self._tasks),
            }
        )
        return Reply.json({"TaskHandle": "a-handle"})

    def _move(self, source: str, destination: str) -> int:
        sqs, moved = self.client("sqs"), 0
        from_url, to_url = (sqs.get_queue_url(QueueName=name)["QueueUrl"] for name in (source, destination))
        while found := sqs.receive_message(QueueUrl=from_url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                sqs.send_message(QueueUrl=to_url, MessageBody=message["Body"])
                sqs.delete_message(QueueUrl=from_url, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
        return moved
