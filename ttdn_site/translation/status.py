"""Which languages each item has, and how each translation stands to its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ttdn_site.content.model import Item, Library, Text
from ttdn_site.locales.languages import Languages

State = Literal["source", "current", "incomplete", "unpinned", "stale", "missing"]

# From what needs nothing to what is not there.
STATES: tuple[State, ...] = ("source", "current", "incomplete", "unpinned", "stale", "missing")


@dataclass(frozen=True, slots=True)
class Standing:
    """One item in one language.

    state: `source`, or of a translation `current` (pinned to the source as it is), `unpinned` (nobody said what it was
    made from), `stale` (the source has changed since), `missing`. Records hold all languages in one file and have no
    pins: what is there is `current`, or `incomplete` when the source has texts that this language lacks.
    awaiting_review: whether a native editor still has to read it. status: draft, review, approved, or empty.
    """

    locale: str
    state: State
    awaiting_review: bool = False
    status: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One item, with a standing for each language of the portal in configured order."""

    key: str
    type: str
    source_path: str
    standings: tuple[Standing, ...]


def translation_status(library: Library, languages: Languages) -> tuple[Row, ...]:
    """Every item of the library, drafts too, by its address."""
    return tuple(
        Row(
            item.key or "index",
            item.type.name,
            item.source.path,
            tuple(_standing(item, segment) for segment in languages.segments),
        )
        for item in library.items
    )


def _standing(item: Item, segment: str) -> Standing:
    text = item.texts.get(segment)
    if text is None:
        return Standing(segment, "missing")
    status = str(text.values.get("status") or "")
    if segment == item.source_locale:
        return Standing(segment, "source", False, status, text.path)
    if item.type.storage == "data":
        return Standing(segment, "incomplete" if _lacks(item, text) else "current", False, status, text.path)
    pin = text.values.get("translation") or {}
    state: State = "unpinned" if not pin.get("of") else "current" if pin["of"] == item.source.fingerprint else "stale"
    return Standing(segment, state, bool(pin.get("awaiting_review")), status, text.path)


def _lacks(item: Item, text: Text) -> bool:
    """Whether the source has a text that this language has not."""
    given = any(item.source.values.get(field.name) and not text.values.get(field.name) for field in item.type.localized)
    return given or bool(item.source.body.strip() and not text.body.strip())


def totals(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """By language, how many items are in each state; `awaiting_review` is counted beside the states."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        for standing in row.standings:
            counter = counted.setdefault(standing.locale, Counter())
            counter[standing.state] += 1
            counter["awaiting_review"] += standing.awaiting_review
    return counted
