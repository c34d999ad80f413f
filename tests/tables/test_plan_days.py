"""What a plan's pages say on a day: versions, tasks that become due, late and done, and who does the work by then."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import portals
import pytest
import sites
from tables.table_samples import AGENCIES, SAMPLE
from tables.test_plan_pages import BLOCK, errors, files

from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs

ZONE = dt.timezone(dt.timedelta(hours=7))
# Nothing reported yet; one task under way; one task late, and a report that was not known the day before.
DAYS = [dt.datetime(*day, 8, tzinfo=ZONE) for day in ((2025, 6, 9), (2025, 6, 10), (2025, 12, 31), (2026, 1, 1))]
TASKS = BLOCK.replace("columns: [y2024, total]\nfilter: {group: a}", "table: tasks\nfilter: {status: in_progress}")
AMENDED = (
    SAMPLE.replace("id: mau\n", "id: mau-2\n")
    .replace("status: in_force", "status: in_force\nversion: 2\nprevious: mau")
    .replace("Kế hoạch mẫu", "Kế hoạch mẫu sửa đổi")
)


def test_an_incremental_build_on_another_day_gives_the_pages_of_that_day(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "docs/data/agencies.yml": AGENCIES,
        "docs/data/plans/mau.yml": SAMPLE,
        "docs/vi/about/bang.md": TASKS,
    }
    project = portals.portal(tmp_path, changes)
    pages: list[tuple[bytes, bytes]] = []
    for day in (*DAYS, DAYS[0]):
        built = build(project, day, durable=False, workers=1, now=day)
        assert built.published, built.problems
        found = sites.contents(project.target)
        assert found == {output.path: output.data for output in outputs(compose(project, day))}
        pages.append((found["plans/mau/index.html"], found["about/bang/index.html"]))
    assert len({page for page, _ in pages}) == len(DAYS)
    assert len({block for _, block in pages}) > 1
    assert pages[-1] == pages[0]
    overdue = [page.decode().count("Đang thực hiện · quá hạn") for page, _ in pages]
    # In the table, and in the timeline with its table and its title.
    assert overdue == [0, 0, 0, 4, 0]


def test_both_versions_of_an_amended_plan_lead_to_each_other(tmp_path: Path) -> None:
    found = {
        "docs/data/agencies.yml": AGENCIES,
        "docs/data/plans/mau.yml": SAMPLE,
        "docs/data/plans/mau-2.yml": AMENDED,
    }
    composition = compose(portals.portal(tmp_path, found), portals.CLOCK)
    assert errors(composition) == []
    pages = files(composition)
    first = pages["ja/plans/mau/index.html"].decode()
    second = pages["ja/plans/mau-2/index.html"].decode()
    assert re.search(r'<li>\s*<a href="\.\./mau-2/".*?</a>\s*<small>次の版', first)
    assert re.search(r'<li>\s*<a href="\.\./mau/".*?</a>\s*<small>前の版', second)
    assert ">版</dt>" in second
    assert ">版</dt>" not in first


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (AMENDED.replace("version: 2", "version: 1"), "PL071"),
        (AMENDED.replace("previous: mau", "previous: mau-1"), "PL070"),
        # A draft counts: the mistake is told before it goes out.
        (AMENDED.replace("version: 2", "version: 1").replace("status: in_force", "status: draft"), "PL071"),
    ],
)
def test_versions_follow_each_other(tmp_path: Path, changed: str, code: str) -> None:
    found = {
        "docs/data/agencies.yml": AGENCIES,
        "docs/data/plans/mau.yml": SAMPLE,
        "docs/data/plans/mau-2.yml": changed,
    }
    assert [one.code.id for one in errors(compose(portals.portal(tmp_path, found), portals.CLOCK))] == [code]
