"""Markdown files to items: one file per language, shared values written once, in the source."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ttdn_site.content.fields import REQUIRED, read_fields
from ttdn_site.content.kinds import Context
from ttdn_site.content.model import ContentType, Item, Text
from ttdn_site.content.scans import scan
from ttdn_site.locales.languages import Languages
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.frontmatter import split
from ttdn_site.source.text import MARKDOWN_LIMIT, clean

SHARED_IN_TRANSLATION = declare(
    "CT001",
    Severity.ERROR,
    "“{key}” is shared by all languages and stands in {source}",
    "Delete the line here; change it in the source file if it is wrong there",
    wrong="(docs/en/news/x.md) date: 2025-12-19",
    right="(docs/vi/news/x.md) date: 2025-12-19",
)
SOURCE_LOCALE = declare(
    "CT002",
    Severity.ERROR,
    "The source language “{locale}” has no text of this page",
    "Name a language in which the page exists: {choices}",
    wrong="source_locale: fr",
    right="source_locale: en",
)
STALE = declare(
    "CT003",
    Severity.WARNING,
    "The source {source} has changed since this translation was made",
    "Bring the translation up to date, then run “ttdn translation pin {path}”",
    wrong="translation: {of: 3f9ab0c4d5e6} (of an older text)",
    right="translation: {of: the source's fingerprint}",
)

# Keys that say how one file stands, and so are written in each.
PER_FILE = frozenset({"status", "source_locale"})
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


@dataclass(frozen=True, slots=True)
class PageFile:
    """One Markdown file, read: values with defaults only for what was given."""

    locale: str
    key: str
    type: ContentType
    values: Mapping[str, Any]
    places: Mapping[str, Location]
    body: str
    body_line: int
    path: str
    fingerprint: str


def page_key(parts: tuple[str, ...]) -> str:
    """`("vi", "news", "x.md")` to `news/x`; `index.md` is its folder."""
    names = [*parts[1:-1], parts[-1].rsplit(".", 1)[0]]
    if names[-1] == "index":
        names.pop()
    return "/".join(names)


def page_type(key: str, types: Iterable[ContentType]) -> ContentType:
    """The Markdown type whose folder holds the key; the type without a folder holds the rest."""
    rest: ContentType | None = None
    for kind in types:
        if kind.storage != "markdown":
            continue
        if not kind.folder:
            rest = kind
        elif key.startswith(kind.folder + "/"):
            return kind
    if rest is None:
        raise ValueError("no Markdown type without a folder is declared")
    return rest


def read_page(
    data: bytes, path: str, parts: tuple[str, ...], types: Iterable[ContentType], languages: tuple[str, ...]
) -> tuple[PageFile | None, list[Problem]]:
    """One Markdown file; None when its front matter cannot be trusted."""
    text, problems = clean(data, path, MARKDOWN_LIMIT)
    if text is None:
        return None, problems
    problems += scan(text, path)
    source, found = split(text, path)
    problems += found
    if source is None:
        return None, problems
    key = page_key(parts)
    kind = page_type(key, types)
    # A shared key that is required may stand in another language's file: that is judged in `assemble`.
    fields = tuple(
        dataclasses.replace(field, required=False)
        if field.required and not field.localized and field.name not in PER_FILE
        else field
        for field in kind.fields
    )
    values, found = read_fields(source.front_matter, fields, Context(kind.name, kind.name, languages))
    problems += found
    places = {name.text: name.at for name, _ in source.front_matter.entries}
    localized = {field.name: values[field.name] for field in kind.localized if field.name != "translation"}
    page = PageFile(
        locale=parts[0],
        key=key,
        type=kind,
        values=values,
        places=places,
        body=source.body,
        body_line=source.body_line,
        path=path,
        fingerprint=fingerprint(localized, source.body),
    )
    return page, problems


def fingerprint(values: Mapping[str, Any], body: str) -> str:
    """Twelve hexadecimal digits over what a translator translates; white space at line ends does not count."""
    lines = "\n".join(line.rstrip() for line in body.strip().split("\n"))
    text = _JSON.encode([values, lines])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def assemble(pages: Iterable[PageFile], languages: Languages) -> tuple[list[Item], list[Problem]]:
    """Files of the same key become one item."""
    groups: defaultdict[str, dict[str, PageFile]] = defaultdict(dict)
    for page in pages:
        groups[page.key][page.locale] = page
    items: list[Item] = []
    problems: list[Problem] = []
    for key in sorted(groups):
        item, found = _item(key, groups[key], languages)
        items.append(item)
        problems += found
    return items, problems


def _item(key: str, files: Mapping[str, PageFile], languages: Languages) -> tuple[Item, list[Problem]]:
    problems: list[Problem] = []
    present = [segment for segment in languages.segments if segment in files]
    source_locale = present[0]
    for segment in present:
        named = files[segment].values.get("source_locale")
        if not named:
            continue
        if named in files:
            source_locale = named
        else:
            where = files[segment].places["source_locale"]
            problems.append(problem(SOURCE_LOCALE, where, locale=named, choices=", ".join(present)))
    source = files[source_locale]
    shared_names = [field.name for field in source.type.shared if field.name not in PER_FILE]
    for segment in present:
        if segment == source_locale:
            continue
        problems += [
            problem(SHARED_IN_TRANSLATION, files[segment].places[name], key=name, source=source.path)
            for name in shared_names
            if name in files[segment].places
        ]
        pin = files[segment].values.get("translation")
        if pin and pin["of"] and pin["of"] != source.fingerprint:
            problems.append(
                problem(
                    STALE,
                    files[segment].places["translation"],
                    source=source.path,
                    path=files[segment].path,
                )
            )
    problems += [
        problem(REQUIRED, Location(source.path, 2, 1), key=field.name, type=field_type, example=field.kind.example)
        for field_type, field in ((source.type.name, field) for field in source.type.shared)
        if field.required and field.name not in PER_FILE and field.name not in source.places
    ]
    texts = {segment: _text(files[segment]) for segment in present}
    shared = {name: source.values[name] for name in shared_names}
    return Item(source.type, key, shared, texts, source_locale, source.places), problems


def _text(page: PageFile) -> Text:
    values = {field.name: page.values[field.name] for field in page.type.localized}
    values["status"] = page.values["status"]
    return Text(page.locale, values, page.body, page.path, page.body_line, page.fingerprint)
