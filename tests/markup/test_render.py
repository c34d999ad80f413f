from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ttdn_site.markup.links import BASE
from ttdn_site.markup.render import Body, Known, Place, Renderer
from ttdn_site.markup.rules import examine
from ttdn_site.problems import Problem

PLACE = Place("news/x", "news", "docs/vi/news/x.md", 10)
KNOWN = Known({"news/x", "news/y", "about"}, {"news/x", "news/y", "about", "news/draft"}, {"a.pdf", "cho.jpg"})
RENDERER = Renderer()


def render(text: str) -> tuple[Body, list[Problem]]:
    return RENDERER.render(text, PLACE, KNOWN)


def test_links_become_addresses_relative_to_the_page() -> None:
    body, problems = render("[y](y.md) [a](../about/index.md#h) [tệp](../../assets/a.pdf) [ra](https://example.org/)\n")
    assert problems == []
    assert re.findall(r'href="([^"]*)"', body.html) == [
        "../y/",
        "../../about/#h",
        f"{BASE}assets/a.pdf",
        "https://example.org/",
    ]
    assert 'rel="external noopener"' in body.html
    assert [(use.key, use.fragment) for use in body.uses] == [("news/y", ""), ("about", "h")]
    assert body.assets == ("a.pdf",)
    assert body.outside == ("https://example.org/",)


def test_problems_stand_where_the_reference_stands() -> None:
    _, problems = render("Một.\n\nHai [y](y.md) [z](z.md) và [z](z.md), [d](draft.md).\n")
    assert [(found.code.id, str(found.location)) for found in problems] == [
        ("LK001", "docs/vi/news/x.md:12:19"),
        ("LK001", "docs/vi/news/x.md:12:32"),
        ("LK002", "docs/vi/news/x.md:12:43"),
    ]


def test_tables_are_marked_up_for_readers_of_all_kinds() -> None:
    body, _ = render("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert '<th scope="col">a</th>' in body.html
    assert '<td class="align-right">2</td>' in body.html
    assert "align=" not in body.html
    assert "style=" not in body.html
    assert body.html.startswith('<div class="table-scroll" tabindex="0">')


def test_text_for_search_holds_no_marks_of_the_renderer() -> None:
    body, _ = render("A[^1] `mã` *nghiêng*.\n\n```\ncode\n```\n\n[^1]: Chú thích.\n")
    assert body.text.startswith("A 1 mã nghiêng .")
    assert "\x02" not in body.text
    assert "wzxhzdk" not in body.text


def test_a_renderer_keeps_nothing_from_text_to_text() -> None:
    first, _ = render("[^1] A.\n\n[^1]: Một.\n\n*[TTĐN]: thông tin\n")
    second, _ = render("TTĐN [^1]\n")
    assert "footnote" in first.html
    assert "abbr" not in second.html
    assert "footnote" not in second.html
    assert render("[^1] A.\n\n[^1]: Một.\n\n*[TTĐN]: thông tin\n")[0] == first


def test_a_translation_has_the_ids_of_its_source() -> None:
    from ttdn_site.markup.headings import outline

    body, _ = RENDERER.render("## 规模\n", PLACE, KNOWN, outline("## Quy mô\n"))
    assert '<h2 id="quy-mo">规模</h2>' in body.html


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- a -->", "<![CDATA[", "<?php", "a <b", "</div>"],
)
def test_raw_html_is_reported_and_never_passes(text: str) -> None:
    assert {found.code.id for found in examine(text + "\n", "x", 1)} <= {"MK001"}
    body, _ = render(text + "\n")
    assert not re.search(r"<(script|img|!|\?|b\b|/div)", body.html)


def test_signs_that_are_no_html_are_left_alone() -> None:
    assert examine("1 < 2, a <- b, <https://example.org/>, `<b>`, x<5\n\n```\n<b>\n```\n", "x", 1) == []


@pytest.mark.parametrize("text", ["a\n---\n", "a\n=", "a\n---`b`\n", "`a`\nb\n--  \n\nc"])
def test_underlined_headings_are_reported(text: str) -> None:
    assert [found.code.id for found in examine(text, "x", 1)] == ["MK004"]


@pytest.mark.parametrize("text", ["a\n\n---\n\n- b\n", "- a\n-\n", "| a |\n|---|\n", "```\na\n---\n```\n"])
def test_rules_lists_and_tables_are_no_underlined_headings(text: str) -> None:
    assert examine(text, "x", 1) == []


def test_deep_nesting_is_refused_before_it_costs_time() -> None:
    for text in (
        *("[" * 5000, "> " * 5000 + "a", "  " * 5000 + "- a", "*" * 5000 + "a"),
        *("[a](b" * 24, "( [!" * 8, "a\n" + "\t" * 15 + "1", "*_" * 30, "a\n" + ">" * 12),
    ):
        assert [found.code.id for found in examine(text, "x", 1)] == ["MK005"]


ALPHABET = st.sampled_from(
    [
        *"ab #*_`[]()!|<>&\"'\\\n-=:{}^~",
        "\n\n",
        "](",
        "![",
        "{: ",
        "<script>",
        "javascript:",
        "&#x6A;",
        "## ",
        "[^1]",
        "http://a.b",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET, max_size=40).map("".join))
def test_whatever_is_written_gives_harmless_well_formed_html(text: str) -> None:
    if any(found.code.id == "MK005" for found in examine(text, "x", 1)):
        return
    body, problems = render(text)
    tree = html5lib.parse(f"<div>{body.html}</div>", treebuilder="etree", namespaceHTMLElements=False)
    refused = {found.code.id for found in problems}
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "object", "form"}
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                assert "MK006" in refused
            if name in ("href", "src") and re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE):
                assert "LK004" in refused
