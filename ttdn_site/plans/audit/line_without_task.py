"""Budget lines that pay for no task."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.links import uncovered_lines
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU015",
    Severity.WARNING,
    "The budget line “{label}” pays for no task of the plan",
    "Name its task under “tasks”; if the task list has none, list the line under “acknowledged”",
    wrong="tasks: [{id: t}]\nlines: [{id: a}]",
    right="tasks: [{id: t}]\nlines: [{id: a, tasks: [t]}]",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for line in uncovered_lines(context.plan):
        yield context.finding(CODE, line.at, line.id, "tasks", "", "")


RULE = Rule(
    CODE,
    "In a plan with a task list and a budget, every line pays for a task, directly or through a line above or below.",
    check,
    passing="tasks:\n  - {id: t, title: Việc}\nlines:\n  - {id: a, title: Một, tasks: [t]}\n",
    failing="tasks:\n  - {id: t, title: Việc}\nlines:\n  - {id: a, title: Một, tasks: [t]}\n  - {id: b, title: Hai}\n",
)
