"""Two ways of splitting a row that prints no total of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import EquationKind
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU007",
    Severity.ERROR,
    "The row “{label}” adds up to {printed} one way and to {computed} the other",
    "Compare the amounts by year and by funding source with the signed document",
    wrong="years: 400 + 400, sources: 1.200",
    right="years: 400 + 400, sources: 800",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for equation in context.violated(EquationKind.SOURCES):
        yield context.arithmetic(CODE, equation)


RULE = Rule(
    CODE,
    "Where a row leaves its total blank but splits the same money twice (by year and by funding source), both splits "
    "add up to the same.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5, y2: 5, s1: 10}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5, y2: 5, s1: 12}}\n",
)
