"""This repository's own site behind a server with the site's headers, and Chromium that reports whatever goes wrong."""

from __future__ import annotations

import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import portals
import pytest
import sites
from tables.table_samples import AGENCIES, SAMPLE

from ttdn_site.publish.servers.policy import cache_control, content_type, security_headers

CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Served:
    """A site that is being served. asked: the paths below its root that were asked for, in order."""

    site: sites.BuiltSite
    address: str
    origin: str
    asked: list[str] = field(default_factory=list)

    def compressed(self, path: str) -> int:
        """Bytes of a file as it travels."""
        return len(gzip.compress((self.site.folder / path).read_bytes(), 9, mtime=0))


def _handler(served: Served, base: str) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            if not path.startswith(base):
                self.answer(404, "outside.txt", b"outside the portal")
                return
            name = path[len(base) :]
            name = f"{name}index.html" if not name or name.endswith("/") else name
            served.asked.append(name)
            file = served.site.folder / name
            if file.is_file():
                self.answer(200, name, file.read_bytes())
                return
            first = name.split("/", 1)[0]
            missing = served.site.folder / first / "404.html"
            page = missing if missing.is_file() else served.site.folder / "404.html"
            self.answer(404, "404.html", page.read_bytes())

        def answer(self, status: int, name: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type(name))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", cache_control(name))
            for header, value in security_headers():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are counted, not printed."""

    return Handler


@pytest.fixture(scope="session")
def served(own_site: sites.BuiltSite) -> Iterator[Served]:
    with serving(own_site) as found:
        yield found


@contextmanager
def serving(site: sites.BuiltSite) -> Iterator[Served]:
    """A site behind a server with its headers, until the block ends."""
    found = Served(site, "", "")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(found, site.project.base_path))
    server.daemon_threads = True
    found.origin = f"http://127.0.0.1:{server.server_port}"
    found.address = found.origin + site.project.base_path
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def under_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A portal with a plan whose tasks have months and reports; none of the published ones has."""
    plan = SAMPLE.replace("{from: 2024, to: 2025}", '{from: "2024-02", to: "2025-11"}')
    assert plan != SAMPLE
    folder = tmp_path_factory.mktemp("under-way")
    project = portals.portal(folder, {"docs/data/agencies.yml": AGENCIES, "docs/data/plans/mau.yml": plan})
    with serving(sites.built(project, portals.CLOCK)) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One for each module: other tests have a browser of their own, and two at a time cannot be driven like this."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_FLAGS))
        yield opened
        opened.close()


@dataclass
class Visitor:
    """A browser window. complaints: violations of the policy, errors in the console, failed and foreign requests."""

    page: Any
    served: Served
    complaints: list[str] = field(default_factory=list)
    responses: list[Any] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.served.address + path, wait_until="load")

    def follow(self, link: Any) -> None:
        """Click, and wait until the next page is there."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.served.address)

    def expect_silence(self) -> None:
        assert self.complaints == []


_LISTEN = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.fixture
def visit(chromium: Any, served: Served) -> Any:
    """A context manager that opens a window; on leaving it, nothing may have gone wrong."""

    @contextmanager
    def window(**options: Any) -> Iterator[Visitor]:
        context = chromium.new_context(**{"viewport": DESKTOP, "locale": "vi-VN", **options})
        if options.get("java_script_enabled", True):
            context.add_init_script(_LISTEN)
        page = context.new_page()
        visitor = Visitor(page, served)
        tell = visitor.complaints.append
        page.on("console", lambda message: tell(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: tell(str(error)))
        page.on("requestfailed", lambda request: _fail(request, tell))
        page.on("request", lambda request: _judge(request, served, tell))
        page.on("response", lambda response: _receive(response, visitor, tell))
        try:
            yield visitor
            visitor.expect_silence()
        finally:
            context.close()

    return window


def _fail(request: Any, tell: Any) -> None:
    # A page may be left before its icon has come.
    if not (request.failure == "net::ERR_ABORTED" and request.url.endswith(".svg")):
        tell(f"failed: {request.url} ({request.failure})")


def _judge(request: Any, served: Served, tell: Any) -> None:
    if not request.url.startswith((served.address, "data:")):
        tell(f"elsewhere: {request.url}")


def _receive(response: Any, visitor: Visitor, tell: Any) -> None:
    visitor.responses.append(response)
    if response.status >= 400:
        tell(f"{response.status}: {response.url}")
