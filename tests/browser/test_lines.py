"""Lines on a telephone: no title ends in a single letter of Chinese or Japanese, begins with what may not begin a line,
or tears years, ordinals and short compounds apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from browser.conftest import PHONE, Served
from browser.kinds import SEGMENTS, kinds

pytestmark = pytest.mark.browser

# The lines of each title as they are set, from the boxes of its characters.
_LINES = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p.lead)")]
  .filter((one) => one.checkVisibility() && one.textContent.trim() && !one.closest(".vh"))
  .map((one) => {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), range = document.createRange(), lines = [];
    let bottom = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at); range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        if (bottom === null || box.top > bottom - box.height / 2) { lines.push(""); bottom = box.bottom; }
        lines[lines.length - 1] += node.data[at];
      }
    }
    return [one.tagName, lines.map((line) => line.trim()).filter(Boolean)];
  })"""
# JIS X 4051 and GB/T 15834: never at the beginning of a line.
NOT_FIRST = "、。，．・：；？！」』）】》〉”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ—～〜–"
NOT_LAST = "（「『【《〈“‘"


def torn(name: str, lines: list[str], segment: str) -> str:
    """What is wrong with the lines of a title, or nothing."""
    if len(lines) < 2:
        return ""
    east_asian = segment in ("zh/", "ja/")
    if east_asian and name != "P" and len(lines[-1].rstrip("。）」』")) < 2:
        return "one letter alone"
    for before, after in pairwise(lines):
        if after[0] in NOT_FIRST or before[-1] in NOT_LAST:
            return "a mark on the wrong side"
        if name != "P" and after[0].isdigit() and before[-1] in "–—～〜-第":
            return "torn years or ordinal"
    return ""


@pytest.mark.parametrize("segment", SEGMENTS, ids=lambda segment: segment.strip("/") or "vi")
def test_titles_are_set_well_on_a_telephone(visit: Any, served: Served, segment: str) -> None:
    found: list[str] = []
    with visit(viewport=PHONE) as visitor:
        for path in {*kinds(served.site).values(), *_long_titles(served)}:
            visitor.open(segment + path)
            for name, lines in visitor.page.evaluate(_LINES):
                fault = torn(name, lines, segment)
                if fault:
                    found.append(f"{segment}{path}: {fault}: {' / '.join(lines)}")
    assert not found, "\n".join(sorted(found)[:40])


def _long_titles(served: Served) -> list[str]:
    """Plans, projects, documents and news: where the long titles are."""
    folders = ("news/", "plans/", "projects/", "documents/")
    pages = (path.removesuffix("index.html") for path in served.site.pages if path.startswith(folders))
    return [path for path in pages if path.count("/") == 2]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["ライチャウ省", "2015年対外情報活動実施計", "画"], "one letter alone"),
        (["莱州", "、老街"], "a mark on the wrong side"),
        (["Đề án 2018–", "2020"], "torn years or ordinal"),
        (["観光週間と第", "2回マラソン"], "torn years or ordinal"),
        (["政府总理与莱州省", "商讨高速公路"], ""),
    ],
)
def test_a_fault_would_be_found(lines: list[str], fault: str) -> None:
    assert torn("H1", lines, "ja/") == fault
