"""stripmeta-function as its users meet it: the real program, over HTTP, between two directories."""

import concurrent.futures
import errno
import http.client
import json
import os
import re
import signal
import socket
import subprocess

import pytest

from function_server import (
    CLI,
    MARKER,
    MAX_BODY,
    PATH,
    PATIENCE,
    PLAIN,
    PROGRAM,
    clean_environment,
    common_user,  # noqa: F401  (a fixture)
    photo,
    run,
    serve,  # noqa: F401
    server,  # noqa: F401
    start,
    strip_with_cli,
    wait_until,
)

ANSWER_KEYS = [
    "ok", "outcome", "format", "bytes_in", "bytes_out", "truncated", "removed", "kept", "error", "input", "output",
    "source", "ms",
]  # fmt: skip
ROW_KEYS = ["kind", "count", "bytes", "holds"]


def assert_error(answer, error_type: str) -> str:
    """A function error of Lambda's shape; its message."""
    assert answer.status == 200
    assert answer.is_function_error
    assert list(answer.json) == ["errorType", "errorMessage"]
    assert answer.json["errorType"] == error_type
    assert answer.json["errorMessage"]
    return answer.json["errorMessage"]


# The answer


def test_cleaned(server, tmp_path):
    server.put("holiday/beach.jpg", photo())
    answer = server.invoke({"input_jpg": "holiday/beach.jpg"})
    assert answer.status == 200
    assert not answer.is_function_error
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json
    assert list(body) == ANSWER_KEYS
    assert body["ok"] is True
    assert body["outcome"] == "cleaned"
    assert body["format"] == "jpeg"
    assert body["bytes_in"] == len(photo())
    assert body["bytes_out"] == (server.b / "holiday/beach.jpg").stat().st_size
    assert body["truncated"] is False
    assert body["error"] is None
    assert list(body["input"]) == list(body["output"]) == ["bucket", "key", "version"]
    assert body["input"]["bucket"] == f"{server.a}"
    assert body["output"]["bucket"] == f"{server.b}"
    assert body["input"]["key"] == body["output"]["key"] == "holiday/beach.jpg"
    assert list(body["ms"]) == ["download", "strip", "upload"]
    assert all(list(row) == ROW_KEYS for row in body["removed"] + body["kept"])
    removed = {row["kind"]: row["holds"] for row in body["removed"]}
    assert {"exif", "xmp", "comment", "trailer"} <= set(removed)
    assert "gps" in removed["exif"]
    assert "orientation" in {row["kind"] for row in body["kept"]}


def test_output_is_what_the_command_line_writes(server, tmp_path):
    server.put("a.jpg", photo())
    assert server.invoke({"input_jpg": "a.jpg"}).json["outcome"] == "cleaned"
    output = (server.b / "a.jpg").read_bytes()
    assert output == strip_with_cli(server.a / "a.jpg", tmp_path / "cli.jpg")
    assert MARKER not in output
    assert output.endswith(PLAIN[-60:])  # the scan, byte for byte
    assert (server.a / "a.jpg").read_bytes() == photo()
    assert server.in_b() == ["a.jpg"]


def has_extended_attributes(folder) -> bool:
    probe = folder / "probe"
    probe.write_bytes(b"")
    try:
        os.setxattr(probe, "user.probe", b"1")
    except OSError as error:
        assert error.errno == errno.ENOTSUP
        return False
    finally:
        probe.unlink()
    return True


def test_second_call_is_a_duplicate_unless_forced(server):
    server.put("a.jpg", photo())
    event = {"key": "a.jpg"}
    assert server.invoke(event).json["outcome"] == "cleaned"
    if not has_extended_attributes(server.b):
        # Without extended attributes there is no provenance: the work is done again, with the same result.
        assert server.invoke(event).json["outcome"] == "cleaned"
        return
    before = (server.b / "a.jpg").stat()
    answer = server.invoke(event)
    assert (answer.status, answer.json["ok"], answer.json["outcome"]) == (200, True, "duplicate")
    assert (server.b / "a.jpg").stat().st_mtime_ns == before.st_mtime_ns
    assert server.invoke({**event, "force": True}).json["outcome"] == "cleaned"


