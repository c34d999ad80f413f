"""Approval records: who let a text become public, when, and by which decision.

With `gate: record` an approved text is public only if a record in `approvals/` (beside `docs/`, never published) names
the very bytes of its file and of the files it shows. Any edit makes the record void. Each language has its own. Who may
approve what is configured (`approvers`); nobody approves what he or she wrote. With `gate: signed` each record carries
a signature of its approver, which whoever composes the site checks: this module knows of no program that can.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ttdn_site.content.approvers import Subject, approvers_of, may_approve, same_person, without_effect
from ttdn_site.content.fields import Field, read_fields
from ttdn_site.content.kinds import Context, Moment, Slug, Text
from ttdn_site.content.load import STRUCTURE
from ttdn_site.content.model import Item, Library
from ttdn_site.content.project import Project
from ttdn_site.content.types import ALL
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.source.yamlnodes import Mapping as MappingNode
from ttdn_site.source.yamlnodes import parse_yaml

NO_APPROVERS = declare(
    "AP001",
    Severity.ERROR,
    "Approval by record is asked for, but nobody may approve anything",
    "Name those who may under “approvers” of the plugin ttdn, each with “name” and, where limited, “sections”",
    wrong="- ttdn:\n    gate: record",
    right="- ttdn:\n    gate: record\n    approvers:\n      - {name: chanh-van-phong@laichau.gov.vn}",
)
NO_RECORD = declare(
    "AP002",
    Severity.WARNING,
    "This text is held back: its status is approved, but there is no record of the approval ({locale})",
    "Let an approver run “ttdn approve {path}”",
    wrong="status: approved (and nothing in approvals/)",
    right="status: approved (and a record in approvals/)",
)
VOID = declare(
    "AP003",
    Severity.WARNING,
    "This text is held back: it was changed after {approver} approved it, so the approval is void ({locale})",
    "Let an approver read the change and run “ttdn approve {path}”, or take the change back",
    wrong="a figure corrected after the approval",
    right="the corrected text approved again",
)
OWN_TEXT = declare(
    "AP004",
    Severity.ERROR,
    "{approver} is named as author and as approver of the same text",
    "Let somebody else who may approve it do so",
    wrong="author: a@laichau.gov.vn\napprover: a@laichau.gov.vn",
    right="author: a@laichau.gov.vn\napprover: b@laichau.gov.vn",
)
NOT_ALLOWED = declare(
    "AP005",
    Severity.ERROR,
    "{approver} may not approve texts of the section “{section}” in the language “{locale}”",
    "Let one of these approve it: {choices}; or have the list “approvers” in mkdocs.yml changed",
    wrong="an approver of the section news for a text of borders",
    right="an approver of the section borders",
)
BAD_SIGNATURE = declare(
    "AP006",
    Severity.ERROR,
    "The record is not signed by {approver}: {reason}",
    "Let the approver run “ttdn approve {path} --key …” again",
    wrong="a record that was changed after it was signed",
    right="the record as it was signed",
)
NAMES_NOTHING = declare(
    "AP007",
    Severity.WARNING,
    "The record approves {path} ({locale}), where there is no text",
    "Delete the record; it has no effect",
    wrong="a record of a file that was renamed",
    right="a record of a file that is there",
)
TWICE = declare(
    "AP008",
    Severity.ERROR,
    "There is already a record for {path} ({locale}): {other}",
    "Delete one of the two",
    wrong="two records of one text",
    right="one record for each text",
)
NOT_A_RECORD = declare(
    "AP009",
    Severity.ERROR,
    "The approval record cannot be read",
    "Write records with “ttdn approve”; a record has the keys {keys}",
    wrong="đã duyệt",
    right="path: docs/vi/news/ham-hoang-lien.md\nlocale: vi\n…",
)

SETTINGS_HELD = declare(
    "AP010",
    Severity.ERROR,
    "Every page shows what stands in this file, and {reason}",
    "Let an approver read the file and run “ttdn approve {path}”; nothing is published before that",
    wrong="the responsible person exchanged in site.yml, without an approval",
    right="site.yml as it was approved",
)
DATED_AHEAD = declare(
    "AP011",
    Severity.ERROR,
    "The approval is dated {moment}, which is later than the time this site is built for, {clock}",
    "Correct the date, or wait; a record written today counts as soon as SOURCE_DATE_EPOCH is not set to an older time",
    wrong='approved_at: "2062-01-05T08:00+07:00"',
    right='approved_at: "2026-01-05T08:00+07:00"',
)

FOLDER = "approvals"
"""Beside `mkdocs.yml`. It holds the records, their signatures (`.sig`) and `allowed_signers`."""
ALLOWED_SIGNERS = "allowed_signers"

RECORD = (
    Field("path", Text(200, "docs/vi/news/ham-hoang-lien.md"), "The file that is approved.", required=True),
    Field("locale", Slug("vi"), "The language that is approved.", required=True),
    Field("sha256", Text(64, "9f86d081…"), "Digest of the file and of what it shows.", required=True),
    Field("author", Text(120, "le-b@laichau.gov.vn"), "Who wrote the text.", required=True),
    Field("approver", Text(120, "nguyen-a@laichau.gov.vn"), "Who approved it.", required=True),
    Field("role", Text(120, "Chánh Văn phòng"), "The approver's office.", required=True),
    Field("approved_at", Moment(), "When it was approved, with the offset from UTC.", required=True),
    Field("reference", Text(120, "12/QĐ-UBND"), "Number of the decision.", required=True),
    Field("section", Slug("news"), "The section for which the approver acted."),
)

REASONS = (
    "no_record",
    "record_void",
    "approver_is_author",
    "approver_not_allowed",
    "signature_bad",
    "approved_later",
)
SETTINGS = (*STRUCTURE, "agencies.yml")
"""Files of `docs/data/` that have no page of their own and are shown on all or many."""

Reader = Callable[[Path], bytes]
# Record, signature (None: there is none), approver, time of approval → what is wrong, or an empty text.
Verifier = Callable[[bytes, bytes | None, str, dt.datetime], str]


@dataclass(frozen=True, slots=True)
class Approval:
    """One record. location: of its file; data: its bytes; signature: those beside it."""

    path: str
    locale: str
    sha256: str
    author: str
    approver: str
    role: str
    approved_at: dt.datetime
    reference: str
    section: str
    location: Location
    data: bytes
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class Approvals:
    """What the records say of a library: texts held back, by path and language, with one of `REASONS`.

    required: whether records count at all; with `gate: status` they do not.
    """

    required: bool = False
    allowed: frozenset[tuple[str, str]] = frozenset()
    held: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def reason(self, path: str, locale: str) -> str:
        """Why the text is held back; empty when it is not."""
        if not self.required or (path, locale) in self.allowed:
            return ""
        return self.held.get((path, locale), "no_record")


def judge(
    project: Project, library: Library, read: Reader, verify: Verifier, clock: dt.datetime, plans: Iterable[str] = ()
) -> tuple[Approvals, list[Problem]]:
    """What the records in `approvals/` say of every text with the status approved, of the plans' files and of settings.

    A text without a valid record is held back; settings cannot be, so without one nothing is published.
    """
    if project.gate == "status":
        return Approvals(), []
    records, problems = read_records(project, read)
    if not project.approvers:
        problems.append(problem(NO_APPROVERS, Location(project.relative(project.config_path))))
    problems += without_effect(project.approvers, sections_of(library), project.languages.segments)
    held: dict[tuple[str, str], str] = {}
    allowed: set[tuple[str, str]] = set()
    wanted = [
        subject_of(item, locale)
        for item in library.items
        for locale, text in item.texts.items()
        if text.values.get("status") == "approved"
    ]
    wanted += [plan_subject(project, path) for path in plans]
    for subject in (*wanted, *settings_subjects(project)):
        key = (subject.path, subject.locale)
        reason, complaint = _judge(project, subject, records.get(key), read, verify, clock)
        if complaint is None:
            allowed.add(key)
        elif subject.section == "settings" and reason in _MISSING:
            held[key] = reason
            problems.append(problem(SETTINGS_HELD, Location(subject.path), path=subject.path, reason=_MISSING[reason]))
        else:
            held[key] = reason
            problems.append(complaint)
    known = {(text.path, locale) for item in library.items for locale, text in item.texts.items()} | allowed | set(held)
    problems += [
        problem(NAMES_NOTHING, record.location, path=path, locale=locale)
        for (path, locale), record in records.items()
        if (path, locale) not in known
    ]
    return Approvals(True, frozenset(allowed), held), problems


def sections_of(library: Library) -> frozenset[str]:
    """What approvers may be limited to: sections, folders of content, plans and settings; none without sections."""
    if not library.sections:
        return frozenset()
    folders = {kind.folder for kind in ALL} | {_section(item) for item in library.items}
    return frozenset({section.slug for section in library.sections} | folders | {"plans", "settings"}) - {""}


def _section(item: Item) -> str:
    """The first part of the address; empty for the home page."""
    return item.key.partition("/")[0]


def subject_of(item: Item, locale: str) -> Subject:
    """A text of an item."""
    shared = item.shared
    shown = [name for name in (shared.get("file"), (shared.get("image") or {}).get("file")) if name]
    shown += [image["file"] for image in shared.get("images") or ()]
    return Subject(item.texts[locale].path, locale, _section(item), tuple(shown))


def plan_subject(project: Project, path: str) -> Subject:
    """The file of a plan, which is approved as a whole, in the portal's first language."""
    return Subject(path, project.languages.segments[0], "plans")


