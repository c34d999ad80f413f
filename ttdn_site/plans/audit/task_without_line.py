"""Tasks that nothing in the budget pays for."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.links import uncovered_tasks
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU014",
    Severity.WARNING,
    "The task “{label}” has no budget line",
    "Name the task under “tasks” of the line that pays for it; if there is none, list the task under “acknowledged”",
    wrong="tasks: [{id: t}]\nlines: [{id: a}]",
    right="tasks: [{id: t}]\nlines: [{id: a, tasks: [t]}]",
)


def check(context: AuditContext) -> Iterator[Finding]:
    for task in uncovered_tasks(context.plan):
        named = (("label", row_label(task, context.plan.language)),)
        yield Finding(CODE, task.at, task.id, "lines", "", "", parameters=named)


RULE = Rule(
    CODE,
    "In a plan with a task list and a budget, every task is paid for by a line, by a line of the task above it, or by "
    "lines of the tasks below it.",
    check,
    passing="tasks:\n  - {id: t, title: Việc}\nlines:\n  - {id: a, title: Một, tasks: [t]}\n",
    failing="tasks:\n  - {id: t, title: Việc}\n  - {id: u, title: Khác}\nlines:\n  - {id: a, title: Một, tasks: [t]}\n",
)
