"""What stands on a plan's page below its title: particulars, charts, tables with their filters and notes, files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ttdn_site.collector import paused
from ttdn_site.locales import formats
from ttdn_site.locales.collation import sort_key
from ttdn_site.locales.numbers import number
from ttdn_site.markup.links import relative_url
from ttdn_site.pages.plans import title_of
from ttdn_site.pages.site import PublishedPlan, Site
from ttdn_site.pages.views import Fact, Heading, Link, PageView
from ttdn_site.plans.model import Role, TaskStatus
from ttdn_site.plans.versions import latest
from ttdn_site.tables.charts import chart_html, charts, timeline_html
from ttdn_site.tables.downloads import Download, Shared, downloads
from ttdn_site.tables.edition import Edition, Phrase
from ttdn_site.tables.html import budget_table, footnote_list, separator, task_table
from ttdn_site.tables.localize import localize
from ttdn_site.tables.view import BudgetRow, Headline, PlanView, ReferenceView, TaskRow
from ttdn_site.tables.words import STATUSES

# A table of fewer rows is taken in at a glance.
FILTERED_FROM = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter: the value rows carry, and its words."""

    value: str
    title: Phrase


@dataclass(frozen=True, slots=True)
class Filter:
    """A labelled list of options. name: `bodies`, `group`, `year` or `status`."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table with what belongs to it. table, notes: finished HTML. filters are empty for a short table.

    coordinated: whether it names coordinating agencies beside others, which phones fold away.
    """

    id: str
    title: str
    table: str
    notes: str
    filters: tuple[Filter, ...]
    rows: int
    coordinated: bool = False


@dataclass(frozen=True, slots=True)
class PlanSections:
    """The parts of a plan's page, in the words of its language. charts, timeline: finished HTML."""

    historical: str
    headlines: tuple[Headline, ...]
    charts: tuple[str, ...]
    tables: tuple[TablePart, ...]
    timeline: str
    progress: tuple[Fact, ...]
    as_of: str
    bodies: tuple[tuple[str, Phrase, tuple[Phrase, ...]], ...]
    references: tuple[tuple[str, tuple[Link, ...]], ...]
    deadlines: tuple[tuple[str, Phrase], ...]
    notes: tuple[Phrase, ...]
    attachments: tuple[Link, ...]
    versions: tuple[tuple[str, Link], ...]


def edition_of(site: Site, segment: str) -> Edition:
    languages = site.project.languages
    return Edition(languages[segment], languages, site.voices[segment].translator, site.clock.date())


def localized(site: Site, published: PublishedPlan, segment: str, fallback: str = "") -> PlanView:
    """The plan in a language of the site."""
    return localize(published.plan, site.register, published.findings, edition_of(site, segment), fallback)


def plan_page(site: Site, view: PageView, shared: Shared | None = None) -> PageView:
    """The page of a plan with everything on it. `extra["plan"]`: its sections; `extra["files"]`: its downloads.

    shared: what its files have in common with those of its pages in other languages.
    """
    published = site.plan(view.key.rpartition("/")[2])
    if published is None:
        return view
    with paused():
        return _plan_page(site, view, localized(site, published, view.segment), shared)


def _plan_page(site: Site, view: PageView, plan: PlanView, shared: Shared | None) -> PageView:
    files = downloads(plan, shared)
    sections = _sections(site, view, plan)
    partial = view.state == "translated" and _falls_back(plan)
    return replace(
        view,
        state="partial" if partial else view.state,
        record=_particulars(plan),
        headings=_headings(plan, sections),
        downloads=tuple(
            Link(one.path, one.path, label=one.format, summary=one.title, note=one.size, kind=one.media)
            for one in files
            if one.title
        ),
        extra={
            **view.extra,
            "plan": sections,
            "files": files,
            "search_text": _search_text(plan),
            "dataset": _dataset(plan),
        },
    )


def _falls_back(plan: PlanView) -> bool:
    """Whether a row or a note stands there in the original for want of a translation."""
    rows: tuple[BudgetRow | TaskRow, ...] = (*plan.rows, *plan.task_rows)
    told = [phrase for row in rows for phrase in (row.title, row.note)]
    told += [phrase for row in plan.task_rows for phrase in (row.detail, row.schedule)]
    told += [note.note for row in plan.task_rows for note in row.progress]
    return any(phrase.lang for phrase in (*told, *plan.notes))


