"""Group totals and the grand total against the lines they add up."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import EquationKind
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU003",
    Severity.ERROR,
    "The total “{label}” prints {printed} under “{field}”, but its lines add up to {computed} ({role})",
    "Compare the total and its lines with the signed document; list them under “of” if they are not all top lines",
    wrong="I: 5\nII: 7\nCộng: 13",
    right="I: 5\nII: 7\nCộng: 12",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for equation in context.violated(EquationKind.TOTAL):
        yield context.arithmetic(CODE, equation)


RULE = Rule(
    CODE,
    "A row of totals prints in every column the sum of its lines: the grand total that of all top lines, a group "
    "total that of the lines it names.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\ntotals:\n  - {id: t, title: Cộng, amounts: {y1: 5}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\ntotals:\n  - {id: t, title: Cộng, amounts: {y1: 6}}\n",
)
