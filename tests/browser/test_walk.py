"""What a visitor does: home, section, article, another language, search, colours, text size, the menu of a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser.conftest import DESKTOP, PHONE, Served, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ARTICLE = "news/khoi-cong-ham-hoang-lien/"
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8


def results(visitor: Visitor) -> list[str]:
    """Addresses of the results shown."""
    visitor.page.wait_for_selector("[data-ttdn-results]:not([aria-busy]) .ttdn-search__results > li")
    links = visitor.page.locator(".ttdn-search__title")
    return [links.nth(at).get_attribute("href").removeprefix(visitor.served.address) for at in range(links.count())]


def test_from_home_to_an_article_in_another_language_and_to_search(visit: Any) -> None:
    with visit() as visitor:
        page = visitor.page
        visitor.open("")
        visitor.follow(page.locator("nav.tabs a").nth(1))
        assert visitor.path == "news/"
        visitor.follow(page.locator("main a", has_text="hầm").first)
        assert visitor.path == ARTICLE
        assert page.locator("h1").count() == 1
        visitor.follow(page.locator("nav.langs a[hreflang=ja]"))
        assert visitor.path == f"ja/{ARTICLE}"
        assert page.evaluate("document.documentElement.lang") == "ja"
        visitor.follow(page.locator("nav.langs a[hreflang=en]"))
        assert visitor.path == f"en/{ARTICLE}"
        page.locator("#q").press_sequentially("tunnel", delay=20)
        page.wait_for_selector("[role=listbox] [role=option]")
        page.keyboard.press("ArrowDown")
        assert page.locator("[role=option][aria-selected=true]").count() == 1
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"en/search/\?q=tunnel"))
        found = results(visitor)
        assert f"en/{ARTICLE}" in found[:3]
        assert all(url.startswith("en/") for url in found)
        visitor.follow(page.locator(".ttdn-search__title").nth(found.index(f"en/{ARTICLE}")))
        assert visitor.path == f"en/{ARTICLE}"
        page.go_back()
        assert results(visitor) == found


@pytest.mark.parametrize(
    ("segment", "query", "expected"),
    [
        ("", "ham hoang lien", ARTICLE),
        ("", "93/KH-UBND", "documents/kh-93-2015/"),
        ("zh/", "隧道", f"zh/{ARTICLE}"),
        ("ja/", "トンネル", f"ja/{ARTICLE}"),
        # A place by its name in another language (docs/data/places.yml).
        ("", "马鹿塘", "borders/ma-lu-thang/"),
        ("en/", "封土", "en/investment/border-economic-zone/"),
        ("zh/", "Ma Lù Thàng", "zh/borders/ma-lu-thang/"),
        ("ja/", "Sin Suoi Ho", "ja/news/sin-suoi-ho-giai-thuong-du-lich-viet-nam-2025/"),
    ],
)
def test_search_finds_in_every_language(visit: Any, segment: str, query: str, expected: str) -> None:
    with visit() as visitor:
        visitor.open(f"{segment}search/?q={query}")
        assert expected in results(visitor)[:5]


def test_filters_of_the_results_stand_in_the_address(visit: Any) -> None:
    with visit() as visitor:
        page = visitor.page
        visitor.open("search/?q=Lai Châu")
        found = results(visitor)
        count = page.locator(".ttdn-search__count")
        everything = count.inner_text()
        page.locator("select[name=year]").select_option("2025")
        page.wait_for_url(re.compile("year=2025"))
        assert results(visitor)
        assert count.inner_text() != everything
        dates = page.locator(".ttdn-search__results time")
        assert dates.count()
        assert all(dates.nth(at).get_attribute("datetime").startswith("2025") for at in range(dates.count()))
        page.go_back()
        assert results(visitor) == found
        assert count.inner_text() == everything


def test_dates_of_results_are_written_as_on_the_pages(visit: Any) -> None:
    """Not as the browser's locale would have them: `19 tháng 12 năm 2025`, two digits where the pages have two."""
    asked = (("", "cao tốc", "09 tháng 3 năm 2026"), ("en/", "expressway", "9 March 2026"))
    for segment, query, text in (*asked, ("ja/", "高速道路", "2026年3月9日")):
        with visit(locale="en-US") as visitor:
            visitor.open(f"{segment}search/?q={query}")
            results(visitor)
            assert text in visitor.page.locator(".ttdn-search__results time").all_inner_texts()


def test_search_costs_nothing_before_it_is_used(visit: Any, served: Served) -> None:
    for path in ("", ARTICLE, "en/documents/", "search/"):
        del served.asked[:]
        with visit() as visitor:
            visitor.open(path)
            visitor.page.wait_for_timeout(300)
            assert not [name for name in served.asked if "search-index" in name or "search-query" in name]


@pytest.mark.parametrize("segment", ["", "en/", "zh/", "ja/"])
def test_the_first_view_of_an_article_is_small(visit: Any, served: Served, segment: str) -> None:
    """At most 60 KB as it travels, in at most 8 requests, none of which fails or goes elsewhere."""
    with visit(viewport=PHONE) as visitor:
        visitor.open(segment + ARTICLE)
        visitor.page.wait_for_load_state("networkidle")
        paths = [response.url.removeprefix(served.address) or "index.html" for response in visitor.responses]
        files = [f"{path}index.html" if path.endswith("/") else path for path in paths]
        assert len(files) <= MOST_REQUESTS, files
        assert sum(served.compressed(path) for path in files) <= MOST_BYTES, files


