"""This repository's own site, whole: every page of it is looked at.

Most of it is `ttdn check --site`; what a browser's parser, the sources and the configuration say of the same pages is
asked here independently of it.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin

import html5lib
import lxml.html
import pytest
import sites

from ttdn_site.checks.site import check_site
from ttdn_site.locales.messages import as_text

BASE = "https://laichau.gov.vn/thongtindoingoai/"
TAGS = {"": "vi", "en": "en", "zh": "zh-Hans", "ja": "ja"}
LEAST_PAGES = 400


def segment_of(path: str) -> str:
    first = path.split("/", 1)[0]
    return first if first in TAGS and "/" in path else ""


def url_of(path: str) -> str:
    return BASE + path.removesuffix("index.html")


@pytest.fixture(scope="module")
def trees(own_site: sites.BuiltSite) -> dict[str, lxml.html.HtmlElement]:
    return {path: lxml.html.fromstring(own_site.read(path).encode()) for path in own_site.pages}


def is_redirect(tree: lxml.html.HtmlElement) -> bool:
    return bool(tree.xpath("//meta[@http-equiv='refresh']"))


def canonical_of(tree: lxml.html.HtmlElement) -> str:
    return "".join(tree.xpath("//link[@rel='canonical']/@href"))


def is_listed(path: str, tree: lxml.html.HtmlElement) -> bool:
    return canonical_of(tree) == url_of(path) and not tree.xpath("//meta[@name='robots'][contains(@content,'noindex')]")


def test_no_check_of_a_built_site_complains(own_site: sites.BuiltSite) -> None:
    found = check_site(own_site.folder, own_site.project.base_url, own_site.project.languages)
    assert not found, as_text(found[:40], "en")


def test_the_whole_site_is_there(own_site: sites.BuiltSite) -> None:
    pages = own_site.pages
    assert len(pages) >= LEAST_PAGES
    by_segment = {segment: {path for path in pages if segment_of(path) == segment} for segment in TAGS}
    vietnamese = by_segment[""]
    for segment in ("en", "zh", "ja"):
        assert {path.removeprefix(f"{segment}/") for path in by_segment[segment]} == vietnamese


def test_every_page_is_html_that_needs_no_mending(own_site: sites.BuiltSite) -> None:
    """html5lib's parser follows the standard; strict, it takes nothing that a browser would have to mend."""
    parser = html5lib.HTMLParser(strict=True)
    seen: set[str] = set()
    for path in own_site.pages:
        markup = own_site.read(path)
        # Shells are shared: only what differs from the shell of another page costs time again.
        main = markup[markup.index("<main") : markup.index("</main>") + 7]
        frame = markup.replace(main, "<main></main>")
        shape = re.sub(r">[^<]+<", "><", re.sub(r'"[^"]*"', '""', frame))
        if shape not in seen:
            seen.add(shape)
            parser.parse(markup)
        else:
            parser.parse(f'<!doctype html><html lang="vi"><head><title>x</title></head><body>{main}</body></html>')


def test_languages_of_pages(trees: dict[str, lxml.html.HtmlElement]) -> None:
    for path, tree in trees.items():
        assert tree.get("lang") == TAGS[segment_of(path)], path


def test_a_page_in_another_language_says_so(trees: dict[str, lxml.html.HtmlElement]) -> None:
    """Fallback pages: canonical of the source, its language on title and text, a notice, no versions of their own."""
    found = 0
    for path, tree in trees.items():
        canonical = canonical_of(tree)
        if is_redirect(tree) or path.endswith("404.html") or canonical == url_of(path):
            continue
        found += 1
        source = trees[canonical.removeprefix(BASE) + "index.html"]
        tag = source.get("lang")
        assert tag != tree.get("lang"), path
        assert tree.xpath("//h1/@lang") == [tag], path
        assert all(lang == tag for lang in tree.xpath("//div[@id='text']/@lang")), path
        assert bool(tree.xpath("//div[@id='text']/@lang")) == bool(source.xpath("//div[@id='text']")), path
        notice = tree.xpath("//aside[contains(@class,'notice')]")
        assert len(notice) == 1, path
        assert notice[0].xpath(f".//a[@hreflang='{tag}']/@href"), path
        assert not tree.xpath("//link[@rel='alternate'][@hreflang]"), path
        assert not tree.xpath("//script[@type='application/ld+json']"), path
    assert found > 10


