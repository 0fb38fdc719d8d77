"""A queue with the semantics of a standard queue of SQS: visibility time-out, receive count, dead letters. In memory,
since moto's looks at each of its messages at every call: thousands of them take it hours.
"""

import dataclasses
import itertools
import threading
import time
from collections.abc import Iterable


@dataclasses.dataclass
class Message:
    id: str
    body: str
    receives: int = 0
    visible_at: float = 0.0


class MessageQueue:
    """`most_receives` times a message is given out; then it is a dead letter."""

    def __init__(self, visibility: float, most_receives: int):
        self._visibility, self._most_receives = visibility, most_receives
        self._numbers = itertools.count()
        self._news = threading.Condition()
        self._messages: dict[str, Message] = {}  # those that were handed back stand behind the others
        self.dead: list[Message] = []
        self.sent = self.received = 0

    def send(self, body: str) -> None:
        with self._news:
            message = Message(f"message-{next(self._numbers)}", body)
            self._messages[message.id] = message
            self.sent += 1
            self._news.notify()

    def receive(self, most: int, patience: float = 0.05) -> list[Message]:
        """At most so many that are visible; empty if none became visible in time."""
        with self._news:
            batch = self._take(most)
            if not batch and self._news.wait(patience):
                batch = self._take(most)
            self.received += len(batch)
            return batch

    def _take(self, most: int) -> list[Message]:
        now, batch = time.monotonic(), []
        for message in itertools.islice((one for one in list(self._messages.values()) if one.visible_at <= now), most):
            if message.receives == self._most_receives:
                self.dead.append(self._messages.pop(message.id))
                continue
            message.receives += 1
            message.visible_at = now + self._visibility
            batch.append(dataclasses.replace(message))
        return batch

    def delete(self, messages: Iterable[Message]) -> None:
        with self._news:
            for message in messages:
                self._messages.pop(message.id, None)

    def hand_back(self, messages: Iterable[Message]) -> None:
        """They are visible at once."""
        with self._news:
            for message in messages:
                if again := self._messages.pop(message.id, None):
                    again.visible_at = 0.0
                    self._messages[again.id] = again
            self._news.notify_all()

    @property
    def is_empty(self) -> bool:
        with self._news:
            return not self._messages
