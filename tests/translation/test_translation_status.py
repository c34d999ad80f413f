"""Every item and language, and how they stand."""

from __future__ import annotations

from pathlib import Path

import portals

from ttdn_site.content.load import load
from ttdn_site.translation.status import Row, totals, translation_status

REVIEWED = portals.FILES["docs/zh/news/tunnel.md"].replace(
    "status: approved", 'status: review\ntranslation: {of: "000000000000", awaiting_review: true}'
)


def rows_of(root: Path, changes: dict[str, str] | None = None) -> dict[str, Row]:
    project = portals.portal(root, changes)
    return {row.key: row for row in translation_status(load(project)[0], project.languages)}


def test_states(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"docs/zh/news/tunnel.md": REVIEWED})
    assert [each.state for each in rows["index"].standings] == ["source", "unpinned", "missing", "missing"]
    tunnel = rows["news/tunnel"]
    assert [each.state for each in tunnel.standings] == ["source", "missing", "stale", "missing"]
    assert tunnel.standings[2].awaiting_review
    assert tunnel.standings[2].status == "review"
    assert tunnel.standings[2].path == "docs/zh/news/tunnel.md"
    assert tunnel.source_path == "docs/vi/news/tunnel.md"


def test_a_record_holds_its_languages(tmp_path: Path) -> None:
    rows = rows_of(tmp_path)
    assert [each.state for each in rows["events/opening"].standings] == ["source", "current", "current", "current"]
    assert [each.state for each in rows["documents/qd-1"].standings] == ["source", "incomplete", "missing", "missing"]
    whole = portals.FILES["docs/data/documents/qd-1.yml"] + "  en: The **decision**.\n"
    rows = rows_of(tmp_path, {"docs/data/documents/qd-1.yml": whole})
    assert [each.state for each in rows["documents/qd-1"].standings] == ["source", "current", "missing", "missing"]


def test_rows_are_in_order_and_counted(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"docs/zh/news/tunnel.md": REVIEWED})
    assert list(rows) == sorted(rows, key=lambda key: "" if key == "index" else key)
    counted = totals(rows.values())
    assert counted["vi"] == {"source": 5, "awaiting_review": 0}
    assert counted["zh"] == {"current": 1, "stale": 1, "missing": 3, "awaiting_review": 1}


def test_a_fifth_language_is_a_column(tmp_path: Path) -> None:
    korean = portals.MKDOCS + "        - {locale: ko, name: 한국어}\n"
    rows = rows_of(tmp_path, {"mkdocs.yml": korean})
    assert all(row.standings[-1].locale == "ko" and row.standings[-1].state == "missing" for row in rows.values())
