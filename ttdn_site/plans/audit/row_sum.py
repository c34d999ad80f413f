"""A row's total against the amounts it adds up along the row."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import EquationKind
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU001",
    Severity.ERROR,
    "The row “{label}” prints {printed} under “{field}”, but its amounts add up to {computed} ({role})",
    "Compare the row with the signed document; if it prints the figures so, list the row under “acknowledged”",
    wrong="600 | 700 | 700 | 1.900",
    right="600 | 700 | 700 | 2.000",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for equation in context.violated(EquationKind.ROW):
        yield context.arithmetic(CODE, equation)


RULE = Rule(
    CODE,
    "A total printed at the end of a row equals the sum of the amounts of that row, for every group of columns that "
    "adds up to it (years; funding sources). A dash counts as zero, a blank as nothing.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 600, y2: 700, total: 1300}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 600, y2: 700, total: 1900}}\n",
)
