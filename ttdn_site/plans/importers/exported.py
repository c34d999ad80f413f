"""Reading back the workbook that a plan's page offers for download, in any of its languages.

Its data dictionary tells which column of which sheet is which, whatever the headings are called; ids of rows and
columns are kept. What the sheets show to readers only (the words as printed, the number style) comes from the
workbook's properties where it has them.
"""

from __future__ import annotations

import collections
import re
from dataclasses import dataclass

from ttdn_site.locales.languages import KNOWN
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.dates import PartialDate, parse_partial_date
from ttdn_site.plans.importers.facts import Facts, kind_of
from ttdn_site.plans.importers.layout import ColumnLayout, Layout, TableRow
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.plans.importers.words import TOTAL_ROWS, heading, period_of
from ttdn_site.plans.model import Role

_ROLES = tuple(role.value for role in Role)
_TEXTS = (*_ROLES, "note", "detail", "schedule", "start", "end", "lines")
_TOTALS = TOTAL_ROWS | {"total", "grand total", "subtotal", "总计", "合计", "小计", "合計", "総計", "小計"}
_NUMBER = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐa-z][A-ZĐa-z\-]*\Z")
_PERIOD = re.compile(r"(?:năm )?[\d年 ]+[-–—~～〜－]?[\d年 ]*\Z")
_DATES = (
    re.compile(r"(?P<d>\d{1,2}) tháng (?P<m>\d{1,2})(?: năm|,) (?P<y>\d{4})\Z"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日\Z"),
    re.compile(r"(?P<d>\d{1,2}) (?P<name>[A-Z][a-z]+) (?P<y>\d{4})\Z"),
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """What an exported workbook holds."""

    facts: Facts
    tasks: Layout | None
    budget: Layout | None
    period: tuple[int, int] | None
    number_style: str
    id: str
    language: str


def read_exported(document: SourceDocument, register: AgencyRegister) -> Exported | None:
    """The parts of an exported workbook; None for any other file."""
    sheets = _sheets(document)
    if not sheets:
        return None
    properties = dict(document.properties)
    columns = {row["column_id"]: row for row in _records(sheets, "column_id")}
    budget: Layout | None = None
    tasks: Layout | None = None
    for table, names in sheets:
        if "row_id" in names and any(name in columns for name in names):
            budget = _layout(table, names, columns)
        elif "row_id" in names and "column_id" not in names:
            tasks = _layout(table, names, {})
    if tasks is not None and budget is not None:
        lines = {row.texts["id"] for row in budget.rows if not row.total}
        if lines == {row.texts["id"] for row in tasks.rows}:
            # One table for both: the tasks were made from the lines.
            tasks = None
    facts, period = _facts(document, sheets, columns, register, properties)
    style = properties.get("number_style", "")
    tag = properties.get("language", "")
    language = next((known.segment for known in KNOWN.values() if tag in (known.tag, known.segment)), "")
    return Exported(facts, tasks, budget, period, style, properties.get("id", ""), language)


def _sheets(document: SourceDocument) -> list[tuple[SourceTable, tuple[str, ...]]]:
    """Every sheet with the identifiers of its columns, by the headings that the data dictionary lists for it."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for table in document.tables:
        rows = [tuple(cell.text for cell in row) for row in table.rows]
        if any(len(row) >= 4 and row[2] == "row_id" for row in rows):
            for row in rows[1:]:
                listed.setdefault(row[0], []).append((row[1], row[2]))
    found: list[tuple[SourceTable, tuple[str, ...]]] = []
    for table in document.tables:
        heads = tuple(cell.text for cell in table.rows[0]) if table.rows else ()
        for columns in listed.values():
            if heads == tuple(title for title, _ in columns):
                found.append((table, tuple(name for _, name in columns)))
                break
    return found


def _records(sheets: list[tuple[SourceTable, tuple[str, ...]]], key: str) -> list[dict[str, str]]:
    """The rows of the sheet whose first column is `key`."""
    for table, names in sheets:
        if names and names[0] == key:
            return [{name: cell.text for name, cell in zip(names, row, strict=False)} for row in table.rows[1:]]
    return []


def _layout(table: SourceTable, names: tuple[str, ...], columns: dict[str, dict[str, str]]) -> Layout:
    layouts = tuple(_column(name, columns.get(name)) for name in names)
    rows = tuple(
        _row(dict(zip(names, row, strict=False)), layouts, names, f"{table.name}, row {number}")
        for number, row in zip(table.row_numbers[1:], table.rows[1:], strict=True)
    )
    return Layout(table.name, layouts, rows, (tuple(cell.text for cell in table.rows[0]),))


def _column(name: str, about: dict[str, str] | None) -> ColumnLayout:
    if about is None:
        return ColumnLayout("")
    year = about.get("year", "")
    kind = "year" if year.isdigit() else "total" if name == "total" or name.startswith("total-") else "source"
    over = tuple(part for part in about.get("over", "").split(" / ") if part)
    return ColumnLayout(
        "amount", kind, int(year) if year.isdigit() else 0, (*over, about.get("column_title", "")), name
    )


def _row(cells: dict[str, Cell], layouts: tuple[ColumnLayout, ...], names: tuple[str, ...], where: str) -> TableRow:
    def text(name: str) -> str:
        return cells[name].text if name in cells else ""

    texts = {name: text(name) for name in _TEXTS if text(name)}
    texts["id"] = text("row_id")
    if text("parent_id"):
        texts["parent"] = text("parent_id")
    amounts = tuple(
        cells[name] for name, column in zip(names, layouts, strict=True) if column.role == "amount" and name in cells
    )
    total = bool(amounts) and not text("parent_id") and not text("number") and heading(text("title")) in _TOTALS
    return TableRow(where, text("number"), text("title"), texts, amounts, group=False, total=total)


def _facts(
    document: SourceDocument,
    sheets: list[tuple[SourceTable, tuple[str, ...]]],
    columns: dict[str, dict[str, str]],
    register: AgencyRegister,
    properties: dict[str, str],
) -> tuple[Facts, tuple[int, int] | None]:
    """What the notes sheet says, overridden by the properties."""
    told = [row[1].text for table in document.tables for row in table.rows[1:] if len(row) == 2 and row[1].text]
    values = told[:10]
    number = properties.get("number") or next((value for value in values if _NUMBER.match(value)), "")
    date = parse_partial_date(properties.get("date", "")) or next(
        (date for value in values if (date := _date(value)) is not None), None
    )
    places = collections.Counter(
        agency.place
        for record in _records(sheets, "agency_id")
        if (agency := register.get(record["agency_id"])) is not None and agency.place
    )
    place = properties.get("place") or (places.most_common(1)[0][0] if places else "")
    issuer = properties.get("issuer") or f"{place}-uy-ban-nhan-dan"
    scale = next((about["scale"] for about in columns.values() if about.get("scale", "").isdigit()), "")
    unit = next((about["unit"] for about in columns.values() if about.get("unit")), "")
    periods = [properties.get("period", ""), *(value for value in values[2:] if _PERIOD.match(value))]
    facts = Facts(
        number=number,
        date=date,
        kind=properties.get("kind") or kind_of(number, "other"),
        title=properties.get("title") or (values[0] if values else ""),
        place=place,
        issuer=issuer if issuer in register else "",
        unit=(properties.get("unit") or unit, int(scale)) if scale else None,
        words=properties.get("words", ""),
        document_title=properties.get("document_title") or (values[1] if len(values) > 1 else ""),
    )
    return facts, next((span for value in periods if (span := period_of(value)) is not None), None)


def _date(text: str) -> PartialDate | None:
    for form in _DATES:
        if match := form.match(text):
            given = match.groupdict()
            month = int(given["m"]) if "m" in given else 0
            if "name" in given and given["name"] in _MONTHS:
                month = _MONTHS.index(given["name"]) + 1
            return parse_partial_date(f"{given['y']}-{month:02d}-{int(given['d']):02d}")
    return None
