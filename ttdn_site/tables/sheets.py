"""The plan as flat tables: what CSV, workbook and Data Package print. One list of cells for all three.

Values are text, whole numbers, Decimals, or None for what is not stated; `-` stands for “none”, `?` for a figure that
cannot be read. Names of columns are the same in every language, titles are in the view's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ttdn_site.plans.model import Amount, AmountState, Plan, Role
from ttdn_site.plans.writer import PLAN_SHEET, plan_text
from ttdn_site.tables import words
from ttdn_site.tables.html import separator
from ttdn_site.tables.view import BudgetRow, PlanView, TaskRow

Value = str | int | Decimal | None
Kind = Literal["text", "integer", "number", "year"]
Form = Literal["local", "neutral"]

NONE = "-"
UNREADABLE = "?"
# Excel holds 32,767 UTF-16 units in a cell.
CELL_LIMIT = 16_000


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """name: identifier; title and meaning: in the view's language."""

    name: str
    title: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: identifier, title, columns and rows of as many values. hidden: for programs, not shown to readers."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    hidden: bool = False


def amount_value(amount: Amount) -> Value:
    """A cell as a value of its column's unit."""
    if amount.value is not None:
        return amount.value
    if amount.state is AmountState.NONE:
        return NONE
    return UNREADABLE if amount.state is AmountState.UNREADABLE else None


def _columns(view: PlanView, names: Iterator[tuple[str, Kind]]) -> tuple[SheetColumn, ...]:
    say = view.edition.say
    return tuple(
        SheetColumn(name, say(words.FIELDS[name][0]), kind, say(words.FIELDS[name][1])) for name, kind in names
    )


def _names(row: BudgetRow | TaskRow, role: Role, by: str, form: Form) -> Value:
    for entry in row.roles:
        if entry.role is role:
            if form == "neutral":
                return ";".join(body.id for body in entry.bodies) or None
            return by.join(name.text for name in entry.names) or None
    return None


def _kind(view: PlanView, kind: str, form: Form) -> str:
    if form == "neutral":
        return kind
    return view.edition.say({**words.ROW_KINDS, **words.TASK_KINDS}[kind])


def printed(view: PlanView) -> Sheet:
    """The budget as the document lays it out: a row a line, a column for every column of amounts."""
    by = separator(view.edition)
    heads = list(
        _columns(
            view,
            iter(
                (("row_id", "text"), ("parent_id", "text"), ("level", "integer"), ("number", "text"), ("title", "text"))
            ),
        )
    )
    heads += _columns(view, ((role.value, "text") for role in view.row_roles))
    for column in view.columns:
        title = " / ".join(part.text for part in (*column.over, column.title))
        if len({one.phase for one in view.columns}) > 1:
            title = f"{title} ({column.phase_text})"
        heads.append(
            SheetColumn(
                column.id, f"{title} ({column.unit})" if column.unit else title, "number", _amount_meaning(view)
            )
        )
    heads += _columns(view, iter((("note", "text"),)))
    rows = tuple(
        (
            row.id,
            row.parent or None,
            row.level,
            row.number or None,
            row.title.text,
            *(_names(row, role, by, "local") for role in view.row_roles),
            *map(amount_value, row.amounts),
            row.note.text or None,
        )
        for row in view.rows
    )
    return Sheet("budget", view.edition.say("Budget"), tuple(heads), rows)


def _amount_meaning(view: PlanView) -> str:
    return view.edition.say(words.FIELDS["value"][1])


_TIDY: tuple[tuple[str, Kind], ...] = (
    ("row_id", "text"),
    ("parent_id", "text"),
    ("level", "integer"),
    ("row_kind", "text"),
    ("number", "text"),
    ("title", "text"),
    ("column_id", "text"),
    ("column_title", "text"),
    ("column_kind", "text"),
    ("year", "year"),
    ("phase", "text"),
    ("value", "number"),
    ("unit", "text"),
    ("currency", "text"),
    ("scale", "integer"),
    ("printed", "text"),
    ("state", "text"),
)


