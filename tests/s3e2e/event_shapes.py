"""The events in which AWS names objects, with the members that tests/function/events shows; and what an answer says of
each object.
"""

import json
import urllib.parse


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
