"""The matrix of faults: which fault strikes which request of which object, and what must come of it."""

import dataclasses
from collections.abc import Iterable

from event_shapes import SUCCESS
from fault_proxy import Fault, Scenario

SMALL = ("HEAD B", "GET A", "PUT B")
LARGE = ("HEAD B", "GET A", "CREATE", "PART 1", "PART 2", "PART 3", "COMPLETE")
RECORD = ("HEAD RECORD", "HEAD A", "PUT RECORD")
# The requests if no fault strikes, by the function's options and the object.
REQUESTS = {
    ("keep", "small"): SMALL,
    ("keep", "large"): LARGE,
    ("delete", "small"): (*SMALL, "DELETE A"),
    ("delete", "large"): (*LARGE, "DELETE A"),
    ("delete-version", "small"): (*SMALL, "DELETE A"),
    ("tag", "small"): (*SMALL, "GET TAGS", "HEAD A", "PUT TAGS"),
    ("tag-version", "small"): (*SMALL, "GET TAGS", "PUT TAGS"),
    ("quarantine", "bad"): ("HEAD B", "GET A", *RECORD),
}
WITH_BODY = ("PUT B", "PART 1", "PART 2", "PART 3", "COMPLETE", "PUT TAGS", "PUT RECORD")
ANSWERED_WITH_BODY = ("GET A", "CREATE", "COMPLETE", "GET TAGS")
PUBLISHING = ("PUT B", "COMPLETE", "PUT RECORD")
LOOKING = ("HEAD B", "HEAD RECORD")  # for what B holds
CONDITIONS = (Fault.DENIED, Fault.MISSING, Fault.PRECONDITION)  # answers that mean what they say
ANSWER_DAMAGED = (Fault.LOST, Fault.TRUNCATED, Fault.RESET_IN_ANSWER, Fault.FLIP_ANSWER, Fault.SHORT_LENGTH)
NO_FAULTS = (Fault.SLOW, Fault.KEPT_ALIVE)


@dataclasses.dataclass(frozen=True)
class Case:
    size: str  # "small": one PUT; "large": three parts; "bad", "large-bad": likewise, but cut short, so it is refused
    prior: bool  # B holds someone else's object under the key of the output, or of the record
    kind: str  # the request that is struck
    fault: Fault
    forever: bool
    option: str = "keep"  # what the function is told to do besides cleaning

    @property
    def name(self) -> str:
        words = (self.size, "over" if self.prior else "new", self.kind, self.fault.value)
        words = (*words, "forever" if self.forever else "once")
        return "-".join(words if self.option == "keep" else (self.option, *words)).replace(" ", "")

    @property
    def deletes(self) -> bool:
        """What is clean; a refused one has to stay."""
        return self.option.startswith("delete") or self.option == "quarantine"

    @property
    def tags(self) -> bool:
        return self.option.startswith("tag")

    @property
    def settles(self) -> bool:
        """Whether the image is in B when the fault strikes, so that only the original is left to do."""
        return self.kind in ("DELETE A", "GET TAGS", "PUT TAGS") or (self.tags and self.kind == "HEAD A")

    @property
    def may_be_left(self) -> bool:
        """What answers that the original is gone or another one asks for nothing more."""
        return self.settles and self.fault in (Fault.MISSING, Fault.PRECONDITION)

    @property
    def damages_tags(self) -> bool:
        """They come without a checksum, and are written back as they came."""
        return self.kind == "GET TAGS" and self.fault is Fault.FLIP_ANSWER

    @property
    def is_recoverable(self) -> bool:
        return not self.forever and self.fault not in CONDITIONS and self.kind != "ABORT"

    def scenario(self) -> Scenario:
        plan = Scenario(self.fault, self.kind, self.forever)
        if self.kind == "ABORT" and self.option == "keep":  # something must have failed before
            plan.further = (Scenario(Fault.INTERNAL, "PART 3", forever=True),)
        return plan

    @property
    def ends(self) -> frozenset[str]:
        """The error types that are right; SUCCESS if success is right."""
        if self.kind == "ABORT":
            return frozenset({"Upstream"} if self.option == "keep" else {SUCCESS})
        if self.fault in CONDITIONS:
            return frozenset(self._ends_of_condition())
        if not self.forever:
            return frozenset({SUCCESS})
        return frozenset(self._ends_of_lasting_fault())

    def _ends_of_condition(self) -> set[str]:
        if self.fault is Fault.DENIED:
            return {"AccessDenied"}
        if self.may_be_left:
            return {SUCCESS}
        if self.fault is Fault.MISSING:
            return self._ends_of_missing()
        if self.kind in PUBLISHING:
            return {"Conflict"} if self.forever else {SUCCESS}
        return {"Conflict", "Upstream"} | (set() if self.forever else {SUCCESS})  # no S3 answers so to these

    def _ends_of_missing(self) -> set[str]:
        if self.kind in LOOKING:  # that there is nothing in B is true, or noticed by the condition of the PUT
            return {"Conflict"} if self.prior and self.forever else {SUCCESS}
        if self.kind == "GET A":
            return {"NotFound"}
        if self.kind == "CREATE":
            return {"Configuration"}  # NoSuchBucket
        return {"Conflict", "Upstream", "NotFound"} if self.forever else {SUCCESS}  # looked at again

    def _ends_of_lasting_fault(self) -> set[str]:
        if self.fault is Fault.SLOW_DOWN:
            return {"Throttled"}
        if self.fault in ANSWER_DAMAGED and self.kind in PUBLISHING:
            return {SUCCESS}  # the marker in B tells that it was done
        if self.fault is Fault.TRUNCATED and self.kind in LOOKING and not self.prior:
            return {SUCCESS, "Upstream"}  # half of a 404 may do: that there is nothing is proven by the condition
        if self.fault is Fault.FLIP_ANSWER and self.kind == "CREATE":
            return {SUCCESS, "Upstream", "Conflict"}  # depends on which letter it hits
        if self.damages_tags:
            return {SUCCESS, "Upstream"}  # likewise
        if self.fault is Fault.FLIP_REQUEST and self.kind == "COMPLETE":
            return {SUCCESS, "Upstream", "Conflict"}
        return {"Upstream"}

    @property
    def may_leave_upload(self) -> bool:
        """If its id never came, or if abort never gets through."""
        if self.kind == "CREATE":
            return self.fault in ANSWER_DAMAGED
        return self.kind == "ABORT" and (self.forever or self.fault in CONDITIONS)


