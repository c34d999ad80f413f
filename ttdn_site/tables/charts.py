"""Charts of a plan: static bars with a title, a description and the same figures as a table.

A bar is an SVG whose shape scales while labels and figures stay text of the page, so that nothing shrinks on a phone
and everything is selected, translated and read aloud as text. No inline style: a strict style-src allows none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from ttdn_site.locales.collation import sort_key
from ttdn_site.locales.formats import year_range
from ttdn_site.locales.numbers import percent
from ttdn_site.plans.model import ColumnKind, Phase, Role, TaskStatus
from ttdn_site.tables.edition import Phrase
from ttdn_site.tables.figures import Figures
from ttdn_site.tables.html import phrase_html, separator
from ttdn_site.tables.view import BudgetRow, PlanView, TaskRow

MOST_BARS = 10
MOST_TASKS = 60
_COLOURS = {Phase.PLANNED: "c1", Phase.AMENDED: "c2", Phase.ACTUAL: "c4"}
_STATUS_COLOURS = {
    TaskStatus.NOT_STATED: "c1",
    TaskStatus.NOT_STARTED: "c4",
    TaskStatus.IN_PROGRESS: "c2",
    TaskStatus.DONE: "c1",
    TaskStatus.CANCELLED: "c3",
}
_LATE = "c3"


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled amount; `series` names its phase where there are several. parts: texts by year, for the table."""

    label: Phrase
    value: Decimal
    text: str
    colour: str = "c1"
    series: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit. id: unique on the page; share: whether the bars are parts of one whole.

    years: the heads over the parts of each bar.
    """

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    share: bool = False
    years: tuple[Phrase, ...] = ()


def charts(view: PlanView) -> tuple[Chart, ...]:
    """The charts that a plan's figures allow, each with at least two bars."""
    if not view.columns or not view.rows:
        return ()
    found = (_by_year(view), _by_group(view), _by_lead(view))
    return tuple(chart for chart in found if len(chart.bars) > 1)


def _printed(view: PlanView) -> str:
    return view.edition.say("Figures as printed in the document. Unit: {unit}.", unit=view.unit)


def _by_year(view: PlanView) -> Chart:
    """The years as the grand total prints them, else as the lines add up; phases side by side, never summed."""
    figures = Figures(view.edition.language)
    grand = next((row for row in view.rows if row.kind == "grand_total"), None)
    tops = [row for row in view.rows if row.kind == "line" and not row.parent]
    phases = {column.phase for column in view.columns if column.kind is ColumnKind.YEAR}
    bars: list[Bar] = []
    for position, column in enumerate(view.columns):
        if column.kind is not ColumnKind.YEAR:
            continue
        value = grand.amounts[position].quantity if grand else _sum(row.amounts[position].quantity for row in tops)
        if value is not None:
            series = column.phase_text if len(phases) > 1 else ""
            bars.append(Bar(column.title, value, figures.write(value), _COLOURS[column.phase], series))
    return Chart("by-year", view.edition.say("Funding by year"), _printed(view), tuple(bars))


def _by_group(view: PlanView) -> Chart:
    """The top lines; the table beside the bars tells them year by year."""
    figures = Figures(view.edition.language)
    bars: list[Bar] = []
    years = [
        position
        for position, column in enumerate(view.columns)
        if column.kind is ColumnKind.YEAR and column.phase is Phase.PLANNED
    ]
    for row in view.rows:
        if row.kind == "line" and not row.parent and (value := _total(view, row)) is not None:
            label = Phrase(f"{row.number}. {row.title.text}" if row.number else row.title.text, row.title.lang)
            parts = tuple(row.texts[position] for position in years)
            bars.append(Bar(label, value, figures.write(value), parts=parts))
    title = view.edition.say("Funding by group of tasks")
    heads = tuple(view.columns[position].title for position in years)
    return Chart("by-group", title, _printed(view), _largest(view, bars), share=True, years=heads)


