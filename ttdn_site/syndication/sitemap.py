"""Sitemap and robots.txt.

Sitemaps protocol 0.9 (at most 50,000 addresses and 50 MB a file, more through an index) with `xhtml:link` for the
languages of each page. One `<url>` per real version; fallback pages and pages that are not to be indexed are absent.

Crawlers ask for `robots.txt` at the root of a host only (RFC 9309, 2.3). A portal below a sub-path
(`https://laichau.gov.vn/ttdn/`) therefore gets no crawler to read its own file: the line `Sitemap: …` of
`sitemap_line` has to be added to the host's robots.txt, or the sitemap is handed in at the search engine. The file is
written nevertheless, for portals with a host of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.escaping import xml
from ttdn_site.syndication.head import versions
from ttdn_site.syndication.structured import page_type

MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPEN = f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
_CLOSE = b"</urlset>\n"


@dataclass(frozen=True, order=True, slots=True)
class SitemapEntry:
    """One version of a page.

    alternates: language tag and absolute address of every version, with `x-default`. lastmod: ISO day or empty.
    """

    url: str
    alternates: tuple[tuple[str, str], ...] = ()
    lastmod: str = ""


def last_change(view: PageView) -> str:
    """The day of the last significant change, or nothing where it is not known.

    Only news are written on the day they carry. The date of a document or an event says nothing about its page.
    """
    return view.updated or (view.date if page_type(view) == "NewsArticle" else "")


def sitemap_entries(views: Iterable[PageView]) -> tuple[SitemapEntry, ...]:
    """The versions to list, by address."""
    return tuple(
        sorted(SitemapEntry(view.canonical, found, last_change(view)) for view in views if (found := versions(view)))
    )


def url_element(entry: SitemapEntry) -> bytes:
    """An entry as it stands in the file."""
    parts = [f"<url><loc>{xml(entry.url)}</loc>"]
    if entry.lastmod:
        parts.append(f"<lastmod>{xml(entry.lastmod)}</lastmod>")
    parts.extend(
        f'<xhtml:link rel="alternate" hreflang="{xml(tag)}" href="{xml(url)}"/>' for tag, url in entry.alternates
    )
    parts.append("</url>\n")
    return "".join(parts).encode("utf-8")


def sitemaps(
    entries: Iterable[SitemapEntry], base_url: str, *, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> tuple[tuple[str, bytes], ...]:
    """The files by name: `sitemap.xml`, which becomes an index of `sitemap-1.xml`… when one file does not hold all."""
    elements = ((url_element(entry), entry.lastmod) for entry in entries)
    return sitemaps_of(elements, base_url, most_urls=most_urls, most_bytes=most_bytes)


def sitemaps_of(
    elements: Iterable[tuple[bytes, str]], base_url: str, *, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> tuple[tuple[str, bytes], ...]:
    """The files from finished elements, each with its `lastmod`, in the order of `sitemap_entries`."""
    room = most_bytes - len(_OPEN) - len(_CLOSE)
    files: list[list[bytes]] = [[]]
    dates = [""]
    size = 0
    for url, lastmod in elements:
        if files[-1] and (len(files[-1]) == most_urls or size + len(url) > room):
            files.append([])
            dates.append("")
            size = 0
        files[-1].append(url)
        dates[-1] = max(dates[-1], lastmod)
        size += len(url)
    if len(files) == 1:
        return (("sitemap.xml", b"".join((_OPEN, *files[0], _CLOSE))),)
    parts = [(f"sitemap-{number}.xml", b"".join((_OPEN, *urls, _CLOSE))) for number, urls in enumerate(files, 1)]
    index = [f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n']
    for (name, _), date in zip(parts, dates, strict=True):
        lastmod = f"<lastmod>{date}</lastmod>" if date else ""
        index.append(f"<sitemap><loc>{xml(base_url + name)}</loc>{lastmod}</sitemap>\n")
    index.append("</sitemapindex>\n")
    return (("sitemap.xml", "".join(index).encode("utf-8")), *parts)


def sitemap_line(base_url: str) -> str:
    """The line for the robots.txt of the host."""
    return f"Sitemap: {base_url}sitemap.xml"


def robots(base_url: str, *, preview: bool = False) -> str:
    """robots.txt. A preview asks crawlers to stay away; its pages say `noindex` as well."""
    if preview:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\n\n{sitemap_line(base_url)}\n"
