"""Years outside the period of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.context import AuditContext, row_label
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.audit.rule import Rule
from ttdn_site.problems import Severity, declare

CODE = declare(
    "AU018",
    Severity.WARNING,
    "The year {printed} in “{label}” is outside the period {computed}",
    "Correct the year, or the plan's “period”",
    wrong="period: {from: 2018, to: 2020}\ncolumns: [{id: y2021, kind: year, year: 2021}]",
    right="period: {from: 2018, to: 2020}\ncolumns: [{id: y2020, kind: year, year: 2020}]",
)


def check(context: AuditContext) -> Iterator[Finding]:
    plan = context.plan
    start, end = plan.period
    period = f"{start}-{end}"
    for column in plan.columns:
        if column.year is not None and not start <= column.year <= end:
            named = (("label", column.title.get(plan.language)),)
            yield Finding(CODE, column.at, "", column.id, str(column.year), period, parameters=named)
    for task in plan.tasks:
        if task.schedule is not None:
            for year in task.schedule.years:
                if not start <= year <= end:
                    named = (("label", row_label(task, plan.language)),)
                    at = task.schedule.at
                    yield Finding(CODE, at, task.id, "schedule", str(year), period, parameters=named)


RULE = Rule(
    CODE,
    "Year columns and the years in which tasks are done lie within the period of the plan.",
    check,
    passing="tasks:\n  - {id: t, title: Việc, schedule: {when: 2018}}\n",
    failing="tasks:\n  - {id: t, title: Việc, schedule: {when: 2031}}\n",
)