def _by_lead(view: PlanView) -> Chart:
    """The highest lines that name a lead body count, each once under all its lead bodies together."""
    edition = view.edition
    figures = Figures(edition.language)
    by = separator(edition)
    led: set[str] = set()
    sums: dict[str, Decimal] = {}
    for row in view.rows:
        if row.kind != "line":
            continue
        if row.parent in led:
            led.add(row.id)
            continue
        names = [name.text for entry in row.roles if entry.role is Role.LEAD for name in entry.names]
        if not names:
            continue
        led.add(row.id)
        value = _total(view, row)
        if value is not None and value:
            label = by.join(names)
            sums[label] = sums.get(label, Decimal(0)) + value
    order = sorted(sums, key=lambda label: (-sums[label], sort_key(label, edition.language)))
    bars = [Bar(Phrase(label), sums[label], figures.write(sums[label])) for label in order]
    if len(bars) > MOST_BARS:
        rest = sum((bar.value for bar in bars[MOST_BARS - 1 :]), Decimal(0))
        other = Phrase(edition.say("Other agencies together"))
        bars = [*bars[: MOST_BARS - 1], Bar(other, rest, figures.write(rest), "c4")]
    described = edition.say(
        "Each line counts once, with all the agencies that lead it jointly. Unit: {unit}.", unit=view.unit
    )
    return Chart("by-lead", edition.say("Funding by lead agency"), described, tuple(bars), share=True)


def _largest(view: PlanView, bars: list[Bar]) -> tuple[Bar, ...]:
    """Groups in document order while they are few, else the largest."""
    if len(bars) <= 2 * MOST_BARS:
        return tuple(bars)
    order = sorted(bars, key=lambda bar: (-bar.value, sort_key(bar.label.text, view.edition.language)))
    return tuple(order[: 2 * MOST_BARS])


def _total(view: PlanView, row: BudgetRow) -> Decimal | None:
    """What a line costs in all: its planned column of totals, else (where it is left blank) its years added up."""
    planned = [
        (column.kind, row.amounts[position].value)
        for position, column in enumerate(view.columns)
        if column.phase is Phase.PLANNED
    ]
    totals = [value for kind, value in planned if kind is ColumnKind.TOTAL and value is not None]
    return totals[-1] if totals else _sum(value for kind, value in planned if kind is ColumnKind.YEAR)


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated else None


def chart_html(chart: Chart, view: PlanView) -> str:
    """The bars, hidden from those who hear the page, and the table that tells them the same."""
    edition = view.edition
    longest = max((bar.value for bar in chart.bars), default=Decimal(0))
    whole = sum((bar.value for bar in chart.bars), Decimal(0))
    names = (*(year.text for year in chart.years), view.unit)
    bars: list[str] = []
    rows: list[str] = []
    for bar in chart.bars:
        width = _part(bar.value, longest, 1000)
        series = f' <small class="unit">{escape(bar.series)}</small>' if bar.series else ""
        label = phrase_html(bar.label, edition) + series
        bars.append(
            f'<div class="bar"><span class="label">{label}</span>'
            f'<svg viewBox="0 0 1000 14" preserveAspectRatio="none" focusable="false"><title>{escape(bar.text)}</title>'
            '<rect class="track" width="1000" height="14"/>'
            f'<rect class="{bar.colour}" width="{width}" height="14"/></svg>'
            f'<span class="value">{escape(bar.text)}</span></div>'
        )
        share = ""
        if chart.share:
            ratio = (bar.value / whole).quantize(Decimal("0.001"), ROUND_HALF_UP) if whole else Decimal(0)
            named = escape(edition.say("Share"))
            share = f'<td class="num" data-label="{named}">{percent(ratio, edition.language)}</td>'
        told = "".join(
            f'<td class="num" data-label="{escape(name)}">{escape(part)}</td>'
            for name, part in zip(names, (*bar.parts, bar.text), strict=True)
        )
        rows.append(f'<tr><th scope="row">{label}</th>{told}{share}</tr>')
    share_head = f'<th scope="col" class="num">{escape(edition.say("Share"))}</th>' if chart.share else ""
    years = "".join(f'<th scope="col" class="num">{phrase_html(year, edition)}</th>' for year in chart.years)
    head = f'<tr><td></td>{years}<th scope="col" class="num">{escape(view.unit)}</th>{share_head}</tr>'
    return _figure(
        chart.id,
        chart.title,
        chart.description,
        f'<div class="bars" aria-hidden="true">{"".join(bars)}</div>',
        f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody>",
        view,
    )


