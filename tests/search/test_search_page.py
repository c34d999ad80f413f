"""The search box and the results page in a browser under the site's policy: keyboard, address, filters, failures."""

from __future__ import annotations

import functools
import http.server
import importlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from search import client, corpus

from ttdn_site.search.words import WORDS

pytestmark = pytest.mark.browser


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>
<link rel="icon" href="data:,"><script type="module" src="/base/assets/search.js?v=1"></script></head><body><header>
<form role="search" data-ttdn-search data-index="{up}search/vi/" data-base="{up}" action="{up}tim-kiem/">
<input type="search" name="q" aria-label="Tìm kiếm"><button>Tìm</button></form></header>
<main><h1>Cổng thông tin</h1>{main}</main></body></html>"""


@dataclass
class Site:
    address: str
    log: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def fetched(self) -> list[str]:
        return [name for name in self.log if "/search/vi/" in name]


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, site: Site, **options: Any) -> None:
        self.site = site
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        if name != "/favicon.ico":
            self.site.log.append(name)
        if any(part in name for part in self.site.gone):
            self.send_error(404)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    base = root / "base"
    for where, main in (("", ""), ("tim-kiem", '<div data-ttdn-results aria-live="polite"></div>')):
        (base / where).mkdir(parents=True, exist_ok=True)
        page = PAGE.format(up="../" if where else "", main=main)
        (base / where / "index.html").write_text(page, encoding="utf-8")
    shutil.copytree(
        client.ASSETS, base / "assets", ignore=lambda _, names: [name for name in names if "search" not in name]
    )
    script = base / "assets" / "search.js"
    words = f"const WORDS = {json.dumps(dict(WORDS))};"
    script.write_text(script.read_text("utf-8").replace("const WORDS = {};", words), encoding="utf-8", newline="\n")
    index = base / "search" / "vi"
    index.mkdir(parents=True)
    for name, content in corpus.index("vi").items():
        (index / name).write_bytes(content)
    return root


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    made = Site("")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder), site=made)
    )
    made.address = f"http://127.0.0.1:{server.server_port}/base/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    opened = context.new_page()
    opened.said = []
    opened.on(
        "console", lambda message: opened.said.append(message.text) if message.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    context.close()


def names(page: Any) -> list[str]:
    links = page.query_selector_all("a.ttdn-search__title")
    return [link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links]


def results(page: Any, count: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".ttdn-search__result")).to_have_count(count)


def tells(place: Any, word: str) -> None:
    from playwright.sync_api import expect

    expect(place).to_have_text(dict(WORDS)[word])


def no_violations(page: Any) -> None:
    if os.environ.get("CI"):
        axe = importlib.import_module("axe_playwright_python")
    else:
        axe = pytest.importorskip("axe_playwright_python", reason="LEFT OUT: axe is not installed")
    assert axe.__file__
    [source] = Path(axe.__file__).parent.rglob("axe.min.js")
    page.evaluate(source.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])")
    assert found == []


def test_nothing_is_fetched_before_typing(site: Site, page: Any) -> None:
    page.goto(site.address)
    page.focus("input")
    page.wait_for_timeout(250)
    assert [name.rpartition("/")[2] for name in site.log] == ["", "search.js"]
    assert page.said == []


def test_suggestions_by_keyboard(site: Site, page: Any) -> None:
    page.goto(site.address)
    page.type("input", "cua khau")
    page.wait_for_selector("[role=option]")
    box = page.locator("input")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator("[role=option]").first.inner_text() == "Cửa khẩu Ma Lù Thàng – Kim Thủy Hà"
    assert page.locator("[role=option] mark").first.inner_text() == "Cửa"
    no_violations(page)
    page.keyboard.press("ArrowDown")
    first = page.locator("[role=option]").first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    no_violations(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("[aria-selected=true]").inner_text() == "All results for “cua khau”"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site.address}bien-gioi/cua-khau-ma-lu-thang/"


def test_one_letter_asks_nothing_and_one_character_does(site: Site, page: Any) -> None:
    page.goto(site.address)
    page.type("input", "c")
    page.wait_for_timeout(300)
    assert site.fetched() == []
    page.fill("input", "莱")
    page.wait_for_selector("[role=status]:not([hidden])")
    assert page.locator("form [role=status]").inner_text() == dict(WORDS)["none"]


def test_submit_goes_to_the_results(site: Site, page: Any) -> None:
    page.goto(site.address)
    page.fill("input", "biên giới")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.startswith(f"{site.address}tim-kiem/?q=")
    page.wait_for_selector("a.ttdn-search__title")
    assert page.locator(".ttdn-search__count").inner_text() == "4 pages found."
    assert page.input_value("input") == "biên giới"
    assert names(page)[0] == "tuan-tra-lien-hop"
    first = page.locator(".ttdn-search__result").first
    assert "Tin tức – Sự kiện · 25 tháng 12" in first.inner_text()
    assert first.locator("time").get_attribute("datetime") == "2025-12-25"
    no_violations(page)
    assert page.said == []


def test_filters_and_history(site: Site, page: Any) -> None:
    page.goto(f"{site.address}tim-kiem/?q=biên giới")
    page.wait_for_selector("a.ttdn-search__title")
    page.select_option("select[name=section]", "Biển đảo – Biên giới")
    results(page, 2)
    assert page.evaluate("document.activeElement.name") == "section"
    page.select_option("select[name=year]", "2022")
    results(page, 1)
    assert names(page) == ["mang-luoi-duong"]
    page.go_back()
    results(page, 2)
    page.go_back()
    results(page, 4)


def test_headings_are_linked(site: Site, page: Any) -> None:
    page.goto(f"{site.address}tim-kiem/?q=nhà nghỉ")
    page.wait_for_selector(".ttdn-search__headings a")
    assert page.locator(".ttdn-search__headings a").get_attribute("href").endswith("van-hoa/sin-suoi-ho/#homestay")


def test_more_results(site: Site, page: Any) -> None:
    page.goto(f"{site.address}tim-kiem/?q=va%20")
    results(page, 10)
    page.click(".ttdn-search__more")
    results(page, 11)
    assert page.evaluate("document.activeElement.className") == "ttdn-search__title"
    assert page.locator(".ttdn-search__more").is_hidden()


@pytest.mark.parametrize("query", ["<img src=x onerror=alert()>", "a" * 3000, "%22%27", "xyzzy"])
def test_hostile_addresses(query: str, site: Site, page: Any) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{site.address}tim-kiem/?q={quote(query)}&year=%3Cb%3E&section=%3Cb%3E")
    tells(page.locator(".ttdn-search__count"), "none")
    assert page.locator("img").count() == 0
    assert page.said == []


@pytest.mark.parametrize("gone", ["index.json", "/vi/t", "/vi/d", "search-query.js"])
def test_a_missing_part_is_told(gone: str, site: Site, page: Any) -> None:
    site.gone.add(gone)
    page.goto(f"{site.address}tim-kiem/?q=che")
    tells(page.locator(".ttdn-search__count"), "missing")
    page.goto(site.address)
    page.type("input", "che")
    tells(page.locator("form [role=status]"), "missing")


def test_offline_is_told_and_search_returns(site: Site, page: Any) -> None:
    page.goto(site.address)
    page.context.set_offline(True)
    page.type("input", "che")
    tells(page.locator("form [role=status]"), "offline")
    page.context.set_offline(False)
    page.type("input", " tam")
    page.wait_for_selector("[role=option]")
