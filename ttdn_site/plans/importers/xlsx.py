"""Reading .xlsx: every visible sheet as a table, with merged cells repeated and numbers as they are, not as shown."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from decimal import Decimal
from typing import Any

from ttdn_site.plans.importers.refusals import DAMAGED, UNREADABLE, open_package
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.plans.writer import PLAN_SHEET
from ttdn_site.problems import Location, Problem, Severity, declare, problem

FORMULA = declare(
    "IM020",
    Severity.WARNING,
    "The cell {cell} of the sheet “{sheet}” holds a formula; its last calculated value was taken",
    "Check the value against the signed document",
    wrong="=SUM(E5:G5)",
    right="6190",
)

NO_VALUE = declare(
    "IM024",
    Severity.WARNING,
    "The cell {cell} of the sheet “{sheet}” holds a formula without a calculated value; it was left blank",
    "Open the workbook in Excel and save it, so that it is calculated, or write the figure of the signed document",
    wrong="=SUM(E5:G5), never calculated",
    right="6190",
)

PROPERTY_PREFIX = "plan."
ROW_LIMIT = 20_000
COLUMN_LIMIT = 100


def read_xlsx(data: bytes, name: str) -> tuple[SourceDocument | None, list[Problem]]:
    """The visible sheets of a workbook as tables; rows before a table's header become paragraphs by their look."""
    package, problems = open_package(data, name, ".xlsx")
    if package is None:
        return None, problems
    # The command line knows of importers, and few people import: the library takes a tenth of a second to start.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # The library warns of drawings and validations that it leaves out; a plan has none that count.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
            formulas = load_workbook(io.BytesIO(data))
    except (InvalidFileException, SyntaxError, LookupError, TypeError, AttributeError, *UNREADABLE):
        # What the library raises depends on which part of a damaged workbook it meets first.
        return None, [problem(DAMAGED, Location(name), name=name)]
    parts: list[str | SourceTable] = []
    carried = ""
    for sheet in book.worksheets:
        if sheet.title == PLAN_SHEET:
            carried = "".join(str(row[0]) for row in sheet.iter_rows(2, values_only=True) if row and row[0] is not None)
            continue
        if sheet.sheet_state != "visible":
            continue
        problems.extend(_formulas(formulas[sheet.title], sheet, name))
        parts.extend(_sheet(sheet))
    properties = [("language", str(book.properties.language or ""))]
    for item in book.custom_doc_props.props:  # type: ignore[attr-defined]  # the stubs do not know this attribute
        if item.name.startswith(PROPERTY_PREFIX):
            properties.append((item.name.removeprefix(PROPERTY_PREFIX), str(item.value)))
    return SourceDocument(tuple(parts), tuple(properties), carried), problems


def _formulas(sheet: Any, values: Any, name: str) -> list[Problem]:
    """values: the same sheet with what its formulas gave when it was last calculated."""
    return [
        problem(
            NO_VALUE if values[cell.coordinate].value is None else FORMULA,
            Location(name),
            cell=cell.coordinate,
            sheet=sheet.title,
        )
        for row in sheet.iter_rows(max_row=min(sheet.max_row, ROW_LIMIT), max_col=min(sheet.max_column, COLUMN_LIMIT))
        for cell in row
        if cell.data_type == "f"
    ]


def _sheet(sheet: Any) -> list[str | SourceTable]:
    merged: dict[tuple[int, int], tuple[str, bool, bool]] = {}
    for area in sheet.merged_cells.ranges:
        text = _text(sheet.cell(area.min_row, area.min_col).value)
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                merged[(row, column)] = (text, column > area.min_col, row > area.min_row)
    parts: list[str | SourceTable] = []
    rows: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    width = min(sheet.max_column or 0, COLUMN_LIMIT)
    for index in range(1, min(sheet.max_row or 0, ROW_LIMIT) + 1):
        cells = tuple(_cell(sheet, index, column, merged) for column in range(1, width + 1))
        words = {cell.text for cell in cells if cell.text}
        if not words and not rows:
            continue
        # A line that stands across the sheet above or below the table is text, not a row of it.
        if len(words) == 1 and (not rows or _across(cells)) and _is_prose(next(iter(words)), bool(rows)):
            if rows:
                parts.append(SourceTable(sheet.title, tuple(rows), tuple(numbers)))
                rows, numbers = [], []
            parts.append(next(iter(words)))
            continue
        rows.append(cells)
        numbers.append(index)
    if any(cell.text for row in rows for cell in row):
        parts.append(SourceTable(sheet.title, tuple(rows), tuple(numbers)))
    return parts


def _across(cells: tuple[Cell, ...]) -> bool:
    """Whether all words of a row stand in its first cell, alone or merged over the rest."""
    return bool(cells) and bool(cells[0].text) and all(not cell.text or cell.continues_left for cell in cells[1:])


def _is_prose(words: str, inside: bool) -> bool:
    return not inside or ":" in words


def _cell(sheet: Any, row: int, column: int, merged: dict[tuple[int, int], tuple[str, bool, bool]]) -> Cell:
    if (row, column) in merged:
        text, left, above = merged[(row, column)]
        return Cell(text, left, above)
    value = sheet.cell(row, column).value
    return Cell(_text(value), number=_number(value))


def _number(value: object) -> Decimal | None:
    """A number cell as a decimal: `repr` of a float is the shortest text that gives it back."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    number = _number(value)
    if number is not None:
        whole = number.to_integral_value()
        return f"{whole:f}" if number == whole else f"{number:f}"
    return str(value).strip()
