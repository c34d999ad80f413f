from __future__ import annotations

import datetime as dt
from pathlib import Path

import portals
import pytest

from ttdn_site.content.gate import admit, decide, next_change
from ttdn_site.content.load import load
from ttdn_site.content.model import Item, Library

ARTICLE = "---\ntitle: Bài\nsummary: Tóm tắt.\ndate: 2025-12-01\nstatus: {status}\n{more}---\n\nXong.\n"
ENGLISH = "---\ntitle: Piece\nsummary: Summary.\nstatus: {status}\n---\n\nDone.\n"
CLOCK = dt.datetime(2026, 1, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def item_of(root: Path, status: str = "approved", more: str = "", english: str = "") -> tuple[Library, Item]:
    changes: dict[str, str | bytes | None] = {"docs/vi/news/bai.md": ARTICLE.format(status=status, more=more)}
    if english:
        changes["docs/en/news/bai.md"] = ENGLISH.format(status=english)
    library, problems = load(portals.portal(root, changes))
    assert problems == []
    return library, next(item for item in library.items if item.key == "news/bai")


@pytest.mark.parametrize(
    ("status", "more", "reason"),
    [
        ("approved", "", "public"),
        ("draft", "", "draft"),
        ("review", "", "review"),
        ("approved", 'publish_at: "2026-01-01T08:00+07:00"\n', "public"),
        ("approved", 'publish_at: "2026-01-01T08:00:01+07:00"\n', "not_due"),
        ("approved", 'publish_at: "2026-01-01T01:00Z"\n', "public"),
        ("approved", 'expires_at: "2026-01-01T08:00+07:00"\n', "expired"),
        ("approved", 'expires_at: "2026-01-01T08:00:01+07:00"\n', "public"),
        ("approved", "classification: internal\n", "classified"),
    ],
)
def test_the_decision_and_its_reason(tmp_path: Path, status: str, more: str, reason: str) -> None:
    library, item = item_of(tmp_path, status, more)
    decision = decide(item, "vi", CLOCK)
    assert (decision.public, decision.reason) == (reason == "public", reason)
    public, _ = admit(library, CLOCK)
    assert ("news/bai" in {other.key for other in public.items}) is decision.public


def test_a_translation_is_public_only_with_its_source(tmp_path: Path) -> None:
    library, item = item_of(tmp_path, "draft", english="approved")
    assert decide(item, "en", CLOCK).reason == "source_not_public"
    assert all(other.key != "news/bai" for other in admit(library, CLOCK)[0].items)


def test_a_draft_translation_is_held_back_alone(tmp_path: Path) -> None:
    library, _ = item_of(tmp_path, "approved", english="draft")
    public = next(item for item in admit(library, CLOCK)[0].items if item.key == "news/bai")
    assert set(public.texts) == {"vi"}


def test_a_preview_shows_what_waits_but_nothing_classified(tmp_path: Path) -> None:
    library, _ = item_of(tmp_path, "draft", english="draft")
    shown = next(item for item in admit(library, CLOCK, preview=True)[0].items if item.key == "news/bai")
    assert set(shown.texts) == {"vi", "en"}
    library, _ = item_of(tmp_path / "b", "approved", "classification: secret\n")
    public, problems = admit(library, CLOCK, preview=True)
    assert all(item.key != "news/bai" for item in public.items)
    assert [found.code.id for found in problems] == ["GT001"]


def test_the_next_change_is_known(tmp_path: Path) -> None:
    more = 'publish_at: "2026-02-01T08:00+07:00"\nexpires_at: "2026-03-01T08:00+07:00"\n'
    library, _ = item_of(tmp_path, "approved", more)
    assert next_change(library, CLOCK) == dt.datetime.fromisoformat("2026-02-01T08:00+07:00")
    assert next_change(library, dt.datetime.fromisoformat("2026-03-01T08:00+07:00")) is None
