"""A project's folder to its library: every file read, every mistake of the run found."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ttdn_site.content import settings as declared
from ttdn_site.content.articles import PageFile, assemble, page_key, read_page
from ttdn_site.content.fields import Field, read_fields
from ttdn_site.content.files import Found, walk
from ttdn_site.content.kinds import SLUG, Context
from ttdn_site.content.model import ContentType, Item, Library, Section
from ttdn_site.content.project import Project
from ttdn_site.content.records import read_record
from ttdn_site.content.scans import scan
from ttdn_site.content.types import ALL
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence, parse_yaml

UNREADABLE = declare(
    "LD001",
    Severity.ERROR,
    "The file cannot be read: {reason}",
    "Close it in other programs and check its permissions",
    wrong="a file locked by Word",
    right="the file closed",
)
UNKNOWN_DATA = declare(
    "LD002",
    Severity.ERROR,
    "“{name}” is not a data file the portal knows",
    "Put it into one of the folders {folders} of docs/data/",
    wrong="docs/data/su-kien.yml",
    right="docs/data/events/tuan-van-hoa.yml",
)
NO_SETTINGS = declare(
    "LD003",
    Severity.ERROR,
    "The file {path} is missing",
    "Create it; the reference of settings lists its keys",
    wrong="(no docs/data/site.yml)",
    right="docs/data/site.yml",
)
SAME_ADDRESS = declare(
    "LD004",
    Severity.ERROR,
    "The address “{address}” is already taken by {other}",
    "Rename one of the two",
    wrong="docs/vi/documents/nd-72.md and docs/data/documents/nd-72.yml",
    right="docs/data/documents/nd-72.yml alone",
)
UNKNOWN_REFERENCE = declare(
    "LD005",
    Severity.ERROR,
    "“{value}” in “{key}” names nothing that exists",
    "Use one of: {choices}",
    wrong="topics: [frontier]",
    right="topics: [border]",
)
NOT_A_LIST = declare(
    "LD006",
    Severity.ERROR,
    "This file must be a list",
    "Start each entry with “- slug: …”",
    wrong="slug: about",
    right="- slug: about",
)
ENDS_BEFORE_START = declare(
    "LD007",
    Severity.ERROR,
    "“{later}” ({last}) lies before “{earlier}” ({first})",
    "Exchange the two, or correct the mistyped one",
    wrong="starts: 2025-11-30\nends: 2025-11-28",
    right="starts: 2025-11-28\nends: 2025-11-30",
)
SAME_NAME = declare(
    "LD008",
    Severity.ERROR,
    "“{name}” stands twice in this file, first in line {line}",
    "Delete one of the two entries, or rename it",
    wrong="- slug: border\n- slug: border",
    right="- slug: border\n- slug: trade",
)

Reader = Callable[[Path], bytes]

# What the portal is called, its sections and topics, and the names of places.
STRUCTURE = ("site.yml", "sections.yml", "topics.yml", "places.yml")
# Data files that other rooms read.
OTHER_DATA = frozenset({"agencies.yml", "plans"})


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one item: a Markdown file for each language, or one record. key: the item's address."""

    key: str
    storage: str
    files: tuple[Found, ...]


def load(
    project: Project, read: Reader = Path.read_bytes, types: tuple[ContentType, ...] = ALL
) -> tuple[Library, list[Problem]]:
    """The library of a project and all its problems; unreadable files are left out and reported."""
    groups, problems = content_groups(project, types)
    items: list[Item] = []
    for group in groups:
        item, found = read_group(project, group, read, types)
        problems += found
        if item is not None:
            items.append(item)
    library, found = library_of(project, items, read)
    return library, [*problems, *found]


def content_groups(
    project: Project, types: tuple[ContentType, ...] = ALL, listed: Iterable[Found] | None = None
) -> tuple[list[Group], list[Problem]]:
    """What there is to read, item by item: pages by address, then records; names that cannot be used are problems.

    listed: see `files.walk`.
    """
    docs_name = project.relative(project.docs)
    files, problems = walk(project.docs, docs_name, project.languages.segments, listed)
    pages: defaultdict[str, list[Found]] = defaultdict(list)
    records: list[Group] = []
    by_folder = {kind.folder: kind for kind in types if kind.storage == "data"}
    for found in files:
        top = found.parts[0]
        if top == "data":
            if _is_record(found, by_folder, problems, docs_name):
                key = f"{found.parts[1]}/{found.parts[2].rsplit('.', 1)[0]}"
                records.append(Group(key, "data", (found,)))
        elif top != "assets":
            pages[page_key(found.parts)].append(found)
    return [*(Group(key, "markdown", tuple(pages[key])) for key in sorted(pages)), *records], problems


