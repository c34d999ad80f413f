"""What the columns and rows of a source table are: header levels, roles of columns, groups, totals."""

from __future__ import annotations

from dataclasses import dataclass, field

from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.amounts import NONE_SIGNS, parse_amount
from ttdn_site.plans.importers.questions import SHORT_ROW, UNNAMED_COLUMN
from ttdn_site.plans.importers.sheet import Cell, SourceTable
from ttdn_site.plans.importers.words import (
    GROUP_TOTAL,
    NOTE_HEADS,
    NUMBER_HEADS,
    ROLE_HEADS,
    SCHEDULE_HEADS,
    TITLE_HEADS,
    TOTAL_HEADS,
    TOTAL_ROWS,
    YEAR_HEAD,
    heading,
)
from ttdn_site.plans.model import AmountState, NumberStyle
from ttdn_site.plans.numbering import NumberKind, read_number
from ttdn_site.problems import Location, Problem, problem

HEADER_LIMIT = 6
_NUMBERED = (NumberKind.ROMAN, NumberKind.DIGITS, NumberKind.LETTER, NumberKind.BULLET)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """A column: its role (number, title, a responsibility, schedule, note, id, parent, amount or nothing).

    kind and year are those of an amount column; titles are its header cells from the top, each once. id: the column's
    own, where the file gives one.
    """

    role: str
    kind: str = ""
    year: int = 0
    titles: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as its columns read: the printed number and title, texts by role, amount cells in column order."""

    where: str
    number: str
    title: str
    texts: dict[str, str]
    amounts: tuple[Cell, ...]
    group: bool
    total: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A table that was understood."""

    name: str
    columns: tuple[ColumnLayout, ...]
    rows: tuple[TableRow, ...]
    header: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def amounts(self) -> tuple[ColumnLayout, ...]:
        return tuple(column for column in self.columns if column.role == "amount")

    def has(self, role: str) -> bool:
        return any(column.role == role for column in self.columns)


def joined(tables: tuple[SourceTable, ...]) -> tuple[SourceTable, ...]:
    """Tables that go on over a page: the next table has the same header, or none and the same width."""
    result: list[SourceTable] = []
    for table in tables:
        if result and _continues(result[-1], table):
            before = result[-1]
            rows = before.rows + table.rows
            result[-1] = SourceTable(before.name, rows, before.row_numbers + table.row_numbers)
        else:
            result.append(table)
    return tuple(result)


def _continues(before: SourceTable, table: SourceTable) -> bool:
    head, other = header_rows(before), header_rows(table)
    if not head or _width(before) != _width(table):
        return False
    if not other:
        return True
    return [_texts(row) for row in before.rows[:head]] == [_texts(row) for row in table.rows[:other]]


def header_rows(table: SourceTable) -> int:
    """How many rows the header has; 0 when the table begins with data."""
    count = 0
    for row in table.rows[:HEADER_LIMIT]:
        if not _is_header(row):
            break
        count += 1
    return count if any(_known_head(cell.text) for row in table.rows[:count] for cell in row) else 0


def layout_of(table: SourceTable, names: AgencyNames, name: str) -> Layout | None:
    """Understand one table; None when it is no table of tasks or amounts (signatures, recipients)."""
    header = header_rows(table)
    width = _width(table)
    if not header or width < 3:
        return None
    problems: list[Problem] = []
    heads = [_padded(row, width, left=False) for row in table.rows[:header]]
    printed = {_texts(row) for row in table.rows[:header]}
    body: list[tuple[int, tuple[Cell, ...]]] = []
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        if len(row) < width:
            where = f"{table.name}, row {number}"
            problems.append(problem(SHORT_ROW, Location(name), where=where, cells=len(row), columns=width))
        if _texts(row) not in printed and any(cell.text for cell in row) and not _counts_columns(row):
            body.append((number, _padded(row, width, left=True)))
    columns = _columns(heads, [row for _, row in body], names, table.name, name, problems)
    if not any(column.role == "title" for column in columns):
        return None
    rows = tuple(_row(row, columns, f"{table.name}, row {number}") for number, row in body)
    return Layout(table.name, columns, rows, tuple(tuple(cell.text for cell in row) for row in heads), tuple(problems))


def _width(table: SourceTable) -> int:
    return max((len(row) for row in table.rows), default=0)


def _texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(heading(cell.text) for cell in row)


def _padded(row: tuple[Cell, ...], width: int, left: bool) -> tuple[Cell, ...]:
    """A short row filled up: data rows at their end, header rows (whose first cells were lost) at their beginning."""
    filling = (Cell(""),) * (width - len(row))
    return row + filling if left else filling + row


def _known_head(text: str) -> bool:
    head = heading(text)
    if not head or len(head) > 40:
        return False
    return (
        head in NUMBER_HEADS
        or head in NOTE_HEADS
        or head in ("id", "parent")
        or head.startswith(TITLE_HEADS)
        or YEAR_HEAD.match(head) is not None
        or any(mark in head for _, marks in ROLE_HEADS for mark in marks)
    )


def _is_header(row: tuple[Cell, ...]) -> bool:
    first = row[0].text if row else ""
    if _counts_columns(row):
        return True
    if read_number(first).kind in _NUMBERED and heading(first) not in NUMBER_HEADS:
        return False
    return any(_known_head(cell.text) for cell in row)


