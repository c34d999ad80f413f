"""The audit of a plan: arithmetic, numbering, responsibilities. One rule per file; nothing is ever mended.

`audit` gives the findings of one plan in the order of its file. A discrepancy that the plan acknowledges stays among
them, marked.
"""

from __future__ import annotations

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit import (
    amount_in_words,
    children_sum,
    duplicate_number,
    lead_differs,
    line_without_task,
    number_order,
    own_coordinator,
    row_sum,
    separators,
    skipped_number,
    sources_disagree,
    stated_total,
    task_without_line,
    total_sum,
    unit_slip,
    unknown_body,
    unreadable_words,
    unused_acknowledgement,
    year_outside,
)
from ttdn_site.plans.audit.context import context
from ttdn_site.plans.audit.finding import Finding, acknowledge, open_findings, record, to_problem
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.model import Plan

__all__ = ["RULES", "Finding", "Rule", "audit", "open_findings", "record", "to_problem"]

RULES: tuple[Rule, ...] = (
    row_sum.RULE,
    children_sum.RULE,
    total_sum.RULE,
    amount_in_words.RULE,
    unreadable_words.RULE,
    stated_total.RULE,
    sources_disagree.RULE,
    separators.RULE,
    unit_slip.RULE,
    duplicate_number.RULE,
    skipped_number.RULE,
    number_order.RULE,
    own_coordinator.RULE,
    task_without_line.RULE,
    line_without_task.RULE,
    lead_differs.RULE,
    unknown_body.RULE,
    year_outside.RULE,
    unused_acknowledgement.RULE,
)


def audit(plan: Plan, register: AgencyRegister) -> tuple[Finding, ...]:
    """Every finding of a plan, by line and column of its file. `register` gives names and suggestions."""
    prepared = context(plan, register)
    found = tuple(finding for rule in RULES for finding in rule.check(prepared))
    marked, spare = acknowledge(found, plan)
    return tuple(sorted((*marked, *unused_acknowledgement.unused(spare)), key=Finding.sort_key))
