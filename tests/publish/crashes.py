"""A publisher that is killed with SIGKILL, over and over; run as a program, it prints what it found as JSON.

`crashes.py <folder> points|random exchange|rename`: kills at every file system call of the swap in turn, or at seeded
random moments of an endless series of builds, and lets the next publication clear up each time.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ttdn_site.publish import exchange as system
from ttdn_site.publish import swap

FILES = 40
_NAMES = [f"trang {number // 8}/tin tức {number}.html" for number in range(FILES)]


def build(target: Path, version: int) -> None:
    """Publish a site of which every file says the same version; so does its manifest."""
    with swap.Publication(target, clock=lambda: datetime(2026, 9, 1, tzinfo=UTC)) as stage:
        stage.write("version.txt", str(version).encode())
        for number, name in enumerate(_NAMES):
            # Some files stay the same from version to version and are taken over.
            if number % 4 == 0:
                if not stage.reuse(name):
                    stage.write(name, b"unchanged")
            else:
                stage.write(name, str(version).encode())
        (stage.manifest / "SHA256SUMS").write_text(str(version), encoding="utf-8")


def version_of(target: Path) -> int:
    """The version of a complete site; -1 when there is no folder, -2 when it is torn."""
    if not target.is_dir():
        return -1
    files = [path for path in target.rglob("*") if path.is_file()]
    texts = {path.read_text(encoding="utf-8") for path in files} - {"unchanged"}
    if len(files) != FILES + 1 or len(texts) != 1:
        return -2
    return int(texts.pop())


def leftovers(target: Path) -> list[str]:
    return sorted(
        path.name for path in swap.workshop_folder(target).iterdir() if path.name not in ("lock", "published.json")
    )


def forked(action: Callable[[], None]) -> int:
    """Process number of a child that does `action` and ends."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)
    return child


def kill_at(point: int) -> None:
    """Count the calls that change the file system during a swap; be killed at the given one, before or after it."""
    count = 0

    def reached() -> None:
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrap(holder: Any, name: str) -> None:
        original = getattr(holder, name)

        def wrapped(*arguments: Any, **options: Any) -> Any:
            reached()
            result = original(*arguments, **options)
            reached()
            return result

        setattr(holder, name, wrapped)

    for holder, name in (
        (system, "exchange"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "unlink"),
        (shutil, "rmtree"),
        (swap, "flush_tree"),
        (swap, "flush_folder"),
        (swap, "seal"),
    ):
        wrap(holder, name)


def check(target: Path, version: int, found: dict[str, Any]) -> None:
    """After a kill while `version` was being published over `version - 1`."""
    names = {version - 1: "old", version: "new", -1: "none", -2: "torn"}
    found["states"].append(names[version_of(target)])
    # The next publication fails in the middle: what was interrupted must be settled all the same.
    try:
        with swap.Publication(target, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC)) as stage:
            stage.write("x.html", b"x")
            raise LookupError
    except LookupError:
        pass
    settled = version_of(target)
    manifest = int((swap.manifest_folder(target) / "SHA256SUMS").read_text(encoding="utf-8"))
    found["settled"].append(names[settled])
    if manifest != settled:
        found["faults"].append(f"site {settled}, manifest {manifest}")
    if leftovers(target):
        found["faults"].append(f"left over: {leftovers(target)}")
    build(target, version + 1)
    if version_of(target) != version + 1:
        found["faults"].append("the next build did not give a complete site")


def points(target: Path, found: dict[str, Any]) -> None:
    version = 1
    build(target, version)
    for point in range(1, 200):
        version += 1

        def killed(point: int = point, version: int = version) -> None:
            kill_at(point)
            build(target, version)

        child = forked(killed)
        status = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(status):
            found["faults"] += [] if status == 0 else [f"the child ended with {status}"]
            return
        check(target, version, found)
        version += 1


def moments(target: Path, found: dict[str, Any]) -> None:
    version = 1
    build(target, version)
    for seed in range(10):
        start = version + 1

        def series(start: int = start) -> None:
            for number in range(start, start + 10_000):
                build(target, number)

        child = forked(series)
        time.sleep(random.Random(seed).uniform(0.01, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        check_any(target, found)
        version = version_of(target)


def check_any(target: Path, found: dict[str, Any]) -> None:
    """Like `check`, when nobody knows which version was being published."""
    found["states"].append({-1: "none", -2: "torn"}.get(version_of(target), "whole"))
    version = 10**9
    build(target, version)
    if version_of(target) != version or leftovers(target):
        found["faults"].append("the next build did not give a complete site")


def main() -> None:
    folder, kind, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if way == "rename":
        system.exchange = lambda first, second: False
    found: dict[str, Any] = {"states": [], "settled": [], "faults": []}
    (points if kind == "points" else moments)(folder / "web" / "site", found)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
