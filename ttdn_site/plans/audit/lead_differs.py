"""A task and its budget line that name different lead bodies."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.plans.model import Role
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU016",
    Severity.WARNING,
    "The budget line “{label}” is led by {printed}, its task “{task}” by {computed}",
    "Compare both tables of the signed document; if they differ there, list the line under “acknowledged”",
    wrong="task: Sở Công Thương, line: Sở Tài chính",
    right="task: Sở Công Thương, line: Sở Công Thương",
)


def check(context: AuditContext) -> Iterator[Finding]:
    plan = context.plan
    if plan.tasks_from_lines:
        return
    tasks = {task.id: task for task in plan.tasks}
    for line in plan.lines:
        lead = line.bodies(Role.LEAD)
        for id in line.tasks:
            task = tasks.get(id)
            if task is None or not lead or not task.bodies(Role.LEAD):
                continue
            if set(lead) != set(task.bodies(Role.LEAD)):
                named = (("label", row_label(line, plan.language)), ("task", row_label(task, plan.language)))
                printed, computed = _names(context, lead), _names(context, task.bodies(Role.LEAD))
                entry = next(entry for entry in line.responsibilities if entry.role is Role.LEAD)
                yield Finding(CODE, entry.at, line.id, "lead", printed, computed, parameters=named)


def _names(context: AuditContext, bodies: tuple[str, ...]) -> str:
    language = context.plan.language
    names: list[str] = []
    for body in bodies:
        agency = context.register.get(body)
        names.append(body if agency is None else agency.name.resolve(language, language)[0])
    return "; ".join(names)


RULE = Rule(
    CODE,
    "A budget line and the task it pays for are led by the same bodies, where both say who leads.",
    check,
    passing="tasks:\n  - {id: t, title: Việc, lead: [so-noi-vu]}\n"
    "lines:\n  - {id: a, title: Một, tasks: [t], lead: [so-noi-vu]}\n",
    failing="tasks:\n  - {id: t, title: Việc, lead: [so-noi-vu]}\n"
    "lines:\n  - {id: a, title: Một, tasks: [t], lead: [so-tai-chinh]}\n",
)
