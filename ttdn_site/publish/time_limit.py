"""How long a whole run may take, so that a job of a timer has ended before the next one begins."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """seconds: as asked for. ends: when they are over, by `now`, a clock that nobody sets."""

    seconds: float
    ends: float
    now: Callable[[], float]

    def left(self) -> float:
        """Seconds until the end, 0 after it."""
        return max(0.0, self.ends - self.now())

    @property
    def is_over(self) -> bool:
        return self.now() >= self.ends


def from_now(seconds: float, now: Callable[[], float] = time.monotonic) -> TimeLimit:
    """A limit that begins to run at once."""
    return TimeLimit(seconds, now() + seconds, now)
