"""Manual pages, completions and the version, which are made from the definition of the command line; checked by man and the shells."""

import json
import re
import subprocess

import pytest
from cli_harness import run, usage

VERBS = run("completion", "bash").text.split("compgen -W '")[1].split(" --help")[0].split()


def ask(command, text, cwd=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False, cwd=cwd)


@pytest.mark.parametrize("verb", [None, *VERBS])
def test_pages(verb):
    page = run("man", *([verb] if verb else [])).text
    judged = ask(["mandoc", "-T", "lint", "-W", "warning"], page)
    complaints = [line for line in judged.stdout.splitlines() if "missing date" not in line]
    assert complaints == []
    shown = re.sub(".\b", "", ask(["mandoc", "-T", "ascii"], page).stdout)  # bold is a letter printed twice
    assert ("STRIPMETA-" + verb.upper() if verb else "STRIPMETA") + "(1)" in shown
    if verb:
        options = set(re.findall(r"^  .*?(--[a-z-]+)", run(verb, "--help").text, re.MULTILINE))
        assert "--help" in options
        assert [option for option in sorted(options) if option not in shown] == []


def test_no_such_page():
    ran = run("man", "cook")
    assert (ran.code, ran.errors) == (2, usage("there is no command 'cook'", "man"))


def complete(*words, cwd=None):
    """What bash offers for the last word."""
    script = run("completion", "bash").text + (
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stripmeta; printf "%s\\n" "${COMPREPLY[@]}"\n')
    return ask(["bash", "-c", script, "bash", *words], None, cwd=cwd).stdout.splitlines()


def test_bash():
    assert complete("stripmeta", "st") == ["strip"]
    assert complete("stripmeta", "check", "--qu") == ["--quiet"]
    assert complete("stripmeta", "strip", "--policy", "loc") == ["location"]
    assert complete("stripmeta", "strip", "--keep", "o") == ["orientation"]
    assert "--in-place" not in complete("stripmeta", "check", "--")


def test_bash_completes_values():
    assert complete("stripmeta", "strip", "--policy", "=", "sh") == ["share"]
    assert "share" in complete("stripmeta", "strip", "--policy", "=")
    assert complete("stripmeta", "strip", "--keep", "icc,or") == ["icc,orientation"]
    assert complete("stripmeta", "strip", "-j", "") == [""]


def test_bash_offers_no_files_where_none_is_taken(tmp_path):
    (tmp_path / "photo.jpg").touch()
    assert complete("stripmeta", "policy", "", cwd=tmp_path) == [""]
    assert complete("stripmeta", "check", "", cwd=tmp_path) == ["photo.jpg"]


@pytest.mark.parametrize("verb", VERBS)
def test_pages_have_the_sections_of_pages(verb):
    page = run("man", verb).text
    assert ".SH DESCRIPTION\n" in page and ".SH EXAMPLES\n" in page
    assert (".SH EXIT STATUS\n" in page) == ("Exit: " in run(verb, "--help").text)
    assert ("STRIPMETA_POLICY" in page) == ("--policy" in run(verb, "--help").text)
    assert "UINT" not in page


def test_bash_offers_the_arguments_of_verbs_about_itself():
    assert complete("stripmeta", "completion", "") == ["bash", "zsh", "fish"]
    assert set(complete("stripmeta", "man", "")) == set(VERBS)


def test_bash_offers_a_name_with_blanks_as_one(tmp_path):
    (tmp_path / "My Photo.jpg").touch()
    assert complete("stripmeta", "check", "My", cwd=tmp_path) == ["My Photo.jpg"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_read_it(shell):
    judged = ask([shell, "-n", "/dev/stdin"], run("completion", shell).text)
    assert (judged.returncode, judged.stderr) == (0, "")


def test_fish():
    script = run("completion", "fish").text
    offered = ask(["fish", "--no-config", "-c", f"{script}\ncomplete --do-complete 'stripmeta strip --pol'"], None)
    assert offered.stdout.split()[0] == "--policy"
    offered = ask(["fish", "--no-config", "-c", f"{script}\ncomplete --do-complete 'stripmeta completion '"], None)
    assert {"bash", "zsh", "fish"} <= set(offered.stdout.split())


def test_no_such_shell():
    ran = run("completion", "tcsh")
    assert (ran.code, ran.errors) == (2, usage("name a shell: bash, zsh or fish", "completion"))


def test_version():
    ran = run("version", "--json")
    told = json.loads(ran.text)
    assert ran.code == 0
    assert run("version").text == f"stripmeta {told['version']}+{told['revision']}\n" == run("--version").text
    assert told["formats"][:2] == ["jpeg", "png"]
    assert sorted(set(told["formats"])) == sorted(told["formats"])
    assert told["policies"] == ["default", "share", "archive", "location"]
    assert "gainmap" in told["parts"]
