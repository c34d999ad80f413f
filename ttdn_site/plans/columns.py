"""Reading the columns of a plan and its unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ttdn_site.plans.model import Column, ColumnKind, Phase, Unit
from ttdn_site.plans.reader import Fields, nearest
from ttdn_site.plans.text import LocalText
from ttdn_site.problems import Location, Severity, declare, problem
from ttdn_site.source.yamlnodes import Sequence

SAME_COLUMN = declare(
    "PL030",
    Severity.ERROR,
    "The column “{id}” stands twice",
    "Give every column an id of its own",
    wrong="- id: y2018\n- id: y2018",
    right="- id: y2018\n- id: y2019",
)
UNKNOWN_COLUMN = declare(
    "PL031",
    Severity.ERROR,
    "There is no column “{id}” in this plan",
    "Did you mean “{suggestion}”? The columns are: {allowed}",
    wrong='amounts: {2018: "1.990"}',
    right='amounts: {y2018: "1.990"}',
)
YEAR_WITHOUT_NUMBER = declare(
    "PL032",
    Severity.ERROR,
    "The column “{id}” is a year, but does not say which",
    "Add “year” with four digits",
    wrong="- {id: y2018, kind: year}",
    right="- {id: y2018, kind: year, year: 2018}",
)
SUM_OF_ITSELF = declare(
    "PL033",
    Severity.ERROR,
    "The column “{id}” is part of its own sum",
    "List under “sums” only the columns that are added up to it",
    wrong="- {id: total, sums: [[y2018, total]]}",
    right="- {id: total, sums: [[y2018, y2019]]}",
)
SUM_OVER_PHASES = declare(
    "PL034",
    Severity.ERROR,
    "The column “{id}” adds up “{part}”, which is in another phase",
    "Planned, amended and actual amounts are never added together; give each phase its own total",
    wrong="sums: [[planned-2018, actual-2018]]",
    right="sums: [[planned-2018, planned-2019]]",
)
SCALE_NOT_POSITIVE = declare(
    "PL035",
    Severity.ERROR,
    "The scale must be 1 or more",
    "Write how many units of the currency 1 in the table means, for example 1000000 for “Triệu đồng”",
    wrong="scale: 0",
    right="scale: 1000000",
)

_KEYS = ("id", "kind", "phase", "year", "title", "over", "sums", "unit")


def read_unit(fields: Fields) -> Unit | None:
    """The unit of the figures: currency code, how many of it 1 means, and the words as printed."""
    unit = fields.mapping("unit", ("currency", "scale", "printed"))
    if unit is None:
        return None
    scale = unit.whole("scale", 1, required=True) or 0
    if scale < 1:
        fields.reading.report(problem(SCALE_NOT_POSITIVE, unit.at_of("scale")))
        scale = 1
    return Unit(unit.text("currency", required=True), scale, unit.text("printed"))


def read_columns(fields: Fields) -> tuple[Column, ...]:
    """The columns of amounts in printed order."""
    columns: list[Column] = []
    sums_at: dict[str, tuple[tuple[str, Location], ...]] = {}
    for node in fields.items("columns"):
        entry = fields.reading.mapping(node, "columns", _KEYS)
        if entry is None:
            continue
        column, parts = _column(entry)
        if not column.id:
            continue
        if any(column.id == other.id for other in columns):
            fields.reading.report(problem(SAME_COLUMN, column.at, id=column.id))
            continue
        columns.append(column)
        sums_at[column.id] = parts
    _check_sums(fields, columns, sums_at)
    return tuple(replace(column, sums=_known_sums(column, columns)) for column in columns)


def _known_sums(column: Column, columns: list[Column]) -> tuple[tuple[str, ...], ...]:
    """The sums without the parts that were reported, so that whoever adds up need not look again."""
    known = {other.id for other in columns if other.id != column.id}
    return tuple(tuple(id for id in group if id in known) for group in column.sums)


def _column(entry: Fields) -> tuple[Column, tuple[tuple[str, Location], ...]]:
    id = entry.id()
    kind = entry.choice("kind", ColumnKind) or ColumnKind.OTHER
    year = entry.whole("year")
    if kind is ColumnKind.YEAR and year is None:
        entry.reading.report(problem(YEAR_WITHOUT_NUMBER, entry.at, id=id))
    groups, parts = _sums(entry)
    over: tuple[LocalText, ...] = tuple(entry.reading.local_text(node, "over") for node in entry.items("over"))
    column = Column(
        id=id,
        kind=kind,
        title=entry.local_text("title", required=True),
        at=entry.at,
        phase=entry.choice("phase", Phase, Phase.PLANNED) or Phase.PLANNED,
        year=year,
        over=over,
        sums=groups,
        unit=read_unit(entry),
    )
    return column, parts


def _sums(entry: Fields) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, Location], ...]]:
    """`sums` is a list of groups; one group may be written without the inner brackets."""
    items = entry.items("sums")
    if items and not any(isinstance(item, Sequence) for item in items):
        parts = entry.texts("sums")
        return (tuple(id for id, _ in parts),), parts
    groups: list[tuple[str, ...]] = []
    every: list[tuple[str, Location]] = []
    for item in items:
        texts = [(node.text, node.at) for node in getattr(item, "items", ()) if hasattr(node, "text")]
        groups.append(tuple(id for id, _ in texts))
        every.extend(texts)
    return tuple(groups), tuple(every)


def _check_sums(
    fields: Fields, columns: Iterable[Column], sums_at: dict[str, tuple[tuple[str, Location], ...]]
) -> None:
    by_id = {column.id: column for column in columns}
    for column in by_id.values():
        for id, at in sums_at[column.id]:
            part = by_id.get(id)
            if part is None:
                fields.reading.report(
                    problem(UNKNOWN_COLUMN, at, id=id, suggestion=nearest(id, tuple(by_id)), allowed=", ".join(by_id))
                )
            elif id == column.id:
                fields.reading.report(problem(SUM_OF_ITSELF, at, id=id))
            elif part.phase is not column.phase:
                fields.reading.report(problem(SUM_OVER_PHASES, at, id=column.id, part=id))
