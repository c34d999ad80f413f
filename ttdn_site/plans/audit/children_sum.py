"""A line against the sum of the lines below it, column by column."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import EquationKind
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU002",
    Severity.ERROR,
    "The line “{label}” prints {printed} under “{field}”, but the lines below it add up to {computed} ({role})",
    "Compare the line and its parts with the signed document; write “partial: true” if only some parts are listed",
    wrong="2: 600\n2.1: 200\n2.2: 300",
    right="2: 500\n2.1: 200\n2.2: 300",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for equation in context.violated(EquationKind.CHILDREN):
        yield context.arithmetic(CODE, equation)


RULE = Rule(
    CODE,
    "A line that has lines below it prints in every column the sum of theirs. Nothing is compared where the line "
    "itself is blank, or where it says that only some of its parts are listed.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}, lines: [{id: b, title: Hai, amounts: {y1: 5}}]}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 6}, lines: [{id: b, title: Hai, amounts: {y1: 5}}]}\n",
)