def settings_subjects(project: Project) -> tuple[Subject, ...]:
    """The files of settings that are there, each approved as a whole, in the portal's first language."""
    data = project.docs / "data"
    return tuple(
        Subject(project.relative(data / name), project.languages.segments[0], "settings")
        for name in SETTINGS
        if (data / name).is_file()
    )


# Words of the catalogs in the context "value".
_MISSING = {"no_record": "its approval is not on record", "record_void": "it was changed after it was approved"}


def _judge(
    project: Project,
    subject: Subject,
    record: Approval | None,
    read: Reader,
    verify: Verifier,
    clock: dt.datetime,
) -> tuple[str, Problem | None]:
    path, locale, section = subject.path, subject.locale, subject.section
    if record is None:
        return "no_record", problem(NO_RECORD, Location(path), path=path, locale=locale)
    if digest_of(project, subject, read) != record.sha256:
        where = Location(path)
        return "record_void", problem(VOID, where, path=path, locale=locale, approver=record.approver)
    if same_person(record.author, record.approver):
        return "approver_is_author", problem(OWN_TEXT, record.location, approver=record.approver)
    if not may_approve(project.approvers, subject, record.approver, record.section):
        return "approver_not_allowed", problem(
            NOT_ALLOWED,
            record.location,
            approver=record.approver,
            section=section or "index",
            locale=locale,
            choices=", ".join(approvers_of(project.approvers, subject)) or "—",
        )
    if record.approved_at > clock:
        return "approved_later", problem(
            DATED_AHEAD, record.location, moment=record.approved_at.isoformat(), clock=clock.isoformat()
        )
    if project.gate == "signed":
        reason = verify(record.data, record.signature, record.approver, record.approved_at)
        if reason:
            return "signature_bad", problem(
                BAD_SIGNATURE, record.location, approver=record.approver, reason=reason, path=path
            )
    return "", None


