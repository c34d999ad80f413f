"""What follows from the printed lines: their hierarchy, and sums computed from the lowest lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ttdn_site.plans.model import Line, Plan, Total

Cells = tuple[Decimal | None, ...]


def children_of(plan: Plan) -> dict[str, tuple[Line, ...]]:
    """The lines directly below each line id, in document order; the top lines under the empty id."""
    below: dict[str, list[Line]] = {}
    for line in plan.lines:
        below.setdefault(line.parent, []).append(line)
    return {parent: tuple(lines) for parent, lines in below.items()}


def lines_of(plan: Plan, total: Total) -> tuple[Line, ...]:
    """The lines a total adds up: those it names, else all top lines."""
    if total.of:
        wanted = frozenset(total.of)
        return tuple(line for line in plan.lines if line.id in wanted)
    return tuple(line for line in plan.lines if not line.parent)


def add(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is stated; None when nothing is."""
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated else None


def computed(plan: Plan) -> dict[str, Cells]:
    """Per line and total id, every column computed from the lowest lines; None where these state nothing.

    A column that is the sum of others is computed from them (the first group of which anything is stated); the
    others are added up over the lines below. Printed sums play no part, except that a line whose parts are only
    partly listed counts as printed.
    """
    below = children_of(plan)
    index = {column.id: number for number, column in enumerate(plan.columns)}
    sums = [
        (number, tuple(tuple(index[id] for id in group) for group in column.sums))
        for number, column in enumerate(plan.columns)
        if column.sums
    ]
    plain = frozenset(range(len(plan.columns))) - {number for number, _ in sums}
    result: dict[str, Cells] = {}

    def finish(cells: list[Decimal | None]) -> Cells:
        for number, groups in sums:
            for group in groups:
                value = add(cells[part] for part in group)
                if value is not None:
                    cells[number] = value
                    break
        return tuple(cells)

    def over(parts: Iterable[Line]) -> Cells:
        rows = [result[part.id] for part in parts]
        cells = [add(row[number] for row in rows) for number in range(len(plan.columns))]
        return finish(cells)

    for line in reversed(plan.lines):
        parts = below.get(line.id, ())
        if parts and not line.partial:
            result[line.id] = over(parts)
        else:
            printed = [amount.quantity for amount in line.amounts]
            result[line.id] = finish(
                [value if number in plain else printed[number] for number, value in enumerate(printed)]
            )
    for total in plan.totals:
        result[total.id] = over(lines_of(plan, total))
    return {id: result[id] for id in (*(line.id for line in plan.lines), *(total.id for total in plan.totals))}
