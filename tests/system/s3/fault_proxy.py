"""Stands between a client and an S3 server and does to chosen requests what networks and servers do.

What is done to the requests of one object is planned under its key; requests for other objects pass untouched. Bytes
are passed on as they come, the Host header too, for it is signed. Plain HTTP/1.1, keep-alive towards the client.
"""

import asyncio
import contextlib
import dataclasses
import email.utils
import enum
import socket
import struct
import threading
import urllib.parse

from gate import Gate
from servers import PATIENCE

PIECE = 1 << 18


class Fault(enum.Enum):
    RESET = "reset"  # the request is read, not passed on; RST
    RESET_IN_BODY = "reset-in-body"  # RST when half of the request's body has come
    LOST = "lost"  # the server answers, the client sees the connection close
    TRUNCATED = "truncated"  # the first half of the answer's body, or of its head if it has no body
    RESET_IN_ANSWER = "reset-in-answer"  # RST after the first half of the answer's body
    STALLED = "stalled"  # never a byte
    FLIP_ANSWER = "flip-answer"  # one bit in the middle of the answer's body
    FLIP_REQUEST = "flip-request"  # one bit in the middle of the request's body
    SHORT_LENGTH = "short-length"  # Content-Length says one half of what the body has
    GARBAGE = "garbage"  # no HTTP
    EMPTY = "empty"  # closed without a byte
    INTERNAL = "500"
    SLOW_DOWN = "503"
    DENIED = "403"
    MISSING = "404"
    PRECONDITION = "412"
    ERROR_IN_200 = "error-in-200"  # what S3 may answer to CompleteMultipartUpload
    BLANKS_THEN_ERROR = "blanks-then-error"  # likewise, after the white space that keeps the connection alive
    SLOW = "slow"  # no fault: the answer comes in small pieces, steadily, for longer than a stall may last
    KEPT_ALIVE = "kept-alive"  # no fault either: white space, slowly, before the body, as S3 completes large uploads


# How an answer of the proxy's own reads: status, reason, S3's code. None: what the request's kind wants (missing_code).
ANSWERS = {
    Fault.INTERNAL: (500, "Internal Server Error", "InternalError"),
    Fault.SLOW_DOWN: (503, "Slow Down", "SlowDown"),
    Fault.DENIED: (403, "Forbidden", "AccessDenied"),
    Fault.MISSING: (404, "Not Found", None),
    Fault.PRECONDITION: (412, "Precondition Failed", "PreconditionFailed"),
}
CLOSING = {Fault.RESET, Fault.EMPTY, Fault.GARBAGE}  # what is said of them without asking the server
RECORDS = "_stripmeta/quarantine/"  # in B: why something was refused
SLOW_SECONDS = 6.0
SLOW_PIECES = 30


@dataclasses.dataclass(frozen=True)
class Head:
    """The first line and the headers of a request or an answer, and their bytes."""

    raw: bytes

    @property
    def first_line(self) -> list[str]:
        return self.raw.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)

    def header(self, name: str) -> str:
        for line in self.raw.split(b"\r\n")[1:]:
            field, _, value = line.partition(b":")
            if field.strip().lower() == name.lower().encode():
                return value.strip().decode("latin-1")
        return ""

    @property
    def is_chunked(self) -> bool:
        return self.header("Transfer-Encoding").lower() == "chunked"

    @property
    def length(self) -> int:
        return int(self.header("Content-Length") or 0)

    def without(self, *names: bytes) -> "Head":
        lines = self.raw.split(b"\r\n")
        return Head(b"\r\n".join(line for line in lines if line.partition(b":")[0].lower() not in names))

    def with_length(self, length: int) -> "Head":
        first, _, rest = self.without(b"content-length", b"transfer-encoding").raw.partition(b"\r\n")
        return Head(first + b"\r\nContent-Length: %d\r\n" % length + rest)


@dataclasses.dataclass(frozen=True)
class Request:
    head: Head
    kind: str  # "HEAD B", "GET A", "PUT B", "CREATE", "PART 1", "COMPLETE", "ABORT", "GET TAGS", "PUT RECORD", ...

    @property
    def method(self) -> str:
        return self.head.first_line[0]


@dataclasses.dataclass
class Scenario:
    """What happens to the requests of one key. `seen` counts them by kind, `heads` keeps what they were; `before` is
    called once, with no argument, before the first request of `hook_kind` is passed on; each waits at the `gate`, where
    there is one."""

    fault: Fault | None = None
    kind: str = ""
    forever: bool = False
    status: tuple[int, str, str] | None = None  # instead of the fault's: one's own answer
    headers: tuple[str, ...] = ()  # of that answer
    hook_kind: str = ""
    before: object = None
    gate: Gate | None = None
    further: tuple["Scenario", ...] = ()
    seen: dict[str, int] = dataclasses.field(default_factory=dict)
    heads: list[Head] = dataclasses.field(default_factory=list)
    hit: int = 0

    def meets(self, kind: str) -> "Scenario | None":
        """The part of the plan that strikes this request; None if it passes."""
        self.seen[kind] = self.seen.get(kind, 0) + 1
        for plan in (self, *self.further):
            if (plan.fault or plan.status) and plan.kind == kind and (plan.forever or plan.hit == 0):
                plan.hit += 1
                return plan
        return None


