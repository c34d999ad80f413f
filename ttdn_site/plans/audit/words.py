"""Amounts in words, read and turned into equations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ttdn_site.locales.languages import KNOWN
from ttdn_site.locales.words import read_amount
from ttdn_site.plans.audit.equations import Equation, EquationKind, Term, scaled
from ttdn_site.plans.model import AmountInWords, Plan


@dataclass(frozen=True, slots=True)
class Reading:
    """Words beside a total (or in the text): the value read, None if they cannot be read, and what they must equal.

    figure: the printed figure the words stand for.
    """

    words: AmountInWords
    row: str
    value: Decimal | None
    figure: str
    equation: Equation | None


def readings(plan: Plan) -> tuple[Reading, ...]:
    """The words of every total of the annex and of the running text."""
    index = {column.id: number for number, column in enumerate(plan.columns)}
    found: list[Reading] = []
    for total in plan.totals:
        if total.words is None or total.words.column not in index:
            continue
        number = index[total.words.column]
        amount = total.amounts[number]
        value = _read(total.words)
        unit = plan.unit_of(plan.columns[number])
        equation = None
        if value is not None and unit is not None and amount.quantity is not None:
            equation = Equation(
                EquationKind.WORDS,
                Term(total.id, number, amount),
                (),
                amount.quantity,
                scaled(value, unit),
                constant=True,
            )
        found.append(
            Reading(total.words, total.id, None if value is None else Decimal(value), amount.printed, equation)
        )
    for stated in plan.stated_totals:
        if stated.words is None or stated.column not in index:
            continue
        value = _read(stated.words)
        equation = None
        if value is not None and stated.amount.quantity is not None:
            equation = Equation(
                EquationKind.WORDS,
                Term(stated.total, index[stated.column], stated.amount),
                (),
                stated.amount.quantity,
                scaled(value, stated.unit),
                constant=True,
                stated=stated,
                detached=True,
            )
        printed = stated.amount.printed
        found.append(Reading(stated.words, stated.total, None if value is None else Decimal(value), printed, equation))
    return tuple(found)


def _read(words: AmountInWords) -> int | None:
    language = KNOWN.get(words.language)
    return None if language is None else read_amount(words.text, language)
