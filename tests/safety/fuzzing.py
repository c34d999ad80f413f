"""Fuzzing everything that reads what others wrote, for as long as it is told to, with bounds for each input.

    PYTHONPATH=.:tests python -m safety.fuzzing               an hour, or TTDN_FUZZ_SECONDS
    PYTHONPATH=.:tests python -m safety.fuzzing TARGET SEED   one input again, with its traceback

Each input is made from its target's name and one number. A breach is whatever is raised besides a problem, an input
that takes more than ten seconds of processor time, or more than a gigabyte beyond what was in use. Three engines take
turns: mutations, hypothesis with grammars, and atheris, led by coverage, where it is installed. What was run and found
is added to `fuzz.json` beside this file; a finding that is mended gets the name of its test there, under `mended`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import faulthandler
import gc
import importlib.util
import itertools
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
from safety import grammars
from safety.mutations import spoiled
from safety.targets import TARGETS, Target

HERE = Path(__file__).resolve().parent
REPORT = HERE / "fuzz.json"
SECONDS = 10
"""Of processor time for one input. The slowest of them takes a tenth of it on a common computer."""
MEMORY = 1 << 30
SLICE = 10.0
COVERED = ("yaml", "front matter", "markdown", "svg", "pdf", "manifest", "served page", "catalog")
"""Targets whose reader is Python and reads bytes at once: there atheris sees which branches an input takes."""


class TooSlow(BaseException):
    """An input that does not end soon; no `except Exception` may keep it."""


def _too_slow(number: int, frame: object) -> None:
    raise TooSlow(f"more than {SECONDS} s")


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Processor time and memory within bounds; past them TooSlow or MemoryError."""
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, before[1]))
    handler = signal.signal(signal.SIGVTALRM, _too_slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    # A loop in C hears no signal: then the process ends, with the traceback, and the seed is in the journal.
    faulthandler.dump_traceback_later(SECONDS * 60, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
        resource.setrlimit(resource.RLIMIT_AS, before)


def input_of(target: Target, seed: int) -> bytes:
    """The input that a number stands for."""
    chance = random.Random(f"{target.name} {seed}")
    seeds = target.seeds()
    data = chance.choice(seeds)
    if target.mutate is not None and chance.random() < 0.7:
        return target.mutate(data, chance)
    return spoiled(data, chance, target.words, seeds)


@dataclass
class Count:
    """What one engine did to one target. last: the seed it came to. slowest: seconds, and the seed that took them."""

    inputs: int = 0
    seconds: float = 0.0
    first: int = 0
    last: int = 0
    slowest: tuple[float, int] = (0.0, 0)


@dataclass
class Run:
    """A run under way."""

    folder: Path
    base: int
    counts: dict[tuple[str, str], Count] = field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def count(self, engine: str, target: Target) -> Count:
        return self.counts.setdefault((engine, target.name), Count(first=self.base, last=self.base - 1))

    def place(self, target: Target) -> Path:
        place = self.folder / target.name.replace(" ", "-")
        place.mkdir(exist_ok=True)
        return place

    def trial(self, engine: str, target: Target, data: bytes, seed: int) -> bool:
        """Whether an input does no harm."""
        (self.folder / "journal").write_text(f"{engine}\n{target.name}\n{seed}\n", encoding="utf-8")
        start = time.process_time()
        try:
            with bounded():
                target.run(data, self.place(target))
        except (Exception, TooSlow) as error:
            self.note(engine, target, data, seed, error)
            return False
        finally:
            taken = time.process_time() - start
            count = self.count(engine, target)
            count.inputs += 1
            count.slowest = max(count.slowest, (round(taken, 3), seed))
        return True

    def note(self, engine: str, target: Target, data: bytes, seed: int, error: BaseException) -> None:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if "/ttdn_site/" in frame.filename.replace("\\", "/")
        ]
        where = (
            f"{frames[-1].filename.rpartition('/ttdn_site/')[2]}:{frames[-1].name}" if frames else "the trial itself"
        )
        key = f"{target.name}: {type(error).__name__} in {where}"
        known = self.findings.setdefault(
            key, {"engine": engine, "target": target.name, "seed": seed, "error": f"{error}"[:300], "times": 0}
        )
        known["times"] += 1
        if known["times"] == 1:
            (self.folder / f"finding-{len(self.findings)}").write_bytes(data)
            print(f"{key}, seed {seed}", flush=True)
            traceback.print_exception(error, limit=-6)

    def mutate(self, target: Target, until: float) -> None:
        count = self.count("mutations", target)
        start = time.monotonic()
        while time.monotonic() < until:
            count.last += 1
            self.trial("mutations", target, input_of(target, count.last), count.last)
        count.seconds += time.monotonic() - start

    def generate(self, target: Target, until: float) -> None:
        """Inputs from a grammar, which hypothesis makes smaller when one breaks something."""
        count = self.count("hypothesis", target)
        start = time.monotonic()
        while time.monotonic() < until:
            count.last += 1

            @hypothesis.seed(count.last)
            @hypothesis.settings(
                max_examples=50,
                deadline=None,
                database=None,
                report_multiple_bugs=False,
                suppress_health_check=list(hypothesis.HealthCheck),
            )
            @hypothesis.given(grammars.GRAMMARS[target.name])
            def example(data: bytes) -> None:
                if time.monotonic() < until + SLICE and not self.trial("hypothesis", target, data, count.last):
                    raise AssertionError("a breach; the smallest one is kept")

            with contextlib.suppress(AssertionError, hypothesis.errors.Flaky):
                example()
        count.seconds += time.monotonic() - start

    def cover(self, target: Target, until: float) -> None:
        """Led by coverage, in a process of its own: its engine never returns."""
        count = self.count("atheris", target)
        start = time.monotonic()
        corpus = self.folder / f"corpus-{target.name.replace(' ', '-')}"
        if not corpus.is_dir():
            corpus.mkdir()
            for number, data in enumerate(target.seeds()):
                (corpus / f"seed-{number}").write_bytes(data[:20_000])
        count.last += 1
        command = [sys.executable, "-m", "safety.covering", target.name, str(corpus), str(max(1, int(until - start)))]
        done = subprocess.run([*command, str(count.last)], capture_output=True, env=_paths(), check=False, timeout=900)
        shown = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace")
        executed = [int(line.split()[-1]) for line in shown.splitlines() if "number_of_executed_units" in line]
        count.inputs += sum(executed)
        count.seconds += time.monotonic() - start
        if done.returncode:
            what, error = breach(shown)
            key = f"{target.name}: {what}"
            known = self.findings.setdefault(
                key, {"engine": "atheris", "target": target.name, "seed": count.last, "error": error, "times": 0}
            )
            known["times"] += 1
            print(key, flush=True)

    def report(self, seconds: float) -> dict[str, Any]:
        engines: dict[str, dict[str, Any]] = {}
        for (engine, name), count in sorted(self.counts.items()):
            engines.setdefault(engine, {})[name] = {
                "inputs": count.inputs,
                "seconds": round(count.seconds),
                "seeds": [count.first, count.last],
                "slowest": list(count.slowest),
            }
        return {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "revision": _revision(),
            "python": sys.version.split()[0],
            "seconds": round(seconds),
            "inputs": sum(count.inputs for count in self.counts.values()),
            "bounds": {"processor_seconds": SECONDS, "bytes": MEMORY},
            "engines": engines,
            "left_out": [] if _has_atheris() else ["atheris is not installed"],
            "findings": [{"what": key, **found} for key, found in sorted(self.findings.items())],
        }


def breach(shown: str) -> tuple[str, str]:
    """What ended atheris, and the end of what it said: the exception on one stream, its counts on the other."""
    said = [
        line for line in shown.splitlines() if line.strip() and not line.startswith(("INFO", "#", "stat::", "WARNING"))
    ]
    errors = [line for line in said if re.match(r"[\w.]*(?:Error|Exception|TooSlow)\b", line)]
    ended = [line for line in said if "ERROR: libFuzzer: " in line]
    what = errors[0].partition(":")[0] if errors else ended[-1].rpartition(": ")[2] if ended else "ended"
    frames = [
        (match[1], match[2]) for line in said if (match := re.search(r'/ttdn_site/(.*)", line \d+, in (.*)', line))
    ]
    where = ":".join(frames[-1]) if frames else "the trial itself"
    return f"{what.strip()} in {where}", "\n".join(said[-40:])[-3000:]


def turns(run: Run) -> Iterator[Callable[[float], None]]:
    """Who fuzzes next, for ever: every target by every engine that fits, as often as its share says."""
    round_of: list[Callable[[float], None]] = []
    for target in TARGETS:
        round_of += [lambda until, target=target: run.mutate(target, until)] * target.share  # type: ignore[misc]
        if target.name in grammars.GRAMMARS:
            round_of += [lambda until, target=target: run.generate(target, until)] * max(1, target.share // 2)  # type: ignore[misc]
        if target.name in COVERED and _has_atheris():
            round_of.append(lambda until, target=target: run.cover(target, until))  # type: ignore[misc]
    return itertools.cycle(round_of)


def fuzz(seconds: float, folder: Path, base: int, report: Path | None = None) -> dict[str, Any]:
    """Fuzz for some time; the report is written after every turn, so that a process that is killed has told all."""
    run = Run(folder, base)
    start = time.monotonic()
    order = turns(run)
    earlier = json.loads(report.read_text(encoding="utf-8"))["runs"] if report is not None and report.is_file() else []
    # Short runs, as in the tests, have to reach every target too.
    each = min(SLICE, max(0.2, seconds / 120))
    while (now := time.monotonic()) < start + seconds:
        next(order)(min(now + each, start + seconds))
        gc.collect()
        if report is not None:
            runs = [*earlier, run.report(time.monotonic() - start)]
            text = json.dumps({"runs": runs}, ensure_ascii=False, indent=1) + "\n"
            report.write_text(text, encoding="utf-8", newline="\n")
    return run.report(time.monotonic() - start)


def _paths() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parent.parent), str(HERE.parent)))}


def _has_atheris() -> bool:
    return importlib.util.find_spec("atheris") is not None


def _revision() -> str:
    command = ["git", "-C", str(HERE), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def again(name: str, seed: int) -> None:
    """One mutated input once more."""
    target = next(target for target in TARGETS if target.name == name)
    with tempfile.TemporaryDirectory() as folder:
        data = input_of(target, seed)
        print(data[:2000])
        with bounded():
            target.run(data, Path(folder))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        again(sys.argv[1], int(sys.argv[2]))
    else:
        wanted = float(os.environ.get("TTDN_FUZZ_SECONDS", "3600"))
        first = int(os.environ.get("TTDN_FUZZ_SEED", str(int(time.time()))))
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            outcome = fuzz(wanted, Path(place), first, REPORT)
            print(
                json.dumps(
                    {key: outcome[key] for key in ("seconds", "inputs", "findings")}, ensure_ascii=False, indent=1
                )
            )
            for left in Path(place).glob("finding-*"):
                print(left.name, left.read_bytes()[:600])
        sys.exit(1 if outcome["findings"] else 0)