def _figure(id: str, title: str, description: str, picture: str, table: str, view: PlanView) -> str:
    say = view.edition.say
    return (
        f'<figure class="chart" role="group" aria-labelledby="chart-{id}" aria-describedby="chart-{id}-about">'
        f'<h3 id="chart-{id}">{escape(title)}</h3><p id="chart-{id}-about">{escape(description)}</p>{picture}'
        f'<details><summary>{escape(say("Figures as a table"))}<span class="vh">: {escape(title)}</span></summary>'
        f'<table class="data plain stacked"><caption class="vh">{escape(title)}</caption>{table}</table>'
        "</details></figure>\n"
    )


def _part(value: Decimal, whole: Decimal, size: int) -> int:
    if whole <= 0 or value <= 0:
        return 0
    return int((value * size / whole).to_integral_value(ROUND_HALF_UP))


def timeline_html(view: PlanView) -> str:
    """When tasks are done, with their status; empty when fewer than two tasks say when. Groups stand in for many."""
    rows = [row for row in view.task_rows if row.years and row.kind == "task"]
    if len(rows) < 2 or len({row.years for row in rows}) < 2:
        return ""
    rows = rows[:MOST_TASKS] if len(rows) > MOST_TASKS else rows
    edition = view.edition
    first = min(view.plan.period[0], *(row.years[0] for row in rows))
    last = max(view.plan.period[1], *(row.years[-1] for row in rows))
    months = (last - first + 1) * 12
    titles = [escape(edition.say(word)) for word in ("Schedule", "Task status")]
    bars: list[str] = []
    lines: list[str] = []
    for row in rows:
        start, length = _span(row, view, first)
        colour = _LATE if row.late else _STATUS_COLOURS[row.status]
        told = " · ".join(part for part in (row.schedule.text, _status(row)) if part)
        title = f"{row.number} {row.title.text}".strip()
        shown = phrase_html(Phrase(title, row.title.lang), edition)
        bars.append(
            f'<div class="bar"><span class="label">{shown} <small class="unit">{escape(told)}</small></span>'
            f'<svg viewBox="0 0 {months} 14" preserveAspectRatio="none" focusable="false"><title>{escape(told)}</title>'
            f'<rect class="track" width="{months}" height="14"/>{_years(months)}'
            f'<rect class="{colour}" x="{start}" width="{length}" height="14"/></svg></div>'
        )
        lines.append(
            f'<tr><th scope="row">{shown}</th>'
            f'<td data-label="{titles[0]}">{phrase_html(row.schedule, edition)}</td>'
            f'<td data-label="{titles[1]}">{escape(row.status_text)}</td></tr>'
        )
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    years = year_range(first, last, edition.language)
    return _figure(
        "timeline",
        edition.say("Timeline of tasks"),
        edition.say("The bars run over {years}; the status stands beside each task.", years=years),
        f'<div class="bars" aria-hidden="true">{"".join(bars)}</div>',
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>",
        view,
    )


def _status(row: TaskRow) -> str:
    return "" if row.status is TaskStatus.NOT_STATED else row.status_text


def _years(months: int) -> str:
    return "".join(f'<rect class="tick" x="{month}" width=".25" height="14"/>' for month in range(12, months, 12))


def _span(row: TaskRow, view: PlanView, first: int) -> tuple[int, int]:
    """First month and number of months, counted from January of the first year."""
    task = next(task for task in view.plan.tasks if task.id == row.id)
    schedule = task.schedule
    if schedule is None or schedule.start is None or schedule.end is None:
        return 0, 0
    start = (schedule.start.first.year - first) * 12 + schedule.start.first.month - 1
    end = (schedule.end.last.year - first) * 12 + schedule.end.last.month
    return start, max(end - start, 1)
