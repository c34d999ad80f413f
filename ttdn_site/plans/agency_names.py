"""Finding the bodies that a printed cell names: “Sở Văn hóa, Thể thao và Du lịch; Sở Tài chính”.

A name may hold the comma and the “và” that also part the names, so the longest known name is taken first and a list is
split only around known names. Two names that are merely alike are never taken for each other: “Sở Nội vụ” and
“Sở Ngoại vụ” are closer than two spellings of one command. Only differences of writing that cannot tell two names
apart are levelled: capitals, spaces, the kind of dash, and where a tone mark stands (hoá/hóa, uỷ/ủy).
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from dataclasses import dataclass

from ttdn_site.plans.agencies import AgencyRegister

_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans("‐‑‒–—−", "------")
_PARTING = re.compile(r"[\s;,.:\-•·；，。：]+|và(?=\s)|and(?=\s)", re.IGNORECASE)
_NEXT_PART = re.compile(r"[;:；：]")
_NEXT_COMMA = re.compile(r"[;:,；：，]|\svà\s")
_AFTER_NAME = re.compile(r"\s*(?:[;,.:；，。：]|và\s|and\s|\Z)", re.IGNORECASE)

# Where the tone mark stands on oa, oe, uy: the older and the newer school write the same word.
_OLD_TO_NEW = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_OLD_TONE = re.compile("|".join(_OLD_TO_NEW))


def fold(text: str) -> str:
    """A name reduced to what tells it from others; as long as its input once spaces are collapsed."""
    text = unicodedata.normalize("NFC", _SPACE.sub(" ", text)).strip().lower().translate(_DASHES)
    return _OLD_TONE.sub(lambda match: _OLD_TO_NEW[match[0]], text)


@dataclass(frozen=True, slots=True)
class NamedBody:
    """One part of a printed list: the words, and the agency they are a known name of (empty: unknown)."""

    printed: str
    agency: str
    suggestion: str = ""


class AgencyNames:
    """The known names of one place's bodies on one day, prepared for matching. Holds no state that changes."""

    def __init__(self, register: AgencyRegister, place: str, day: dt.date | None = None) -> None:
        names: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for agency in register.of_place(place, day):
            for name in agency.known_names():
                key = fold(name).rstrip(".")
                names.setdefault(key, agency.id)
                self._shown.setdefault(key, name)
        self._names = names
        by_first: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            by_first.setdefault(_first_word(name), []).append(name)
        self._by_first = by_first

    def named(self, name: str) -> str:
        """The agency that a whole string names exactly; empty when none does."""
        return self._names.get(fold(name).rstrip("."), "")

    def bodies(self, printed: str) -> tuple[NamedBody, ...]:
        """The bodies a cell names, in printed order, unknown parts among them."""
        clean = unicodedata.normalize("NFC", _SPACE.sub(" ", printed)).strip()
        folded = fold(clean)
        found: list[NamedBody] = []
        position = 0
        while position < len(clean):
            if parting := _PARTING.match(clean, position):
                position = parting.end()
                continue
            name = self._longest(folded, position)
            if name:
                end = position + len(name)
                found.append(NamedBody(clean[position:end], self._names[name]))
            else:
                end = self._end_of_unknown(clean, folded, position)
                words = clean[position:end].strip(" .")
                found.append(NamedBody(words, "", self.suggestion(words)))
            position = end
        return tuple(found)

    def suggestion(self, words: str) -> str:
        """The known name most like these words, to propose to a person; empty when none is alike."""
        matches = difflib.get_close_matches(fold(words), list(self._names), n=1, cutoff=0.6)
        return self._shown[matches[0]] if matches else ""

    def _longest(self, folded: str, position: int) -> str:
        for name in self._by_first.get(_first_word(folded, position), ()):
            if folded.startswith(name, position) and _AFTER_NAME.match(folded, position + len(name)):
                return name
        return ""

    def _end_of_unknown(self, clean: str, folded: str, position: int) -> int:
        """Where an unknown part ends: at the next separator after which a known name or the end follows."""
        for mark in _NEXT_COMMA.finditer(clean, position):
            after = mark.end()
            while parting := _PARTING.match(clean, after):
                after = parting.end()
            if _NEXT_PART.match(mark[0]) or after >= len(clean) or self._longest(folded, after):
                return mark.start()
        return len(clean)


def _first_word(text: str, position: int = 0) -> str:
    end = position
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[position:end]
