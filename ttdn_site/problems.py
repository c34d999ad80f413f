"""Problems: the one way anything is reported.

A `Code` is declared once, beside the rule that raises it: a stable identifier, a severity, an English message and a
hint with named parameters, and a wrong and a right example. A `Problem` is a code, a `Location` and the parameters;
it carries no sentence. The edges (command line, plugin, annotations) turn it into words through the catalogs:
English is the message identifier, Vietnamese stands in `locales/catalogs/vi/problems-*.po`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Severity(enum.Enum):
    """How much a problem weighs: an error stops a production build, a warning does not, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def __reduce_ex__(self, proto: object) -> tuple[type[Severity], tuple[str]]:
        # Up to Python 3.11.3 members were pickled as a call of `getattr`, which no memory of a build may ask for.
        return Severity, (self.value,)


class Location(NamedTuple):
    """A place in an input file: path relative to the project with forward slashes; line and column from 1.

    Line 0 means the file as a whole, column 0 the line as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def shifted(self, lines: int) -> Location:
        """The same column, `lines` further down (a block inside a larger file)."""
        return Location(self.path, self.line + lines, self.column)

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{max(self.column, 1)}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. `message` and `hint` are English format strings and the keys of their translations."""

    id: str
    severity: Severity
    message: str
    hint: str
    wrong: str = field(default="", compare=False)
    right: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what (code), where (location) and the values its sentence names."""

    code: Code
    location: Location
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def sort_key(self) -> tuple[str, int, int, str, str]:
        where = self.location
        return (where.path, where.line, where.column, self.code.id, repr(self.parameters))


_REGISTRY: dict[str, Code] = {}


def declare(id: str, severity: Severity, message: str, hint: str, *, wrong: str = "", right: str = "") -> Code:
    """Declare a code; every identifier is declared exactly once in the whole package."""
    if id in _REGISTRY:
        raise ValueError(f"problem code {id} is declared twice")
    code = Code(id, severity, message, hint, wrong, right)
    _REGISTRY[id] = code
    return code


def declared() -> tuple[Code, ...]:
    """Every code declared by the modules imported so far, by identifier."""
    return tuple(_REGISTRY[id] for id in sorted(_REGISTRY))


def problem(code: Code, location: Location, /, **parameters: object) -> Problem:
    """Make a problem. Parameters become text here, so that a problem can cross processes and be compared."""
    return Problem(code, location, tuple(sorted((key, str(value)) for key, value in parameters.items())))


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line and column, each finding once."""
    unique = {item.sort_key(): item for item in problems}
    return [unique[key] for key in sorted(unique)]


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(item.severity is Severity.ERROR for item in problems)