def test_colours_and_text_size_are_kept(visit: Any) -> None:
    with visit(color_scheme="light") as visitor:
        page = visitor.page

        def background() -> str:
            return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

        def size() -> float:
            return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"))

        visitor.open(ARTICLE)
        light, normal = background(), size()
        toggle = page.locator("[data-toggle-theme]:visible")
        toggle.click()
        assert toggle.get_attribute("aria-pressed") == "true"
        assert background() != light
        page.locator("[data-step='1']:visible").click()
        assert size() > normal
        larger = size()
        visitor.open(f"en/{ARTICLE}")
        assert background() != light
        assert size() == larger
        page.locator("[data-step='0']:visible").click()
        assert size() == normal
        page.locator("[data-toggle-theme]:visible").click()
        assert background() == light


def test_the_system_decides_the_colours_until_the_reader_does(visit: Any) -> None:
    with visit(color_scheme="dark") as visitor:
        visitor.open("")
        assert visitor.page.locator("[data-toggle-theme]:visible").first.get_attribute("aria-pressed") == "true"


def test_the_menu_of_a_phone(visit: Any) -> None:
    with visit(viewport=PHONE, has_touch=True) as visitor:
        page = visitor.page
        visitor.open("")
        menu = page.locator("details.menu")
        menu.locator("summary").tap()
        assert page.locator("details.menu nav a").first.is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("details.menu nav a").first.is_visible()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.keyboard.press("Enter")
        with page.expect_navigation():
            page.locator("details.menu nav a").nth(2).tap()
        assert visitor.path == "investment/"


# Every kind of page, and of those the parts that a window may fold away: list, register, calendar, plan, search, error.
KINDS = (
    "", "about/", "about/nature/", ARTICLE, "news/", "news/2025/", "documents/", "documents/kh-93-2015/", "events/",
    "events/festival-song-hong-2025/", "publications/", "briefings/", "projects/", "projects/ham-hoang-lien/",
    "contact/", "plans/lai-chau-2015/", "galleries/", "sitemap/", "search/", "404.html",
)  # fmt: skip


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", KINDS)
def test_the_keyboard_reaches_everything(visit: Any, path: str, window: dict[str, int]) -> None:
    """Tab by tab: every link and control that is seen gets the focus, and shows it."""
    with visit(viewport=window) as visitor:
        page = visitor.page
        visitor.open(path)
        wanted = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled).length"""
        )
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator("a.skip").bounding_box()["y"] >= 0
        reached = 1
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            inside, outline = page.evaluate(
                """() => { const one = document.activeElement, style = getComputedStyle(one);
                  return [one !== document.body, style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || getComputedStyle(one.parentElement).outlineStyle !== 'none']; }"""
            )
            if not inside:
                break
            reached += 1
            assert outline, page.evaluate("document.activeElement.outerHTML")
        assert reached == wanted
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")


def test_without_scripts_everything_but_search_and_filters_works(visit: Any) -> None:
    with visit(java_script_enabled=False) as visitor:
        page = visitor.page
        visitor.open("")
        visitor.follow(page.locator("nav.tabs a").nth(1))
        assert visitor.path == "news/"
        visitor.follow(page.locator("nav.langs a[hreflang=en]"))
        assert visitor.path == "en/news/"
        visitor.open("documents/")
        rows = page.locator("table.data tbody tr")
        assert rows.count() >= 12
        assert all(rows.nth(at).is_visible() for at in range(rows.count()))
        assert not page.locator("form.filters").is_visible()
        visitor.open("search/")
        assert page.locator("noscript, main .empty").first.is_visible()
    with visit(java_script_enabled=False, viewport=PHONE) as visitor:
        visitor.open("")
        visitor.page.locator("details.menu summary").click()
        visitor.follow(visitor.page.locator("details.menu nav a").nth(2))
        assert visitor.path == "investment/"


def test_an_address_that_does_not_exist(visit: Any, served: Served) -> None:
    for path, lang in (("khong-co/trang-nay/", "vi"), ("ja/khong-co/sau/hon/", "ja")):
        with visit() as visitor:
            visitor.open(path)
            assert visitor.page.evaluate("document.documentElement.lang") == lang
            assert visitor.page.evaluate("getComputedStyle(document.body).fontFamily") != "Times New Roman"
            visitor.follow(visitor.page.locator("main a").first)
            assert visitor.page.locator("h1").count() == 1
            # The missing page itself is the one thing that may fail.
            kept = [text for text in visitor.complaints if "404" not in text]
            assert kept == []
            del visitor.complaints[:]


def test_the_register_is_filtered(visit: Any) -> None:
    with visit() as visitor:
        page = visitor.page
        visitor.open("documents/")
        rows = page.locator("table.data tbody tr:visible")
        everything = rows.count()
        page.locator("form.filters input").fill("nghi dinh")
        assert 0 < rows.count() < everything
        page.locator("form.filters button[type=reset]").click()
        page.wait_for_function(
            "count => document.querySelectorAll('table.data tbody tr:not([hidden])').length === count", arg=everything
        )
        page.locator("form.filters select").first.select_option(index=1)
        assert 0 < rows.count() < everything
