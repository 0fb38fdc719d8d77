"""The matrix of faults: which fault strikes which request of which object, and what must come of it."""

import dataclasses

from event_shapes import SUCCESS
from fault_proxy import Fault, Scenario

REQUESTS = {
    "small": ("HEAD B", "GET A", "PUT B"),
    "large": ("HEAD B", "GET A", "CREATE", "PART 1", "PART 2", "PART 3", "COMPLETE"),
}
WITH_BODY = ("PUT B", "PART 1", "PART 2", "PART 3", "COMPLETE")
ANSWERED_WITH_BODY = ("GET A", "CREATE", "COMPLETE")
PUBLISHING = ("PUT B", "COMPLETE")
CONDITIONS = (Fault.DENIED, Fault.MISSING, Fault.PRECONDITION)  # answers that mean what they say
ANSWER_DAMAGED = (Fault.LOST, Fault.TRUNCATED, Fault.RESET_IN_ANSWER, Fault.FLIP_ANSWER, Fault.SHORT_LENGTH)
NO_FAULTS = (Fault.SLOW, Fault.KEPT_ALIVE)


@dataclasses.dataclass(frozen=True)
class Case:
    size: str  # "small": one PUT; "large": three parts
    prior: bool  # B holds an object of someone else's
    kind: str  # the request that is struck
    fault: Fault
    forever: bool

    @property
    def name(self) -> str:
        words = (self.size, "over" if self.prior else "new", self.kind, self.fault.value)
        return "-".join((*words, "forever" if self.forever else "once")).replace(" ", "")

    @property
    def is_recoverable(self) -> bool:
        return not self.forever and self.fault not in CONDITIONS and self.kind != "ABORT"

    def scenario(self) -> Scenario:
        plan = Scenario(self.fault, self.kind, self.forever)
        if self.kind == "ABORT":  # something must have failed before
            plan.further = (Scenario(Fault.INTERNAL, "PART 3", forever=True),)
        return plan

    @property
    def ends(self) -> frozenset[str]:
        """The error types that are right, SUCCESS where success is."""
        if self.kind == "ABORT":
            return frozenset({"Upstream"})
        if self.fault in CONDITIONS:
            return frozenset(self._ends_of_condition())
        if not self.forever:
            return frozenset({SUCCESS})
        return frozenset(self._ends_of_lasting_fault())

    def _ends_of_condition(self) -> set[str]:
        if self.fault is Fault.DENIED:
            return {"AccessDenied"}
        if self.fault is Fault.MISSING:
            return self._ends_of_missing()
        if self.kind in PUBLISHING:
            return {"Conflict"} if self.forever else {SUCCESS}
        return {"Conflict", "Upstream"} | (set() if self.forever else {SUCCESS})  # no S3 answers so to these

    def _ends_of_missing(self) -> set[str]:
        if self.kind == "HEAD B":  # that there is nothing in B is true, or noticed by the condition of the PUT
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
        if self.fault is Fault.TRUNCATED and self.kind == "HEAD B" and not self.prior:
            return {SUCCESS, "Upstream"}  # half of a 404 may do: that there is nothing is proven by the condition
        if self.fault is Fault.FLIP_ANSWER and self.kind == "CREATE":
            return {SUCCESS, "Upstream", "Conflict"}  # depends on which letter it hits
        if self.fault is Fault.FLIP_REQUEST and self.kind == "COMPLETE":
            return {SUCCESS, "Upstream", "Conflict"}
        return {"Upstream"}

    @property
    def may_leave_upload(self) -> bool:
        """Where its id never came, or where abort never gets through."""
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
    kinds = [("small", prior, kind) for prior in (False, True) for kind in REQUESTS["small"]]
    kinds += [("large", False, kind) for kind in (*REQUESTS["large"], "ABORT")]
    return [
        Case(size, prior, kind, fault, forever)
        for size, prior, kind in kinds
        for fault in Fault
        for forever in (False, True)
        if applies(fault, kind)
    ]
