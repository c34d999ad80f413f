"""A plan's page in a browser: filters by keyboard, rows that links lead to, headers that stay, and nothing too wide."""

from __future__ import annotations

from typing import Any

import pytest
from browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
PLAN = "plans/dien-bien-2018-2020/"
PREFIXES = ["", "en/", "zh/", "ja/"]
# Data rows of the budget that can be seen.
SHOWN = "[...document.querySelectorAll('table.budget:not(.tasks) tbody tr')].filter((row) => row.checkVisibility())"


def rows(page: Any) -> list[str]:
    found: list[str] = page.evaluate(f"{SHOWN}.map((row) => row.dataset.row)")
    return found


def test_filters_by_keyboard(visit: Any) -> None:
    with visit() as visitor:
        page = visitor.page
        visitor.open("en/" + PLAN)
        everything = rows(page)
        part = page.locator("section[data-plan-table]").first
        part.locator("input[data-words]").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.filter") == "bodies"
        page.keyboard.type("Provincial Border")
        left = rows(page)
        assert 0 < len(left) < len(everything)
        # A row that fits stands under its group.
        assert "IV.7" in left
        assert "IV" in left
        assert "I" not in left
        assert part.locator("[data-count]").inner_text()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        years = page.evaluate(
            "[...document.querySelectorAll('table.budget:not(.tasks) thead [data-year]')]"
            ".filter((cell) => cell.checkVisibility()).map((cell) => cell.dataset.year)"
        )
        assert years == ["2018"]
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function(f"{SHOWN}.length === {len(everything)}")


def test_without_scripts_the_table_is_whole(visit: Any) -> None:
    with visit() as visitor:
        visitor.open(PLAN)
        everything = visitor.page.locator("table.budget tbody tr").count()
    with visit(java_script_enabled=False) as visitor:
        visitor.open(PLAN)
        assert visitor.page.locator("table.budget tbody tr:visible").count() == everything
        assert not visitor.page.locator("form.filters").first.is_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_a_link_leads_to_its_row(visit: Any, options: dict[str, Any]) -> None:
    with visit(**options) as visitor:
        visitor.open("zh/" + PLAN + "#line-IV.5")
        page = visitor.page
        row = page.locator("[id='line-IV.5']")
        assert row.evaluate("(row) => row.matches(':target')")
        box = row.bounding_box()
        head = page.locator("table.budget thead").first.bounding_box()
        assert box["y"] >= (0 if options else head["y"] + head["height"] - 1)
        assert box["y"] < page.viewport_size["height"]


def test_the_header_stays_while_the_table_is_read(visit: Any) -> None:
    with visit() as visitor:
        visitor.open(PLAN)
        page = visitor.page
        page.locator("[id='line-IV.2']").evaluate("(row) => row.scrollIntoView({ block: 'center' })")
        assert abs(page.locator("table.budget thead").first.bounding_box()["y"]) < 2


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("plan", [PLAN, "plans/lam-dong-2017-2020/", "plans/binh-phuoc-2014-2020/"])
def test_nothing_is_wider_than_its_frame(visit: Any, prefix: str, plan: str) -> None:
    for options in ({}, {"viewport": PHONE}):
        with visit(**options) as visitor:
            visitor.open(prefix + plan)
            page = visitor.page
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            wide = page.evaluate(
                """() => [...document.querySelectorAll(".chart, .chart table, table.budget, .plan-sum > *")]
                .filter((one) => one.checkVisibility())
                .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
                  || (one.matches(".chart table")
                      && one.getBoundingClientRect().right > one.closest(".chart").getBoundingClientRect().right + 0.5))
                .map((one) => one.className)"""
            )
            assert wide == []
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_plan_under_way_fits_a_telephone(chromium: Any, under_way: Served, prefix: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{under_way.address}{prefix}plans/mau/")
    assert page.locator(".timeline, #timeline").count()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


def test_figures_stand_under_each_other(visit: Any) -> None:
    """The letter of a note moves no figure out of its column."""
    with visit() as visitor:
        visitor.open("ja/" + PLAN)
        ends = visitor.page.evaluate(
            """() => [...document.querySelectorAll("table.budget td.k-total data")]
            .map((one) => Math.round(one.getBoundingClientRect().right))"""
        )
        assert len(ends) > 20
        assert max(ends) - min(ends) <= 1