def _counts_columns(row: tuple[Cell, ...]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or A, B, 1, 2 …"""
    texts = [cell.text.strip("() ") for cell in row]
    if len(texts) < 4 or any(len(text) > 2 or not text for text in texts):
        return False
    counted = [text for text in texts if text.isdigit()]
    return len(counted) >= 3 and counted == [
        str(number) for number in range(int(counted[0]), int(counted[0]) + len(counted))
    ]


def _is_figure(text: str) -> bool:
    if text in NONE_SIGNS:
        return True
    return any(parse_amount(text, style, Location("")).state is AmountState.STATED for style in NumberStyle)


def _columns(
    heads: list[tuple[Cell, ...]],
    body: list[tuple[Cell, ...]],
    names: AgencyNames,
    table: str,
    name: str,
    problems: list[Problem],
) -> tuple[ColumnLayout, ...]:
    columns: list[ColumnLayout | None] = []
    for index in range(len(heads[0])):
        titles: list[str] = []
        for row in heads:
            text = " ".join(row[index].text.split())
            if text and (not titles or titles[-1] != text) and not _counts_columns(row):
                titles.append(text)
        columns.append(_by_head(tuple(titles), [row[index] for row in body]))
    roles = {column.role for column in columns if column is not None}
    kinds = {column.kind for column in columns if column is not None}
    result: list[ColumnLayout] = []
    for index, column in enumerate(columns):
        if column is None:
            cells = [row[index] for row in body]
            column = _by_content(cells, roles, kinds, names, last=index == len(columns) - 1)
            roles.add(column.role)
            kinds.add(column.kind)
            if column.role:
                where, role = table, column.kind or column.role
                problems.append(problem(UNNAMED_COLUMN, Location(name), where=where, column=index + 1, role=role))
        result.append(column)
    return tuple(result)


def _by_head(titles: tuple[str, ...], cells: list[Cell]) -> ColumnLayout | None:
    """What a column is by its header cells; None when they do not tell."""
    if not titles:
        return None
    for title in reversed(titles):
        head = heading(title)
        if head in NUMBER_HEADS:
            return ColumnLayout("number", titles=titles)
        if head in ("id", "parent"):
            return ColumnLayout(head, titles=titles)
        if head.startswith(NOTE_HEADS):
            return ColumnLayout("note", titles=titles)
        for role, marks in ROLE_HEADS:
            if any(mark in head for mark in marks):
                return ColumnLayout(role, titles=titles)
    head = heading(titles[-1])
    if year := YEAR_HEAD.match(head):
        return ColumnLayout("amount", "year", int(year[1]), titles)
    if head.startswith(SCHEDULE_HEADS):
        return ColumnLayout("schedule", titles=titles)
    filled = [cell for cell in cells if cell.text]
    figures = [cell for cell in filled if cell.number is not None or _is_figure(cell.text)]
    if filled and len(figures) * 10 >= len(filled) * 9:
        if head in TOTAL_HEADS or head.startswith(("tổng kinh phí", "tổng cộng", "tổng số", "tổng mức")):
            return ColumnLayout("amount", "total", titles=titles)
        return ColumnLayout("amount", "source", titles=titles)
    if head.startswith(TITLE_HEADS):
        return ColumnLayout("title", titles=titles)
    return None


def _by_content(cells: list[Cell], roles: set[str], kinds: set[str], names: AgencyNames, last: bool) -> ColumnLayout:
    """What a column without a known heading seems to be."""
    filled = [cell for cell in cells if cell.text]
    if not filled:
        return ColumnLayout("")
    numbered = sum(read_number(cell.text).kind in _NUMBERED for cell in filled)
    if "number" not in roles and numbered * 10 >= len(filled) * 9 and "title" not in roles:
        return ColumnLayout("number")
    if all(cell.number is not None or _is_figure(cell.text) for cell in filled):
        return ColumnLayout("amount", "other" if "total" in kinds else "total", titles=("Tổng cộng",))
    if "title" not in roles:
        return ColumnLayout("title")
    own = [cell for cell in filled if not cell.continues_left]
    known = sum(any(body.agency for body in names.bodies(cell.text)) for cell in own)
    for role in ("lead", "coordinate"):
        if own and role not in roles and known * 2 >= len(own):
            return ColumnLayout(role)
    return ColumnLayout("note" if "note" not in roles and last else "")


def _row(cells: tuple[Cell, ...], columns: tuple[ColumnLayout, ...], where: str) -> TableRow:
    by_role = {column.role: cell for column, cell in reversed(list(zip(columns, cells, strict=True))) if column.role}
    title = by_role["title"].text
    number = by_role["number"].text if "number" in by_role else ""
    if number and read_number(number).kind is NumberKind.OTHER and (number == title or not title):
        # “Tổng cộng” merged over the number and the title.
        number, title = "", number
    texts = {
        column.role: cell.text
        for column, cell in zip(columns, cells, strict=True)
        if column.role not in ("", "number", "title", "amount") and cell.text
    }
    merged = [role for role, text in texts.items() if role != "note" and text == title]
    for role in merged:
        del texts[role]
    total = not number and (heading(title) in TOTAL_ROWS or GROUP_TOTAL.match(heading(title)) is not None)
    return TableRow(
        where=where,
        number=number,
        title=title,
        texts=texts,
        amounts=tuple(cell for column, cell in zip(columns, cells, strict=True) if column.role == "amount"),
        group=bool(merged) and not total,
        total=total,
    )
