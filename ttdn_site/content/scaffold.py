"""New files from the declarations: every key with what it means, the required ones ready to be overwritten.

A new file is a draft, so that it is seen in preview alone until somebody has read it. A translation starts as a copy
of its source's text, pinned to it: what is not yet overwritten is easy to see, and the headings match from the start.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.content.articles import PER_FILE, page_type
from ttdn_site.content.fields import UNKNOWN_LANGUAGE, Field, ListOf, PerLanguage, Record
from ttdn_site.content.files import complaint
from ttdn_site.content.kinds import BAD_SLUG, SLUG, Choice, Day, Kind, Moment, Text, slugify
from ttdn_site.content.model import ContentType, Item, Library
from ttdn_site.content.project import Project
from ttdn_site.content.scans.left_placeholders import PLACEHOLDERS
from ttdn_site.content.schema import source_fields
from ttdn_site.locales.catalogs import Translator
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.frontmatter import split
from ttdn_site.source.text import clean
from ttdn_site.source.yamlnodes import ambiguity

EXISTS = declare(
    "SC001",
    Severity.ERROR,
    "{path} exists already; nothing was written",
    "Open that file, or choose another name",
    wrong="ttdn new article khoi-cong-ham (a second time)",
    right="ttdn new article khoi-cong-ham-2",
)
OTHER_TYPE = declare(
    "SC002",
    Severity.ERROR,
    "The folder “{folder}” holds files of the type “{type}” only",
    "Write “ttdn new {type} {slug}”",
    wrong="ttdn new page news/khoi-cong-ham",
    right="ttdn new article khoi-cong-ham",
)
ALL_IN_ONE = declare(
    "SC003",
    Severity.ERROR,
    "{path} exists already and holds the texts of all languages",
    "Open that file and add a line “{locale}:” below “title:” and the other texts",
    wrong="ttdn new event tuan-van-hoa --locale ja (the event exists)",
    right="title:\n  vi: Tuần văn hóa\n  ja: 文化週間",
)
NO_SOURCE = declare(
    "SC004",
    Severity.ERROR,
    "The source {path} has mistakes, so no translation of it can be started",
    "Correct what is reported for that file first",
    wrong="(docs/vi/news/x.md) a front matter that is not closed",
    right="(docs/vi/news/x.md) a file without errors",
)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written. path: relative to the project, with forward slashes."""

    path: str
    text: str


def new_file(
    project: Project,
    library: Library,
    types: Iterable[ContentType],
    kind: ContentType,
    slug: str,
    locale: str | None,
    today: dt.date,
    words: Translator,
    read: Callable[[Path], bytes] = Path.read_bytes,
) -> tuple[NewFile | None, list[Problem]]:
    """The file for a new item, or for the translation of one that exists; None when it must not be written.

    slug: the item's name; for a page its path below the language's folder (`about/history`). locale: the language of
    the text, else the portal's default. words: the language of the comments.
    """
    languages = project.languages
    segment = locale or languages.default.segment
    docs = project.relative(project.docs)
    parts = slug.strip("/").split("/")
    folder = f"{docs}/data/{kind.folder}" if kind.storage == "data" else f"{docs}/{segment}"
    name = slug.strip("/") if kind.storage == "data" or not kind.folder else f"{kind.folder}/{slug.strip('/')}"
    path = f"{folder}/{name}{'.yml' if kind.storage == 'data' else '.md'}"
    where = Location(path)
    if segment not in languages:
        return None, [problem(UNKNOWN_LANGUAGE, where, key=segment, choices=", ".join(languages.segments))]
    if any(not SLUG.match(part) for part in parts) or (len(parts) > 1 and (kind.storage == "data" or kind.folder)):
        example = "/".join(filter(None, map(slugify, parts if not kind.folder else ["-".join(parts)]))) or "ten-tep"
        return None, [problem(BAD_SLUG, where, value=slug, example=example)]
    if refused := complaint(tuple(path.removeprefix(f"{docs}/").split("/")), path, {}):
        return None, [refused]
    if kind.storage == "markdown" and (other := page_type(name, types)) is not kind:
        return None, [problem(OTHER_TYPE, where, folder=other.folder, type=other.name, slug=parts[-1])]
    if (project.root / path).exists():
        code = ALL_IN_ONE if kind.storage == "data" and locale else EXISTS
        return None, [problem(code, where, path=path, locale=segment)]
    if kind.storage == "data":
        return NewFile(path, record_text(kind, segment, today, words)), []
    key = name.removesuffix("/index") if name != "index" else ""
    item = next((item for item in library.items if item.key == key and item.type.storage == "markdown"), None)
    if item is None:
        return NewFile(path, source_text(kind, segment, today, words)), []
    return _translation(project, item, segment, path, words, read)


