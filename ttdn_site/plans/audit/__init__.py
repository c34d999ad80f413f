"""The audit of a plan: arithmetic, numbering, responsibilities. One rule per file; nothing is ever mended.

`audit` gives the findings of one plan in the order of its file. A discrepancy that the plan acknowledges stays among
them, marked.
"""

from __future__ import annotations

from ttdn_site.collector import paused
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit.amount_in_words import RULE as AMOUNT_IN_WORDS
from ttdn_site.plans.audit.children_sum import RULE as CHILDREN_SUM
from ttdn_site.plans.audit.context import context
from ttdn_site.plans.audit.duplicate_number import RULE as DUPLICATE_NUMBER
from ttdn_site.plans.audit.finding import Finding, acknowledge, open_findings, record, to_problem
from ttdn_site.plans.audit.lead_differs import RULE as LEAD_DIFFERS
from ttdn_site.plans.audit.line_without_task import RULE as LINE_WITHOUT_TASK
from ttdn_site.plans.audit.number_order import RULE as NUMBER_ORDER
from ttdn_site.plans.audit.own_coordinator import RULE as OWN_COORDINATOR
from ttdn_site.plans.audit.row_sum import RULE as ROW_SUM
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.audit.separators import RULE as SEPARATORS
from ttdn_site.plans.audit.skipped_number import RULE as SKIPPED_NUMBER
from ttdn_site.plans.audit.sources_disagree import RULE as SOURCES_DISAGREE
from ttdn_site.plans.audit.stated_total import RULE as STATED_TOTAL
from ttdn_site.plans.audit.task_without_line import RULE as TASK_WITHOUT_LINE
from ttdn_site.plans.audit.total_sum import RULE as TOTAL_SUM
from ttdn_site.plans.audit.unit_slip import RULE as UNIT_SLIP
from ttdn_site.plans.audit.unknown_body import RULE as UNKNOWN_BODY
from ttdn_site.plans.audit.unreadable_words import RULE as UNREADABLE_WORDS
from ttdn_site.plans.audit.unused_acknowledgement import RULE as UNUSED_ACKNOWLEDGEMENT
from ttdn_site.plans.audit.unused_acknowledgement import unused
from ttdn_site.plans.audit.year_outside import RULE as YEAR_OUTSIDE
from ttdn_site.plans.model import Plan

__all__ = ["RULES", "Finding", "Rule", "audit", "open_findings", "record", "to_problem"]

RULES: tuple[Rule, ...] = (
    ROW_SUM,
    CHILDREN_SUM,
    TOTAL_SUM,
    AMOUNT_IN_WORDS,
    UNREADABLE_WORDS,
    STATED_TOTAL,
    SOURCES_DISAGREE,
    SEPARATORS,
    UNIT_SLIP,
    DUPLICATE_NUMBER,
    SKIPPED_NUMBER,
    NUMBER_ORDER,
    OWN_COORDINATOR,
    TASK_WITHOUT_LINE,
    LINE_WITHOUT_TASK,
    LEAD_DIFFERS,
    UNKNOWN_BODY,
    YEAR_OUTSIDE,
    UNUSED_ACKNOWLEDGEMENT,
)


def audit(plan: Plan, register: AgencyRegister) -> tuple[Finding, ...]:
    """Every finding of a plan, by line and column of its file. `register` gives names and suggestions."""
    with paused():
        prepared = context(plan, register)
        found = tuple(finding for rule in RULES for finding in rule.check(prepared))
        marked, spare = acknowledge(found, plan)
        return tuple(sorted((*marked, *unused(spare)), key=Finding.sort_key))
