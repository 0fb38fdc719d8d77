"""The objects of a job: those of bucket A by the names of its keys, or those of a list in S3."""

import csv
import io
import json
from dataclasses import dataclass

from steps import Failure

CSV, INVENTORY = "S3BatchOperations_CSV_20180820", "S3InventoryReport_CSV_20161130"
FIELDS = ("Bucket", "Key", "VersionId")  # of a list, in this order; the last one may be missing
HEAD = 4096  # bytes of a list that are read: more than its longest line has


@dataclass(frozen=True)
class Place:
    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def place(text: str) -> Place:
    """Parses s3://BUCKET/KEY. ValueError if the text has another form."""
    scheme, _, rest = text.partition("://")
    bucket, _, key = rest.partition("/")
    if scheme != "s3" or not bucket or not key:
        raise ValueError(text)
    return Place(bucket, key)


class Keys:
    """All objects of A whose keys have this prefix and one of these suffixes. S3 lists them when the job begins."""

    def __init__(self, bucket_a: str, prefix: str, suffixes: list[str]):
        self._bucket, self._prefix, self._suffixes = bucket_a, prefix, [one for one in suffixes if one]

    def look(self) -> None:
        """Does nothing, because there is no list to look at."""

    def __str__(self) -> str:
        ends = f", keys that end in {' or '.join(self._suffixes)}" if self._suffixes else ""
        return f"{self._bucket}/{self._prefix}*{ends}"

    def request(self, partition: str, account: str) -> dict:
        names = {
            **({"MatchAnyPrefix": [self._prefix]} if self._prefix else {}),
            **({"MatchAnySuffix": self._suffixes} if self._suffixes else {}),
        }
        generator = {
            "ExpectedBucketOwner": account,
            "SourceBucket": f"arn:{partition}:s3:::{self._bucket}",
            "EnableManifestOutput": False,
            **({"Filter": {"KeyNameConstraint": names}} if names else {}),
        }
        return {"ManifestGenerator": {"S3JobManifestGenerator": generator}}


class _Stored:
    """A list in S3. look() reads enough of it to see that it is a list, and one of bucket A."""

    format = ""

    def __init__(self, s3, bucket_a: str, where: Place):
        self._s3, self._bucket_a, self._where = s3, bucket_a, where
        self._etag = self._encryption = ""
        self._fields: list[str] = []

    def __str__(self) -> str:
        return f"the objects in {self._where}"

    def _read(self, **options) -> str:
        found = self._s3.get_object(Bucket=self._where.bucket, Key=self._where.key, **options)
        self._etag, self._encryption = found["ETag"].strip('"'), found.get("ServerSideEncryption", "")
        return found["Body"].read().decode("utf-8", "replace")

    def _check_bucket(self, bucket: str) -> None:
        if bucket != self._bucket_a:
            raise Failure(f"{self._where} is a list of the bucket '{bucket}', and bucket A is {self._bucket_a}")

    def request(self, partition: str, _account: str) -> dict:
        location = {"ObjectArn": f"arn:{partition}:s3:::{self._where.bucket}/{self._where.key}", "ETag": self._etag}
        fields = {"Fields": self._fields} if self._fields else {}
        return {"Manifest": {"Spec": {"Format": self.format, **fields}, "Location": location}}


class List(_Stored):
    """Lines of BUCKET,KEY or BUCKET,KEY,VERSION, keys percent-encoded, without a heading."""

    format = CSV

    def look(self) -> None:
        text = self._read(Range=f"bytes=0-{HEAD - 1}")
        if self._encryption.startswith("aws:kms"):
            raise Failure(f"a job reads no list that a key of KMS encrypts: put {self._where} there with --sse AES256")
        first = next(csv.reader(io.StringIO(text)), [])
        if len(first) not in (2, 3):
            raise Failure(f"{self._where} does not begin with BUCKET,KEY or BUCKET,KEY,VERSION")
        self._check_bucket(first[0])
        self._fields = list(FIELDS[: len(first)])


class Inventory(_Stored):
    """The manifest.json of an inventory as CSV."""

    format = INVENTORY

    def look(self) -> None:
        try:
            found = json.loads(self._read())
            bucket, form = found["sourceBucket"], found["fileFormat"]
        except (ValueError, TypeError, KeyError) as error:
            raise Failure(f"{self._where} is no manifest.json of an inventory") from error
        self._check_bucket(bucket)
        if form != "CSV":
            raise Failure(f"{self._where} is an inventory as {form}: a job reads it as CSV alone")
