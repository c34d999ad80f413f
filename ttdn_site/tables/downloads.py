"""Every file of a plan in one language, with what a link to it must say: format, what it holds, size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ttdn_site.locales.numbers import file_size
from ttdn_site.plans.model import Plan
from ttdn_site.tables import json as as_json
from ttdn_site.tables import sheets
from ttdn_site.tables.archive import zip_bytes
from ttdn_site.tables.bodies import plan_day
from ttdn_site.tables.csv import csv_bytes
from ttdn_site.tables.datapackage import package_files
from ttdn_site.tables.sheets import Sheet
from ttdn_site.tables.view import PlanView
from ttdn_site.tables.xlsx import xlsx_bytes


@dataclass(frozen=True, slots=True)
class Download:
    """A file. path: relative to the plan's page. title: what it holds, empty for a part of the Data Package."""

    path: str
    data: bytes
    format: str
    media: str
    title: str = ""
    size: str = ""


@dataclass(slots=True)
class Shared:
    """What is the same in a plan's files in every language: made with the first of them, kept for the others."""

    plan_file: Sheet | None = None
    tables: dict[str, bytes] = field(default_factory=dict)


def downloads(view: PlanView, shared: Shared | None = None) -> tuple[Download, ...]:
    """The files in the order in which a page lists them; unlisted ones (without title) last.

    shared: of the same plan in other languages.
    """
    return tuple(_files(view, shared or Shared()))


def _properties(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What an import of the workbook cannot see in its sheets; the same in every language."""
    document = plan.document
    grand = plan.grand_total
    values = {
        "id": plan.id,
        "place": plan.place,
        "number": document.number,
        "date": str(document.date) if document.date else "",
        "kind": document.kind,
        "issuer": document.issuer,
        "period": f"{plan.period[0]}-{plan.period[1]}" if plan.period[0] else "",
        "unit": plan.unit.printed if plan.unit else "",
        "number_style": plan.number_style.value if plan.number_style else "",
        "words": grand.words.text if grand is not None and grand.words is not None else "",
    }
    return tuple((f"plan.{name}", value) for name, value in values.items() if value)


def _files(view: PlanView, shared: Shared) -> Iterator[Download]:
    plan = view.plan
    say = view.edition.say
    language = view.edition.language

    def listed(path: str, data: bytes, format: str, media: str, title: str) -> Download:
        return Download(path, data, format, media, say(title), file_size(len(data), language))

    shared.plan_file = shared.plan_file or sheets.plan_file(plan)
    tables = sheets.workbook(view, shared.plan_file)
    workbook = xlsx_bytes(
        tables,
        title=view.title.text,
        language=language.tag,
        created=plan_day(plan),
        properties=_properties(plan),
    )
    yield listed(
        f"{plan.id}.xlsx",
        workbook,
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All tables with notes and a data dictionary",
    )
    if view.columns and view.rows:
        yield listed(f"{plan.id}.csv", csv_bytes(tables[0]), "CSV", "text/csv", "Table as printed, one line a row")
        yield listed(
            f"{plan.id}-amounts.csv", csv_bytes(sheets.tidy(view)), "CSV", "text/csv", "One amount a row, for analysis"
        )
    if view.task_rows:
        yield listed(
            f"{plan.id}-tasks.csv",
            csv_bytes(sheets.tasks(view)),
            "CSV",
            "text/csv",
            "Tasks with responsibilities and schedule",
        )
    yield listed(f"{plan.id}.json", as_json.json_bytes(view), "JSON", "application/json", "Everything, for programs")
    package = package_files(view, shared.tables)
    yield listed(
        f"{plan.id}-datapackage.zip",
        zip_bytes(package),
        "ZIP",
        "application/zip",
        "Data Package: tables, schema and checksums",
    )
    for path, data in package:
        kind = ("JSON", "application/json") if path.endswith(".json") else ("CSV", "text/csv")
        yield Download(path, data, *kind)
