"""Keys are byte strings: every one arrives in B under its own name, whatever it is made of."""

import pytest

import servers
from answers import cleaned
from function_server import photo

PLAIN_KEYS = [
    "a b.jpg", "a+b.jpg", "a%2Bb.jpg", "100%.jpg", "%zz.jpg", "a%20b.jpg", "a%2Fb.jpg", "größe/日本語.jpg", "😀.jpg",
    "e\u0301.jpg", "a?b=c&d.jpg", "a#b.jpg", "~!@$^&*()_=,:;'\"<>[]{}|\\`.jpg", "tab\there.jpg",
    "\x01\x1f\x7f.jpg", "no-extension", ".hidden", "a=b&uploads.jpg",
]  # fmt: skip
BEYOND_MOTO = ["new\nline.jpg", "return\r.jpg"]
PATH_KEYS = ["a//b.jpg", "/lead.jpg", "//two.jpg", "a/../b.jpg", "a/./b.jpg", "../up.jpg", "trail/", "x" * 1024]
LONG_KEY = "é" * 450  # 900 bytes, 2,700 percent-encoded: more than S3's 2 KB of user metadata


def neighbours(key: str) -> set[str]:
    """What a client that normalises or decodes a key would take it for."""
    changed = {key.replace("+", " "), key.replace("//", "/"), key.lstrip("/"), key.rstrip("/"), "b.jpg", "a/b.jpg"}
    return changed - {key, ""}


@pytest.mark.parametrize("key", PLAIN_KEYS + BEYOND_MOTO, ids=ascii)
def test_keys_on_versitygw(function, buckets, clean_of, key):
    buckets.put(key, photo())
    cleaned(function.invoke({"key": key}))
    assert buckets.get_b(key) == clean_of(photo())
    assert function.invoke({"key": key}).json["outcome"] == "duplicate"


@pytest.mark.parametrize("key", PLAIN_KEYS + PATH_KEYS + [LONG_KEY], ids=lambda key: ascii(key)[:30])
def test_keys_on_moto(serve, moto, moto_buckets, clean_of, key):
    moto_buckets.put(key, photo())
    for other in neighbours(key):
        moto_buckets.put(other, b"no image: whoever reads this read the wrong object")
    function = serve(servers.environment(moto.url, moto_buckets))
    cleaned(function.invoke({"key": key}))
    listed = moto_buckets.s3.list_objects_v2(Bucket=moto_buckets.b)["KeyCount"]
    assert listed == 1
    assert moto_buckets.get_b(key) == clean_of(photo())
    assert function.invoke({"key": key}).json["outcome"] == "duplicate"


@pytest.mark.parametrize("key", ["a b+c%ü/?#.jpg", "a//b/../c.jpg"])
def test_odd_keys_of_multipart_objects(serve, moto, moto_buckets, clean_of, key):
    moto_buckets.put(key, photo(scan=9 << 20))
    cleaned(serve(servers.environment(moto.url, moto_buckets)).invoke({"key": key}))
    assert moto_buckets.get_b(key) == clean_of(photo(scan=9 << 20))


def test_the_marker_of_a_long_key_fits(serve, moto, moto_buckets):
    moto_buckets.put(LONG_KEY, photo())
    function = serve(servers.environment(moto.url, moto_buckets))
    cleaned(function.invoke({"key": LONG_KEY}))
    metadata = moto_buckets.head_b(LONG_KEY)["Metadata"]
    assert sum(len(name) + len(value.encode()) for name, value in metadata.items()) <= 2048
    assert all(value.isascii() and value.isprintable() for value in metadata.values())


def test_markers_of_two_long_keys_differ(serve, moto, moto_buckets):
    """Else one would be taken for the other's output."""
    function = serve(servers.environment(moto.url, moto_buckets))
    sources = set()
    for end in "ab":
        moto_buckets.put(LONG_KEY + end, photo())
        cleaned(function.invoke({"key": LONG_KEY + end}))
        sources.add(moto_buckets.head_b(LONG_KEY + end)["Metadata"]["stripmeta-source"].split(";")[0])
    assert len(sources) == 2