def tidy(view: PlanView) -> Sheet:
    """One amount a row, with everything needed to read it alone."""
    say = view.edition.say
    states = {state: say(word) for state, word in words.STATES.items()}
    kinds = {kind: say(word) for kind, word in words.ROW_KINDS.items()}
    about = [
        (
            column.id,
            " / ".join(part.text for part in (*column.over, column.title)),
            say(words.COLUMN_KINDS[column.kind]),
            column.year,
            column.phase_text,
        )
        for column in view.columns
    ]
    units = [(column.unit or None, column.currency or None, column.scale) for column in view.columns]
    rows: list[tuple[Value, ...]] = []
    for row in view.rows:
        first = (row.id, row.parent or None, row.level, kinds[row.kind], row.number or None, row.title.text)
        rows += [
            (*first, *head, amount_value(amount), *unit, amount.printed or None, states[amount.state])
            for amount, head, unit in zip(row.amounts, about, units, strict=True)
        ]
    return Sheet("amounts", say("Amounts"), _columns(view, iter(_TIDY)), tuple(rows))


def tasks(view: PlanView, form: Form = "local") -> Sheet:
    """The tasks with who does them and when."""
    by = separator(view.edition)
    roles = tuple(Role) if form == "neutral" else view.task_roles
    names: list[tuple[str, Kind]] = [
        ("row_id", "text"),
        ("parent_id", "text"),
        ("level", "integer"),
        ("row_kind", "text"),
        ("number", "text"),
        ("title", "text"),
        ("title_lang", "text"),
        ("detail", "text"),
        *((role.value, "text") for role in roles),
        ("schedule", "text"),
        ("start", "text"),
        ("end", "text"),
        ("status", "text"),
        ("lines", "text"),
        ("note", "text"),
    ]
    tag = view.edition.language.tag
    rows = tuple(
        (
            row.id,
            row.parent or None,
            row.level,
            _kind(view, row.kind, form),
            row.number or None,
            row.title.text,
            row.title.lang or tag,
            row.detail.text or None,
            *(_names(row, role, by, form) for role in roles),
            row.schedule.text or None,
            row.start or None,
            row.end or None,
            None if row.kind == "group" else row.status.value if form == "neutral" else row.status_text,
            ";".join(row.lines) or None,
            row.note.text or None,
        )
        for row in view.task_rows
    )
    return Sheet("tasks", view.edition.say("Tasks"), _columns(view, iter(names)), rows)


def columns(view: PlanView, form: Form = "local") -> Sheet:
    """The columns of amounts with unit, year and phase."""
    names: tuple[tuple[str, Kind], ...] = (
        ("column_id", "text"),
        ("column_title", "text"),
        ("over", "text"),
        ("column_kind", "text"),
        ("year", "year"),
        ("phase", "text"),
        ("currency", "text"),
        ("scale", "integer"),
        ("unit", "text"),
    )
    say = view.edition.say
    rows = tuple(
        (
            column.id,
            column.title.text,
            " / ".join(part.text for part in column.over) or None,
            column.kind.value if form == "neutral" else say(words.COLUMN_KINDS[column.kind]),
            column.year,
            column.phase.value if form == "neutral" else column.phase_text,
            column.currency or None,
            column.scale,
            column.unit or None,
        )
        for column in view.columns
    )
    return Sheet("columns", say("Columns"), _columns(view, iter(names)), rows)


def agencies(view: PlanView) -> Sheet:
    """The bodies named, under the names of the document's day, and who does their work now."""
    by = separator(view.edition)
    names: tuple[tuple[str, Kind], ...] = (("agency_id", "text"), ("name", "text"), ("now", "text"))
    rows = tuple((body.id, body.name.text, by.join(name.text for name in body.now) or None) for body in view.bodies)
    return Sheet("agencies", view.edition.say("Agencies"), _columns(view, iter(names)), rows)