def test_changed_source_is_cleaned_again(server):
    server.put("a.jpg", photo(orientation=6))
    server.invoke({"key": "a.jpg"})
    first = (server.b / "a.jpg").read_bytes()
    server.put("a.jpg", photo(orientation=3))
    assert server.invoke({"key": "a.jpg"}).json["outcome"] == "cleaned"
    assert (server.b / "a.jpg").read_bytes() != first


def test_version_that_is_no_longer_current_is_superseded(server):
    server.put("a.jpg", photo())
    answer = server.invoke({"key": "a.jpg", "version_id": "of last year"})
    assert (answer.status, answer.is_function_error, answer.json["outcome"]) == (200, False, "superseded")
    assert server.in_b() == []


def test_missing_object(server):
    assert_error(server.invoke({"input_jpg": "none.jpg"}), "NotFound")
    assert_error(server.invoke({"input_jpg": "no/such/folder/none.jpg"}), "NotFound")
    assert server.in_b() == []


@pytest.mark.parametrize(
    "key",
    [
        "../outside.jpg", "/etc/passwd", "a//b.jpg", "folder/", ".", "..", "a/../a.jpg", "./a.jpg", "a.jpg/.",
        "x" * 256, "a.jpg\0", "link/secret.jpg",
    ],
)  # fmt: skip
def test_hostile_keys(server, tmp_path, key):
    (tmp_path / "outside.jpg").write_bytes(photo())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.jpg").write_bytes(photo())
    (server.a / "link").symlink_to(tmp_path / "elsewhere")
    server.put("a.jpg", photo())
    assert_error(server.invoke({"input_jpg": key}), "InvalidKey")
    assert server.in_b() == []


@pytest.mark.parametrize(
    "event",
    [
        {}, None, 7, "a.jpg", True, {"input_jpg": 7}, {"input_jpg": ""}, {"input_jpg": None}, {"key": ["a.jpg"]},
        {"input_jpg": "a.jpg", "key": "a.jpg"}, {"key": "a.jpg", "force": "true"}, {"key": "a.jpg", "version_id": 1},
        {"key": "a.jpg", "extra": 1}, {"Records": []}, {"input_jpg": {"a": {"b": []}}},
    ],
)  # fmt: skip
def test_events_of_no_known_shape(server, event):
    server.put("a.jpg", photo())
    assert '{"input_jpg": "KEY"}' in assert_error(server.invoke(event), "InvalidEvent")
    assert server.in_b() == []


@pytest.mark.parametrize(
    ("data", "error_type"),
    [
        (b"", "Unsupported"),
        (b"no image at all", "Unsupported"),
        (PLAIN[:2] + b"\xff\xe1\0\1" + MARKER, "Malformed"),
        (PLAIN[:2] + b"\xff\xe1\xff\xff" + MARKER, "Truncated"),
        (PLAIN[:-2], "Truncated"),  # strict by default
    ],
    ids=["empty", "text", "segment without a length", "segment past the end", "no end of image"],
)
def test_refused_images_leave_nothing_in_b(server, data, error_type):
    server.put("deep/folder/bad.jpg", data)
    message = assert_error(server.invoke({"key": "deep/folder/bad.jpg"}), error_type)
    assert MARKER.decode() not in message
    assert server.in_b() == []


def test_refused_image_leaves_what_was_in_b(server):
    server.put("a.jpg", photo())
    server.invoke({"key": "a.jpg"})
    clean = (server.b / "a.jpg").read_bytes()
    server.put("a.jpg", photo()[:100])
    assert server.invoke({"key": "a.jpg"}).is_function_error
    assert (server.b / "a.jpg").read_bytes() == clean
    assert server.in_b() == ["a.jpg"]


