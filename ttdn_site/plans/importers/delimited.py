"""Reading CSV, and tables pasted as text.

A pasted row is a run of lines that start with a tab, one cell a line; rows are parted by blank lines.
"""

from __future__ import annotations

import collections
import csv
import io
import itertools

from ttdn_site.plans.importers.refusals import NOT_TEXT, SIZE_LIMIT, TOO_LARGE
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.problems import Location, Problem, problem

_SPACES = " \t\u00a0"


def decode(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """UTF-8 with or without a byte order mark, UTF-16 with one (Notepad's “Unicode”); anything else is refused."""
    if len(data) > SIZE_LIMIT:
        return None, [problem(TOO_LARGE, Location(name), name=name)]
    try:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        return None, [problem(NOT_TEXT, Location(name), name=name)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def read_csv(text: str) -> SourceDocument:
    """One table; of `;`, `,` and tab the separator is the one that gives the most rows of one width."""
    delimiter = max(";,\t", key=lambda mark: _regularity(text, mark))
    rows = [
        tuple(Cell(value.strip(_SPACES)) for value in row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]
    parts: list[str | SourceTable] = []
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.text for cell in row)]
    # Lines above the table hold one cell: the unit, the document's number.
    while numbered and sum(bool(cell.text) for cell in numbered[0][1]) == 1:
        parts.append(next(cell.text for cell in numbered.pop(0)[1] if cell.text))
    width = max((len(row) for _, row in numbered), default=0)
    filled = tuple(row + (Cell(""),) * (width - len(row)) for _, row in numbered)
    parts.append(SourceTable("table 1", filled, tuple(number for number, _ in numbered)))
    return SourceDocument(tuple(parts))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the commonest width of three or more cells, and that width."""
    first = itertools.islice(csv.reader(io.StringIO(text), delimiter=delimiter), 100)
    widths = collections.Counter(len(row) for row in first if len(row) > 2)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def read_pasted(text: str) -> SourceDocument:
    """Paragraphs and tables of text copied out of a word processor; merged cells repeat their words."""
    parts: list[str | SourceTable] = []
    rows: list[tuple[Cell, ...]] = []
    row: list[str] = []
    tables = 0

    def end_row() -> None:
        nonlocal row
        if row:
            rows.append(tuple(_cells(row)))
            row = []

    def end_table() -> None:
        nonlocal rows, tables
        end_row()
        if rows:
            tables += 1
            parts.append(SourceTable(f"table {tables}", tuple(rows), tuple(range(1, len(rows) + 1))))
            rows = []

    for line in text.split("\n"):
        if "\t" in line and not line.startswith("\t") and line.strip(_SPACES) and not row and not line[0].isalnum():
            # “ \tGHI CHÚ”: what is left of a header row whose other cells were lost.
            line = line[line.index("\t") :]
        if line.startswith("\t"):
            cells = line[1:].split("\t")
            if len(cells) > 1 and not row:
                rows.append(tuple(Cell(cell.strip(_SPACES)) for cell in cells))
            else:
                row.append(line[1:].strip(_SPACES))
        elif not line.strip(_SPACES):
            end_row()
        elif row:
            # A second paragraph inside a cell.
            row[-1] = f"{row[-1]}\n{line.strip(_SPACES)}"
        else:
            end_table()
            parts.append(line.strip(_SPACES))
    end_table()
    return SourceDocument(tuple(parts))


def _cells(row: list[str]) -> list[Cell]:
    """A repeated text beside itself is taken for a merged cell; numbers repeat by themselves."""
    cells: list[Cell] = []
    for position, text in enumerate(row):
        same = position > 0 and text == row[position - 1] and len(text) > 3 and not text[0].isdigit()
        cells.append(Cell(text, continues_left=same))
    return cells
