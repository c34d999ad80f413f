"""Kinds of single values: text, numbers, dates, addresses, names.

A kind reads a node to a plain value with problems, and describes itself as JSON Schema.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from ttdn_site.problems import Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence

WRONG_KIND = declare(
    "FD003",
    Severity.ERROR,
    "“{key}” must be {expected}, not {found}",
    "Write for example “{key}: {example}”",
    wrong="title: [a, b]",
    right="title: Tin tức",
)
TOO_LONG = declare(
    "FD004",
    Severity.ERROR,
    "“{key}” has {length} characters; the limit is {limit}",
    "Shorten it",
    wrong="title: (a paragraph)",
    right="title: Khởi công hầm đường bộ qua đèo Hoàng Liên",
)
NOT_A_CHOICE = declare(
    "FD005",
    Severity.ERROR,
    "“{value}” is not a value of “{key}”",
    "Use one of: {choices}",
    wrong="status: aproved",
    right="status: approved",
)
BAD_DATE = declare(
    "FD006",
    Severity.ERROR,
    "“{value}” is not a date",
    "Write year-month-day, for example {example}",
    wrong="date: 19/12/2025",
    right="date: 2025-12-19",
)
BAD_MOMENT = declare(
    "FD007",
    Severity.ERROR,
    "“{value}” is not a time with its offset from UTC",
    "Write for example {example}",
    wrong="publish_at: 2026-01-05 08:00",
    right='publish_at: "2026-01-05T08:00+07:00"',
)
BAD_URL = declare(
    "FD008",
    Severity.ERROR,
    "“{value}” is not a web address",
    "Copy the whole address, with “https://”",
    wrong="url: www.laichau.gov.vn",
    right="url: https://laichau.gov.vn/",
)
BAD_SLUG = declare(
    "FD009",
    Severity.ERROR,
    "“{value}” cannot stand in a web address",
    "Use small letters a–z, digits and hyphens, for example “{example}”",
    wrong="id: Hội nghị 2024",
    right="id: hoi-nghi-2024",
)
EMPTY = declare(
    "FD011",
    Severity.ERROR,
    "“{key}” is empty",
    "Fill it in, or delete the line",
    wrong="summary:",
    right="summary: Công trình bắt đầu ngày 19/12/2025.",
)
BAD_PATH = declare(
    "FD012",
    Severity.ERROR,
    "“{value}” is not a path inside the portal",
    "Write a relative path with “/”, without “..” at the start, drive letters or spaces",
    wrong="file: C:\\Users\\van-thu\\93.pdf",
    right="file: documents/93-kh-ubnd.pdf",
)
BAD_HOST = declare(
    "FD014",
    Severity.ERROR,
    "“{value}” is not the name of one host, nor of one owner's hosts",
    "Write the host as in its address, or “*.” before the owner's domain for all below it, for example {example}",
    wrong='allowed_hosts: ["*", "*.vn", "https://baolaichau.vn/"]',
    right='allowed_hosts: [baolaichau.vn, "*.vnanet.vn"]',
)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_FOLD = str.maketrans("đĐ", "dD")


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a value needs to know of its surroundings: the key, the type's name, the configured languages."""

    key: str
    type: str
    languages: tuple[str, ...]

    def under(self, key: str) -> Context:
        return Context(key, self.type, self.languages)


Read = tuple[Any, list[Problem]]


class Kind(Protocol):
    """A kind of value. `example` is what a hint shows; `schema` is JSON Schema 2020-12."""

    @property
    def example(self) -> str: ...

    def read(self, node: Node, context: Context) -> Read: ...

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]: ...


