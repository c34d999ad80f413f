"""The preview server: the site built again when a file changes, what changed of it, and reloaded in the browser.

Everything is shown, drafts too. A save that breaks the site keeps the last good pages and shows the problems.
"""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build
from ttdn_site.locales.messages import MessageLocale, as_text
from ttdn_site.problems import Problem, Severity
from ttdn_site.publish.servers.policy import content_type

# Seconds: how long to wait for news before looking whether to stop, and for an editor to finish a save.
POLL = 0.5
SETTLE = 0.02
_SCRIPT = b"""\
"use strict";
(function () {
  var here = document.currentScript.src.replace(/reload\\.js$/, "state.json");
  var known = null;
  function box(text) {
    var old = document.getElementById("ttdn-problems");
    if (old) old.remove();
    if (!text) return;
    var pre = document.createElement("pre");
    pre.id = "ttdn-problems";
    pre.style.cssText = "margin:0;padding:1rem;white-space:pre-wrap;overflow-wrap:anywhere";
    pre.style.background = "#fff3f3";
    pre.style.color = "#7a0016";
    pre.textContent = text;
    document.body.prepend(pre);
  }
  function ask() {
    fetch(here + "?known=" + (known === null ? "" : known)).then(function (r) { return r.json(); }).then(function (s) {
      if (known !== null && s.version !== known) { location.reload(); return; }
      if (known === null) box(s.problems);
      known = s.version;
      ask();
    }).catch(function () { setTimeout(ask, 1000); });
  }
  ask();
})();
"""


class FolderFiles(Mapping[str, bytes]):
    """The files of a published folder, by path below it, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, path: str) -> bytes:
        if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path or "\0" in path:
            raise KeyError(path)
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        return (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self.folder.is_dir()


@dataclass(frozen=True)
class State:
    """What is served: files by path below the root, the problems of the last build, a number that grows."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    version: int


class Preview:
    """Publishes a preview into the project's workshop again and again. Thread-safe: a site is replaced as a whole."""

    def __init__(self, config: Path, clock: Callable[[], dt.datetime]) -> None:
        self.config = config
        self.clock = clock
        self.state = State({}, (), 0)
        self.base_path = "/"
        self.changed = threading.Condition()

    @property
    def folder(self) -> Path:
        return self.config.parent / ".ttdn" / "preview" / "site"

    def rebuild(self) -> tuple[Problem, ...]:
        """Build what changed and serve it; the last good site stays when nothing can be published."""
        project, problems = read_project(self.config)
        if project is not None:
            self.base_path = project.base_path
            built = build(
                project, self.clock(), target=self.folder, preview=True, durable=False, extra_problems=tuple(problems)
            )
            problems = list(built.problems)
        with self.changed:
            self.state = State(FolderFiles(self.folder), tuple(problems), self.state.version + 1)
            self.changed.notify_all()
        return self.state.problems

    def folders(self) -> tuple[Path, ...]:
        """The folders a build reads, besides the configuration."""
        project, _ = read_project(self.config)
        if project is None:
            return (self.config.parent / "docs",)
        found = (project.docs, project.overrides, project.catalogs)
        return tuple(folder for folder in found if folder is not None and folder.is_dir())

    def watch(self, stop: threading.Event, report: Callable[[tuple[Problem, ...], float], None]) -> None:
        """Build again after each change until `stop` is set. The system tells of changes; nothing is asked in turns."""
        touched = threading.Event()
        folders = self.folders()
        observer = observed(folders, self.config, touched)
        try:
            while not stop.is_set():
                if not touched.wait(POLL):
                    continue
                # An editor that saves writes more than once.
                time.sleep(SETTLE)
                touched.clear()
                start = time.perf_counter()
                problems = self.rebuild()
                report(problems, time.perf_counter() - start)
                now = self.folders()
                if now != folders:
                    observer.stop()
                    folders, observer = now, observed(now, self.config, touched)
        finally:
            observer.stop()


class _Touch(FileSystemEventHandler):
    """Tells of whatever may change the site. Reading a file is an event too, and none of them."""

    def __init__(self, touched: threading.Event, only: str = "") -> None:
        self._touched = touched
        self._only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        paths = (os.fsdecode(event.src_path), os.fsdecode(event.dest_path))
        if not self._only or self._only in paths:
            self._touched.set()


def observed(folders: tuple[Path, ...], config: Path, touched: threading.Event) -> BaseObserver:
    """An observer at work that sets `touched` when a file in the folders changes, or the configuration."""
    observer = Observer()
    for folder in folders:
        if folder.is_dir():
            observer.schedule(_Touch(touched), str(folder), recursive=True)
    observer.schedule(_Touch(touched, str(config)), str(config.parent), recursive=False)
    observer.daemon = True
    observer.start()
    return observer


def handler(preview: Preview, locale: MessageLocale) -> type[http.server.BaseHTTPRequestHandler]:
    """A request handler for one preview."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            path = unquote(parts.path)
            base = preview.base_path
            if path == "/" and base != "/":
                self.redirect(base)
            elif path == f"{base}_preview/reload.js":
                self.send(200, "text/javascript; charset=utf-8", _SCRIPT)
            elif path == f"{base}_preview/state.json":
                self.wait(parts.query.removeprefix("known="))
            elif not path.startswith(base):
                self.send(404, "text/plain; charset=utf-8", b"not found")
            else:
                self.file(path[len(base) :])

        def file(self, path: str) -> None:
            files = preview.state.files
            name = f"{path}index.html" if path == "" or path.endswith("/") else path
            if name not in files and f"{name}/index.html" in files:
                self.redirect(f"{preview.base_path}{name}/")
                return
            data = files.get(name)
            status = 200
            if data is None:
                first = path.split("/", 1)[0]
                data = files.get(f"{first}/404.html", files.get("404.html", b""))
                name, status = "404.html", 404
            if name.endswith(".html"):
                script = f'<script src="{preview.base_path}_preview/reload.js" defer></script></head>'.encode()
                data = data.replace(b"</head>", script, 1)
            self.send(status, content_type(name), data)

        def wait(self, known: str) -> None:
            """Answer when there is something new, or after a while."""
            with preview.changed:
                if known == str(preview.state.version):
                    preview.changed.wait(timeout=20)
                state = preview.state
            shown = [found for found in state.problems if found.severity is not Severity.NOTE]
            body = {"version": state.version, "problems": as_text(shown, locale)}
            self.send(200, "application/json", json.dumps(body).encode())

        def redirect(self, where: str) -> None:
            self.send_response(302)
            self.send_header("Location", where)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def send(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not news."""

    return Handler
