"""A plan in one language: strings for readers, raw values for machines. Shapes only; `localize.py` fills them.

Every renderer prints this view and nothing else, so that page, CSV, workbook and JSON agree cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from ttdn_site.plans.model import Amount, ColumnKind, Phase, Plan, Role, TaskStatus
from ttdn_site.tables.edition import NOTHING, Edition, Phrase


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of amounts. currency, scale: what 1 stands for; unit: the same in words of the language."""

    id: str
    kind: ColumnKind
    title: Phrase
    year: int | None
    phase: Phase
    phase_text: str
    currency: str
    scale: int
    unit: str
    over: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of the header over amounts. columns: positions of the columns below it; id is unique in the table."""

    id: str
    title: Phrase
    columns: tuple[int, ...]
    rows: int
    leaf: bool


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body of the register: its name at the document's date, and who does the work now (empty: still itself)."""

    id: str
    name: Phrase
    now: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponsibilityView:
    """The bodies in one role; `unknown` are printed names that nobody has identified; `printed` the whole cell."""

    role: Role
    bodies: tuple[BodyView, ...]
    unknown: tuple[Phrase, ...]
    printed: Phrase

    @property
    def names(self) -> tuple[Phrase, ...]:
        return (*(body.name for body in self.bodies), *self.unknown)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A row of the budget table. kind: `line`, `group_total` or `grand_total`. level: from 1.

    group: id of the top line it stands under, empty for a top line without lines below it and for the grand total.
    amounts and texts: one per column. marks: footnotes by column id, or by `""` for the row itself.
    """

    id: str
    kind: str
    level: int
    parent: str
    group: str
    number: str
    title: Phrase
    amounts: tuple[Amount, ...]
    texts: tuple[str, ...]
    roles: tuple[ResponsibilityView, ...] = ()
    note: Phrase = NOTHING
    marks: tuple[tuple[str, str], ...] = ()
    tasks: tuple[str, ...] = ()
    has_parts: bool = False


@dataclass(frozen=True, slots=True)
class ProgressView:
    """A report on a task: its day in words and as ISO, the status in words, the note."""

    iso: str
    date: str
    status: TaskStatus
    status_text: str
    note: Phrase


@dataclass(frozen=True, slots=True)
class IndicatorView:
    title: Phrase
    target: str
    due: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the task table. kind: `group` or `task`. start, end: partial dates as ISO-like text, or empty.

    late: whether its last day is past on the build's day; status_text says so too.
    """

    id: str
    kind: str
    level: int
    parent: str
    group: str
    number: str
    title: Phrase
    detail: Phrase = NOTHING
    roles: tuple[ResponsibilityView, ...] = ()
    schedule: Phrase = NOTHING
    start: str = ""
    end: str = ""
    years: tuple[int, ...] = ()
    status: TaskStatus = TaskStatus.NOT_STATED
    status_text: str = ""
    late: bool = False
    progress: tuple[ProgressView, ...] = ()
    indicators: tuple[IndicatorView, ...] = ()
    lines: tuple[str, ...] = ()
    note: Phrase = NOTHING
    marks: tuple[tuple[str, str], ...] = ()
    has_parts: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note for readers on figures that do not add up. `places`: (row id, column id or empty) that carry its mark."""

    mark: str
    text: Phrase
    places: tuple[tuple[str, str], ...]
    row: str
    number: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The plan's total in its natural scale, exactly and in words (empty: the language has none)."""

    phase: Phase
    phase_text: str
    natural: str
    exact: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A document the plan refers to. document: id in the site's document register, empty when it is not there."""

    number: str
    kind: str
    date: str
    title: Phrase
    document: str


@dataclass(frozen=True, slots=True)
class ProgressCount:
    """How the tasks stand on the build's day."""

    done: int
    late: int
    due: int
    coming: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """A whole plan in one language. task_rows: empty when the document prints one table for tasks and budget."""

    plan: Plan
    edition: Edition
    title: Phrase
    summary: Phrase
    source: Phrase
    place: Phrase
    period: str
    issuer: BodyView | None
    document_title: Phrase
    document_kind: str
    document_date: str
    status: str
    unit: str
    headlines: tuple[Headline, ...]
    columns: tuple[ColumnView, ...]
    headers: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[BudgetRow, ...]
    row_roles: tuple[Role, ...]
    task_rows: tuple[TaskRow, ...]
    task_roles: tuple[Role, ...]
    bodies: tuple[BodyView, ...]
    footnotes: tuple[Footnote, ...]
    notes: tuple[Phrase, ...]
    legal_bases: tuple[ReferenceView, ...]
    replaces: tuple[ReferenceView, ...]
    amends: tuple[ReferenceView, ...]
    attachments: tuple[tuple[str, Phrase], ...]
    deadlines: tuple[tuple[str, Phrase], ...]
    progress: ProgressCount | None

    @property
    def has_schedule(self) -> bool:
        return any(row.schedule.text for row in self.task_rows)

    @property
    def has_status(self) -> bool:
        return any(row.status is not TaskStatus.NOT_STATED for row in self.task_rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note.text for row in self.rows)
