"""What a rule of the audit is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.problems import Code


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, a sentence or two that explain it (English, translated by the catalogs) and its check.

    passing, failing: plan files (the part after the head) on which the rule is silent and on which it speaks.
    """

    code: Code
    explanation: str
    check: Callable[[AuditContext], Iterable[Finding]]
    passing: str
    failing: str
