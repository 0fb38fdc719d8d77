"""stripmeta-function under a Lambda Runtime API of the tests' own, between two directories."""

import http.server
import json
import pathlib
import signal
import socket

import pytest

from function_server import MARKER, photo
from runtime_api import (
    api,  # noqa: F401  (a fixture)
    failures,
    function,  # noqa: F401
    message,
    record,
    start_function,  # noqa: F401
)

EVENTS = pathlib.Path(__file__).parents[2] / "unit/function/events"


def assert_error(post, error_type: str) -> str:
    """An error of Lambda's shape, said in the header as well; its message."""
    assert post.path.endswith("/error")
    assert post.headers["Lambda-Runtime-Function-Error-Type"] == error_type
    assert list(post.json) == ["errorType", "errorMessage"]
    assert post.json["errorType"] == error_type
    return post.json["errorMessage"]


# Answers


def test_event_is_answered(api, function):
    function.put("a.jpg", photo())
    request_id = api.give({"input_jpg": "a.jpg"}, headers={"Lambda-Runtime-Trace-Id": "Root=1-2-3;Sampled=0"})
    post = api.wait_for_post(0)
    assert post.path == f"/2018-06-01/runtime/invocation/{request_id}/response"
    assert post.headers["Content-Type"] == "application/json"
    assert "Expect" not in post.headers
    assert post.json["outcome"] == "cleaned"
    assert MARKER not in (function.b / "a.jpg").read_bytes()


def test_errors_are_posted_as_such(api, function):
    assert "none.jpg" in assert_error(api.ask({"input_jpg": "none.jpg"}), "NotFound")
    function.put("text.jpg", b"no image at all")
    assert_error(api.ask({"key": "text.jpg"}), "Unsupported")
    assert "an event is" in assert_error(api.ask({"what": "is this"}), "InvalidEvent")
    assert_error(api.ask(b"{"), "InvalidRequestContent")
    assert function.in_b() == []


def test_array(api, function):
    function.put("a.jpg", photo())
    body = api.ask([{"key": "a.jpg"}, {"key": "b.jpg"}]).json
    assert [body[0]["outcome"], body[1]["errorType"]] == ["cleaned", "NotFound"]


def test_notification(api, function):
    function.put("holiday/a b+c.jpg", photo())
    body = api.ask({"Records": [record(function.a, "holiday/a+b%2Bc.jpg", versionId="of last year")]}).json
    assert [outcome["outcome"] for outcome in body] == ["cleaned"]
    assert function.in_b() == ["holiday", "holiday/a b+c.jpg"]


def test_notification_of_a_key_that_was_only_percent_encoded(api, function):
    function.put("a+b c.jpg", photo())
    body = api.ask({"Records": [record(function.a, "a+b%20c.jpg")]}).json
    assert [(outcome["outcome"], outcome["input"]["key"]) for outcome in body] == [("cleaned", "a+b c.jpg")]


def test_notifications_that_ask_for_nothing(api, function):
    body = api.ask({"Records": [record(function.a, "gone+for+good.jpg")]}).json
    assert [outcome["outcome"] for outcome in body] == ["skipped"]
    body = api.ask({"Records": [record(function.a, "a.jpg", "ObjectRemoved:Delete"), record(function.a, "f/", size=0)]})
    assert [outcome["outcome"] for outcome in body.json] == ["skipped", "skipped"]
    assert api.ask((EVENTS / "s3_test.json").read_bytes()).json[0]["outcome"] == "skipped"
    messages = [line["message"] for line in function.lines[1:]]
    assert len(messages) == 4
    assert all(text.startswith("skipped: ") for text in messages)


def test_failed_notification_is_an_error_that_lambda_tries_again(api, function):
    function.put("a.jpg", photo())
    function.put("bad.jpg", b"no image at all")
    records = [record(function.a, "bad.jpg"), record(function.a, "a.jpg")]
    message = assert_error(api.ask({"Records": records}), "Unsupported")
    assert message.startswith("1 of 2 records failed; the first: ")
    assert function.in_b() == ["a.jpg"]


def test_foreign_bucket_is_refused(api, function):
    assert_error(api.ask((EVENTS / "s3_put.json").read_bytes()), "InvalidEvent")
    assert api.ask((EVENTS / "sqs_s3_put.json").read_bytes()).json == failures("af251357-2270-4259-b6fc-52329753efcb")


