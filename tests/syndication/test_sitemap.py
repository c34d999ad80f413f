"""The sitemap against the protocol's structure, and its languages against the pages'."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.sitemap import SitemapEntry, robots, sitemap_entries, sitemaps

View = Callable[..., PageView]
DATA = Path(__file__).parent / "data"
BASE = "https://laichau.gov.vn/ttdn/"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def _valid(content: bytes, schema: str) -> etree._Element:
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(DATA / schema)).assertValid(root)
    return root


def test_one_url_for_each_version(view: View) -> None:
    versions = [view(tag) for tag in ("vi", "en", "ja")]
    fallback = view("zh-Hans", state="fallback", lang="vi", canonical=f"{BASE}news/ham-hoang-lien/")
    missing = view("vi", key="404", noindex=True)
    ((name, content),) = sitemaps(sitemap_entries([fallback, missing, *versions]), BASE)
    root = _valid(content, "sitemap.xsd")
    assert name == "sitemap.xml"
    assert root.xpath("s:url/s:loc/text()", namespaces=NS) == [
        f"{BASE}en/news/ham-hoang-lien/",
        f"{BASE}ja/news/ham-hoang-lien/",
        f"{BASE}news/ham-hoang-lien/",
    ]
    for url in root:
        assert url.xpath("x:link/@hreflang", namespaces=NS) == ["vi", "en", "ja", "x-default"]
        assert url.findtext("s:loc", namespaces=NS) in url.xpath("x:link/@href", namespaces=NS), "each lists itself"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "2025-12-19"),
        ({"updated": "2026-02-01"}, "2026-02-01"),
        ({"type": "page", "date": ""}, ""),
        ({"type": "document", "date": "2015-09-07"}, ""),
        ({"type": "event", "date": "2030-01-01"}, ""),
    ],
)
def test_lastmod_only_when_known(view: View, changes: dict[str, object], expected: str) -> None:
    (entry,) = sitemap_entries([view(**changes)])
    assert entry.lastmod == expected


def test_split_with_an_index_at_the_number_of_urls() -> None:
    entries = [SitemapEntry(f"{BASE}{number:03}/", (), f"2026-01-{number + 1:02}") for number in range(5)]
    files = dict(sitemaps(entries, BASE, most_urls=2))
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    index = _valid(files["sitemap.xml"], "siteindex.xsd")
    assert index.xpath("s:sitemap/s:loc/text()", namespaces=NS) == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    assert index.xpath("s:sitemap/s:lastmod/text()", namespaces=NS) == ["2026-01-02", "2026-01-04", "2026-01-05"]
    listed = [
        loc
        for name in list(files)[1:]
        for loc in _valid(files[name], "sitemap.xsd").xpath("s:url/s:loc/text()", namespaces=NS)
    ]
    assert listed == [entry.url for entry in entries], "every address once, in order"


def test_split_at_the_size() -> None:
    entries = [SitemapEntry(f"{BASE}{number:03}/") for number in range(50)]
    files = sitemaps(entries, BASE, most_bytes=1000)
    assert len(files) > 2
    assert all(len(content) <= 1000 for _, content in files[1:])


def test_no_page_at_all_is_still_a_sitemap() -> None:
    ((_, content),) = sitemaps([], BASE)
    assert len(etree.fromstring(content)) == 0


def test_addresses_are_escaped() -> None:
    ((_, content),) = sitemaps([SitemapEntry(f"{BASE}?a=1&b=2")], BASE)
    assert _valid(content, "sitemap.xsd").findtext("s:url/s:loc", namespaces=NS) == f"{BASE}?a=1&b=2"


def test_robots() -> None:
    assert f"Sitemap: {BASE}sitemap.xml\n" in robots(BASE)
    assert "Disallow: /\n" in robots(BASE, preview=True)
    assert "Sitemap" not in robots(BASE, preview=True)
