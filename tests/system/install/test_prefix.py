"""`cmake --install`: what lies where, and programs on the library that was installed."""

import os
from pathlib import Path

import pytest

import project
from project import ROOT, files_below, install, run

COMPLETIONS = {
    "bash": "share/bash-completion/completions/stripmeta",
    "zsh": "share/zsh/site-functions/_stripmeta",
    "fish": "share/fish/vendor_completions.d/stripmeta.fish",
}


def test_the_program_runs(prefix: Path, images: list[Path], tmp_path: Path) -> None:
    assert run(prefix / "bin/stripmeta", "version").stdout == run(project.PROGRAM, "version").stdout
    run(prefix / "bin/stripmeta", "strip", images[0], "-o", tmp_path / "clean")
    run(prefix / "bin/stripmeta", "check", tmp_path / "clean")


def test_every_command_has_its_page(prefix: Path) -> None:
    pages = {"stripmeta.1": ()} | {f"stripmeta-{verb}.1": (verb,) for verb in project.verbs()}
    assert len(pages) > 5
    assert {path.name for path in (prefix / "share/man/man1").iterdir()} == set(pages)
    for name, words in pages.items():
        assert (prefix / "share/man/man1" / name).read_text() == run(project.PROGRAM, "man", *words).stdout
    found = run("man", "-w", "stripmeta-strip", env=os.environ | {"PATH": f"{prefix}/bin:{os.environ['PATH']}"})
    assert Path(found.stdout.strip()) == prefix / "share/man/man1/stripmeta-strip.1"


@pytest.mark.parametrize("shell", COMPLETIONS)
def test_completions_are_the_programs(prefix: Path, shell: str) -> None:
    assert (prefix / COMPLETIONS[shell]).read_text() == run(project.PROGRAM, "completion", shell).stdout


def test_bash_loads_the_completion(prefix: Path) -> None:
    assert project.loaded_by_bash(prefix / COMPLETIONS["bash"]) == "complete -o filenames -F _stripmeta stripmeta"


def test_zsh_finds_the_completion(prefix: Path) -> None:
    assert project.found_by_zsh((prefix / COMPLETIONS["zsh"]).parent) == "_stripmeta"


def test_fish_finds_the_completion(prefix: Path, tmp_path: Path) -> None:
    # As below ~/.local, of which fish knows by itself.
    assert project.offered_by_fish(prefix, HOME=str(tmp_path), XDG_DATA_HOME=f"{prefix}/share") == project.verbs()


def test_the_documents(prefix: Path) -> None:
    documents = prefix / "share/doc/stripmeta"
    assert (documents / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert files_below(documents / "docs") == files_below(ROOT / "docs")
    assert (documents / "README.md").exists() and (documents / "CHANGELOG.md").exists()


def test_components(prefix: Path, tmp_path: Path) -> None:
    install(tmp_path / "runtime", "--component", "runtime")
    install(tmp_path / "development", "--component", "development")
    runtime, development = files_below(tmp_path / "runtime"), files_below(tmp_path / "development")
    assert runtime | development == files_below(prefix)
    assert not runtime & development
    assert {path.partition("/")[0] for path in runtime} == {"bin", "share"}
    assert {name for name in development if name.startswith("share/")} == {
        f"share/doc/stripmeta/examples/consumer/{name}" for name in files_below(ROOT / "examples/consumer")}
    assert "share/doc/stripmeta/examples/stripmeta-watch@.service" in runtime, "as the guide says"
    assert {Path(name).name for name in development if name.startswith("include/")} == project.HEADERS


def test_nothing_names_the_place_it_was_built_in(prefix: Path) -> None:
    for name in files_below(prefix):
        content = (prefix / name).read_bytes()
        assert str(ROOT).encode() not in content and b"/first" not in content, name


def test_find_package(consumer: Path, images: list[Path], tmp_path: Path) -> None:
    project.assert_it_strips(consumer, images, tmp_path)


@pytest.mark.parametrize("version", ["0.0", "0.2", "1", "0.1.9"])
def test_find_package_refuses_another_version(prefix: Path, version: str, tmp_path: Path) -> None:
    lines = ("cmake_minimum_required(VERSION 3.25)", "project(asks NONE)", f"find_package(stripmeta {version} REQUIRED)")
    (tmp_path / "CMakeLists.txt").write_text("\n".join(lines))
    refused = run("cmake", "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}", check=False)
    assert refused.returncode == 1
    assert f'compatible with requested version "{version}"' in " ".join(refused.stderr.split())


def test_pkg_config(prefix: Path, images: list[Path], tmp_path: Path) -> None:
    program = project.build_by_pkg_config(project.CONSUMER, prefix / "lib", tmp_path / "consumer")
    project.assert_it_strips(program, images, tmp_path)


def test_add_subdirectory(images: list[Path], tmp_path: Path) -> None:
    # ccache has what the preset compiled by the same options; without it, not optimising is what is quick. Kept for the
    # next run, as the presets' folders are.
    kind = "Release" if "CMAKE_CXX_COMPILER_LAUNCHER" in os.environ else ""
    build = ROOT / "build/parent"
    options = (f"-DSOURCE={ROOT}", f"-DCMAKE_BUILD_TYPE={kind}")
    program = project.build_by_cmake(ROOT / "tests/system/install/parent", build, *options)
    project.assert_it_strips(program, images, tmp_path)
    run("cmake", "--install", build, "--prefix", tmp_path / "prefix")
    assert not (tmp_path / "prefix").exists(), "what another project takes in is not installed with it"
    assert not (build / "bin").exists(), "nor are programs and tests built"


def refusal(consumer: Path, source: Path, target: Path) -> str:
    """The sentence; the target is as it was, and nothing lies beside it."""
    before = target.read_bytes() if target.exists() else None
    ran = run(consumer, source, target, check=False)
    assert ran.returncode == 1 and ran.stdout == ""
    assert (target.read_bytes() if target.exists() else None) == before
    assert not os.path.lexists(f"{target}.part")
    return ran.stderr


def test_the_example_refuses_what_is_no_image(consumer: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no image")
    (tmp_path / "there").write_text("an older file")
    assert refusal(consumer, tmp_path / "text", tmp_path / "there").startswith(f"{tmp_path}/text: not an image")


def test_the_example_refuses_half_an_image(consumer: Path, images: list[Path], tmp_path: Path) -> None:
    (tmp_path / "half").write_bytes(images[0].read_bytes()[:-100])
    assert refusal(consumer, tmp_path / "half", tmp_path / "out").startswith(f"{tmp_path}/half: ")


def test_the_example_tells_files_that_it_cannot_use(consumer: Path, images: list[Path], tmp_path: Path) -> None:
    assert refusal(consumer, tmp_path / "none", tmp_path / "out") == f"{tmp_path}/none: cannot be opened\n"
    assert refusal(consumer, tmp_path, tmp_path / "out") == f"{tmp_path}: cannot be read\n"
    assert "cannot make" in refusal(consumer, images[0], tmp_path / "no/such/folder")


def test_the_example_tells_a_full_disk(consumer: Path, images: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out.part").symlink_to("/dev/full")  # the link is removed, never the device
    assert refusal(consumer, images[0], tmp_path / "out").startswith(f"{images[0]}: ")
    assert Path("/dev/full").is_char_device()


def test_the_example_has_a_usage(consumer: Path) -> None:
    ran = run(consumer, "one", check=False)
    assert (ran.returncode, ran.stderr) == (2, "usage: consumer IN OUT\n")