def test_queue(api, function):
    function.put("a.jpg", photo())
    function.put("b.jpg", photo())
    function.put("bad.jpg", b"no image at all")
    post = api.ask({
        "Records": [
            message("1", {"Records": [record(function.a, "a.jpg")]}),
            message("2", {"Records": [record(function.a, "bad.jpg"), record(function.a, "b.jpg")]}),
            message("3", "no json"),
            message("4", {"input_jpg": "b.jpg"}),
            message("5", {"Records": [record(function.a, "gone.jpg")]}),
        ]
    })  # fmt: skip
    assert post.path.endswith("/response")
    assert post.json == failures("2", "3")
    assert function.in_b() == ["a.jpg", "b.jpg"]


def test_past_the_deadline_messages_are_handed_back(api, function):
    function.put("a.jpg", photo())
    messages = [message(f"{number}", {"input_jpg": "a.jpg"}) for number in range(500)]
    post = api.ask({"Records": messages}, seconds=-1)
    assert post.json == failures(*(f"{number}" for number in range(500)))
    assert function.in_b() == []
    assert_error(api.ask({"key": "a.jpg"}, seconds=-1), "Deadline")
    assert api.ask({"key": "a.jpg"}).json["outcome"] == "cleaned"


def test_answer_that_is_too_large(api, function):
    function.put("a.jpg", photo())
    api.post_statuses.append(413)
    first = api.ask({"key": "a.jpg"})
    second = api.wait_for_post(1)
    assert first.path.removesuffix("/response") == second.path.removesuffix("/error")
    assert f"{len(first.body)} bytes" in assert_error(second, "TooLarge")
    assert api.ask({"key": "a.jpg", "force": True}).json["outcome"] == "cleaned"


def test_answer_that_is_refused_is_logged(api, function):
    function.put("a.jpg", photo())
    api.post_statuses.append(400)
    api.ask({"key": "a.jpg"})
    assert api.ask({"key": "a.jpg", "force": True}).json["outcome"] == "cleaned"
    assert len(api.posts) == 2
    assert function.stop() == 0
    assert [line["message"] for line in function.lines if line["level"] == "error"] == [
        "the Lambda Runtime API did not accept the answer: status 400"
    ]


def test_nothing_of_one_invocation_reaches_the_next(api, function):
    function.put("a.jpg", photo())
    function.put("b.jpg", photo(orientation=3))
    ids = [api.give({"key": "a.jpg", "force": True}), api.give({"key": "none.jpg"}), api.give(b"{"),
           api.give({"Records": [message("m", {"key": "none.jpg"})]}), api.give({"key": "b.jpg"})]  # fmt: skip
    posts = [api.wait_for_post(index) for index in range(5)]
    assert [post.path.split("/")[4] for post in posts] == ids
    assert [post.path.split("/")[5] for post in posts] == ["response", "error", "error", "response", "response"]
    assert [post.headers["Lambda-Runtime-Function-Error-Type"] for post in posts] == [
        None, "NotFound", "InvalidRequestContent", None, None,
    ]  # fmt: skip
    assert function.stop() == 0
    lines = [line for line in function.lines if "request_id" in line]
    assert [line["request_id"] for line in lines] == [ids[0], ids[1], ids[3], ids[4]]
    assert ["message_id" in line for line in lines] == [False, False, True, False]
    assert "request_id" not in function.lines[-1]


# Starting and ending


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_while_waiting_ends_cleanly(api, function, number):
    api.wait_for_requests(1)
    assert function.stop(number) == 0
    assert function.lines[-1]["message"] == "stopped"
    assert function.errors == ""


def test_signal_during_an_answer_ends_after_it(api, function):
    function.put("a.jpg", photo())
    api.release.clear()
    api.ask({"key": "a.jpg"})
    function.process.send_signal(signal.SIGTERM)
    api.release.set()
    assert function.wait() == 0
    assert api.requests == 1
    assert [line["level"] for line in function.lines] == ["info", "info", "info"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("BUCKET_A", "/no/such/directory"), ("STRIPMETA_POLICY", "everything"), ("BUCKET_B", "")],
)
def test_unusable_settings_are_an_init_error(api, start_function, variable, value):
    function = start_function({variable: value})
    assert function.wait() == 1
    assert [post.path for post in api.posts] == ["/2018-06-01/runtime/init/error"]
    assert_error(api.posts[0], "Configuration")
    (line,) = function.lines
    assert (line["level"], line["message"]) == ("error", api.posts[0].json["errorMessage"])
    assert line["error"]["type"] == "configuration"
    assert variable in line["message"]
    assert function.errors == ""
    assert api.requests == 0


def test_runtime_api_that_is_not_there(start_function):
    with socket.socket() as nobody:  # bound, so that no one else listens there
        nobody.bind(("127.0.0.1", 0))
        function = start_function(api=f"127.0.0.1:{nobody.getsockname()[1]}")
        assert function.wait() == 1
    assert function.lines[-1]["level"] == "error"
    assert function.lines[-1]["message"].startswith("the Lambda Runtime API did not provide an event: ")


