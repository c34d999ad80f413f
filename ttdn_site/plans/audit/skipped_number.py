"""A gap in the numbers under one heading."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.numbers import label, numbered
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU011",
    Severity.WARNING,
    "The number {printed} of “{label}” leaves a gap; {computed} would follow",
    "Check whether a row is missing; if the signed document numbers so, list the row under “acknowledged”",
    wrong="1, 2, 4",
    right="1, 2, 3",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for item in numbered(context):
        highest = max((other.ordinal for other in item.earlier), default=0)
        if item.number.ordinal > highest + 1:
            named = (("label", label(context, item)),)
            yield Finding(CODE, item.row.at, item.row.id, "number", item.row.number, item.wanted, parameters=named)


RULE = Rule(
    CODE,
    "The numbers under one heading begin with the first and leave none out.",
    check,
    passing="lines:\n  - {id: a, number: 1, title: Một}\n  - {id: b, number: 2, title: Hai}\n",
    failing="lines:\n  - {id: a, number: 1, title: Một}\n  - {id: b, number: 3, title: Hai}\n",
)
