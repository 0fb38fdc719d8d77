"""What stands in both buckets of one object after its event, and what is wrong with that."""

import dataclasses
import json
from collections.abc import Iterator

import botocore.exceptions

import servers
from fault_matrix import Case
from fault_proxy import RECORDS

OWN_TAGS = {"own": "a tag of its owner"}
CLEANED = {"stripmeta": "cleaned"}


def record_of(key: str) -> str:
    return f"{RECORDS}{key}.json"


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Of a case: what was put into A, what B held before, and what it has to hold in the end."""

    original: bytes
    before: bytes | None  # the output, or the record
    clean: bytes | None  # None: it cannot be cleaned
    record: dict | None  # why


@dataclasses.dataclass(frozen=True)
class Aftermath:
    original: bytes | None
    tags: dict[str, str] | None  # of the original; None if nothing can change them
    output: bytes | None
    record: bytes | None
    judged: str  # the record's source; "" if there is no record

    def problems(self, case: Case, wanted: Wanted, is_done: bool, is_left: bool) -> Iterator[str]:
        """`is_done`: the answer was success. `is_left`: it may leave the original as it is."""
        if case.option != "keep":
            yield from self._problems_of_original(case, wanted, is_done and not is_left)
        if wanted.clean is None:
            yield from self._problems_of_refused(wanted, is_done)
        else:
            yield from self._problems_of_output(case, wanted, is_done)

    def _problems_of_original(self, case: Case, wanted: Wanted, is_settled: bool) -> Iterator[str]:
        if case.deletes and self.original is None:
            if wanted.clean is None or self.output != wanted.clean:
                yield "the original is lost: it is gone from A, and B does not hold its clean image"
            return
        if self.original != wanted.original:
            yield f"A holds something else: {len(self.original or b'')} bytes, not {len(wanted.original)}"
        if case.deletes and is_settled and wanted.clean is not None:
            yield "the original is still there"
        if self.tags is not None:
            yield from self._problems_of_tags(case, is_settled)

    def _problems_of_tags(self, case: Case, is_settled: bool) -> Iterator[str]:
        if case.damages_tags:
            return
        if self.tags not in (OWN_TAGS, OWN_TAGS | CLEANED) or (is_settled and self.tags == OWN_TAGS):
            yield f"the original's tags are {self.tags}"

    def _problems_of_output(self, case: Case, wanted: Wanted, is_done: bool) -> Iterator[str]:
        if self.output not in (wanted.clean, wanted.before):
            yield f"B holds something wrong: {len(self.output or b'')} bytes, not {len(wanted.clean)}"
        is_there = self.output == wanted.clean
        if (is_done or case.settles) != is_there:
            said = "success" if is_done else "an error"
            yield f"answered {said}, but B holds {'the image' if is_there else 'none of it'}"
        if self.record is not None:
            yield "a good image is in quarantine"

    def _problems_of_refused(self, wanted: Wanted, is_done: bool) -> Iterator[str]:
        if self.output is not None:
            yield f"B holds {len(self.output)} bytes of what was refused"
        is_there = self.record != wanted.before
        if is_there and (json.loads(self.record or "{}") != wanted.record or not self.judged):
            yield f"the record says {self.record!r} of {self.judged!r}"
        if is_done and not is_there:
            yield "answered success, but the record is not there"


def look(buckets: servers.Buckets, case: Case, key: str) -> Aftermath:
    """With only those requests that the case asks for."""
    original = buckets.get_a(key) if case.option != "keep" else None
    record = buckets.get_b(record_of(key)) if case.option == "quarantine" else None
    return Aftermath(
        original=original,
        tags=buckets.tags_a(key) if case.tags and original is not None else None,
        output=buckets.get_b(key),
        record=record,
        judged=judged_by(buckets, key) if record else "",
    )


def judged_by(buckets: servers.Buckets, key: str) -> str:
    """The record's source, if it is the object that A holds."""
    source = buckets.head_b(record_of(key))["Metadata"].get("stripmeta-source", "")
    try:
        etag = buckets.s3.head_object(Bucket=buckets.a, Key=key)["ETag"]
    except botocore.exceptions.ClientError:
        return ""
    return source if source.startswith(f"record:{key};e:{etag},") else ""