def test_next_is_tried_again_a_bounded_number_of_times(api, start_function):
    api.next_statuses.extend([500] * 4)
    function = start_function()
    function.put("a.jpg", photo())
    assert api.ask({"key": "a.jpg"}).json["outcome"] == "cleaned"
    api.wait_for_requests(6)
    assert function.stop() == 0

    api.next_statuses.extend([500] * 9)
    before = api.requests
    function = start_function()
    assert function.wait() == 1
    assert api.requests - before == 5
    assert function.lines[-1]["message"] == "the Lambda Runtime API did not provide an event: status 500"


# The connection


def test_one_connection_for_all(api, function):
    for _ in range(5):
        api.ask({"key": "none.jpg"})
    assert api.connections == 1


def test_connection_that_went_away_unseen(api, function):
    api.closes_silently = True
    for _ in range(5):
        api.ask({"key": "none.jpg"})
    api.wait_for_requests(6)
    assert function.stop() == 0
    assert [line["message"] for line in function.lines if "did not take" in line["message"]] == []


def test_neither_listener_nor_proxy(api, start_function):
    with socket.socket() as taken, http.server.HTTPServer(("127.0.0.1", 0), None) as proxy:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        url = f"http://127.0.0.1:{proxy.server_port}"  # takes connections and says nothing
        proxies = {name: url for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")}
        start_function({"STRIPMETA_LISTEN": f"127.0.0.1:{taken.getsockname()[1]}", **proxies})
        assert_error(api.ask({"key": "none.jpg"}), "NotFound")


def test_metrics_of_an_invocation(start_function, api):
    function = start_function({"AWS_LAMBDA_FUNCTION_NAME": "photos"})
    function.put("a.jpg", photo())
    function.put("bad.jpg", b"no image")
    api.ask({"Records": [message("1", {"key": "a.jpg"}), message("2", {"key": "bad.jpg"})]})
    sums, failures = function.metrics
    assert (sums["FunctionName"], sums["Cleaned"], sums["Failed"]) == ("photos", 1, 1)
    assert sums["BytesIn"] == len(photo())
    assert sums["removed"]["exif"]["count"] == 1
    assert len(sums["StripMs"]) == 1
    assert (failures["ErrorType"], failures["Failures"]) == ("Unsupported", 1)


def test_levels_of_the_log(start_function, api):
    function = start_function({"STRIPMETA_LOG_LEVEL": "error", "STRIPMETA_METRICS": "off"})
    function.put("a.jpg", photo())
    api.ask({"Records": [message("1", {"key": "a.jpg"}), message("2", {"key": "missing.jpg"})]})
    assert [line["message_id"] for line in function.lines] == ["2"]
    assert function.metrics == []


def test_tasks_of_batch_operations(function, api):
    function.put("in/a b+c.jpg", photo())
    tasks = [{"taskId": "1", "s3Key": "in/a+b%2Bc.jpg", "s3VersionId": None, "s3BucketArn": f"arn:aws:s3:::{function.a}"}]
    tasks.append({**tasks[0], "taskId": "2", "s3Key": "missing.jpg"})
    event = {"invocationSchemaVersion": "1.0", "invocationId": "i", "job": {"id": "j"}, "tasks": tasks}
    results = api.ask(event).json["results"]
    assert [(one["taskId"], one["resultCode"]) for one in results] == [("1", "Succeeded"), ("2", "PermanentFailure")]
    assert "in/a b+c.jpg" in function.in_b()


def test_events_of_sns_and_eventbridge(function, api):
    for key in ("sns.jpg", "in a queue.jpg", "event bridge+.jpg"):
        function.put(key, photo())
    notice = json.dumps({"Records": [record(function.a, "sns.jpg")]})
    assert api.ask({"Records": [{"EventSource": "aws:sns", "Sns": {"Message": notice}}]}).json[0]["outcome"] == "cleaned"
    wrapped = {"Type": "Notification", "Message": json.dumps({"Records": [record(function.a, "in+a+queue.jpg")]})}
    assert api.ask({"Records": [message("1", wrapped)]}).json == failures()
    detail = {"bucket": {"name": f"{function.a}"}, "object": {"key": "event bridge+.jpg", "size": 1}}
    event = {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}
    assert api.ask(event).json[0]["outcome"] == "cleaned"
    assert function.in_b() == ["event bridge+.jpg", "in a queue.jpg", "sns.jpg"]
