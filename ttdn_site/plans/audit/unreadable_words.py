"""An amount in words that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU005",
    Severity.ERROR,
    "The words “{words}” cannot be read as an amount, so they were not compared with {printed}",
    "Check the spelling against the signed document",
    wrong="Tám tỷ chín mười sáu",
    right="Tám tỷ không trăm chín mươi sáu triệu đồng",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for reading in context.words:
        if reading.value is None:
            words = reading.words
            yield context.finding(CODE, words.at, reading.row, words.column, reading.figure, "", words=words.text)


RULE = Rule(
    CODE,
    "Words beside a figure must be readable as an amount, or nobody can say whether the two agree.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\n"
    "totals:\n  - {id: t, title: Cộng, amounts: {y1: 5}, words: {text: Năm triệu đồng, column: y1}}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\n"
    "totals:\n  - {id: t, title: Cộng, amounts: {y1: 5}, words: {text: Khoảng vài triệu, column: y1}}\n",
)
