"""What the index takes of one page: a record in, an extract out.

An extract is everything the later steps need; the page itself can be forgotten. It pickles to some 5 KB for an
article of 400 words, so a build keeps one per page and rewrites only the parts in which two extracts differ.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Final

from ttdn_site.search.analysis import FILTER, WORD, Analyzer, beginnings, lines, normal, number_term

TITLE, HEADING, NUMBERS, SUMMARY, OFTEN, TWICE, ONCE = 7, 6, 5, 4, 3, 2, 1
"""Levels of a term in a page: its best field, and for the body alone how often: from 4, from 2, once."""

SNIPPET_COLUMNS: Final = 160
_HEADINGS, _HEADING_LENGTH = 12, 80


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
    `analysis.lines`) whose best level it is, each sorted and joined by line feeds.
    """

    url: str
    date: str
    section: str
    card: str
    terms: tuple[str, ...]

    def levels(self) -> dict[str, int]:
        """Every line with its level."""
        return {
            line: level for level, joined in enumerate(self.terms, start=ONCE) if joined for line in joined.split("\n")
        }


def extract(record: SearchRecord, analyzer: Analyzer) -> Extract:
    """Take from a page what the index needs.

    A level is the best field a term occurs in, so that a change in one field touches only its own terms.
    """
    plural = analyzer.plural
    title, summary = normal(record.title), normal(record.summary)
    best = {
        line: ONCE if count == 1 else TWICE if count < 4 else OFTEN
        for line, count in Counter(lines(normal(record.text), plural)).items()
    }
    best.update(dict.fromkeys(lines(summary, plural), SUMMARY))
    for number in record.numbers:
        words = normal(number)
        best.update(dict.fromkeys(lines(words, plural), NUMBERS))
        best[number_term(WORD.findall(words))] = NUMBERS
    for _, heading in record.headings:
        best.update(dict.fromkeys(lines(normal(heading), plural), HEADING))
    best.update(dict.fromkeys(lines(title, plural), TITLE))
    best.update(dict.fromkeys(beginnings(title, plural), TITLE))
    if record.section:
        best[section_term(record.section)] = ONCE
    grouped: list[list[str]] = [[] for _ in range(TITLE)]
    for line, level in best.items():
        grouped[level - 1].append(line)
    return Extract(
        url=record.url,
        date=record.date.isoformat() if record.date else "",
        section=record.section,
        card=_card(record),
        terms=tuple("\n".join(sorted(group)) for group in grouped),
    )


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
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def snippet(text: str) -> str:
    """The beginning of a text: at most 160 columns, a wide character counting two; cut before a word, with `…`."""
    words = " ".join(text[: 4 * SNIPPET_COLUMNS].split())
    columns = 0
    for place, letter in enumerate(words):
        columns += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if columns > SNIPPET_COLUMNS:
            cut = words[:place]
            whole = cut.rpartition(" ")[0]
            return (whole if len(whole) > place // 2 else cut).rstrip(" ,;:、，") + "…"
    return words
