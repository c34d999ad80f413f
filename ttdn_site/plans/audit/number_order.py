"""Numbers that go backwards, or that belong under another heading."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.numbers import Numbered, label, numbered
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.numbering import NumberKind, read_number
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU012",
    Severity.WARNING,
    "The number {printed} of “{label}” is out of order; {computed} would follow",
    "Check the order of the rows; if the signed document numbers so, list the row under “acknowledged”",
    wrong="5.7, 5.2, 5.3",
    right="5.1, 5.2, 5.3",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for item in numbered(context):
        highest = max((other.ordinal for other in item.earlier), default=0)
        repeated = any(other.ordinal == item.number.ordinal for other in item.earlier)
        if (item.number.ordinal < highest and not repeated) or _elsewhere(item):
            named = (("label", label(context, item)),)
            wanted = _under_parent(item) if _elsewhere(item) else item.wanted
            yield Finding(CODE, item.row.at, item.row.id, "number", item.row.number, wanted, parameters=named)


def _elsewhere(item: Numbered) -> bool:
    """Whether 2.1 stands under a row that is not 2."""
    parent = read_number(item.parent)
    if not item.number.above or parent.kind is not NumberKind.DIGITS:
        return False
    return item.number.above != (*parent.above, parent.ordinal)


def _under_parent(item: Numbered) -> str:
    return f"{item.parent.strip(' .')}.{item.number.ordinal}"


RULE = Rule(
    CODE,
    "The numbers under one heading rise, and a number such as 2.1 stands under 2.",
    check,
    passing='lines:\n  - {id: a, number: "5.1", title: Một}\n  - {id: b, number: "5.2", title: Hai}\n',
    failing='lines:\n  - {id: a, number: "5.7", title: Một}\n  - {id: b, number: "5.2", title: Hai}\n',
)
