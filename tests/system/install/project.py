"""What the tests of this folder share: the build that is installed, images, a program on the library."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ["STRIPMETA_BUILD"]).resolve()
PROGRAM = BUILD / "bin/stripmeta"
CONSUMER = ROOT / "examples/consumer"
HEADERS = {path.name for path in (ROOT / "include/stripmeta").iterdir()}
PATIENCE = 600


def run(*words: str | Path, check: bool = True, **options) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE, **options)
    assert not check or done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done


def install(prefix: Path, *options: str) -> None:
    run("cmake", "--install", BUILD, "--prefix", prefix, *options)


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def verbs() -> list[str]:
    """The commands that the help of the program lists."""
    listed = run(PROGRAM, "--help").stdout.split("Commands:\n")[1].split("\n\n")[0]
    return sorted(re.findall(r"^  (\w+)", listed, re.MULTILINE))


def loaded_by_bash(script: Path) -> str:
    return run("bash", "-c", f"source {script}; complete -p stripmeta").stdout.strip()


def found_by_zsh(folder: Path) -> str:
    """The function by which zsh completes, with that folder among its own."""
    script = f"fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[stripmeta]"
    return run("zsh", "-f", "-c", script).stdout.strip()


def offered_by_fish(prefix: Path, **variables: str) -> list[str]:
    """What fish, which loads completions of programs in PATH alone, offers behind the program's name."""
    environment = os.environ | variables | {"PATH": f"{prefix}/bin:{os.environ['PATH']}"}
    offered = run("fish", "-c", "complete --do-complete 'stripmeta '", env=environment).stdout
    return [line.split("\t")[0] for line in offered.splitlines()]


def make_images(folder: Path) -> list[Path]:
    """A PNG, for which the library needs zlib; a JPEG, which streams; a TIFF, which is held as a whole."""
    script = ROOT / "tests/support/images/make_images.py"
    run(sys.executable, "-B", script, folder, "--sample")
    run(sys.executable, "-B", script, folder, "--only", "png_icc_private_tags", "tiff_coded_lzw")
    images = sorted(folder.iterdir())
    assert len(images) == 3
    return images


def build_by_cmake(source: Path, build: Path, *options: str) -> Path:
    run("cmake", "-S", source, "-B", build, "-G", "Ninja", *options)
    run("cmake", "--build", build)
    return build / "consumer"


def build_by_pkg_config(source: Path, libdir: Path, program: Path) -> Path:
    flags = run("pkg-config", "--static", "--cflags", "--libs", "stripmeta",
                env=os.environ | {"PKG_CONFIG_PATH": str(libdir / "pkgconfig")}).stdout.split()
    run(os.environ.get("CXX", "g++"), "-std=c++23", source / "main.cpp", "-o", program, *flags)
    return program


def assert_it_strips(consumer: Path, images: list[Path], folder: Path) -> None:
    """It writes what `stripmeta strip` writes."""
    for image in images:
        ours, theirs = folder / f"ours-{image.name}", folder / f"theirs-{image.name}"
        run(PROGRAM, "strip", image, "-o", ours)
        said = run(consumer, image, theirs).stdout
        assert said == f"{image.stat().st_size} -> {ours.stat().st_size} bytes\n"
        assert theirs.read_bytes() == ours.read_bytes() != image.read_bytes(), image.name
