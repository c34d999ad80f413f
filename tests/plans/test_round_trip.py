"""Import, export to Excel, import again: the same plan, in whichever language it was downloaded."""

from __future__ import annotations

import datetime as dt

import pytest
from plans.office_files import as_docx
from plans.plan_samples import PLANS, real_register

from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.plans.audit import audit
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.tables.downloads import downloads
from ttdn_site.tables.edition import Edition
from ttdn_site.tables.localize import localize

REGISTER = real_register()
LANGUAGES = Languages(tuple(KNOWN.values()))


def loaded(text: str, id: str) -> Plan:
    plan, problems = load_plan(text, f"docs/data/plans/{id}.yml", REGISTER)
    assert problems == [], problems
    assert plan is not None
    return plan


def workbook(plan: Plan, segment: str) -> bytes:
    language = KNOWN[segment]
    edition = Edition(language, LANGUAGES, translator(language, LANGUAGES), dt.date(2026, 1, 5))
    view = localize(plan, REGISTER, audit(plan, REGISTER), edition)
    return next(file.data for file in downloads(view) if file.format == "XLSX")


def model(plan: Plan, segment: str) -> list[object]:
    """The plan by ids, hierarchy, numbers, words in one language, values and bodies."""
    rows: list[object] = [
        (
            column.id,
            column.kind,
            column.year,
            column.sums,
            column.title.get(segment),
            [t.get(segment) for t in column.over],
        )
        for column in plan.columns
    ]
    for row in (*plan.task_rows, *plan.lines, *plan.totals):
        amounts = tuple((amount.state, amount.value) for amount in getattr(row, "amounts", ()))
        bodies = tuple((entry.role, entry.bodies) for entry in getattr(row, "responsibilities", ()))
        schedule = getattr(row, "schedule", None)
        when = (schedule.start, schedule.end) if schedule is not None else None
        links = getattr(row, "tasks", ()) or getattr(row, "lines", ())
        title, note = row.title.get(segment), getattr(row, "note", None)
        note = note.get(segment) if note is not None else ""
        rows.append(
            (type(row), row.id, getattr(row, "parent", ""), row.number, title, note, amounts, bodies, when, links)
        )
    document = plan.document
    unit = (plan.unit.currency, plan.unit.scale) if plan.unit is not None else None
    rows.append((plan.id, plan.title.get(segment), document.title.get(segment), document.number, document.date))
    rows.append((plan.place, document.issuer, plan.period, unit, plan.tasks_from_lines))
    return rows


@pytest.mark.parametrize("segment", ["vi", "en", "zh", "ja"])
@pytest.mark.parametrize("id", [path.stem for path in sorted(PLANS.glob("*.yml"))])
def test_a_published_plan_comes_back_from_its_workbook(id: str, segment: str) -> None:
    plan = loaded((PLANS / f"{id}.yml").read_text(encoding="utf-8"), id)
    text, problems = import_plan(workbook(plan, segment), f"{id}.xlsx", REGISTER)
    assert text, problems
    assert model(loaded(text, id), segment) == model(plan, segment)


@pytest.mark.parametrize("id", ["dien-bien-2018-2020", "lam-dong-2017-2020"])
def test_word_to_plan_to_excel_to_plan(id: str) -> None:
    published = loaded((PLANS / f"{id}.yml").read_text(encoding="utf-8"), id)
    first, _ = import_plan(as_docx(published), f"{id}.docx", REGISTER)
    plan = loaded(first, id)
    second, _ = import_plan(workbook(plan, "vi"), f"{id}.xlsx", REGISTER)
    assert model(loaded(second, id), "vi") == model(plan, "vi")
