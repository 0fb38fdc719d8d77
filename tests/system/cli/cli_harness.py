"""Shared by the tests of the command line: small JPEGs made of bytes, and the program in its own process."""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile

import pytest

BINARY = pathlib.Path(os.environ["STRIPMETA_CLI"]).resolve()
NOBODY = "65534"
SECONDS = 300  # until a process that hangs fails the test


def segment(code, payload):
    return struct.pack(">BBH", 0xFF, code, len(payload) + 2) + payload


SOI = b"\xff\xd8"
EOI = b"\xff\xd9"
JFIF = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
TABLES = (
    segment(0xDB, b"\0" + b"\x01" * 64)
    + segment(0xC0, b"\x08\0\x08\0\x08\x01\x01\x11\0")  # 8 x 8, one component
    + segment(0xC4, b"\0" + b"\x01" + b"\0" * 15 + b"\0")
    + segment(0xC4, b"\x10" + b"\x01" + b"\0" * 15 + b"\0")
)
SCAN_HEADER = segment(0xDA, b"\x01\x01\0\0\x3f\0")
SCAN = SCAN_HEADER + b"\x3f"
MAKE = "SecretCameraMaker"


def exif():
    """Exif with a Make and a GPS tag with a value."""
    gps_at = 8 + 2 + 2 * 12 + 4
    make_at = gps_at + 2 + 12 + 4
    make = MAKE.encode() + b"\0"
    ifd0 = struct.pack(">HHHIIHHIII", 2, 0x010F, 2, len(make), make_at, 0x8825, 4, 1, gps_at, 0)
    gps = struct.pack(">HHHI4sI", 1, 1, 2, 2, b"N\0\0\0", 0)
    return segment(0xE1, b"Exif\0\0MM\0*" + struct.pack(">I", 8) + ifd0 + gps + make)


CLEAN = SOI + JFIF + TABLES + SCAN + EOI
COMMENT = segment(0xFE, b"a secret comment")
DIRTY = SOI + JFIF + exif() + COMMENT + TABLES + SCAN + EOI
DIRTY_WORDS = "exif (gps), comment"
CUT = CLEAN[:-2]  # its end is missing
MOTION = CLEAN + struct.pack(">I", 24) + b"ftypmp42" + b"\0" * 12
FURTHER = CLEAN + CLEAN  # a second picture after the first
BROKEN = SOI + JFIF + TABLES + b"\xff\xdb\0\0" + SCAN + EOI  # a length less than two


def large(size):
    """An image with metadata and its clean version, about `size` bytes."""
    scan = SCAN_HEADER + b"\x3f" * size
    return SOI + JFIF + COMMENT + TABLES + scan + EOI, SOI + JFIF + TABLES + scan + EOI


@dataclasses.dataclass
class Ran:
    code: int
    out: bytes
    err: bytes

    @property
    def text(self):
        return self.out.decode()

    @property
    def errors(self):
        return self.err.decode()


def environment(**variables):
    """The environment without the variables of a policy, plus `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STRIPMETA_")}
    return kept | {"XDG_CONFIG_HOME": "/nonexistent"} | variables


def run(*arguments, cwd=None, stdin=b"", binary=BINARY, prefix=(), env=None, **options):
    """Runs `stripmeta ARGUMENTS`. If `stdin` is bytes, they are piped in; anything else is passed on."""
    if isinstance(stdin, bytes):
        options["input"] = stdin
    else:
        options["stdin"] = stdin
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    command = [*prefix, binary, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment(**(env or {})), timeout=SECONDS, check=False, **options)
    return Ran(done.returncode, done.stdout or b"", done.stderr or b"")


def heed_interrupts():
    """In a new process: restores the default action of a signal that this process ignores, as jobs in the background do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def grant(path, user):
    """Gives a user read and write access, and the file's group none, by an access control list (acl(5))."""
    entries = [(0x01, 6, 2**32 - 1), (0x02, 6, user), (0x04, 0, 2**32 - 1), (0x10, 6, 2**32 - 1), (0x20, 0, 2**32 - 1)]
    packed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    os.setxattr(path, "system.posix_acl_access", packed)


def summary(path, before, after, words=DIRTY_WORDS):
    """The line that strip prints for a file."""
    return f"{path}: removed {words}; {len(before):,} -> {len(after):,} bytes\n"


def usage(sentence, verb="strip"):
    """What the program prints for wrong usage."""
    return f"stripmeta: {sentence}\nTry 'stripmeta {verb} --help'.\n"


def names(folder):
    """All names in a folder, including temporary files."""
    return sorted(os.listdir(folder))


class Unprivileged:
    """A folder that another user may enter, and a function that runs the program as that user, who is not root."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="stripmeta-cli-"))
        self.root.chmod(0o755)
        self.binary = self.root / "stripmeta"
        shutil.copy(BINARY, self.binary)  # that user may not be allowed to enter the build directory
        self.folder = self.root / "folder"
        self.folder.mkdir()
        self.folder.chmod(0o777)

        self.prefix = ("setpriv", "--reuid", NOBODY, "--clear-groups", "--") if os.geteuid() == 0 else ()

    def run(self, *arguments, **options):
        return run(*arguments, cwd=self.folder, binary=self.binary, prefix=self.prefix, **options)

    def remove(self):
        self.folder.chmod(0o777)
        shutil.rmtree(self.root)


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of that many bytes. Only root can make one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
