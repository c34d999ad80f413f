"""Telling root errors from those that follow from them.

A violated equation is propagated when its difference equals the sum of the root differences among its parts in the
same column. The parts are looked at from the top: a root part counts with its own difference, which already holds
what lies below it; a part that is not root counts with the roots below it. Sums along rows and sums down columns are
two families: an error in one cell breaks one equation of each, and counting it twice would hide the propagation.
"""

from __future__ import annotations

from decimal import Decimal

from ttdn_site.plans.audit.equations import Equation, EquationKind
from ttdn_site.plans.model import Plan
from ttdn_site.plans.tree import lines_of

_Key = tuple[bool, int, int]
_Roots = dict[_Key, tuple[Decimal, tuple[str, ...]]]


def causes(plan: Plan, violated: tuple[Equation, ...]) -> dict[Equation, tuple[str, ...]]:
    """Per propagated equation, the rows whose root errors it follows from. What is not in the result is root."""
    by_row: dict[str, list[Equation]] = {}
    for equation in violated:
        if equation.kind in (EquationKind.ROW, EquationKind.CHILDREN, EquationKind.TOTAL):
            by_row.setdefault(equation.owner.row, []).append(equation)
    if not by_row:
        return {}
    below: dict[str, _Roots] = {}
    tops: dict[str, _Roots] = {}
    found: dict[Equation, tuple[str, ...]] = {}
    for line in reversed(plan.lines):
        tops[line.id] = _settle(line.id, by_row.get(line.id, ()), below.pop(line.id, {}), found)
        if line.parent and tops[line.id]:
            _merge(below.setdefault(line.parent, {}), tops[line.id])
    for total in plan.totals:
        roots: _Roots = {}
        for line in lines_of(plan, total):
            _merge(roots, tops[line.id])
        _settle(total.id, by_row.get(total.id, ()), roots, found)
    return found


def _settle(
    row: str, own: list[Equation] | tuple[Equation, ...], roots: _Roots, found: dict[Equation, tuple[str, ...]]
) -> _Roots:
    """Decide the equations of one row by the roots below it; give the roots that its parent sees."""
    seen = dict(roots)
    for equation in own:
        key = _key(equation)
        difference, rows = roots.get(key, (Decimal(0), ()))
        if rows and difference == equation.difference:
            found[equation] = rows
        else:
            seen[key] = (equation.difference, (row,))
    return seen


def _merge(into: _Roots, more: _Roots) -> None:
    for key, (difference, rows) in more.items():
        before, before_rows = into.get(key, (Decimal(0), ()))
        into[key] = (before + difference, (*before_rows, *rows))


def _key(equation: Equation) -> _Key:
    return (equation.kind is EquationKind.ROW, equation.owner.column, equation.group)
