"""A CA of the tests' own, and what it signed."""

import pathlib
import subprocess


def openssl(*arguments) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_ca(folder: pathlib.Path, name: str) -> tuple[pathlib.Path, pathlib.Path]:
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"),
        *("-subj", f"/CN={name}", "-keyout", key, "-out", certificate),
    )
    return key, certificate


def make_authority(folder: pathlib.Path) -> pathlib.Path:
    """Fills the folder: a CA (ca.pem), one that signed nothing (other.pem), a key and certificate for 127.0.0.1."""
    ca_key, ca = make_ca(folder, "ca")
    make_ca(folder, "other")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl(
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=s3"),
        *("-keyout", folder / "server.key", "-out", folder / "server.csr"),
    )
    openssl(
        *("x509", "-req", "-in", folder / "server.csr", "-CA", ca, "-CAkey", ca_key, "-days", "30"),
        *("-extfile", folder / "names", "-out", folder / "server.pem"),
    )
    return folder


def server_options(folder: pathlib.Path) -> tuple:
    """versitygw's, to answer with that certificate."""
    return ("--cert", folder / "server.pem", "--key", folder / "server.key")
