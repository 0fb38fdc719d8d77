"""Debian's packages that scripts/build-package made, and a root of its own to install them into."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

from project import run

FOLDER = Path(os.environ["STRIPMETA_PACKAGES"]).resolve()
PROGRAM, LIBRARY = "stripmeta", "libstripmeta-dev"


def package(name: str) -> Path:
    (file,) = FOLDER.glob(f"{name}_*.deb")
    return file


def fields(file: Path) -> dict[str, str]:
    text = run("dpkg-deb", "--field", file).stdout
    return dict(re.findall(r"^(\S+): (.*(?:\n .*)*)", text, re.MULTILINE))


def contents(file: Path) -> dict[str, tuple[str, str]]:
    """Mode and owner of each file and folder, by its name."""
    rows = (line.split(None, 5) for line in run("dpkg-deb", "--contents", file).stdout.splitlines())
    return {name.removeprefix("./"): (mode, owner) for mode, owner, _, _, _, name in rows}


def unpacked(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


class Root:
    """A root file system with nothing in it but dpkg's list of what this machine has installed.

    dpkg unpacks, checks dependencies and removes in it as anywhere; the packages have no scripts, which would want more.
    The machine itself stays as it is, and its settings of what to leave out (manuals, in small images) do not count.
    """

    def __init__(self, folder: Path, without: str = "") -> None:
        self.folder = folder
        admin = folder / "var/lib/dpkg"
        for name in ("info", "updates", "triggers"):
            (admin / name).mkdir(parents=True)
        stanzas = Path("/var/lib/dpkg/status").read_text().split("\n\n")
        kept = [stanza for stanza in stanzas if not without or f"Package: {without}\n" not in stanza]
        (admin / "status").write_text("\n\n".join(kept))

    def dpkg(self, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        as_root = () if os.geteuid() == 0 else ("unshare", "--map-root-user")
        options = (f"--root={self.folder}", "--log=/dev/null", "--path-include=/usr/share/*")
        return run(*as_root, "dpkg", *options, *words, check=check)

    def present(self) -> set[str]:
        """All files and folders but dpkg's own."""
        everything = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))
        return {name for name in everything if not name.startswith("var/lib/dpkg/")}

    def installed(self, name: str) -> bool:
        shown = self.dpkg("--status", name, check=False)
        return shown.returncode == 0 and "Status: install ok installed\n" in shown.stdout

    def remove(self) -> None:
        shutil.rmtree(self.folder)
