"""Pages in Chromium under the strict policy: nothing overflows, targets are large, comforts work."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from theme import demo

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
# What readers aim at, below 44 CSS pixels in one direction; links within running text and lists of sources are exempt.
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, input, select, nav a, .button, .more')]
  .filter((element) => element.checkVisibility() && !element.matches('.skip'))
  .map((element) => [element.textContent.trim(), element.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 24))
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("demo")
    demo.write(folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
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
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


@pytest.mark.parametrize("segment", demo.LANGUAGES.segments)
def test_narrow_windows_and_large_text_do_not_overflow(page: Any, address: str, segment: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for kind in demo.KINDS:
        page.goto(f"{address}{segment}-{kind}/")
        for size in ("", "3"):
            page.evaluate("(size) => { document.documentElement.dataset.size = size }", size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            # At one and a half times the text, a word may be wider than the narrowest window.
            assert wide <= (320 if not size else 400), (kind, size, wide)


@pytest.mark.parametrize("kind", ["home", "list", "register", "article"])
def test_targets_on_phones(page: Any, address: str, kind: str) -> None:
    page.goto(f"{address}vi-{kind}/")
    page.click(".menu summary")
    assert page.evaluate(SMALL_TARGETS) == []


def test_text_size_is_kept(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 800})
    page.goto(f"{address}ja-article/")
    size = "parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)"
    before = page.evaluate(size)
    larger = page.locator(".bar > .wrap > .tools [data-step='1']")
    for _ in range(3):
        larger.click()
    assert larger.get_attribute("aria-disabled") == "true"
    assert page.evaluate(size) == pytest.approx(before * 1.5)
    page.reload()
    assert page.evaluate(size) == pytest.approx(before * 1.5)
    page.locator(".bar > .wrap > .tools [data-step='0']").click()
    assert page.evaluate(size) == pytest.approx(before)


def test_colours_follow_the_system_until_chosen(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}zh-article/")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    toggle = page.locator(".bar > .wrap > .tools [data-toggle-theme]")
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    assert toggle.get_attribute("aria-pressed") == "false"


def test_menu_and_contents_close_with_escape(page: Any, address: str) -> None:
    page.goto(f"{address}en-article/")
    for name in ("menu", "toc"):
        summary = page.locator(f".{name} summary")
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator(f".{name} nav").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert not page.locator(f".{name} nav").is_visible()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_first_stop_of_the_keyboard_leads_to_the_content(page: Any, address: str) -> None:
    page.goto(f"{address}vi-article/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_register_filters(page: Any, address: str) -> None:
    page.goto(f"{address}vi-register/")
    rows = page.locator("tbody tr:visible")
    assert rows.count() == 12
    page.click(".filter-box summary")
    page.fill("[data-text]", "12/qd ubnd")
    assert rows.count() == 1
    assert page.locator("[data-count]").text_content() == "Đang hiện 1/12"
    page.fill("[data-text]", "")
    page.select_option("[data-filter=year]", "2025")
    assert rows.count() == 4
    page.fill("[data-text]", "xyz")
    assert rows.count() == 0
    assert page.locator("[data-none]").is_visible()
    page.click(".filters [type=reset]")
    page.wait_for_function("document.querySelectorAll('tbody tr:not([hidden])').length === 12")
    # Lines shown as cards still are the lines of a table.
    assert page.get_by_role("row").count() == 13
    assert page.get_by_role("rowheader").count() == 12


def test_everything_is_there_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    bare = context.new_page()
    bare.goto(f"{address}vi-register/")
    assert bare.locator("tbody tr").count() == 12
    assert not bare.locator(".filter-box").is_visible()
    assert not bare.locator(".tools").first.is_visible()
    bare.click(".menu summary")
    assert bare.locator(".menu nav a").first.is_visible()
    context.close()


def test_print_leaves_the_frame_out(page: Any, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{address}vi-article/")
    assert not page.locator(".langs").is_visible()
    assert not page.locator(".toc").is_visible()
    assert page.locator(".prose").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
