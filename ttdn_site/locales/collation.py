"""The order of titles in a list.

Vietnamese follows its alphabet (a ă â b c d đ e ê … o ô ơ … u ư … y). Tones decide only between titles whose letters
are equal, in the order of the Unicode CLDR (ngang, huyền, hỏi, ngã, sắc, nặng).

Other languages are in the order of code points after case folding, Latin letters without their marks. That is the
order of kana and of Hangul. Titles in Chinese characters stand in the order of the characters in Unicode, roughly by
radical and strokes: an order by reading (pinyin, yomi) needs a dictionary that this package does not carry.

In every language a run of digits counts as a number, so that `số 9` stands before `số 10`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

from ttdn_site.locales.languages import Language

SortKey: TypeAlias = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]

_RANKS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# A letter with its marks, a number (short enough for any conversion), or anything else.
_PARTS = re.compile("[0-9]{1,18}|[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_SIGN, _NUMBER, _LETTER = range(3)


def sort_key(text: str, language: Language) -> SortKey:
    """A key for `sorted`. Keys of one language compare with each other; only equal texts have equal keys."""
    vietnamese = language.heads[-1] == "vi"
    primary: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in _PARTS.findall(unicodedata.normalize("NFC", text).casefold()):
        if part[0] in "0123456789":
            primary.append((_NUMBER, int(part)))
            tones.append(0)
            continue
        parted = unicodedata.normalize("NFD", part)
        letter = _letter(parted) if vietnamese else _folded(part, parted)
        primary += [_weight(character, vietnamese) for character in letter]
        tones += [max(_TONES.get(mark, 0) for mark in parted) if vietnamese else 0] * len(letter)
    return tuple(primary), tuple(tones), text


def _letter(parted: str) -> str:
    """The Vietnamese letter without its tone. NFD puts a dot below before a circumflex, so marks are told by kind."""
    return unicodedata.normalize("NFC", "".join(mark for mark in parted if mark not in _TONES))


def _folded(part: str, parted: str) -> str:
    return parted[0] if parted[0].isascii() else part


def _weight(character: str, vietnamese: bool) -> tuple[int, int]:
    if not character.isalpha():
        return _SIGN, ord(character)
    # Letters outside the alphabet stand behind it.
    return _LETTER, _RANKS.get(character, ord(character)) if vietnamese else ord(character)
