"""`--keep gainmap` on the corpus' JPEGs with one: it stays, its numbers with it, and nothing else does."""

import gain_map
import places
import pytest

FILES = [path for path in places.corpus_files().get("jpg", []) if "gainmap" in path.name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_stays(path, cli, tmp_path):
    output = gain_map.kept(cli, path, tmp_path)
    parts = {}
    for name, file in (("before", path), ("after", output)):
        parts[name] = tmp_path / f"{name}.jpg"
        parts[name].write_bytes(gain_map.second(file))
    assert gain_map.groups(output) | gain_map.groups(parts["after"]) <= gain_map.ALLOWED
    assert gain_map.pixels(output.read_bytes()) == gain_map.pixels(path.read_bytes())
    assert gain_map.pixels(parts["after"].read_bytes()) == gain_map.pixels(parts["before"].read_bytes())
    wanted = gain_map.numbers(parts["before"])
    assert wanted
    assert wanted.items() <= gain_map.numbers(parts["after"]).items()
