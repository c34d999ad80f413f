"""A table of a plan inside another page: which part of which plan, as an editor writes it.

    ```plan
    plan: dien-bien-2018-2020
    table: budget
    columns: [y2018, total]
    filter: {group: I}
    fallback: en
    ```

Everything but `plan` may be left out. Columns are columns of amounts, roles (`lead`, `coordinate` …) and `note`; where
none is named, all are shown. A wrong name is a problem at its own line and column.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ttdn_site.plans.model import Plan, Role, TaskStatus
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, parse_yaml
from ttdn_site.source.yamlnodes import Sequence as YamlSequence
from ttdn_site.tables.edition import NOTHING
from ttdn_site.tables.headers import header_rows
from ttdn_site.tables.html import budget_table, footnote_list, task_table
from ttdn_site.tables.view import BudgetRow, PlanView, TaskRow

NO_SUCH_PLAN = declare(
    "TB010",
    Severity.ERROR,
    "There is no plan “{id}”",
    "Did you mean “{suggestion}”? A plan is called by the name of its file in docs/data/plans/",
    wrong="plan: dien-bien",
    right="plan: dien-bien-2018-2020",
)
PLAN_NOT_PUBLIC = declare(
    "TB011",
    Severity.ERROR,
    "The plan “{id}” is a draft; a public page cannot show it",
    "Publish the plan first, or take the table out of the page",
    wrong="plan: ke-hoach-2027 (status: draft)",
    right="plan: ke-hoach-2026 (status: in_force)",
)
UNKNOWN_OPTION = declare(
    "TB012",
    Severity.ERROR,
    "“{option}” is not an option of a plan table",
    "Use: {choices}",
    wrong="cols: [total]",
    right="columns: [total]",
)
UNKNOWN_VALUE = declare(
    "TB013",
    Severity.ERROR,
    "“{value}” is not possible under “{option}”",
    "Use: {choices}",
    wrong="columns: [2018]",
    right="columns: [y2018]",
)
NOT_OPTIONS = declare(
    "TB014",
    Severity.ERROR,
    "A plan table is written as lines of the form “option: value”",
    "Begin with “plan:” and the name of the plan",
    wrong="```plan\ndien-bien-2018-2020\n```",
    right="```plan\nplan: dien-bien-2018-2020\n```",
)
NO_PLAN_NAMED = declare(
    "TB015",
    Severity.ERROR,
    "The plan table does not say which plan it shows",
    "Add a line “plan:” with the name of the plan",
    wrong="```plan\ntable: budget\n```",
    right="```plan\nplan: dien-bien-2018-2020\ntable: budget\n```",
)
NO_SUCH_TABLE = declare(
    "TB016",
    Severity.ERROR,
    "The plan “{id}” has no table “{table}”",
    "Use “table: {other}”",
    wrong="table: budget (of a plan without amounts)",
    right="table: tasks",
)

OPTIONS = ("plan", "table", "columns", "filter", "fallback", "caption")
FILTERS = ("group", "agency", "year", "status")
TABLES = ("budget", "tasks")
NOTE = "note"

_Row = TypeVar("_Row", BudgetRow, TaskRow)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What to show. columns: of amounts, roles and `note`; empty for all, as are group, agency, year and status."""

    plan: str
    table: str
    columns: tuple[str, ...] = ()
    group: str = ""
    agency: str = ""
    year: str = ""
    status: str = ""
    fallback: str = ""
    caption: str = ""


