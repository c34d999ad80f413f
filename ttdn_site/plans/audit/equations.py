"""The equations a plan's figures should satisfy.

A cell that states an amount (or `-`, which is zero) and is the sum of others by its column, by the hierarchy or by a
total row makes an equation as soon as one of its parts states something; blank parts count as nothing. A blank sum
makes none: nothing is claimed. An amount in words and a total in the running text fix a cell to a constant.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ttdn_site.plans.amounts import print_amount
from ttdn_site.plans.model import Amount, AmountState, Line, NumberStyle, Plan, StatedTotal, Total, Unit
from ttdn_site.plans.tree import children_of, lines_of


class EquationKind(enum.Enum):
    ROW = "row"
    CHILDREN = "children"
    TOTAL = "total"
    SOURCES = "sources"
    WORDS = "words"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of an equation: row id, number of the column, and what stands there."""

    row: str
    column: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Equation:
    """`owner` should equal the sum of `terms`, or `constant` when it has one.

    group: which of a column's sums it is, 0 for every other kind. stated: the passage that gives the constant.
    For SOURCES the owner is the first cell of the first group and `left` holds that group's cells.
    detached: the owner is a figure of the running text, not a cell of the annex.
    """

    kind: EquationKind
    owner: Term
    terms: tuple[Term, ...]
    printed: Decimal
    computed: Decimal
    group: int = 0
    constant: bool = False
    left: tuple[Term, ...] = ()
    stated: StatedTotal | None = None
    detached: bool = False

    @property
    def difference(self) -> Decimal:
        """What is printed less what is computed; zero when the equation holds."""
        return self.printed - self.computed

    @property
    def violated(self) -> bool:
        return self.printed != self.computed

    def cells(self) -> Iterator[Term]:
        yield from self.left or (self.owner,)
        yield from self.terms


def sum_of(terms: tuple[Term, ...]) -> Decimal | None:
    """The sum of the stated terms; None when none is stated."""
    stated = [quantity for term in terms if (quantity := term.amount.quantity) is not None]
    return sum(stated, Decimal(0)) if stated else None


def equations(plan: Plan) -> tuple[Equation, ...]:
    """Every equation of the plan that does not depend on words, in document order of its rows."""
    index = {column.id: number for number, column in enumerate(plan.columns)}
    sums = [
        (number, tuple(tuple(index[id] for id in group if id in index) for group in column.sums))
        for number, column in enumerate(plan.columns)
        if column.sums
    ]
    below = children_of(plan)
    found: list[Equation] = []
    for line in plan.lines:
        found.extend(_along_row(line, sums))
        if not line.partial and line.id in below:
            found.extend(_over(EquationKind.CHILDREN, line, below[line.id], len(plan.columns)))
    for total in plan.totals:
        found.extend(_along_row(total, sums))
        found.extend(_over(EquationKind.TOTAL, total, lines_of(plan, total), len(plan.columns)))
    found.extend(_stated(plan, index))
    return tuple(found)


def _along_row(row: Line | Total, sums: list[tuple[int, tuple[tuple[int, ...], ...]]]) -> Iterator[Equation]:
    for number, groups in sums:
        owner = row.amounts[number]
        quantity = owner.quantity
        parts = tuple(tuple(Term(row.id, part, row.amounts[part]) for part in group) for group in groups)
        if quantity is not None:
            for position, terms in enumerate(parts):
                value = sum_of(terms)
                if value is not None:
                    yield Equation(EquationKind.ROW, Term(row.id, number, owner), terms, quantity, value, position)
        elif owner.state is AmountState.NOT_STATED:
            stated = [(terms, value) for terms in parts if (value := sum_of(terms)) is not None]
            for terms, value in stated[1:]:
                first, printed = stated[0]
                yield Equation(EquationKind.SOURCES, first[0], terms, printed, value, left=first)


def _over(kind: EquationKind, row: Line | Total, parts: tuple[Line, ...], columns: int) -> Iterator[Equation]:
    for number in range(columns):
        owner = row.amounts[number]
        quantity = owner.quantity
        if quantity is None:
            continue
        terms = tuple(Term(part.id, number, part.amounts[number]) for part in parts)
        value = sum_of(terms)
        if value is not None:
            yield Equation(kind, Term(row.id, number, owner), terms, quantity, value)


def _stated(plan: Plan, index: dict[str, int]) -> Iterator[Equation]:
    totals = {total.id: total for total in plan.totals}
    for stated in plan.stated_totals:
        total = totals.get(stated.total)
        number = index.get(stated.column)
        quantity = stated.amount.quantity
        if total is None or number is None or quantity is None:
            continue
        owner = total.amounts[number]
        unit = plan.unit_of(plan.columns[number])
        if owner.quantity is not None and unit is not None:
            # The comparison is made in the annex's unit, so that the figures can be read beside each other.
            value = quantity * stated.unit.scale / unit.scale
            term = Term(total.id, number, owner)
            yield Equation(EquationKind.STATED, term, (), owner.quantity, value, constant=True, stated=stated)


def shown(value: Decimal, style: NumberStyle | None) -> str:
    """A computed value as the document would print it."""
    return print_amount(value.normalize() if value == value.to_integral_value() else value, style)


def scaled(value: int, unit: Unit) -> Decimal:
    """An amount of whole currency units in a table's unit."""
    return Decimal(value) / unit.scale
