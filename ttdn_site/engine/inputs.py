"""What a build is made from: the project's files with their stamps and digests, and the programs at work."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
import os
import platform
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

import ttdn_site
from ttdn_site.content.model import Library
from ttdn_site.content.project import Project
from ttdn_site.engine import page_plugins
from ttdn_site.engine.state import Stamp

# What renders: a page may change with any of these.
PROGRAMS = ("Markdown", "Jinja2", "MarkupSafe", "PyYAML", "Babel", "Pillow", "openpyxl")
# A file changed this recently may change again without its time showing it: its content is looked at next time.
FRESH = 2_000_000_000
# Fewer files than this are read sooner than workers are started; each then reads so many at a time.
WORTH_FORKING = 4000
PORTION = 500


def scan(project: Project) -> dict[str, Stamp]:
    """Every file that a build may read, by its path, with size and times."""
    found: dict[str, Stamp] = {}
    _stamp(str(project.config_path), found)
    folders = [project.docs, project.overrides, project.catalogs]
    if project.gate != "status":
        # Here and below: a build in which nothing changed does not wait for what it does not use.
        from ttdn_site.content.approvals import FOLDER as APPROVALS

        folders.append(project.root / APPROVALS)
    for folder in folders:
        if folder is not None and folder.is_dir():
            for entry, status in _below(str(folder)):
                found[entry] = _stamp_of(status)
    return found


def _stamp(path: str, found: dict[str, Stamp]) -> None:
    try:
        found[path] = _stamp_of(os.lstat(path))
    except OSError:
        return


def _stamp_of(status: os.stat_result) -> Stamp:
    if not stat.S_ISREG(status.st_mode):
        # A link or a device: never read, but its coming and going counts.
        return (-2, status.st_mode, 0)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            else:
                yield entry.path, entry.stat(follow_symlinks=False)


def settled(stamps: Mapping[str, Stamp], now: int | None = None) -> dict[str, Stamp]:
    """Stamps to keep: those too fresh to be trusted ask for the content next time. now: nanoseconds, for tests."""
    limit = (time.time_ns() if now is None else now) - FRESH
    return {
        path: stamp if stamp[0] == -2 or max(stamp[1], stamp[2]) < limit else (-1, stamp[1], stamp[2])
        for path, stamp in stamps.items()
    }


def digest_of(path: str) -> str:
    """SHA-256 of a file; empty when it cannot be read, which the reading then reports."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- tens of thousands of files: strings, not Path objects
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def digests(
    stamps: Mapping[str, Stamp], before: Mapping[str, Stamp], known: Mapping[str, str], workers: int = 1
) -> dict[str, str]:
    """The digest of every file; those whose stamp is the one from before are not read again."""
    waiting = [
        path for path, stamp in stamps.items() if stamp[0] != -2 and not (path in known and before.get(path) == stamp)
    ]
    read = dict(zip(waiting, _digests_of(waiting, workers), strict=True))
    return {
        path: "-" if stamp[0] == -2 else read[path] if path in read else known[path] for path, stamp in stamps.items()
    }


def _digests_of(paths: Sequence[str], workers: int) -> list[str]:
    if len(paths) < WORTH_FORKING:
        return [digest_of(path) for path in paths]
    from ttdn_site.engine.workers import spread

    portions = [paths[start : start + PORTION] for start in range(0, len(paths), PORTION)]
    found: dict[int, list[str]] = dict(
        spread(portions, lambda number: lambda portion: [digest_of(path) for path in portion], workers, worth=2)
    )
    return [digest for place in range(len(portions)) for digest in found[place]]


def environment(project: Project, clock: dt.datetime, *options: object) -> str:
    """Digest of everything but the project's files: this package as it lies on the disk, programs, options."""
    parts = [platform.python_version(), repr(options), repr(clock.tzinfo and clock.utcoffset())]
    for name in PROGRAMS:
        try:
            parts.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            parts.append(f"{name} –")
    package = Path(ttdn_site.__file__).parent
    parts += sorted(
        f"{path} {status.st_size} {status.st_mtime_ns}"
        for path, status in _below(str(package))
        if "__pycache__" not in path
    )
    for name, _ in project.extensions:
        parts.append(f"{name} {_module_stamp(name)}")
    parts += page_plugins.versions(project)
    parts.append(str(project.root))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _module_stamp(name: str) -> str:
    """Where an extension of the project's own lies, and its time of change."""
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return ""
    if found is None or not found.origin:
        return ""
    folder = Path(found.origin)
    paths = sorted(folder.parent.rglob("*.py")) if folder.name == "__init__.py" else [folder]
    return " ".join(f"{path} {path.stat().st_mtime_ns}" for path in paths if path.is_file())


def until(library: Library, clock: dt.datetime, others: Iterable[dt.date] = ()) -> dt.datetime | None:
    """When the site will change by itself: something is published or expires, or a day comes that a page speaks of.

    others: days on which what is no item changes.
    """
    from ttdn_site.content.gate import next_change

    moments = [moment for moment in (next_change(library, clock),) if moment is not None]
    today = clock.date()
    days = {day for day in others if day > today}
    for item in library.items:
        day = item.date
        if day is not None and day > today:
            days.add(day)
        updated = item.shared.get("updated")
        if isinstance(updated, dt.date) and updated > today:
            days.add(updated)
        if item.type.name == "event" and day is not None:
            after = (item.shared.get("ends") or day) + dt.timedelta(days=1)
            if after > today:
                days.add(after)
    if days:
        moments.append(dt.datetime.combine(min(days), dt.time(), tzinfo=clock.tzinfo))
    return min(moments, default=None)
