"""Reading back the workbook that a plan's page offers for download, in any of its languages.

Its hidden sheet holds the plan as a file. What a reader can see and change in the sheets of the budget and of the
tasks counts before that file: a cell that still says what the file says leaves the file's value alone (with its printed
spelling and its other languages), any other cell is taken over, and so are rows that were added or removed. The data
dictionary of the workbook tells which column of which sheet is which.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from ttdn_site.locales.languages import KNOWN
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.amounts import parse_amount, print_amount
from ttdn_site.plans.dates import parse_partial_date
from ttdn_site.plans.importers.questions import ask_unknown_body
from ttdn_site.plans.importers.refusals import LEGACY_FONT, legacy_encoding
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.plans.importers.words import TOTAL_ROWS, heading
from ttdn_site.plans.loader import ID_IS_NOT_NAME, load_plan
from ttdn_site.plans.model import (
    Amount,
    AmountState,
    Line,
    Plan,
    PlanStatus,
    Responsibility,
    Role,
    Schedule,
    Task,
    TaskGroup,
    Total,
    TotalKind,
)
from ttdn_site.plans.task_rows import derived_tasks
from ttdn_site.plans.text import EMPTY, LocalText
from ttdn_site.plans.writer import plan_text
from ttdn_site.problems import Location, Problem, has_errors, ordered, problem
from ttdn_site.source.text import DATA_LIMIT

_TOTALS = TOTAL_ROWS | {"total", "grand total", "subtotal", "总计", "合计", "小计", "合計", "総計", "小計"}
# What a workbook cannot hold and shows as U+FFFD.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Signs and spaces between the names of bodies, which differ by language.
_BETWEEN = re.compile(r"[\s;,；，、]+")

Row = dict[str, Cell]


def read_exported(
    document: SourceDocument, register: AgencyRegister, languages: tuple[str, ...], name: str, id: str
) -> tuple[str, list[Problem]] | None:
    """The plan of a downloaded workbook as the text of a plan file; None for any other file.

    languages: segments that the plan may have words in. id: the new plan's id, by default the one it had.
    """
    if not document.plan_file or len(document.plan_file) > DATA_LIMIT:
        return None
    plan, problems = load_plan(document.plan_file, name, register, languages)
    if plan is None or has_errors(one for one in problems if one.code is not ID_IS_NOT_NAME):
        return None
    tag = dict(document.properties).get("language", "")
    segment = next(
        (known.segment for known in KNOWN.values() if tag in (known.tag, known.segment)), tag or plan.language
    )
    reader = _Reader(plan, register, segment, name)
    changed = reader.read(document)
    # The file inside is Unicode; only what was typed in since has to be looked at.
    if encoding := legacy_encoding(reader.taken):
        return "", [problem(LEGACY_FONT, Location(name), encoding=encoding)]
    head = [f"Imported from {name}. Compare every row with the signed document."]
    if plan.status is not PlanStatus.DRAFT:
        head.append(f"The status in the workbook was: {plan.status.value}")
    draft = replace(changed, id=id or plan.id, status=PlanStatus.DRAFT)
    return plan_text(draft, head, reader.remarks), ordered(reader.problems)


@dataclass(slots=True)
class _Reader:
    """The plan of the hidden sheet while the visible sheets are laid over it. segment: the language these are in."""

    plan: Plan
    register: AgencyRegister
    segment: str
    name: str
    problems: list[Problem] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    _day: dt.date = field(init=False)
    _names: AgencyNames = field(init=False)

    def __post_init__(self) -> None:
        date = self.plan.document.date
        self._day = date.last if date is not None else dt.date(self.plan.period[0] or 1, 12, 31)
        self._names = AgencyNames(self.register, self.plan.place, self._day)

    def read(self, document: SourceDocument) -> Plan:
        plan = self.plan
        columns = {column.id for column in plan.columns}
        for table, names in _sheets(document):
            rows = [dict(zip(names, row, strict=False)) for row in table.rows[1:]]
            wheres = [f"{table.name}, row {number}" for number in table.row_numbers[1:]]
            if "row_id" in names and columns & set(names):
                plan = self._budget(plan, rows, wheres)
            elif "row_id" in names and "column_id" not in names:
                plan = self._tasks(plan, rows, wheres)
            elif names[:1] == ("column_id",):
                plan = self._columns(plan, {row["column_id"].text: row for row in rows})
        return _linked(plan)

    def _columns(self, plan: Plan, rows: dict[str, Row]) -> Plan:
        return replace(
            plan,
            columns=tuple(
                replace(column, title=self._text(column.title, rows[column.id], "column_title", required=True))
                if column.id in rows
                else column
                for column in plan.columns
            ),
        )

    def _budget(self, plan: Plan, rows: list[Row], wheres: list[str]) -> Plan:
        lines = {line.id: line for line in plan.lines}
        totals = {total.id: total for total in plan.totals}
        found: dict[str, Line] = {}
        found_totals: dict[str, Total] = {}
        for row, where in zip(rows, wheres, strict=True):
            id = self._id(row, where, {*found, *found_totals})
            amounts = self._amounts(plan, (lines.get(id) or totals.get(id)), row)
            if (total := totals.get(id)) is not None:
                found_totals[id] = replace(
                    total,
                    number=self._number(total.number, row),
                    title=self._text(total.title, row, "title", required=True),
                    note=self._text(total.note, row, "note"),
                    amounts=amounts,
                )
            elif id not in lines and not _said(row, "number") and heading(_said(row, "title")) in _TOTALS:
                title = self._text(EMPTY, row, "title", required=True)
                kind = TotalKind.GRAND if plan.grand_total is None else TotalKind.GROUP
                found_totals[id] = Total(id, kind, "", title, (), amounts, plan.at)
            else:
                line = lines.get(id) or Line(id, "", 0, "", EMPTY, (), plan.at)
                parent = found.get(_said(row, "parent_id"))
                found[id] = replace(
                    line,
                    parent=parent.id if parent is not None else "",
                    depth=parent.depth + 1 if parent is not None else 0,
                    number=self._number(line.number, row),
                    title=self._text(line.title, row, "title", required=True),
                    note=self._text(line.note, row, "note"),
                    amounts=amounts,
                    responsibilities=self._roles(line.responsibilities, row, where),
                )
        # The sheet shows totals behind their lines; the order in which the plan lists them is its own.
        kept = [found_totals.pop(id) for id in totals if id in found_totals]
        return replace(plan, lines=tuple(found.values()), totals=(*kept, *found_totals.values()))

    def _tasks(self, plan: Plan, rows: list[Row], wheres: list[str]) -> Plan:
        known = {row.id: row for row in plan.task_rows}
        found: dict[str, TaskGroup | Task] = {}
        for row, where in zip(rows, wheres, strict=True):
            id = self._id(row, where, set(found))
            task = known.get(id) or Task(id, "", 0, "", EMPTY, plan.at)
            parent = found.get(_said(row, "parent_id"))
            task = replace(
                task,
                parent=parent.id if parent is not None else "",
                depth=parent.depth + 1 if parent is not None else 0,
                number=self._number(task.number, row),
                title=self._text(task.title, row, "title", required=True),
            )
            if isinstance(task, Task):
                lines = tuple(line for line in _said(row, "lines").split(";") if line)
                task = replace(
                    task,
                    detail=self._text(task.detail, row, "detail"),
                    note=self._text(task.note, row, "note"),
                    responsibilities=self._roles(task.responsibilities, row, where),
                    schedule=self._schedule(task.schedule, row),
                    lines=lines if "lines" in row else task.lines,
                )
            found[id] = task
        return replace(plan, task_rows=tuple(found.values()))

    def _id(self, row: Row, where: str, used: set[str]) -> str:
        """The row's id; a row that was added without one gets its place among the others."""
        id = _said(row, "row_id")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.\-]*", id) or id in used:
            count = len(used) + 1
            while f"row-{count}" in used:
                count += 1
            id = f"row-{count}"
        self.remarks[id] = where
        return id

    def _number(self, old: str, row: Row) -> str:
        return old if "number" not in row or _shown(old) == row["number"].text else row["number"].text

    def _text(self, old: LocalText, row: Row, name: str, required: bool = False) -> LocalText:
        """A text with the words of a cell in the sheet's language, untouched where the cell says what it said."""
        if name not in row:
            return old
        words = row[name].text
        if words == _shown(old.resolve(self.segment, self.plan.language)[0]):
            return old
        if not words:
            return (old or LocalText(((self.plan.language, "…"),))) if required else EMPTY
        self.taken.append(words)
        # A new text has words in the language of the document, whatever language the sheet is in.
        entries = dict(old.entries) or {self.plan.language: words}
        return LocalText(tuple((entries | {self.segment: words}).items()))

    def _amounts(self, plan: Plan, old: Line | Total | None, row: Row) -> tuple[Amount, ...]:
        blank = Amount(None, AmountState.NOT_STATED, "", plan.at)
        before = old.amounts if old is not None else (blank,) * len(plan.columns)
        return tuple(
            amount if column.id not in row or _same(amount, row[column.id]) else self._amount(row[column.id])
            for column, amount in zip(plan.columns, before, strict=True)
        )

    def _amount(self, cell: Cell) -> Amount:
        style = self.plan.number_style
        printed = cell.text if cell.number is None else print_amount(cell.number, style)
        return parse_amount(printed, style, self.plan.at)

    def _roles(self, old: tuple[Responsibility, ...], row: Row, where: str) -> tuple[Responsibility, ...]:
        entries = {entry.role: entry for entry in old}
        for role in Role:
            if role.value not in row:
                continue
            words = row[role.value].text
            before = entries.get(role)
            if before is not None and _squeezed(words) in self._written(before):
                continue
            entries.pop(role, None)
            if words:
                entries[role] = self._bodies(role, words, where)
        return tuple(entries[role] for role in Role if role in entries)

    def _written(self, entry: Responsibility) -> frozenset[str]:
        """How a workbook may show the bodies of a cell: with or without what nobody has identified."""
        names = [
            self.register.name_on(body, self._day).resolve(self.segment, self.plan.language)[0] for body in entry.bodies
        ]
        return frozenset((_squeezed("".join(names)), _squeezed("".join((*names, *entry.unknown)))))

    def _bodies(self, role: Role, words: str, where: str) -> Responsibility:
        parts = self._names.bodies(words)
        for part in parts:
            if not part.agency:
                self.problems.append(ask_unknown_body(self.name, where, part))
        known = tuple(dict.fromkeys(part.agency for part in parts if part.agency))
        unknown = tuple(part.printed for part in parts if not part.agency)
        # What a translated sheet says is not what the document prints.
        printed = words if unknown or self.segment == self.plan.language else ""
        return Responsibility(role, known, printed, self.plan.at, unknown)

    def _schedule(self, old: Schedule | None, row: Row) -> Schedule | None:
        start, end = (parse_partial_date(_said(row, name)) for name in ("start", "end"))
        before = old or Schedule(self.plan.at)
        words = before.printed.get(self.segment)
        told = _said(row, "schedule")
        same_words = not words or _shown(words) == told
        if (start, end) == (before.start, before.end) and (same_words if old is not None else not told):
            return old
        printed = before.printed
        if (told and not same_words) or old is None:
            printed = self._text(EMPTY if old is None else printed, row, "schedule")
        return replace(before, start=start, end=end or start, printed=printed)


