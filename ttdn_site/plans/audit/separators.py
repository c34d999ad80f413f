"""Figures whose separators do not fit the document's number style."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.model import AmountState
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU008",
    Severity.ERROR,
    "The figure “{printed}” under “{field}” in “{label}” cannot be read with the number style “{style}”",
    "One document separates thousands in one way; write the figure as the document does, or correct “number_style”",
    wrong='number_style: dot\namounts: {y2018: "1,990"}',
    right='number_style: dot\namounts: {y2018: "1.990"}',
)


def check(context: AuditContext) -> Iterator[Finding]:
    plan = context.plan
    style = "-" if plan.number_style is None else plan.number_style.value
    for row in plan.amount_rows:
        for column, amount in zip(plan.columns, row.amounts, strict=True):
            if amount.state is AmountState.UNREADABLE:
                yield context.finding(CODE, amount.at, row.id, column.id, amount.printed, "", style=style)
    for stated in plan.stated_totals:
        if stated.amount.state is AmountState.UNREADABLE:
            amount = stated.amount
            yield context.finding(CODE, amount.at, stated.total, stated.column, amount.printed, "", style=style)


RULE = Rule(
    CODE,
    "Every figure uses the one thousands separator that the document declares. “1,990” beside “2.150” could be one "
    "thousand nine hundred and ninety or not quite two, so it is reported and left out of every sum.",
    check,
    passing='lines:\n  - {id: a, title: Một, amounts: {y1: "1.990"}}\n',
    failing='lines:\n  - {id: a, title: Một, amounts: {y1: "1,990"}}\n',
)
