"""Lists of page numbers as short JSON-safe text.

An entry is `{form: postings}`; with one form that equals the key, just the postings. Postings are, from the highest
level down, parted by `|`, a digit for the level and the numbers in rising order, each as its distance to the one
before (minus one; the first from -1). A distance is written in 27 signs that go on and ends with one of 64 letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import sub
from re import compile as pattern
from typing import Final

Entry = str | dict[str, str]

LAST: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MORE: Final = "!#$%&'()*+,./:;<=>?@[]^`{}~"
_TOKEN: Final = pattern(r"[^A-Za-z0-9_-]*[A-Za-z0-9_-]")


def _spell(distance: int) -> str:
    rest, last = divmod(distance, len(LAST))
    text = LAST[last]
    while rest:
        rest, more = divmod(rest - 1, len(MORE))
        text = MORE[more] + text
    return text


def _value(token: str) -> int:
    value = 0
    for sign in token[:-1]:
        value = value * len(MORE) + MORE.index(sign) + 1
    return value * len(LAST) + LAST.index(token[-1])


_SHORT: Final = tuple(_spell(distance) for distance in range(1 << 14))
_VALUES: Final = {text: distance for distance, text in enumerate(_SHORT)}


def encode(numbers: Sequence[int]) -> str:
    """Rising numbers as text."""
    return "".join(
        [
            _SHORT[gap - 1] if gap <= len(_SHORT) else _spell(gap - 1)
            for gap in map(sub, numbers, (-1, *numbers[:-1]))
        ]
    )


def decode(text: str) -> list[int]:
    """The numbers of `encode`."""
    gaps = [_VALUES[token] if token in _VALUES else _value(token) for token in _TOKEN.findall(text)]
    return [total + place for place, total in enumerate(accumulate(gaps))]


def write(levels: Mapping[int, Sequence[int]]) -> str:
    """Postings from the numbers of each level."""
    return "|".join([f"{level}{encode(levels[level])}" for level in sorted(levels, reverse=True) if levels[level]])


def read(postings: str) -> dict[int, list[int]]:
    """The numbers of each level."""
    return {int(part[0]): decode(part[1:]) for part in postings.split("|") if part}


def changed(entry: Entry | None, changes: Iterable[tuple[str, int, int, bool]]) -> Entry | None:
    """An entry after (form, level, number, present) have been applied; None when nothing is left.

    Only the lists that change are decoded.
    """
    forms = {} if entry is None else {"": entry} if isinstance(entry, str) else dict(entry)
    parts: dict[str, dict[int, str]] = {}
    lists: dict[tuple[str, int], set[int]] = {}
    for form, level, number, present in changes:
        if form not in parts:
            parts[form] = {int(part[0]): part[1:] for part in forms.get(form, "").split("|") if part}
        if (form, level) not in lists:
            lists[form, level] = set(decode(parts[form].get(level, "")))
        if present:
            lists[form, level].add(number)
        else:
            lists[form, level].remove(number)
    for (form, level), numbers in lists.items():
        parts[form][level] = encode(sorted(numbers))
    for form, levels in parts.items():
        forms[form] = "|".join([f"{level}{levels[level]}" for level in sorted(levels, reverse=True) if levels[level]])
    return entry_of(forms)


def entry_of(forms: Mapping[str, str]) -> Entry | None:
    """The short writing of `{form: postings}`; forms without postings go."""
    left = {form: forms[form] for form in sorted(forms) if forms[form]}
    if not left:
        return None
    return left[""] if left.keys() == {""} else left
