"""Letters of another script that look like Latin ones: “Lаi Châu” with a Cyrillic а.

Such a word is not found by search, is read out wrongly, and is how forged names are made. Latin beside Chinese,
Japanese or Korean is ordinary; so are Greek letters of units (µm, kΩ), which look like nothing else. Unicode TR 39.
"""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import code_point, position

MIXED_SCRIPTS = declare(
    "SF009",
    Severity.ERROR,
    "The word “{word}” mixes scripts: {character} only looks like a Latin letter",
    "Type the whole word again",
    wrong="Lаi Châu (with the Cyrillic а)",
    right="Lai Châu",
)

# Cyrillic, Armenian, Cherokee, Lisu; Greek letters that look Latin; mathematical letters.
_STRANGE = (
    "\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\ua4d0-\ua4fd"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bd\u03bf\u03c1\u03c5\u03f2"
)
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_CANDIDATE = re.compile(f"[{_STRANGE}]|[\U0001d400-\U0001d6a3]")
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_RUN = re.compile(f"[{_LATIN}{_STRANGE}]+|[\U0001d400-\U0001d6a3]+")


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each such word, at its first strange letter."""
    if text.isascii() or not _CANDIDATE.search(text):
        return []
    problems: list[Problem] = []
    for run in _RUN.finditer(text):
        strange = _CANDIDATE.search(run[0])
        if strange is None or not (strange[0] >= "\U0001d400" or _LATIN_LETTER.search(run[0])):
            continue
        where = Location(path, *position(text, run.start() + strange.start()))
        problems.append(problem(MIXED_SCRIPTS, where, word=run[0][:60], character=code_point(strange[0])))
    return problems
