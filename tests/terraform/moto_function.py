"""What else moto does otherwise than AWS where the function stack sees it; on top of moto_server.mend()."""

import functools
from collections.abc import Callable

from moto_server import instead


@functools.cache
def mend() -> None:
    from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction
    from moto.sqs.models import Queue

    @instead(Queue, "_set_attributes")
    def _(original: Callable, queue: Queue, attributes: dict, now: float | None = None) -> None:
        """A queue's policy stays where other attributes are set: moto takes it away."""
        if "Policy" not in attributes and hasattr(queue, "_policy_json"):
            attributes = {**attributes, "Policy": queue.policy}
        original(queue, attributes, now)

    @instead(LambdaFunction, "get_configuration")
    def _(original: Callable, function: LambdaFunction, *arguments, **options) -> dict:
        """An image without settings of its own has none: moto answers empty ones."""
        found = original(function, *arguments, **options)
        if not any(found.get("ImageConfigResponse", {}).get("ImageConfig", {}).values()):
            found.pop("ImageConfigResponse", None)
        return found

    @instead(LambdaBackend, "create_event_source_mapping")
    def _(original: Callable, backend: LambdaBackend, spec: dict) -> EventSourceMapping:
        """A mapping on an alias stays there: moto puts it on the version that the alias names just then."""
        mapping = original(backend, spec)
        if spec["FunctionName"].startswith("arn:"):
            mapping.function_arn = spec["FunctionName"]
        return mapping
