"""What docs/tutorial.md and docs/function.md do with the function, as it is written but for the port and the folders."""

import os
import pathlib
import subprocess

import pytest
from function_server import CLI, PATIENCE, PROGRAM, photo

import servers
from doc_commands import commands

BUILDING = ("scripts/", "cmake ")


@pytest.mark.parametrize("document, section", [
    ("docs/tutorial.md", "Let the function clean it"),
    ("docs/function.md", "On two directories"),
])
def test_on_two_directories(tmp_path, document, section):
    """One shell for all of the commands: the function is a job of it."""
    here = tmp_path / "clone"
    programs = here / "build/release/bin"
    for folder in (programs, here / "try", tmp_path / "tmp"):
        folder.mkdir(parents=True)
    (programs / "stripmeta").symlink_to(pathlib.Path(CLI).resolve())
    (programs / "stripmeta-function").symlink_to(pathlib.Path(PROGRAM).resolve())
    for image in (here / "photo.jpg", here / "try/photo.jpg"):
        image.write_bytes(photo())
    lines = [command.text for command in commands(document, section) if not command.text.startswith(BUILDING)]
    assert len(lines) >= 4 and all(command.code == 0 for command in commands(document, section))
    text = "\n".join(lines).replace(":9000", f":{servers.free_port()}").replace("/tmp/", f"{tmp_path}/tmp/")
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    environment.pop("AWS_LAMBDA_RUNTIME_API", None)
    done = subprocess.run(["bash", "-meuo", "pipefail", "-c", text], cwd=here, env=environment, capture_output=True, text=True,
                          timeout=PATIENCE, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert '"outcome":"cleaned"' in done.stdout
    assert not (here / "try").exists() or document == "docs/function.md"
