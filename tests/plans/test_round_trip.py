"""Import, export to Excel, import again: the same plan, in whichever language it was downloaded."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plans.office_files import as_docx
from plans.plan_samples import PLANS, real_register
from plans.random_plans import plans, unlocated

from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.plans.audit import audit
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan, PlanStatus, Role
from ttdn_site.tables.downloads import downloads
from ttdn_site.tables.edition import Edition
from ttdn_site.tables.localize import localize

REGISTER = real_register()
LANGUAGES = Languages(tuple(KNOWN.values()))
PUBLISHED = [path.stem for path in sorted(PLANS.glob("*.yml"))]


def loaded(text: str, id: str) -> Plan:
    plan, problems = load_plan(text, f"docs/data/plans/{id}.yml", REGISTER)
    assert problems == [], problems
    assert plan is not None
    return plan


def published(id: str) -> Plan:
    return loaded((PLANS / f"{id}.yml").read_text(encoding="utf-8"), id)


def workbook(plan: Plan, segment: str) -> bytes:
    language = KNOWN[segment]
    edition = Edition(language, LANGUAGES, translator(language, LANGUAGES), dt.date(2026, 1, 5))
    view = localize(plan, REGISTER, audit(plan, REGISTER), edition)
    return next(file.data for file in downloads(view) if file.format == "XLSX")


def imported(data: bytes, id: str) -> Plan:
    text, problems = import_plan(data, f"{id}.xlsx", REGISTER)
    assert text, problems
    assert problems == []
    return loaded(text, id)


def as_published(plan: Plan) -> Any:
    """What a workbook can hold of a plan: everything but what is not published, and no decision to publish it.

    An import is a draft, whatever it was before. Why a discrepancy was acknowledged is for the editors; what readers
    are told of it is the reason that comes back.
    """
    told = tuple(
        replace(entry, reason=entry.reader_note.get(plan.language))
        for entry in plan.acknowledgements
        if entry.reader_note
    )
    return unlocated(replace(plan, acknowledgements=told, status=PlanStatus.DRAFT))


@pytest.mark.parametrize("segment", ["vi", "en", "zh", "ja"])
@pytest.mark.parametrize("id", PUBLISHED)
def test_a_published_plan_comes_back_from_its_workbook(id: str, segment: str) -> None:
    plan = published(id)
    assert unlocated(imported(workbook(plan, segment), id)) == as_published(plan)


# Shrinking a whole plan takes minutes; the plan found is told as it is.
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(plans(REGISTER, "dien-bien"), st.sampled_from(["vi", "en", "zh", "ja"]))
def test_any_plan_comes_back_from_its_workbook(plan: Plan, segment: str) -> None:
    assert unlocated(imported(workbook(plan, segment), plan.id)) == as_published(plan)


@pytest.mark.parametrize("id", ["dien-bien-2018-2020", "lam-dong-2017-2020"])
def test_word_to_plan_to_excel_to_plan(id: str) -> None:
    first, _ = import_plan(as_docx(published(id)), f"{id}.docx", REGISTER)
    plan = loaded(first, id)
    assert unlocated(imported(workbook(plan, "vi"), id)) == unlocated(plan)


def test_reasons_for_editors_are_not_in_the_workbook() -> None:
    plan = published("dien-bien-2018-2020")
    reasons = [entry.reason for entry in plan.acknowledgements if entry.reason not in entry.reader_note.entries]
    assert reasons
    text, _ = import_plan(workbook(plan, "vi"), "a.xlsx", REGISTER)
    notes = [words for entry in plan.acknowledgements for _, words in entry.reader_note.entries]
    assert [reason for reason in reasons if reason in text and not any(reason in note for note in notes)] == []


def edited(plan: Plan, segment: str, change: Callable[[Any], None]) -> tuple[Plan, list[str]]:
    """The plan of a workbook in which somebody changed something and which a spreadsheet program saved again."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(plan, segment)))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    text, problems = import_plan(buffer.getvalue(), f"{plan.id}.xlsx", REGISTER)
    return loaded(text, plan.id), [problem.code.id for problem in problems]


def row_of(sheet: Any, id: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == id)


def test_saving_in_a_spreadsheet_program_changes_nothing() -> None:
    for id in PUBLISHED:
        plan = published(id)
        assert unlocated(edited(plan, "vi", lambda book: None)[0]) == as_published(plan)


@pytest.mark.parametrize("segment", ["vi", "en", "ja"])
def test_what_is_changed_in_the_sheet_counts(segment: str) -> None:
    plan = published("dien-bien-2018-2020")

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        row = row_of(sheet, "I.2")
        heads = [cell.value for cell in sheet[1]]
        sheet.cell(row, 5).value = "Tên mới"
        sheet.cell(row, len(heads) - 1).value = 2000
        sheet.cell(row_of(sheet, "I.1.1"), len(heads) - 2).value = None
        sheet.delete_rows(row_of(sheet, "I.7"))

    found, problems = edited(plan, segment, change)
    old = {line.id: line for line in plan.lines}
    new = {line.id: line for line in found.lines}
    assert problems == []
    assert list(new) == [id for id in old if id != "I.7"]
    assert new["I.2"].title.entries == tuple(
        (language, "Tên mới" if language == segment else words) for language, words in old["I.2"].title.entries
    )
    position = plan.column_index("total")
    assert (new["I.2"].amounts[position].value, new["I.2"].amounts[position].printed) == (Decimal(2000), "2.000")
    assert new["I.1.1"].amounts[position - 1].printed == ""
    same = set(new) - {"I.2", "I.1.1"}
    assert [unlocated(new[id]) for id in sorted(same)] == [unlocated(old[id]) for id in sorted(same)]
    assert unlocated(found.stated_totals) == unlocated(plan.stated_totals)


def test_a_row_that_was_added_and_a_body_that_was_changed() -> None:
    plan = published("lam-dong-2017-2020")
    first = plan.lines[0]

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        names = [str(row[2].value) for row in book.worksheets[-2].iter_rows(min_row=2) if row[0].value == sheet.title]
        row = row_of(sheet, first.id) + 1
        sheet.insert_rows(row)
        for name, value in (("parent_id", first.id), ("number", "0"), ("title", "Việc mới"), ("lead", "Sở X")):
            sheet.cell(row, names.index(name) + 1).value = value

    found, problems = edited(plan, "vi", change)
    added = [line for line in found.lines if line.id not in {line.id for line in plan.lines}]
    assert [line.id for line in added] == ["row-2"]
    assert (added[0].parent, added[0].title.get("vi")) == (first.id, "Việc mới")
    assert [(entry.role, entry.unknown) for entry in added[0].responsibilities] == [(Role.LEAD, ("Sở X",))]
    assert problems == ["IM014"]


def test_a_damaged_hidden_sheet_leaves_the_visible_ones() -> None:
    plan = published("lam-dong-2017-2020")
    book = openpyxl.load_workbook(io.BytesIO(workbook(plan, "vi")))
    book["plan.yml"].cell(2, 1).value = "id: [broken"
    buffer = io.BytesIO()
    book.save(buffer)
    text, problems = import_plan(buffer.getvalue(), "a.xlsx", REGISTER)
    assert text.count("- id: ") > len(plan.lines)
    assert "IM013" in {problem.code.id for problem in problems}
