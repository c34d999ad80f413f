"""Data records: one YAML file in `docs/data/<folder>/` is one item, with its texts per language."""

from __future__ import annotations

import dataclasses
from typing import Any

from ttdn_site.content.articles import fingerprint
from ttdn_site.content.fields import Field, PerLanguage, read_fields
from ttdn_site.content.kinds import Context
from ttdn_site.content.model import ContentType, Item, Text
from ttdn_site.content.scans import scan
from ttdn_site.locales.languages import Languages
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, parse_yaml

NOT_A_RECORD = declare(
    "CT010",
    Severity.ERROR,
    "A data file must be lines of the form “key: value”",
    "Start with “title:” and one line per language below it",
    wrong="- Hội nghị",
    right="title:\n  vi: Hội nghị\nstatus: approved",
)


def record_fields(kind: ContentType) -> tuple[Field, ...]:
    """The fields of a record file: localized ones are written as one text per language."""
    return tuple(
        dataclasses.replace(field, kind=PerLanguage(field.kind)) if field.localized else field for field in kind.fields
    )


def read_record(
    data: bytes, path: str, parts: tuple[str, ...], kind: ContentType, languages: Languages
) -> tuple[Item | None, list[Problem]]:
    """One record file; None when nothing can be made of it."""
    text, problems = clean(data, path, DATA_LIMIT)
    if text is None:
        return None, problems
    problems += scan(text, path)
    node, found = parse_yaml(text, path)
    problems += found
    if not isinstance(node, Mapping):
        return None, problems or [problem(NOT_A_RECORD, Location(path, 1, 1))]
    values, found = read_fields(node, record_fields(kind), Context(kind.name, kind.name, languages.segments))
    problems += found
    titles = values.get("title") or {}
    # What a page cannot do without is told as missing or wrong; nothing can be rendered of the rest.
    if not titles or any(field.required and values[field.name] is None for field in kind.shared):
        return None, problems
    source_locale = next(segment for segment in languages.segments if segment in titles)
    texts = {
        segment: _text(segment, kind, values, node, path, values["status"])
        for segment in languages.segments
        if segment in titles
    }
    shared = {field.name: values[field.name] for field in kind.shared if field.name != "status"}
    places = {key.text: key.at for key, _ in node.entries}
    key = f"{kind.folder}/{parts[-1].rsplit('.', 1)[0]}"
    return Item(kind, key, shared, texts, source_locale, places), problems


def _text(
    segment: str, kind: ContentType, values: dict[str, Any], node: Mapping, path: str, status: str | None
) -> Text:
    localized: dict[str, Any] = {}
    for field in kind.localized:
        given = values[field.name]
        # A default of a localized field is not per language.
        localized[field.name] = given.get(segment) if isinstance(given, dict) else given
    body = str(localized.pop("body", "") or "")
    mark = fingerprint(localized, body)
    localized["status"] = status
    return Text(segment, localized, body, path, _body_line(node.get("body"), segment), mark)


def _body_line(bodies: Node | None, segment: str) -> int:
    inner = bodies.get(segment) if isinstance(bodies, Mapping) else None
    if not isinstance(inner, Scalar):
        return 1
    # A block scalar (`|`) begins on the line below its mark.
    return inner.at.line + (1 if inner.quoted and "\n" in inner.text else 0)
