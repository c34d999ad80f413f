"""Which tasks and budget lines cover each other: a link covers the rows above and below the linked ones."""

from __future__ import annotations

from ttdn_site.plans.model import Line, Plan, Task, TaskGroup


def uncovered_tasks(plan: Plan) -> tuple[Task, ...]:
    """The tasks that no budget line pays for; none when the plan has no lines or no task list of its own."""
    if plan.tasks_from_lines or not plan.lines or not plan.tasks:
        return ()
    covered = _covered(plan.task_rows, {task.id for task in plan.tasks if task.lines})
    return tuple(task for task in plan.tasks if task.id not in covered)


def uncovered_lines(plan: Plan) -> tuple[Line, ...]:
    """The budget lines that pay for no task."""
    if plan.tasks_from_lines or not plan.lines or not plan.tasks:
        return ()
    covered = _covered(plan.lines, {line.id for line in plan.lines if line.tasks})
    return tuple(line for line in plan.lines if line.id not in covered)


def _covered(rows: tuple[Line, ...] | tuple[TaskGroup | Task, ...], linked: set[str]) -> set[str]:
    parents = {row.id: row.parent for row in rows}
    covered = set(linked)
    for id in linked:
        above = parents.get(id, "")
        while above:
            covered.add(above)
            above = parents.get(above, "")
    for row in rows:
        # Parents come first, so that one pass carries a link down to every row below it.
        if row.parent in linked:
            linked = linked | {row.id}
            covered.add(row.id)
    return covered
