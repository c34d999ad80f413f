from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.markup.links import Target, relative_url, resolve


@pytest.mark.parametrize(
    ("href", "folder", "target"),
    [
        ("x.md", "news", Target("item", "news/x")),
        ("../about/land.md#song", "news", Target("item", "about/land", "song")),
        ("index.md", "about", Target("item", "about")),
        ("../index.md", "about", Target("item", "")),
        ("about/index.md", "", Target("item", "about")),
        ("../../assets/a%20b.pdf", "news", Target("asset", "a b.pdf")),
        ("../assets/x.pdf", "", Target("asset", "x.pdf")),
        ("#muc", "news", Target("fragment", "", "muc")),
        ("https://example.org/x", "news", Target("outside", "https://example.org/x")),
        ("mailto:a@b.vn", "news", Target("outside", "mailto:a@b.vn")),
        ("javascript:alert(1)", "news", Target("scheme", "javascript:")),
        ("  JavaScript:alert(1)", "news", Target("scheme", "javascript:")),
        ("data:text/html,x", "news", Target("scheme", "data:")),
        ("//evil.example/x", "news", Target("scheme", "//")),
        ("https:evil", "news", Target("scheme", "https:")),
        ("/about/", "news", Target("absolute", "/about/")),
        ("\\about", "news", Target("absolute", "\\about")),
    ],
)
def test_references_resolve(href: str, folder: str, target: Target) -> None:
    assert resolve(href, folder) == target


@pytest.mark.parametrize(
    "href", ["../../../etc/passwd", "../../data/site.yml", "x.html", "about/", "../../en/index.md"]
)
def test_what_lies_outside_names_no_item(href: str) -> None:
    target = resolve(href, "news")
    assert target.kind == "item"
    assert not target.value or target.value == href or not target.value.endswith("index")


PARTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(PARTS, PARTS, st.sampled_from(["", "feed.xml"]))
def test_a_relative_way_leads_there(here: str, there: str, file: str) -> None:
    way = relative_url(here, there + file)
    assert posixpath.normpath(posixpath.join("/", here, way)) == posixpath.normpath("/" + there + file)
    assert not way.startswith("/")
    if not file:
        assert way.endswith("/")
