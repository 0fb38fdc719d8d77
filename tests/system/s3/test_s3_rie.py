"""Bucket to bucket under the real Lambda Runtime Interface Emulator, with the queue's message that S3 writes."""

import servers
from function_server import MARKER, photo
from rie import emulate  # noqa: F401  (a fixture)
from runtime_api import failures, message, record


def test_buckets_under_the_emulator(emulate, gateway, versioned, clean_of):  # noqa: F811
    emulator = emulate(servers.environment(gateway.url, versioned))
    versioned.put("in/a b+1.jpg", photo())
    versioned.put("large.jpg", photo(scan=18 << 20))
    versioned.put("bad.jpg", b"no image at all")

    for key, scan in (("in/a b+1.jpg", 0), ("large.jpg", 18 << 20)):
        status, answer = emulator.invoke({"key": key})
        assert status == 200
        assert answer["outcome"] == "cleaned"
        assert versioned.get_b(key) == clean_of(photo(scan=scan))
        assert MARKER not in versioned.get_b(key)

    good = message("1", {"Records": [record(versioned.a, "in/a+b%2B1.jpg")]})
    bad = message("2", {"Records": [record(versioned.a, "bad.jpg")]})
    gone = message("3", {"Records": [record(versioned.a, "gone.jpg")]})
    assert emulator.invoke({"Records": [good, bad, gone]}) == (200, failures("2"))
    assert versioned.get_b("bad.jpg") is None
    assert emulator.log.count("waiting for events from the Lambda Runtime API") == 1
