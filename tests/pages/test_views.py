"""Views of the small portal: fallback, switcher, alternates, canonical as the conventions have them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import portals
import pytest

from ttdn_site.engine.compose import Composition, compose
from ttdn_site.engine.outputs import PageWriter
from ttdn_site.pages.views import PageView

BASE = "https://example.gov.vn/ttdn/"


def views_of(composition: Composition) -> dict[tuple[str, str], PageView]:
    writer = PageWriter(composition)
    return {(route.key, route.segment): writer.view(route) for route in composition.routes}


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], PageView]:
    project = portals.portal(tmp_path_factory.mktemp("portal"))
    return views_of(compose(project, portals.CLOCK))


def test_a_source_page_is_its_own_canonical(views: dict[tuple[str, str], PageView]) -> None:
    view = views["news/tunnel", "vi"]
    assert (view.state, view.lang, view.canonical) == ("source", "vi", BASE + "news/tunnel/")
    assert view.alternates == (
        ("vi", BASE + "news/tunnel/"),
        ("zh-Hans", BASE + "zh/news/tunnel/"),
        ("x-default", BASE + "news/tunnel/"),
    )


def test_x_default_is_the_english_page_where_there_is_one(views: dict[tuple[str, str], PageView]) -> None:
    assert dict(views["about/land", "vi"].alternates)["x-default"] == BASE + "en/about/land/"


def test_a_fallback_speaks_the_language_of_the_interface(views: dict[tuple[str, str], PageView]) -> None:
    view = views["news/tunnel", "ja"]
    assert (view.state, view.tag, view.lang) == ("fallback", "ja", "vi")
    assert view.canonical == BASE + "news/tunnel/"
    assert view.alternates == ()
    assert [(link.title, link.url) for link in view.readable] == [
        ("Tiếng Việt", "../../../news/tunnel/"),
        ("简体中文", "../../../zh/news/tunnel/"),
    ]


def test_the_switcher_keeps_the_page_and_says_what_exists(views: dict[tuple[str, str], PageView]) -> None:
    variants = views["news/tunnel", "zh"].variants
    assert [(one.segment, one.url, one.current, one.translated) for one in variants] == [
        ("vi", "../../../news/tunnel/", False, True),
        ("en", "../../../en/news/tunnel/", False, False),
        ("zh", "./", True, True),
        ("ja", "../../../ja/news/tunnel/", False, False),
    ]


def test_records_become_pages_in_all_languages(views: dict[tuple[str, str], PageView]) -> None:
    assert {segment for key, segment in views if key == "documents/qd-1"} == {"vi", "en", "zh", "ja"}
    facts = {fact.label: fact.value for fact in views["documents/qd-1", "en"].record}
    assert facts["Number and symbol"] == "01/QĐ-UBND"
    assert facts["Kind"] == "Decision"
    assert facts["Date of issue"] == "1 December 2025"


def test_what_falls_back_in_a_list_carries_its_language(views: dict[tuple[str, str], PageView]) -> None:
    links = views["news/all", "ja"].groups[0].links
    assert [(link.title, link.lang) for link in links] == [("Khởi công hầm", "vi")]
    assert views["news/all", "zh"].groups[0].links[0].lang == ""


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-01-31", "coming"), ("2026-02-01", "under_way"), ("2026-02-03", "under_way"), ("2026-02-04", "held")],
)
def test_the_clock_decides_the_state_of_an_event(tmp_path: Path, day: str, state: str) -> None:
    clock = dt.datetime.fromisoformat(f"{day}T12:00+07:00")
    found = views_of(compose(portals.portal(tmp_path), clock))
    assert found["events/opening", "vi"].extra["event_state"] == state


def test_dates_are_written_as_each_language_writes_them(views: dict[tuple[str, str], PageView]) -> None:
    texts = {segment: views["events/opening", segment].date_text for segment in ("vi", "en", "zh", "ja")}
    assert texts["en"] == "1–3 February 2026"
    assert texts["zh"].startswith("2026年2月1日")
    assert texts["ja"].startswith("2026年2月1日")
    assert "02" in texts["vi"]


def test_error_pages_work_at_any_depth(views: dict[tuple[str, str], PageView]) -> None:
    view = views["404", "en"]
    assert view.url == "en/404.html"
    assert view.base == "/ttdn/"
    assert all(link.url.startswith("/ttdn/en/") for link in view.groups[0].links)
    assert [variant.url for variant in view.variants] == ["/ttdn/", "/ttdn/en/", "/ttdn/zh/", "/ttdn/ja/"]
