"""stripmeta-function under the real Lambda Runtime Interface Emulator, between two directories."""

from function_server import MARKER, photo
from rie import emulate  # noqa: F401  (a fixture)
from runtime_api import failures, message, record


def test_invocations_one_after_the_other(emulate):
    emulator = emulate()
    (emulator.a / "a b.jpg").write_bytes(photo())
    (emulator.a / "bad.jpg").write_bytes(b"no image at all")

    status, body = emulator.invoke({"input_jpg": "a b.jpg"})
    assert (status, body["outcome"]) == (200, "cleaned")
    assert MARKER not in (emulator.b / "a b.jpg").read_bytes()

    _, body = emulator.invoke({"key": "none.jpg"})
    assert (list(body), body["errorType"]) == (["errorType", "errorMessage"], "NotFound")

    _, body = emulator.invoke([{"key": "a b.jpg", "force": True}, {"key": "bad.jpg"}])
    assert (body[0]["outcome"], body[1]["errorType"]) == ("cleaned", "Unsupported")

    _, body = emulator.invoke({"Records": [record(emulator.a, "gone.jpg")]})
    assert [outcome["outcome"] for outcome in body] == ["skipped"]

    good = message("1", {"Records": [record(emulator.a, "a+b.jpg")]})
    bad = message("2", {"Records": [record(emulator.a, "bad.jpg")]})
    assert emulator.invoke({"Records": [good, bad]}) == (200, failures("2"))

    _, body = emulator.invoke({"what": "is this"})
    assert body["errorType"] == "InvalidEvent"
    assert emulator.log.count("waiting for events from the Lambda Runtime API") == 1  # it never had to be started again


def test_answer_that_is_too_large(emulate):
    emulator = emulate()
    key = "/".join(letter * 250 for letter in "abcdefghijkl")  # a thousand answers with it twice are 6.7 MB
    (emulator.a / key).parent.mkdir(parents=True)
    (emulator.a / key).write_bytes(photo())
    _, body = emulator.invoke([{"key": key}] * 1000)
    assert body["errorType"] == "Function.ResponseSizeTooLarge"  # the emulator's word; ours comes too late for it
    _, body = emulator.invoke({"key": key, "force": True})
    assert body["outcome"] == "cleaned"


def test_init_error(emulate):
    emulator = emulate({"STRIPMETA_POLICY": "everything"})
    _, body = emulator.invoke({"key": "a.jpg"})
    assert body["errorType"] == "Configuration"
    assert "STRIPMETA_POLICY" in body["errorMessage"]
