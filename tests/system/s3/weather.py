"""Faults and deaths by chance, the same for the same seed: each request's lot is drawn by its key, kind and number."""

import collections
import random
from collections.abc import Callable

from fault_matrix import ANSWER_DAMAGED, NO_FAULTS, applies
from fault_proxy import Fault, Scenario

# S3 does not say by mistake that something is not there, or that a condition fails.
LIES = (Fault.MISSING, Fault.PRECONDITION)
FAULTS = [fault for fault in Fault if fault not in (*LIES, *NO_FAULTS)]
FAULT_SHARE = 0.05  # of requests
DEATH_SHARE = 0.004
DEATH_SHARE_OF_PARTS = 0.08


class Weather:
    """What strikes, counted. `kill` ends the process that works on a key; True if one does."""

    def __init__(self, seed: int, kill: Callable[[str], bool]):
        self.seed, self.kill = seed, kill
        self.faults: collections.Counter[str] = collections.Counter()
        self.deaths: collections.Counter[str] = collections.Counter()  # by the kind of the request

    def over(self, key: str) -> "Climate":
        return Climate(self, key)


class Climate(Scenario):
    """The weather over one key. `nameless` counts uploads whose first answer was damaged, `stuck` those that were given up
    in vain: the abort was struck, or a part that was cut off arrived behind it. They may be left."""

    def __init__(self, weather: Weather, key: str):
        super().__init__()
        self._weather, self._key = weather, key
        self.nameless = self.stuck = 0

    def meets(self, kind: str) -> Scenario | None:
        self.seen[kind] = self.seen.get(kind, 0) + 1
        lot = random.Random(f"{self._weather.seed} {self._key} {kind} {self.seen[kind]}")
        is_part = kind.startswith("PART") or kind in ("CREATE", "COMPLETE")
        if lot.random() < (DEATH_SHARE_OF_PARTS if is_part else DEATH_SHARE) and self._weather.kill(self._key):
            self._weather.deaths[kind] += 1
            return Scenario(Fault.RESET) if lot.random() < 0.5 else None  # or performed for one who is dead
        if lot.random() >= FAULT_SHARE:
            return None
        fault = lot.choice([fault for fault in FAULTS if applies(fault, kind)])
        self._weather.faults[fault.value] += 1
        self.nameless += kind == "CREATE" and fault in ANSWER_DAMAGED
        self.stuck += kind == "ABORT" or (kind.startswith("PART") and fault is Fault.DENIED)
        return Scenario(fault)
