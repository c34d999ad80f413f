"""Running a program and measuring what it cost: time, processor time and memory of it and all it starts."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INTERVAL = 0.2


@dataclass(frozen=True)
class Cost:
    """wall, cpu: seconds; memory: highest sum of proportional set sizes seen, in MB; busy: share others had."""

    wall: float
    cpu: float
    memory: float
    busy: float


def processes(root: int) -> list[int]:
    """A process and all below it."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def memory_of(root: int) -> float:
    """MB in use: pages that several processes share count once in all."""
    total = 0
    for process in processes(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def machine_work() -> float:
    """Processor seconds of everything on this machine since it started."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return (sum(fields[:3]) + fields[5] + fields[6]) / os.sysconf("SC_CLK_TCK")


def run(command: list[str], folder: Path, log: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end. Raises RuntimeError when it fails."""
    peak = 0.0
    stop = threading.Event()
    before, start = machine_work(), time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment)

        def sample() -> None:
            nonlocal peak
            while not stop.wait(INTERVAL):
                peak = max(peak, memory_of(process.pid))

        watcher = threading.Thread(target=sample, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    stop.set()
    watcher.join()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {process.returncode}, see {log}")
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, machine_work() - before - cpu) / (wall * (os.cpu_count() or 1))
    # All together are at least as large as the largest; a process may be over before a sample is taken.
    return Cost(wall, cpu, max(peak, usage.ru_maxrss / 1024), min(1.0, others))


def weigh(folder: Path) -> tuple[int, int]:
    """Files and bytes below a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def machine() -> dict[str, str]:
    """What the figures of this run belong to."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in cpu if line.startswith("model name")), "")
    memory = next(line.split()[1] for line in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines())
    return {
        "processor": model or platform.processor(),
        "processors": f"{len(os.sched_getaffinity(0))} processors",
        "memory": f"{int(memory) / 1024**2:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": interpreter(),
    }


def interpreter() -> str:
    """Which Python, and whose: builds of one version differ by a sixth in speed."""
    found = f"Python {platform.python_version()}"
    try:
        return f"{found} of {platform.freedesktop_os_release()['NAME']}" if sys.base_prefix == "/usr" else found
    except (OSError, KeyError):
        return found


def save(out: Path, data: dict[str, Any], text: str = "") -> None:
    """Write `OUT.json` and, with a text, `OUT.md`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    out.with_suffix(".json").write_text(content, encoding="utf-8", newline="\n")
    if text:
        out.with_suffix(".md").write_text(text, encoding="utf-8", newline="\n")
