"""What announces pages names the right ones: the sitemap all and only those that may be listed, with the versions the
pages name themselves; feeds, calendar and search index of a language only pages that exist in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from ttdn_site.checks.built import Overview
from ttdn_site.problems import Location, Problem, Severity, declare, problem

UNREADABLE = declare(
    "CK060",
    Severity.ERROR,
    "The file is not readable as what it should be: {reason}",
    "Build the whole site again; when it stays, report it to those who maintain the programme",
    wrong="<urlset><url></urlset>",
    right="<urlset><url>…</url></urlset>",
)
SITEMAP_DIFFERS = declare(
    "CK061",
    Severity.ERROR,
    "The sitemap and the page {url} do not agree: {reason}",
    "Build the whole site again; when it stays, report it to those who maintain the programme",
    wrong="(a page without an entry in sitemap.xml)",
    right="<url><loc>https://laichau.gov.vn/thongtindoingoai/news/x/</loc></url>",
)
NOT_OF_THIS_LANGUAGE = declare(
    "CK062",
    Severity.ERROR,
    "{url} is announced in “{tag}”; there is no page in that language at this address",
    "Build the whole site again; when it stays, report it to those who maintain the programme",
    wrong="en/feed.json: a text that exists in Vietnamese only",
    right="en/feed.json: texts in English",
)

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_ATOM = "{http://www.w3.org/2005/Atom}"


def check_announcements(overview: Overview) -> Iterator[Problem]:
    yield from _sitemap(overview)
    for path in sorted(overview.built.files):
        name = PurePosixPath(path).name
        if name == "feed.rss.xml":
            yield from _feed(overview, path, _rss)
        elif name == "feed.atom.xml":
            yield from _feed(overview, path, _atom)
        elif name == "feed.json":
            yield from _feed(overview, path, _json_feed)
    yield from _search(overview)


def _read(overview: Overview, path: str) -> bytes:
    return (overview.built.folder / path).read_bytes()


def _sitemap(overview: Overview) -> Iterator[Problem]:
    listed: dict[str, dict[str, str]] = {}
    paths = sorted(
        path
        for path in overview.built.files
        if path == "sitemap.xml" or (path.startswith("sitemap-") and path.endswith(".xml"))
    )
    for path in paths or ("sitemap.xml",):
        try:
            root: Element = fromstring(_read(overview, path))
        except (ParseError, OSError) as error:
            yield problem(UNREADABLE, Location(path), reason=error)
            return
        for url in root.iter(f"{_SITEMAP}url"):
            found = {link.get("hreflang", ""): link.get("href", "") for link in url.iter(f"{_XHTML}link")}
            listed[url.findtext(f"{_SITEMAP}loc", "")] = found
    where = Location("sitemap.xml")
    pages = {overview.built.address(page.path): page for page in overview.pages.values() if page.indexed}
    for address in sorted(pages.keys() - listed.keys()):
        yield problem(SITEMAP_DIFFERS, where, url=address, reason="–")
    for address in sorted(listed.keys() - pages.keys()):
        yield problem(SITEMAP_DIFFERS, where, url=address, reason="+")
    for address in sorted(pages.keys() & listed.keys()):
        if dict(pages[address].alternates) != listed[address]:
            yield problem(SITEMAP_DIFFERS, where, url=address, reason="hreflang")


def _rss(data: bytes) -> tuple[str, list[str]]:
    channel = fromstring(data).find("channel")
    if channel is None:
        raise ValueError("no channel")
    return channel.findtext("language", ""), [item.findtext("link", "") for item in channel.iter("item")]


def _atom(data: bytes) -> tuple[str, list[str]]:
    root: Element = fromstring(data)
    links = [
        link.get("href", "")
        for entry in root.iter(f"{_ATOM}entry")
        for link in entry.iter(f"{_ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    return root.get("{http://www.w3.org/XML/1998/namespace}lang", ""), links


def _json_feed(data: bytes) -> tuple[str, list[str]]:
    feed = json.loads(data)
    return str(feed.get("language", "")), [str(item.get("url", "")) for item in feed["items"]]


def _feed(overview: Overview, path: str, read: object) -> Iterator[Problem]:
    assert callable(read)
    try:
        tag, urls = read(_read(overview, path))
    except (ParseError, ValueError, KeyError) as error:
        yield problem(UNREADABLE, Location(path), reason=error)
        return
    expected = overview.built.language_of(path).tag
    if tag != expected:
        yield problem(NOT_OF_THIS_LANGUAGE, Location(path), url=path, tag=tag)
    yield from (_elsewhere(overview, path, url, expected) for url in urls if not _exists(overview, url, expected))


def _exists(overview: Overview, url: str, tag: str) -> bool:
    page = overview.pages.get(overview.built.file_at(url.partition("#")[0]) or "")
    return page is not None and page.indexed and page.lang == tag


def _elsewhere(overview: Overview, path: str, url: str, tag: str) -> Problem:
    return problem(NOT_OF_THIS_LANGUAGE, Location(path), url=url, tag=tag)


def _search(overview: Overview) -> Iterator[Problem]:
    """Results are addresses below the root, in the cards `d….json` of each language's index.

    A portal may have no search; a page that asks for an index that is missing is a broken link.
    """
    if not any(path.startswith("search-index/") for path in overview.built.files):
        return
    for language in overview.built.languages:
        folder = f"search-index/{language.segment}/"
        if f"{folder}index.json" not in overview.built.files:
            yield problem(UNREADABLE, Location(f"{folder}index.json"), reason="–")
        for path in sorted(overview.built.files):
            if not path.startswith(f"{folder}d"):
                continue
            try:
                urls = [str(card[1]) for card in json.loads(_read(overview, path))]
            except (ValueError, IndexError, TypeError) as error:
                yield problem(UNREADABLE, Location(path), reason=error)
                continue
            for url in urls:
                if not _exists(overview, overview.built.base_url + url, language.tag):
                    yield problem(NOT_OF_THIS_LANGUAGE, Location(path), url=url, tag=language.tag)
