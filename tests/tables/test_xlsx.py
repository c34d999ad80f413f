"""The workbook: typed, frozen, the same bytes, nothing that runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from tables.table_samples import reference_view, sample_view

from ttdn_site.plans.writer import plan_text
from ttdn_site.tables.csv import harmless
from ttdn_site.tables.downloads import downloads
from ttdn_site.tables.view import PlanView
from ttdn_site.tables.xlsx import column_letters


def workbook(view: PlanView) -> bytes:
    return next(one.data for one in downloads(view) if one.format == "XLSX")


def test_one_sheet_a_table_with_frozen_headers_notes_and_dictionary() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(reference_view("dien-bien-2018-2020", "vi"))))
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Kinh phí", "Nhiệm vụ", "Các cột", "Cơ quan, đơn vị", "Ghi chú", "Từ điển dữ liệu"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    notes = {row[0]: row[1] for row in book["Ghi chú"].iter_rows(values_only=True)}
    assert notes["Số, ký hiệu"] == "281/QĐ-UBND"
    assert notes["Đơn vị tính"] == "triệu đồng"
    assert any("8.256" in str(text) for text in notes.values())
    assert "plan.yml" in notes
    listed = {row[2] for row in book["Từ điển dữ liệu"].iter_rows(min_row=2, values_only=True)}
    assert {"row_id", "y2018", "total", "lead", "scale", "now"} <= listed


def test_numbers_are_numbers_and_signs_are_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(sample_view("en")))).worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    heads = [cell.value for cell in sheet[1]]
    spent = heads.index("Spent (Actual amount) (VND million)")
    year = heads.index("Phasing / 2025 (Planned amount) (VND million)")
    assert rows["a.1"][spent].value == -17
    assert rows["a.1"][year].value == "-"
    assert rows["a"][spent].value is None
    assert rows["a.1"][year - 1].value == 1234.5
    assert rows["b"][year - 1].number_format == "#,##0"


@pytest.mark.parametrize("segment", ["vi", "en", "zh", "ja"])
def test_texts_that_would_run_are_quoted_texts(segment: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sample_view(segment))))
    cell = next(cell for cell in book.worksheets[1][2] if cell.value and str(cell.value)[0] in "=+@-")
    assert cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix


def test_the_plan_as_a_file_is_hidden_text_that_no_program_runs_and_every_program_can_hold() -> None:
    view = reference_view("dien-bien-2018-2020", "vi")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(view)))["plan.yml"]
    assert sheet.sheet_state == "hidden"
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 2
    for cell in cells:
        assert cell.data_type in ("s", "inlineStr")
        assert len(str(cell.value).encode("utf-16-le")) // 2 <= 32_767
        assert cell.quotePrefix or harmless(str(cell.value)) == cell.value
    told = replace(view.plan, acknowledgements=())
    assert "".join(str(cell.value) for cell in cells[1:]).startswith(plan_text(told))


def test_parts_are_sound_xml_without_times() -> None:
    data = workbook(sample_view("ja"))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in archive.namelist():
        etree.fromstring(archive.read(name))
    types = archive.read("[Content_Types].xml").decode()
    assert all(f'PartName="/{name}"' in types for name in archive.namelist() if not name.endswith((".rels", "].xml")))
    assert b"2024-02-05T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(position: int, letters: str) -> None:
    assert column_letters(position) == letters
