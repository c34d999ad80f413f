"""Plans of any shape, made by hypothesis: what a plan file can say and the loader accepts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import strategies as st

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.documents import Attachment, Deadline, DocumentReference, PlanDocument
from ttdn_site.plans.loader import DocumentKind
from ttdn_site.plans.model import (
    Acknowledgement,
    Amount,
    AmountInWords,
    AmountState,
    Column,
    ColumnKind,
    Indicator,
    Line,
    NumberStyle,
    Phase,
    Plan,
    PlanStatus,
    ProgressNote,
    Responsibility,
    Role,
    Schedule,
    StatedTotal,
    Task,
    TaskGroup,
    TaskStatus,
    Total,
    TotalKind,
    Unit,
)
from ttdn_site.plans.task_rows import derived_tasks
from ttdn_site.plans.text import EMPTY, LocalText
from ttdn_site.problems import Location

Draw = Callable[[st.SearchStrategy[Any]], Any]
HERE = Location("")
SEGMENTS = ("vi", "en", "zh", "ja")
STYLES: tuple[NumberStyle | None, ...] = (*NumberStyle, None)

# Letters of every script, signs that begin formulas and YAML, line breaks, and what only looks like an escape.
characters = st.one_of(
    st.sampled_from("=+-@:#{}[]&*!|>'\"%`,;.?_ \n\t\\<\u00a0\u3000，；（）"),
    st.characters(min_codepoint=32, max_codepoint=0x2FFFF, categories=("L", "N", "P", "S", "M")),
)
words = st.one_of(
    st.text(characters, min_size=1, max_size=20).map(str.strip).filter(bool),
    st.sampled_from(["no", "1.990", "012", "null", "=1+1", "_x0041_", "- a", "Cộng", "a: b", "# c", "true", "1", "'"]),
)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,6}", fullmatch=True)


def local(required: bool = False) -> st.SearchStrategy[LocalText]:
    """A text in Vietnamese and perhaps in other languages; not required: perhaps none at all."""
    others = st.lists(st.sampled_from(SEGMENTS[1:]), unique=True, max_size=3)
    full = st.tuples(words, others, st.lists(words, min_size=3, max_size=3)).map(
        lambda drawn: LocalText((("vi", drawn[0]), *zip(drawn[1], drawn[2], strict=False)))
    )
    return full if required else st.one_of(st.just(EMPTY), full)


partial_dates = st.one_of(
    st.builds(PartialDate, st.integers(1990, 2040)),
    st.builds(PartialDate, st.integers(1990, 2040), st.integers(1, 4)),
    st.builds(PartialDate, st.integers(1990, 2040), st.just(0), st.integers(1, 12)),
    st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)).map(lambda day: PartialDate(day.year, 0, day.month, day.day)),
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1))
units = st.builds(
    Unit, st.sampled_from(["VND", "USD"]), st.sampled_from([1, 1000, 10**6]), st.one_of(st.just(""), words)
)
printed = st.one_of(
    st.sampled_from(
        ["", "-", "–", "0", "007", "-5", "1.990", "1,990", "1 990", "2,5", "12.345,60", "khoảng 5", "1.9.9"]
    ),
    st.integers(0, 10**17).map(str),
    st.integers(0, 10**8).map(lambda value: f"{value:,}".replace(",", ".")),
)


def _amount(text: str, style: NumberStyle | None) -> Amount:
    amount = parse_amount(text, style, HERE)
    # Without a style a figure with separators is a mistake of the file, not of its table.
    if style is None and amount.state is AmountState.UNREADABLE:
        return Amount(None, AmountState.NOT_STATED, "", HERE)
    return amount


@st.composite
def plans(draw: Draw, register: AgencyRegister, place: str) -> Plan:
    """A plan of a place of the register, with everything a plan file can hold."""
    style = draw(st.sampled_from(STYLES))
    columns = draw(_columns())
    bodies = [agency.id for agency in register.agencies if agency.place == place]
    used: set[str] = set()

    def own_id() -> str:
        id: str = draw(ids.filter(lambda id: id not in used))
        used.add(id)
        return id

    def amounts() -> tuple[Amount, ...]:
        return tuple(_amount(draw(printed), style) for _ in columns)

    def roles() -> tuple[Responsibility, ...]:
        chosen = draw(st.lists(st.sampled_from(list(Role)), unique=True, max_size=3))
        found = []
        for role in Role:
            if role in chosen:
                named = tuple(draw(st.lists(st.sampled_from(bodies), unique=True, min_size=1, max_size=3)))
                names = "; ".join(register.get(id).name.get("vi") for id in named)  # type: ignore[union-attr]  # known
                shown = draw(st.sampled_from(["", names, names.replace("; ", ", "), names.upper()]))
                found.append(Responsibility(role, named, shown, HERE))
        return tuple(found)

    lines: list[Line] = []
    for _ in range(draw(st.integers(0, 6)) if columns else 0):
        # The last line or one that it stands below: anything else would not be document order.
        parent = None
        if lines:
            open_lines = [lines[-1]]
            while above := next((line for line in lines if line.id == open_lines[-1].parent), None):
                open_lines.append(above)
            parent = draw(st.sampled_from([None, *open_lines]))
        lines.append(
            Line(
                own_id(),
                parent.id if parent else "",
                parent.depth + 1 if parent else 0,
                draw(st.one_of(st.just(""), words)),
                draw(local(required=True)),
                amounts(),
                HERE,
                roles(),
                (),
                draw(local()),
                draw(st.booleans()),
            )
        )
    totals: list[Total] = []
    for _ in range(draw(st.integers(0, 3)) if lines else 0):
        of = tuple(draw(st.lists(st.sampled_from([line.id for line in lines]), unique=True, max_size=2)))
        after = draw(st.sampled_from(["", *(line.id for line in lines)]))
        kind = draw(st.sampled_from(TotalKind))
        spelled = AmountInWords(draw(words), draw(st.sampled_from(SEGMENTS)), draw(st.sampled_from(columns)).id, HERE)
        totals.append(
            Total(
                own_id(), kind, draw(st.one_of(st.just(""), words)), draw(local(required=True)), of, amounts(), HERE,
                after, draw(st.sampled_from([None, spelled])), draw(local()),
            )
        )  # fmt: skip
    from_lines = bool(lines) and draw(st.booleans())
    rows: tuple[TaskGroup | Task, ...] = ()
    if from_lines:
        rows = derived_tasks(tuple(lines))
    else:
        listed = _task_rows(draw, own_id, roles, [line.id for line in lines])
        by_line = {line.id: tuple(t.id for t in listed if isinstance(t, Task) and line.id in t.lines) for line in lines}
        lines = [replace(line, tasks=by_line[line.id]) for line in lines]
        # The loader lists a task's lines in the order in which the task names them.
        rows = tuple(listed)
    stated = ()
    if totals:
        own = draw(st.sampled_from(NumberStyle))
        amount = parse_amount(draw(printed.filter(bool)), own, HERE)
        if amount.state is AmountState.STATED:
            where = draw(local(required=True))
            total, column = draw(st.sampled_from(totals)), draw(st.sampled_from(columns))
            stated = (StatedTotal(amount, draw(units), total.id, column.id, where, None, HERE),)
    known = tuple(used)
    return Plan(
        id="thu",
        path="thu.yml",
        language="vi",
        title=draw(local(required=True)),
        place=place,
        historical=draw(st.booleans()),
        status=draw(st.sampled_from(PlanStatus)),
        document=_document(draw, bodies),
        source=draw(local()),
        period=tuple(sorted(draw(st.tuples(st.integers(2010, 2030), st.integers(2010, 2030))))),
        unit=draw(units),
        number_style=style,
        columns=columns,
        task_rows=rows,
        lines=tuple(lines),
        totals=tuple(totals),
        stated_totals=stated,
        deadlines=_deadlines(draw),
        acknowledgements=tuple(
            Acknowledgement("AU001", (draw(st.sampled_from(known)),), "", draw(words), draw(words), note, HERE)
            for note in draw(st.lists(local(), max_size=2))
        )
        if known
        else (),
        at=HERE,
        summary=draw(local()),
        notes=tuple(draw(st.lists(local(required=True), max_size=2))),
        version=draw(st.integers(1, 3)),
        previous=draw(st.one_of(st.just(""), ids)),
        tasks_from_lines=from_lines,
    )


@st.composite
def _columns(draw: Draw) -> tuple[Column, ...]:
    names = draw(st.lists(ids, unique=True, max_size=4))
    columns: list[Column] = []
    for name in names:
        kind = draw(st.sampled_from(ColumnKind))
        phase = draw(st.sampled_from(Phase))
        parts = tuple(column.id for column in columns if column.phase is phase)
        columns.append(
            Column(
                name,
                kind,
                draw(local(required=True)),
                HERE,
                phase,
                draw(st.integers(2000, 2040)) if kind is ColumnKind.YEAR else None,
                tuple(draw(st.lists(local(required=True), max_size=2))),
                (parts,) if parts and draw(st.booleans()) else (),
                draw(st.one_of(st.none(), units)),
            )
        )
    return tuple(columns)


def _task_rows(
    draw: Draw, own_id: Callable[[], str], roles: Callable[[], tuple[Responsibility, ...]], lines: list[str]
) -> list[TaskGroup | Task]:
    rows: list[TaskGroup | Task] = []
    for _ in range(draw(st.integers(0, 5))):
        depth = draw(st.integers(0, rows[-1].depth + 1)) if rows else 0
        above = next((row for row in reversed(rows) if row.depth == depth - 1), None)
        parent = above.id if above else ""
        number, title = draw(st.one_of(st.just(""), words)), draw(local(required=True))
        if draw(st.integers(0, 3)) == 0:
            rows.append(TaskGroup(own_id(), parent, depth, number, title, HERE))
            continue
        start, end = sorted(draw(st.tuples(partial_dates, partial_dates)), key=lambda date: (date.first, date.last))
        start, end = (start, end) if end.last >= start.first else (end, start)
        schedule = draw(
            st.sampled_from(
                [
                    None,
                    Schedule(HERE, start, end, False, draw(local())),
                    Schedule(HERE, None, None, True, draw(local())),
                ]
            )
        )
        progress = [
            ProgressNote(day, draw(st.sampled_from(TaskStatus)), draw(local()), HERE)
            for day in draw(st.lists(days, max_size=2))
        ]
        target = draw(st.one_of(st.none(), st.decimals(0, 10**6, places=2)))
        indicator = Indicator(draw(local(required=True)), target, draw(local()), draw(partial_dates), HERE)
        rows.append(
            Task(
                own_id(), parent, depth, number, title, HERE, draw(local()), roles(), schedule,
                draw(st.sampled_from(TaskStatus)), tuple(progress), (indicator,) if draw(st.booleans()) else (),
                tuple(draw(st.lists(st.sampled_from(lines), unique=True, max_size=2))) if lines else (),
                draw(local()),
            )
        )  # fmt: skip
    return rows


def _document(draw: Draw, bodies: list[str]) -> PlanDocument:
    kinds = st.sampled_from(DocumentKind).map(lambda kind: kind.value)
    maybe = st.one_of(st.just(""), words)
    reference = st.builds(
        DocumentReference, maybe, kinds, st.one_of(st.none(), partial_dates), maybe, local(), maybe, st.just(HERE)
    )
    references = st.lists(reference, max_size=2).map(tuple)
    attachments = st.lists(st.builds(Attachment, words, local(required=True), st.just(HERE)), max_size=1).map(tuple)
    return PlanDocument(
        draw(st.one_of(st.just(""), words.map(lambda text: "".join(text.split())))),
        draw(kinds),
        PartialDate(2018, 0, 4, 12),
        draw(st.sampled_from(bodies)),
        draw(local(required=True)),
        draw(maybe),
        draw(references),
        draw(references),
        draw(references),
        draw(attachments),
        HERE,
    )


def _deadlines(draw: Draw) -> tuple[Deadline, ...]:
    found = []
    for id in draw(st.lists(ids, unique=True, max_size=2)):
        yearly, date = draw(st.sampled_from([(6, 15), (11, 15), (2, 29)])), draw(days)
        found.append(
            draw(
                st.sampled_from(
                    [
                        Deadline(id, None, yearly, draw(local(required=True)), HERE),
                        Deadline(id, date, None, draw(local(required=True)), HERE),
                    ]
                )
            )
        )
    return tuple(found)


def unlocated(value: Any) -> Any:
    """A plan, or a part of one, without the places of its values in a file: what two files can share."""
    if is_dataclass(value):
        kept = (field.name for field in fields(value) if field.name not in ("at", "path"))
        return (type(value).__name__, *((name, unlocated(getattr(value, name))) for name in kept))
    if isinstance(value, tuple):
        return tuple(map(unlocated, value))
    return value
