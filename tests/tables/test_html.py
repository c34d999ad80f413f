"""Tables one can hear, link to and read on a phone; and nothing a strict policy refuses."""

from __future__ import annotations

import re
import warnings
from typing import Any

import html5lib
import pytest
from tables.table_samples import every_view, reference_view, sample_view, view_of

from ttdn_site.tables.charts import chart_html, charts, timeline_html
from ttdn_site.tables.html import budget_table, footnote_list, task_table
from ttdn_site.tables.view import PlanView


def page(view: PlanView) -> str:
    lines = {row.id for row in view.rows}
    parts = [budget_table(view), footnote_list((note for note in view.footnotes if note.row in lines), view.edition)]
    parts += [task_table(view)]
    parts += [footnote_list((note for note in view.footnotes if note.row not in lines), view.edition, prefix="t-")]
    parts += [chart_html(chart, view) for chart in charts(view)]
    return "".join((*parts, timeline_html(view)))


def parsed(html: str) -> Any:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parser.parse(f"<!doctype html><html><head><title>x</title></head><body>{html}</body></html>")


@pytest.mark.parametrize(("id", "segment"), every_view())
def test_sound_html_without_inline_style_or_script(id: str, segment: str) -> None:
    html = page(view_of(id, segment))
    tree = parsed(html)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not re.search(r"\sstyle=|<script|\son[a-z]+=|javascript:", html)
    targets = {link.get("href") for link in tree.iter("a")}
    known = {f"#{one}" for one in ids}
    assert {target for target in targets if not target.startswith("#body-")} <= known


@pytest.mark.parametrize(("id", "segment"), every_view())
def test_every_cell_names_its_headers(id: str, segment: str) -> None:
    tree = parsed(page(view_of(id, segment)))
    for table in tree.iter("table"):
        if "budget" not in table.get("class"):
            continue
        heads = {cell.get("id") for cell in table.iter("th")}
        assert table.find("caption") is not None
        for cell in table.iter("td"):
            named = cell.get("headers").split()
            assert named
            assert set(named) <= heads
            if "num" in cell.get("class").split():
                assert len(named) >= 2
        width = sum(int(cell.get("colspan") or 1) for cell in next(table.iter("tr")))
        bodies = [row for body in table.iter("tbody") for row in body]
        assert {len(list(row)) for row in bodies} == {width}


def test_headers_in_two_levels() -> None:
    table = budget_table(reference_view("dien-bien-2018-2020", "en"))
    assert 'scope="colgroup" class="span" id="h0-y2018" colspan="3">Phasing</th>' in table
    assert 'headers="h0-y2018 c-y2018 r-I r-I.1"' in table
    assert 'id="no" rowspan="2"' in table


def test_levels_are_seen_and_told() -> None:
    table = budget_table(reference_view("dien-bien-2018-2020", "en"))
    assert '<span class="vh">Level 3, part of 1 Produce communication programmes' in table
    assert re.search(r'id="line-I.1.1" class="l3 sub"', table)
    assert re.search(r'id="line-I" class="l1 head"', table)
    assert re.search(r'id="line-total" class="l1 total"', table)
    assert table.count('<tbody class="group">') == 4


def test_none_and_not_stated_are_told_apart() -> None:
    table = budget_table(sample_view("en"))
    assert '<span aria-hidden="true">–</span><span class="vh">none</span>' in table
    assert '<span class="vh">not stated</span>' in table


def test_a_note_is_linked_from_its_cell() -> None:
    table = budget_table(reference_view("dien-bien-2018-2020", "vi"))
    assert re.search(r'class="num k-year mismatch"[^>]*data-label="Năm 2018"[^>]*><data value="600">600</data>', table)
    assert '<a class="fn" href="#note-b" aria-label="Ghi chú b">b</a>' in table


def test_a_fallback_carries_its_language_and_a_mark() -> None:
    table = budget_table(sample_view("ja"))
    assert '<span lang="vi">Dòng không số</span> <small class="other" lang="vi">Tiếng Việt</small>' in table


def test_texts_are_escaped() -> None:
    table = task_table(sample_view("vi"))
    assert "=HYPERLINK(&quot;http://x&quot;)" in table


def test_filters_find_their_values() -> None:
    table = task_table(reference_view("binh-phuoc-2014-2020", "vi"))
    assert re.search(r'data-row="T.1"[^>]* data-bodies="[^"]+"[^>]* data-years="2014"', table)
    assert 'data-bodies="so-tc"' in budget_table(sample_view("vi"))


def test_charts_have_a_title_a_description_and_the_figures() -> None:
    view = reference_view("dien-bien-2018-2020", "en")
    found = charts(view)
    assert [chart.id for chart in found] == ["by-year", "by-group", "by-lead"]
    assert [(bar.label.text, bar.text) for bar in found[0].bars] == [
        ("2018", "2,632"),
        ("2019", "2,792"),
        ("2020", "2,832"),
    ]
    # 8,096 less the two slips would be a different sum: every line counts once, as printed.
    assert sum(bar.value for bar in found[2].bars) == 8096
    html = chart_html(found[0], view)
    assert 'aria-labelledby="chart-by-year" aria-describedby="chart-by-year-about"' in html
    assert html.count("<svg") == 3
    assert "<table" in html
    assert "2,792" in html.split("<table")[1]
    by_group = chart_html(found[1], view)
    heads = re.findall(r'<th scope="col" class="num">(.*?)</th>', by_group)
    assert heads == ["2018", "2019", "2020", "VND million", "Share"]
    cells = re.findall(r'<td class="num"[^>]*>(.*?)</td>', by_group.split("<tbody>")[1].split("</tr>")[0])
    assert cells[:4] == ["1,990", "2,150", "2,150", "6,190"]
    assert charts(reference_view("lai-chau-2015", "en")) == ()


def test_a_line_without_a_total_counts_with_its_years() -> None:
    chart = next(chart for chart in charts(reference_view("lam-dong-2017-2020", "en")) if chart.id == "by-lead")
    assert sum(bar.value for bar in chart.bars) == 3857


def test_amounts_of_different_phases_are_never_added() -> None:
    view = sample_view("en")
    by_group = next(chart for chart in charts(view) if chart.id == "by-group")
    assert [bar.text for bar in by_group.bars] == ["2,000", "12,345,678"]


def test_timeline_of_tasks() -> None:
    html = timeline_html(reference_view("binh-phuoc-2014-2020", "en"))
    assert 'viewBox="0 0 84 14"' in html
    assert timeline_html(reference_view("dien-bien-2018-2020", "en")) == ""
