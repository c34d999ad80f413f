"""Reading a plan file (`docs/data/plans/*.yml`): text in, plan and problems out."""

from __future__ import annotations

import datetime as dt
import enum
import re
from pathlib import PurePosixPath

from ttdn_site.collector import paused
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames
from ttdn_site.plans.columns import read_columns, read_unit
from ttdn_site.plans.model import (
    Acknowledgement,
    Attachment,
    Deadline,
    DocumentReference,
    NumberStyle,
    Plan,
    PlanDocument,
    PlanStatus,
)
from ttdn_site.plans.reader import NOT_MAPPING, Fields, Reading, nearest
from ttdn_site.plans.responsibility import NO_SUCH_BODY
from ttdn_site.plans.rows import Rows
from ttdn_site.plans.task_rows import TaskRows
from ttdn_site.plans.text import EMPTY
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem
from ttdn_site.source.yamlnodes import Mapping, parse_yaml

NOTHING = declare(
    "PL020",
    Severity.ERROR,
    "The plan file is empty",
    "Start from “ttdn plan import”, or copy a plan that is already published",
    wrong="(an empty file)",
    right="id: dien-bien-2018-2020\ntitle: …",
)
ID_IS_NOT_NAME = declare(
    "PL021",
    Severity.ERROR,
    "The plan's id “{id}” is not the name of its file “{name}”",
    "Give both the same name; pages and downloads are found by it",
    wrong="id: plan-1",
    right="id: dien-bien-2018-2020",
)
PERIOD_BACKWARDS = declare(
    "PL022",
    Severity.ERROR,
    "The period ends ({to}) before it begins ({start})",
    "Write the first year under “from” and the last one under “to”",
    wrong="period: {from: 2020, to: 2018}",
    right="period: {from: 2018, to: 2020}",
)
UNKNOWN_PLACE = declare(
    "PL024",
    Severity.ERROR,
    "There is no place “{id}” in the agency register",
    "Did you mean “{suggestion}”?",
    wrong="place: dienbien",
    right="place: dien-bien",
)
NUMBER_HAS_SPACE = declare(
    "PL025",
    Severity.ERROR,
    "The document number “{number}” holds a space",
    "Write number and symbol without spaces, as Decree 30/2020/NĐ-CP asks",
    wrong="number: 93 /KH-UBND",
    right="number: 93/KH-UBND",
)
NOT_A_YEARLY_DAY = declare(
    "PL026",
    Severity.ERROR,
    "“{value}” is not a day of the year",
    "Write month-day, for example 11-15",
    wrong='yearly: "15/11"',
    right='yearly: "11-15"',
)
DEADLINE_WITHOUT_DAY = declare(
    "PL027",
    Severity.ERROR,
    "The deadline “{id}” has no day",
    "Add “date” for one day, or “yearly” for a day in every year",
    wrong="- {id: report, title: Báo cáo}",
    right='- {id: report, title: Báo cáo, yearly: "11-15"}',
)
UNKNOWN_ROW = declare(
    "PL028",
    Severity.ERROR,
    "There is no row “{id}” in this plan",
    "Did you mean “{suggestion}”?",
    wrong='rows: ["I-2"]',
    right='rows: ["I.2"]',
)

_PLAN_KEYS = (
    "id", "language", "title", "summary", "place", "historical", "status", "version", "previous", "document", "source",
    "period", "unit", "number_style", "columns", "tasks", "tasks_from_lines", "lines", "totals", "stated_totals",
    "deadlines", "notes", "acknowledged",
)  # fmt: skip
_DOCUMENT_KEYS = (
    "number", "kind", "date", "issuer", "title", "signer", "legal_bases", "replaces", "amends", "attachments",
)  # fmt: skip
_YEARLY = re.compile(r"(\d{2})-(\d{2})\Z")


class DocumentKind(enum.Enum):
    """The kinds of document a plan may be or refer to; their names are in the catalogs."""

    DECISION = "decision"
    PLAN = "plan"
    SCHEME = "scheme"
    PROGRAMME = "programme"
    RESOLUTION = "resolution"
    LAW = "law"
    DECREE = "decree"
    CIRCULAR = "circular"
    DIRECTIVE = "directive"
    CONCLUSION = "conclusion"
    NOTICE = "notice"
    SUBMISSION = "submission"
    OFFICIAL_LETTER = "official_letter"
    OTHER = "other"


