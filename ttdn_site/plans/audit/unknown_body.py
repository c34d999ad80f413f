"""Printed names that are no body of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU017",
    Severity.ERROR,
    "“{printed}” in “{label}” is not a body of the agency register",
    "The known name most like it: {suggestion}. Names are never matched by likeness: name the body under “bodies”, or "
    "add it to docs/data/agencies.yml",
    wrong="lead: Sở Thông tin và Truyền",
    right="lead: Sở Thông tin và Truyền thông",
)
# The same finding where the register knows no name that is alike.
NOTHING_ALIKE = replace(
    CODE,
    hint="Names are never matched by likeness: name the body under “bodies”, or add it to docs/data/agencies.yml",
)


def check(context: AuditContext) -> Iterator[Finding]:
    plan = context.plan
    names: AgencyNames | None = None
    for row in plan.responsible_rows:
        for entry in row.responsibilities:
            for printed in entry.unknown:
                names = names or AgencyNames(context.register, plan.place)
                suggestion = names.suggestion(printed)
                code = CODE if suggestion else NOTHING_ALIKE
                named = (("label", row_label(row, plan.language)), ("suggestion", suggestion))
                yield Finding(code, entry.at, row.id, entry.role.value, printed, suggestion, parameters=named)


RULE = Rule(
    CODE,
    "Every body that a row names is known to the register under that name, so that it has a name in every language and "
    "a successor. A name that is merely similar is reported, not taken for the other.",
    check,
    passing="lines:\n  - {id: a, title: Một, lead: Sở Nội vụ}\n",
    failing="lines:\n  - {id: a, title: Một, lead: Sở Nội vu}\n",
)