def _said(row: Row, name: str) -> str:
    return row[name].text if name in row else ""


def _shown(words: str) -> str:
    """Words as a workbook gives them back."""
    return _NO_XML.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _squeezed(words: str) -> str:
    return _BETWEEN.sub("", _shown(words))


def _same(amount: Amount, cell: Cell) -> bool:
    """Whether a cell says what the plan has: its value, `-` for none, `?` for what cannot be read."""
    if amount.state is AmountState.NONE:
        return cell.text == "-"
    if amount.state is AmountState.UNREADABLE:
        return cell.text == "?"
    if amount.value is None:
        return not cell.text
    try:
        return (cell.number if cell.number is not None else Decimal(cell.text)) == amount.value
    except InvalidOperation:
        return False


def _sheets(document: SourceDocument) -> list[tuple[SourceTable, tuple[str, ...]]]:
    """Every sheet with the identifiers of its columns, by the headings that the data dictionary lists for it."""
    listed: dict[str, list[tuple[str, str]]] = {}
    for table in document.tables:
        rows = [tuple(cell.text for cell in row) for row in table.rows]
        if any(len(row) >= 4 and row[2] == "row_id" for row in rows):
            for row in rows[1:]:
                listed.setdefault(row[0], []).append((row[1], row[2]))
    found: list[tuple[SourceTable, tuple[str, ...]]] = []
    for table in document.tables:
        heads = tuple(cell.text for cell in table.rows[0]) if table.rows else ()
        for columns in listed.values():
            if heads == tuple(title for title, _ in columns):
                found.append((table, tuple(name for _, name in columns)))
                break
    return found


