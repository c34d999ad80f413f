"""Reading tables pasted as lines of cells parted by tabs, as Word, Excel and LibreOffice put them on the clipboard.

Excel writes one line a row and quotes a cell that holds a line break. Word writes the paragraphs of a cell as lines of
their own, so that a row may be broken, and a merged cell once, so that a row may be short: both are put together again
by the width of the widest.
"""

from __future__ import annotations

import re

from ttdn_site.plans.amounts import NONE_SIGNS
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.plans.importers.words import NUMBER_HEADS, heading
from ttdn_site.plans.numbering import NumberKind, read_number

_SPACES = " \t\u00a0"
_ROW = re.compile(r"^[ \u00a0]*[^\s][^\t\n]*\t[^\n]*\t", re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_FIGURE = re.compile(r"[-−]?\d[\d.,\u00a0\u202f ]*\Z")
_NUMBERED = (NumberKind.ROMAN, NumberKind.DIGITS, NumberKind.LETTER, NumberKind.BULLET)

Record = list[str]


def is_tabbed(text: str) -> bool:
    """Whether a text holds rows of three or more cells, each on one line that does not begin with a tab."""
    return len(_ROW.findall(text)) > 1


def read_tabbed(text: str) -> SourceDocument:
    """Paragraphs and tables; rows are numbered from 1 in each table."""
    parts: list[str | SourceTable] = []
    run: list[Record] = []

    def end_table() -> None:
        if run:
            number = 1 + sum(isinstance(part, SourceTable) for part in parts)
            rows, rest = _table(run)
            parts.append(SourceTable(f"table {number}", rows, tuple(range(1, len(rows) + 1))))
            parts.extend(rest)
            run.clear()

    for record in _records(text):
        if heading(record[0]) in NUMBER_HEADS:
            end_table()
        if len(record) > 1 or (run and record[0]):
            run.append(record)
        else:
            end_table()
            parts.extend(word for word in record if word)
    end_table()
    return SourceDocument(tuple(parts))


def _records(text: str) -> list[Record]:
    """The lines as cells; a quoted cell may hold line breaks, and two quotation marks for one."""
    records: list[Record] = []
    record: Record = []
    position = 0
    while position <= len(text):
        quoted = _QUOTED.match(text, position)
        # A lone line in quotation marks is a sentence.
        if quoted is not None and (record or text[quoted.end() : quoted.end() + 1] == "\t"):
            cell, end = quoted[1].replace('""', '"'), quoted.end()
        else:
            stops = [stop for mark in "\t\n" if (stop := text.find(mark, position)) >= 0]
            end = min(stops, default=len(text))
            cell = text[position:end]
        record.append(cell.strip(_SPACES))
        if text[end : end + 1] != "\t":
            records.append(record)
            record = []
        position = end + 1
    return records


def _table(run: list[Record]) -> tuple[tuple[tuple[Cell, ...], ...], list[str]]:
    """The rows of a run of lines, all of one width, and the paragraphs that follow the last row."""
    end = max(position for position, record in enumerate(run, 1) if len(record) > 1)
    width = max(len(record) for record in run)
    rows: list[Record] = []
    for record in run[:end]:
        if rows and not _begins_row(record) and len(rows[-1]) + len(record) - 1 <= width:
            first, *others = record
            rows[-1][-1] = f"{rows[-1][-1]}\n{first}".strip()
            rows[-1] += others
        else:
            rows.append(list(record))
    if len(rows) > 1 and len(rows[1]) == width and not rows[1][0]:
        rows[0] = _spread(rows[0], rows[1])
    return tuple(_cells(_filled(row, width)) for row in rows), [record[0] for record in run[end:]]


def _begins_row(record: Record) -> bool:
    """Whether a line can only be the beginning of a row: it has a number, or its first cell is empty."""
    first = record[0]
    if len(record) == 1:
        return False
    return not first or heading(first) in NUMBER_HEADS or read_number(first).kind in _NUMBERED


def _spread(above: Record, below: Record) -> Record:
    """The upper row of a header over the lower one: what stands over several filled cells belongs to all of them."""
    spread: Record = []
    waiting = list(above) if len(above) < len(below) else None
    for position, under in enumerate(below):
        inside = position > 0 and bool(under) and bool(below[position - 1])
        if waiting is None:
            own = above[position]
            spread.append(own or (spread[-1] if inside else ""))
        elif inside and len(waiting) <= sum(not cell for cell in below[position:]):
            spread.append(spread[-1])
        else:
            spread.append(waiting.pop(0) if waiting else "")
    return spread


def _filled(row: Record, width: int) -> Record:
    """A short row filled up where its merged cell was: before the first figure behind its title, else at the end."""
    missing = [""] * (width - len(row))
    start = next((at for at, cell in enumerate(row) if at and (cell in NONE_SIGNS or _FIGURE.match(cell))), len(row))
    return row[:start] + missing + row[start:]


def _cells(row: Record) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, continues_left=position > 0 and len(text) > 3 and text == row[position - 1])
        for position, text in enumerate(row)
    )
