"""Debian's packages: what they say, and that they can be installed, used and removed."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import debian
import project
from debian import LIBRARY, PROGRAM, Root
from project import ROOT, run

BUILD_PACKAGE = ROOT / "scripts/build-package"
MAINTAINER = "Somebody Else <else@stripmeta.test>"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    """With both packages installed."""
    root = Root(tmp_path_factory.mktemp("root"))
    root.dpkg("--install", debian.package(PROGRAM), debian.package(LIBRARY))
    yield root
    root.remove()


@pytest.fixture(scope="module")
def usr(root: Root) -> Path:
    return root.folder / "usr"


@pytest.mark.parametrize("name", [PROGRAM, LIBRARY])
def test_what_a_package_says(name: str) -> None:
    file = debian.package(name)
    said = debian.fields(file)
    architecture = run("dpkg", "--print-architecture").stdout.strip()
    version = run(project.PROGRAM, "version").stdout.split()[1].partition("+")[0]
    assert (said["Package"], said["Version"], said["Architecture"]) == (name, f"{version}-1", architecture)
    assert file.name == f"{name}_{version}-1_{architecture}.deb"
    assert said["Section"] == {PROGRAM: "graphics", LIBRARY: "libdevel"}[name]
    assert re.fullmatch(r".+ <.+@.+>", said["Maintainer"])
    assert len(said["Description"].splitlines()) > 2 and "Homepage" not in said


@pytest.mark.parametrize("name", [PROGRAM, LIBRARY])
def test_what_is_in_a_package(name: str) -> None:
    rows = debian.contents(debian.package(name))
    assert {owner for _, owner in rows.values()} == {"root/root"}
    for file, (mode, _) in rows.items():
        executable = file.endswith("/") or file == "usr/bin/stripmeta"
        assert mode[1:] == ("rwxr-xr-x" if executable else "rw-r--r--"), file
    files = {file for file in rows if not file.endswith("/")}
    assert {f"usr/share/doc/{name}/{file}" for file in ("copyright", "changelog.gz", "changelog.Debian.gz")} <= files
    assert ("usr/bin/stripmeta" in files, "usr/lib/libstripmeta.a" in files) == (name == PROGRAM, name == LIBRARY)
    unit = "usr/share/doc/stripmeta/examples/stripmeta-watch@.service"
    assert (unit in files) == (name == PROGRAM), "the guide leads to it"
    scripts = re.findall(r"\* (\w+)\s+#!", run("dpkg-deb", "--info", debian.package(name)).stdout)
    assert scripts == [], "they would have to be tried too"


def test_lintian_finds_no_error() -> None:
    # What it only warns of: Debian's own libraries lie in folders by architecture, and uploading a package closes a bug.
    command = ("lintian", "--fail-on", "error", "--suppress-tags", "bogus-mail-host")  # that is who builds it, not what
    judged = run(*command, debian.package(PROGRAM), debian.package(LIBRARY), check=False)
    assert judged.returncode == 0, judged.stdout


def test_the_program_is_stripped_and_asks_for_what_it_loads(usr: Path) -> None:
    program = usr / "bin/stripmeta"
    assert ".symtab" not in run("readelf", "--sections", "--wide", program).stdout
    assert ".symtab" in run("readelf", "--sections", "--wide", project.PROGRAM).stdout
    said = debian.fields(debian.package(PROGRAM))
    assert "libcurl4" in said["Recommends"] and "curl" not in said["Depends"]
    depends = {each.split()[0] for each in said["Depends"].split(", ")}
    for library in re.findall(r"NEEDED.*\[(.+)\]", run("readelf", "--dynamic", program).stdout):
        owners = {line.partition(":")[0] for line in run("dpkg", "--search", library).stdout.splitlines()}
        assert owners & depends, f"{library} is in none of {depends}"


def test_dpkg_refuses_it_where_a_library_is_missing(tmp_path: Path) -> None:
    missing = next(each for each in debian.fields(debian.package(PROGRAM))["Depends"].split() if "pugixml" in each)
    root = Root(tmp_path, without=missing)
    refused = root.dpkg("--install", debian.package(PROGRAM), check=False)
    assert refused.returncode == 1 and f"depends on {missing}" in refused.stderr
    assert not root.installed(PROGRAM)


def test_the_installed_program_strips(usr: Path, images: list[Path], tmp_path: Path) -> None:
    for image in images:
        run(usr / "bin/stripmeta", "strip", image, "-o", tmp_path / image.name)
        run(project.PROGRAM, "strip", image, "-o", tmp_path / f"build-{image.name}")
        assert (tmp_path / image.name).read_bytes() == (tmp_path / f"build-{image.name}").read_bytes()
        run(usr / "bin/stripmeta", "check", tmp_path / image.name)


def test_man_finds_the_pages(usr: Path) -> None:
    pages = {"stripmeta": ()} | {f"stripmeta-{verb}": (verb,) for verb in project.verbs()}
    assert {path.name for path in (usr / "share/man/man1").iterdir()} == {f"{name}.1.gz" for name in pages}
    for name, words in pages.items():
        found = run("man", "-M", usr / "share/man", "-w", name).stdout.strip()
        assert debian.unpacked(Path(found)) == run(project.PROGRAM, "man", *words).stdout
    shown = run("man", "-P", "cat", "-M", usr / "share/man", "stripmeta-strip", env=os.environ | {"MANWIDTH": "100"})
    assert shown.stdout.startswith("STRIPMETA-STRIP(1)") and "--in-place" in shown.stdout


def test_shells_find_the_completions(usr: Path, tmp_path: Path) -> None:
    assert "_stripmeta" in project.loaded_by_bash(usr / "share/bash-completion/completions/stripmeta")
    assert project.found_by_zsh(usr / "share/zsh/vendor-completions") == "_stripmeta"
    assert project.offered_by_fish(usr, HOME=str(tmp_path), XDG_DATA_DIRS=f"{usr}/share:/usr/share") == project.verbs()


@pytest.mark.parametrize("name", [PROGRAM, LIBRARY])
def test_the_documents_of_a_package(usr: Path, name: str) -> None:
    documents = usr / "share/doc" / name
    assert debian.unpacked(documents / "changelog.gz") == (ROOT / "CHANGELOG.md").read_text()
    said = debian.fields(debian.package(name))
    log = debian.unpacked(documents / "changelog.Debian.gz")
    assert log.startswith(f"stripmeta ({said['Version']}) ") and f" -- {said['Maintainer']}  " in log
    licences = (documents / "copyright").read_text()
    assert "License: Apache-2.0" in licences and "University of Cincinnati" in licences


def test_the_library_is_found(usr: Path, images: list[Path], tmp_path: Path) -> None:
    source = usr / "share/doc/libstripmeta-dev/examples/consumer"
    by_cmake = project.build_by_cmake(source, tmp_path / "build", f"-DCMAKE_PREFIX_PATH={usr}")
    project.assert_it_strips(by_cmake, images, tmp_path)
    found = re.search(r"^stripmeta_DIR:PATH=(.+)$", (tmp_path / "build/CMakeCache.txt").read_text(), re.MULTILINE)
    assert Path(found[1]) == usr / "lib/cmake/stripmeta"
    by_pkg_config = project.build_by_pkg_config(source, usr / "lib", tmp_path / "by-pkg-config")
    project.assert_it_strips(by_pkg_config, images[:1], tmp_path / "..")


def test_what_is_removed_leaves_nothing(tmp_path: Path) -> None:
    root = Root(tmp_path)
    before = root.present()
    root.dpkg("--install", debian.package(PROGRAM), debian.package(LIBRARY))
    assert root.installed(PROGRAM) and root.installed(LIBRARY)
    assert stat.S_ISREG((root.folder / "usr/bin/stripmeta").lstat().st_mode)
    assert len(root.present()) > 80
    root.dpkg("--remove", PROGRAM)
    assert not root.installed(PROGRAM) and root.installed(LIBRARY)
    assert not (root.folder / "usr/bin").exists() and (root.folder / "usr/lib/libstripmeta.a").exists()
    root.dpkg("--remove", LIBRARY)
    assert not root.installed(LIBRARY)
    assert root.present() == before
    assert not list((root.folder / "var/lib/dpkg/info").glob("*stripmeta*"))


def digests() -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in debian.FOLDER.iterdir()}


def test_the_same_commit_makes_the_same_bytes() -> None:
    before = digests()
    assert len(before) == 2
    try:
        run(BUILD_PACKAGE, "--maintainer", MAINTAINER)
        assert debian.fields(debian.package(PROGRAM))["Maintainer"] == MAINTAINER
        assert all(before[name] != digest for name, digest in digests().items())
    finally:
        run(BUILD_PACKAGE)
    assert digests() == before
    assert not list((ROOT / "build").glob("packages.*"))


@pytest.mark.parametrize("words", [("--maintainer",), ("--nonsense",), ("one",)])
def test_wrong_use_of_build_package(words: tuple[str, ...]) -> None:
    refused = run(BUILD_PACKAGE, *words, check=False)
    assert refused.returncode == 2 and "usage:" in refused.stderr
