"""`stripmeta policy`: what a policy does, and where it can be set. The table is compared with what strip does."""

import json
import subprocess

import pytest
from cli_harness import run, usage


def test_the_table():
    text = run("policy").text
    assert text.startswith("policy default;strict=0\n")
    head, *lines = (line.split() for line in text.split("\n\n")[2].splitlines())
    assert head == json.loads(run("version", "--json").text)["formats"]
    rows = {part: dict(zip(head, words, strict=True)) for part, *words in lines}
    assert [rows["icc"][word] for word in ("jpeg", "jxl", "tiff", "svg")] == ["stays", "always", "stays", "-"]
    assert [rows["copyright"][word] for word in ("jpeg", "gif", "webp", "svg")] == ["goes", "-", "goes", "-"]
    assert "stays" not in run("policy", "--policy", "location").text.split("Every other byte")[0]


def made(folder, name, *options):
    """An image of a format that exiftool can write, with the parts that the table lists."""
    path = folder / name
    subprocess.run(["exiftool", "-q", "-overwrite_original", *options, path], check=True, timeout=60)
    return path


@pytest.mark.parametrize("extension, program", [
    ("jpg", ["cjpeg", "-outfile"]), ("webp", ["cwebp", "-quiet", "-lossless", "-o"]), ("png", None)])
@pytest.mark.parametrize("part, option, tag", [
    ("orientation", "-n -Orientation=6", "Orientation"),
    # Browsers then show the picture at half its size, so Exif's density matters.
    ("density", "-XResolution=144 -YResolution=144 -ResolutionUnit=inches -ExifImageWidth=8 -ExifImageHeight=8", None),
    ("copyright", "-EXIF:Artist=Someone -EXIF:Copyright=Mine", "Artist"),
])
def test_the_table_is_true(tmp_path, extension, program, part, option, tag):
    ppm = tmp_path / "a.ppm"
    ppm.write_bytes(b"P6\n16 16\n255\n" + bytes(range(256)) * 3)
    image = tmp_path / f"a.{extension}"
    if program:
        extra = [] if program[0] == "cjpeg" else ["--"]
        subprocess.run([*program, image, *extra, ppm], check=True, timeout=60)
    else:
        subprocess.run(["cwebp", "-quiet", "-lossless", "-o", tmp_path / "b.webp", "--", ppm], check=True, timeout=60)
        subprocess.run(["dwebp", "-quiet", tmp_path / "b.webp", "-o", image], check=True, timeout=60)
    if (extension, part) == ("png", "density"):
        option, tag = "-PNG:PixelsPerUnitX=5669 -PNG:PixelsPerUnitY=5669 -PNG:PixelUnits=meters", "PixelsPerUnitX"
    made(tmp_path, image.name, *option.split())
    said = json.loads(run("policy", "--json").text)["formats"]
    for keep in ([], ["--keep", part], ["--remove", part]):
        word = json.loads(run("policy", "--json", *keep).text)["formats"][{"jpg": "jpeg"}.get(extension, extension)][part]
        out = tmp_path / "out"
        assert run("strip", "--force", image, "-o", out, *keep).code == 0
        found = json.loads(subprocess.run(
            ["exiftool", "-j", f"-{tag or 'XResolution'}", out], capture_output=True, timeout=60, check=True).stdout)[0]
        if tag:
            assert (tag in found) == (word == "stays"), (keep, found)
        else:
            assert (found.get("XResolution") == 144) == (word == "stays"), (keep, found)
    assert said["gif"] == {"icc": "stays"}


def test_a_file_says_the_policy(tmp_path):
    (tmp_path / "stripmeta").mkdir()
    (tmp_path / "stripmeta/config").write_text("policy = share\nkeep = copyright\n")
    where = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert run("policy", env=where).text.startswith("policy share;keep=copyright;strict=0\n")
    assert run("policy", "--policy", "default", env=where).text.startswith("policy default;keep=copyright;strict=0\n")


@pytest.mark.parametrize("text, said", [
    ("\ufeffpolicy = share\r\nkeep=copyright,gainmap # and HDR\r\n\r\n# strict = 1\n",
     "share;keep=copyright,gainmap;strict=0"),
    ("  policy = archive\n  strict = 1\n", "archive;strict=1"),
    ("", "default;strict=0"),
])
def test_what_a_file_may_look_like(tmp_path, text, said):
    (tmp_path / "config").write_text(text, newline="")
    ran = run("policy", env={"STRIPMETA_CONFIG": str(tmp_path / "config")})
    assert ran.text.splitlines()[0] == f"policy {said}"


@pytest.mark.parametrize("text, sentence", [
    ("polcy = share\n", "line 1: unknown name 'polcy'; use policy, keep, remove or strict"),
    ("# mine\nkeep = icc\nkeep = copyright\n", "line 3: 'keep' is set twice"),
    ("[stripmeta]\npolicy = share\n", "line 1: sections are not supported; write lines of 'name = value'"),
    ("policy share", "line 1: expected 'name = value'"),
])
def test_what_a_file_may_not_say(tmp_path, text, sentence):
    (tmp_path / "stripmeta").mkdir()
    (tmp_path / "stripmeta/config").write_text(text)
    ran = run("check", "a.jpg", env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (ran.code, ran.errors) == (2, usage(f"'{tmp_path}/stripmeta/config': {sentence}", "check"))
