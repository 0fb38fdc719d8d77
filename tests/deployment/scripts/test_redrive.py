"""scripts/redrive with real messages: by move tasks of SQS, which the proxy has, and by hand, as moto has none."""

import json

import pytest
from cloud import ENVIRONMENT, NAME
from lambda_proxy import Reply

SECRET = "text-of-a-message-that-nobody-shall-see"


def record(key: str) -> dict:
    return {"eventSource": "aws:s3", "s3": {"object": {"key": key}}, "note": SECRET}


def notification(*keys: str) -> str:
    return json.dumps({"Records": [record(key) for key in keys]})


def envelope(message: str) -> dict:
    return {"Type": "Notification", "Message": message, "Subject": SECRET}


CREATED = {"detail-type": "Object Created", "detail": {"object": {"key": "a+b.jpg"}, "note": SECRET}}
TEST_EVENT = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": SECRET})
NOTHING = "(a message that names no object)"

# What --dry-run shows of each: docs/events.md has the shapes.
MESSAGES = {
    notification("in%2Fholiday+pic%2B1.jpg"): "in/holiday pic+1.jpg",
    notification("one.jpg", "two+.jpg"): "one.jpg\ntwo .jpg",
    json.dumps(envelope(notification("sns.jpg", "sns2.jpg"))): "sns.jpg\nsns2.jpg",
    json.dumps(envelope(json.dumps(CREATED))): "a+b.jpg",
    json.dumps({"Records": [{"Sns": envelope(notification("in+record.jpg"))}]}): "in record.jpg",
    json.dumps(CREATED): "a+b.jpg",
    json.dumps({"key": "direct.jpg", "version_id": SECRET}): "direct.jpg",
    json.dumps({"input_jpg": "two\nlines.jpg"}): "two\\nlines.jpg",
    json.dumps([{"key": "first.jpg"}, {"input_jpg": "second.jpg", "note": SECRET}]): "first.jpg\nsecond.jpg",
    f"no JSON: {SECRET}": NOTHING,
    TEST_EVENT: NOTHING,
    json.dumps(envelope(TEST_EVENT)): NOTHING,
    json.dumps({"Records": [{"s3": SECRET}]}): NOTHING,
    "[" * 100_000: NOTHING,
}
COUNT = len(MESSAGES)


class Queues:
    def __init__(self, cloud):
        self.cloud, self._sqs = cloud, cloud.client("sqs")
        self.queue, self.dead = cloud.apply_queues()

    def kill(self, *bodies: str) -> None:
        """Puts messages among the dead."""
        for body in bodies:
            attributes = {"trace": {"DataType": "String", "StringValue": "kept"}}
            self._sqs.send_message(QueueUrl=self.dead, MessageBody=body, MessageAttributes=attributes)

    def count(self, url: str) -> int:
        name = "ApproximateNumberOfMessages"
        return int(self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])

    def take(self, url: str) -> list[dict]:
        found = []
        while some := self._sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            found += some
        return found

    def redrive(self, *words: str):
        return self.cloud.run("redrive", "--environment", ENVIRONMENT, *words)


@pytest.fixture
def queues(cloud):
    return Queues(cloud)


def test_by_hand(queues):
    bodies = [*MESSAGES, *(json.dumps({"key": f"{n}.jpg"}) for n in range(20))]
    queues.kill(*bodies)
    done = queues.redrive("--watch")
    assert done.code == 0, done
    moved = queues.take(queues.queue)
    assert sorted(one["Body"] for one in moved) == sorted(bodies)
    assert all(one["MessageAttributes"]["trace"]["StringValue"] == "kept" for one in moved)
    assert queues.count(queues.dead) == 0
    assert f"{COUNT + 20} messages wait in arn:aws:sqs:eu-west-1:123456789012:{NAME}-objects-dlq" in done.err
    assert f"{COUNT + 20} of about {COUNT + 20} messages moved" in done.err
    assert queues.redrive().code == 0  # and there is nothing to do


def test_by_task(queues):
    queues.cloud.proxy.move_tasks = True
    queues.kill(*MESSAGES)
    done = queues.redrive("--watch")
    assert done.code == 0, done
    assert f"completed: {COUNT} of {COUNT} messages moved" in done.err
    assert "StartMessageMoveTask" in queues.cloud.proxy.asked
    assert "SendMessageBatch" not in queues.cloud.proxy.asked
    assert (queues.count(queues.queue), queues.count(queues.dead)) == (COUNT, 0)


def test_task_before_is_listed_for_a_while(queues):
    """Right after a start SQS may still name the last task, which is no word about this one."""
    proxy, old = queues.cloud.proxy, {"Status": "FAILED", "FailureReason": "of old", "StartedTimestamp": 1}
    proxy.move_tasks = True

    def hook(request):
        if request.operation != "ListMessageMoveTasks":
            return None
        late = "StartMessageMoveTask" in proxy.asked and listed.append(1) is None and len(listed) > 1
        return None if late else Reply.json({"Results": [old]})

    listed: list[int] = []
    proxy.hooks.append(hook)
    queues.kill(*MESSAGES)
    done = queues.redrive("--watch")
    assert done.code == 0, done
    assert f"completed: {COUNT} of {COUNT} messages moved" in done.err
    assert "failed" not in done.err


def test_approximate_count_of_nothing(queues):
    proxy = queues.cloud.proxy
    proxy.move_tasks = True

    def hook(request):
        if request.operation != "GetQueueAttributes" or b"ApproximateNumberOfMessages" not in request.body:
            return None
        return Reply.json({"Attributes": {"ApproximateNumberOfMessages": "0"}})

    proxy.hooks.append(hook)
    queues.kill(*MESSAGES)
    done = queues.redrive("--watch")
    assert done.code == 0, done
    assert "0 messages wait in " in done.err
    assert f"completed: {COUNT} of {COUNT} messages moved" in done.err
    assert queues.redrive("--watch").code == 0  # and with nothing there


def test_keys_alone_are_shown(queues):
    queues.kill(*MESSAGES)
    done = queues.redrive("--dry-run")
    assert done.code == 0, done
    assert sorted(done.out.splitlines()) == sorted("\n".join(MESSAGES.values()).splitlines())
    assert SECRET not in done.out + done.err
    assert queues.cloud.proxy.changes == []
    assert (queues.count(queues.queue), queues.count(queues.dead)) == (0, COUNT)
    assert len(queues.take(queues.dead)) == COUNT  # each was given back


def test_nothing_is_lost_where_sending_fails(queues):
    queues.kill(*MESSAGES)
    queues.cloud.proxy.fail("SendMessageBatch", "AccessDenied", status=403)
    done = queues.redrive()
    assert done.code == 1
    assert "step 2/2, move the messages, failed: SendMessageBatch was answered with AccessDenied" in done.err
    assert "DeleteMessageBatch" not in queues.cloud.proxy.asked
    assert queues.count(queues.queue) == 0


def test_function_is_not_applied(cloud):
    done = cloud.run("redrive", "--environment", ENVIRONMENT)
    assert done.code == 1
    assert (
        "so the stack function is not applied\n  next: scripts/stacks apply --environment test function\n" in done.err
    )