def read_group(
    project: Project, group: Group, read: Reader = Path.read_bytes, types: tuple[ContentType, ...] = ALL
) -> tuple[Item | None, list[Problem]]:
    """The item of some files; None when none of them can be used."""
    docs_name = project.relative(project.docs)
    problems: list[Problem] = []
    pages: list[PageFile] = []
    for found in group.files:
        path = "/".join((docs_name, *found.parts))
        try:
            data = read(project.docs.joinpath(*found.parts))
        except OSError as error:
            problems.append(problem(UNREADABLE, Location(path), reason=error.strerror or type(error).__name__))
            continue
        if group.storage == "data":
            kind = next(kind for kind in types if kind.storage == "data" and kind.folder == found.parts[1])
            item, complaints = read_record(data, path, found.parts, kind, project.languages)
            return item, [*problems, *complaints]
        page, complaints = read_page(data, path, found.parts, types, project.languages.segments)
        problems += complaints
        if page is not None:
            pages.append(page)
    items, complaints = assemble(pages, project.languages)
    return (items[0] if items else None), [*problems, *complaints]


def library_of(
    project: Project, items: Iterable[Item], read: Reader = Path.read_bytes
) -> tuple[Library, list[Problem]]:
    """Items in the order of `content_groups` with settings, sections, topics and places; references are checked."""
    settings, sections, topics, problems = _structure(project, read)
    places = _places(project, read, problems)
    library = Library(_unique(items, problems), sections, settings, topics, places)
    # What stands in a file that could not be read is not missed a second time in every text.
    unread = frozenset(found.location.path.rpartition("/")[2] for found in problems if found.severity is Severity.ERROR)
    return library, [*problems, *_references(library, unread)]


def _is_record(found: Found, folders: dict[str, ContentType], problems: list[Problem], docs_name: str) -> bool:
    name = found.parts[1]
    if len(found.parts) == 3 and name in folders:
        return True
    if len(found.parts) == 2 and name in STRUCTURE:
        return False
    if name not in OTHER_DATA:
        where = Location("/".join((docs_name, *found.parts)))
        problems.append(problem(UNKNOWN_DATA, where, name=found.parts[-1], folders=", ".join(sorted(folders))))
    return False


def _unique(items: Iterable[Item], problems: list[Problem]) -> tuple[Item, ...]:
    taken: dict[str, Item] = {}
    for item in items:
        if item.key in taken:
            other = taken[item.key].source.path
            problems.append(problem(SAME_ADDRESS, item.location, address=item.address, other=other))
        else:
            taken[item.key] = item
    return tuple(taken[key] for key in sorted(taken))


def _structure(
    project: Project, read: Reader
) -> tuple[dict[str, Any], tuple[Section, ...], dict[str, dict[str, str]], list[Problem]]:
    languages = project.languages.segments
    problems: list[Problem] = []
    node = _data_node(project, "site.yml", read, problems, required=True)
    settings: dict[str, Any] = {field.name: field.default for field in declared.SITE}
    if isinstance(node, Mapping):
        settings, found = read_fields(node, declared.SITE, Context("site", "site.yml", languages))
        problems += found
    sections: list[Section] = []
    for values, entry in _entries(project, "sections.yml", declared.SECTION, read, problems):
        problems += _unknown_types(entry)
        sections.append(
            Section(
                values["slug"],
                values["rank"],
                values["title"] or {},
                values["lead"] or {},
                values["mark"],
                values["lists"],
            )
        )
    topics = {
        values["slug"]: values["title"] or {}
        for values, _ in _entries(project, "topics.yml", declared.TOPIC, read, problems, required=False)
    }
    return settings, tuple(sections), topics, problems


