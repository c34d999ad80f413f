"""Reading the task list: groups, tasks, schedules, progress and targets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.model import Indicator, Line, ProgressNote, Schedule, Task, TaskGroup, TaskStatus
from ttdn_site.plans.reader import Fields, Reading, nearest
from ttdn_site.plans.responsibility import ROLE_KEYS, Responsibilities
from ttdn_site.plans.rows import NO_SUCH_LINE, SAME_ROW, Rows
from ttdn_site.problems import Location, Severity, declare, problem
from ttdn_site.source.yamlnodes import Node

TWO_LISTS = declare(
    "PL060",
    Severity.ERROR,
    "The plan has a task list and also takes its tasks from the budget lines",
    "Keep “tasks”, or “tasks_from_lines: true” where the document prints one table for both",
    wrong="tasks: […]\ntasks_from_lines: true",
    right="tasks_from_lines: true",
)
NO_SUCH_TASK = declare(
    "PL061",
    Severity.ERROR,
    "There is no task “{id}” in this plan",
    "Did you mean “{suggestion}”?",
    wrong="tasks: [T.II.9]",
    right="tasks: [T.II.8]",
)
SCHEDULE_BACKWARDS = declare(
    "PL062",
    Severity.ERROR,
    "The schedule ends ({to}) before it begins ({start})",
    "Correct “from” or “to”",
    wrong="schedule: {from: 2020, to: 2014}",
    right="schedule: {from: 2014, to: 2020}",
)
TARGET_UNREADABLE = declare(
    "PL063",
    Severity.ERROR,
    "“{value}” is not a figure",
    "Write the target as digits with a point before decimals, and what is counted under “unit”",
    wrong='target: "100%"',
    right='target: 100\nunit: {vi: "%"}',
)

_TASK_KEYS = (
    "id", "number", "title", "detail", *ROLE_KEYS, "schedule", "status", "progress", "indicators", "lines", "note",
    "group", "tasks",
)  # fmt: skip


class TaskRows:
    """The task list of one plan while it is read."""

    def __init__(self, reading: Reading, names: AgencyNames, register: AgencyRegister, rows: Rows) -> None:
        self._reading = reading
        self._responsibilities = Responsibilities(reading, names, register)
        self._rows = rows
        self._line_ids = tuple(line.id for line in rows.lines)
        self._seen: dict[str, Location] = {}
        self._found: list[TaskGroup | Task] = []
        self._lines_of: dict[str, list[str]] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._seen)

    def read(self, fields: Fields) -> tuple[TaskGroup | Task, ...]:
        """Groups and tasks in document order, linked with the budget lines both ways."""
        from_lines = fields.truth("tasks_from_lines")
        if from_lines and fields.has("tasks"):
            self._reading.report(problem(TWO_LISTS, fields.at_of("tasks")))
        if from_lines:
            return derived_tasks(self._rows.lines)
        self._read(fields.items("tasks"), "", 0)
        tasks = tuple(row.id for row in self._found if isinstance(row, Task))
        for line in self._rows.lines:
            for task in line.tasks:
                if task in tasks:
                    self._lines_of.setdefault(task, []).append(line.id)
                else:
                    suggestion = nearest(task, tasks)
                    self._reading.report(problem(NO_SUCH_TASK, line.at, id=task, suggestion=suggestion))
        self._rows.link_tasks(self._lines_of)
        return tuple(self._linked(row) if isinstance(row, Task) else row for row in self._found)

    def _linked(self, task: Task) -> Task:
        lines = tuple(dict.fromkeys(self._lines_of.get(task.id, ())))
        if lines == task.lines:
            return task
        return replace(task, lines=lines)

    def _read(self, nodes: tuple[Node, ...], parent: str, depth: int) -> None:
        for node in nodes:
            fields = self._reading.mapping(node, "tasks", _TASK_KEYS)
            if fields is None:
                continue
            id = self._own_id(fields)
            number = fields.text("number")
            title = fields.local_text("title", required=True)
            if fields.truth("group"):
                self._found.append(TaskGroup(id, parent, depth, number, title, fields.at))
            else:
                self._found.append(self._task(fields, id, parent, depth))
            self._read(fields.items("tasks"), id, depth + 1)

    def _own_id(self, fields: Fields) -> str:
        id = fields.id()
        if id in self._seen:
            self._reading.report(problem(SAME_ROW, fields.at_of("id"), id=id, line=self._seen[id].line))
            id = ""
        id = id or f"task-{len(self._seen) + 1}"
        self._seen[id] = fields.at
        return id

    def _task(self, fields: Fields, id: str, parent: str, depth: int) -> Task:
        lines: list[str] = []
        for line, at in fields.texts("lines"):
            if line in self._line_ids:
                lines.append(line)
            else:
                suggestion = nearest(line, self._line_ids)
                self._reading.report(problem(NO_SUCH_LINE, at, id=line, suggestion=suggestion))
        self._lines_of[id] = lines
        progress = tuple(note for node in fields.items("progress") if (note := self._note(node)) is not None)
        return Task(
            id=id,
            parent=parent,
            depth=depth,
            number=fields.text("number"),
            title=fields.local_text("title"),
            at=fields.at,
            detail=fields.local_text("detail"),
            responsibilities=self._responsibilities.read(fields),
            schedule=self._schedule(fields),
            status=fields.choice("status", TaskStatus, TaskStatus.NOT_STATED) or TaskStatus.NOT_STATED,
            progress=progress,
            indicators=tuple(found for node in fields.items("indicators") if (found := self._indicator(node))),
            lines=tuple(lines),
            note=fields.local_text("note"),
        )

    def _schedule(self, fields: Fields) -> Schedule | None:
        entry = fields.mapping("schedule", ("from", "to", "when", "regular", "printed"))
        if entry is None:
            return None
        when = entry.partial_date("when")
        start = entry.partial_date("from") or when
        end = entry.partial_date("to") or when or start
        if start is not None and end is not None and end.last < start.first:
            self._reading.report(problem(SCHEDULE_BACKWARDS, entry.at, start=start, to=end))
        return Schedule(entry.at, start, end, entry.truth("regular"), entry.local_text("printed"))

    def _note(self, node: Node) -> ProgressNote | None:
        entry = self._reading.mapping(node, "progress", ("date", "status", "note"))
        if entry is None:
            return None
        date = entry.day("date", required=True)
        if date is None:
            return None
        status = entry.choice("status", TaskStatus, TaskStatus.NOT_STATED) or TaskStatus.NOT_STATED
        return ProgressNote(date, status, entry.local_text("note"), entry.at)

    def _indicator(self, node: Node) -> Indicator | None:
        entry = self._reading.mapping(node, "indicators", ("title", "target", "unit", "due"))
        if entry is None:
            return None
        value = entry.text("target")
        target: Decimal | None = None
        if value:
            if value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit():
                target = Decimal(value)
            else:
                self._reading.report(problem(TARGET_UNREADABLE, entry.at_of("target"), value=value))
        return Indicator(
            title=entry.local_text("title", required=True),
            target=target,
            unit=entry.local_text("unit"),
            due=entry.partial_date("due"),
            at=entry.at,
        )


def derived_tasks(lines: tuple[Line, ...]) -> tuple[TaskGroup | Task, ...]:
    """The task list of a document that prints tasks and budget in one table: lines with lines below are groups."""
    parents = frozenset(line.parent for line in lines)
    found: list[TaskGroup | Task] = []
    for line in lines:
        if line.id in parents and not line.responsibilities:
            found.append(TaskGroup(line.id, line.parent, line.depth, line.number, line.title, line.at))
        else:
            found.append(
                Task(
                    id=line.id,
                    parent=line.parent,
                    depth=line.depth,
                    number=line.number,
                    title=line.title,
                    at=line.at,
                    responsibilities=line.responsibilities,
                    lines=(line.id,),
                    note=line.note,
                    derived=True,
                )
            )
    return tuple(found)
