"""Each stack once through its life: checked, applied, planned again, destroyed. What need not wait goes on."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from harness import Stacks
from stacks import STACKS, UPSTREAM

LIVE_IMAGE = "0123456789ab-1-arm64"

# More than the defaults, so that what is off by default is proven too.
VARIABLES = {
    "storage": {"kms_key": "create", "access_logs": True, "data_events": True, "noncurrent_days": {"a": 30}},
    # Without processing: moto would take the messages away for a container that it cannot run.
    "function": {"processing": False, "backlog": True, "after_success": "tag", "output_tags": {"origin": "stripmeta"}},
    "ci": {"repository_ids": {"owner": 12345, "repository": 67890}},
    "users": {
        "users": {
            "user_a": {"bucket": "a", "access": "read-write", "access_key": True},
            "user_b": {"bucket": "b", "access": "read"},
        },
        "sso": {"user_a": {"saml_provider_arn": "arn:aws:iam::123456789012:saml-provider/people"}},
    },
}


class Cycle:
    """A future for each step of each stack; its result() raises what went wrong, there or in a step before."""

    def __init__(self, stacks: Stacks, pool: ThreadPoolExecutor):
        self._stacks = stacks
        self.resources: dict[str, dict[str, dict]] = {}  # as they stood after the second plan
        self.applied: dict[str, Future] = {}
        self.destroyed: dict[str, Future] = {}
        self._unwanted = threading.Event()
        # Those that others wait for are begun first, and the checks fill what time is left.
        for stack in STACKS:
            self.applied[stack] = pool.submit(self._apply, stack)
        self.checked = {stack: pool.submit(self._check, stack) for stack in STACKS}
        self.planned = {stack: pool.submit(self._plan, stack) for stack in STACKS}
        self.protected = pool.submit(self._refused_destroy)
        for stack in reversed(STACKS):
            self.destroyed[stack] = pool.submit(self._destroy, stack)

    def take_down(self) -> None:
        """Nobody needs what stands any more: it is destroyed when its second plan is done."""
        self._unwanted.set()

    def _apply(self, stack: str) -> None:
        self._stacks.init(stack)
        for upstream in UPSTREAM[stack]:
            self._wait_for(upstream)
        self._stacks.apply(stack, **VARIABLES.get(stack, {}))
        if stack == "registry":
            self._stacks.write_live_image(LIVE_IMAGE)

    def _wait_for(self, upstream: str) -> None:
        """Until what it says is there. Storage goes on for a minute after that, until S3 confirms each lifecycle."""
        while not self.applied[upstream].done():
            if upstream == "storage" and len(self._stacks.parameters(upstream)) == 3:
                return
            time.sleep(0.2)
        self.applied[upstream].result()

    def _check(self, stack: str) -> int:
        self._stacks.init(stack)
        self._stacks.validate(stack)
        return self._stacks.test(stack)

    # After all of them: a stack must not disturb what another one made.
    def _plan(self, stack: str) -> str:
        for applied in self.applied.values():
            applied.result()
        changes = self._stacks.plan(stack)
        self.resources[stack] = self._stacks.resources(stack)
        return changes

    def _refused_destroy(self) -> str:
        self.planned["storage"].result()
        return self._stacks.refused_destroy("storage")

    def _destroy(self, stack: str) -> None:
        self.planned[stack].result()
        self._unwanted.wait()
        if stack == "storage":
            self.protected.result()
        for later, upstream in UPSTREAM.items():
            if stack in upstream and later in self.destroyed:
                self.destroyed[later].result()
        self._stacks.destroy(stack)
