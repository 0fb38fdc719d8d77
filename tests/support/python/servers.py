"""S3 servers for the tests, each on a port of its own: versitygw as a process, moto in this one. And boto3, the
independent client that looks at what is in the buckets.
"""

import logging
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

import boto3
import botocore.config
import botocore.exceptions
import pytest
from ports import free_port

ACCESS_KEY = "TESTACCESSKEY"
SECRET_KEY = "test/secret+key/that-is-no-secret"
REGION = "us-east-1"
PATIENCE = 300  # seconds until a test says that something hangs
ATTEMPTS = 5  # at a port that nobody else takes meanwhile
LISTINGS = 20  # of uploads, while other cases begin and end theirs
VIRTUAL_DOMAIN = "s3.localhost"  # *.localhost is the loopback interface
ROOT = pathlib.Path(__file__).resolve().parents[3]


def fetch_versitygw() -> str:
    done = subprocess.run([ROOT / "scripts/fetch-versitygw"], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 3:
        pytest.skip("go is not installed, so versitygw cannot be built")
    assert done.returncode == 0, "versitygw could not be built"
    return done.stdout.strip()


def folder_with_attributes() -> pathlib.Path:
    """A new folder on a file system with user's extended attributes: versitygw keeps metadata there."""
    for parent in (tempfile.gettempdir(), ROOT / "build", "/var/tmp"):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="stripmeta-s3-", dir=parent))
        try:
            os.setxattr(folder, "user.stripmeta-test", b"1")
            return folder
        except OSError:
            folder.rmdir()
    pytest.skip("no file system with user extended attributes for versitygw")


class VersityGateway:
    """Refuses wrong signatures, wrong checksums and skewed clocks. Ends with close(), its files too."""

    def __init__(self, *options: str, scheme: str = "http"):
        self.folder = folder_with_attributes()
        for name in ("data", "versions"):
            (self.folder / name).mkdir()
        for _ in range(ATTEMPTS):
            self.port = free_port()
            self.process = self._start(*options)
            if self._listens():
                self.url = f"{scheme}://127.0.0.1:{self.port}"
                return
        raise AssertionError(f"versitygw ended with {self.process.returncode}")

    def _start(self, *options: str) -> subprocess.Popen:
        return subprocess.Popen(
            [
                *(fetch_versitygw(), "--port", f"127.0.0.1:{self.port}", "--keep-alive", "--quiet", *options),
                *("posix", "--versioning-dir", self.folder / "versions", self.folder / "data"),
            ],
            env={"PATH": os.environ["PATH"], "ROOT_ACCESS_KEY": ACCESS_KEY, "ROOT_SECRET_KEY": SECRET_KEY},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _listens(self) -> bool:
        """False: it has ended, as it does where the port is another's."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                assert time.monotonic() < end, "versitygw does not listen"
                time.sleep(0.02)
        return False

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        shutil.rmtree(self.folder)


class Moto:
    """Knows IAM, STS and every key there is; checks neither checksums nor, unless told, signatures."""

    def __init__(self):
        from moto.server import ThreadedMotoServer  # slow to import, so only if it is used

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        _, port = self._server.get_host_and_port()
        self.url = f"http://127.0.0.1:{port}"

    def check_access(self, wanted: bool) -> None:
        """Whether requests must be signed by a user who may make them."""
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth",
            data=b"0" if wanted else b"inf",
            headers={"Content-Type": "text/plain"},
        )
        urllib.request.urlopen(request, timeout=PATIENCE).close()

    def close(self) -> None:
        self._server.stop()


def client(url: str, service: str = "s3", keys: tuple[str, ...] = (ACCESS_KEY, SECRET_KEY), **options):
    """A boto3 client that tries once and waits no longer than the tests do."""
    settings = {"s3": {"addressing_style": "path"}, "retries": {"total_max_attempts": 1}, "read_timeout": PATIENCE}
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=keys[0],
        aws_secret_access_key=keys[1],
        aws_session_token=keys[2] if len(keys) > 2 else None,
        config=botocore.config.Config(**{**settings, **options.pop("config", {})}),
        **options,
    )


class Buckets:
    """A pair of buckets on a server: what the function is given, and what boto3 sees in them."""

    def __init__(self, s3, name: str, versioned: bool = False):
        self.s3, self.a, self.b = s3, f"{name}-a", f"{name}-b"
        for bucket in (self.a, self.b):
            s3.create_bucket(Bucket=bucket)
            if versioned:
                s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def put(self, key: str, data: bytes, **attributes) -> dict:
        return self.s3.put_object(Bucket=self.a, Key=key, Body=data, **attributes)

    def put_b(self, key: str, data: bytes, **attributes) -> dict:
        return self.s3.put_object(Bucket=self.b, Key=key, Body=data, **attributes)

    def get_a(self, key: str) -> bytes | None:
        return self._get(self.a, key)

    def get_b(self, key: str) -> bytes | None:
        return self._get(self.b, key)

    def _get(self, bucket: str, key: str) -> bytes | None:
        """The object's bytes; None if there is no such object."""
        try:
            return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise

    def head_b(self, key: str) -> dict:
        return self.s3.head_object(Bucket=self.b, Key=key)

    def tags_a(self, key: str) -> dict[str, str]:
        found = self.s3.get_object_tagging(Bucket=self.a, Key=key)["TagSet"]
        return {tag["Key"]: tag["Value"] for tag in found}

    def uploads(self, key: str) -> list[str]:
        """The ids of the uploads to B/key that are neither completed nor aborted."""
        return [upload for found, upload in self.all_uploads() if found == key]

    def all_uploads(self) -> list[tuple[str, str]]:
        """Key and id of the uploads to B that are neither completed nor aborted. versitygw walks folders for it and
        answers InternalError where another case's upload ends under its feet: then it is asked again."""
        for _ in range(LISTINGS - 1):
            try:
                return self._all_uploads()
            except botocore.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != "InternalError":
                    raise
        return self._all_uploads()

    def _all_uploads(self) -> list[tuple[str, str]]:
        pages = self.s3.get_paginator("list_multipart_uploads").paginate(Bucket=self.b)
        return [(one["Key"], one["UploadId"]) for page in pages for one in page.get("Uploads", [])]

    def delete(self, key: str) -> None:
        for bucket in (self.a, self.b):
            self.s3.delete_object(Bucket=bucket, Key=key)


def environment(url: str, buckets: Buckets | None = None, **changes: str) -> dict[str, str]:
    """What a program is given to find the server. Variables that are changed to "" are left out."""
    variables = {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        "AWS_MAX_ATTEMPTS": "3",
        **({"BUCKET_A": buckets.a, "BUCKET_B": buckets.b} if buckets else {}),
        **changes,
    }
    return {name: value for name, value in variables.items() if value}


def bucket_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-")
