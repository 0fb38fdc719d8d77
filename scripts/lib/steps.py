"""Steps that are numbered and named on stderr. In a dry run they say what they would do."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import aws


class Failure(Exception):
    """A sentence that says what is wrong, and what to do next if the step itself does not say that."""

    def __init__(self, sentence: str, next_: str = ""):
        super().__init__(sentence)
        self.next = next_


class StepFailed(Exception):
    """The failure with the step that it happened in."""

    def __init__(self, where: str, step: "Step", error: BaseException):
        super().__init__(f"{where}, {step.title}, failed: {why(error)}")
        self.next = getattr(error, "next", "") or step.next


@dataclass(frozen=True)
class Step:
    title: str
    act: Callable[[], None]
    would: Callable[[], str] | None = None  # says what it would do; None: it only reads, also in a dry run
    next: str = ""  # what to do if it fails


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def detail(text: str) -> None:
    say(f"  {text}")


def why(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "it was interrupted"
    if isinstance(error, aws.ERRORS):
        return aws.sentence(error)
    # The text of any other error says little by itself: that of a KeyError is only the key.
    return f"{error}" if isinstance(error, (Failure, OSError)) else f"{type(error).__name__}: {error}"


def run(steps: list[Step], dry_run: bool) -> None:
    """Runs one step after the other. Raises StepFailed at the first one that fails."""
    for number, step in enumerate(steps, 1):
        where = f"step {number}/{len(steps)}"
        say(f"{where}: {step.title}")
        try:
            if dry_run and step.would:
                detail(step.would())
            else:
                step.act()
        except (Exception, KeyboardInterrupt) as error:  # whatever happened, what was done is undone
            raise StepFailed(where, step, error) from error


def report(name: str, failed: StepFailed, undo: Callable[[], list[str]] = list) -> None:
    """Prints the failure, then what undo() says about the state now, then what to do next."""
    say(f"{name}: {failed}")
    for line in undo():
        say(f"  now: {line}")
    if failed.next:
        say(f"  next: {failed.next}")


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Makes SIGTERM an interrupt, like SIGINT: the run cleans up what it made, and the failure is reported."""

    def interrupt(*_) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
