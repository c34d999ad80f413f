"""What the index takes of one page: a record in, an extract out.

An extract is everything the later steps need; the page itself can be forgotten. It pickles to some 5 KB for an
article of 400 words, so a build keeps one per page and rewrites only the parts in which two extracts differ.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from ttdn_site.search.analysis import (
    FILTER,
    WORD,
    Analyzer,
    Vocabulary,
    beginnings,
    normal,
    number_term,
    pair_term,
    terms,
)

Term = TypeVar("Term", str, int)

TITLE, HEADING, NUMBERS, SUMMARY, OFTEN, TWICE, ONCE = 7, 6, 5, 4, 3, 2, 1
"""Levels of a term in a page: its best field, and for the body alone how often: from 4, from 2, once."""

SNIPPET_COLUMNS: Final = 160
_HEADINGS, _HEADING_LENGTH = 12, 80
_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PERHAPS_WIDE: Final = re.compile("[\u1100-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One page that exists in the reader's language (a fallback page is not such a page).

    url: address below the site's base, `news/2026/hoi-nghi/`; unique in its language.
    summary, text: plain text without markup; text is the body without title and summary.
    headings: (id, text) in reading order.
    numbers: document numbers the page is about, `93/KH-UBND`.
    date: of publication or of the document; None sorts last and belongs to no year.
    section: label as the reader sees it; kind: content type, `article`.
    language: BCP 47 tag.
    """

    url: str
    title: str
    language: str
    summary: str = ""
    text: str = ""
    headings: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    date: datetime.date | None = None
    section: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What the index needs of one page.

    date: ISO 8601 or `""`. card: JSON array of what a result shows. terms: for the levels 1 to 7 the lines (see
    `analysis.lines`) whose best level it is, joined by line feeds in reading order. pairs: the same for pairs of
    words, 32 bits each.
    """

    url: str
    date: str
    section: str
    card: str
    terms: tuple[str, ...]
    pairs: tuple[bytes, ...]

    def pairs_of(self, level: int) -> memoryview:
        """The 18 bits of each pair of a level."""
        return memoryview(self.pairs[level - 1]).cast("I")

    def levels(self) -> dict[str, int]:
        """Every line with its level."""
        found = {
            line: level for level, joined in enumerate(self.terms, start=ONCE) if joined for line in joined.split("\n")
        }
        found.update((pair_term(pair), level) for level in range(ONCE, TITLE + 1) for pair in self.pairs_of(level))
        return found


def extract(record: SearchRecord, analyzer: Analyzer, vocabulary: Vocabulary | None = None) -> Extract:
    """Take from a page what the index needs.

    vocabulary: of the analyzer's language, kept from page to page. A level is the best field a term occurs in, so that
    a change in one field touches only its own terms.
    """
    if vocabulary is None:
        vocabulary = analyzer.vocabulary()
    title = normal(record.title)
    best: dict[str, int] = {section_term(record.section): ONCE} if record.section else {}
    best_pairs: dict[int, int] = {}

    def read(text: str, level: int) -> None:
        found = terms(text, vocabulary)
        best.update(dict.fromkeys(found.lines, level))
        best_pairs.update(dict.fromkeys(found.pairs, level))

    read(normal(record.summary), SUMMARY)
    for number in record.numbers:
        words = normal(number)
        read(words, NUMBERS)
        best[number_term(WORD.findall(words))] = NUMBERS
    for _, heading in record.headings:
        read(normal(heading), HEADING)
    read(title, TITLE)
    best.update(dict.fromkeys(beginnings(title, analyzer.plural), TITLE))
    body = terms(normal(record.text), vocabulary)
    return Extract(
        url=record.url,
        date=record.date.isoformat() if record.date else "",
        section=record.section,
        card=_card(record),
        terms=tuple("\n".join(lines) for lines in _by_level(body.lines, best)),
        pairs=tuple(array("I", pairs).tobytes() for pairs in _by_level(body.pairs, best_pairs)),
    )


def _by_level(body: list[Term], best: Mapping[Term, int]) -> list[list[Term]]:
    """The terms of each level from 1 to 7, each once: those of other fields, and of the body by their number."""
    counts = Counter(body)
    for term in best:
        counts.pop(term, None)
    grouped: list[list[Term]] = [[] for _ in range(TITLE)]
    for term, level in best.items():
        grouped[level - 1].append(term)
    grouped[ONCE - 1] += [term for term, count in counts.items() if count == 1]
    for term, count in counts.items():
        if count > 1:
            grouped[(TWICE if count < 4 else OFTEN) - 1].append(term)
    return grouped


def section_term(label: str) -> str:
    """The filter term of a section; the client reads it from the manifest."""
    return FILTER + hashlib.sha256(label.encode()).hexdigest()[:8]


def _card(record: SearchRecord) -> str:
    shown: list[object] = [
        record.url,
        record.title,
        record.date.isoformat() if record.date else "",
        record.section,
        record.kind,
        snippet(record.summary or record.text),
        [[anchor, text[:_HEADING_LENGTH]] for anchor, text in record.headings[:_HEADINGS] if anchor],
    ]
    return _json(shown)


def snippet(text: str) -> str:
    """The beginning of a text: at most 160 columns, a wide character counting two; cut before a word, with `…`."""
    words = " ".join(text[: 4 * SNIPPET_COLUMNS].split())
    if not _PERHAPS_WIDE.search(words, 0, SNIPPET_COLUMNS + 1):
        return words if len(words) <= SNIPPET_COLUMNS else _cut(words, SNIPPET_COLUMNS)
    columns = 0
    for place, letter in enumerate(words):
        columns += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if columns > SNIPPET_COLUMNS:
            return _cut(words, place)
    return words


def _cut(words: str, place: int) -> str:
    cut = words[:place]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > place // 2 else cut).rstrip(" ,;:、，") + "…"
