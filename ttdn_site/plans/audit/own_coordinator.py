"""A lead body that is also listed as coordinating with itself."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.model import Role
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU013",
    Severity.WARNING,
    "“{body}” leads “{label}” and is also listed as coordinating with it",
    "Check the two cells against the signed document; if they are printed so, list the row under “acknowledged”",
    wrong="lead: Sở Tài chính\ncoordinate: Sở Tài chính; Sở Nội vụ",
    right="lead: Sở Tài chính\ncoordinate: Sở Nội vụ",
)


def check(context: AuditContext) -> Iterator[Finding]:
    plan = context.plan
    for row in plan.responsible_rows:
        coordinating = row.bodies(Role.COORDINATE)
        for body in row.bodies(Role.LEAD):
            if body in coordinating:
                agency = context.register.get(body)
                name = body if agency is None else agency.name.resolve(plan.language, plan.language)[0]
                entry = next(entry for entry in row.responsibilities if entry.role is Role.COORDINATE)
                named = (("body", name), ("label", row_label(row, plan.language)))
                yield Finding(CODE, entry.at, row.id, "coordinate", name, "", parameters=named)


RULE = Rule(
    CODE,
    "The body that leads a task is not among those that coordinate with it.",
    check,
    passing="lines:\n  - {id: a, title: Một, lead: [so-tai-chinh], coordinate: [so-noi-vu]}\n",
    failing="lines:\n  - {id: a, title: Một, lead: [so-tai-chinh], coordinate: [so-tai-chinh]}\n",
)
