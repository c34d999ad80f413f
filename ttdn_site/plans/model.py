"""A plan as its document prints it: tasks, responsibilities, schedules and budget lines over any columns.

Everything is frozen and in document order. Hierarchy is by parent id; amounts stand in the order of `Plan.columns`.
Printed figures are kept as printed and never mended; what can be computed is computed elsewhere (`tree.py`) and kept
apart. Identifiers are chosen by the author of the file, unique among lines and totals, among task rows and among
columns, and never change: they are the anchors of deep links and the keys of downloads.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field
from decimal import Decimal

from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.documents import Attachment as Attachment
from ttdn_site.plans.documents import Deadline as Deadline
from ttdn_site.plans.documents import DocumentReference as DocumentReference
from ttdn_site.plans.documents import PlanDocument as PlanDocument
from ttdn_site.plans.text import EMPTY, LocalText
from ttdn_site.problems import Location


class AmountState(enum.Enum):
    """What a cell says. `-` (none) and a blank (not stated) are different statements."""

    STATED = "stated"
    NONE = "none"
    NOT_STATED = "not_stated"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Amount:
    """One cell: its value in the column's unit and scale (None unless stated) and the characters printed in it."""

    value: Decimal | None
    state: AmountState
    printed: str
    at: Location

    @property
    def quantity(self) -> Decimal | None:
        """The value as a term of a sum: `-` is zero, a blank or unreadable cell is None."""
        if self.state is AmountState.NONE:
            return Decimal(0)
        return self.value


class NumberStyle(enum.Enum):
    """The thousands separator of the printed figures; the decimal mark is the other one of `.` and `,`."""

    DOT = "dot"
    COMMA = "comma"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Unit:
    """What 1 in a cell means: `scale` units of `currency` (VND, 1000000 for “Triệu đồng”)."""

    currency: str
    scale: int
    printed: str = ""


class Phase(enum.Enum):
    """Amounts of different phases are never added together."""

    PLANNED = "planned"
    AMENDED = "amended"
    ACTUAL = "actual"


class ColumnKind(enum.Enum):
    YEAR = "year"
    SOURCE = "source"
    TOTAL = "total"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts.

    over: the spanning header cells above the title, outermost first (“Phân kỳ thực hiện” over “Năm 2018”).
    sums: the groups of columns each of which this one should equal the sum of (years; funding sources).
    unit: None when it is the plan's.
    """

    id: str
    kind: ColumnKind
    title: LocalText
    at: Location
    phase: Phase = Phase.PLANNED
    year: int | None = None
    over: tuple[LocalText, ...] = ()
    sums: tuple[tuple[str, ...], ...] = ()
    unit: Unit | None = None


class Role(enum.Enum):
    """How a body takes part: lead (chủ trì), implement (thực hiện), advise (tham mưu), coordinate (phối hợp)."""

    LEAD = "lead"
    IMPLEMENT = "implement"
    ADVISE = "advise"
    COORDINATE = "coordinate"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The bodies in one role: agency ids in printed order, and the cell as printed (empty: names from the register).

    unknown: the parts of the printed cell that are no known name.
    """

    role: Role
    bodies: tuple[str, ...]
    printed: str
    at: Location
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a task is done: a span of partial dates, or regularly (“Thường xuyên”); the words as printed."""

    at: Location
    start: PartialDate | None = None
    end: PartialDate | None = None
    regular: bool = False
    printed: LocalText = EMPTY

    @property
    def years(self) -> tuple[int, ...]:
        if self.start is None or self.end is None:
            return ()
        return tuple(range(self.start.year, self.end.year + 1))


class TaskStatus(enum.Enum):
    NOT_STATED = "not_stated"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """What was reported on a day; the last one with a status decides the task's status."""

    date: dt.date
    status: TaskStatus
    note: LocalText
    at: Location


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target: its name, the figure to reach in `unit` (None when it is not a figure) and by when."""

    title: LocalText
    target: Decimal | None
    unit: LocalText
    due: PartialDate | None
    at: Location


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A heading row of the task list."""

    id: str
    parent: str
    depth: int
    number: str
    title: LocalText
    at: Location


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the task list. parent: id of a group or task, or empty. lines: ids of its budget lines.

    derived: made from a budget line of the same id, because the document prints one table for both.
    """

    id: str
    parent: str
    depth: int
    number: str
    title: LocalText
    at: Location
    detail: LocalText = EMPTY
    responsibilities: tuple[Responsibility, ...] = ()
    schedule: Schedule | None = None
    status: TaskStatus = TaskStatus.NOT_STATED
    progress: tuple[ProgressNote, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    lines: tuple[str, ...] = ()
    note: LocalText = EMPTY
    derived: bool = False

    def bodies(self, role: Role) -> tuple[str, ...]:
        return bodies_of(self.responsibilities, role)


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line. amounts: one per column of the plan, in that order.

    partial: the lines below are only some of its parts, so their sum is not compared with it.
    tasks: ids of the tasks it pays for.
    """

    id: str
    parent: str
    depth: int
    number: str
    title: LocalText
    amounts: tuple[Amount, ...]
    at: Location
    responsibilities: tuple[Responsibility, ...] = ()
    tasks: tuple[str, ...] = ()
    note: LocalText = EMPTY
    partial: bool = False

    def bodies(self, role: Role) -> tuple[str, ...]:
        return bodies_of(self.responsibilities, role)