def test_array_is_answered_in_order(server):
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        server.put(name, photo())
    answer = server.invoke(
        [{"input_jpg": "1.jpg"}, {"key": "none"}, {"input_jpg": "2.jpg"}, "nonsense", {"key": "../x"}, {"key": "3.jpg"}]
    )
    assert answer.status == 200
    assert not answer.is_function_error
    body = answer.json
    assert [element.get("outcome", element.get("errorType")) for element in body] == [
        "cleaned", "NotFound", "cleaned", "InvalidEvent", "InvalidKey", "cleaned",
    ]  # fmt: skip
    assert [body[i]["input"]["key"] for i in (0, 2, 5)] == ["1.jpg", "2.jpg", "3.jpg"]
    assert all(list(body[i]) == ANSWER_KEYS for i in (0, 2, 5))
    assert all(list(body[i]) == ["errorType", "errorMessage"] for i in (1, 3, 4))
    assert server.in_b() == ["1.jpg", "2.jpg", "3.jpg"]


def test_array_bounds(server):
    assert server.invoke([]).json == []
    assert len(server.invoke([{"key": "none"}] * 1000).json) == 1000
    assert "1000" in assert_error(server.invoke([{"key": "none"}] * 1001), "InvalidEvent")


# HTTP


@pytest.mark.parametrize("body", [b"", b"{", b"input_jpg=a.jpg", b"{'input_jpg': 'a.jpg'}", b'{"key": "\xff"}'])
def test_bad_json(server, body):
    answer = server.request(body)
    assert answer.status == 400
    assert not answer.is_function_error
    assert list(answer.json) == ["errorType", "errorMessage"]
    assert answer.json["errorType"] == "InvalidRequestContent"


def test_deep_nesting_is_refused_at_once(server):
    assert_error(server.request(b"[" * MAX_BODY), "InvalidEvent")
    assert_error(server.request(b'{"key":' * 800_000), "InvalidEvent")


def test_other_paths_are_not_found(server):
    for method, path in [("POST", "/"), ("GET", "/health"), ("POST", PATH + "/x"), ("POST", PATH.upper())]:
        answer = server.request(b"{}", method, path)
        assert (answer.status, list(answer.json)) == (404, ["errorType", "errorMessage"])