def _places(project: Project, read: Reader, problems: list[Problem]) -> tuple[tuple[str, ...], ...]:
    """The names of each place in all languages, each spelling once."""
    found = _entries(project, "places.yml", declared.PLACE, read, problems, required=False)
    groups = (tuple(dict.fromkeys((*values["name"].values(), *values["also"]))) for values, _ in found)
    return tuple(names for names in groups if names)


def _data_node(project: Project, name: str, read: Reader, problems: list[Problem], *, required: bool) -> Node | None:
    path = project.docs / "data" / name
    shown = project.relative(path)
    if not path.is_file():
        if required:
            problems.append(problem(NO_SETTINGS, Location(shown), path=shown))
        return None
    text, found = clean(read(path), shown, DATA_LIMIT)
    problems += found
    if text is None:
        return None
    problems += scan(text, shown)
    node, found = parse_yaml(text, shown)
    problems += found
    return node


def _entries(
    project: Project,
    name: str,
    fields: tuple[Field, ...],
    read: Reader,
    problems: list[Problem],
    *,
    required: bool = True,
) -> Iterable[tuple[dict[str, Any], Mapping]]:
    """The entries of a file that is a list, each with its node. The first field names an entry, which no other may."""
    node = _data_node(project, name, read, problems, required=required)
    if node is None:
        return
    if not isinstance(node, Sequence):
        problems.append(problem(NOT_A_LIST, node.at))
        return
    lines: dict[str, int] = {}
    for entry in node.items:
        if not isinstance(entry, Mapping):
            problems.append(problem(NOT_A_LIST, entry.at))
            continue
        values, found = read_fields(entry, fields, Context(name, name, project.languages.segments))
        problems += found
        name_of = values[fields[0].name]
        if not name_of:
            continue
        words = " / ".join(dict.fromkeys(name_of.values())) if isinstance(name_of, dict) else name_of
        first = lines.setdefault(words, entry.at.line)
        if first != entry.at.line:
            problems.append(problem(SAME_NAME, entry.key_at(fields[0].name), name=words, line=first))
            continue
        yield values, entry


def _unknown_types(section: Mapping) -> list[Problem]:
    """Types that a section lists and that there are not."""
    node = section.get("lists")
    known = sorted(kind.name for kind in ALL)
    return [
        problem(UNKNOWN_REFERENCE, item.at, key="lists", value=item.text, choices=", ".join(known))
        for item in (node.items if isinstance(node, Sequence) else ())
        if isinstance(item, Scalar) and SLUG.match(item.text) and item.text not in known
    ]


def _references(library: Library, unread: frozenset[str]) -> list[Problem]:
    """Keys that name something else must name something that exists, and spans must not end before they begin."""
    problems: list[Problem] = []
    keys = {item.key for item in library.items}
    slugs = tuple(section.slug for section in library.sections)
    for item in library.items:
        for name in item.shared.get("topics") or () if "topics.yml" not in unread else ():
            if name not in library.topics:
                problems.append(_unknown(item, "topics", name, library.topics))
        section = item.shared.get("section") if "sections.yml" not in unread else None
        if section and section not in slugs:
            problems.append(_unknown(item, "section", section, slugs))
        for name in item.shared.get("related") or ():
            if name.strip("/") not in keys:
                problems.append(_unknown(item, "related", name, _near(name, keys)))
        for key in ("replaced_by", "legal_bases", "spokesperson"):
            value = item.shared.get(key)
            folder = "contacts" if key == "spokesperson" else item.type.folder
            for name in (value,) if isinstance(value, str) else value or ():
                if f"{folder}/{name}" not in keys:
                    problems.append(_unknown(item, key, name, _near(f"{folder}/{name}", keys)))
        for earlier, later in (("starts", "ends"), ("publish_at", "expires_at")):
            first, last = item.shared.get(earlier), item.shared.get(later)
            if first and last and last < first:
                where = item.places.get(later, item.location)
                problems.append(problem(ENDS_BEFORE_START, where, earlier=earlier, later=later, first=first, last=last))
    return problems


def _unknown(item: Item, key: str, value: str, choices: Iterable[str]) -> Problem:
    where = item.places.get(key, item.location)
    return problem(UNKNOWN_REFERENCE, where, key=key, value=value, choices=", ".join(sorted(choices)))


def _near(name: str, keys: set[str]) -> list[str]:
    return difflib.get_close_matches(name, sorted(keys), n=3, cutoff=0.4) or sorted(keys)[:5]