def read_excerpt(
    text: str, path: str, line: int, plans: Sequence[Plan], known: Sequence[str], segments: Sequence[str]
) -> tuple[Excerpt | None, list[Problem]]:
    """Read the options of one block. line: of the file, before the block's first line. None with any problem."""
    node, found = parse_yaml(text, path)
    problems = [replace(one, location=one.location.shifted(line)) for one in found]
    if problems:
        return None, problems
    if not isinstance(node, Mapping):
        return None, [problem(NOT_OPTIONS, Location(path, line + 1, 1))]
    reader = _Reader(line)
    plan = reader.plan(node, plans, known, Location(path, line + 1, 1))
    if plan is None:
        return None, reader.problems
    table = reader.choice(node, "table", TABLES) or ("budget" if plan.columns else "tasks")
    own_tasks = bool(plan.task_rows) and not plan.tasks_from_lines
    present = {"budget": bool(plan.columns and plan.lines), "tasks": own_tasks}
    if not present[table]:
        other = "tasks" if table == "budget" else "budget"
        at = reader.at(node.get("table") or node)
        reader.problems.append(problem(NO_SUCH_TABLE, at, id=plan.id, table=table, other=other))
    for key, _ in node.entries:
        if key.text not in OPTIONS:
            reader.problems.append(problem(UNKNOWN_OPTION, reader.at(key), option=key.text, choices=", ".join(OPTIONS)))
    chosen = reader.filters(node, plan, table)
    excerpt = Excerpt(
        plan.id,
        table,
        columns=reader.columns(node, plan),
        fallback=reader.choice(node, "fallback", segments),
        caption=reader.text(node, "caption"),
        **chosen,
    )
    return (None if reader.problems else excerpt), reader.problems


