"""An amount in words against the figure it stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU004",
    Severity.ERROR,
    "The words “{words}” mean {computed}, but the figure beside them is {printed}",
    "Compare words and figure with the signed document; both are expressed in the unit of the table",
    wrong="8.096 triệu đồng: Tám tỷ chín trăm sáu mươi triệu đồng",
    right="8.096 triệu đồng: Tám tỷ không trăm chín mươi sáu triệu đồng",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for reading in context.words:
        if reading.equation is not None and reading.equation.violated:
            yield context.arithmetic(CODE, reading.equation, words=reading.words.text)


RULE = Rule(
    CODE,
    "A total that is also written out in words has the same value in both forms, counted in units of the currency.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\n"
    "totals:\n  - {id: t, title: Cộng, amounts: {y1: 5}, words: {text: Năm triệu đồng, column: y1}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\n"
    "totals:\n  - {id: t, title: Cộng, amounts: {y1: 5}, words: {text: Sáu triệu đồng, column: y1}}\n",
)