def source_text(kind: ContentType, segment: str, today: dt.date, words: Translator) -> str:
    """A Markdown file in its source language."""
    lines = [line for field in source_fields(kind) for line in _entry(field, kind, segment, today, words)]
    return "\n".join(["---", *lines, "---", "", words.gettext(PLACEHOLDERS["body"])]) + "\n"


def record_text(kind: ContentType, segment: str, today: dt.date, words: Translator) -> str:
    """A record file with the texts of one language; others are added below each text."""
    lines = [line for field in kind.fields for line in _entry(field, kind, segment, today, words)]
    return "\n".join(lines) + "\n"


def _translation(
    project: Project,
    item: Item,
    segment: str,
    path: str,
    words: Translator,
    read: Callable[[Path], bytes],
) -> tuple[NewFile | None, list[Problem]]:
    """A copy of the source's texts, to be overwritten, pinned to the source as it is now."""
    source = item.source
    text, problems = clean(read(project.root / source.path), source.path)
    parsed, found = split(text, source.path) if text is not None else (None, [])
    if text is None or parsed is None:
        return None, [*problems, *found, problem(NO_SOURCE, Location(path), path=source.path)]
    comment = words.gettext("Translate what follows; keys that are not here are taken from {path}", path=source.path)
    wanted = {field.name for field in item.type.localized} - {"translation"} - PER_FILE
    lines = [f"# {comment}", *_top_level(text, [key.text for key, _ in parsed.front_matter.entries], wanted)]
    lines.append("status: draft")
    segments = project.languages.segments
    if segments.index(segment) < segments.index(item.source_locale):
        lines.append(f"source_locale: {item.source_locale}")
    lines.append(f'translation: {{of: "{source.fingerprint}", awaiting_review: true}}')
    return NewFile(path, "\n".join(["---", *lines, "---"]) + "\n" + parsed.body.rstrip("\n") + "\n"), []


def _top_level(text: str, keys: list[str], wanted: set[str]) -> list[str]:
    """Lines of the wanted top-level keys of a front matter, each with what is indented below it."""
    chosen: list[str] = []
    active = False
    for line in text.split("\n")[1:]:
        if re.match(r"(?:---|\.\.\.)[ \t]*$", line):
            break
        if match := re.match(r"[\"']?([\w.-]+)[\"']?[ \t]*:", line):
            active = match[1] in wanted and match[1] in keys
        elif line.startswith("#"):
            active = False
        if active and line.strip():
            chosen.append(line)
    return chosen


def _entry(field: Field, kind: ContentType, segment: str, today: dt.date, words: Translator) -> list[str]:
    """A key with its comment; an optional one is commented out."""
    shown: Kind = PerLanguage(field.kind) if kind.storage == "data" and field.localized else field.kind
    notes = [words.gettext(field.doc)]
    if field.required:
        notes.append(words.gettext("Required."))
    if isinstance(field.kind, Choice):
        notes.append(words.gettext("One of: {choices}.", choices=", ".join(field.kind.choices)))
    if field.name in PLACEHOLDERS:
        value: str | list[str] = scalar(words.gettext(PLACEHOLDERS[field.name]))
        if isinstance(field.kind, Text) and field.kind.lines:
            value = ["|", value if isinstance(value, str) else ""]
        if isinstance(shown, PerLanguage):
            value = attached(segment, value)
    elif isinstance(field.kind, Day):
        value = today.isoformat()
    else:
        value = example(shown, segment)
    lines = attached(field.name, value)
    if not field.required and field.name not in PLACEHOLDERS:
        lines = [f"# {line}" for line in lines]
    return [f"# {' '.join(notes)}", *lines]


def attached(name: str, value: str | list[str]) -> list[str]:
    """`name: value`, or the value's lines below the name. A first line `|` opens a text of several lines."""
    if isinstance(value, str):
        return [f"{name}: {value}"]
    head, rest = (" |", value[1:]) if value[0] == "|" else ("", value)
    return [f"{name}:{head}", *(f"  {line}" for line in rest)]


def example(kind: Kind, segment: str) -> str | list[str]:
    """A right value of a kind as YAML: on one line, or as the lines of a block."""
    if isinstance(kind, Record):
        return [line for field in kind.fields for line in attached(field.name, example(field.kind, segment))]
    if isinstance(kind, PerLanguage):
        return attached(segment, example(kind.kind, segment))
    if isinstance(kind, ListOf):
        inner = example(kind.kind, segment)
        if isinstance(inner, str):
            return f"[{inner}]"
        return [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
    if isinstance(kind, Text) and kind.lines:
        return ["|", kind.example]
    return kind.example if isinstance(kind, Moment) else scalar(kind.example)


def scalar(text: str) -> str:
    """A text as YAML on one line, in quotation marks where it would not be read as this text without them."""
    plain = re.fullmatch(r"[^\W_](?:[^:#\[\]{},\"'\\\n]|:(?! |$)|(?<! )#)*", text) and not text.endswith(" ")
    if plain and not ambiguity(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
