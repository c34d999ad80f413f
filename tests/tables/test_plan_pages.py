"""Plans in a site: admitted or without a trace, with pages, files, calendar days and tables in other texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import portals
import pytest
from tables.table_samples import AGENCIES, SAMPLE

from ttdn_site.engine.compose import Composition, compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.problems import Problem

FILES = {"docs/data/agencies.yml": AGENCIES, "docs/data/plans/mau.yml": SAMPLE}


def composed(root: Path, changes: dict[str, str | bytes | None] | None = None, *, preview: bool = False) -> Composition:
    project = portals.portal(root, {**FILES, **(changes or {})})
    return compose(project, portals.CLOCK, preview=preview)


def files(composition: Composition) -> dict[str, bytes]:
    return {output.path: output.data for output in outputs(composition)}


def errors(composition: Composition) -> list[Problem]:
    return [one for one in composition.problems if one.severity.value == "error"]


def test_a_plan_has_a_page_and_files_in_every_language(tmp_path: Path) -> None:
    composition = composed(tmp_path)
    assert errors(composition) == []
    found = files(composition)
    for prefix in ("", "en/", "zh/", "ja/"):
        page = found[f"{prefix}plans/mau/index.html"].decode()
        assert 'id="line-a.1"' in page
        for link in re.findall(r'<a href="([^"]+)" download>', page):
            assert f"{prefix}plans/mau/{link}" in found
        assert f"{prefix}plans/mau/datapackage.json" in found
        assert f"{prefix}plans/mau/data/amounts.csv" in found
        assert 'href="mau/"' in found[f"{prefix}plans/index.html"].decode()
    assert "VND 12,347.678 billion" in found["en/plans/mau/index.html"].decode()
    assert "Sở Văn hóa" in found["plans/mau/index.html"].decode()
    assert "plans/mau/" in found["sitemap.xml"].decode()


def test_size_and_format_stand_beside_every_download(tmp_path: Path) -> None:
    page = files(composed(tmp_path))["en/plans/mau/index.html"].decode()
    entries = re.findall(r'<li><span class="format">(\w+)</span><a href="[^"]+" download>.*?</li>', page)
    assert entries == ["XLSX", "CSV", "CSV", "CSV", "JSON", "ZIP"]
    assert len(re.findall(r'<span class="size">[\d.,]+ ?[kK]?[bB]', page)) == len(entries)


def test_structured_data_is_a_dataset_with_its_downloads(tmp_path: Path) -> None:
    page = files(composed(tmp_path))["en/plans/mau/index.html"].decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]  # a page without it fails here
    node = next(node for node in data["@graph"] if node["@type"] == "Dataset")
    assert node["datePublished"] == "2024-02-05"
    assert node["temporalCoverage"] == "2024/2026"
    assert node["spatialCoverage"] == {"@type": "Place", "name": "Trial"}
    measured = {one["propertyID"]: one for one in node["variableMeasured"]}
    assert measured["y2024"]["@type"] == "PropertyValue"
    assert {one["unitText"] for one in measured.values()} == {"VND million"}
    kinds = {one["encodingFormat"] for one in node["distribution"]}
    assert {"text/csv", "application/json", "application/zip"} < kinds
    assert all(
        one["contentUrl"].startswith("https://example.gov.vn/ttdn/en/plans/mau/") for one in node["distribution"]
    )


def test_a_draft_leaves_no_trace(tmp_path: Path) -> None:
    draft = SAMPLE.replace("status: in_force", "status: draft").replace("Kế hoạch mẫu", "Bí mật 4711")
    composition = composed(tmp_path, {"docs/data/plans/mau.yml": draft})
    for path, data in files(composition).items():
        assert "mau" not in path.split("/"), path
        assert b"4711" not in data, path
        assert b"plans/mau" not in data, path
    shown = files(composed(tmp_path / "again", {"docs/data/plans/mau.yml": draft}, preview=True))
    assert "4711" in shown["plans/mau/index.html"].decode()


def test_findings_come_out_with_line_and_column(tmp_path: Path) -> None:
    wrong = SAMPLE.replace('total: "2.000"', 'total: "2.001"')
    found = errors(composed(tmp_path, {"docs/data/plans/mau.yml": wrong}))
    line = next(number for number, text in enumerate(wrong.splitlines(), 1) if "2.001" in text)
    assert {(one.code.id, one.location.line) for one in found} >= {("AU001", line)}
    assert all(one.location.path == "docs/data/plans/mau.yml" and one.location.column > 1 for one in found)


def test_an_acknowledged_finding_is_a_note(tmp_path: Path) -> None:
    changed = SAMPLE.replace('total: "2.000"', 'total: "2.001"') + (
        '  - {code: AU001, rows: [a], column: total, printed: "2.001", reason: In sai.}\n'
        "  - {code: AU002, rows: [a], reason: In sai.}\n  - {code: AU003, rows: [tong], reason: In sai.}\n"
    )
    composition = composed(tmp_path, {"docs/data/plans/mau.yml": changed})
    assert errors(composition) == []
    assert {one.severity.value for one in composition.problems if one.code.id == "TB001"} == {"note"}


def test_reporting_days_stand_in_the_calendar(tmp_path: Path) -> None:
    found = files(composed(tmp_path))
    calendar = found["en/events.ics"].decode()
    assert "20261115" in calendar
    assert "Report due" in found["en/events/index.html"].decode()
    historical = SAMPLE.replace("status: in_force", "status: in_force\nhistorical: true")
    again = files(composed(tmp_path / "b", {"docs/data/plans/mau.yml": historical}))
    assert "20261115" not in again["en/events.ics"].decode()


BLOCK = """---
title: Thử bảng
summary: Bảng.
status: approved
---