def test_other_methods_are_not_allowed(server):
    for method in ("GET", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = server.request(b"", method)
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert server.request(None, "HEAD").status == 405


def test_any_content_type_is_taken(server):
    server.put("a.jpg", photo())
    for content_type in ("application/x-www-form-urlencoded", "text/plain", "application/json", "image/jpeg"):
        answer = server.request(b'{"key":"a.jpg","force":true}', headers={"Content-Type": content_type})
        assert answer.json["outcome"] == "cleaned"


def test_curl_as_documented(server):
    """A form-typed body of any size, which `curl -d` sends, with Expect: 100-continue if it is long."""
    server.put("a.jpg", photo())
    for padding in (0, 2_000_000):
        body = '{"input_jpg":"a.jpg"' + " " * padding + "}"
        command = ["curl", "-sS", "-XPOST", server.url, "--noproxy", "*", "-d", "@-"]
        result = subprocess.run(command, input=body, capture_output=True, text=True, timeout=PATIENCE, check=True)
        assert json.loads(result.stdout)["ok"] is True


def test_body_limit(server):
    server.put("a.jpg", photo())
    event = b'{"key":"a.jpg"}'
    assert server.request(event + b" " * (MAX_BODY - len(event))).json["ok"] is True
    answer = server.request(event + b" " * (MAX_BODY - len(event) + 1))
    assert (answer.status, list(answer.json)) == (413, ["errorType", "errorMessage"])


def test_chunked_bodies(server):
    server.put("a.jpg", photo())
    assert server.request(iter([b'{"key":', b'"a.jp', b'g"}'])).json["outcome"] == "cleaned"
    assert server.request(iter([b" " * 1_000_000] * 7)).status == 413


def test_connection_is_kept_and_pipelined(server):
    server.put("a.jpg", photo())
    body = b'{"key":"a.jpg","force":true}'
    request = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (PATH.encode(), len(body), body)
    missing = request.replace(b"a.jpg", b"b.jpg")
    with socket.create_connection((server.host, server.port), timeout=PATIENCE) as connection:
        answers = connection.makefile("rb")  # one for all: an HTTPResponse would swallow the start of the next answer
        for _ in range(3):
            connection.sendall(request + missing)
            for expected in ("outcome", "errorType"):
                assert answers.readline().startswith(b"HTTP/1.1 200 ")
                headers = http.client.parse_headers(answers)
                assert expected in json.loads(answers.read(int(headers["Content-Length"])))


def test_connection_can_be_reused_after_every_kind_of_answer(server):
    connection = server.connect()
    for method, path, body, status in [
        ("POST", PATH, b"{", 400), ("GET", PATH, None, 405), ("POST", "/x", b"{}", 404), ("POST", PATH, b"[]", 200),
    ]:  # fmt: skip
        connection.request(method, path, body)
        response = connection.getresponse()
        assert response.status == status
        response.read()
    connection.close()


# Many at once


def test_concurrent_requests(server):
    for i in range(20):
        server.put(f"{i}.jpg", photo(scan=1000 * i))
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda i: server.invoke({"key": f"{i}.jpg"}).json, range(20)))
    assert [answer["outcome"] for answer in answers] == ["cleaned"] * 20
    assert [answer["output"]["key"] for answer in answers] == [f"{i}.jpg" for i in range(20)]
    outputs = [(server.b / f"{i}.jpg").read_bytes() for i in range(20)]
    assert all(MARKER not in output for output in outputs)
    assert [len(output) - len(outputs[0]) for output in outputs] == [1000 * i for i in range(20)]


def test_concurrent_requests_for_one_key(server):
    server.put("a.jpg", photo())
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: server.invoke({"key": "a.jpg"}).json, range(20)))
    assert {answer["outcome"] for answer in answers} <= {"cleaned", "duplicate"}
    assert MARKER not in (server.b / "a.jpg").read_bytes()
    assert server.in_b() == ["a.jpg"]


def test_slow_clients_block_nobody(server):
    server.put("a.jpg", photo())
    slow = [socket.create_connection((server.host, server.port), timeout=PATIENCE) for _ in range(30)]
    for i, connection in enumerate(slow):
        connection.sendall(b"POST %s HTTP/1.1\r\nContent-Length: 99\r\n" % PATH.encode() + b"\r\n{" * (i % 2))
    assert server.invoke({"key": "a.jpg"}).json["outcome"] == "cleaned"
    for connection in slow:
        connection.close()
    assert server.invoke({"key": "a.jpg", "force": True}).json["outcome"] == "cleaned"


# Start and end


def two_directories(folder):
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    return {"BUCKET_A": f"{folder}/a", "BUCKET_B": f"{folder}/b"}


