"""Links that nobody sees: without text, as intruders place them for search engines."""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

NO_TEXT = declare(
    "SF010",
    Severity.ERROR,
    "The link has no text",
    "Say between the brackets where it leads, or delete it",
    wrong="[](https://example.com/)",
    right="[Bộ Ngoại giao](https://mofa.gov.vn/)",
)

# A space, a dot or an invisible sign is no text either.
_BRACKETS = r"\[[\s.,;·\u00a0\u3000\u200b-\u200d\u2060\ufeff]{0,40}\]\("
_EMPTY = re.compile(rf"(?<![!\]\\]){_BRACKETS}(?!\s*\))")
# Begins with a letter and not with a look back, which makes it many times faster.
_PERHAPS = re.compile(_BRACKETS)


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each such link."""
    if not _PERHAPS.search(text):
        return []
    return [problem(NO_TEXT, Location(path, *position(text, match.start()))) for match in _EMPTY.finditer(text)]
