"""The numbered rows of a plan by parent: what the three numbering rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.model import Line, Task, TaskGroup
from ttdn_site.plans.numbering import NumberKind, RowNumber, expected, read_siblings

_ORDERED = (NumberKind.ROMAN, NumberKind.DIGITS, NumberKind.LETTER)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row, its number, and the row of the same kind of number before it under the same parent."""

    row: Line | Task | TaskGroup
    number: RowNumber
    previous: RowNumber | None
    earlier: tuple[RowNumber, ...]
    parent: str

    @property
    def wanted(self) -> str:
        return expected(self.previous, self.number)


def numbered(context: AuditContext) -> Iterator[Numbered]:
    """Every ordered number of the budget lines and of the task list (once, where they are one table)."""
    plan = context.plan
    yield from _numbered(plan.lines)
    if not plan.tasks_from_lines:
        yield from _numbered(plan.task_rows)


def _numbered(rows: tuple[Line, ...] | tuple[TaskGroup | Task, ...]) -> Iterator[Numbered]:
    below: dict[str, list[Line | Task | TaskGroup]] = {}
    printed: dict[str, str] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)
        printed[row.id] = row.number
    for parent, siblings in below.items():
        earlier: list[RowNumber] = []
        for row, number in zip(siblings, read_siblings(row.number for row in siblings), strict=True):
            if number.kind not in _ORDERED:
                continue
            same = [other for other in earlier if other.kind is number.kind and other.above == number.above]
            yield Numbered(row, number, same[-1] if same else None, tuple(same), printed.get(parent, ""))
            earlier.append(number)


def label(context: AuditContext, item: Numbered) -> str:
    return row_label(item.row, context.plan.language)
