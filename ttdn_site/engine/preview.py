"""The preview server: the site built again when a file changes, what changed of it, and reloaded in the browser.

Everything is shown, drafts too. A save that breaks the site keeps the last good pages and shows the problems. A save in
the middle of a text is shown before anything is built (`at_once`); the build follows when the editor pauses.
"""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ttdn_site.content.project import read_project
from ttdn_site.engine.at_once import AtOnce, Knowledge, Shown
from ttdn_site.engine.build import KEPT_CHANGING, build
from ttdn_site.engine.inputs import digest_of
from ttdn_site.engine.watching import ANYTHING, Touched, observed
from ttdn_site.locales.messages import MessageLocale, as_text
from ttdn_site.problems import Problem, Severity, ordered
from ttdn_site.publish.servers.policy import content_type

# Seconds: how long to wait for news before looking whether to stop, for an editor to finish a save, and for another
# save before the site is brought up to date after some that were shown at once: as long as that took, within these.
POLL = 0.5
SETTLE = 0.02
LEAST_PAUSE = 1.0
MOST_PAUSE = 5.0
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
    """The files of a published folder, by path below it, read when they are asked for.

    ahead: those that are further than the folder.
    """

    def __init__(self, folder: Path, ahead: Mapping[str, bytes] | None = None) -> None:
        self.folder = folder
        self.ahead = ahead or {}

    def __getitem__(self, path: str) -> bytes:
        if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path or "\0" in path:
            raise KeyError(path)
        if path in self.ahead:
            return self.ahead[path]
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
        self._building = threading.Lock()
        self._at_once: AtOnce | None = None
        # Whether that is what the last build left; else what it could not do waits for the next.
        self._sound = False
        # Of the last build; and what was shown since, by the path of the file that was saved.
        self._built: tuple[Problem, ...] = ()
        self._ahead: dict[str, Shown] = {}
        self._last = ""
        self._pause = LEAST_PAUSE

    @property
    def folder(self) -> Path:
        return self.config.parent / ".ttdn" / "preview" / "site"

    def rebuild(self, *, quiet: bool = False) -> tuple[Problem, ...]:
        """Build what changed and serve it; the last good site stays when nothing can be published.

        quiet: browsers need not look again where they would see what they see.
        """
        with self._building:
            project, problems = read_project(self.config)
            learned: list[Knowledge] = []
            if project is not None:
                self.base_path = project.base_path
                built = build(
                    project,
                    self.clock(),
                    target=self.folder,
                    preview=True,
                    durable=False,
                    extra_problems=tuple(problems),
                    # The first build serves the site as soon as it can.
                    learn=learned.append if self.state.version else None,
                )
                problems = list(built.problems)
                self._pause = min(MOST_PAUSE, max(LEAST_PAUSE, built.seconds))
                if quiet and any(each.code is KEPT_CHANGING for each in problems):
                    # Saves came in between; they are shown, and are followed by a build of their own.
                    return self.state.problems
            fresh = AtOnce(learned[-1]) if learned else None
            if fresh is not None:
                fresh.warm(self._last)
            with self.changed:
                served = self._pages_ahead()
                self._built = tuple(problems)
                self._sound = fresh is not None
                if fresh is not None:
                    self._at_once = fresh
                    known = fresh.knowledge.digests
                    self._ahead = {
                        path: shown
                        for path, shown in self._ahead.items()
                        if known.get(path) != shown.digest and digest_of(path) == shown.digest
                    }
                seen = quiet and (fresh is None or self._is_seen(fresh.knowledge, served))
                self._serve(again=not seen)
            return self.state.problems

    def show(self, paths: set[str]) -> bool:
        """Show saves without a build. False when only a build can; then nothing is shown."""
        at_once = self._at_once
        if at_once is None or not self._sound or ANYTHING in paths or not at_once.holds(self.clock()):
            return False
        known = at_once.knowledge.digests
        found: dict[str, Shown] = {}
        for path in sorted(paths):
            if path.endswith("~") or os.path.basename(path).startswith("."):  # noqa: PTH119 -- a string stays one
                # What editors keep beside a text; should it count after all, the build that follows will tell.
                continue
            digest = digest_of(path)
            before = self._ahead[path].digest if path in self._ahead else known.get(path, "")
            if digest != before:
                shown = at_once.shown(path)
                if shown is None:
                    return False
                found[path] = shown
        with self.changed:
            if self._at_once is not at_once:
                # A build has ended meanwhile; what it knows decides.
                return self.show(paths)
            for path, shown in found.items():
                # The latest is the last: another language of the same address may have been saved before.
                self._ahead.pop(path, None)
                self._ahead[path] = shown
                self._last = path
            if found:
                self._serve(again=True)
        return True

    def _serve(self, *, again: bool) -> None:
        """Serve what was built, and what was shown since. again: browsers shall look."""
        problems = list(self._built)
        before = self._at_once.knowledge.problems if self._at_once is not None else {}
        for shown in self._ahead.values():
            old = before.get(shown.key, ())
            problems = [*(each for each in problems if each not in old), *shown.problems]
        told = tuple(ordered(problems)) if self._ahead else self._built
        version = self.state.version + (again or told != self.state.problems)
        self.state = State(FolderFiles(self.folder, self._pages_ahead()), told, version)
        self.changed.notify_all()

    def _pages_ahead(self) -> dict[str, bytes]:
        return {path: data for shown in self._ahead.values() for path, data in shown.pages.items()}

    def _is_seen(self, knowledge: Knowledge, served: Mapping[str, bytes]) -> bool:
        """Whether the pages that a build changed were served like that before it."""
        files = FolderFiles(self.folder)
        return all(served.get(path) == files.get(path) for path in knowledge.changed if path.endswith(".html"))

    def folders(self) -> tuple[Path, ...]:
        """The folders a build reads, besides the configuration."""
        project, _ = read_project(self.config)
        if project is None:
            return (self.config.parent / "docs",)
        found = (project.docs, project.overrides, project.catalogs)
        return tuple(folder for folder in found if folder is not None and folder.is_dir())

    def watch(self, stop: threading.Event, report: Callable[[tuple[Problem, ...], float], None]) -> None:
        """Build again after each change until `stop` is set. The system tells of changes; nothing is asked in turns."""
        touched = Touched()
        folders = self.folders()
        observer = observed(folders, self.config, touched)
        # What is needed to show saves at once is learned while nothing else is to be done.
        follow, due = self._following(report), float("inf")
        try:
            while not stop.is_set():
                wait = POLL if follow.is_alive() else min(POLL, max(0.0, due - time.monotonic()))
                if not touched.event.wait(wait):
                    if time.monotonic() >= due and not follow.is_alive():
                        follow, due = self._following(report), float("inf")
                    continue
                # An editor that saves writes more than once.
                time.sleep(SETTLE)
                start, version = time.perf_counter(), self.state.version
                paths = touched.taken()
                if self.show(paths):
                    due = time.monotonic() + self._pause
                    if self.state.version != version:
                        report(self.state.problems, time.perf_counter() - start)
                    continue
                problems = self.rebuild()
                due = float("inf")
                report(problems, time.perf_counter() - start)
                now = self.folders()
                if now != folders:
                    observer.stop()
                    folders, observer = now, observed(now, self.config, touched)
        finally:
            observer.stop()
            follow.join()

    def _following(self, report: Callable[[tuple[Problem, ...], float], None]) -> threading.Thread:
        """A build in a thread of its own, of which is told when it finds something else than what is known."""

        def follow() -> None:
            start, before = time.perf_counter(), self.state.problems
            problems = self.rebuild(quiet=True)
            if problems != before:
                report(problems, time.perf_counter() - start)

        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        return thread


class Server(http.server.ThreadingHTTPServer):
    """Answers browsers; one that went away before its answer is no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed on as it came


def handler(preview: Preview, locale: MessageLocale) -> type[http.server.BaseHTTPRequestHandler]:
    """A request handler for one preview."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                parts = urlsplit(self.path)
            except ValueError:
                self.send(400, "text/plain; charset=utf-8", b"not an address")
                return
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
