"""Notes for readers: what an acknowledged finding says on the page, in the language of the page.

A finding becomes a footnote when its acknowledgement holds a note for readers. One that only follows from others says
so and refers to their notes. Findings nobody acknowledged never reach the public: they stop the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ttdn_site.locales.numbers import listing
from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.audit.finding import Finding, FindingRole
from ttdn_site.plans.model import Acknowledgement, Amount, Plan
from ttdn_site.tables.edition import Edition, Phrase
from ttdn_site.tables.figures import Figures
from ttdn_site.tables.view import Footnote

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def letter(position: int) -> str:
    """a … z, aa, ab …: the mark of the note at a position from 0."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, len(_LETTERS))
        text = _LETTERS[rest] + text
    return text


def footnotes(
    plan: Plan, findings: Iterable[Finding], edition: Edition, order: tuple[str, ...], numbers: dict[str, str]
) -> tuple[Footnote, ...]:
    """The notes in the order in which a reader meets them. order: row ids as shown; numbers: their printed numbers."""
    asked = [
        finding for finding in findings if finding.acknowledgement is not None and finding.acknowledgement.reader_note
    ]
    columns = [column.id for column in plan.columns]
    rank = {row: place for place, row in enumerate(order)}
    notes: list[tuple[tuple[int, int], Acknowledgement | Finding, list[tuple[str, str]]]] = []
    shared: dict[Acknowledgement, list[tuple[str, str]]] = {}
    for finding in asked:
        if finding.row not in rank or finding.acknowledgement is None:
            continue
        column = finding.field if finding.field in columns else ""
        place = (finding.row, column)
        key = (rank[finding.row], columns.index(column) + 1 if column else 0)
        if finding.role is FindingRole.PROPAGATED and not _named(finding, finding.acknowledgement):
            notes.append((key, finding, [place]))
        elif finding.acknowledgement in shared:
            shared[finding.acknowledgement].append(place)
        else:
            shared[finding.acknowledgement] = [place]
            notes.append((key, finding.acknowledgement, shared[finding.acknowledgement]))
    notes.sort(key=lambda note: note[0])
    found: list[Footnote] = []
    marks: dict[tuple[str, str], str] = {}
    for position, (_, _, places) in enumerate(notes):
        for place in places:
            marks.setdefault(place, letter(position))
    figures = Figures(edition.language)
    for position, (_, about, places) in enumerate(notes):
        row = places[0][0]
        if isinstance(about, Acknowledgement):
            text = edition.phrase(about.reader_note, plan.language)
        else:
            text = _follows(plan, about, edition, figures, marks)
        found.append(Footnote(letter(position), text, tuple(dict.fromkeys(places)), row, numbers.get(row, "")))
    return tuple(found)


def _named(finding: Finding, entry: Acknowledgement) -> bool:
    """Whether the acknowledgement is about this very finding, not about one it follows from."""
    return entry.code == finding.code.id and (not entry.rows or finding.row in entry.rows)


def _follows(
    plan: Plan, finding: Finding, edition: Edition, figures: Figures, marks: dict[tuple[str, str], str]
) -> Phrase:
    named = list(dict.fromkeys(marks[cause] for cause in finding.causes if cause in marks))
    message = (
        "Printed {printed}; computed {computed}. This follows from note {marks}."
        if len(named) == 1
        else "Printed {printed}; computed {computed}. This follows from notes {marks}."
    )
    shown = {
        key: _figure(plan, text, finding, figures)
        for key, text in (("printed", finding.printed), ("computed", finding.computed))
    }
    return Phrase(edition.say(message, marks=listing(named, edition.language), **shown))


def _figure(plan: Plan, printed: str, finding: Finding, figures: Figures) -> str:
    amount: Amount = parse_amount(printed, plan.number_style, finding.at)
    return figures.cell(replace(amount, printed=printed)) or printed
