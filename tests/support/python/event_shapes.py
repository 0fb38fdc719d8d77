"""The events in which AWS names objects, with the members that tests/unit/function/events shows; and what an answer says of
each object.
"""

import dataclasses
import functools
import json
import urllib.parse
from collections.abc import Callable


def s3_record(bucket: str, key: str) -> dict:
    where = {"name": bucket, "arn": f"arn:aws:s3:::{bucket}"}
    named = {"bucket": where, "object": {"key": urllib.parse.quote_plus(key)}}
    return {"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": named}


def notification(bucket: str, *keys: str) -> dict:
    return {"Records": [s3_record(bucket, key) for key in keys]}


def queue(bodies: dict[str, str]) -> dict:
    """SQS messages by their ids."""
    return {
        "Records": [
            {"messageId": name, "receiptHandle": f"receipt-{name}", "body": body, "eventSource": "aws:sqs"}
            for name, body in bodies.items()
        ]
    }


def sns_envelope(message: dict) -> dict:
    """What SNS puts into a queue around a message."""
    return {"Type": "Notification", "MessageId": "1", "TopicArn": "arn:aws:sns:::photos", "Message": json.dumps(message)}


def sns(bucket: str, *keys: str) -> dict:
    notices = [sns_envelope(notification(bucket, key)) for key in keys]
    return {"Records": [{"EventVersion": "1.0", "EventSource": "aws:sns", "Sns": notice} for notice in notices]}


def event_bridge(bucket: str, key: str) -> dict:
    detail = {"version": "0", "bucket": {"name": bucket}, "object": {"key": key}, "reason": "PutObject"}
    return {"version": "0", "detail-type": "Object Created", "source": "aws.s3", "detail": detail}


def tasks(version: str, bucket: str, *keys: str) -> dict:
    """Of S3 Batch Operations; their ids are their numbers."""
    where = {"s3BucketArn": f"arn:aws:s3:::{bucket}"} if version == "1.0" else {"s3Bucket": bucket}
    return {
        "invocationSchemaVersion": version,
        "invocationId": "an invocation",
        "job": {"id": "a job"},
        "tasks": [
            {"taskId": f"{number}", "s3Key": urllib.parse.quote_plus(key, safe="/"), "s3VersionId": None, **where}
            for number, key in enumerate(keys)
        ],
    }


def queue_of(wrap: Callable[[str, str], dict]) -> Callable[..., dict]:
    """Messages with one object each, as `wrap` names it; their ids are their numbers."""

    def event(bucket: str, *keys: str) -> dict:
        return queue({f"{number}": json.dumps(wrap(bucket, key)) for number, key in enumerate(keys)})

    return event


SUCCESS = ""
PASSING = ("Upstream", "Throttled", "Deadline", "Conflict")  # may succeed later
UNSAID = "?"  # it failed; the answer does not say how


@dataclasses.dataclass(frozen=True)
class Said:
    """What an answer says: the error of the whole, or those of the objects."""

    whole: str = SUCCESS
    each: tuple[str, ...] = ()


def said_of_array(answer, count: int) -> Said:
    assert len(answer.json) == count
    return Said(each=tuple(one.get("errorType", SUCCESS) for one in answer.json))


def said_of_queue(answer, count: int) -> Said:
    failed = {one["itemIdentifier"] for one in answer.json["batchItemFailures"]}
    assert failed <= {f"{number}" for number in range(count)}
    return Said(each=tuple(UNSAID if f"{number}" in failed else SUCCESS for number in range(count)))


def said_of_tasks(answer, count: int) -> Said:
    results = answer.json["results"]
    assert [result["taskId"] for result in results] == [f"{number}" for number in range(count)]
    return Said(each=tuple(error_of_result(result) for result in results))


def error_of_result(result: dict) -> str:
    """The type of an error whose word begins the result: access_denied is AccessDenied."""
    if result["resultCode"] == "Succeeded":
        assert result["resultString"] == "cleaned", result
        return SUCCESS
    kind = "".join(part.capitalize() for part in result["resultString"].partition(":")[0].split("_"))
    assert result["resultCode"] == ("TemporaryFailure" if kind in PASSING else "PermanentFailure"), result
    return kind


@dataclasses.dataclass(frozen=True)
class Shape:
    """An event that names several objects."""

    name: str
    event: Callable[..., dict]  # of a bucket and its keys
    read: Callable[..., Said]  # an answer that is no function error
    is_notice: bool = True  # so an object that is gone is skipped

    def said(self, answer, count: int) -> Said:
        if not answer.is_function_error:
            return self.read(answer, count)
        # One object's failure is the whole one's for notices, which have no other way, and if buckets are wrong.
        kind, message = answer.json["errorType"], answer.json["errorMessage"]
        is_one = self.read is said_of_array and self.is_notice and message.startswith(f"1 of {count} records failed; ")
        assert is_one or (self.read in (said_of_tasks, said_of_queue) and kind == "Configuration"), answer.json
        return Said(whole=kind)


SHAPES = [
    Shape("array", lambda bucket, *keys: [{"key": key} for key in keys], said_of_array, is_notice=False),
    Shape("notification", notification, said_of_array),
    Shape("sns", sns, said_of_array),
    Shape("queue", queue_of(notification), said_of_queue),
    Shape("queue-sns", queue_of(lambda bucket, key: sns_envelope(notification(bucket, key))), said_of_queue),
    Shape("queue-eventbridge", queue_of(event_bridge), said_of_queue),
    Shape("tasks-1.0", functools.partial(tasks, "1.0"), said_of_tasks, is_notice=False),
    Shape("tasks-2.0", functools.partial(tasks, "2.0"), said_of_tasks, is_notice=False),
]
