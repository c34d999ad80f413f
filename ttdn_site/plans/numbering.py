"""Numbers of rows as printed: I, 1, 1.1, a), -, nothing. What kind they are, and which comes next."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_PATH = re.compile(r"\d+(?:\.\d+)*\Z")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_TRIM = " .)(:/-"


class NumberKind(enum.Enum):
    """How a row is numbered. BULLET and NONE carry no order."""

    ROMAN = "roman"
    DIGITS = "digits"
    LETTER = "letter"
    BULLET = "bullet"
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RowNumber:
    """A printed number: its kind, its ordinal among its siblings and, for 2.3, the path above it (2)."""

    printed: str
    kind: NumberKind
    ordinal: int = 0
    above: tuple[int, ...] = ()


def read_number(printed: str, letters: bool = False) -> RowNumber:
    """Read one printed number. `letters`: capital letters count A, B, C … although C and D are Roman too."""
    text = printed.strip()
    if not text:
        return RowNumber(printed, NumberKind.NONE)
    core = text.strip(_TRIM)
    if not core:
        return RowNumber(printed, NumberKind.BULLET)
    if _PATH.match(core):
        path = tuple(int(part) for part in core.split("."))
        return RowNumber(printed, NumberKind.DIGITS, path[-1], path[:-1])
    if not letters and _ROMAN.match(core):
        return RowNumber(printed, NumberKind.ROMAN, _roman(core))
    if len(core) == 1 and core.lower() in _LETTERS:
        return RowNumber(printed, NumberKind.LETTER, _LETTERS.index(core.lower()) + 1)
    return RowNumber(printed, NumberKind.OTHER)


def read_siblings(printed: Iterable[str]) -> tuple[RowNumber, ...]:
    """Read the numbers of rows under one parent; the first one decides whether capitals are letters or Roman."""
    texts = tuple(printed)
    first = next((text.strip(_TRIM) for text in texts if text.strip(_TRIM)), "")
    letters = len(first) == 1 and first in "ABĐEGHK"
    return tuple(read_number(text, letters) for text in texts)


def _roman(text: str) -> int:
    total = 0
    for mark, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES[mark]
        total += -value if following and _ROMAN_VALUES[following] > value else value
    return total


def to_roman(value: int) -> str:
    """The Roman form of 1 … 3999."""
    marks = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for worth, mark in marks:
        while value >= worth:
            text += mark
            value -= worth
    return text


def expected(previous: RowNumber | None, like: RowNumber) -> str:
    """The number that should stand where `like` does: the one after `previous`, in the form of `like`."""
    ordinal = 1 if previous is None else previous.ordinal + 1
    if like.kind is NumberKind.ROMAN:
        return to_roman(ordinal)
    if like.kind is NumberKind.LETTER:
        letter = _LETTERS[min(ordinal, len(_LETTERS)) - 1]
        return letter.upper() if like.printed.strip(_TRIM).isupper() else letter
    return ".".join(str(part) for part in (*like.above, ordinal))
