"""The last look at rendered texts, with nh3 as a judge that knows nothing of ours."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nh3
import portals
import pytest
import rich
import sites
from hypothesis import given, settings
from hypothesis import strategies as st

from ttdn_site.content.project import read_project
from ttdn_site.engine.compose import compose
from ttdn_site.markup.allowlist import ATTRIBUTES, SCHEMES, TAGS, strange_tag


def changed_by_nh3(text: str) -> bool:
    """Whether nh3 with our list would take anything out, against nh3 that lets all pass that is in the text."""
    tags = {name.lower() for name in re.findall(r"<[/]?([A-Za-z][A-Za-z0-9-]*)", text)}
    names = {name.lower() for name in re.findall(r"([A-Za-z][A-Za-z0-9:-]*)\\s*=", text)}
    rest = {"link_rel": None, "clean_content_tags": set(), "strip_comments": False}
    strict = nh3.clean(text, tags=set(TAGS), attributes={"*": set(ATTRIBUTES)}, url_schemes=set(SCHEMES), **rest)
    loose = nh3.clean(
        text,
        tags=tags | set(TAGS),
        attributes={"*": names | set(ATTRIBUTES)},
        url_schemes={*SCHEMES, "javascript", "data", "vbscript", "file", "ftp"},
        **rest,
    )
    return strict != loose


PIECES = (
    *(
        "<p>",
        "</p>",
        '<a href="',
        "https://a.b/",
        "javascript:x",
        "JAVASCRIPT:x",
        "java\tscript:x",
        "&#106;avascript:x",
    ),
    *(
        '">',
        '"',
        '<img src="',
        "//a.b/x",
        "\\ue000x.png",
        "data:text/html,x",
        "<script>",
        "</script>",
        "<svg",
        "onload=",
    ),
    *("<b", "<iframe", "/>", "<!--", "-->", "<style>", ' class="a"', ' onclick="x"', ' style="x"', "&lt;", "<", ">"),
    *("'", "=", " ", "x", "<br>", "<br />", "<strong>", "</strong>", "<table>", "<td", "]]>", "<?", "\n", '<A HREF="'),
)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_passes_would_pass_nh3(text: str) -> None:
    if not strange_tag(text):
        assert not changed_by_nh3(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<script>x</script>",
            '<p onclick="x">',
            '<p style="x">',
            '<iframe src="x">',
            "<SCRIPT>",
            "<svg>",
            "<!-- x -->",
        ),
        *('<a href="javascript:x">', '<a href="java&#9;script:x">', '<a href="&#1;javascript:x">', '<a href="data:x">'),
        *('<img src="https://a.b/x.png">', '<img src="//a.b/x.png">', '<a href="//a.b/">', "<a href='x'>", "<p", "< 2"),
        *('<p class="a"onclick="x">', '<p class="<b">', "<p class=a>", '<form action="x">', '<a href="x" href="y"'),
    ],
)
def test_what_is_strange_is_named(text: str) -> None:
    assert strange_tag(text)
    assert strange_tag(f"<p>Chữ.</p>{text}") in text


def test_texts_of_the_portals_pass_both() -> None:
    own, _ = read_project(sites.ROOT / "mkdocs.yml")
    assert own is not None
    bodies = compose(own, sites.OWN_CLOCK).bodies.values()
    assert len(bodies) > 100
    for body in bodies:
        assert strange_tag(body.html) == ""
        assert not changed_by_nh3(body.html)


EXTENSION = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Frames(Postprocessor):
    def run(self, text):
        return text.replace("[khung]", '<iframe src="https://example.org/"></iframe>')


class Framing(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Frames(md), "frames", 1)


def makeExtension(**options):
    return Framing(**options)
"""


def test_an_extension_that_writes_html_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ttdn_framing.py").write_text(EXTENSION, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    text = portals.FILES["docs/vi/about/land.md"].replace("Có ba con sông.", "[khung]")
    config = portals.MKDOCS + "markdown_extensions: [ttdn_framing]\n"
    project = portals.portal(tmp_path / "p", {**rich.FILES, "mkdocs.yml": config, "docs/vi/about/land.md": text})
    found = compose(project, portals.CLOCK).problems
    sys.modules.pop("ttdn_framing", None)
    assert [(each.code.id, each.location.path) for each in found if each.code.id.startswith("MK")] == [
        ("MK010", "docs/vi/about/land.md")
    ]