def found(node: Node) -> str:
    """What stands there, in one English word that the catalogs translate."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a group of keys"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return "true or false"
    return "a number" if isinstance(node.value, int) else "text"


def wrong(node: Node, context: Context, expected: str, example: str) -> Read:
    if isinstance(node, Scalar) and node.value is None and not node.quoted:
        return None, [problem(EMPTY, node.at, key=context.key)]
    return None, [problem(WRONG_KIND, node.at, key=context.key, expected=expected, found=found(node), example=example)]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, or several when `lines` is set. Limits are in characters."""

    limit: int = 200
    example: str = "Tin tức"
    lines: bool = False

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or isinstance(node.value, bool) or node.value is None:
            return wrong(node, context, "text", self.example)
        text = node.text.strip() if self.lines else " ".join(node.text.split())
        if not text:
            return None, [problem(EMPTY, node.at, key=context.key)]
        if len(text) > self.limit:
            return None, [problem(TOO_LONG, node.at, key=context.key, length=len(text), limit=self.limit)]
        return text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int = 0
    most: int = 10**12
    example: str = "1"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or type(node.value) is not int or not self.least <= node.value <= self.most:
            return wrong(node, context, "a whole number", self.example)
        return node.value, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Flag:
    example: str = "true"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or not isinstance(node.value, bool):
            return wrong(node, context, "true or false", self.example)
        return node.value, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed set of words."""

    choices: tuple[str, ...]

    @property
    def example(self) -> str:
        return self.choices[0]

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None:
            return wrong(node, context, "one of a set of words", self.example)
        if node.text not in self.choices:
            return None, [
                problem(NOT_A_CHOICE, node.at, key=context.key, value=node.text, choices=", ".join(self.choices))
            ]
        return node.text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"enum": list(self.choices)}


# Others are slips of the keyboard, and days cannot be counted on from the last year there is.
YEARS = range(1000, 3000)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date, `2025-12-19` (ISO 8601)."""

    example: str = "2025-12-19"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return wrong(node, context, "a date", self.example)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.text):
            try:
                value = dt.date.fromisoformat(node.text)
            except ValueError:
                pass
            else:
                if value.year in YEARS:
                    return value, []
        guess = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", node.text)
        example = f"{guess[3]}-{int(guess[2]):02}-{int(guess[1]):02}" if guess else self.example
        return None, [problem(BAD_DATE, node.at, value=node.text, example=example)]

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time with an explicit offset, `2026-01-05T08:00+07:00` (RFC 3339); kept with its offset."""

    example: str = '"2026-01-05T08:00+07:00"'

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return wrong(node, context, "a time", self.example)
        try:
            value = dt.datetime.fromisoformat(node.text)
        except ValueError:
            value = None
        if value is None or value.tzinfo is None or value.year not in YEARS:
            return None, [problem(BAD_MOMENT, node.at, value=node.text, example=self.example)]
        return value, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class Url:
    """An absolute web address."""

    example: str = "https://laichau.gov.vn/"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return wrong(node, context, "a web address", self.example)
        try:
            parts = urlsplit(node.text)
            named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            # What stands before “@” is an account, or a host that only looks like the one the link leads to.
            valid = named and "@" not in parts.netloc and not re.search(r"[\s<>\"\\]", node.text)
        except ValueError:
            valid = False
        if not valid:
            return None, [problem(BAD_URL, node.at, value=node.text)]
        return node.text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "pattern": "^https?://"}


_HOST = re.compile(r"(\*\.)?((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_])\Z")
# Below these of a country, `com.vn`, anybody may have a domain.
_ANYBODY = frozenset(("ac", "biz", "co", "com", "id", "info", "io", "name", "net", "org", "pro"))


@dataclass(frozen=True, slots=True)
class HostPattern:
    """A host, `baolaichau.vn`, or a domain with all below it, `*.vnanet.vn`."""

    example: str = "*.vnanet.vn"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return wrong(node, context, "text", self.example)
        match = _HOST.match(node.text)
        parts = match[2].lower().split(".") if match else []
        if not match or len(node.text) > 100 or (match[1] and len(parts) == 2 and parts[0] in _ANYBODY):
            return None, [problem(BAD_HOST, node.at, value=node.text, example=self.example)]
        return node.text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^(\*\.)?[^\s.*/:]+(\.[^\s.*/:]+)+$", "maxLength": 100}


@dataclass(frozen=True, slots=True)
class Slug:
    """A stable ASCII name, for identifiers and parts of addresses."""

    example: str = "ham-hoang-lien"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return wrong(node, context, "a name for addresses", self.example)
        if not SLUG.match(node.text) or len(node.text) > 100:
            return None, [problem(BAD_SLUG, node.at, value=node.text, example=slugify(node.text) or self.example)]
        return node.text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}


@dataclass(frozen=True, slots=True)
class SitePath:
    """A relative path with forward slashes: an attachment under `docs/assets/` or a former address of a page."""

    example: str = "documents/93-kh-ubnd.pdf"

    def read(self, node: Node, context: Context) -> Read:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return wrong(node, context, "a path", self.example)
        if not re.fullmatch(r"[\w.+-]+(?:/[\w.+-]+)*/?", node.text) or ".." in node.text.split("/"):
            return None, [problem(BAD_PATH, node.at, value=node.text)]
        return node.text, []

    def schema(self, languages: tuple[str, ...]) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[^/\\\\][^\\\\]*$"}


# The same headings stand in many texts.
@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """A Vietnamese or English title as ASCII words with hyphens; empty for scripts without Latin letters."""
    folded = unicodedata.normalize("NFD", text.translate(_FOLD)).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", folded))[:80].strip("-")
