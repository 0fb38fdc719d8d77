"""That the commands of docs/install.md do what it says: they are run in their order, in a home of their own."""

import os
import re
import shutil
from pathlib import Path

import project
from project import ROOT, files_below, run

DOCUMENT = (ROOT / "docs/install.md").read_text()
ELSEWHERE = {
    "cmake --preset release && cmake --build --preset release": "the part builds what of that preset is installed",
    "scripts/build-package": "the part runs it",
    "sudo apt install ./build/packages/stripmeta_*.deb": "test_package.py, by dpkg",
    "sudo apt remove stripmeta": "test_package.py, by dpkg",
}


def commands() -> list[str]:
    return re.findall(r"^ {4}(\S.*)$", DOCUMENT, re.MULTILINE)


def test_the_commands_of_the_document(images: list[Path], tmp_path: Path) -> None:
    home, consumer = tmp_path / "home", ROOT / "build/consumer"
    shutil.rmtree(consumer, ignore_errors=True)
    (home / "bin").mkdir(parents=True)
    shutil.copy(project.PROGRAM, home / "bin")  # the document's program that was only copied somewhere
    (photo,) = (image for image in images if image.suffix == ".jpg")
    here = [command for command in commands() if command not in ELSEWHERE]
    assert len(here) + len(ELSEWHERE) == len(commands())
    text = "\n".join(here).replace("photo.jpg clean.jpg", f"{photo} {tmp_path}/clean.jpg")
    path = f"{home}/.local/bin:{home}/bin:{os.environ['PATH']}"
    environment = os.environ | {"HOME": str(home), "PATH": path, "MANPAGER": "cat"}
    try:
        told = run("bash", "-euo", "pipefail", "-c", text, cwd=ROOT, env=environment).stdout
        assert "STRIPMETA-STRIP(1)" in told
        assert files_below(home / ".local/share") == {
            *(f"doc/stripmeta/examples/consumer/{name}" for name in files_below(ROOT / "examples/consumer")),
            "bash-completion/completions/stripmeta", "zsh/site-functions/_stripmeta"}, "the program was taken away again"
        run(consumer / "by-hand", photo, tmp_path / "by-hand.jpg")
        assert (tmp_path / "by-hand.jpg").read_bytes() == (tmp_path / "clean.jpg").read_bytes()
    finally:
        shutil.rmtree(consumer, ignore_errors=True)


def test_the_completion_of_bash_without_its_package() -> None:
    (source,) = re.findall(r"`(source <\(stripmeta [^`]+)`", DOCUMENT)
    environment = os.environ | {"PATH": f"{project.PROGRAM.parent}:{os.environ['PATH']}"}
    assert "_stripmeta" in run("bash", "-c", f"{source}; complete -p stripmeta", env=environment).stdout