def assert_refused(result, setting: str):
    """Exit 1 before it listens, and one sentence that begins with the setting's name."""
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"stripmeta-function: {setting}: "), result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("variable", ["BUCKET_A", "BUCKET_B"])
@pytest.mark.parametrize("value", [None, "", "photos", "./missing", "./file"])
def test_unusable_bucket_is_named(tmp_path, variable, value):
    environment = two_directories(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    environment.pop(variable) if value is None else environment.update({variable: value})
    assert_refused(run(environment, cwd=tmp_path), variable)


def test_buckets_of_s3_need_a_region(tmp_path):
    result = run({**two_directories(tmp_path), "BUCKET_B": "photos"})
    assert_refused(result, "BUCKET_B")
    assert "AWS_REGION" in result.stderr


@pytest.mark.parametrize("pair", [("a", "a"), ("a", "a/inner"), ("a/inner", "a"), ("a", "link"), ("a/", "b/../a")])
def test_equal_and_nested_buckets(tmp_path, pair):
    two_directories(tmp_path)
    (tmp_path / "a" / "inner").mkdir()
    (tmp_path / "link").symlink_to("a")
    environment = {"BUCKET_A": f"{tmp_path}/{pair[0]}", "BUCKET_B": f"{tmp_path}/{pair[1]}"}
    assert_refused(run(environment), "BUCKET_A and BUCKET_B")


@pytest.mark.parametrize(("variable", "name", "mode"), [("BUCKET_A", "a", 0o300), ("BUCKET_B", "b", 0o555)])
def test_directories_without_permission(common_user, variable, name, mode):
    folder, program, options = common_user
    environment = two_directories(folder)
    for path, its_mode in ((folder / "a", 0o755), (folder / "b", 0o777), (folder / name, mode)):
        if options:
            os.chown(path, options["user"], options["group"])
        path.chmod(its_mode)
    assert_refused(run(environment, program=program, **options), variable)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STRIPMETA_POLICY", "everything"), ("STRIPMETA_KEEP", "gps"), ("STRIPMETA_REMOVE", "pixels"),
        ("STRIPMETA_STRICT", "maybe"), ("STRIPMETA_LISTEN", "8080"), ("STRIPMETA_LISTEN", "localhost:8080"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much"),
    ],
)  # fmt: skip
def test_bad_settings_are_named(tmp_path, variable, value):
    assert_refused(run({**two_directories(tmp_path), variable: value}), variable)


def test_address_in_use(server, tmp_path):
    (tmp_path / "more").mkdir()
    environment = two_directories(tmp_path / "more")
    result = run(environment, "--listen", f"127.0.0.1:{server.port}")
    assert result.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {server.port}" in result.stderr
    assert "--listen" in result.stderr


