"""Plans and the agency register of a project: read, audited and admitted like every other content.

A plan that is a draft is audited too, but exists for nobody outside a preview. What a plan acknowledges stays in every
report as a note; only what nobody acknowledged can stop a build.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
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
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import DATA_LIMIT, clean

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
NO_SUCH_VERSION = declare(
    "TB004",
    Severity.ERROR,
    "There is no plan “{id}”, which “previous” names",
    "Write the name of the earlier plan's file in docs/data/plans/, or take the line out",
    wrong="previous: ke-hoach-2024 (no such file)",
    right="previous: ke-hoach-2024-2026",
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
    known: list[str] = []
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
        known.append(plan.id)
        if preview or plan.status is not PlanStatus.DRAFT:
            plans.append(PublishedPlan(plan, findings))
    plans.sort(key=lambda published: published.plan.id)
    return PlanData(tuple(plans), register, tuple(sorted(known))), problems


def reported(finding: Finding) -> Problem:
    """A finding as a problem of the run; an acknowledged one is a note."""
    entry = finding.acknowledgement
    if entry is None:
        return to_problem(finding)
    return problem(
        ACKNOWLEDGED,
        finding.at,
        code=finding.code.id,
        row=finding.row,
        reason=entry.reason,
    )


def check_references(site: Site, known: tuple[str, ...]) -> list[Problem]:
    """Documents and earlier versions that plans name and that do not exist. known: ids of all plans, drafts too."""
    documents = [item.key.partition("/")[2] for item in site.library.items if item.type.name == "document"]
    problems: list[Problem] = []
    for published in site.plans:
        plan = published.plan
        for entry in (*plan.document.legal_bases, *plan.document.replaces, *plan.document.amends):
            if entry.document and entry.document not in documents:
                near = difflib.get_close_matches(entry.document, documents, n=1, cutoff=0.3) or ["…"]
                problems.append(problem(NO_SUCH_DOCUMENT, entry.at, document=entry.document, suggestion=near[0]))
        if plan.previous and plan.previous not in known:
            problems.append(problem(NO_SUCH_VERSION, plan.at, id=plan.previous))
    return problems


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
