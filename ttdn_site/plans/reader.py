"""Reading typed values out of located YAML nodes: every mistake becomes a located problem, none stops the reading."""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
from typing import TypeVar

from ttdn_site.plans.dates import PartialDate, parse_partial_date
from ttdn_site.plans.text import EMPTY, LocalText
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence

UNKNOWN_KEY = declare(
    "PL001",
    Severity.ERROR,
    "“{key}” is not a key of “{where}”",
    "Did you mean “{suggestion}”? The keys are: {allowed}",
    wrong="lead: {body: [so-ngoai-vu]}",
    right="lead: {bodies: [so-ngoai-vu]}",
)
MISSING_KEY = declare(
    "PL002",
    Severity.ERROR,
    "“{key}” is missing in “{where}”",
    "Add a line “{key}: …”",
    wrong="- number: I",
    right="- id: I\n  number: I",
)
NOT_TEXT = declare(
    "PL003",
    Severity.ERROR,
    "“{key}” must be a text",
    "Write it on one line, in quotation marks if it holds a colon",
    wrong="number: [1, 2]",
    right='number: "1.2"',
)
NOT_LIST = declare(
    "PL004",
    Severity.ERROR,
    "“{key}” must be a list",
    "Write one entry a line, each after “- ”",
    wrong="lines: I",
    right="lines:\n  - id: I",
)
NOT_MAPPING = declare(
    "PL005",
    Severity.ERROR,
    "“{key}” must be a group of “key: value” lines",
    "Indent the lines that belong to it by two spaces",
    wrong="period: 2018-2020",
    right="period: {from: 2018, to: 2020}",
)
NOT_WHOLE = declare(
    "PL006",
    Severity.ERROR,
    "“{key}” must be a whole number",
    "Write the digits alone, without separators or quotation marks",
    wrong='scale: "1.000.000"',
    right="scale: 1000000",
)
NOT_TRUTH = declare(
    "PL007",
    Severity.ERROR,
    "“{key}” must be true or false",
    "Write true or false without quotation marks",
    wrong="historical: có",
    right="historical: true",
)
NOT_A_CHOICE = declare(
    "PL008",
    Severity.ERROR,
    "“{key}” cannot be “{value}”",
    "Did you mean “{suggestion}”? The values are: {allowed}",
    wrong="kind: years",
    right="kind: year",
)
NOT_A_DATE = declare(
    "PL009",
    Severity.ERROR,
    "“{value}” is not a date that “{key}” can hold",
    "Write year-month-day, for example 2018-04-12; where the day is not known 2018-04, 2018-Q2 or 2018",
    wrong="date: 12/4/2018",
    right='date: "2018-04-12"',
)
NOT_A_DAY = declare(
    "PL010",
    Severity.ERROR,
    "“{value}” is not a day that “{key}” can hold",
    "Write year-month-day, for example 2018-04-12",
    wrong="date: 2018-04",
    right='date: "2018-04-12"',
)
UNKNOWN_LANGUAGE = declare(
    "PL011",
    Severity.ERROR,
    "“{language}” is not a language of this site",
    "Use one of: {allowed}",
    wrong="title: {vn: Kế hoạch}",
    right="title: {vi: Kế hoạch}",
)
NO_ORIGINAL = declare(
    "PL012",
    Severity.ERROR,
    "“{key}” has no text in “{language}”, the language of the document",
    "Add the words as the document prints them under “{language}”",
    wrong="title: {en: Plan}",
    right="title: {vi: Kế hoạch, en: Plan}",
)
BAD_ID = declare(
    "PL013",
    Severity.ERROR,
    "“{value}” cannot be an id",
    "Use letters without marks, digits, points and hyphens; start with a letter or a digit",
    wrong="id: Sở Nội vụ",
    right="id: so-noi-vu",
)
EMPTY_TEXT = declare(
    "PL014",
    Severity.ERROR,
    "“{key}” has no text",
    "Write its text, or remove the line",
    wrong='title: {vi: ""}',
    right="title: {vi: Kế hoạch}",
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

Choice = TypeVar("Choice", bound=enum.Enum)


def is_id(text: str) -> bool:
    """Whether a text can name a plan, a row or a column."""
    return bool(_ID.match(text))


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word most like this one; the first known one when none is alike."""
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    return matches[0] if matches else (known[0] if known else "")


class Reading:
    """What is being read: the languages of the site, the language of the document, and the problems so far."""

    __slots__ = ("language", "languages", "problems")

    def __init__(self, languages: tuple[str, ...], language: str) -> None:
        self.languages = languages
        self.language = language
        self.problems: list[Problem] = []

    def report(self, item: Problem) -> None:
        self.problems.append(item)

    def mapping(self, node: Node, where: str, keys: tuple[str, ...]) -> Fields | None:
        """The fields of a mapping; keys that are not listed are reported."""
        if not isinstance(node, Mapping):
            self.report(problem(NOT_MAPPING, node.at, key=where))
            return None
        return Fields(self, node, where, keys)

    def local_text(self, node: Node, key: str, original: bool = True) -> LocalText:
        """A text per language; a plain text is in the language of the document. `original`: that one is required."""
        if isinstance(node, Scalar):
            words = node.text.strip() if node.value is not None else ""
            if not words:
                self.report(problem(EMPTY_TEXT, node.at, key=key))
                return EMPTY
            return LocalText(((self.language, words),))
        if not isinstance(node, Mapping):
            self.report(problem(NOT_TEXT, node.at, key=key))
            return EMPTY
        entries: list[tuple[str, str]] = []
        for name, value in node.entries:
            if name.text not in self.languages:
                self.report(problem(UNKNOWN_LANGUAGE, name.at, language=name.text, allowed=", ".join(self.languages)))
            elif not isinstance(value, Scalar):
                self.report(problem(NOT_TEXT, value.at, key=f"{key}.{name.text}"))
            elif value.value is None or not value.text.strip():
                self.report(problem(EMPTY_TEXT, value.at, key=f"{key}.{name.text}"))
            else:
                entries.append((name.text, value.text.strip()))
        text = LocalText(tuple(entries))
        if original and not text.get(self.language):
            self.report(problem(NO_ORIGINAL, node.at, key=key, language=self.language))
        return text


class Fields:
    """The keys of one mapping, each read as the kind it is declared to be."""

    __slots__ = ("_nodes", "at", "reading", "where")

    def __init__(self, reading: Reading, node: Mapping, where: str, keys: tuple[str, ...]) -> None:
        self.reading = reading
        self.where = where
        self.at = node.at
        self._nodes = {name.text: value for name, value in node.entries}
        for name, _ in node.entries:
            if name.text not in keys:
                reading.report(
                    problem(
                        UNKNOWN_KEY,
                        name.at,
                        key=name.text,
                        where=where,
                        suggestion=nearest(name.text, keys),
                        allowed=", ".join(keys),
                    )
                )

    def node(self, key: str) -> Node | None:
        """The node under a key; None when it is absent or left blank."""
        node = self._nodes.get(key)
        if isinstance(node, Scalar) and node.value is None:
            return None
        return node

    def has(self, key: str) -> bool:
        return self.node(key) is not None

    def at_of(self, key: str) -> Location:
        node = self._nodes.get(key)
        return self.at if node is None else node.at

    def required(self, key: str) -> Node | None:
        node = self.node(key)
        if node is None:
            self.reading.report(problem(MISSING_KEY, self.at, key=key, where=self.where))
        return node

    def text(self, key: str, required: bool = False) -> str:
        node = self.required(key) if required else self.node(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.reading.report(problem(NOT_TEXT, node.at, key=key))
            return ""
        return node.text.strip()

    def id(self, key: str = "id", required: bool = True) -> str:
        value = self.text(key, required)
        if value and not is_id(value):
            self.reading.report(problem(BAD_ID, self.at_of(key), value=value))
            return ""
        return value

    def whole(self, key: str, default: int | None = None, required: bool = False) -> int | None:
        node = self.required(key) if required else self.node(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or not isinstance(node.value, int):
            self.reading.report(problem(NOT_WHOLE, node.at, key=key))
            return default
        return node.value

    def truth(self, key: str, default: bool = False) -> bool:
        node = self.node(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or not isinstance(node.value, bool):
            self.reading.report(problem(NOT_TRUTH, node.at, key=key))
            return default
        return node.value

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice | None:
        """One of an enumeration's values; without a default the key is required."""
        value = self.text(key, required=default is None)
        if not value:
            return default
        try:
            return choices(value)
        except ValueError:
            allowed = tuple(str(choice.value) for choice in choices)
            self.reading.report(
                problem(
                    NOT_A_CHOICE,
                    self.at_of(key),
                    value=value,
                    key=key,
                    suggestion=nearest(value, allowed),
                    allowed=", ".join(allowed),
                )
            )
            return default

    def partial_date(self, key: str) -> PartialDate | None:
        value = self.text(key)
        if not value:
            return None
        date = parse_partial_date(value)
        if date is None:
            self.reading.report(problem(NOT_A_DATE, self.at_of(key), value=value, key=key))
        return date

    def day(self, key: str, required: bool = False) -> dt.date | None:
        value = self.text(key, required)
        if not value:
            return None
        try:
            if _DATE.match(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        self.reading.report(problem(NOT_A_DAY, self.at_of(key), value=value, key=key))
        return None

    def local_text(self, key: str, required: bool = False, original: bool = True) -> LocalText:
        node = self.required(key) if required else self.node(key)
        return EMPTY if node is None else self.reading.local_text(node, key, original)

    def items(self, key: str) -> tuple[Node, ...]:
        """The entries of a list; none when the key is absent."""
        node = self.node(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.reading.report(problem(NOT_LIST, node.at, key=key))
            return ()
        return node.items

    def texts(self, key: str) -> tuple[tuple[str, Location], ...]:
        """A list of texts with their places; a single text is a list of one."""
        node = self.node(key)
        if isinstance(node, Scalar):
            return ((node.text.strip(), node.at),)
        found: list[tuple[str, Location]] = []
        for item in self.items(key):
            if isinstance(item, Scalar) and item.value is not None:
                found.append((item.text.strip(), item.at))
            else:
                self.reading.report(problem(NOT_TEXT, item.at, key=key))
        return tuple(found)

    def mapping(self, key: str, keys: tuple[str, ...], required: bool = False) -> Fields | None:
        node = self.required(key) if required else self.node(key)
        return None if node is None else self.reading.mapping(node, key, keys)
