"""The slowest texts of the greatest allowed size: each is rendered in seconds, or refused before it is.

Python-Markdown's cost grows with the square of much: passages, notes and references to them, unclosed code, and
abbreviations times the length of the text. Each construct stands here at its limit, and once beyond it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ttdn_site.markup.render import Known, Place, Renderer
from ttdn_site.markup.rules import examine, is_unbounded
from ttdn_site.source.text import MARKDOWN_LIMIT

PLACE = Place("news/x", "news", "docs/vi/news/x.md", 1)
KEYS = {f"news/{number}" for number in range(10_000)}
KNOWN = Known(KEYS, KEYS, set())
SECONDS = 20
"""Of one processor. On the machine where the limits were found no text takes half of it."""


def filled(unit: str | Callable[[int], str], a_passage: int = 1, before: str = "") -> str:
    """As often as it fits into the greatest text. a_passage: so many, then an empty line."""
    parts = [before]
    room = MARKDOWN_LIMIT - len(before.encode())
    number = 0
    while True:
        part = unit(number) if callable(unit) else unit
        number += 1
        if number % a_passage == 0:
            part += "\n\n"
        room -= len(part.encode())
        if room < 0:
            return "".join(parts)
        parts.append(part)


ABBREVIATIONS = "".join(f"*[zq{number}]: x\n\n" for number in range(200))
OPEN_CODE = "".join(f"~~~a{number}\n\n" for number in range(300))
# Name → text at the limits. Those that take longest are looked at by `make soak`.
QUICK: dict[str, Callable[[], str]] = {
    "abbreviations": lambda: filled("zq1 b ", 5000, ABBREVIATIONS),
    "references to one note": lambda: "[^1]: b\n\n" + "[^1] x\n\n" * 1999,
    "references to one note, in one passage": lambda: "[^1]: b\n\n" + "[^1]" * 1999,
    "notes": lambda: "".join(f"a[^{number}]\n\n[^{number}]: b\n\n" for number in range(999)),
    "definitions": lambda: ("a\n: b\n" * 240 + "\n") * 41,
    "passages of definitions": lambda: "a\n\n: b\n\n" * 9_999,
    "passages in lists": lambda: "- a\n\n    - b\n\n" * 9_999,
    "passages of code": lambda: "a\n\n    b\n\n" * 9_999,
    "tables": lambda: filled("| a | b |\n|---|---|\n" + "| c | d |\n" * 480),
    "nested lists": lambda: filled(lambda number: "    " * (number % 14) + "- a\n", 490),
    "attributes": lambda: filled("*a*{: .c} ", 2000),
    "admonitions": lambda: "!!! note\n    a\n\n" * 19_999,
    "headings": lambda: filled(lambda number: f"## a{number}\n", 490),
    "links to headings": lambda: filled("[a](#b) ", 3000),
    "broken links": lambda: filled(lambda number: f"[a](b{number}.md) ", 1500),
    "brackets": lambda: filled("[" * 23 + "a" + "]" * 23, 600),
    "open brackets": lambda: filled("[a ", 9000),
    "marks that are not closed": lambda: filled("**a __b *c _d ", 2000),
    "code that is not closed": lambda: filled("x y z ", 5000, f"<b\n\n{OPEN_CODE}"),
}
SLOW: dict[str, Callable[[], str]] = {
    "abbreviations among marks": lambda: filled("*zq1* b ", 4000, ABBREVIATIONS),
    "long notes": lambda: "".join(
        f"a[^{number}]\n\n[^{number}]: b " + "x *y* " * 160 + "\n\n" for number in range(999)
    ),
    "long definitions": lambda: (("a\n: b" + "x " * 48 + "\n") * 240 + "\n") * 41,
    "marks in turn": lambda: filled("*_" * 7 + "a" + "_*" * 7 + " ", 500),
    "marks in marks": lambda: filled("***a** b* ", 3000),
    "one abbreviation": lambda: filled("ab ", 9000, "*[ab]: x\n\n"),
    "code of many lengths": lambda: filled("".join("`" * length + "a " for length in range(1, 240)), 1, "<b\n\n"),
    "escaped pipes": lambda: filled("| a | b |\n|---|---|\n" + "| `c\\|`\\| | d |\n" * 480),
    "deep quotations": lambda: filled(">" * 11 + " a\n", 490),
}


@pytest.mark.parametrize(
    "make",
    [
        *(pytest.param(make, id=name) for name, make in QUICK.items()),
        *(pytest.param(make, id=name, marks=pytest.mark.soak) for name, make in SLOW.items()),
    ],
)
def test_a_text_at_its_limits_takes_seconds(make: Callable[[], str]) -> None:
    text = make()
    assert len(text.encode()) <= MARKDOWN_LIMIT
    start = time.process_time()
    complaints = examine(text, "x", 1)
    # It is rendered: nothing is proved by a text that is refused.
    assert not is_unbounded(complaints) or {found.code.id for found in complaints} == {"MK001"}
    body, _ = Renderer().render(text, PLACE, KNOWN)
    assert body.html
    assert time.process_time() - start < SECONDS


BEYOND: dict[str, Callable[[], str]] = {
    "passages": lambda: filled("a"),
    "passages in lists": lambda: filled("- a\n\n    - b"),
    "notes": lambda: filled(lambda number: f"a[^{number}]\n\n[^{number}]: b"),
    "references to one note": lambda: filled("[^1]", 5000, "[^1]: b\n\n"),
    "abbreviations": lambda: ABBREVIATIONS + "*[a]: b\n",
    "abbreviations in lists and quotations": lambda: "- > *[a]: b\n\n" * 201,
    "abbreviations over two lines": lambda: "*[a\nb]: c\n\n" * 201,
    "definitions": lambda: filled("a\n: b\n", 240),
    "code": lambda: filled("```\na\n```\n\n"),
    "code that is not closed": lambda: filled("~~~ {a\n\n", 1, "<b\n\n"),
    "marks in turn": lambda: filled("*_" * 29 + "a ", 500),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in BEYOND.items()])
def test_a_text_beyond_them_is_refused_at_once(make: Callable[[], str]) -> None:
    text = make()
    start = time.process_time()
    assert [found.code.id for found in examine(text, "x", 1)] in (["MK012"], ["MK005"])
    assert time.process_time() - start < 5


def test_links_and_marks_in_bold_are_no_abbreviations() -> None:
    """What articles hold often: a list of links in bold, and of times of day."""
    text = "- **[a](b.md)**: c\n- *[d](e.md)* f\n" * 240 + "\n"
    assert examine(text * 2, "x", 1) == []


def test_places_of_many_references_are_theirs() -> None:
    """Also of those beyond the number that is looked for in the whole text."""
    text = "".join(f"[a](b{number:04}.md)\n\n" for number in range(3000))
    _, problems = Renderer().render(text, PLACE, Known({"news/x"}, set(), set()))
    assert [found.location.line for found in problems] == list(range(1, 6000, 2))
    assert {found.location.column for found in problems} == {5}
