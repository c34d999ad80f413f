"""Random tables: every form still says the same, and what a cell does not say is never turned into a figure."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from tables.table_samples import edition, sample_register
from tables.test_forms_agree import file, from_html, records, wanted

from ttdn_site.plans.amounts import print_amount
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import NumberStyle
from ttdn_site.tables import sheets
from ttdn_site.tables.localize import localize
from ttdn_site.tables.view import PlanView

COLUMNS = ("y1", "y2", "total")
HEAD = """\
id: thu
place: tinh
title: Thử
document: {number: 01/KH-UBND, kind: plan, date: "2024-02-05", issuer: ubnd, title: Thử}
period: {from: 2024, to: 2025}
unit: {currency: VND, scale: 1000, printed: Nghìn đồng}
number_style: dot
tasks_from_lines: true
columns:
  - {id: y1, kind: year, year: 2024, title: Một}
  - {id: y2, kind: year, year: 2025, title: Hai}
  - {id: total, kind: total, sums: [y1, y2], title: Tổng}
lines:
"""

whole = st.integers(-(10**12), 10**12).map(Decimal)
broken = st.decimals(min_value=-(10**6), max_value=10**6, places=1)
cells = st.one_of(
    whole.map(lambda value: print_amount(value, NumberStyle.DOT)),
    broken.map(lambda value: print_amount(value, NumberStyle.DOT)),
    st.sampled_from(["-", ""]),
)
titles = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, categories=("L", "N", "P", "S")), min_size=1, max_size=12
)
lines = st.lists(st.tuples(titles, st.tuples(cells, cells, cells), st.booleans()), min_size=1, max_size=8)


def view_of_lines(drawn: list[tuple[str, tuple[str, str, str], bool]], segment: str) -> PlanView:
    """A view of lines in two levels: each stands below the last top line if it says so."""
    parts = [HEAD]
    open_below = False
    for number, (title, figures, below) in enumerate(drawn):
        inside = below and number > 0
        if inside and not open_below:
            parts.append("    lines:\n")
        open_below = inside
        start, rest = ("      - ", "        ") if inside else ("  - ", "    ")
        amounts = ", ".join(f"{column}: {json.dumps(cell)}" for column, cell in zip(COLUMNS, figures, strict=True))
        parts.append(f"{start}id: r{number}\n{rest}title: {json.dumps(title)}\n{rest}amounts: {{{amounts}}}\n")
    plan, problems = load_plan("".join(parts), "docs/data/plans/thu.yml", sample_register())
    assert plan is not None
    assert problems == [], problems
    return localize(plan, sample_register(), (), edition(segment))


def in_workbook(value: object) -> str:
    """A cell as text; a workbook knows no trailing zeros."""
    if value is None or value == "-":
        return str(value or "")
    return str(Decimal(str(value)).normalize())


@settings(max_examples=60, deadline=None)
@given(lines, st.sampled_from(["vi", "en", "zh", "ja"]))
def test_every_form_agrees(drawn: list[tuple[str, tuple[str, str, str], bool]], segment: str) -> None:
    view = view_of_lines(drawn, segment)
    expected = wanted(view)
    assert len(expected) == len(drawn) * len(COLUMNS)
    assert from_html(view)[0] == expected
    assert {
        (row["row_id"], row["column_id"]): row["value"] for row in records(file(view, "data/amounts.csv"))
    } == expected
    printed = list(csv.reader(io.StringIO(file(view, "thu.csv").decode("utf-8-sig"), newline="")))
    heads = [column.name for column in sheets.printed(view).columns]
    assert {(row[0], name): row[heads.index(name)] for row in printed[1:] for name in COLUMNS} == expected
    sheet = openpyxl.load_workbook(io.BytesIO(file(view, ".xlsx"))).worksheets[0]
    assert {
        (str(row[0]), name): in_workbook(row[heads.index(name)])
        for row in sheet.iter_rows(min_row=2, values_only=True)
        for name in COLUMNS
    } == {place: value if value in ("", "-") else str(Decimal(value).normalize()) for place, value in expected.items()}
    for row in json.loads(file(view, "thu.json"))["budget"]:
        for column in COLUMNS:
            assert (row["amounts"][column] or {"none": "-"}.get(row["states"][column], "")) == expected[
                row["id"], column
            ]
