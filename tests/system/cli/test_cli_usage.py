"""Grammar, help, wrong usage (exit 2, nothing written) and the policy of the command line."""

import os
import pty
import re

import pytest
from cli_harness import CLEAN, DIRTY, names, run, summary, usage


NOTHING = "no image was given; name files or directories, or '-' for standard input"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(DIRTY)
    (tmp_path / "b.jpg").write_bytes(DIRTY)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.jpg").write_bytes(DIRTY)
    return tmp_path


def test_version():
    ran = run("--version")
    assert (ran.code, ran.errors) == (0, "")
    assert re.fullmatch(r"stripmeta \d+\.\d+\.\d+\+\w+\n", ran.text)


def test_help_has_examples():
    ran = run("--help")
    assert (ran.code, ran.errors) == (0, "")
    assert ran.text.startswith("Strips metadata")
    assert "Usage: stripmeta [OPTIONS] COMMAND ...\n" in ran.text
    assert "\n  stripmeta strip photo.jpg -o clean.jpg\n" in ran.text


@pytest.mark.parametrize("verb", ["strip", "inspect", "check"])
def test_help_of_a_verb(verb):
    ran = run(verb, "--help")
    assert (ran.code, ran.errors) == (0, "")
    assert f"Usage: stripmeta {verb} [OPTIONS] FILE...\n" in ran.text
    assert f"\nExamples:\n  stripmeta {verb} " in ran.text
    assert "\nExit: 0 " in ran.text
    assert "STRIPMETA_POLICY" in ran.text and "icc, orientation, density, copyright" in ran.text
    assert "{" not in ran.text.split("Examples:")[0]
    assert max(map(len, ran.text.splitlines())) <= 120


def test_help_goes_nowhere():
    with open("/dev/full", "wb") as full:
        ran = run("--help", stdout=full)
    assert (ran.code, ran.errors) == (1, "stripmeta: cannot write the results: No space left on device\n")


@pytest.mark.parametrize(
    "arguments, verb, sentence",
    [
        ([], "", "no command was given"),
        (["strap"], "", "there is no command 'strap'; the commands are strip, inspect, check, diff, sync, watch, policy, version, completion, help, man"),
        (["strip"], "strip", NOTHING),
        (["check"], "check", NOTHING),
        (["inspect", "--json"], "inspect", NOTHING),
        (["strip", "--wrong", "a.jpg"], "strip", "there is no option '--wrong' for strip; put '--' before a file name that starts with a dash"),
        (["strip", "a.jpg", "--\x1b[2J"], "strip", "there is no option '--\\x1b[2J' for strip; put '--' before a file name that starts with a dash"),
        (["watch", "-o", "out"], "watch", "name one directory to watch"),
        (["sync"], "sync", "name two folders: where the images are, and where the clean copies go"),
        (["help", "cook"], "help", "there is no command 'cook'"),
        (["check", "a.jpg", "--json", "--quiet"], "check", "--json and --quiet cannot be used together"),
        (["check", "-", "-"], "check", "standard input ('-') can be read only once"),
        (["strip", "a.jpg"], "strip",
         "no output was given; use -o OUT, or --in-place to replace the file"),
        (["strip", "a.jpg", "-o", "c.jpg", "--in-place"], "strip",
         "-o and --in-place cannot be used together"),
        (["strip", "a.jpg", "-o", ""], "strip", "-o needs a name"),
        (["strip", "a.jpg", "b.jpg", "-o", "-"], "strip",
         "standard output can take only one image, not 2; name a directory with -o"),
        (["strip", "a.jpg", "b.jpg", "-o", "c/../b.jpg"], "strip",
         "'a.jpg' and 'b.jpg' would both be written to 'c/../b.jpg'; strip them in separate runs"),
        (["strip", "a.jpg", "sub/a.jpg", "-o", "out"], "strip",
         "'a.jpg' and 'sub/a.jpg' would both be written to 'out/a.jpg'; strip them in separate runs"),
        (["strip", "a.jpg", "./a.jpg", "--in-place"], "strip", None),
        (["strip", "a.jpg", "b.jpg", "-o", "sub/a.jpg"], "strip",
         "'sub/a.jpg' is not a directory; name a directory with -o"),
        (["strip", "a.jpg", "-o", "b.jpg/"], "strip", "'b.jpg/' is not a directory; name a directory with -o"),
        (["strip", "-", "-o", "sub"], "strip",
         "an image from standard input has no name; give -o a file, not the directory 'sub'"),
        (["strip", "-", "--in-place"], "strip", "standard input ('-') cannot be cleaned in place; use -o"),
        (["strip", "-", "-o", "c.jpg", "--preserve"], "strip", "--preserve works only from file to file"),
        (["strip", "a.jpg", "-o", "-", "--sync"], "strip", "--sync works only if the output is a file"),
    ],
)
def test_wrong_usage(folder, arguments, verb, sentence):
    if sentence is None:
        real = os.path.realpath(folder / "a.jpg")
        sentence = f"'a.jpg' and './a.jpg' would both be written to '{real}'; strip them in separate runs"
    if "c/../b.jpg" in arguments:  # several inputs: OUT is a directory, and this one is a file
        (folder / "c").mkdir()
        sentence = "'c/../b.jpg' is not a directory; name a directory with -o"
    before = names(folder)
    ran = run(*arguments, cwd=folder)
    expected = usage(sentence, verb).replace("stripmeta  --help", "stripmeta --help")
    assert (ran.code, ran.text, ran.errors) == (2, "", expected)
    assert names(folder) == before
    assert all((folder / name).read_bytes() == DIRTY for name in ("a.jpg", "b.jpg", "sub/a.jpg"))


