"""Repairs that would fit a root finding. They are named for a person to check, and never applied.

A cell is changed alone, or together with every sum above it in its column (a slip made before adding up). A repair
counts what it settles less what it breaks; the best ones are reported, and several equally good ones together.
"""

from __future__ import annotations

from decimal import Decimal

from ttdn_site.plans.audit.equations import Equation, EquationKind, Term, shown
from ttdn_site.plans.audit.finding import Change, Hypothesis
from ttdn_site.plans.model import Plan
from ttdn_site.plans.tree import lines_of

LIMIT = 6

_Place = tuple[str, int]


class Repairs:
    """The equations of a plan by cell, prepared for trying changes."""

    def __init__(self, plan: Plan, every: tuple[Equation, ...]) -> None:
        self._plan = plan
        self._touching: dict[_Place, list[Equation]] = {}
        for equation in every:
            if equation.detached:
                continue
            for cell in equation.cells():
                self._touching.setdefault((cell.row, cell.column), []).append(equation)
        self._parents = {line.id: line.parent for line in plan.lines}
        self._totals: dict[str, list[str]] = {}
        for total in plan.totals:
            for line in lines_of(plan, total):
                self._totals.setdefault(line.id, []).append(total.id)
        self._amounts = {row.id: row.amounts for row in plan.amount_rows}

    def touching(self, row: str, column: int) -> tuple[Equation, ...]:
        """The equations in which a cell takes part."""
        return tuple(self._touching.get((row, column), ()))

    def for_equation(self, equation: Equation) -> tuple[Hypothesis, ...]:
        """The best repairs of one violated equation, fewest changes first."""
        if equation.detached:
            return ()
        difference = equation.difference
        trials: list[dict[_Place, Decimal]] = []
        for cell in equation.left or (equation.owner,):
            trials.extend(self._trials(cell, -difference))
        for cell in equation.terms:
            trials.extend(self._trials(cell, difference))
        if even := self._even(equation):
            trials.append(even)
        scored: list[tuple[int, int, Hypothesis]] = []
        for changes in trials:
            score = self._score(equation, changes)
            if score > 0:
                scored.append((score, len(changes), Hypothesis(self._changes(changes), score)))
        best = max((score for score, _, _ in scored), default=0)
        chosen = [(size, hypothesis) for score, size, hypothesis in scored if score == best]
        chosen.sort(key=lambda pair: (pair[0], [(change.row, change.column) for change in pair[1].changes]))
        return tuple(dict.fromkeys(hypothesis for _, hypothesis in chosen))[:LIMIT]

    def _trials(self, cell: Term, delta: Decimal) -> list[dict[_Place, Decimal]]:
        quantity = cell.amount.quantity
        if quantity is None or quantity + delta < 0:
            return []
        alone = {(cell.row, cell.column): delta}
        carried = self._carried(cell.row, cell.column, delta)
        return [alone] if carried == alone else [alone, carried]

    def _carried(self, row: str, column: int, delta: Decimal) -> dict[_Place, Decimal]:
        """The change and what follows from it: every stated sum above the cell in its column."""
        changes = {(row, column): delta}
        current = row
        while current:
            for total in self._totals.get(current, ()):
                if self._amounts[total][column].quantity is not None:
                    changes[(total, column)] = changes.get((total, column), Decimal(0)) + delta
            current = self._parents.get(current, "")
            if current and self._amounts[current][column].quantity is not None:
                changes[(current, column)] = delta
        return changes

    def _even(self, equation: Equation) -> dict[_Place, Decimal]:
        """Equal yearly amounts that miss the total by a multiple of the years: all of them changed alike."""
        stated = [term for term in equation.terms if term.amount.value is not None]
        values = {term.amount.value for term in stated}
        if equation.kind is not EquationKind.ROW or len(stated) < 2 or len(values) != 1:
            return {}
        delta = equation.difference / len(stated)
        if delta != delta.to_integral_value() or (stated[0].amount.value or Decimal(0)) + delta < 0:
            return {}
        changes: dict[_Place, Decimal] = {}
        for term in stated:
            for place, change in self._carried(term.row, term.column, delta).items():
                changes[place] = changes.get(place, Decimal(0)) + change
        return changes

    def _score(self, target: Equation, changes: dict[_Place, Decimal]) -> int:
        """How many violated equations the changes settle, less those they break; 0 if the target stays violated."""
        affected = {id(equation): equation for place in changes for equation in self._touching.get(place, ())}
        before = after = 0
        for equation in affected.values():
            difference = equation.difference
            for cell in equation.left or (equation.owner,):
                difference += changes.get((cell.row, cell.column), Decimal(0))
            for cell in equation.terms:
                difference -= changes.get((cell.row, cell.column), Decimal(0))
            before += equation.violated
            after += difference != 0
            if equation is target and difference != 0:
                return 0
        return before - after

    def _changes(self, changes: dict[_Place, Decimal]) -> tuple[Change, ...]:
        style = self._plan.number_style
        found: list[Change] = []
        for (row, column), delta in changes.items():
            amount = self._amounts[row][column]
            wanted = (amount.quantity or Decimal(0)) + delta
            found.append(Change(row, self._plan.columns[column].id, amount.printed, shown(wanted, style)))
        return tuple(found)
