"""From a plan to its view in one language. Pure: plan, register, findings and edition in, view out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ttdn_site.locales import formats, money
from ttdn_site.locales.numbers import number
from ttdn_site.locales.words import amount_in_words
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.model import (
    Column,
    ColumnKind,
    DocumentReference,
    Line,
    Plan,
    Role,
    Schedule,
    Task,
    Total,
    TotalKind,
)
from ttdn_site.plans.tree import children_of
from ttdn_site.tables import words
from ttdn_site.tables.bodies import BodyNames
from ttdn_site.tables.edition import NOTHING, Edition, Phrase
from ttdn_site.tables.figures import Figures
from ttdn_site.tables.footnotes import footnotes
from ttdn_site.tables.headers import header_rows
from ttdn_site.tables.progress import count, is_late, status_on
from ttdn_site.tables.view import (
    BudgetRow,
    ColumnView,
    Footnote,
    Headline,
    IndicatorView,
    PlanView,
    ProgressView,
    ReferenceView,
    TaskRow,
)


def localize(
    plan: Plan,
    register: AgencyRegister,
    findings: Iterable[Finding],
    edition: Edition,
    fallback: str = "",
) -> PlanView:
    """The view of a plan. fallback: segment whose words stand in for missing ones, the document's own if empty."""
    return _Localizer(plan, register, tuple(findings), edition, fallback or plan.language).view()