def _dataset(plan: PlanView) -> dict[str, object]:
    """What a catalogue of data sets asks for."""
    columns = tuple(
        (column.id, " / ".join(part.text for part in (*column.over, column.title)), column.unit)
        for column in plan.columns
    )
    return {"years": plan.plan.period, "place": plan.place.text, "variables": columns}


def files_of(view: PageView) -> tuple[Download, ...]:
    """The files that belong to a page; addresses are relative to it."""
    found: tuple[Download, ...] = view.extra.get("files", ())
    return found


def light(view: PageView) -> PageView:
    """The view without what only its own page needs: a large plan must not stay in memory until the end."""
    if "files" not in view.extra:
        return view
    return replace(view, extra={key: value for key, value in view.extra.items() if key not in ("plan", "files")})


def _sections(site: Site, view: PageView, plan: PlanView) -> PlanSections:
    say = plan.edition.say
    historical = "Historical document of {place} Province, published with the figures as printed."
    base = "../" * view.url.count("/")
    references = (
        (say("Legal bases"), _links(site, view, plan.legal_bases)),
        (say("Replaces"), _links(site, view, plan.replaces)),
        (say("Amends"), _links(site, view, plan.amends)),
    )
    return PlanSections(
        historical=say(historical, place=plan.place.text) if plan.plan.historical else "",
        headlines=plan.headlines,
        charts=tuple(chart_html(chart, plan) for chart in charts(plan)),
        tables=tuple(_tables(plan)),
        timeline=timeline_html(plan),
        progress=_progress(plan),
        as_of=say("As of {date}", date=formats.date(plan.edition.today, plan.edition.language)),
        bodies=tuple((body.id, body.name, body.now) for body in plan.bodies if body.now),
        references=tuple((title, links) for title, links in references if links),
        deadlines=plan.deadlines,
        notes=plan.notes,
        attachments=tuple(
            Link(title.text, f"{base}assets/{file}", lang=title.lang, label=file.rpartition(".")[2].upper())
            for file, title in plan.attachments
        ),
        versions=tuple(_versions(site, view, plan)),
    )


def _versions(site: Site, view: PageView, plan: PlanView) -> Iterable[tuple[str, Link]]:
    """The version before and the one after, where they are published, and the latest where that is another one."""
    every = [published.plan for published in site.plans]
    following = next((other.id for other in every if other.previous == plan.plan.id), "")
    newest = latest(every, plan.plan.id)
    wanted = [("Previous version", plan.plan.previous), ("Next version", following)]
    if newest not in (plan.plan.id, following):
        wanted.append(("Latest version", newest))
    for label, id in wanted:
        other = site.plan(id) if id else None
        if other is not None:
            title, lang = title_of(site, other.plan, view.segment)
            number = other.plan.document.number
            url = relative_url(view.url, site.url(f"plans/{id}", view.segment))
            yield plan.edition.say(label), Link(title, url, lang=lang, note=number)


def _tables(plan: PlanView) -> Iterable[TablePart]:
    say = plan.edition.say
    budget = budget_table(plan)
    if budget:
        shown = {row.id for row in plan.rows}
        notes = footnote_list((note for note in plan.footnotes if note.row in shown), plan.edition)
        filters = _filters(plan, plan.rows, years=True)
        folded = _coordinated(plan.row_roles)
        yield TablePart("budget", say("Budget"), budget, notes, filters, len(plan.rows), folded)
    if plan.task_rows:
        lines = {row.id for row in plan.rows}
        own = (note for note in plan.footnotes if note.row not in lines)
        notes = footnote_list(own, plan.edition, prefix="t-")
        rows = plan.task_rows
        filters = _filters(plan, rows, years=False)
        folded = _coordinated(plan.task_roles)
        yield TablePart("tasks", say("Tasks"), task_table(plan), notes, filters, len(rows), folded)


def _coordinated(roles: tuple[Role, ...]) -> bool:
    return Role.COORDINATE in roles and len(roles) > 1


