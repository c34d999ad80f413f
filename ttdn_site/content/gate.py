"""The publication gate: default deny, before anything else sees the content.

Public is what is approved, due and not expired at the build's clock. A translation is public only if its source is,
and nothing falls back on a text that is not public. What the gate holds back does not exist for any later stage:
no page, list, feed, search entry, link title or asset can know it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from ttdn_site.content import approvals as records
from ttdn_site.content.approvals import Approvals
from ttdn_site.content.model import Item, Library
from ttdn_site.problems import Problem, Severity, declare, problem

CLASSIFIED = declare(
    "GT001",
    Severity.ERROR,
    "This file is marked as not public; it must not lie in the portal's repository",
    "Remove the file and its history from the repository, and tell the officer in charge of state secrets",
    wrong="classification: secret",
    right="(no such file)",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a text is public at the clock; `reason` is one of the words in `REASONS`."""

    public: bool
    reason: str


REASONS = ("public", "draft", "review", "not_due", "expired", "classified", "source_not_public", *records.REASONS)

BY_STATUS = Approvals()
"""No records are asked for: what the front matter says counts."""


def decide(item: Item, locale: str, clock: dt.datetime, approvals: Approvals = BY_STATUS) -> Decision:
    """Why the text of an item in one language is or is not public at `clock` (with offset)."""
    if (item.shared.get("classification") or "public") != "public":
        return Decision(False, "classified")
    if reason := _of_text(item, locale, approvals):
        return Decision(False, reason)
    publish_at = item.shared.get("publish_at")
    if publish_at is not None and clock < publish_at:
        return Decision(False, "not_due")
    expires_at = item.shared.get("expires_at")
    if expires_at is not None and clock >= expires_at:
        return Decision(False, "expired")
    if locale != item.source_locale and not decide(item, item.source_locale, clock, approvals).public:
        return Decision(False, "source_not_public")
    return Decision(True, "public")


def _of_text(item: Item, locale: str, approvals: Approvals) -> str:
    """Why the text alone, whatever holds for the item and its source, is not public; empty where it is."""
    status = item.texts[locale].values.get("status")
    if status != "approved":
        return "review" if status == "review" else "draft"
    return approvals.reason(item.texts[locale].path, locale)


def admit(
    library: Library, clock: dt.datetime, *, preview: bool = False, approvals: Approvals = BY_STATUS
) -> tuple[Library, list[Problem]]:
    """The library as the public may see it; a preview also shows what waits, but never what is classified."""
    items: list[Item] = []
    problems: list[Problem] = []
    for item in library.items:
        if (item.shared.get("classification") or "public") != "public":
            problems.append(problem(CLASSIFIED, item.places.get("classification", item.location)))
            continue
        if preview:
            items.append(item)
        elif decide(item, item.source_locale, clock, approvals).public:
            held_back = {locale for locale in item.texts if _of_text(item, locale, approvals)}
            texts = {locale: text for locale, text in item.texts.items() if locale not in held_back}
            items.append(dataclasses.replace(item, texts=texts) if held_back else item)
    return dataclasses.replace(library, items=tuple(items)), problems


def next_change(library: Library, clock: dt.datetime) -> dt.datetime | None:
    """When the gate will next decide otherwise, if nobody edits anything: the time to schedule a build for."""
    moments = [
        moment
        for item in library.items
        for moment in (item.shared.get("publish_at"), item.shared.get("expires_at"))
        if moment is not None and moment > clock
    ]
    return min(moments, default=None)