class TotalKind(enum.Enum):
    GROUP = "group"
    GRAND = "grand"


@dataclass(frozen=True, slots=True)
class AmountInWords:
    """An amount written out (“Tám tỷ không trăm … đồng chẵn”), in units of the currency, for one column."""

    text: str
    language: str
    column: str
    at: Location


@dataclass(frozen=True, slots=True)
class Total:
    """A printed row of totals over the lines `of`.

    after: id of the line (with all below it) that it follows; empty: it stands last.
    """

    id: str
    kind: TotalKind
    number: str
    title: LocalText
    of: tuple[str, ...]
    amounts: tuple[Amount, ...]
    at: Location
    after: str = ""
    words: AmountInWords | None = None
    note: LocalText = EMPTY


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total named in the running text of the document, to be compared with `total`/`column` of the annex.

    amount is in `unit`, which may differ from the annex's (đồng against triệu đồng). where: the passage (“Mục VII”).
    """

    amount: Amount
    unit: Unit
    total: str
    column: str
    where: LocalText
    words: AmountInWords | None
    at: Location


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A discrepancy its publisher knows of: it stays in every report, but no longer fails a run.

    rows: ids of the lines, totals or task rows it covers. column: a column id, a field name, or empty for any.
    printed: the figure it was written for; when the file later prints another, the acknowledgement no longer applies.
    reader_note: a footnote for readers, published when it is there.
    """

    code: str
    rows: tuple[str, ...]
    column: str
    printed: str
    reason: str
    reader_note: LocalText
    at: Location


class PlanStatus(enum.Enum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a plan.

    language: segment of the language the document is written in; every text has it.
    place: id of the place in the agency register. source: the document named as a source, per language.
    period: first and last year. version, previous: an amended plan is a file of its own that names its predecessor.
    task_rows: groups and tasks in document order. lines: in document order, parents before children.
    """

    id: str
    path: str
    language: str
    title: LocalText
    place: str
    historical: bool
    status: PlanStatus
    document: PlanDocument
    source: LocalText
    period: tuple[int, int]
    unit: Unit | None
    number_style: NumberStyle | None
    columns: tuple[Column, ...]
    task_rows: tuple[TaskGroup | Task, ...]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    stated_totals: tuple[StatedTotal, ...]
    deadlines: tuple[Deadline, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    at: Location
    summary: LocalText = EMPTY
    notes: tuple[LocalText, ...] = ()
    version: int = 1
    previous: str = ""
    tasks_from_lines: bool = field(default=False)

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(row for row in self.task_rows if isinstance(row, Task))

    @property
    def groups(self) -> tuple[TaskGroup, ...]:
        return tuple(row for row in self.task_rows if isinstance(row, TaskGroup))

    @property
    def amount_rows(self) -> tuple[Line | Total, ...]:
        """Every row that holds amounts: the lines, then the totals."""
        rows: tuple[Line | Total, ...] = (*self.lines, *self.totals)
        return rows

    @property
    def responsible_rows(self) -> tuple[Task | Line, ...]:
        """Every row that may name bodies: the tasks of the document's own list, then the lines."""
        tasks = () if self.tasks_from_lines else self.tasks
        rows: tuple[Task | Line, ...] = (*tasks, *self.lines)
        return rows

    @property
    def grand_total(self) -> Total | None:
        return next((total for total in self.totals if total.kind is TotalKind.GRAND), None)

    def column_index(self, column: str) -> int:
        """Where a column's amounts stand. Raises KeyError for an id that is not a column."""
        for index, candidate in enumerate(self.columns):
            if candidate.id == column:
                return index
        raise KeyError(column)

    def unit_of(self, column: Column) -> Unit | None:
        return column.unit or self.unit


def bodies_of(responsibilities: tuple[Responsibility, ...], role: Role) -> tuple[str, ...]:
    """The agency ids in one role, in printed order; empty when the role is not given."""
    return tuple(body for entry in responsibilities if entry.role is role for body in entry.bodies)
