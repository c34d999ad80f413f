"""Importing a plan from a Word or Excel file, CSV or pasted text.

The result is the text of a plan file, with the place of every row in the source as a comment. What could not be
decided stands in it as a question and is reported; nothing is guessed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ttdn_site.locales.languages import KNOWN
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.amounts import styles_of
from ttdn_site.plans.importers.compose import Composer
from ttdn_site.plans.importers.delimited import decode, read_csv, read_pasted
from ttdn_site.plans.importers.docx import read_docx
from ttdn_site.plans.importers.exported import read_exported
from ttdn_site.plans.importers.facts import Facts, facts_of
from ttdn_site.plans.importers.layout import Layout, joined, layout_of
from ttdn_site.plans.importers.questions import (
    MIXED_STYLE,
    NO_NUMBER,
    NO_PROVINCE,
    NO_STYLE,
    NO_TABLE,
    NO_TITLE,
    NO_UNIT,
    TABLE_LEFT_OUT,
)
from ttdn_site.plans.importers.refusals import LEGACY_FONT, NOT_SUPPORTED, legacy_encoding
from ttdn_site.plans.importers.sheet import SourceDocument
from ttdn_site.plans.importers.tabbed import is_tabbed, read_tabbed
from ttdn_site.plans.importers.words import period_of, slug
from ttdn_site.plans.importers.xlsx import read_xlsx
from ttdn_site.plans.model import NumberStyle
from ttdn_site.problems import Location, Problem, has_errors, ordered, problem

__all__ = ["import_plan"]


def import_plan(
    data: bytes, name: str, register: AgencyRegister, id: str = "", languages: tuple[str, ...] = tuple(KNOWN)
) -> tuple[str, list[Problem]]:
    """Read an office file into the text of a plan file.

    name: the file's name; its suffix says what it should be (.docx, .xlsx, .csv, .txt), its content is checked.
    id: the plan's id, which must be the name of the file it is written to; by default made from `name`.
    languages: segments of the site, for a workbook that was downloaded from it.
    The text is empty when the file is refused or holds no table of a plan; the problems say why.
    """
    document, problems = _read(data, name)
    if document is None or has_errors(problems):
        return "", ordered(problems)
    if (exported := read_exported(document, register, languages, name, id)) is not None:
        return exported[0], ordered([*problems, *exported[1]])
    if encoding := legacy_encoding(_pieces(document)):
        return "", [problem(LEGACY_FONT, Location(name), encoding=encoding)]
    facts = facts_of(document, register)
    day = facts.date.last if facts.date is not None else None
    names = AgencyNames(register, facts.place, day)
    tasks, budget = _tables(document, names, name, problems)
    if tasks is None and budget is None:
        return "", ordered([*problems, problem(NO_TABLE, Location(name))])
    style = _style(document, budget, name, problems)
    composer = Composer(name, id or _id(name), facts, names, style, _period(facts, tasks, budget))
    text = composer.text(tasks, budget, _questions(facts, budget, name, problems))
    return text, ordered([*problems, *composer.problems])


def _read(data: bytes, name: str) -> tuple[SourceDocument | None, list[Problem]]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".docx":
        return read_docx(data, name)
    if suffix == ".xlsx":
        return read_xlsx(data, name)
    if suffix not in (".csv", ".txt"):
        return None, [problem(NOT_SUPPORTED, Location(name), suffix=suffix or name)]
    text, problems = decode(data, name)
    if text is None:
        return None, problems
    if suffix == ".csv":
        return read_csv(text), problems
    return (read_tabbed(text) if is_tabbed(text) else read_pasted(text)), problems


def _pieces(document: SourceDocument) -> Iterator[str]:
    """Every paragraph and cell."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            yield from (cell.text for cell in row)


def _tables(
    document: SourceDocument, names: AgencyNames, name: str, problems: list[Problem]
) -> tuple[Layout | None, Layout | None]:
    """The task table and the budget table: the first of each kind."""
    tasks: Layout | None = None
    budget: Layout | None = None
    for table in joined(document.tables):
        layout = layout_of(table, names, name)
        if layout is None:
            continue
        if layout.amounts and budget is None:
            budget = layout
        elif not layout.amounts and tasks is None and _has_roles(layout):
            tasks = layout
        else:
            problems.append(problem(TABLE_LEFT_OUT, Location(name), where=table.name))
            continue
        problems.extend(layout.problems)
    return tasks, budget


def _has_roles(layout: Layout) -> bool:
    return any(layout.has(role) for role in ("lead", "implement", "advise", "coordinate", "schedule"))


def _style(document: SourceDocument, budget: Layout | None, name: str, problems: list[Problem]) -> NumberStyle | None:
    """The style that the file's properties declare, else the one that its figures prove."""
    if budget is None:
        return None
    declared = dict(document.properties).get("number_style", "")
    if declared in {style.value for style in NumberStyle}:
        return NumberStyle(declared)
    cells = [cell for row in budget.rows for cell in row.amounts]
    proved = styles_of(cell.text for cell in cells if cell.number is None)
    if len(proved) == 1:
        return next(iter(proved))
    if proved:
        styles = ", ".join(sorted(style.value for style in proved))
        problems.append(problem(MIXED_STYLE, Location(name), styles=styles))
    elif any(cell.number is not None and cell.number != cell.number.to_integral_value() for cell in cells):
        return NumberStyle.DOT
    elif any(cell.text for cell in cells):
        problems.append(problem(NO_STYLE, Location(name)))
    return None


def _period(facts: Facts, tasks: Layout | None, budget: Layout | None) -> tuple[int, int] | None:
    """The span in the title, else the years of columns or schedules, else the one year of the title or the document."""
    named = period_of(facts.title)
    if named is not None and named[0] != named[1]:
        return named
    years = [column.year for column in budget.amounts if column.year] if budget is not None else []
    for row in tasks.rows if tasks is not None and not years else ():
        years.extend(int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", row.texts.get("schedule", "")))
    if years:
        return min(years), max(years)
    return named or ((facts.date.year, facts.date.year) if facts.date is not None else None)


def _questions(facts: Facts, budget: Layout | None, name: str, problems: list[Problem]) -> tuple[str, ...]:
    """What the head of the file cannot say, as problems and as comments for whoever completes it."""
    asked: list[str] = []
    for missing, code, question in (
        (not facts.title, NO_TITLE, "title: as the document prints it"),
        (not facts.number, NO_NUMBER, "document: number and date"),
        (not facts.place or not facts.issuer, NO_PROVINCE, "place and issuer: ids of the agency register"),
        (budget is not None and facts.unit is None, NO_UNIT, "unit: currency, scale and the words as printed"),
    ):
        if missing:
            problems.append(problem(code, Location(name)))
            asked.append(question)
    if any(item.code is MIXED_STYLE for item in problems):
        asked.append("number_style: dot, comma or space; the figures use more than one")
    return tuple(asked)


def _id(name: str) -> str:
    return slug(PurePosixPath(name).stem) or "plan"