def test_listen_argument_wins(tmp_path):
    environment = {**two_directories(tmp_path), "STRIPMETA_LISTEN": "nonsense"}
    command = [PROGRAM, "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, env=clean_environment(environment), stdout=subprocess.PIPE, text=True) as process:
        line = json.loads(process.stdout.readline())
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert re.fullmatch(r"listening on http://127\.0\.0\.1:[1-9]\d*" + PATH, line["message"])


def test_policy_is_used(serve):
    server = serve({"STRIPMETA_REMOVE": "orientation", "STRIPMETA_STRICT": "0"})
    server.put("a.jpg", photo()[: photo().rfind(b"\xff\xd9")])
    answer = server.invoke({"key": "a.jpg"}).json
    assert (answer["outcome"], answer["truncated"]) == ("cleaned", True)
    assert "orientation" not in {row["kind"] for row in answer["kept"]}
    assert (server.b / "a.jpg").read_bytes() == PLAIN


def test_help_version_and_usage():
    help_text = run({}, "--help")
    assert help_text.returncode == 0
    assert "BUCKET_A" in help_text.stdout
    version = run({}, "--version")
    assert version.returncode == 0
    assert re.match(r"stripmeta-function \d+\.\d+\.\d+", version.stdout)
    for arguments in (["--nonsense"], ["photo.jpg"], ["--listen"]):
        result = run({}, *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_an_idle_function(server, number):
    connection = server.connect()
    connection.request("POST", PATH, b"[]")
    connection.getresponse().read()  # open, and idle
    assert server.stop(number) == 0
    assert json.loads(server.lines[-1])["message"] == "stopped"
    connection.close()


def test_signal_lets_a_running_job_finish(server):
    server.put("a.jpg", photo(scan=2_000_000))
    connection = server.connect()
    connection.request("POST", PATH, json.dumps([{"key": "a.jpg", "force": True}] * 100))
    server.wait_for_line(1)  # one is done, 99 are to come
    server.process.send_signal(signal.SIGTERM)
    response = connection.getresponse()
    assert response.headers["Connection"] == "close"
    assert [element["outcome"] for element in json.loads(response.read())] == ["cleaned"] * 100
    connection.close()
    assert server.wait() == 0  # a second signal could meet a process whose handlers are gone
    assert server.in_b() == ["a.jpg"]


def test_second_signal_stops_a_running_job(server):
    server.put("a.jpg", photo(scan=2_000_000))
    connection = server.connect()
    connection.request("POST", PATH, json.dumps([{"key": "a.jpg", "force": True}] * 1000))
    server.wait_for_line(1)
    server.process.send_signal(signal.SIGTERM)
    wait_until(lambda: not is_listening(server), "the end of listening")
    server.process.send_signal(signal.SIGTERM)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert len(answer) == 1000
    assert "cleaned" in [element.get("outcome") for element in answer]
    assert answer[-1]["errorType"] == "Deadline"
    assert server.process.wait(PATIENCE) == 0
    assert server.in_b() == ["a.jpg"]


def is_listening(server) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((server.host, server.port)) != errno.ECONNREFUSED


# The log


def test_log_is_one_json_object_a_line(server):
    server.put("a.jpg", photo())
    server.put("bad.jpg", PLAIN[:2] + b"\xff\xe1\0\1" + MARKER)
    server.invoke([{"key": "a.jpg"}, {"key": "bad.jpg"}, {"nonsense": 1}])
    assert server.stop() == 0
    lines = [json.loads(line) for line in server.lines]
    assert [line["level"] for line in lines].count("error") == 2
    for line in lines:
        assert list(line)[:3] == ["timestamp", "level", "message"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["timestamp"])
    assert lines[-1]["message"] == "stopped"
    cleaned, malformed, invalid = sorted(lines[1:-1], key=lambda line: line.get("input", {}).get("key", "z"))
    assert list(cleaned)[3:] == ANSWER_KEYS
    assert (cleaned["outcome"], cleaned["input"]["key"]) == ("cleaned", "a.jpg")
    assert (malformed["outcome"], malformed["error"]["type"]) == ("failed", "malformed")
    assert invalid["error"]["type"] == "invalid_event"
    assert server.process.stderr.read() == ""


def test_no_value_of_an_image_is_told(server):
    images = {
        "whole.jpg": photo(),
        "cut.jpg": photo()[:-40],
        "header.jpg": photo()[:120],
        "long.jpg": PLAIN[:2] + b"\xff\xe1\xff\xff" + MARKER,
        "text.jpg": MARKER * 100,
    }
    answers = b""
    for key, data in images.items():
        server.put(key, data)
        answers += server.invoke({"key": key}).body
    server.stop()
    assert MARKER not in answers
    assert MARKER.decode() not in "".join(server.lines)
    assert len(server.lines) == len(images) + 2


def test_lines_of_concurrent_requests_stay_whole(server):
    for i in range(8):
        server.put(f"{i}.jpg", photo())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: server.invoke([{"key": f"{i}.jpg", "force": True}] * 50), range(8)))
    server.stop()
    outcomes = [json.loads(line).get("outcome") for line in server.lines]
    assert outcomes.count("cleaned") == 400


def test_reader_of_the_log_may_go_away(tmp_path):
    with start(two_directories(tmp_path)) as process:
        port = re.search(r":(\d+)/", json.loads(process.stdout.readline())["message"]).group(1)
        process.stdout.close()
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
            connection.request("POST", PATH, b'{"key":"none"}')
            assert json.loads(connection.getresponse().read())["errorType"] == "NotFound"
            connection.close()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_the_command_line_is_there():
    """What test_output_is_what_the_command_line_writes compares with."""
    assert os.access(CLI, os.X_OK), "set STRIPMETA_CLI to the stripmeta program"
