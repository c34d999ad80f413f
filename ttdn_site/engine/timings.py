"""How long the steps of a build took."""

from __future__ import annotations

import json
import os
import time


class Timings:
    """Seconds of wall clock and of this process's and its workers' work, by step, in the order of the steps."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[float, float]] = {}
        self.counts: dict[str, int] = {}
        self._last = (time.perf_counter(), _work())

    def done(self, step: str) -> None:
        """A step has ended; what passed since the one before is its."""
        now = (time.perf_counter(), _work())
        wall, work = self.steps.get(step, (0.0, 0.0))
        self.steps[step] = (wall + now[0] - self._last[0], work + now[1] - self._last[1])
        self._last = now

    def count(self, name: str, number: int) -> None:
        self.counts[name] = number

    def to_json(self) -> str:
        steps = {
            name: {"seconds": round(wall, 4), "cpu_seconds": round(work, 4)}
            for name, (wall, work) in self.steps.items()
        }
        total = {
            "seconds": round(sum(wall for wall, _ in self.steps.values()), 4),
            "cpu_seconds": round(sum(work for _, work in self.steps.values()), 4),
        }
        return json.dumps({"steps": steps, "total": total, "counts": self.counts}, indent=1) + "\n"


def _work() -> float:
    """Processor seconds of this process and of those it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