def test_in_place_twice_through_a_link(folder):
    (folder / "link.jpg").symlink_to("b.jpg")
    ran = run("strip", "b.jpg", "link.jpg", "--in-place", cwd=folder)
    assert ran.code == 2
    assert (folder / "b.jpg").read_bytes() == DIRTY


@pytest.fixture
def terminal():
    leader, follower = pty.openpty()
    yield follower
    os.close(leader)
    os.close(follower)


def test_terminal_as_output(folder, terminal):
    ran = run("strip", "a.jpg", "-o", "-", cwd=folder, stdout=terminal)
    assert (ran.code, ran.errors) == (
        2, usage("standard output is a terminal; name a file with -o, or redirect it"))


@pytest.mark.parametrize("verb, more", [("strip", ["-o", "c.jpg"]), ("check", []), ("inspect", [])])
def test_terminal_as_input(folder, terminal, verb, more):
    ran = run(verb, "-", *more, cwd=folder, stdin=terminal)
    assert (ran.code, ran.text, ran.errors) == (
        2, "", usage("standard input is a terminal; name a file, or pipe an image into stripmeta", verb))
    assert not (folder / "c.jpg").exists()


def test_results_may_go_to_a_terminal(folder, terminal):
    assert run("strip", "a.jpg", "-o", "c.jpg", cwd=folder, stdout=terminal).code == 0


UNKNOWN_PART = "unknown part to keep or remove '{}'; the words are: icc, orientation, density, copyright, gainmap, panorama, title, ninepatch"


@pytest.mark.parametrize("verb", ["strip", "check", "inspect"])
@pytest.mark.parametrize(
    "options, variables, sentence",
    [
        (["--policy", "best"], {}, "--policy: unknown policy 'best'; the words are: default, share, archive, location"),
        (["--keep", "icc,colour"], {}, "--keep: " + UNKNOWN_PART.format("colour")),
        (["--remove", "g\x1bps"], {}, "--remove: " + UNKNOWN_PART.format("g\\x1bps")),
        (["--keep", "icc", "--remove", "density, icc"], {}, "'icc' is both kept and removed; name it once"),
        ([], {"STRIPMETA_POLICY": "best"}, "STRIPMETA_POLICY: unknown policy 'best'; the words are: default, share, archive, location"),
        ([], {"STRIPMETA_KEEP": "all"}, "STRIPMETA_KEEP: " + UNKNOWN_PART.format("all")),
        ([], {"STRIPMETA_REMOVE": "all"}, "STRIPMETA_REMOVE: " + UNKNOWN_PART.format("all")),
        ([], {"STRIPMETA_STRICT": "yes"}, "STRIPMETA_STRICT: must be 1 or 0"),
    ],
)
def test_bad_policy(folder, verb, options, variables, sentence):
    before = names(folder)
    out = ["-o", "c.jpg"] if verb == "strip" else []
    ran = run(verb, "a.jpg", *out, *options, cwd=folder, env=variables)
    assert (ran.code, ran.text, ran.errors) == (2, "", usage(sentence, verb))
    assert names(folder) == before