Trước.

```plan
plan: mau
columns: [y2024, total]
filter: {group: a}
```

Xem [trang](../plans/mau.md).
"""


def test_a_block_shows_a_part_of_a_plan(tmp_path: Path) -> None:
    composition = composed(tmp_path, {"docs/vi/about/bang.md": BLOCK})
    assert errors(composition) == []
    page = files(composition)["about/bang/index.html"].decode()
    assert 'id="p1-line-a.1"' in page
    assert "p1-line-b" not in page
    assert 'id="p1-c-total"' in page
    assert "p1-c-y2025" not in page
    assert 'id="p1-lead"' not in page
    with_lead = BLOCK.replace("[y2024, total]", "[lead, total]")
    again = files(composed(tmp_path / "b", {"docs/vi/about/bang.md": with_lead}))["about/bang/index.html"].decode()
    assert 'id="p1-lead"' in again
    assert 'id="p1-coordinate"' not in again
    assert 'id="p1-note"' not in again
    assert "PLANTABLE" not in page
    assert 'href="../../plans/mau/"' in page
    assert "PLANTABLE" not in "".join(
        data.decode("utf-8", "replace") for path, data in files(composition).items() if path.startswith("search-index")
    )


@pytest.mark.parametrize(
    ("block", "code", "line", "column"),
    [
        ("plan: mua", "TB010", 10, 7),
        ("plan: mau\ncolumns: [y2024, y2099]", "TB013", 11, 18),
        ("plan: mau\ncols: [total]", "TB012", 11, 1),
        ("plan: mau\nfilter: {group: zz}", "TB013", 11, 17),
        ("plan: mau\nfilter: {year: '2025', team: a}", "TB012", 11, 24),
        ("plan: mau\ntable: staff", "TB013", 11, 8),
        ("plan: mau\nfallback: fr", "TB013", 11, 11),
        ("table: tasks", "TB015", 10, 1),
        ("- mau", "TB014", 10, 1),
    ],
)
def test_a_mistake_in_a_block_has_its_place(tmp_path: Path, block: str, code: str, line: int, column: int) -> None:
    body = re.sub(r"plan: mau\n.*?(?=```\n\nXem)", lambda match: block + "\n", BLOCK, flags=re.S)
    found = errors(composed(tmp_path, {"docs/vi/about/bang.md": body}))
    assert [(one.code.id, one.location) for one in found] == [
        (code, type(found[0].location)("docs/vi/about/bang.md", line, column))
    ]


def test_a_block_of_a_draft_is_refused(tmp_path: Path) -> None:
    draft = SAMPLE.replace("status: in_force", "status: draft")
    changes = {
        "docs/data/plans/mau.yml": draft,
        "docs/vi/about/bang.md": BLOCK.replace("[trang](../plans/mau.md)", "x"),
    }
    assert [one.code.id for one in errors(composed(tmp_path, dict(changes)))] == ["TB011"]


def test_a_block_inside_another_fence_is_code(tmp_path: Path) -> None:
    body = BLOCK.replace("```plan", "````text\n```plan").replace("{group: a}\n```", "{group: a}\n```\n````")
    page = files(composed(tmp_path, {"docs/vi/about/bang.md": body}))["about/bang/index.html"].decode()
    assert "p1-line" not in page
    assert "filter: {group: a}" in page


def test_a_missing_attachment_is_a_problem(tmp_path: Path) -> None:
    changed = SAMPLE.replace(
        "  legal_bases:", "  attachments: [{file: documents/khong-co.pdf, title: Bản quét}]\n  legal_bases:"
    )
    assert [one.code.id for one in errors(composed(tmp_path, {"docs/data/plans/mau.yml": changed}))] == ["TB002"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kind: decision, title", "kind: decision, document: qd-9, title", "TB003"),
        ("status: in_force", "status: in_force\nprevious: khong-co", "PL070"),
    ],
)
def test_what_a_plan_names_must_exist(tmp_path: Path, old: str, new: str, code: str) -> None:
    changes = {"docs/data/plans/mau.yml": SAMPLE.replace(old, new)}
    assert [one.code.id for one in errors(composed(tmp_path, dict(changes)))] == [code]


def test_legal_bases_link_to_the_register(tmp_path: Path) -> None:
    linked = SAMPLE.replace("kind: decision, title", "kind: decision, document: qd-1, title")
    page = files(composed(tmp_path, {"docs/data/plans/mau.yml": linked}))["en/plans/mau/index.html"].decode()
    assert '<a href="../../documents/qd-1/">Decision 02/QĐ-UBND</a>' in page
    by_number = SAMPLE.replace("number: 02/QĐ-UBND", "number: 01/QĐ-UBND")
    page = files(composed(tmp_path / "b", {"docs/data/plans/mau.yml": by_number}))["plans/mau/index.html"].decode()
    assert '<a href="../../documents/qd-1/">Quyết định 01/QĐ-UBND</a>' in page


def test_only_a_page_without_a_word_of_the_original_says_that_it_matches_it(tmp_path: Path) -> None:
    found = files(composed(tmp_path))
    assert "Partly translated; the rest is in the original language" in found["en/plans/mau/index.html"].decode()
    whole = (
        SAMPLE.replace("title: {vi: Việc chưa dịch}", "title: {vi: Việc chưa dịch, en: Task}")
        .replace("title: {vi: Dòng không số}", "title: {vi: Dòng không số, en: Line}")
        .replace("note: {vi: Đang làm}", "note: {vi: Đang làm, en: Under way}")
    )
    found = files(composed(tmp_path / "b", {"docs/data/plans/mau.yml": whole}))
    assert "Translation, matches the original" in found["en/plans/mau/index.html"].decode()
    assert "部分译出，其余为原文" in found["zh/plans/mau/index.html"].decode()


def test_documents_stand_below_what_they_are_to_the_plan(tmp_path: Path) -> None:
    amending = SAMPLE.replace("  legal_bases:", "  amends:")
    page = files(composed(tmp_path, {"docs/data/plans/mau.yml": amending}))["en/plans/mau/index.html"].decode()
    assert '<h2 id="references">Amends</h2>' in page
    assert "Legal bases" not in page