def applies(fault: Fault, kind: str) -> bool:
    if fault in NO_FAULTS:
        return False
    if fault in (Fault.ERROR_IN_200, Fault.BLANKS_THEN_ERROR):
        return kind == "COMPLETE"
    if fault in (Fault.RESET_IN_BODY, Fault.FLIP_REQUEST):
        return kind in WITH_BODY
    if fault in (Fault.RESET_IN_ANSWER, Fault.FLIP_ANSWER, Fault.SHORT_LENGTH):
        return kind in ANSWERED_WITH_BODY
    return True


def all_cases() -> list[Case]:
    """Of images that are cleaned, with originals that stay."""
    rows = [("small", prior, kind) for prior in (False, True) for kind in SMALL]
    rows += [("large", False, kind) for kind in (*LARGE, "ABORT")]
    return cases_of(("keep", *row) for row in rows)


def cases_with_options() -> list[Case]:
    rows = [("delete", "small", False, kind) for kind in (*SMALL, "DELETE A")]
    rows += [("delete", "small", True, kind) for kind in ("PUT B", "DELETE A")]
    rows += [("delete", "large", False, kind) for kind in ("COMPLETE", "DELETE A")]
    rows += [("delete-version", "small", False, "DELETE A")]
    rows += [("tag", "small", False, kind) for kind in ("PUT B", "GET TAGS", "HEAD A", "PUT TAGS")]
    rows += [("tag-version", "small", False, kind) for kind in ("GET TAGS", "PUT TAGS")]
    rows += [("quarantine", "small", False, "GET A")]
    rows += [("quarantine", "bad", False, kind) for kind in ("HEAD B", "GET A", *RECORD)]
    rows += [("quarantine", "bad", True, kind) for kind in RECORD]
    rows += [("quarantine", "large-bad", False, "ABORT")]
    return cases_of(rows)


def cases_of(rows: Iterable[tuple[str, str, bool, str]]) -> list[Case]:
    return [
        Case(size, prior, kind, fault, forever, option)
        for option, size, prior, kind in rows
        for fault in Fault
        for forever in (False, True)
        if applies(fault, kind)
    ]