DENSE = CLEAN.replace(b"JFIF\0\x01\x01\0\0\x01\0\x01", b"JFIF\0\x01\x01\x01\0\x48\0\x48")


@pytest.mark.parametrize(
    "options, variables, clean",
    [
        ([], {}, True),
        (["--policy", "share"], {}, False),
        (["--remove", "density"], {}, False),
        (["--remove", "icc", "--remove", "title,density"], {}, False),
        (["--policy", "share", "--keep", "density"], {}, True),
        ([], {"STRIPMETA_POLICY": "share"}, False),
        ([], {"STRIPMETA_REMOVE": "density"}, False),
        (["--policy", "default"], {"STRIPMETA_POLICY": "share"}, True),
        (["--remove", "icc"], {"STRIPMETA_REMOVE": "density"}, True),
        (["--keep", "icc"], {"STRIPMETA_POLICY": "share", "STRIPMETA_KEEP": "density"}, False),
    ],
)
def test_policy_reaches_the_engine(tmp_path, options, variables, clean):
    (tmp_path / "a.jpg").write_bytes(DENSE)
    ran = run("check", *options, "a.jpg", cwd=tmp_path, env=variables)
    assert (ran.code, ran.errors) == (0 if clean else 1, "")


@pytest.mark.parametrize(
    "options, variables, strict",
    [
        ([], {}, False),
        (["--strict"], {}, True),
        (["--no-strict"], {"STRIPMETA_STRICT": "1"}, False),
        ([], {"STRIPMETA_STRICT": "1"}, True),
        ([], {"STRIPMETA_STRICT": "0"}, False),
        (["--strict"], {"STRIPMETA_STRICT": "0"}, True),
        (["--strict", "--no-strict"], {}, False),
    ],
)
def test_strictness(tmp_path, options, variables, strict):
    (tmp_path / "a.jpg").write_bytes(CLEAN[:-2])
    ran = run("strip", "a.jpg", "-o", "c.jpg", *options, cwd=tmp_path, env=variables)
    assert ran.code == (1 if strict else 0)
    assert (tmp_path / "c.jpg").exists() == (not strict)


def test_policy_options_do_not_eat_files(folder):
    ran = run("strip", "--keep", "icc", "--remove", "title", "a.jpg", "-o", "c.jpg", cwd=folder)
    assert (ran.code, ran.text) == (0, summary("a.jpg", DIRTY, CLEAN))


@pytest.mark.parametrize("name", ["-a.jpg", "--in-place", "strip", "check", "-5.jpg"])
def test_odd_names_behind_dashes(folder, name):
    (folder / name).write_bytes(DIRTY)
    ran = run("strip", "-o", "c.jpg", "--", name, cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, summary(name, DIRTY, CLEAN), "")


@pytest.mark.parametrize("name", ["[a,b]", "[]", "{}", "++"])
def test_names_that_are_no_lists(folder, name):
    (folder / name).write_bytes(DIRTY)
    ran = run("strip", name, "-o", "sub/", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, summary(f"./{name}", DIRTY, CLEAN), "")
    assert (folder / "sub" / name).read_bytes() == CLEAN


@pytest.mark.parametrize("name", ["strip", "check", "a=b.jpg", "a b.jpg", "日本.jpg", "%s%n.jpg", "\\"])
def test_odd_names(folder, name):
    (folder / name).write_bytes(DIRTY)
    ran = run("strip", name, "-o", "sub/", cwd=folder)
    assert (ran.code, ran.text, ran.errors) == (0, summary(name, DIRTY, CLEAN), "")
    assert (folder / "sub" / name).read_bytes() == CLEAN


def test_help_is_a_command_too():
    assert run("help").text == run("--help").text
    assert run("help", "strip").text == run("strip", "--help").text
