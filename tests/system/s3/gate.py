"""Holds the requests of one worker for one object, so that a test lets them through one by one, in the order it wants."""

import asyncio
import collections
import contextlib
import dataclasses
import threading
from collections.abc import AsyncIterator, Callable

from servers import PATIENCE


@dataclasses.dataclass
class Held:
    kind: str
    release: Callable[[], None]
    answered: threading.Event


class Gate:
    """The proxy holds, the test lets pass; end() says that the worker asks for nothing more."""

    def __init__(self):
        self._news = threading.Condition()
        self._held: collections.deque[Held] = collections.deque()
        self._is_over = False

    @contextlib.asynccontextmanager
    async def hold(self, kind: str) -> AsyncIterator[None]:
        """Enters when the request may pass; leaves when it has its answer."""
        loop, released, answered = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
        with self._news:
            self._held.append(Held(kind, lambda: loop.call_soon_threadsafe(released.set), answered))
            self._news.notify_all()
        await released.wait()
        try:
            yield
        finally:
            answered.set()

    def end(self) -> None:
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def wait(self) -> bool:
        """Until a request is held: True; until the worker's end: False."""
        with self._news:
            assert self._news.wait_for(lambda: self._held or self._is_over, PATIENCE), "the worker asks for nothing"
            return bool(self._held)

    def let_pass(self) -> str:
        """Lets the next request pass. Its kind, when it has its answer; "" if there will be none."""
        if not self.wait():
            return ""
        held = self._held.popleft()
        held.release()
        assert held.answered.wait(PATIENCE), f"{held.kind} is not answered"
        return held.kind
