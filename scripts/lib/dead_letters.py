"""The queue of messages that failed too often: what is in it, and its way back to the queue it came from."""

import contextlib
import json
import time
import urllib.parse
from dataclasses import dataclass

import aws
from steps import Failure, detail

BATCH = 10  # the most that SQS takes or gives at once
HIDDEN = 60  # seconds for which SQS gives the message to nobody else
# The answers of a service that does not know the call, such as a local stand-in for SQS.
UNKNOWN_CALL = {"InvalidAction", "UnknownOperationException", "NotImplemented"}
ACTIVE = ("RUNNING", "CANCELLING")
SHOWN_WITHIN = 60  # seconds that SQS may take to list a task that it started


@dataclass(frozen=True)
class Queue:
    url: str
    arn: str


@dataclass(frozen=True)
class Progress:
    status: str
    moved: int
    total: int
    reason: str = ""
    started: int = 0  # what tells one task from another


def keys_of(body: str) -> list[str]:
    """Keys of the objects that a message is about, and nothing else of it. Empty if it names none.

    The shapes are those of docs/events.md: direct events and arrays of them, what S3 and EventBridge send, and SNS
    around either, with its envelope or in records.
    """
    with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return _keys_in(json.loads(body))
    return []


def _keys_in(event) -> list[str]:
    if isinstance(event, list):
        return [key for one in event for key in _keys_in(one)]
    if "Records" in event:
        return _keys_in(event["Records"])
    if "s3" in event:  # S3 encodes as forms do
        return [urllib.parse.unquote_plus(event["s3"]["object"]["key"])]
    if "Sns" in event:
        return _keys_in(event["Sns"])
    if isinstance(event.get("Message"), str):
        return _keys_in(json.loads(event["Message"]))
    if "detail" in event:  # EventBridge encodes nothing
        return [event["detail"]["object"]["key"]]
    key = event.get("key", event.get("input_jpg"))
    return [key] if isinstance(key, str) else []


def shown(key: str) -> str:
    """The key in printable characters on one line, because anybody may have chosen it."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in key)


class DeadLetters:
    def __init__(self, sqs, dead_url: str, queue_url: str):
        self._sqs = sqs
        self.dead, self.queue = self._queue(dead_url), self._queue(queue_url)
        self._before: Progress | None = None  # a task that had ended when this run started its own

    def _queue(self, url: str) -> Queue:
        answer = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        return Queue(url, answer["Attributes"]["QueueArn"])

    def count(self) -> int:
        """The number of messages that nobody reads at the moment. SQS calls it approximate."""
        name = "ApproximateNumberOfMessages"
        answer = self._sqs.get_queue_attributes(QueueUrl=self.dead.url, AttributeNames=[name])
        return int(answer["Attributes"][name])

    # Only looking

    def keys(self, most: int) -> list[list[str]]:
        """The keys of each of at most `most` messages. SQS shows a message only by lending it: each is given back."""
        lent: dict[str, dict] = {}
        try:
            while len(lent) < most:
                found = [one for one in self._receive() if one["MessageId"] not in lent]
                if not found:
                    break
                lent.update((one["MessageId"], one) for one in found)
        finally:
            self._give_back(list(lent.values()))
        return [keys_of(message["Body"]) for message in list(lent.values())[:most]]

    def _receive(self, **options) -> list[dict]:
        answer = self._sqs.receive_message(
            QueueUrl=self.dead.url, MaxNumberOfMessages=BATCH, VisibilityTimeout=HIDDEN, WaitTimeSeconds=1, **options
        )
        return answer.get("Messages", [])

    def _give_back(self, messages: list[dict]) -> None:
        for some in _batches(messages):
            self._sqs.change_message_visibility_batch(
                QueueUrl=self.dead.url,
                Entries=[
                    {"Id": f"{number}", "ReceiptHandle": one["ReceiptHandle"], "VisibilityTimeout": 0}
                    for number, one in enumerate(some)
                ],
            )

    # Moving, by SQS itself

    def progress(self) -> Progress | None:
        """The progress of the last move task; None if there was no such task."""
        answer = self._sqs.list_message_move_tasks(SourceArn=self.dead.arn, MaxResults=1)
        if not answer.get("Results"):
            return None
        task = answer["Results"][0]
        return Progress(
            task["Status"],
            task.get("ApproximateNumberOfMessagesMoved", 0),
            task.get("ApproximateNumberOfMessagesToMove", 0),
            task.get("FailureReason", ""),
            task.get("StartedTimestamp", 0),
        )

    def can_move_by_task(self) -> bool:
        try:
            self.progress()
        except aws.ClientError as error:
            if aws.code(error) in UNKNOWN_CALL:
                return False
            raise
        return True

    def start_task(self, rate: int | None) -> None:
        last = self.progress()
        if last and last.status in ACTIVE:
            detail(f"a move is on its way already: {last.moved} of {last.total} messages")
            return
        self._before = last
        options = {"MaxNumberOfMessagesPerSecond": rate} if rate else {}
        self._sqs.start_message_move_task(SourceArn=self.dead.arn, DestinationArn=self.queue.arn, **options)

    def watch_task(self, pause: float) -> None:
        last, end = None, time.monotonic() + SHOWN_WITHIN
        while True:
            now = self._own_progress()
            if now is None and time.monotonic() > end:
                raise Failure(f"SQS started the move and does not list it after {SHOWN_WITHIN} s")
            if now != last and now:
                detail(f"{now.status.lower()}: {now.moved} of {now.total} messages moved")
            if now and now.status not in ACTIVE:
                break
            last = now
            time.sleep(pause)
        if now.status != "COMPLETED":
            raise Failure(f"the move ended as {now.status}: {now.reason or 'no reason given'}")

    def _own_progress(self) -> Progress | None:
        """None if SQS still lists an earlier task as the last one."""
        now = self.progress()
        return None if now and self._before and now.started == self._before.started else now

    # Moving, by hand

    def move_by_hand(self, rate: int | None, watch: bool) -> int:
        """Each message is sent, then deleted. If it fails in between, the message is there twice, which is harmless."""
        moved, total = 0, self.count()
        while found := self._receive(MessageAttributeNames=["All"]):
            self._move(found)
            moved += len(found)
            if watch:
                detail(f"{moved} of about {max(total, moved)} messages moved")
            if rate:
                time.sleep(len(found) / rate)
        return moved

    def _move(self, messages: list[dict]) -> None:
        entries = [
            {
                "Id": f"{number}",
                "MessageBody": one["Body"],
                **({"MessageAttributes": one["MessageAttributes"]} if one.get("MessageAttributes") else {}),
            }
            for number, one in enumerate(messages)
        ]
        sent = self._sqs.send_message_batch(QueueUrl=self.queue.url, Entries=entries)
        done = [messages[int(one["Id"])] for one in sent.get("Successful", [])]
        if done:
            deleted = self._sqs.delete_message_batch(
                QueueUrl=self.dead.url,
                Entries=[{"Id": f"{n}", "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(done)],
            )
            for problem in deleted.get("Failed", []):
                raise Failure(f"a message was sent but not deleted ({problem['Code']}): it will be there twice")
        for problem in sent.get("Failed", []):
            raise Failure(f"a message could not be sent ({problem['Code']}) and stays where it is")


def _batches(messages: list[dict]) -> list[list[dict]]:
    return [messages[at : at + BATCH] for at in range(0, len(messages), BATCH)]
