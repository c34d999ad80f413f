"""HTML, CSV, workbook, JSON and Data Package say the same, cell by cell."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import html5lib
import openpyxl
import pytest
from tables.table_samples import REFERENCE, SEGMENTS, every_view, view_of

from ttdn_site.tables import sheets
from ttdn_site.tables.csv import csv_bytes, harmless
from ttdn_site.tables.downloads import Shared, downloads
from ttdn_site.tables.html import budget_table, task_table
from ttdn_site.tables.view import PlanView

Cells = dict[tuple[str, str], str]


def wanted(view: PlanView) -> Cells:
    """(row, column) → the value as text, `-` for none, empty for not stated."""
    cells: Cells = {}
    for row in view.rows:
        for column, amount in zip(view.columns, row.amounts, strict=True):
            value = sheets.amount_value(amount)
            cells[row.id, column.id] = "" if value is None else value if isinstance(value, str) else f"{value:f}"
    return cells


def file(view: PlanView, end: str) -> bytes:
    return next(one.data for one in downloads(view) if one.path.endswith(end))


def records(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def from_html(view: PlanView) -> tuple[Cells, dict[str, str]]:
    """The amounts of the budget table, found through `headers`, and the titles of its rows."""
    tree = html5lib.parse(budget_table(view), namespaceHTMLElements=False)
    ids = {element.get("id"): element for element in tree.iter() if element.get("id")}
    cells: Cells = {}
    titles: dict[str, str] = {}
    for row in tree.iter("tr"):
        key = row.get("data-row")
        if key is None:
            continue
        titles[key] = visible(next(cell for cell in row if cell.tag == "th"))
        for cell in row:
            if "num" not in (cell.get("class") or "").split():
                continue
            headers = (cell.get("headers") or "").split()
            assert all(header in ids for header in headers), headers
            assert headers[-1] == f"r-{key}"
            column = next(header for header in headers if header.startswith("c-"))
            data = cell.find("data")
            text = "".join(cell.itertext())
            cells[key, column.removeprefix("c-")] = (
                data.get("value") if data is not None else "-" if "–" in text else ""
            )
    return cells, titles


def visible(element: Any) -> str:
    if "vh" in (element.get("class") or "") or element.tag in ("small", "a"):
        return element.tail or ""
    return (element.text or "") + "".join(visible(child) for child in element) + (element.tail or "")


@pytest.mark.parametrize(("id", "segment"), every_view())
def test_every_form_has_the_same_amounts(id: str, segment: str) -> None:
    view = view_of(id, segment)
    if not view.columns:
        assert budget_table(view) == ""
        return
    expected = wanted(view)
    assert from_html(view)[0] == expected
    data = json.loads(file(view, f"{view.plan.id}.json"))
    found: Cells = {}
    for row in data["budget"]:
        for column in row["amounts"]:
            state = row["states"].get(column, "stated")
            found[row["id"], column] = row["amounts"][column] or ("-" if state == "none" else "")
    assert found == expected
    assert {
        (row["row_id"], row["column_id"]): row["value"] for row in records(file(view, "data/amounts.csv"))
    } == expected
    heads = sheets.printed(view).columns
    printed = list(csv.reader(io.StringIO(file(view, f"{view.plan.id}.csv").decode("utf-8-sig"), newline="")))
    assert printed[0] == [head.title for head in heads]
    columns = [(position, head.name) for position, head in enumerate(heads) if head.kind == "number"]
    assert {(row[0], name): row[position] for row in printed[1:] for position, name in columns} == expected
    tidy = list(csv.reader(io.StringIO(file(view, "-amounts.csv").decode("utf-8-sig"), newline="")))
    names = [column.name for column in sheets.tidy(view).columns]
    rows = [dict(zip(names, row, strict=True)) for row in tidy[1:]]
    assert {(row["row_id"], row["column_id"]): row["value"] for row in rows} == expected
    book = openpyxl.load_workbook(io.BytesIO(file(view, ".xlsx")))
    found = {}
    for row in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        for position, name in columns:
            value = row[position]
            found[str(row[0]), name] = "" if value is None else f"{Decimal(str(value)):f}" if value != "-" else "-"
    assert found == expected


@pytest.mark.parametrize(("id", "segment"), every_view())
def test_every_form_has_the_same_rows(id: str, segment: str) -> None:
    view = view_of(id, segment)
    data = json.loads(file(view, f"{view.plan.id}.json"))
    assert [(row["id"], row["title"]["text"]) for row in data["budget"]] == [
        (row.id, row.title.text) for row in view.rows
    ]
    assert [(row["id"], row["title"]["text"]) for row in data["tasks"]] == [
        (row.id, row.title.text) for row in view.task_rows
    ]
    if view.columns:
        titles = from_html(view)[1]
        for row in view.rows:
            assert titles[row.id].strip() == row.title.text.strip()
        lines = records(file(view, "data/lines.csv"))
        assert [(row["row_id"], row["parent_id"]) for row in lines] == [(row.id, row.parent) for row in view.rows]
        assert [row["title"] for row in lines] == [harmless(row.title.text) for row in view.rows]
    if view.task_rows:
        tree = html5lib.parse(task_table(view), namespaceHTMLElements=False)
        assert [row.get("data-row") for row in tree.iter("tr") if row.get("data-row")] == [
            row.id for row in view.task_rows
        ]
        assert [row["row_id"] for row in records(file(view, "data/tasks.csv"))] == [row.id for row in view.task_rows]


@pytest.mark.parametrize(("id", "segment"), every_view())
def test_the_same_bytes_twice(id: str, segment: str) -> None:
    view = view_of(id, segment)
    assert [(one.path, one.data) for one in downloads(view)] == [(one.path, one.data) for one in downloads(view)]


@pytest.mark.parametrize("id", ["mau", *REFERENCE])
def test_files_made_after_another_language_are_the_same(id: str) -> None:
    shared = Shared()
    for segment in SEGMENTS:
        view = view_of(id, segment)
        assert downloads(view, shared) == downloads(view)
    assert shared.plan_file is not None


def test_ids_do_not_depend_on_the_language() -> None:
    heads = {
        segment: [row["row_id"] for row in records(file(view_of("dien-bien-2018-2020", segment), "data/lines.csv"))]
        for segment in ("vi", "ja")
    }
    assert heads["vi"] == heads["ja"]
    printed = csv_bytes(sheets.printed(view_of("dien-bien-2018-2020", "ja"))).decode("utf-8-sig").splitlines()[0]
    assert re.search(r"年次配分 / 2018年（?.*百万ドン", printed)
