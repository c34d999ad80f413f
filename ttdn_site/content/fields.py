"""Fields: the keys of front matter or of a data record, and what they may hold.

From the declarations made of these come validation, editors' autocomplete, scaffolds and the reference pages: nothing
is written twice.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ttdn_site.content.kinds import EMPTY, Context, Kind, Read, wrong
from ttdn_site.problems import Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence

UNKNOWN_KEY = declare(
    "FD001",
    Severity.ERROR,
    "Unknown key “{key}” in {type}",
    "Did you mean “{near}”?",
    wrong="titel: Tin tức",
    right="title: Tin tức",
)
UNKNOWN_KEY_FAR = declare(
    "FD013",
    Severity.ERROR,
    "Unknown key “{key}” in {type}",
    "Delete the line; known keys: {known}",
    wrong="template: redirect.html",
    right="(the line deleted)",
)
REQUIRED = declare(
    "FD002",
    Severity.ERROR,
    "The key “{key}” is missing in {type}",
    "Add a line “{key}: {example}”",
    wrong="---\nstatus: approved\n---",
    right="---\ntitle: Tin tức\nstatus: approved\n---",
)
UNKNOWN_LANGUAGE = declare(
    "FD010",
    Severity.ERROR,
    "“{key}” is not a configured language",
    "Use one of: {choices}",
    wrong="title: {vn: Tin tức}",
    right="title: {vi: Tin tức}",
)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind; the value is a tuple."""

    kind: Kind
    least: int = 0

    @property
    def example(self) -> str:
        return f"[{self.kind.example}]"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Sequence):
            return wrong(node, context, "a list", self.example)
        values: list[Any] = []
        problems: list[Problem] = []
        for item in node.items:
            value, found_problems = self.kind.read(item, context)
            problems += found_problems
            if value is not None:
                values.append(value)
        if len(node.items) < self.least:
            problems.append(problem(EMPTY, node.at, key=context.key))
        return tuple(values), problems

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "array", "items": self.kind.schema(languages), "minItems": self.least}


@dataclass(frozen=True, slots=True)
class PerLanguage:
    """A text in several languages: `{vi: …, en: …}`. The value is a dict by segment, in configured order."""

    kind: Kind

    @property
    def example(self) -> str:
        return f"{{vi: {self.kind.example}}}"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Mapping):
            return wrong(node, context, "a text per language", self.example)
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for key, inner in node.entries:
            if key.text not in context.languages:
                problems.append(problem(UNKNOWN_LANGUAGE, key.at, key=key.text, choices=", ".join(context.languages)))
                continue
            value, found_problems = self.kind.read(inner, context.under(f"{context.key}.{key.text}"))
            problems += found_problems
            if value is not None:
                values[key.text] = value
        if not node.entries:
            problems.append(problem(EMPTY, node.at, key=context.key))
        return {name: values[name] for name in context.languages if name in values}, problems

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {name: self.kind.schema(languages) for name in languages},
            "additionalProperties": False,
            "minProperties": 1,
        }


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record. `localized` fields are written per language, the others once.

    doc: one English sentence for the reference page and for autocomplete.
    """

    name: str
    kind: Kind
    doc: str
    required: bool = False
    localized: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Record:
    """A group of keys inside a field; the value is a dict in declared order, nothing where one it needs is missing."""

    fields: tuple[Field, ...]

    @property
    def example(self) -> str:
        first = self.fields[0]
        return f"{{{first.name}: {first.kind.example}}}"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Mapping):
            return wrong(node, context, "a group of keys", self.example)
        values, problems = read_fields(node, self.fields, context)
        if any(field.required and values[field.name] is None for field in self.fields):
            return None, problems
        return values, problems

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return object_schema(self.fields, languages)


def object_schema(fields: Iterable[Field], languages: tuple[str, ...], *, per_language: bool = False) -> dict[str, Any]:
    """JSON Schema of a mapping with these keys; `per_language` writes localized fields as one text per language."""
    fields = tuple(fields)
    properties: dict[str, Any] = {}
    for field in fields:
        kind: Kind = PerLanguage(field.kind) if per_language and field.localized else field.kind
        properties[field.name] = {**kind.schema(languages), "description": field.doc}
    return {
        "type": "object",
        "properties": properties,
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def read_fields(node: Mapping, fields: Iterable[Field], context: Context) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a mapping by its declared fields: unknown and missing keys are problems, defaults are filled in."""
    declared = {field.name: field for field in fields}
    values: dict[str, Any] = {name: field.default for name, field in declared.items()}
    problems: list[Problem] = []
    given: set[str] = set()
    for key, inner in node.entries:
        field = declared.get(key.text)
        if field is None:
            problems.append(unknown_key(key, declared, context))
            continue
        given.add(field.name)
        value, found_problems = field.kind.read(inner, context.under(key.text))
        problems += found_problems
        if value is not None:
            values[field.name] = value
    for field in declared.values():
        if field.required and field.name not in given:
            problems.append(problem(REQUIRED, node.at, key=field.name, type=context.type, example=field.kind.example))
    return values, problems


def unknown_key(key: Scalar, declared: Iterable[str], context: Context) -> Problem:
    """An error with the nearest declared key, when one is near."""
    names = tuple(declared)
    near = difflib.get_close_matches(key.text, names, n=1, cutoff=0.7)
    if near:
        return problem(UNKNOWN_KEY, key.at, key=key.text, type=context.type, near=near[0])
    return problem(UNKNOWN_KEY_FAR, key.at, key=key.text, type=context.type, known=", ".join(names))


def leaves(node: Node) -> Iterator[Scalar]:
    """Every scalar value below a node, keys left out."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    else:
        for _, value in node.entries:
            yield from leaves(value)