def _filters(plan: PlanView, rows: tuple[BudgetRow, ...] | tuple[TaskRow, ...], *, years: bool) -> tuple[Filter, ...]:
    if len(rows) < FILTERED_FROM:
        return ()
    edition = plan.edition
    named = {body.id: body.name for row in rows for entry in row.roles for body in entry.bodies}
    bodies = sorted(named, key=lambda id: (sort_key(named[id].text, edition.language), id))
    groups = [row for row in rows if row.level == 1 and row.has_parts]
    if years:
        told = sorted({column.year for column in plan.columns if column.year})
    else:
        told = sorted({year for row in rows if isinstance(row, TaskRow) for year in row.years})
    statuses = [
        status
        for status in TaskStatus
        if any(isinstance(row, TaskRow) and row.kind == "task" and row.status is status for row in rows)
    ]
    found = (
        Filter("bodies", edition.say("Agency"), tuple(Choice(id, named[id]) for id in bodies)),
        Filter(
            "group",
            edition.say("Group"),
            tuple(Choice(row.id, Phrase(f"{row.number} {row.title.text}".strip(), row.title.lang)) for row in groups),
        ),
        Filter(
            "year",
            edition.say("Year"),
            tuple(Choice(str(year), Phrase(formats.year(year, edition.language))) for year in told),
        ),
        Filter(
            "status",
            edition.say("Task status"),
            tuple(Choice(status.value, Phrase(edition.say(STATUSES[status]))) for status in statuses),
        ),
    )
    return tuple(one for one in found if len(one.choices) > 1)


def _particulars(plan: PlanView) -> tuple[Fact, ...]:
    say = plan.edition.say
    document = plan.plan.document
    facts: list[Fact] = []
    if document.number:
        facts.append(Fact(say("Number and symbol"), document.number))
    facts.append(Fact(say("Kind"), plan.document_kind))
    if plan.document_title.text and plan.document_title.text != plan.title.text:
        facts.append(Fact(say("Document"), plan.document_title.text, lang=plan.document_title.lang))
    if plan.document_date and document.date is not None:
        iso = document.date.first.isoformat() if document.date.day else ""
        facts.append(Fact(say("Date of issue"), plan.document_date, iso=iso))
    if plan.issuer is not None:
        by = separator(plan.edition)
        now = by.join(name.text for name in plan.issuer.now)
        note = say("now: {names}", names=now) if now else ""
        facts.append(Fact(say("Issued by"), plan.issuer.name.text, lang=plan.issuer.name.lang, note=note))
    if document.signer:
        facts.append(Fact(say("Signed by"), document.signer, lang=plan.edition.foreign(" ", plan.plan.language).lang))
    if plan.period:
        facts.append(Fact(say("Period"), plan.period))
    facts.append(Fact(say("Status"), plan.status))
    if plan.plan.version > 1:
        facts.append(Fact(say("Version"), number(plan.plan.version, plan.edition.language)))
    return tuple(facts)


def _progress(plan: PlanView) -> tuple[Fact, ...]:
    count = plan.progress
    if count is None:
        return ()
    say = plan.edition.say
    figures = (
        ("Tasks done", count.done),
        ("Tasks late", count.late),
        ("Tasks due or under way", count.due),
        ("Tasks to come", count.coming),
    )
    return tuple(Fact(say(label), number(value, plan.edition.language)) for label, value in figures)


def _links(site: Site, view: PageView, entries: Iterable[ReferenceView]) -> tuple[Link, ...]:
    """Documents as links into the site's register: by the id given, else by number and symbol."""
    by_number = {str(item.shared["number"]): item for item in site.of_type("document") if item.shared.get("number")}
    links: list[Link] = []
    for entry in entries:
        item = site.by_key.get(f"documents/{entry.document}") if entry.document else by_number.get(entry.number)
        url = relative_url(view.url, site.url(item.key, view.segment)) if item is not None else ""
        links.append(
            Link(
                " ".join(part for part in (entry.kind, entry.number) if part),
                url,
                date_text=entry.date,
                summary=entry.title.text,
                summary_lang=entry.title.lang,
            )
        )
    return tuple(links)


def _headings(plan: PlanView, sections: PlanSections) -> tuple[Heading, ...]:
    say = plan.edition.say
    found = [(part.id, part.title) for part in sections.tables]
    if sections.timeline:
        found.append(("timeline", say("Timeline of tasks")))
    if sections.bodies:
        found.append(("agencies", say("Agencies named in this plan")))
    if sections.references:
        found.append(("references", sections.references[0][0]))
    found += [
        (id, say(title))
        for id, title, present in (
            ("deadlines", "Reporting deadlines", sections.deadlines),
            ("notes", "Notes of the document", sections.notes),
        )
        if present
    ]
    found.append(("downloads", say("Downloads")))
    return tuple(Heading(2, id, title) for id, title in found)


def _search_text(plan: PlanView) -> str:
    """What search finds the page by: every title and body of it."""
    rows: tuple[BudgetRow | TaskRow, ...] = (*plan.rows, *plan.task_rows)
    own = (row.title.text for row in rows if not row.title.lang)
    return " ".join(dict.fromkeys((*own, *(body.name.text for body in plan.bodies), plan.document_title.text)))
