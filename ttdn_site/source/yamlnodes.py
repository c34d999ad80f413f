"""YAML as nodes that know their line and column, in a safe subset.

The subset is what editors mean when they write YAML: mappings, lists, text, whole numbers, true and false. Everything
on which YAML 1.1 and 1.2 disagree (`no`, `012`, `1.990`, `1_000`) is refused with a hint to quote it, and so are
aliases, merge keys, tags, duplicate keys and nesting deeper than `DEPTH_LIMIT`. Dates stay text: the field that
expects one reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import yaml

from ttdn_site.problems import Location, Problem, Severity, declare, problem

DEPTH_LIMIT = 20

SYNTAX = declare(
    "YM001",
    Severity.ERROR,
    "This is not valid YAML: {detail}",
    "Check the indentation (spaces, not tabs) and put text that holds “: ”, “#” or quotation marks in quotation marks",
    wrong="title: Lai Châu: tiềm năng",
    right='title: "Lai Châu: tiềm năng"',
)
TAB = declare(
    "YM002",
    Severity.ERROR,
    "A tab stands where YAML allows only spaces",
    "Indent with two spaces",
    wrong="sources:\n\t- url: …",
    right="sources:\n  - url: …",
)
DUPLICATE_KEY = declare(
    "YM003",
    Severity.ERROR,
    "The key “{key}” stands twice; it was already given in line {line}",
    "Keep one of the two",
    wrong="title: Một\ntitle: Hai",
    right="title: Một",
)
AMBIGUOUS = declare(
    "YM004",
    Severity.ERROR,
    "“{text}” without quotation marks is read differently by different programs ({reading})",
    'Write it in quotation marks: "{text}"',
    wrong="amount: 1.990",
    right='amount: "1.990"',
)
NOT_ALLOWED = declare(
    "YM005",
    Severity.ERROR,
    "YAML {feature} are not allowed here",
    "Write the value out in full",
    wrong="en: *vi",
    right="en: Lai Chau",
)
TOO_DEEP = declare(
    "YM006",
    Severity.ERROR,
    "The data is nested more than {limit} levels deep",
    "Flatten the structure; see the reference of this content type",
    wrong="[[[[[[[[…]]]]]]]]",
    right="a list of simple records",
)
SEVERAL_DOCUMENTS = declare(
    "YM007",
    Severity.ERROR,
    "A second YAML document starts here; a file holds one",
    "Remove the line “---”, or move the rest to a file of its own",
    wrong="id: a\n---\nid: b",
    right="id: a",
)
KEY_NOT_TEXT = declare(
    "YM008",
    Severity.ERROR,
    "A key must be a plain word",
    "Write “key: value” with a key from the reference of this content type",
    wrong="? [a, b]\n: c",
    right="title: c",
)


class Scalar(NamedTuple):
    """A single value: None, bool, int or str. `text` is what was written, `quoted` whether it stood in quotes."""

    value: bool | int | str | None
    text: str
    quoted: bool
    at: Location


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Scalar, Node], ...]
    at: Location

    def get(self, key: str) -> Node | None:
        for name, node in self.entries:
            if name.text == key:
                return node
        return None

    def key_at(self, key: str) -> Location:
        """Where the key stands, else where the mapping starts."""
        for name, _ in self.entries:
            if name.text == key:
                return name.at
        return self.at

    def keys(self) -> tuple[str, ...]:
        return tuple(name.text for name, _ in self.entries)


Node = Scalar | Sequence | Mapping


class _Mark(Protocol):
    """Where an event starts; PyYAML's two parsers have each a class of their own for it. Both count from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _Refused(Exception):
    def __init__(self, refusal: Problem) -> None:
        self.refusal = refusal


_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_YES_NO = re.compile(r"(?:yes|no|on|off|y|n)\Z", re.IGNORECASE)
_OCTAL = re.compile(r"[-+]?0[0-9]+\Z")
_RADIX = re.compile(r"[-+]?0[xob][0-9a-fA-F]+\Z")
_DECIMAL = re.compile(r"[-+]?(?:[0-9][0-9_]*)?[.,][0-9]+(?:[.,][0-9]+)*(?:[eE][-+]?[0-9]+)?\Z")
_UNDERSCORE = re.compile(r"[-+]?[0-9]+(?:_[0-9]+)+\Z")
_EXPONENT = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+\Z")


