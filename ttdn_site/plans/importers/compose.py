"""An imported document as a plan file: what was found as YAML, what was not as open questions in comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from ttdn_site.plans.agency_names import AgencyNames, fold
from ttdn_site.plans.amounts import print_amount
from ttdn_site.plans.importers.facts import Facts
from ttdn_site.plans.importers.layout import ColumnLayout, Layout, TableRow
from ttdn_site.plans.importers.outline import OutlineRow, outline
from ttdn_site.plans.importers.questions import UNREAD_SCHEDULE, UNSURE_PLACE, ask_unknown_body
from ttdn_site.plans.importers.sheet import Cell
from ttdn_site.plans.importers.words import schedule_of, slug
from ttdn_site.plans.model import NumberStyle
from ttdn_site.plans.yaml_text import comment, figure, quoted, scalar, scalar_id
from ttdn_site.problems import Location, Problem, problem

_ROLES = ("lead", "implement", "advise", "coordinate")


@dataclass(slots=True)
class Composer:
    """Writes one plan file. Questions are collected on the way."""

    name: str
    id: str
    facts: Facts
    names: AgencyNames
    style: NumberStyle | None
    period: tuple[int, int] | None
    problems: list[Problem] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)

    def text(self, tasks: Layout | None, budget: Layout | None, questions: tuple[str, ...]) -> str:
        """The whole file. questions: sentences to put at its head, for what no row can show."""
        self._head(questions)
        columns = _column_ids(budget) if budget is not None else ()
        if budget is not None:
            self._budget_head(budget, columns)
        task_ids: dict[str, str] = {}
        if tasks is not None:
            tree = outline(tasks.rows, prefix="T.")
            for node in _walk(tree):
                # Only the very same title links a task and a line; everything else is for a person to say.
                if not _is_group(node):
                    task_ids.setdefault(_key(node.row.title), node.id)
            self._line(0, "\ntasks:")
            self._tasks(tree, 2)
        elif budget is not None and any(role in row.texts for row in budget.rows for role in _ROLES):
            self._line(0, "tasks_from_lines: true")
        if budget is not None:
            self._line(0, "\nlines:")
            tree = outline(tuple(row for row in budget.rows if not row.total))
            self._lines(tree, columns, task_ids, 2)
            self._totals(budget, columns)
        return "\n".join(self._out) + "\n"

    def _line(self, indent: int, text: str) -> None:
        self._out.append(" " * indent + text)

    def _head(self, questions: tuple[str, ...]) -> None:
        facts = self.facts
        self._line(0, comment(f"Imported from {self.name}. Compare every row with the signed document."))
        for question in questions:
            self._line(0, comment(f"? {question}"))
        self._line(0, f"\nid: {scalar(self.id)}")
        # Nothing that a person has not compared with the document goes out.
        self._line(0, "status: draft")
        self._line(0, f"place: {scalar(facts.place) if facts.place else ''}".rstrip())
        self._line(0, f"title: {scalar(facts.title or self.id)}")
        self._line(0, "document:")
        if facts.number:
            self._line(2, f"number: {scalar(facts.number)}")
        self._line(2, f"kind: {facts.kind}")
        if facts.date is not None:
            self._line(2, f"date: {quoted(str(facts.date))}")
        self._line(2, f"issuer: {facts.issuer}".rstrip())
        self._line(2, f"title: {scalar(facts.title or self.id)}")
        if self.period is not None:
            self._line(0, f"period: {{from: {self.period[0]}, to: {self.period[1]}}}")
        else:
            self._line(0, "period:")

    def _budget_head(self, budget: Layout, columns: tuple[str, ...]) -> None:
        if self.facts.unit is not None:
            printed, scale = self.facts.unit
            self._line(0, f"unit: {{currency: VND, scale: {scale}, printed: {scalar(printed)}}}")
        if self.style is not None:
            self._line(0, f"number_style: {self.style.value}")
        self._line(0, "columns:")
        layouts = budget.amounts
        years = [id for id, column in zip(columns, layouts, strict=True) if column.kind == "year"]
        sources = [id for id, column in zip(columns, layouts, strict=True) if column.kind == "source"]
        groups = [group for group in (years, sources) if len(group) > 1] or [group for group in (years,) if group]
        for id, column in zip(columns, layouts, strict=True):
            self._line(2, f"- id: {id}")
            self._line(4, f"kind: {column.kind}")
            if column.year:
                self._line(4, f"year: {column.year}")
            over = column.titles[:-1]
            if over:
                self._line(4, f"over: [{', '.join(quoted(title) for title in over)}]")
            if column.kind == "total" and groups:
                inner = ", ".join(f"[{', '.join(group)}]" for group in groups)
                self._line(4, f"sums: [{inner}]")
            self._line(4, f"title: {scalar(column.titles[-1])}")

    def _tasks(self, nodes: list[OutlineRow], indent: int) -> None:
        for node in nodes:
            row = node.row
            self._start(node, indent)
            if _is_group(node):
                self._line(indent + 2, "group: true")
                self._title(row, indent + 2)
            else:
                self._title(row, indent + 2)
                self._roles(row, indent + 2)
                self._schedule(row, indent + 2)
                self._note(row, indent + 2)
            if node.below:
                self._line(indent + 2, "tasks:")
                self._tasks(node.below, indent + 4)

    def _lines(self, nodes: list[OutlineRow], columns: tuple[str, ...], tasks: dict[str, str], indent: int) -> None:
        for node in nodes:
            row = node.row
            self._start(node, indent)
            self._title(row, indent + 2)
            self._roles(row, indent + 2)
            self._amounts(row.amounts, columns, indent + 2)
            if task := tasks.get(_key(row.title)):
                self._line(indent + 2, f"tasks: [{task}]")
            self._note(row, indent + 2)
            if node.below:
                self._line(indent + 2, "lines:")
                self._lines(node.below, columns, tasks, indent + 4)

    def _totals(self, budget: Layout, columns: tuple[str, ...]) -> None:
        totals = [row for row in budget.rows if row.total]
        if not totals:
            return
        self._line(0, "\ntotals:")
        for number, row in enumerate(totals, 1):
            id = row.texts.get("id") or ("total" if number == 1 else f"total-{number}")
            self._line(2, f"- id: {id}  {comment(row.where)}")
            self._title(row, 4)
            self._amounts(row.amounts, columns, 4)
            if number == len(totals) and self.facts.words:
                self._line(4, f"words: {scalar(self.facts.words)}")
            self._note(row, 4)

    def _start(self, node: OutlineRow, indent: int) -> None:
        self._line(indent, f"- id: {scalar_id(node.id)}  {comment(node.row.where)}")
        if node.unsure:
            parent = node.id.rpartition(".")[0]
            self.problems.append(problem(UNSURE_PLACE, Location(self.name), where=node.row.where, parent=parent))
            self._line(indent + 2, comment(f"? no number; put under {parent}"))

    def _title(self, row: TableRow, indent: int) -> None:
        if row.number.strip():
            self._line(indent, f"number: {quoted(row.number) if row.number[:1].isdigit() else scalar(row.number)}")
        self._line(indent, f"title: {scalar(row.title) if row.title else quoted('…')}")

    def _note(self, row: TableRow, indent: int) -> None:
        if note := row.texts.get("note"):
            self._line(indent, f"note: {scalar(note)}")

    def _roles(self, row: TableRow, indent: int) -> None:
        for role in _ROLES:
            printed = row.texts.get(role)
            if not printed:
                continue
            bodies = self.names.bodies(printed)
            for body in bodies:
                if not body.agency:
                    self.problems.append(ask_unknown_body(self.name, row.where, body))
                    asked = f"? unknown body: “{body.printed}”"
                    self._line(indent, comment(f"{asked}; is it “{body.suggestion}”?" if body.suggestion else asked))
            known = list(dict.fromkeys(body.agency for body in bodies if body.agency))
            self._line(indent, f"{role}:")
            if known and len(known) == len({body.agency or body.printed for body in bodies}):
                self._line(indent + 2, f"bodies: [{', '.join(known)}]")
            self._line(indent + 2, f"printed: {scalar(printed)}")

    def _schedule(self, row: TableRow, indent: int) -> None:
        printed = row.texts.get("schedule", "")
        if not printed:
            return
        fields = schedule_of(printed)
        if fields is None:
            self.problems.append(problem(UNREAD_SCHEDULE, Location(self.name), where=row.where, printed=printed))
        given = [*(f"{key}: {value}" for key, value in (fields or {}).items()), f"printed: {quoted(printed)}"]
        self._line(indent, f"schedule: {{{', '.join(given)}}}")

    def _amounts(self, cells: tuple[Cell, ...], columns: tuple[str, ...], indent: int) -> None:
        given = [
            f"{id}: {figure(self._printed(cell))}" for id, cell in zip(columns, cells, strict=True) if cell.text.strip()
        ]
        if given:
            self._line(indent, f"amounts: {{{', '.join(given)}}}")

    def _printed(self, cell: Cell) -> str:
        """The figure as printed; a typed number is printed in the document's own style."""
        return cell.text if cell.number is None else print_amount(cell.number, self.style)


def _is_group(node: OutlineRow) -> bool:
    """Whether a row of a task table is a heading: merged over the other columns, or with rows below and no body."""
    return node.row.group or (bool(node.below) and not any(role in node.row.texts for role in _ROLES))


def _key(title: str) -> str:
    return fold(title).rstrip(" .")


def _walk(nodes: list[OutlineRow]) -> list[OutlineRow]:
    found: list[OutlineRow] = []
    for node in nodes:
        found.append(node)
        found.extend(_walk(node.below))
    return found


def _column_ids(budget: Layout) -> tuple[str, ...]:
    used: set[str] = set()
    ids: list[str] = []
    for column in budget.amounts:
        base = _column_id(column)
        id, copy = base, 1
        while id in used:
            copy += 1
            id = f"{base}-{copy}"
        used.add(id)
        ids.append(id)
    return tuple(ids)


def _column_id(column: ColumnLayout) -> str:
    if column.id:
        return column.id
    if column.kind == "year":
        return f"y{column.year}"
    if column.kind == "total":
        return "total"
    id = slug(column.titles[-1])
    return id if id[:1].isalpha() else f"c-{id}"
