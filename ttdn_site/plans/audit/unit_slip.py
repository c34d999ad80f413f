"""A figure in the wrong unit: a thousand times too large or too small."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import Equation, Term, shown
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU009",
    Severity.WARNING,
    "The figure {printed} under “{field}” in “{label}” seems to be in another unit: with {computed} the sum holds",
    "Check whether this cell is in đồng or nghìn đồng while the table is in triệu đồng",
    wrong="5 | 7000 | 12",
    right="5 | 7 | 12",
)

THOUSAND = Decimal(1000)


def check(context: AuditContext) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for equation in context.roots():
        for cell, value in _slips(equation):
            place = (cell.row, cell.column)
            if place not in seen:
                seen.add(place)
                column = context.plan.columns[cell.column].id
                wanted = shown(value, context.plan.number_style)
                yield context.finding(CODE, cell.amount.at, cell.row, column, cell.amount.printed, wanted)


def _slips(equation: Equation) -> Iterator[tuple[Term, Decimal]]:
    """The cells of a violated equation that make it hold when taken a thousand times larger or smaller."""
    if not equation.left:
        for value in (equation.printed * THOUSAND, equation.printed / THOUSAND):
            if equation.printed and value == equation.computed:
                yield equation.owner, value
    for term in equation.terms:
        quantity = term.amount.quantity
        if quantity:
            for value in (quantity * THOUSAND, quantity / THOUSAND):
                if value - quantity == equation.difference:
                    yield term, value


RULE = Rule(
    CODE,
    "A sum that fails, and holds as soon as one figure is multiplied or divided by 1,000, points at a figure in the "
    "wrong unit.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5, y2: 7, total: 12}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5, y2: 7000, total: 12}}\n",
)