def ambiguity(text: str) -> str:
    """Why an unquoted scalar is ambiguous between YAML readers, in English; empty when it is not."""
    # Words are most of what is asked about, and only these can be ambiguous.
    if text[:1].isalpha():
        return "true or false" if _YES_NO.match(text) else ""
    if _OCTAL.match(text) or _RADIX.match(text):
        return "an octal or hexadecimal number"
    if _DECIMAL.match(text):
        return "a decimal number or thousands"
    if _UNDERSCORE.match(text) or _EXPONENT.match(text):
        return "a number"
    return ""


def parse_yaml(
    text: str, path: str, *, first_line: int = 1, opaque_tags: bool = False
) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document. The node is None when the document is empty or cannot be read at all.

    first_line: the line of the file on which `text` starts (front matter).
    opaque_tags: tagged scalars (`!ENV`, `!!python/name:`) are kept as text instead of refused (mkdocs.yml).
    """
    reader = _Reader(path, first_line - 1, opaque_tags)
    try:
        events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        node = reader.document(events)
    except yaml.YAMLError as error:
        return None, [*reader.problems, reader.syntax(error, text)]
    except _Refused as refused:
        return None, [*reader.problems, refused.refusal]
    except (ValueError, RecursionError) as error:
        return None, [*reader.problems, problem(SYNTAX, Location(path, first_line), detail=type(error).__name__)]
    return node, reader.problems


class _Reader:
    """Events to nodes. Problems that leave the rest readable are collected; the others end the reading."""

    def __init__(self, path: str, offset: int, opaque_tags: bool) -> None:
        self.path = path
        self.offset = offset
        self.opaque_tags = opaque_tags
        self.problems: list[Problem] = []

    def at(self, mark: _Mark | None) -> Location:
        if mark is None:
            return Location(self.path)
        return Location(self.path, mark.line + 1 + self.offset, mark.column + 1)

    def syntax(self, error: yaml.YAMLError, text: str) -> Problem:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = self.at(mark)
        lines = text.split("\n")
        if mark is not None and mark.line < len(lines) and re.match(r"[ ]*\t", lines[mark.line]):
            return problem(TAB, where)
        detail = getattr(error, "problem", None) or getattr(error, "reason", None) or "syntax"
        return problem(SYNTAX, where, detail=detail)

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(problem(SEVERAL_DOCUMENTS, self.at(event.start_mark)))
            elif isinstance(event, yaml.NodeEvent):
                node = self.node(event, events, 1)
        if isinstance(node, Scalar) and node.value is None and not node.quoted:
            return None
        return node

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        where = self.at(event.start_mark)
        if event.__class__ is yaml.ScalarEvent and depth <= DEPTH_LIMIT and event.tag is None and event.anchor is None:
            return self.scalar(event, where)
        if depth > DEPTH_LIMIT:
            raise _Refused(problem(TOO_DEEP, where, limit=DEPTH_LIMIT))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(problem(NOT_ALLOWED, where, feature="anchors and aliases"))
        tag = getattr(event, "tag", None)
        if tag and not (self.opaque_tags or tag == "!"):
            raise _Refused(problem(NOT_ALLOWED, where, feature="tags"))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, where)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    break
                items.append(self.node(inner, events, depth + 1))
            return Sequence(tuple(items), where)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, where, depth)
        raise _Refused(problem(SYNTAX, where, detail=type(event).__name__))

    def mapping(self, events: Iterator[yaml.Event], where: Location, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Location] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(problem(KEY_NOT_TEXT, self.at(event.start_mark)))
            key = self.scalar(event, self.at(event.start_mark), key=True)
            if key.text == "<<" and not key.quoted:
                raise _Refused(problem(NOT_ALLOWED, key.at, feature="merge keys"))
            value = self.node(next(events), events, depth + 1)
            if key.text in seen:
                self.problems.append(problem(DUPLICATE_KEY, key.at, key=key.text, line=seen[key.text].line))
                continue
            seen[key.text] = key.at
            entries.append((key, value))
        return Mapping(tuple(entries), where)

    def scalar(self, event: yaml.ScalarEvent, where: Location, key: bool = False) -> Scalar:
        text: str = event.value
        quoted = event.style in ("'", '"', "|", ">") or bool(event.tag)
        if quoted:
            return Scalar(text, text, True, where)
        if reading := ambiguity(text):
            self.problems.append(problem(AMBIGUOUS, where, text=text, reading=reading))
            return Scalar(text, text, False, where)
        if key:
            return Scalar(text, text, False, where)
        if text in _NULLS:
            return Scalar(None, text, False, where)
        if text in _BOOLS:
            return Scalar(_BOOLS[text], text, False, where)
        if _INTEGER.match(text) and len(text) < 40:
            return Scalar(int(text), text, False, where)
        return Scalar(text, text, False, where)
