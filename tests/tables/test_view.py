"""A plan in one language: names of the day, fallbacks with their language, totals in words, notes, progress."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tables.table_samples import REFERENCE, SEGMENTS, edition, reference_view, sample, sample_register, sample_view

from ttdn_site.plans.audit import audit
from ttdn_site.plans.model import PlanStatus
from ttdn_site.tables.footnotes import letter
from ttdn_site.tables.localize import localize
from ttdn_site.tables.progress import count


def test_totals_in_natural_scale_exactly_and_in_words() -> None:
    told = {
        segment: dataclasses.astuple(reference_view("dien-bien-2018-2020", segment).headlines[0])[2:5]
        for segment in SEGMENTS
    }
    assert told == {
        "vi": ("8,096 tỷ đồng", "8.096.000.000 đồng", "Tám tỷ không trăm chín mươi sáu triệu đồng"),
        "en": ("VND 8.096 billion", "VND 8,096,000,000", "Eight billion ninety-six million dong"),
        "zh": ("80.96亿越盾", "8,096,000,000越盾", "八十亿九千六百万越盾"),
        "ja": ("80億9,600万ドン", "8,096,000,000ドン", "八十億九千六百万ドン"),
    }


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("id", REFERENCE)
def test_reference_plans_in_four_languages(id: str, segment: str) -> None:
    view = reference_view(id, segment)
    assert view.title.text
    assert not view.title.lang
    assert view.rows or view.task_rows
    if id in ("lai-chau-2015", "dien-bien-2018-2020", "lam-dong-2017-2020"):
        assert not [row.id for row in (*view.rows, *view.task_rows) if row.title.lang]
    assert all(body.name.text and not body.name.lang for body in view.bodies)


def test_names_of_the_day_and_who_it_is_now() -> None:
    body = next(body for body in sample_view("vi").bodies if body.id == "so-cu")
    assert (body.name.text, [name.text for name in body.now]) == ("Sở Thông tin, Báo chí", ["Sở Văn hóa"])
    unchanged = next(body for body in sample_view("vi").bodies if body.id == "so-tc")
    assert unchanged.now == ()
    # A document of a later day names the successor, whichever record its file refers to.
    document = dataclasses.replace(sample().document, date=dataclasses.replace(sample().document.date, year=2026))
    later = dataclasses.replace(sample(), document=document)
    view = localize(later, sample_register(), (), edition("vi"))
    assert next(body for body in view.bodies if body.id == "so-cu").name.text == "Sở Văn hóa"


def test_a_missing_translation_falls_back_cell_by_cell() -> None:
    rows = {row.id: row for row in sample_view("ja").rows}
    assert (rows["a.2"].title.text, rows["a.2"].title.lang) == ("Dòng không số", "vi")
    assert rows["a.1"].title.lang == ""
    chosen = localize(sample(), sample_register(), (), edition("ja"), "en")
    assert {row.id: row.title for row in chosen.rows}["a.2"].lang == "vi"


def test_notes_stand_in_the_order_in_which_they_are_met() -> None:
    view = reference_view("dien-bien-2018-2020", "en")
    assert [(note.mark, note.places) for note in view.footnotes] == [
        ("a", (("I", "total"),)),
        ("b", (("I.2", "y2018"),)),
        ("c", (("I.2", "total"),)),
        ("d", (("IV", "total"),)),
        ("e", (("IV.5", "total"),)),
        ("f", (("total", "total"),)),
        ("g", (("T.III-2", ""),)),
    ]
    texts = {note.mark: note.text.text for note in view.footnotes}
    assert texts["a"] == "Printed 6,190; computed 6,290. This follows from note c."
    assert texts["b"].startswith("The document prints VND 600 million for 2018")
    assert dict(next(row for row in view.rows if row.id == "I.2").marks) == {"y2018": "b", "total": "c"}


def test_unacknowledged_findings_reach_no_reader() -> None:
    silent = dataclasses.replace(sample(), acknowledgements=())
    view = localize(silent, sample_register(), audit(silent, sample_register()), edition("vi"))
    assert view.footnotes == ()


@pytest.mark.parametrize(("position", "mark"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (701, "zz")])
def test_letters(position: int, mark: str) -> None:
    assert letter(position) == mark


def test_progress_counts_only_what_was_reported() -> None:
    day = dt.date(2026, 1, 15)
    found = count(sample(), day)
    assert found is not None
    assert (found.done, found.late, found.due, found.coming) == (1, 1, 0, 0)
    assert count(sample(), dt.date(2025, 6, 1)) is None
    assert count(sample(), dt.date(2025, 7, 1)) == dataclasses.replace(found, late=0, due=1)
    assert count(dataclasses.replace(sample(), historical=True), day) is None
    assert count(dataclasses.replace(sample(), status=PlanStatus.ENDED), day) is None
    silent = tuple(
        dataclasses.replace(row, progress=()) if hasattr(row, "progress") else row for row in sample().task_rows
    )
    assert count(dataclasses.replace(sample(), task_rows=silent), day) is None


@pytest.mark.parametrize(
    ("segment", "expected"),
    [("vi", "15 tháng 11 hằng năm"), ("en", "15 November every year"), ("zh", "每年11月15日"), ("ja", "毎年11月15日")],
)
def test_a_yearly_deadline_is_told_once(segment: str, expected: str) -> None:
    assert sample_view(segment).deadlines[0][0] == expected