class _Reader:
    """Reads options and gathers what is wrong with them."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.problems: list[Problem] = []

    def at(self, node: Node) -> Location:
        return node.at.shifted(self.line)

    def text(self, node: Mapping, key: str) -> str:
        value = node.get(key)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self.problems.append(problem(UNKNOWN_VALUE, self.at(value), value="[…]", option=key, choices="…"))
            return ""
        return value.text.strip()

    def choice(self, node: Mapping, key: str, choices: Iterable[str]) -> str:
        value = self.text(node, key)
        known = tuple(choices)
        if value and value not in known:
            at = self.at(node.get(key) or node)
            self.problems.append(problem(UNKNOWN_VALUE, at, value=value, option=key, choices=", ".join(known)))
            return ""
        return value

    def plan(self, node: Mapping, plans: Sequence[Plan], known: Sequence[str], start: Location) -> Plan | None:
        id = self.text(node, "plan")
        if not id:
            self.problems.append(problem(NO_PLAN_NAMED, start))
            return None
        found = next((plan for plan in plans if plan.id == id), None)
        if found is None:
            at = self.at(node.get("plan") or node)
            if id in known:
                self.problems.append(problem(PLAN_NOT_PUBLIC, at, id=id))
            else:
                ids = [plan.id for plan in plans]
                near = difflib.get_close_matches(id, ids, n=1, cutoff=0.3) or ids[:1] or ["…"]
                self.problems.append(problem(NO_SUCH_PLAN, at, id=id, suggestion=near[0]))
        return found

    def columns(self, node: Mapping, plan: Plan) -> tuple[str, ...]:
        value = node.get("columns")
        if value is None:
            return ()
        entries = value.items if isinstance(value, YamlSequence) else (value,)
        used = {entry.role for row in plan.responsible_rows for entry in row.responsibilities}
        known = [*(role.value for role in Role if role in used), *(column.id for column in plan.columns), NOTE]
        chosen: list[str] = []
        for entry in entries:
            id = entry.text if isinstance(entry, Scalar) else "[…]"
            if id in known:
                chosen.append(id)
            else:
                self.problems.append(
                    problem(UNKNOWN_VALUE, self.at(entry), value=id, option="columns", choices=", ".join(known))
                )
        return tuple(chosen)

    def filters(self, node: Mapping, plan: Plan, table: str) -> dict[str, str]:
        value = node.get("filter")
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            choices = ", ".join(FILTERS)
            self.problems.append(problem(UNKNOWN_VALUE, self.at(value), value="…", option="filter", choices=choices))
            return {}
        rows = plan.lines if table == "budget" else plan.task_rows
        bodies = dict.fromkeys(
            body for row in plan.responsible_rows for entry in row.responsibilities for body in entry.bodies
        )
        years = {str(column.year) for column in plan.columns if column.year}
        if table == "tasks":
            years = {str(year) for task in plan.tasks if task.schedule for year in task.schedule.years}
        known: dict[str, list[str]] = {
            "group": [row.id for row in rows if not row.parent],
            "agency": sorted(bodies),
            "year": sorted(years),
            "status": [status.value for status in TaskStatus] if table == "tasks" else [],
        }
        chosen: dict[str, str] = {}
        for key, _ in value.entries:
            if key.text not in FILTERS:
                choices = ", ".join(FILTERS)
                self.problems.append(problem(UNKNOWN_OPTION, self.at(key), option=key.text, choices=choices))
            elif given := self.choice(value, key.text, known[key.text]):
                chosen[key.text] = given
        return chosen


def excerpt_html(excerpt: Excerpt, view: PlanView, prefix: str) -> str:
    """The chosen part of a plan as a table with its notes. prefix: makes its ids unique on the page."""
    view = _chosen_columns(view, excerpt)
    if excerpt.table == "tasks":
        rows = tuple(_kept(view.task_rows, excerpt))
        view = replace(view, task_rows=rows)
        table = task_table(view, prefix=prefix, caption=excerpt.caption, body_links=False)
        shown = {(row.id, column) for row in rows for column, _ in row.marks}
    else:
        lines = tuple(_kept(view.rows, excerpt))
        view = replace(view, rows=lines)
        table = budget_table(view, prefix=prefix, caption=excerpt.caption, body_links=False)
        columns = {"", *(column.id for column in view.columns)}
        shown = {(row.id, column) for row in lines for column, _ in row.marks if column in columns}
    notes = footnote_list((note for note in view.footnotes if shown & set(note.places)), view.edition, prefix=prefix)
    return f'<div class="plan-excerpt">{table}{notes}</div>'


def _chosen_columns(view: PlanView, excerpt: Excerpt) -> PlanView:
    ids = [column.id for column in view.columns]
    wanted = ids
    if excerpt.columns:
        wanted = [id for id in excerpt.columns if id in ids] or ids
        roles = {role for role in Role if role.value in excerpt.columns}
        view = replace(
            view,
            row_roles=tuple(role for role in view.row_roles if role in roles),
            task_roles=tuple(role for role in view.task_roles if role in roles),
        )
        if NOTE not in excerpt.columns:
            view = replace(view, rows=tuple(replace(row, note=NOTHING) for row in view.rows))
    if excerpt.year and excerpt.table == "budget":
        wanted = [
            column.id
            for column in view.columns
            if column.id in wanted and (column.year is None or str(column.year) == excerpt.year)
        ]
    if wanted == ids:
        return view
    positions = [ids.index(id) for id in wanted]
    columns = tuple(view.columns[position] for position in positions)
    rows = tuple(
        replace(
            row,
            amounts=tuple(row.amounts[position] for position in positions),
            texts=tuple(row.texts[position] for position in positions),
        )
        for row in view.rows
    )
    return replace(view, columns=columns, headers=header_rows(columns), rows=rows)


def _kept(rows: Sequence[_Row], excerpt: Excerpt) -> Iterable[_Row]:
    """Rows that fit, with the rows they stand under."""
    parents = {row.id: row.parent for row in rows}
    kept: set[str] = set()
    for row in rows:
        if not _fits(row, excerpt):
            continue
        current = row.id
        while current and current not in kept:
            kept.add(current)
            current = parents.get(current, "")
    return (row for row in rows if row.id in kept)


def _fits(row: BudgetRow | TaskRow, excerpt: Excerpt) -> bool:
    if excerpt.group and excerpt.group not in (row.group, row.id):
        return False
    if excerpt.agency and not any(body.id == excerpt.agency for entry in row.roles for body in entry.bodies):
        return False
    if isinstance(row, TaskRow):
        if excerpt.status and (row.kind != "task" or row.status.value != excerpt.status):
            return False
        return not excerpt.year or int(excerpt.year) in row.years
    return True
