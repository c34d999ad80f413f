"""The same number twice under one heading."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.numbers import label, numbered
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU010",
    Severity.WARNING,
    "The number {printed} of “{label}” was already used; {computed} would follow",
    "Keep the number if the signed document prints it, and list the row under “acknowledged”",
    wrong="I, II, III, III, IV",
    right="I, II, III, IV, V",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for item in numbered(context):
        if any(other.ordinal == item.number.ordinal for other in item.earlier):
            named = (("label", label(context, item)),)
            yield Finding(CODE, item.row.at, item.row.id, "number", item.row.number, item.wanted, parameters=named)


RULE = Rule(
    CODE,
    "No two rows under the same heading have the same number.",
    check,
    passing="lines:\n  - {id: a, number: I, title: Một}\n  - {id: b, number: II, title: Hai}\n",
    failing="lines:\n  - {id: a, number: I, title: Một}\n  - {id: b, number: I, title: Hai}\n",
)