def test_versions_are_told_as_search_engines_want_them(trees: dict[str, lxml.html.HtmlElement]) -> None:
    sets: dict[str, dict[str, str]] = {}
    for path, tree in trees.items():
        links = tree.xpath("//link[@rel='alternate'][@hreflang]")
        pairs = {link.get("hreflang"): link.get("href") for link in links}
        assert len(pairs) == len(links), path
        if is_listed(path, tree):
            sets[url_of(path)] = pairs
        else:
            assert not pairs, path
    for url, pairs in sets.items():
        assert all(other.startswith(BASE) for other in pairs.values())
        assert url in pairs.values()
        assert pairs["x-default"] == pairs.get("en", pairs.get("vi"))
        for tag, other in pairs.items():
            assert sets[other] == pairs, f"{url}: {tag}"


def test_the_sitemap_is_the_pages(own_site: sites.BuiltSite, trees: dict[str, lxml.html.HtmlElement]) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ET.fromstring(own_site.read("sitemap.xml"))
    listed = {
        url.findtext("s:loc", "", names): {
            link.get("hreflang", ""): link.get("href", "") for link in url.findall("x:link", names)
        }
        for url in root.findall("s:url", names)
    }
    pages = {
        url_of(path): {
            link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate'][@hreflang]")
        }
        for path, tree in trees.items()
        if is_listed(path, tree)
    }
    assert listed == pages


def test_every_address_a_visitor_can_follow_exists(
    own_site: sites.BuiltSite, trees: dict[str, lxml.html.HtmlElement]
) -> None:
    files = set(own_site.bytes_of())
    ids = {path: set(tree.xpath("//@id")) for path, tree in trees.items()}
    for path, tree in trees.items():
        for url in tree.xpath("//a/@href | //link/@href | //script/@src | //img/@src | //form/@action"):
            address, _, fragment = urljoin(url_of(path), url).partition("#")
            if not address.startswith(BASE):
                assert not url.startswith((".", "/")), f"{path}: {url}"
                continue
            file = address.removeprefix(BASE)
            file = file + "index.html" if file == "" or file.endswith("/") else file
            assert file in files, f"{path}: {url}"
            if fragment and file in ids:
                assert fragment in ids[file], f"{path}: {url}"


def test_nothing_is_asked_of_another_host(trees: dict[str, lxml.html.HtmlElement]) -> None:
    for path, tree in trees.items():
        fetched = tree.xpath(
            "//script/@src | //img/@src | //iframe/@src | //source/@src | //source/@srcset | //form/@action"
            " | //link[contains('stylesheet icon preload modulepreload manifest preconnect', @rel)]/@href"
        )
        assert not [url for url in fetched if "//" in url], path
        assert not tree.xpath("//style | //@style | //script[not(@src)][not(@type='application/ld+json')]"), path


def test_search_and_feeds_speak_one_language(
    own_site: sites.BuiltSite, trees: dict[str, lxml.html.HtmlElement]
) -> None:
    for segment, tag in TAGS.items():
        listed = {url_of(path) for path, tree in trees.items() if segment_of(path) == segment and is_listed(path, tree)}
        feed = json.loads(own_site.read(f"{segment}/feed.json".lstrip("/")))
        assert feed["language"] == tag
        assert feed["items"]
        assert {item["url"] for item in feed["items"]} <= listed
        folder = own_site.folder / "search-index" / (segment or "vi")
        cards = [card for file in folder.glob("d*.json") for card in json.loads(file.read_text(encoding="utf-8"))]
        assert cards
        assert {BASE + card[1] for card in cards} <= listed


def test_no_file_of_the_sources_is_published_as_it_is(own_site: sites.BuiltSite) -> None:
    suffixes = {Path(path).suffix for path in own_site.bytes_of()}
    assert suffixes.isdisjoint({".md", ".yml", ".yaml", ".py", ".po", ".map"})
