"""What the system tells of changed files: the paths are gathered until somebody takes them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

ANYTHING = ""
"""Instead of a path: more may have changed than the events tell."""


class Touched:
    """The paths that events told of since they were taken last."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self._paths: set[str] = set()
        self._lock = threading.Lock()

    def add(self, paths: Iterable[str]) -> None:
        with self._lock:
            self._paths.update(paths)
            self.event.set()

    def taken(self) -> set[str]:
        with self._lock:
            paths, self._paths = self._paths, set()
            self.event.clear()
        return paths


class _Touch(FileSystemEventHandler):
    """Tells of whatever may change the site. Reading a file is an event too, and none of them."""

    def __init__(self, touched: Touched, only: str = "") -> None:
        self._touched = touched
        self._only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        paths = [path for path in (os.fsdecode(event.src_path), os.fsdecode(event.dest_path)) if path]
        if self._only:
            if self._only in paths:
                self._touched.add([ANYTHING])
        elif not event.is_directory:
            self._touched.add(paths)
        elif event.event_type != "modified":
            # What comes, goes or moves with a folder is not always told of.
            self._touched.add([ANYTHING])


def observed(folders: tuple[Path, ...], config: Path, touched: Touched) -> BaseObserver:
    """An observer at work that tells when a file in the folders changes, or the configuration."""
    observer = Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(_Touch(touched), str(folder), recursive=True)
    observer.schedule(_Touch(touched, str(config)), str(config.parent), recursive=False)
    observer.daemon = True
    observer.start()
    return observer
