"""The stacks in the order in which they are applied, each with the parameters of others that it reads.

This is the one place that says so. Taking down goes the other way round.
"""

from collections.abc import Iterable

from deployment import LIVE_IMAGE, NONE, Deployment
from steps import Failure

BUCKETS = ("storage/bucket_a", "storage/bucket_b", "storage/kms_key_arn")

STACKS: dict[str, tuple[str, ...]] = {
    "storage": (),
    "registry": (),
    "ci": BUCKETS,
    "function": (*BUCKETS, "registry/repository_url", LIVE_IMAGE),
    "users": BUCKETS,
}


def in_order(wanted: Iterable[str]) -> list[str]:
    """Those that are wanted; all of them if none is named."""
    chosen = set(wanted) or set(STACKS)
    return [stack for stack in STACKS if stack in chosen]


def waits_for(deployment: Deployment, stack: str) -> Failure | None:
    """What is missing before the stack can be planned, and what makes it; None if it can be planned."""
    environment = f"--environment {deployment.environment}"
    for path in STACKS[stack]:
        value, upstream = deployment.parameter(path), path.partition("/")[0]
        if value is None:
            name = deployment.parameter_name(path)
            return Failure(f"there is no parameter {name} yet", f"scripts/stacks apply {environment} {upstream}")
        if path == LIVE_IMAGE and value == NONE:
            return Failure("no image has been pushed yet", f"scripts/deploy {environment} --image IMAGE")
    return None