def classify(method: str, bucket: str, key: str, query: dict[str, list[str]]) -> str:
    if "partNumber" in query:
        return f"PART {query['partNumber'][0]}"
    if "uploadId" in query:
        return {"POST": "COMPLETE", "DELETE": "ABORT"}.get(method, f"{method} UPLOAD")
    if "uploads" in query and method == "POST":
        return "CREATE"
    if "tagging" in query:
        return f"{method} TAGS"
    return f"{method} RECORD" if key.startswith(RECORDS) else f"{method} {bucket[-1:].upper()}"


def missing_code(kind: str) -> str:
    """What S3's 404 says to such a request."""
    if kind == "CREATE":
        return "NoSuchBucket"
    return "NoSuchUpload" if kind in ("COMPLETE", "ABORT") or kind.startswith("PART") else "NoSuchKey"


def error_xml(code: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>by the fault proxy</Message>'
        "<RequestId>FAULTPROXY</RequestId><HostId>proxy</HostId></Error>"
    ).encode()


def own_answer(status: int, reason: str, code: str, bodiless: bool, headers: tuple[str, ...] = ()) -> bytes:
    body = b"" if bodiless else error_xml(code)
    lines = [
        f"HTTP/1.1 {status} {reason}",
        f"Date: {email.utils.formatdate(usegmt=True)}",
        "Content-Type: application/xml",
        f"Content-Length: {len(body)}",
        "x-amz-request-id: FAULTPROXY",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Gone(Exception):
    """The connection to the client is at its end."""


class FaultProxy:
    """Buckets are told apart by their names' last letter, a or b; requests are path style."""

    def __init__(self, upstream_port: int, port: int = 0):
        self._upstream_port = upstream_port
        self._scenarios: dict[str, Scenario] = {}
        self._tasks: set[asyncio.Task] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self.port = port
        self._thread.start()
        assert self._started.wait(PATIENCE)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def plan(self, key: str, scenario: Scenario) -> Scenario:
        self._scenarios[key] = scenario
        return scenario

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=PIECE)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stopped.wait()
        server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            while True:
                await self._one_request(reader, writer)
        except (Gone, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _one_request(self, reader, writer) -> None:
        head = Head(await reader.readuntil(b"\r\n\r\n"))
        method, target, _ = head.first_line
        path, _, query = target.partition("?")
        bucket, _, key = path.lstrip("/").partition("/")
        request = Request(head, classify(method, bucket, key, urllib.parse.parse_qs(query, keep_blank_values=True)))
        scenario = self._scenarios.get(urllib.parse.unquote(key))
        if scenario:
            scenario.heads.append(head)
        if scenario and scenario.before and scenario.hook_kind == request.kind:
            before, scenario.before = scenario.before, None
            await self._loop.run_in_executor(None, before)
        async with scenario.gate.hold(request.kind) if scenario and scenario.gate else contextlib.nullcontext():
            await self._treat(scenario, request, reader, writer)

    async def _treat(self, scenario: Scenario | None, request: Request, reader, writer) -> None:
        plan = scenario.meets(request.kind) if scenario else None
        if request.head.header("Expect").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if plan and (plan.status or plan.fault not in PASSED_ON):
            await self._answer_alone(plan, request, reader, writer)
        else:
            await self._pass_on(plan.fault if plan else None, request, reader, writer)

    async def _answer_alone(self, plan: Scenario, request: Request, reader, writer) -> None:
        if plan.fault is Fault.RESET_IN_BODY:
            await discard(reader, request.head.length // 2)
            reset(writer)
            raise Gone
        await discard_body(request.head, reader)
        if plan.fault is Fault.STALLED:
            await reader.read(1)  # until the client gives up
            raise Gone
        if plan.fault in CLOSING:
            if plan.fault is Fault.GARBAGE:
                writer.write(b"\x16\x03\x01\x00\x2a this is not the protocol that you expect\r\n\r\n" * 3)
                await writer.drain()
            if plan.fault is Fault.RESET:
                reset(writer)
            raise Gone
        if plan.fault in (Fault.ERROR_IN_200, Fault.BLANKS_THEN_ERROR):
            await self._error_in_200(plan.fault, writer)
            return
        status, reason, code = plan.status or ANSWERS[plan.fault]
        bodiless = request.method == "HEAD"
        writer.write(own_answer(status, reason, code or missing_code(request.kind), bodiless, plan.headers))
        await writer.drain()

    async def _error_in_200(self, fault: Fault, writer) -> None:
        body = error_xml("InternalError")
        await write(writer, chunked(after_blanks(body) if fault is Fault.BLANKS_THEN_ERROR else body))

    async def _pass_on(self, fault: Fault | None, request: Request, reader, writer) -> None:
        up_reader, up_writer = await connect(self._upstream_port)
        try:
            up_writer.write(request.head.without(b"expect").raw)  # the client was told to continue
            flip = request.head.length // 2 if fault is Fault.FLIP_REQUEST else None
            answer = await exchange(relay_body(request.head, reader, up_writer, flip), answer_head(up_reader))
            if fault is Fault.LOST:
                raise Gone
            await self._answer(fault, request, answer, up_reader, writer)
        finally:
            up_writer.close()

    async def _answer(self, fault, request: Request, answer: Head, up_reader, writer) -> None:
        bodiless = request.method == "HEAD" or answer.first_line[1] in ("204", "304")
        if fault in (None, Fault.FLIP_REQUEST):
            writer.write(answer.raw)
            if not bodiless:
                await relay_body(answer, up_reader, writer, None)
            await writer.drain()
            return
        body = b"" if bodiless else await whole_body(answer, up_reader)
        head = answer if bodiless else answer.with_length(len(body))
        if fault in (Fault.TRUNCATED, Fault.RESET_IN_ANSWER):
            await write(writer, head.raw + body[: len(body) // 2] if body else head.raw[: len(head.raw) // 2])
            if fault is Fault.RESET_IN_ANSWER:
                reset(writer)
            raise Gone
        if fault is Fault.SHORT_LENGTH:
            writer.write(answer.with_length(len(body) // 2).raw + body)
            await writer.drain()
            raise Gone
        if fault is Fault.FLIP_ANSWER:
            writer.write(head.raw + flipped(body, len(body) // 2))
            await writer.drain()
            return
        await write_slowly(writer, chunked(after_blanks(body)) if fault is Fault.KEPT_ALIVE else head.raw + body)


PASSED_ON = {Fault.LOST, Fault.TRUNCATED, Fault.FLIP_ANSWER, Fault.FLIP_REQUEST, Fault.SHORT_LENGTH}
PASSED_ON |= {Fault.RESET_IN_ANSWER, Fault.SLOW, Fault.KEPT_ALIVE}


def reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def after_blanks(xml: bytes) -> bytes:
    declaration, _, rest = xml.partition(b"\n")
    return declaration + b"\n" + b" " * 64 + b"\n" * 8 + rest


def chunked(xml: bytes) -> bytes:
    """As the answer 200, in chunks."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = [xml[at : at + 48] for at in range(0, len(xml), 48)]
    return head + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if 0 <= at < len(data) else data


async def discard(reader, length: int) -> None:
    while length:
        data = await reader.read(min(PIECE, length))
        if not data:
            raise Gone
        length -= len(data)


async def discard_body(head: Head, reader) -> None:
    if head.is_chunked:
        await whole_body(head, reader)
    else:
        await discard(reader, head.length)


async def whole_body(head: Head, reader) -> bytes:
    if not head.is_chunked:
        return await reader.readexactly(head.length) if head.header("Content-Length") else await reader.read(-1)
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    return body


class ToTheLastByte(asyncio.StreamReader):
    """What came before a reset can still be read: servers answer and reset if they want no more of a request."""

    def set_exception(self, exc) -> None:
        self.feed_eof()


async def connect(port: int):
    loop = asyncio.get_running_loop()
    reader = ToTheLastByte(limit=PIECE)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.create_connection(lambda: protocol, "127.0.0.1", port)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def write(writer, data: bytes) -> None:
    """Or not, if the other side takes no more."""
    with contextlib.suppress(ConnectionError):
        writer.write(data)
        await writer.drain()


async def relay_body(head: Head, reader, writer, flip: int | None) -> None:
    """As it comes, to its end whether or not it is taken; the bit of the byte at `flip` turned."""
    if head.is_chunked:
        while size := int((line := await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            await write(writer, line + await reader.readexactly(size + 2))
        await write(writer, line)
        while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
            await write(writer, line)
        await write(writer, line)
        return
    done = 0
    while done < head.length:
        data = await reader.read(min(PIECE, head.length - done))
        if not data:
            raise Gone
        await write(writer, data if flip is None else flipped(data, flip - done))
        done += len(data)


async def answer_head(up_reader) -> Head:
    """The final answer's: interim ones are between the proxy and the server."""
    while True:
        head = Head(await up_reader.readuntil(b"\r\n\r\n"))
        if not head.first_line[1].startswith("1"):
            return head


async def exchange(sending, answering) -> Head:
    """The answer's head, when all of the request has been sent."""
    sending, answering = asyncio.ensure_future(sending), asyncio.ensure_future(answering)
    try:
        await asyncio.wait({sending, answering}, return_when=asyncio.FIRST_EXCEPTION)
        if sending.done() and isinstance(sending.exception(), Gone):
            raise Gone
        return await answering
    finally:
        for task in (sending, answering):
            task.cancel()
        await asyncio.gather(sending, answering, return_exceptions=True)


async def write_slowly(writer, data: bytes) -> None:
    size = -(-len(data) // SLOW_PIECES)
    for at in range(0, len(data), size):
        await write(writer, data[at : at + size])
        await asyncio.sleep(SLOW_SECONDS / SLOW_PIECES)
