"""A total named in the decision's text against the annex."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.equations import EquationKind
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU006",
    Severity.ERROR,
    "The annex prints {printed} under “{field}” for “{label}”, but “{where}” states {computed} in the same unit",
    "Compare both places with the signed document; check the unit given for the figure in the text",
    wrong="text: 8.096.000.000 đồng, annex: 8.960 triệu đồng",
    right="text: 8.096.000.000 đồng, annex: 8.096 triệu đồng",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for equation in context.violated(EquationKind.STATED):
        if equation.stated is not None:
            where = equation.stated.where.resolve(context.plan.language, context.plan.language)[0]
            yield context.arithmetic(CODE, equation, where=where)


RULE = Rule(
    CODE,
    "A total that the text of the decision names is the total of the annex, once both are in the same unit.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\ntotals:\n  - {id: t, title: Cộng, amounts: {y1: 5}}\n"
    "stated_totals:\n  - {amount: 5000000, unit: {currency: VND, scale: 1}, column: y1, where: Mục VII}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\ntotals:\n  - {id: t, title: Cộng, amounts: {y1: 5}}\n"
    "stated_totals:\n  - {amount: 6000000, unit: {currency: VND, scale: 1}, column: y1, where: Mục VII}\n",
)