_ASSET = re.compile(r"(?:\.\./)+assets/([A-Za-z0-9][\w./-]*)")


def digest_of(project: Project, subject: Subject, read: Reader) -> str:
    """SHA-256 over a file as it is understood and over every file of `docs/assets/` that it shows.

    Line ends, a byte order mark and the encoding of accents do not count: they change when a file passes through
    Windows. A data file holds all languages, so any change to it voids the approvals of all.
    """
    content, _ = clean(read(project.root / subject.path), subject.path, DATA_LIMIT)
    digest = hashlib.sha256((content or "").rstrip().encode())
    folder = project.docs / "assets"
    for name in sorted({*subject.shown, *_ASSET.findall(content or "")}):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            digest.update(f"\n{name}\0{hashlib.sha256(read(path)).hexdigest()}".encode())
    return digest.hexdigest()


def read_records(project: Project, read: Reader) -> tuple[dict[tuple[str, str], Approval], list[Problem]]:
    """All records by path and language."""
    found: dict[tuple[str, str], Approval] = {}
    problems: list[Problem] = []
    for path in sorted((project.root / FOLDER).rglob("*.yml")):
        if path.is_symlink() or not path.is_file():
            continue
        record, complaints = _read_record(path, project.relative(path), read)
        problems += complaints
        if record is None:
            continue
        key = (record.path, record.locale)
        if key in found:
            other = found[key].location.path
            problems.append(problem(TWICE, record.location, path=record.path, locale=record.locale, other=other))
        else:
            found[key] = record
    return found, problems


def _read_record(path: Path, shown: str, read: Reader) -> tuple[Approval | None, list[Problem]]:
    data = read(path)
    text, problems = clean(data, shown)
    node, found = parse_yaml(text, shown) if text is not None else (None, [])
    problems += found
    if not isinstance(node, MappingNode):
        keys = ", ".join(each.name for each in RECORD)
        return None, problems or [problem(NOT_A_RECORD, Location(shown, 1, 1), keys=keys)]
    values, found = read_fields(node, RECORD, Context("approval", "approval", ()))
    problems += found
    if any(values[each.name] is None for each in RECORD if each.required):
        return None, problems
    beside = path.with_name(f"{path.name}.sig")
    signature = read(beside) if beside.is_file() and not beside.is_symlink() else None
    values["section"] = values["section"] or ""
    return Approval(**values, location=Location(shown, 1, 1), data=data, signature=signature), problems


def record_path(project: Project, path: str, locale: str) -> Path:
    """Where the record of a text lies: `docs/vi/news/x.md` in Vietnamese at `approvals/vi/news/x.md.vi.yml`."""
    inside = path.removeprefix(f"{project.relative(project.docs)}/")
    return project.root / FOLDER / f"{inside}.{locale}.yml"


def record_text(values: Iterable[tuple[str, str]]) -> str:
    """A record as YAML; every value is written as a quoted text, which means the same to every reader."""
    lines = [f"{key}: {_quoted(value)}" for key, value in values if value]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