def load_plan(
    text: str,
    path: str,
    register: AgencyRegister,
    languages: tuple[str, ...] = ("vi", "en", "zh", "ja"),
) -> tuple[Plan | None, list[Problem]]:
    """Read one plan.

    path: the file's path below the project; its stem is the plan's id. languages: segments of the site, the first
    being the one in which documents are written unless a plan says otherwise. The plan is None only when the file is
    not a mapping at all; otherwise whatever can be read is there, beside every problem of the file.
    """
    # The nodes are gone when this returns, so that the collector never walks over them.
    with paused():
        return _load(text, path, register, languages)


def _load(
    text: str, path: str, register: AgencyRegister, languages: tuple[str, ...]
) -> tuple[Plan | None, list[Problem]]:
    node, problems = parse_yaml(text, path)
    if not isinstance(node, Mapping):
        if not problems:
            at = Location(path, 1, 1) if node is None else node.at
            problems.append(problem(NOTHING, at) if node is None else problem(NOT_MAPPING, at, key=path))
        return None, ordered(problems)
    reading = Reading(languages, languages[0])
    reading.problems.extend(problems)
    plan = _plan(Fields(reading, node, PurePosixPath(path).name, _PLAN_KEYS), path, register)
    return plan, ordered(reading.problems)


def _plan(fields: Fields, path: str, register: AgencyRegister) -> Plan:
    reading = fields.reading
    language = fields.text("language")
    if language in reading.languages:
        reading.language = language
    id = fields.id()
    stem = PurePosixPath(path).stem
    if id and id != stem:
        reading.report(problem(ID_IS_NOT_NAME, fields.at_of("id"), id=id, name=stem))
    document = _document(fields, register)
    place = _place(fields, register)
    style = fields.choice("number_style", NumberStyle, NumberStyle.DOT) if fields.has("number_style") else None
    columns = read_columns(fields)
    period = _period(fields)
    # Without a date the bodies are those of the period's first year.
    day = document.date.last if document.date is not None else dt.date(period[0] or 1, 12, 31)
    names = AgencyNames(register, place, day)
    lines = Rows(reading, columns, style, names, register)
    lines.read(fields)
    tasks = TaskRows(reading, names, register, lines)
    task_rows = tasks.read(fields)
    return Plan(
        id=id or stem,
        path=path,
        language=reading.language,
        title=fields.local_text("title", required=True),
        place=place,
        historical=fields.truth("historical"),
        status=fields.choice("status", PlanStatus, PlanStatus.DRAFT) or PlanStatus.DRAFT,
        document=document,
        source=fields.local_text("source"),
        period=period,
        unit=read_unit(fields),
        number_style=style,
        columns=columns,
        task_rows=task_rows,
        lines=lines.lines,
        totals=lines.totals,
        stated_totals=lines.stated_totals(fields),
        deadlines=_deadlines(fields),
        acknowledgements=_acknowledgements(fields, lines, tasks),
        at=fields.at,
        summary=fields.local_text("summary"),
        notes=tuple(note for node in fields.items("notes") if (note := reading.local_text(node, "notes"))),
        version=fields.whole("version", 1) or 1,
        previous=fields.id("previous", required=False),
        tasks_from_lines=fields.truth("tasks_from_lines"),
    )


def _place(fields: Fields, register: AgencyRegister) -> str:
    place = fields.text("place", required=True)
    if place and register.places and register.place(place) is None:
        known = tuple(known.id for known in register.places)
        at = fields.at_of("place")
        fields.reading.report(problem(UNKNOWN_PLACE, at, id=place, suggestion=nearest(place, known)))
    return place


def _period(fields: Fields) -> tuple[int, int]:
    period = fields.mapping("period", ("from", "to"), required=True)
    if period is None:
        return (0, 0)
    start = period.whole("from", 0, required=True) or 0
    end = period.whole("to", start, required=True) or start
    if end < start:
        fields.reading.report(problem(PERIOD_BACKWARDS, period.at, start=start, to=end))
        return (end, start)
    return (start, end)


