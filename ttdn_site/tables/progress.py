"""How tasks stand on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ttdn_site.plans.model import Plan, PlanStatus, Task, TaskStatus
from ttdn_site.tables.view import ProgressCount


def status_on(task: Task, day: dt.date) -> TaskStatus:
    """What was last reported by a day; a report of a later day is not known yet."""
    told = [note for note in task.progress if note.status is not TaskStatus.NOT_STATED and note.date <= day]
    return max(told, key=lambda note: note.date).status if told else task.status


def is_late(task: Task, today: dt.date) -> bool:
    """Its last day is past and it was reported as neither done nor cancelled."""
    if status_on(task, today) in (TaskStatus.NOT_STATED, TaskStatus.DONE, TaskStatus.CANCELLED):
        return False
    end = task.schedule.end if task.schedule is not None else None
    return end is not None and end.last < today


def count(plan: Plan, today: dt.date) -> ProgressCount | None:
    """None for a plan whose progress nobody reports or that is no longer carried out: silence is not lateness."""
    if plan.historical or plan.status not in (PlanStatus.IN_FORCE, PlanStatus.AMENDED):
        return None
    tasks = [task for task in _leaves(plan.tasks) if status_on(task, today) is not TaskStatus.CANCELLED]
    if all(status_on(task, today) is TaskStatus.NOT_STATED for task in tasks):
        return None
    done = sum(status_on(task, today) is TaskStatus.DONE for task in tasks)
    late = sum(is_late(task, today) for task in tasks)
    coming = sum(_not_begun(task, today) for task in tasks)
    return ProgressCount(done, late, len(tasks) - done - late - coming, coming)


def _leaves(tasks: Iterable[Task]) -> list[Task]:
    every = list(tasks)
    parents = {task.parent for task in every}
    return [task for task in every if task.id not in parents]


def _not_begun(task: Task, today: dt.date) -> bool:
    if status_on(task, today) in (TaskStatus.DONE, TaskStatus.IN_PROGRESS) or is_late(task, today):
        return False
    start = task.schedule.start if task.schedule is not None else None
    return start is not None and start.first > today
