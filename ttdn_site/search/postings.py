"""Lists of page numbers as short JSON-safe text.

An entry is `{form: postings}`; with one form that equals the key, just the postings. Postings are, from the highest
level down, parted by `|`, a digit for the level and the numbers in rising order, each as its distance to the one
before (minus one; the first from -1). A distance is written in 27 signs that go on and ends with one of 64 letters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import sub
from re import compile as pattern
from typing import Final

Entry = str | dict[str, str]

LAST: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MORE: Final = "!#$%&'()*+,./:;<=>?@[]^`{}~"
_TOKEN: Final = pattern(r"[^A-Za-z0-9_-]*[A-Za-z0-9_-]")


@lru_cache(maxsize=1 << 16)
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


class _Gaps(dict[str, int]):
    """Distance by its writing; long ones, which are rare, are worked out."""

    def __missing__(self, token: str) -> int:
        return _value(token) + 1


_SHORT: Final = tuple(map(_spell.__wrapped__, range(1 << 12)))
_HEADS: Final = tuple(_spell.__wrapped__(place * len(LAST))[:-1] for place in range(1 << 12))
_GAPS: Final = _Gaps({text: distance + 1 for distance, text in enumerate(_SHORT)})
_FEW: Final = 4


def encode(numbers: Sequence[int]) -> str:
    """Rising numbers as text."""
    if len(numbers) == 1:
        return _spell(numbers[0])
    return "".join(
        [
            _SHORT[gap - 1]
            if gap <= 1 << 12
            else _HEADS[gap - 1 >> 6] + LAST[gap - 1 & 63]
            if gap <= 1 << 18
            else _spell(gap - 1)
            for gap in map(sub, numbers, (-1, *numbers[:-1]))
        ]
    )


def decode(text: str) -> list[int]:
    """The numbers of `encode`."""
    return [end - 1 for end in _ends(_TOKEN.findall(text))]


def _ends(tokens: Iterable[str]) -> list[int]:
    return list(accumulate(map(_GAPS.__getitem__, tokens)))


def _spliced(text: str, number: int, present: bool) -> str:
    """A list with one number more or less: only its neighbours' distances are written again."""
    tokens = _TOKEN.findall(text)
    ends = _ends(tokens)
    place = bisect_left(ends, number + 1)
    before = ends[place - 1] if place else 0
    after = place if present else place + 1
    if (place < len(ends) and ends[place] == number + 1) is present:
        raise ValueError(f"page {number} is {'already' if present else 'not'} listed")
    rest = [ends[after]] if after < len(ends) else []
    stops = [before, *([number + 1] if present else []), *rest]
    tokens[place : after + 1] = [_spell(stop - start - 1) for start, stop in pairwise(stops)]
    return "".join(tokens)


def changed(entry: Entry | None, changes: Iterable[tuple[str, int, int, bool]]) -> Entry | None:
    """An entry after (form, level, number, present) have been applied; None when nothing is left.

    Only the lists that change are decoded.
    """
    forms = {} if entry is None else {"": entry} if isinstance(entry, str) else dict(entry)
    by_list: defaultdict[str, defaultdict[int, list[tuple[int, bool]]]] = defaultdict(lambda: defaultdict(list))
    for form, level, number, present in changes:
        by_list[form][level].append((number, present))
    for form, levels in by_list.items():
        parts = {int(part[0]): part[1:] for part in forms.get(form, "").split("|") if part}
        for level, listed in levels.items():
            parts[level] = _applied(parts.get(level, ""), listed)
        forms[form] = "|".join([f"{level}{parts[level]}" for level in sorted(parts, reverse=True) if parts[level]])
    return entry_of(forms)


def _applied(text: str, changes: Sequence[tuple[int, bool]]) -> str:
    if len(changes) <= _FEW:
        for number, present in changes:
            text = _spliced(text, number, present)
        return text
    numbers = set(decode(text))
    for number, present in changes:
        if present:
            numbers.add(number)
        else:
            numbers.remove(number)
    return encode(sorted(numbers))


def entry_of(forms: Mapping[str, str]) -> Entry | None:
    """The short writing of `{form: postings}`; forms without postings go."""
    left = {form: forms[form] for form in sorted(forms) if forms[form]}
    if not left:
        return None
    return left[""] if left.keys() == {""} else left