def _document(fields: Fields, register: AgencyRegister) -> PlanDocument:
    document = fields.mapping("document", _DOCUMENT_KEYS, required=True)
    if document is None:
        return PlanDocument("", "other", None, "", EMPTY, "", (), (), (), (), fields.at)
    number = document.text("number")
    if " " in number:
        fields.reading.report(problem(NUMBER_HAS_SPACE, document.at_of("number"), number=number))
    issuer = document.text("issuer", required=True)
    if issuer and issuer not in register:
        known = tuple(agency.id for agency in register.agencies)
        at = document.at_of("issuer")
        fields.reading.report(problem(NO_SUCH_BODY, at, id=issuer, suggestion=nearest(issuer, known)))
    return PlanDocument(
        number=number,
        kind=(document.choice("kind", DocumentKind) or DocumentKind.OTHER).value,
        date=document.partial_date("date"),
        issuer=issuer,
        title=document.local_text("title", required=True),
        signer=document.text("signer"),
        legal_bases=_references(document, "legal_bases"),
        replaces=_references(document, "replaces"),
        amends=_references(document, "amends"),
        attachments=_attachments(document),
        at=document.at,
    )


def _references(fields: Fields, key: str) -> tuple[DocumentReference, ...]:
    references: list[DocumentReference] = []
    for node in fields.items(key):
        entry = fields.reading.mapping(node, key, ("number", "kind", "date", "issuer", "title", "document"))
        if entry is not None:
            references.append(
                DocumentReference(
                    number=entry.text("number"),
                    kind=(entry.choice("kind", DocumentKind) or DocumentKind.OTHER).value,
                    date=entry.partial_date("date"),
                    issuer=entry.text("issuer"),
                    title=entry.local_text("title"),
                    document=entry.text("document"),
                    at=entry.at,
                )
            )
    return tuple(references)


def _attachments(fields: Fields) -> tuple[Attachment, ...]:
    attachments: list[Attachment] = []
    for node in fields.items("attachments"):
        entry = fields.reading.mapping(node, "attachments", ("file", "title"))
        if entry is not None:
            file = entry.text("file", required=True)
            attachments.append(Attachment(file, entry.local_text("title", required=True), entry.at))
    return tuple(attachments)


def _deadlines(fields: Fields) -> tuple[Deadline, ...]:
    deadlines: list[Deadline] = []
    for node in fields.items("deadlines"):
        entry = fields.reading.mapping(node, "deadlines", ("id", "date", "yearly", "title"))
        if entry is None:
            continue
        id = entry.id()
        date = entry.day("date")
        yearly = _yearly(entry)
        if date is None and yearly is None and not (entry.has("date") or entry.has("yearly")):
            fields.reading.report(problem(DEADLINE_WITHOUT_DAY, entry.at, id=id))
        deadlines.append(Deadline(id, date, yearly, entry.local_text("title", required=True), entry.at))
    return tuple(deadlines)


def _yearly(entry: Fields) -> tuple[int, int] | None:
    value = entry.text("yearly")
    if not value:
        return None
    match = _YEARLY.match(value)
    try:
        if match is not None:
            # A leap year, so that 29 February can be named.
            day = dt.date(2024, int(match[1]), int(match[2]))
            return day.month, day.day
    except ValueError:
        pass
    entry.reading.report(problem(NOT_A_YEARLY_DAY, entry.at_of("yearly"), value=value))
    return None


def _acknowledgements(fields: Fields, lines: Rows, tasks: TaskRows) -> tuple[Acknowledgement, ...]:
    known = (*lines.ids, *tasks.ids)
    found: list[Acknowledgement] = []
    for node in fields.items("acknowledged"):
        entry = fields.reading.mapping(
            node, "acknowledged", ("code", "rows", "column", "printed", "reason", "reader_note")
        )
        if entry is None:
            continue
        rows = entry.texts("rows")
        for id, at in rows:
            if id not in known:
                fields.reading.report(problem(UNKNOWN_ROW, at, id=id, suggestion=nearest(id, known)))
        found.append(
            Acknowledgement(
                code=entry.text("code", required=True),
                rows=tuple(id for id, _ in rows),
                column=entry.text("column"),
                printed=entry.text("printed"),
                reason=entry.text("reason", required=True),
                reader_note=entry.local_text("reader_note"),
                at=entry.at,
            )
        )
    return tuple(found)
