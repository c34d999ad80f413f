"""The hierarchy of imported rows by their printed numbers, and ids that do not change."""

from __future__ import annotations

from dataclasses import dataclass, field

from ttdn_site.plans.importers.layout import TableRow
from ttdn_site.plans.importers.words import slug
from ttdn_site.plans.numbering import NumberKind, RowNumber, read_number, read_siblings

_Signature = tuple[NumberKind, bool, int]


@dataclass(slots=True)
class OutlineRow:
    """A row with its id and the rows below it. unsure: it has no number, and the row before it is no heading."""

    row: TableRow
    id: str
    unsure: bool = False
    below: list[OutlineRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Open:
    node: OutlineRow
    signature: _Signature
    number: RowNumber


def outline(rows: tuple[TableRow, ...], prefix: str = "") -> list[OutlineRow]:
    """The rows as a tree. I holds 1, 1 holds 1.1 and a); an unnumbered row goes under the heading before it.

    prefix: put before the ids of the top rows, to keep the ids of two tables apart.
    """
    if rows and all("id" in row.texts for row in rows):
        return _by_parent(rows)
    letters = any(number.kind is NumberKind.LETTER for number in read_siblings(_first_numbers(rows)))
    tops: list[OutlineRow] = []
    stack: list[_Open] = []
    used: set[str] = set()
    for row in rows:
        number = read_number(row.number, letters)
        signature = (number.kind, row.number.strip(" .)(")[:1].isupper(), len(number.above))
        _close(stack, signature, number)
        parent = stack[-1].node if stack else None
        siblings = parent.below if parent is not None else tops
        node = OutlineRow(row, _id(row, number, parent, prefix, len(siblings) + 1, used))
        node.unsure = number.kind is NumberKind.NONE and parent is not None and not _heads(parent.row)
        siblings.append(node)
        stack.append(_Open(node, signature, number))
    return tops


def _by_parent(rows: tuple[TableRow, ...]) -> list[OutlineRow]:
    """The tree that ids and parents give; a row whose parent is not there stands at the top."""
    tops: list[OutlineRow] = []
    nodes: dict[str, OutlineRow] = {}
    for row in rows:
        node = OutlineRow(row, row.texts["id"])
        parent = nodes.get(row.texts.get("parent", ""))
        (tops if parent is None else parent.below).append(node)
        nodes[node.id] = node
    return tops


def _first_numbers(rows: tuple[TableRow, ...]) -> tuple[str, ...]:
    return tuple(row.number for row in rows if row.number)[:1]


def _heads(row: TableRow) -> bool:
    """Whether a row looks like the heading of others."""
    return row.group or not any(role in row.texts for role in ("lead", "implement", "advise", "coordinate"))


def _close(stack: list[_Open], signature: _Signature, number: RowNumber) -> None:
    """Leave open only the rows that the next one belongs under."""
    if number.above:
        for depth in range(len(stack) - 1, -1, -1):
            opened = stack[depth].number
            if opened.kind is NumberKind.DIGITS and (*opened.above, opened.ordinal) == number.above:
                del stack[depth + 1 :]
                return
    for depth, opened_row in enumerate(stack):
        if opened_row.signature == signature:
            del stack[depth:]
            return


def _id(row: TableRow, number: RowNumber, parent: OutlineRow | None, prefix: str, ordinal: int, used: set[str]) -> str:
    if number.kind is NumberKind.DIGITS:
        last = str(number.ordinal)
    elif number.kind in (NumberKind.ROMAN, NumberKind.LETTER):
        last = slug(row.number) if row.number.strip(" .)(").islower() else slug(row.number).upper()
    else:
        last = str(ordinal)
    if parent is None and number.above:
        last = ".".join(str(part) for part in (*number.above, number.ordinal))
    base = f"{parent.id}.{last}" if parent is not None else f"{prefix}{last}"
    id, copy = base, 1
    while id in used:
        copy += 1
        id = f"{base}-{copy}"
    used.add(id)
    return id
