"""The preview server: the site in memory, built again when a file changes, reloaded in the browser.

Everything is shown, drafts too. A save that breaks the site keeps the last good pages and shows the problems.
"""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ttdn_site.content.project import read_project
from ttdn_site.locales.messages import MessageLocale, as_text
from ttdn_site.problems import Problem, Severity
from ttdn_site.publish.compose import compose
from ttdn_site.publish.outputs import outputs
from ttdn_site.publish.servers.policy import content_type

POLL = 0.1
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


@dataclass(frozen=True)
class State:
    """What is served: files by path below the root, the problems of the last build, a number that grows."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    version: int


class Preview:
    """Holds the last good site and builds it again. Thread-safe: a state is replaced as a whole."""

    def __init__(self, config: Path, clock: Callable[[], dt.datetime]) -> None:
        self.config = config
        self.clock = clock
        self.state = State({}, (), 0)
        self.base_path = "/"
        self.changed = threading.Condition()

    def rebuild(self) -> tuple[Problem, ...]:
        """Read, render, and serve the new state; keep the old files when nothing can be rendered."""
        project, problems = read_project(self.config)
        files = self.state.files
        if project is not None:
            self.base_path = project.base_path
            composition = compose(project, self.clock(), preview=True, extra_problems=tuple(problems))
            files = {output.path: output.data for output in outputs(composition)}
            problems = list(composition.problems)
        with self.changed:
            self.state = State(files, tuple(problems), self.state.version + 1)
            self.changed.notify_all()
        return self.state.problems

    def watched(self) -> dict[str, tuple[int, int]]:
        """Modification time and size of every file a build reads."""
        root = self.config.parent
        project, _ = read_project(self.config)
        folders = [project.docs, project.overrides, project.catalogs] if project else [root / "docs"]
        found: dict[str, tuple[int, int]] = {}
        paths = [self.config]
        for folder in folders:
            if folder is not None and folder.is_dir():
                paths += [path for path in folder.rglob("*") if path.is_file()]
        for path in paths:
            try:
                status = path.stat()
            except OSError:
                continue
            found[str(path)] = (status.st_mtime_ns, status.st_size)
        return found

    def watch(self, stop: threading.Event, report: Callable[[tuple[Problem, ...], float], None]) -> None:
        """Poll for changes and build again until `stop` is set."""
        seen = self.watched()
        while not stop.wait(POLL):
            now = self.watched()
            if now != seen:
                seen = now
                start = time.perf_counter()
                problems = self.rebuild()
                report(problems, time.perf_counter() - start)


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