def notes(view: PlanView) -> Sheet:
    """What a reader must know before using the figures: document, unit, discrepancies, notes."""
    say = view.edition.say
    plan = view.plan
    facts: list[tuple[str, str]] = [
        (say("Plan"), view.title.text),
        (say("Document"), view.document_title.text),
        (say("Number and symbol"), plan.document.number),
        (say("Date of issue"), view.document_date),
        (say("Issued by"), view.issuer.name.text if view.issuer else ""),
        (say("Period"), view.period),
        (say("Status"), view.status),
        (say("Unit"), view.unit),
    ]
    facts += [(say("Total funding"), headline.exact) for headline in view.headlines]
    if plan.historical:
        told = say(
            "Historical document of {place} Province, published with the figures as printed.", place=view.place.text
        )
        facts.append((say("Notes"), told))
    facts += [
        (f"{say('Note {mark}', mark=note.mark)} ({note.number or note.row})", note.text.text) for note in view.footnotes
    ]
    facts += [(say("Notes of the document"), note.text) for note in view.notes]
    kept = say(
        "The hidden sheet “{sheet}” holds the plan as a file, so that this workbook can be imported again.",
        sheet=PLAN_SHEET,
    )
    facts.append((PLAN_SHEET, kept))
    heads = (
        SheetColumn("field", say("Field"), "text", ""),
        SheetColumn("text", say("Text"), "text", ""),
    )
    return Sheet("notes", say("Notes"), heads, tuple((name, text) for name, text in facts if text))


def dictionary(view: PlanView, sheets: tuple[Sheet, ...]) -> Sheet:
    """What every column of the other sheets means."""
    say = view.edition.say
    heads = tuple(
        SheetColumn(name, say(title), "text", "")
        for name, title in (
            ("table", "Sheet or file"),
            ("column", "Column"),
            ("identifier", "Column ID"),
            ("type", "Type"),
            ("meaning", "Meaning"),
        )
    )
    kinds = {"text": "Text", "integer": "Number (data)", "number": "Number (data)", "year": "Year"}
    rows = tuple(
        (sheet.title, column.title, column.name, say(kinds[column.kind]), column.meaning)
        for sheet in sheets
        for column in sheet.columns
    )
    return Sheet("dictionary", say("Data dictionary"), heads, rows)


def plan_file(plan: Plan) -> Sheet:
    """The plan itself, as its file would say it, for an import of the workbook: what no table for readers can show.

    Only what is published is in it: acknowledged discrepancies without a note for readers are left out, and those
    with one give it as their reason.
    """
    told = tuple(
        replace(entry, reason=entry.reader_note.get(plan.language) or entry.code)
        for entry in plan.acknowledgements
        if entry.reader_note
    )
    text = plan_text(replace(plan, acknowledgements=told))
    return Sheet(
        PLAN_SHEET, PLAN_SHEET, (SheetColumn(PLAN_SHEET, PLAN_SHEET, "text", ""),), tuple(_pieces(text)), hidden=True
    )


def _pieces(text: str) -> Iterator[tuple[str]]:
    """A long text in parts that a cell can hold, cut behind line ends where there are any."""
    start = 0
    while start < len(text):
        end = start + CELL_LIMIT
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield (text[start:end],)
        start = end


def workbook(view: PlanView, file: Sheet | None = None) -> tuple[Sheet, ...]:
    """The sheets of the workbook, in order. file: the plan's own, where it was made before."""
    makers: tuple[tuple[bool, Callable[[PlanView], Sheet]], ...] = (
        (bool(view.columns), printed),
        (bool(view.task_rows), tasks),
        (bool(view.columns), columns),
        (bool(view.bodies), agencies),
    )
    found = tuple(make(view) for wanted, make in makers if wanted)
    return (*found, notes(view), dictionary(view, found), file or plan_file(view.plan))
