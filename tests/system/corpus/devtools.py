"""Chromium without a display, by its DevTools protocol over a pipe: waits for what a page says, not for a time."""

import fcntl
import itertools
import json
import os
import select
import subprocess
import time
from pathlib import Path

LIMIT = 600  # seconds for one answer
_LOADED = """new Promise((done) => {
  if (document.readyState === "complete") done(); else addEventListener("load", () => done());
})"""


class BrowserError(RuntimeError):
    pass


def _high(number: int) -> int:
    """The same file under a number past those that Chromium takes (3 and 4)."""
    high = fcntl.fcntl(number, fcntl.F_DUPFD, 10)
    os.close(number)
    return high


class Browser:
    """A process with a profile of its own. Ends with the block."""

    def __init__(self, command: list[str], profile: Path):
        from_us, self._to = os.pipe()
        self._from, to_us = os.pipe()
        from_us, to_us = _high(from_us), _high(to_us)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
        options.append(f"--user-data-dir={profile}")
        shell = ["bash", "-c", f'exec "$0" "$@" 3<&{from_us}- 4>&{to_us}-']
        self._log = open(f"{profile}.log", "w+b")
        self._process = subprocess.Popen(
            [*shell, *command, *options], pass_fds=(from_us, to_us), stdout=self._log, stderr=self._log
        )
        os.close(from_us)
        os.close(to_us)
        self._numbers = itertools.count(1)
        self._read = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Lets it end by itself: what is killed leaves processes that still write to the profile."""
        try:
            self.call("Browser.close")
            self._process.wait(LIMIT)
        except (BrowserError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._to)
        os.close(self._from)
        self._log.close()

    def open(self, address: str) -> "Tab":
        """A tab whose page has loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        tab = Tab(self, self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        went = tab.call("Page.navigate", url=address)
        if "errorText" in went:
            raise self._error(f"{address}: {went['errorText']}")
        tab.evaluate(_LOADED)
        return tab

    def call(self, method: str, session: str | None = None, **parameters) -> dict:
        """The result of a method; events are skipped."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        deadline = time.monotonic() + LIMIT
        try:
            os.write(self._to, json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            raise self._error(f"{method}: it has ended") from None
        while (answer := self._message(method, deadline)).get("id") != number:
            pass
        if "error" in answer:
            raise self._error(f"{method}: {answer['error']}")
        return answer["result"]

    def _message(self, method: str, deadline: float) -> dict:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._from], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise self._error(f"{method}: no answer within {LIMIT} seconds")
            piece = os.read(self._from, 1 << 20)
            if not piece:
                raise self._error(f"{method}: it has ended")
            self._read += piece
        message, self._read = self._read.split(b"\0", 1)
        return json.loads(message)

    def _error(self, text: str) -> BrowserError:
        self._log.seek(0)
        return BrowserError(f"Chromium, {text}\n" + self._log.read().decode(errors="replace")[-500:])


class Tab:
    def __init__(self, browser: Browser, session: str):
        self._browser, self._session = browser, session

    def call(self, method: str, **parameters) -> dict:
        return self._browser.call(method, self._session, **parameters)

    def evaluate(self, expression: str):
        """The value of an expression of the page, or what its promise is fulfilled with."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")
