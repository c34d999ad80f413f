"""Signs of what rules look for, all found in one pass over a text.

The patterns of a rule cost many times more than the question whether a text holds anything for them, and asking it for
every sign still costs more than reading the text once (Aho and Corasick, “Efficient string matching”, 1975).
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import ahocorasick


class Signs:
    """Which of several rules may find something in a text. `of_rules`: the signs of each, one of which is in every text
    that the rule finds anything in; letters and marks count as `folded` has them."""

    def __init__(self, of_rules: Sequence[Iterable[str]]) -> None:
        places: dict[str, set[int]] = {}
        for place, signs in enumerate(of_rules):
            for sign in signs:
                places.setdefault(folded(sign), set()).add(place)
        self._automaton: Any = ahocorasick.Automaton()
        for sign, found in places.items():
            self._automaton.add_word(sign, tuple(found))
        self._automaton.make_automaton()

    def held(self, text: str) -> set[int]:
        """The places of the rules."""
        found = {places for _, places in self._automaton.iter(folded(text))}
        return {place for places in found for place in places}


def folded(text: str) -> str:
    """Small letters in composed form, entities of HTML resolved; the i without a dot and with a mark is an i, as it is
    for patterns that ignore case."""
    resolved = html.unescape(text) if "&" in text else text
    small = unicodedata.normalize("NFC", resolved).casefold()
    return small if small.isascii() else small.replace("\u0131", "i").replace("i\u0307", "i")
