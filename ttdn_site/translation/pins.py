"""Pins: writing into a translation which text it was made from, and nothing else.

A pin is the fingerprint of the source's text, not a commit or a date: it survives archives, shallow clones and moved
files, and says exactly whether the source has changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.content.model import Item, Library
from ttdn_site.content.project import Project
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.frontmatter import split
from ttdn_site.source.text import clean
from ttdn_site.source.yamlnodes import Mapping, Scalar

NOT_A_TRANSLATION_FILE = declare(
    "TR001",
    Severity.ERROR,
    "{path} is not a readable Markdown file in the folder of a language",
    "Name a translation, for example docs/en/news/khoi-cong-ham.md; if the file exists, run “ttdn check” first",
    wrong="ttdn translation pin news/khoi-cong-ham",
    right="ttdn translation pin docs/en/news/khoi-cong-ham.md",
)
IS_SOURCE = declare(
    "TR002",
    Severity.ERROR,
    "{path} is the source text itself, so there is nothing to pin",
    "Name the translations instead: {translations}",
    wrong="ttdn translation pin docs/vi/news/khoi-cong-ham.md",
    right="ttdn translation pin docs/en/news/khoi-cong-ham.md",
)
IS_RECORD = declare(
    "TR003",
    Severity.ERROR,
    "{path} holds all its languages in one file and needs no pin",
    "Pin Markdown translations only",
    wrong="ttdn translation pin docs/data/events/tuan-van-hoa.yml",
    right="ttdn translation pin docs/en/news/tuan-van-hoa.md",
)
NOT_EDITABLE = declare(
    "TR004",
    Severity.ERROR,
    "The key “translation” cannot be changed without touching other lines",
    'Write it yourself, on one line: translation: {{of: "{fingerprint}"}}',
    wrong="translation: 3f9ab0c4d5e6",
    right='translation: {of: "3f9ab0c4d5e6"}',
)

_SCALAR = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s,}#]+")


@dataclass(frozen=True, slots=True)
class Pin:
    """A file whose pin is to be written: `data` is its whole new content; equal to the old one when it was right."""

    path: str
    source: str
    fingerprint: str
    data: bytes
    changed: bool


def pins(
    project: Project, library: Library, paths: Iterable[str], read: Callable[[Path], bytes] = Path.read_bytes
) -> tuple[list[Pin], list[Problem]]:
    """The pins of these translations. paths: relative to the project, with forward slashes."""
    by_path = {text.path: (item, locale) for item in library.items for locale, text in item.texts.items()}
    made: list[Pin] = []
    problems: list[Problem] = []
    for path in paths:
        where = Location(path)
        item, locale = by_path.get(path, (None, ""))
        if item is None:
            problems.append(problem(NOT_A_TRANSLATION_FILE, where, path=path))
        elif item.type.storage == "data":
            problems.append(problem(IS_RECORD, where, path=path))
        elif locale == item.source_locale:
            problems.append(problem(IS_SOURCE, where, path=path, translations=_translations(item)))
        else:
            mark = item.source.fingerprint
            before = read(project.root / path)
            after = pinned(before, path, mark)
            if after is None:
                problems.append(problem(NOT_EDITABLE, where, fingerprint=mark))
            else:
                made.append(Pin(path, item.source.path, mark, after, after != before))
    return made, problems


def _translations(item: Item) -> str:
    return ", ".join(text.path for locale, text in item.texts.items() if locale != item.source_locale) or "—"


def pinned(data: bytes, path: str, fingerprint: str) -> bytes | None:
    """The file with this pin, every other byte as it was (line ends and byte order mark too).

    None when the key stands there in a form that cannot be changed in place.
    """
    if current_pin(data, path) == fingerprint:
        return data
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", data.decode("utf-8", "surrogateescape"))
    edited = _edited(lines, data, path, f'"{fingerprint}"')
    if edited is None:
        return None
    after = "".join(edited).encode("utf-8", "surrogateescape")
    return after if current_pin(after, path) == fingerprint else None


def current_pin(data: bytes, path: str) -> str | None:
    """The fingerprint a translation says it was made from."""
    node = _front_matter(data, path)
    pin = node.get("translation") if node is not None else None
    value = pin.get("of") if isinstance(pin, Mapping) else None
    return value.text if isinstance(value, Scalar) else None


def _front_matter(data: bytes, path: str) -> Mapping | None:
    text, _ = clean(data, path)
    source = split(text, path)[0] if text is not None else None
    return source.front_matter if source is not None else None


def _edited(lines: list[str], data: bytes, path: str, value: str) -> list[str] | None:
    node = _front_matter(data, path)
    if node is None:
        return None
    pin = node.get("translation")
    if pin is None:
        # Before the line that closes the front matter, in the file's own line ends.
        close = next(
            number for number, line in enumerate(lines) if number and re.match(r"(?:---|\.\.\.)[ \t]*\r?\n?$", line)
        )
        end = lines[0][len(lines[0].rstrip("\r\n")) :]
        return [*lines[:close], f"translation: {{of: {value}}}{end}", *lines[close:]]
    given = pin.get("of") if isinstance(pin, Mapping) else None
    if isinstance(given, Scalar):
        return _replaced(lines, given.at, value)
    if isinstance(pin, Scalar) and pin.value is None and not pin.quoted:
        key = node.key_at("translation")
        return _inserted(lines, key, re.compile(r"translation[\"']?[ \t]*:"), f" {{of: {value}}}")
    if isinstance(pin, Mapping) and given is None:
        row = lines[pin.at.line - 1]
        if row[pin.at.column - 1 : pin.at.column] == "{":
            return _inserted(lines, pin.at, re.compile(r"\{"), f"of: {value}, " if pin.entries else f"of: {value}")
        end = row[len(row.rstrip("\r\n")) :]
        indent = row[: pin.at.column - 1]
        number = pin.at.line - 1
        return [*lines[:number], f"{indent}of: {value}{end}", *lines[number:]]
    return None


def _replaced(lines: list[str], at: Location, value: str) -> list[str] | None:
    line = lines[at.line - 1]
    match = _SCALAR.match(line, at.column - 1)
    if match is None:
        return None
    return [*lines[: at.line - 1], line[: match.start()] + value + line[match.end() :], *lines[at.line :]]


def _inserted(lines: list[str], at: Location, after: re.Pattern[str], text: str) -> list[str] | None:
    line = lines[at.line - 1]
    match = after.match(line, at.column - 1) or after.search(line)
    if match is None:
        return None
    return [*lines[: at.line - 1], line[: match.end()] + text + line[match.end() :], *lines[at.line :]]