def _linked(plan: Plan) -> Plan:
    """The plan without references to rows that were removed, and with the tasks that its lines now make."""
    lines = {line.id for line in plan.lines}
    totals = {total.id for total in plan.totals}
    task_rows = plan.task_rows
    if plan.tasks_from_lines:
        task_rows = derived_tasks(plan.lines)
    else:
        task_rows = tuple(
            replace(row, lines=tuple(id for id in row.lines if id in lines)) if isinstance(row, Task) else row
            for row in task_rows
        )
    tasks = {row.id for row in task_rows}
    links = {(row.id, line) for row in task_rows if isinstance(row, Task) for line in row.lines}
    return replace(
        plan,
        task_rows=task_rows,
        lines=tuple(
            replace(line, tasks=tuple(id for id in line.tasks if (id, line.id) in links)) for line in plan.lines
        ),
        totals=tuple(
            replace(
                total,
                of=tuple(id for id in total.of if id in lines),
                after=total.after if total.after in lines else "",
            )
            for total in plan.totals
        ),
        stated_totals=tuple(stated for stated in plan.stated_totals if stated.total in totals),
        acknowledgements=tuple(
            replace(entry, rows=rows)
            for entry in plan.acknowledgements
            if (rows := tuple(id for id in entry.rows if id in lines | totals | tasks)) or not entry.rows
        ),
    )