class _Localizer:
    """What is looked up once and printed many times. Lives for one view."""

    def __init__(
        self, plan: Plan, register: AgencyRegister, findings: tuple[Finding, ...], edition: Edition, fallback: str
    ) -> None:
        self.plan = plan
        self.register = register
        self.findings = findings
        self.edition = edition
        self.fallback = fallback
        self.figures = Figures(edition.language)
        self.bodies = BodyNames(plan, register, findings, edition, fallback)
        self.progress = count(plan, edition.today)

    def view(self) -> PlanView:
        plan, edition = self.plan, self.edition
        columns = tuple(self.column(column) for column in plan.columns)
        rows = self.budget_rows()
        task_rows = self.task_rows()
        notes = self.footnotes(rows, task_rows)
        marks = _marks(notes)
        rows = tuple(replace(row, marks=tuple(marks[row.id])) if row.id in marks else row for row in rows)
        task_rows = tuple(_marked_task(row, marks) for row in task_rows)
        document = plan.document
        place = self.register.place(plan.place)
        issuer = self.bodies.issuer(document.issuer)
        return PlanView(
            plan=plan,
            edition=edition,
            title=edition.phrase(plan.title, self.fallback),
            summary=edition.phrase(plan.summary, self.fallback),
            source=edition.phrase(plan.source, self.fallback),
            place=edition.phrase(place.name, self.fallback) if place else NOTHING,
            period=formats.year_range(*plan.period, edition.language) if plan.period[0] else "",
            issuer=issuer,
            document_title=edition.phrase(document.title, self.fallback),
            document_kind=edition.say(words.DOCUMENT_KINDS.get(document.kind, "Other document")),
            document_date=formats.partial_date(document.date, edition.language) if document.date else "",
            status=edition.say(words.PLAN_STATUSES[plan.status]),
            unit=self.unit(plan.unit.currency, plan.unit.scale) if plan.unit else "",
            headlines=self.headlines(),
            columns=columns,
            headers=header_rows(columns),
            rows=rows,
            row_roles=_roles_used(rows),
            task_rows=task_rows,
            task_roles=_roles_used(task_rows),
            bodies=self.bodies.named,
            footnotes=notes,
            notes=tuple(edition.phrase(note, self.fallback) for note in plan.notes),
            legal_bases=self.references(document.legal_bases),
            replaces=self.references(document.replaces),
            amends=self.references(document.amends),
            attachments=tuple((one.file, edition.phrase(one.title, self.fallback)) for one in document.attachments),
            deadlines=self.deadlines(),
            progress=self.progress,
        )

    def column(self, column: Column) -> ColumnView:
        unit = self.plan.unit_of(column)
        return ColumnView(
            id=column.id,
            kind=column.kind,
            title=self.edition.phrase(column.title, self.fallback),
            year=column.year,
            phase=column.phase,
            phase_text=self.edition.say(words.PHASES[column.phase]),
            currency=unit.currency if unit else "",
            scale=unit.scale if unit else 1,
            unit=self.unit(unit.currency, unit.scale) if unit else "",
            over=tuple(self.edition.phrase(title, self.fallback) for title in column.over),
        )

    def unit(self, currency: str, scale: int) -> str:
        return money.unit_label(self.edition.language, currency=currency, scale=scale)

    def budget_rows(self) -> tuple[BudgetRow, ...]:
        """Lines in document order, each total behind the line (and all below it) that it follows."""
        plan = self.plan
        below = children_of(plan)
        after: dict[str, list[Total]] = {}
        for total in plan.totals:
            after.setdefault(total.after, []).append(total)
        rows: list[BudgetRow] = []

        def emit(line: Line, group: str) -> None:
            parts = below.get(line.id, ())
            rows.append(self.line(line, group, bool(parts)))
            for part in parts:
                emit(part, group)
            rows.extend(self.total(total, line, group) for total in after.pop(line.id, ()))

        for line in below.get("", ()):
            emit(line, line.id if below.get(line.id) else "")
        last = [total for totals in after.values() for total in totals]
        rows.extend(self.total(total, None, "") for total in last)
        return tuple(rows)

    def line(self, line: Line, group: str, has_parts: bool) -> BudgetRow:
        return BudgetRow(
            id=line.id,
            kind="line",
            level=line.depth + 1,
            parent=line.parent,
            group=group,
            number=line.number,
            title=self.edition.phrase(line.title, self.fallback),
            amounts=line.amounts,
            texts=tuple(map(self.figures.cell, line.amounts)),
            roles=self.bodies.roles(line.id, line.responsibilities),
            note=self.edition.phrase(line.note, self.fallback),
            tasks=line.tasks,
            has_parts=has_parts,
        )

    def total(self, total: Total, behind: Line | None, group: str) -> BudgetRow:
        return BudgetRow(
            id=total.id,
            kind="grand_total" if total.kind is TotalKind.GRAND else "group_total",
            level=behind.depth + 1 if behind is not None else 1,
            parent=behind.parent if behind is not None else "",
            group=group if total.kind is TotalKind.GROUP else "",
            number=total.number,
            title=self.edition.phrase(total.title, self.fallback),
            amounts=total.amounts,
            texts=tuple(map(self.figures.cell, total.amounts)),
            note=self.edition.phrase(total.note, self.fallback),
        )

    def task_rows(self) -> tuple[TaskRow, ...]:
        plan = self.plan
        if plan.tasks_from_lines:
            return ()
        parents = {row.parent for row in plan.task_rows}
        tops: dict[str, str] = {}
        rows: list[TaskRow] = []
        for row in plan.task_rows:
            top = tops[row.parent] if row.parent else (row.id if row.id in parents else "")
            tops[row.id] = top
            title = self.edition.phrase(row.title, self.fallback)
            if isinstance(row, Task):
                rows.append(self.task(row, title, top, row.id in parents))
            else:
                number = row.number
                rows.append(TaskRow(row.id, "group", row.depth + 1, row.parent, top, number, title, has_parts=True))
        return tuple(rows)

    def task(self, task: Task, title: Phrase, group: str, has_parts: bool) -> TaskRow:
        edition = self.edition
        schedule = task.schedule
        status = status_on(task, edition.today)
        late = self.progress is not None and is_late(task, edition.today)
        told = (edition.say(words.STATUSES[status]), edition.say("overdue") if late else "")
        return TaskRow(
            id=task.id,
            kind="task",
            level=task.depth + 1,
            parent=task.parent,
            group=group,
            number=task.number,
            title=title,
            detail=edition.phrase(task.detail, self.fallback),
            roles=self.bodies.roles(task.id, task.responsibilities),
            schedule=self.schedule(schedule) if schedule else NOTHING,
            start=str(schedule.start) if schedule and schedule.start else "",
            end=str(schedule.end) if schedule and schedule.end else "",
            years=schedule.years if schedule else (),
            status=status,
            status_text=" · ".join(part for part in told if part),
            late=late,
            progress=tuple(
                ProgressView(
                    note.date.isoformat(),
                    formats.date(note.date, edition.language),
                    note.status,
                    edition.say(words.STATUSES[note.status]),
                    edition.phrase(note.note, self.fallback),
                )
                for note in task.progress
            ),
            indicators=tuple(
                IndicatorView(
                    edition.phrase(one.title, self.fallback),
                    " ".join(
                        part
                        for part in (
                            number(one.target, edition.language) if one.target is not None else "",
                            edition.phrase(one.unit, self.fallback).text,
                        )
                        if part
                    ),
                    formats.partial_date(one.due, edition.language) if one.due else "",
                )
                for one in task.indicators
            ),
            lines=task.lines,
            note=edition.phrase(task.note, self.fallback),
            has_parts=has_parts,
        )

    def schedule(self, schedule: Schedule) -> Phrase:
        """The words as printed where the language has them, else the span of dates, else “regularly”."""
        own = schedule.printed.get(self.edition.language.segment)
        if own:
            return Phrase(own)
        parts: list[str] = []
        if schedule.start is not None and schedule.end is not None:
            parts.append(formats.partial_range(schedule.start, schedule.end, self.edition.language))
        if schedule.regular:
            parts.append(self.edition.say("Regularly"))
        if parts:
            return Phrase(" · ".join(parts))
        return self.edition.phrase(schedule.printed, self.fallback)

    def headlines(self) -> tuple[Headline, ...]:
        """The grand total of every column of totals (or of the only column), by phase."""
        plan, edition = self.plan, self.edition
        grand = plan.grand_total
        if grand is None:
            return ()
        wanted = [column for column in plan.columns if column.kind is ColumnKind.TOTAL]
        if not wanted and len(plan.columns) == 1:
            wanted = list(plan.columns)
        found: list[Headline] = []
        for column in wanted:
            value = grand.amounts[plan.column_index(column.id)].value
            unit = plan.unit_of(column)
            if value is None or unit is None:
                continue
            full: Decimal = value * unit.scale
            spelled = amount_in_words(full, edition.language) if unit.currency == "VND" else None
            found.append(
                Headline(
                    column.phase,
                    edition.say(words.PHASES[column.phase]),
                    money.amount(value, edition.language, currency=unit.currency, scale=unit.scale),
                    money.exact(value, edition.language, currency=unit.currency, scale=unit.scale),
                    spelled or "",
                    f"{full:f}",
                )
            )
        return tuple(found)

    def references(self, entries: Sequence[DocumentReference]) -> tuple[ReferenceView, ...]:
        return tuple(
            ReferenceView(
                entry.number,
                self.edition.say(words.DOCUMENT_KINDS.get(entry.kind, "Other document")),
                formats.partial_date(entry.date, self.edition.language) if entry.date else "",
                self.edition.phrase(entry.title, self.fallback),
                entry.document,
            )
            for entry in entries
        )

    def deadlines(self) -> tuple[tuple[str, Phrase], ...]:
        edition = self.edition
        found: list[tuple[str, Phrase]] = []
        for entry in self.plan.deadlines:
            title = edition.phrase(entry.title, self.fallback)
            if entry.date is not None:
                found.append((formats.date(entry.date, edition.language), title))
            elif entry.yearly is None:
                # Without a day it was reported, and stays for whoever previews the plan.
                found.append(("", title))
            else:
                day = formats.month_day(*entry.yearly, edition.language)
                found.append((edition.say("{day} every year", day=day), title))
        return tuple(found)

    def footnotes(self, rows: Sequence[BudgetRow], tasks: Sequence[TaskRow]) -> tuple[Footnote, ...]:
        shown: list[BudgetRow | TaskRow] = [*rows, *tasks]
        numbers = {row.id: row.number for row in shown}
        return footnotes(self.plan, self.findings, self.edition, tuple(numbers), numbers)


def _roles_used(rows: Sequence[BudgetRow] | Sequence[TaskRow]) -> tuple[Role, ...]:
    used = {entry.role for row in rows for entry in row.roles}
    return tuple(role for role in Role if role in used)


def _marks(notes: Sequence[Footnote]) -> dict[str, list[tuple[str, str]]]:
    """By row, the columns that carry a mark, with it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for note in notes:
        for row, column in note.places:
            found.setdefault(row, []).append((column, note.mark))
    return found


def _marked_task(row: TaskRow, marks: dict[str, list[tuple[str, str]]]) -> TaskRow:
    own = tuple((column, mark) for column, mark in marks.get(row.id, ()) if not column)
    return replace(row, marks=own) if own else row
