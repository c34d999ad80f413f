"""Acknowledgements of discrepancies that are not there (any more)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.model import Acknowledgement
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU019",
    Severity.ERROR,
    "The acknowledged discrepancy {code} of “{rows}” is not there",
    "Remove the entry, or correct its code, rows, column or printed figure",
    wrong='acknowledged: [{code: AU001, rows: ["I.2"], reason: …}]',
    right='acknowledged: [{code: AU001, rows: ["I.2"], column: total, printed: "1.900", reason: …}]',
)


def check(_context: AuditContext) -> Iterator[Finding]:
    """Decided after all other rules have spoken: see `unused`."""
    return iter(())


def unused(entries: Iterable[Acknowledgement]) -> Iterator[Finding]:
    """A finding per acknowledgement that matched nothing."""
    for entry in entries:
        rows = ", ".join(entry.rows)
        named = (("code", entry.code), ("rows", rows))
        yield Finding(
            CODE, entry.at, entry.rows[0] if entry.rows else "", entry.column, entry.printed, "", parameters=named
        )


RULE = Rule(
    CODE,
    "Every acknowledgement belongs to a finding. One that no longer does would hide the next mistake in its place.",
    check,
    passing="lines:\n  - {id: a, title: Một, amounts: {y1: 6, total: 7}}\n"
    "acknowledged:\n  - {code: AU001, rows: [a], reason: In như văn bản}\n",
    failing="lines:\n  - {id: a, title: Một, amounts: {y1: 6, total: 6}}\n"
    "acknowledged:\n  - {code: AU001, rows: [a], reason: In như văn bản}\n",
)
