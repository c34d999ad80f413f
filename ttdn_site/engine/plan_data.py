"""Plans and the agency register of a project: read, audited and admitted like every other content.

A plan that is a draft is audited too, but exists for nobody outside a preview. What a plan acknowledges stays in every
report as a note; only what nobody acknowledged can stop a build.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.content.load import UNREADABLE
from ttdn_site.content.project import Project
from ttdn_site.content.scans import scan
from ttdn_site.pages.site import PublishedPlan, Site
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.audit.finding import Finding, to_problem
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan, PlanStatus
from ttdn_site.plans.versions import check_versions
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.tables.progress import count

AGENCIES = "agencies.yml"
FOLDER = "plans"

ACKNOWLEDGED = declare(
    "TB001",
    Severity.NOTE,
    "Acknowledged discrepancy {code} in row “{row}”: {reason}",
    "Nothing to do; the figures are published as printed",
    wrong="acknowledged: [{code: AU001, rows: [I.2], reason: …}]",
    right="(the entry removed, once an amended plan is published)",
)
NO_SUCH_ATTACHMENT = declare(
    "TB002",
    Severity.ERROR,
    "The attachment “{file}” does not exist in docs/assets/",
    "Put the file there, or correct the path",
    wrong="attachments: [{file: quyet-dinh.pdf, …}]",
    right="attachments: [{file: documents/281-qd-ubnd.pdf, …}]",
)

NO_SUCH_DOCUMENT = declare(
    "TB003",
    Severity.ERROR,
    "There is no document “{document}” in docs/data/documents/",
    "Did you mean “{suggestion}”? Without “document” the text is shown without a link",
    wrong="legal_bases: [{number: 72/2015/NĐ-CP, document: nd-72, …}]",
    right="legal_bases: [{number: 72/2015/NĐ-CP, document: nd-72-2015, …}]",
)

Reader = Callable[[Path], bytes]


@dataclass(frozen=True, slots=True)
class PlanData:
    """plans: those that may be seen, by id; known: the ids of all, drafts too."""

    plans: tuple[PublishedPlan, ...]
    register: AgencyRegister
    known: tuple[str, ...]


def load_plans(project: Project, read: Reader, *, preview: bool) -> tuple[PlanData, list[Problem]]:
    """All plans of a project with their problems. Without a register every body is unknown, and said to be so."""
    data = project.docs / "data"
    segments = project.languages.segments
    register = AgencyRegister()
    problems: list[Problem] = []
    path = data / AGENCIES
    if path.is_file():
        text, problems = _text(project, path, read)
        if text is not None:
            register, found = load_agencies(text, project.relative(path), segments)
            problems += found
    plans: list[PublishedPlan] = []
    every: list[Plan] = []
    for path in sorted((data / FOLDER).glob("*.yml")):
        text, found = _text(project, path, read)
        problems += found
        if text is None:
            continue
        plan, found = load_plan(text, project.relative(path), register, segments)
        problems += found
        if plan is None:
            continue
        findings = audit(plan, register)
        problems += map(reported, findings)
        problems += _attachments(project, plan)
        every.append(plan)
        if preview or plan.status is not PlanStatus.DRAFT:
            plans.append(PublishedPlan(plan, findings))
    plans.sort(key=lambda published: published.plan.id)
    # Drafts are versions too: a mistake in their order is told before they go out.
    problems += check_versions(every)
    return PlanData(tuple(plans), register, tuple(sorted(plan.id for plan in every))), problems


def reported(finding: Finding) -> Problem:
    """A finding as a problem of the run; an acknowledged one is a note."""
    entry = finding.acknowledgement
    if entry is None:
        return to_problem(finding)
    named = dict(to_problem(finding).parameters)
    return problem(ACKNOWLEDGED, finding.at, **{**named, "code": finding.code.id, "reason": entry.reason})


def check_references(site: Site) -> list[Problem]:
    """Documents that plans name and that do not exist."""
    documents = [item.key.partition("/")[2] for item in site.library.items if item.type.name == "document"]
    problems: list[Problem] = []
    for published in site.plans:
        plan = published.plan
        for entry in (*plan.document.legal_bases, *plan.document.replaces, *plan.document.amends):
            if entry.document and entry.document not in documents:
                near = difflib.get_close_matches(entry.document, documents, n=1, cutoff=0.3) or ["…"]
                problems.append(problem(NO_SUCH_DOCUMENT, entry.at, document=entry.document, suggestion=near[0]))
    return problems


def changing_days(site: Site) -> Iterator[dt.date]:
    """The days to come on which pages of plans say something else: each day while a plan tells how its tasks stand,
    the days of reports dated ahead, and those after which a body is no longer itself."""
    today = site.clock.date()
    for published in site.plans:
        if count(published.plan, today) is not None:
            yield today + dt.timedelta(days=1)
        yield from (note.date for task in published.plan.tasks for note in task.progress if note.date > today)
    if site.plans:
        ends = (agency.valid_to.last for agency in site.register.agencies if agency.valid_to is not None)
        yield from (day + dt.timedelta(days=1) for day in ends if day >= today)


def attachments(plans: Iterable[PublishedPlan]) -> tuple[str, ...]:
    """Files below `docs/assets/` that public plans link to."""
    return tuple(sorted({one.file for published in plans for one in published.plan.document.attachments}))


def _attachments(project: Project, plan: Plan) -> list[Problem]:
    folder = project.docs / "assets"
    return [
        problem(NO_SUCH_ATTACHMENT, one.at, file=one.file)
        for one in plan.document.attachments
        if not (folder / one.file).resolve().is_relative_to(folder.resolve()) or not (folder / one.file).is_file()
    ]


def _text(project: Project, path: Path, read: Reader) -> tuple[str | None, list[Problem]]:
    shown = project.relative(path)
    try:
        data = read(path)
    except OSError as error:
        return None, [problem(UNREADABLE, Location(shown), reason=error.strerror or type(error).__name__)]
    text, problems = clean(data, shown, DATA_LIMIT)
    return text, problems + (scan(text, shown) if text is not None else [])
