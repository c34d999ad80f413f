"""CSV for Excel: a mark in front, and nothing in it that runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables.table_samples import sample_view

from ttdn_site.tables import sheets
from ttdn_site.tables.csv import csv_bytes, harmless
from ttdn_site.tables.sheets import Sheet, SheetColumn


def one_cell(value: sheets.Value) -> Sheet:
    return Sheet("x", "X", (SheetColumn("a", "A", "text", ""), SheetColumn("b", "B", "text", "")), ((value, "z"),))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 213",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1+1",
        "- Việc này",
        "＝1",
        "-2+3",
        "\x00x",
    ],
)
def test_a_text_that_would_run_is_made_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-17", "-1.990", "-1.234,5", "-", "2018–2020", "Kế hoạch", "", "1=1", "a@b.vn"])
def test_plain_figures_and_texts_stay(text: str) -> None:
    assert harmless(text) == text


def test_negative_amounts_stay_numbers() -> None:
    assert csv_bytes(one_cell(Decimal("-17"))).decode("utf-8-sig").splitlines()[1] == "-17,z"
    assert csv_bytes(one_cell(None)).decode("utf-8-sig").splitlines()[1] == ",z"


@given(st.text())
def test_what_is_written_is_read_back(text: str) -> None:
    data = csv_bytes(one_cell(text), mark=False).decode("utf-8", "surrogatepass") if text.isprintable() else ""
    if data:
        assert list(csv.reader(io.StringIO(data, newline="")))[1] == [harmless(text), "z"]


@given(st.text(min_size=1))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    first = harmless(text).lstrip(" \u00a0\u3000")[:1]
    plain = harmless(text).strip()
    assert first not in ("=", "+", "@", "\t", "\r")
    assert first != "-" or plain == "-" or plain[1:2].isdigit()


@pytest.mark.parametrize("segment", ["vi", "en", "zh", "ja"])
def test_titles_that_would_run_are_made_text_in_every_file(segment: str) -> None:
    data = csv_bytes(sheets.tasks(sample_view(segment)))
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert row[5].startswith("'")
