"""One photo with a position in it goes from A to B through a version of the function, and comes out clean."""

import contextlib
import datetime
import secrets
import struct
import time

import steps
from lambda_function import FunctionError, LambdaFunction
from steps import Failure, detail

PREFIX = "_stripmeta/smoke/"
# Bucket A sends no events for this suffix, so the live version does not get the object too. If A sends events of every
# key, the live version gets it, which does the trial no harm. The program looks at the content, not at the name.
SUFFIX = ".trial"
PLANTED = b"STRIPMETA-SMOKE-TEST"  # is in everything that must go
ATTEMPTS = 3
BUILD = "stripmeta-build"
NOT_FOUND = "NotFound"  # docs/json.md
GONE = "unknown, as A's object was gone"

# 16 x 16 pixels, grey, baseline.
PICTURE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300140e0f120f0d14121012171514181e32211e1c1c1e3d2c2e243249404c4b47"
    "404645505a736250556d5645466488656d777b8182814e608d978c7d96737e817cffc0000b080010001001011100ffc40015000101000000"
    "00000000000000000000000506ffc400201000020104010500000000000000000000010203000405113206122151a1ffda0008010100003f"
    "001b151f1ab0b164b785a694f6c71a9663ade801b35338a8f8d3d9291adfa7eedd0024a04f3e98853f0d7fffd9"
)
SCAN = PICTURE[PICTURE.index(b"\xff\xda") :]


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _exif() -> bytes:
    """APP1 with a description, and a GPS IFD with a latitude and the name of a place."""
    entry, text = struct.Struct("<HHII"), PLANTED + b"\0"
    text_at = 8 + 2 + 2 * 12 + 4
    gps_at = text_at + len(text) + len(text) % 2
    values_at = gps_at + 2 + 3 * 12 + 4
    ifd0 = struct.pack("<H", 2) + entry.pack(0x010E, 2, len(text), text_at) + entry.pack(0x8825, 4, 1, gps_at)
    gps = struct.pack("<H", 3) + struct.pack("<HHI4s", 0x0001, 2, 2, b"N\0\0\0")
    gps += entry.pack(0x0002, 5, 3, values_at) + entry.pack(0x001C, 7, len(text), values_at + 24)
    latitude = struct.pack("<6I", 51, 1, 28, 1, 38, 1)
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd0 + bytes(4) + text + bytes(len(text) % 2) + gps + bytes(4)
    return _segment(0xE1, b"Exif\0\0" + tiff + latitude + text)


def photo() -> bytes:
    """PICTURE with Exif, a comment, and bytes behind its end."""
    return PICTURE[:2] + _exif() + PICTURE[2 : -len(SCAN)] + _segment(0xFE, PLANTED) + SCAN + PLANTED


def check_answer(answer: dict) -> None:
    if answer.get("outcome") != "cleaned":
        raise Failure(f"the answer's outcome is {answer.get('outcome')!r}, not 'cleaned'")
    held = {word for entry in answer.get("removed", []) for word in entry.get("holds", [])}
    if "gps" not in held:
        raise Failure(f"the answer does not say that a position was removed (it names {sorted(held)})")


def check_clean(image: bytes) -> None:
    if PLANTED in image or b"Exif\0\0" in image:
        raise Failure("metadata is left in what B holds")
    if not image.startswith(PICTURE[:2]) or not image.endswith(SCAN):
        raise Failure("what B holds is not the picture that was put into A")


class SmokeTest:
    """Its objects have a name of their own. However it ends, every version of them is gone afterwards."""

    def __init__(self, s3, bucket_a: str, bucket_b: str):
        self._s3, self.a, self.b = s3, bucket_a, bucket_b
        now = datetime.datetime.now(datetime.timezone.utc)
        self.key = f"{PREFIX}{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(8)}{SUFFIX}"
        self._output = self.key

    def run(self, function: LambdaFunction, number: str, build: str) -> None:
        with self._cleaned_up():
            for attempt in range(1, ATTEMPTS + 1):
                self._s3.put_object(Bucket=self.a, Key=self.key, Body=photo(), ContentType="image/jpeg")
                found = self._pass_through(function, number)
                if found == build:
                    return
                # If A sends events of every key, the live version got this one too. If the live version wrote B first,
                # the forced call took that for its own work. If it deletes what it cleaned, the call found nothing.
                detail(f"B's object is of build {found}, not {build} (attempt {attempt} of {ATTEMPTS})")
                if attempt < ATTEMPTS:
                    time.sleep(1)
            raise Failure(f"B's object carries the build {found}, not {build}: another program wrote it")

    def _pass_through(self, function: LambdaFunction, number: str) -> str:
        """Makes one call. Returns the build that B's object names, or GONE."""
        try:
            answer = function.invoke(number, {"key": self.key, "force": True})
        except FunctionError as error:
            if error.type == NOT_FOUND:
                return GONE
            raise
        check_answer(answer)
        self._output = answer.get("output", {}).get("key") or self.key
        found = self._s3.get_object(Bucket=self.b, Key=self._output)
        check_clean(found["Body"].read())
        return found["Metadata"].get(BUILD, "none")

    @contextlib.contextmanager
    def _cleaned_up(self):
        try:
            yield
        except BaseException:
            try:
                self.clean_up()
            except Exception as error:  # the first failure is the one to be raised
                detail(f"{self.key} may be left in {self.a} and {self.b}: {steps.why(error)}")
            raise
        self.clean_up()

    def clean_up(self) -> None:
        """Deletes from A first, so that a late event finds nothing there."""
        for bucket, key in ((self.a, self.key), (self.b, self._output)):
            self._delete_all(bucket, key)

    def _delete_all(self, bucket: str, key: str) -> None:
        pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)
        for page in pages:
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                if one["Key"] == key:
                    self._s3.delete_object(Bucket=bucket, Key=key, VersionId=one["VersionId"])
