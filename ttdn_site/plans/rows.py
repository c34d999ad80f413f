"""Reading the budget lines, the totals and the totals that the running text states."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.columns import UNKNOWN_COLUMN, read_unit
from ttdn_site.plans.model import (
    Amount,
    AmountInWords,
    AmountState,
    Column,
    Line,
    NumberStyle,
    StatedTotal,
    Total,
    TotalKind,
    Unit,
)
from ttdn_site.plans.reader import NOT_MAPPING, NOT_TEXT, Fields, Reading, nearest
from ttdn_site.plans.responsibility import ROLE_KEYS, Responsibilities
from ttdn_site.problems import Location, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar

SAME_ROW = declare(
    "PL040",
    Severity.ERROR,
    "The id “{id}” was already given in line {line}",
    "Give every row an id of its own; two rows of the same printed number still have two ids",
    wrong="- {id: III}\n- {id: III}",
    right="- {id: III}\n- {id: III-2}",
)
NO_SUCH_LINE = declare(
    "PL041",
    Severity.ERROR,
    "There is no budget line “{id}” in this plan",
    "Did you mean “{suggestion}”?",
    wrong="of: [IV.99]",
    right="of: [IV]",
)
AMOUNTS_WITHOUT_COLUMNS = declare(
    "PL042",
    Severity.ERROR,
    "The plan has amounts, but no columns",
    "List the columns of the budget table under “columns”",
    wrong="lines: [{id: I, amounts: {y2018: 5}}]",
    right="columns: [{id: y2018, kind: year, year: 2018, title: Năm 2018}]",
)
AMOUNTS_WITHOUT_UNIT = declare(
    "PL043",
    Severity.ERROR,
    "The plan has amounts, but no unit",
    "Add “unit” with the currency and the scale that the table prints (“Đơn vị tính: Triệu đồng”)",
    wrong="columns: […]",
    right="unit: {currency: VND, scale: 1000000, printed: Triệu đồng}",
)
NO_STYLE = declare(
    "PL044",
    Severity.ERROR,
    "“{printed}” has a thousands separator, but the plan does not say which one it uses",
    "Add “number_style: dot”, “comma” or “space”",
    wrong='amounts: {y2018: "1.990"}',
    right='number_style: dot\n…\namounts: {y2018: "1.990"}',
)

_LINE_KEYS = ("id", "number", "title", *ROLE_KEYS, "amounts", "tasks", "note", "partial", "lines")
_TOTAL_KEYS = ("id", "kind", "number", "title", "of", "after", "amounts", "words", "note")
_STATED_KEYS = ("amount", "number_style", "unit", "total", "column", "where", "words")


class Rows:
    """The budget lines of one plan while they are read. `ids` are those of lines and totals."""

    def __init__(
        self,
        reading: Reading,
        columns: tuple[Column, ...],
        style: NumberStyle | None,
        names: AgencyNames,
        register: AgencyRegister,
    ) -> None:
        self._reading = reading
        self._columns = columns
        self._column_ids = {column.id: index for index, column in enumerate(columns)}
        self._style = style
        self._responsibilities = Responsibilities(reading, names, register)
        self._seen: dict[str, Location] = {}
        self._lines: list[Line] = []
        self._totals: list[Total] = []
        self._has_amounts = False
        self._reported_style = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    @property
    def totals(self) -> tuple[Total, ...]:
        return tuple(self._totals)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._seen)

    def read(self, fields: Fields) -> None:
        self._read_lines(fields.items("lines"), "", 0)
        for node in fields.items("totals"):
            self._read_total(node)
        if self._has_amounts and not self._columns:
            self._reading.report(problem(AMOUNTS_WITHOUT_COLUMNS, fields.at))
        if self._has_amounts and not fields.has("unit"):
            self._reading.report(problem(AMOUNTS_WITHOUT_UNIT, fields.at))

    def link_tasks(self, lines_of_task: dict[str, list[str]]) -> None:
        """Complete the links between tasks and lines: each may be given on either side."""
        tasks_of_line: dict[str, list[str]] = {}
        for task, lines in lines_of_task.items():
            for line in lines:
                tasks_of_line.setdefault(line, []).append(task)
        self._lines = [
            replace(line, tasks=tuple(dict.fromkeys((*line.tasks, *tasks_of_line[line.id]))))
            if line.id in tasks_of_line
            else line
            for line in self._lines
        ]

    def _read_lines(self, nodes: tuple[Node, ...], parent: str, depth: int) -> None:
        for node in nodes:
            fields = self._reading.mapping(node, "lines", _LINE_KEYS)
            if fields is None:
                continue
            id = self._own_id(fields)
            self._lines.append(
                Line(
                    id=id,
                    parent=parent,
                    depth=depth,
                    number=fields.text("number"),
                    title=fields.local_text("title", required=True),
                    amounts=self._amounts(fields),
                    at=fields.at,
                    responsibilities=self._responsibilities.read(fields),
                    tasks=tuple(task for task, _ in fields.texts("tasks")),
                    note=fields.local_text("note"),
                    partial=fields.truth("partial"),
                )
            )
            self._read_lines(fields.items("lines"), id, depth + 1)

    def _own_id(self, fields: Fields) -> str:
        id = fields.id()
        if id in self._seen:
            at = fields.at_of("id")
            self._reading.report(problem(SAME_ROW, at, id=id, line=self._seen[id].line))
            id = ""
        # A row without a usable id keeps a place of its own, so that its children and amounts are still checked.
        id = id or f"row-{len(self._seen) + 1}"
        self._seen[id] = fields.at
        return id

    def _amounts(self, fields: Fields) -> tuple[Amount, ...]:
        blank = Amount(None, AmountState.NOT_STATED, "", fields.at)
        cells = [blank] * len(self._columns)
        node = fields.node("amounts")
        if node is None:
            return tuple(cells)
        if not isinstance(node, Mapping):
            self._reading.report(problem(NOT_MAPPING, node.at, key="amounts"))
            return tuple(cells)
        for name, value in node.entries:
            self._has_amounts = True
            index = self._column_ids.get(name.text)
            if index is None:
                if self._columns:
                    self._unknown_column(name.text, name.at)
            elif not isinstance(value, Scalar) or isinstance(value.value, bool):
                self._reading.report(problem(NOT_TEXT, value.at, key=f"amounts.{name.text}"))
            else:
                cells[index] = self._amount(value)
        return tuple(cells)

    def _amount(self, value: Scalar, style: NumberStyle | None = None) -> Amount:
        if value.value is None:
            return Amount(None, AmountState.NOT_STATED, "", value.at)
        if isinstance(value.value, int):
            return Amount(Decimal(value.value), AmountState.STATED, value.text, value.at)
        amount = parse_amount(value.text, style or self._style, value.at)
        if amount.state is AmountState.UNREADABLE and style is self._style is None and not self._reported_style:
            self._reported_style = True
            self._reading.report(problem(NO_STYLE, value.at, printed=value.text))
        return amount

    def _unknown_column(self, id: str, at: Location) -> None:
        known = tuple(self._column_ids)
        self._reading.report(
            problem(UNKNOWN_COLUMN, at, id=id, suggestion=nearest(id, known), allowed=", ".join(known))
        )

    def _known_lines(self, fields: Fields, key: str) -> tuple[str, ...]:
        known = tuple(line.id for line in self._lines)
        found: list[str] = []
        for id, at in fields.texts(key):
            if id in known:
                found.append(id)
            else:
                self._reading.report(problem(NO_SUCH_LINE, at, id=id, suggestion=nearest(id, known)))
        return tuple(found)

    def _read_total(self, node: Node) -> None:
        fields = self._reading.mapping(node, "totals", _TOTAL_KEYS)
        if fields is None:
            return
        of = self._known_lines(fields, "of")
        after = self._known_lines(fields, "after")
        kind = TotalKind.GROUP if of else TotalKind.GRAND
        self._totals.append(
            Total(
                id=self._own_id(fields),
                kind=fields.choice("kind", TotalKind, kind) or kind,
                number=fields.text("number"),
                title=fields.local_text("title", required=True),
                of=of,
                amounts=self._amounts(fields),
                at=fields.at,
                after=after[0] if after else "",
                words=self._words(fields, self._total_column()),
                note=fields.local_text("note"),
            )
        )

    def _total_column(self) -> str:
        """The column that a total is about when the file does not say: the one that sums up, else the last."""
        for column in reversed(self._columns):
            if column.sums:
                return column.id
        return self._columns[-1].id if self._columns else ""

    def _words(self, fields: Fields, column: str) -> AmountInWords | None:
        node = fields.node("words")
        if node is None:
            return None
        if isinstance(node, Scalar):
            return AmountInWords(node.text.strip(), self._reading.language, column, node.at)
        words = self._reading.mapping(node, "words", ("text", "language", "column"))
        if words is None:
            return None
        return AmountInWords(
            text=words.text("text", required=True),
            language=words.text("language") or self._reading.language,
            column=self._column(words, column),
            at=words.at,
        )

    def _column(self, fields: Fields, default: str) -> str:
        column = fields.text("column") or default
        if fields.has("column") and column not in self._column_ids:
            self._unknown_column(column, fields.at_of("column"))
            return default
        return column

    def stated_totals(self, fields: Fields) -> tuple[StatedTotal, ...]:
        """The totals that the running text names, each pointing at a total of the annex."""
        found: list[StatedTotal] = []
        totals = tuple(total.id for total in self._totals)
        for node in fields.items("stated_totals"):
            entry = self._reading.mapping(node, "stated_totals", _STATED_KEYS)
            if entry is None:
                continue
            total = entry.text("total") or next((t.id for t in self._totals if t.kind is TotalKind.GRAND), "")
            if total not in totals:
                at = entry.at_of("total")
                self._reading.report(problem(NO_SUCH_LINE, at, id=total, suggestion=nearest(total, totals)))
                continue
            column = self._column(entry, self._total_column())
            amount = entry.required("amount")
            if not isinstance(amount, Scalar):
                continue
            # The text of a decision may separate thousands otherwise than its annex does.
            own = entry.choice("number_style", NumberStyle, NumberStyle.DOT) if entry.has("number_style") else None
            found.append(
                StatedTotal(
                    amount=self._amount(amount, own),
                    unit=read_unit(entry) or Unit("VND", 1),
                    total=total,
                    column=column,
                    where=entry.local_text("where", required=True),
                    words=self._words(entry, column),
                    at=entry.at,
                )
            )
        return tuple(found)
