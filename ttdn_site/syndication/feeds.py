"""Feeds: what is announced, in one language, for the whole portal or one section.

Only real translations are announced: whoever follows the Japanese feed reads Japanese. Everything is in the feed, so
that a reader without the site has the full text. No feed carries the time of its making; an unchanged portal gives
unchanged bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ttdn_site.markup.links import BASE
from ttdn_site.pages.views import PageView
from ttdn_site.syndication.absolute import absolutize
from ttdn_site.syndication.dates import moment, rfc822, rfc3339
from ttdn_site.syndication.escaping import line, xml
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import description

MOST_ENTRIES = 30

FORMATS = ("rss", "atom", "json")
EXTENSIONS = {"rss": "rss.xml", "atom": "atom.xml", "json": "json"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced page.

    id: its canonical address, which never changes without a redirect. published, updated: ISO day, or ISO time with
    its offset. content: full HTML with absolute addresses. author: who answers for the text.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: str
    updated: str
    author: str = ""
    topics: tuple[str, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in one language, entries newest first.

    home: address of the page whose news it holds. addresses: format (`rss`, `atom`, `json`) → address of the feed.
    since: ISO day that dates a feed without entries (Atom demands one). utc_offset: of all days. logo: twice as wide
    as high (RFC 4287, 4.2.8).
    """

    title: str
    description: str
    tag: str
    home: str
    addresses: tuple[tuple[str, str], ...]
    author: str
    entries: tuple[Entry, ...]
    since: str
    utc_offset: str = "+07:00"
    rights: str = ""
    logo: str = ""

    def address(self, kind: str) -> str:
        return dict(self.addresses)[kind]

    @property
    def updated(self) -> str:
        """The latest change of any entry; its beginning for a feed without entries."""
        dates = [entry.updated for entry in self.entries]
        return max(dates, key=lambda date: moment(date, self.utc_offset), default=self.since)


def announced(views: Iterable[PageView]) -> Iterator[PageView]:
    """The real, dated, public pages among the views."""
    return (view for view in views if view.date and not view.is_fallback and not view.noindex and view.canonical)


def entry_of(view: PageView, site: SiteIdentity) -> Entry:
    """A page as an entry. Its text is the body, or its description if it has none."""
    summary = description(view, site)
    content = f"<p>{xml(summary)}</p>"
    if view.body.strip():
        content = absolutize(view.body.replace(BASE, view.base), view.canonical)
    return Entry(
        id=view.canonical,
        url=view.canonical,
        title=line(view.title),
        summary=summary,
        content=content,
        published=view.date,
        updated=max(view.updated, view.date),
        author=str(view.extra.get("creator") or site.publisher),
        topics=tuple(line(topic.title) for topic in view.topics),
        image=site.own_image(view.image_absolute),
    )


def feed_of(
    views: Iterable[PageView],
    site: SiteIdentity,
    path: str,
    *,
    title: str,
    description: str,
    home: str,
    most: int = MOST_ENTRIES,
) -> Feed:
    """The feed of the pages given, all in the language of `site`.

    path: address of the feeds without their extension, relative to the portal's root (`en/feeds/news`): the files are
    those of `feed_files`. title, description: in the feed's language. home: absolute address of the page it follows.
    """
    newest = sorted(announced(views), key=lambda view: view.key)
    newest.sort(key=lambda view: view.date, reverse=True)
    return Feed(
        title=line(title),
        description=line(description),
        tag=site.tag,
        home=home,
        addresses=tuple((kind, f"{site.base_url}{path}.{EXTENSIONS[kind]}") for kind in FORMATS),
        author=site.publisher,
        entries=tuple(entry_of(view, site) for view in newest[:most]),
        since=site.last_update or "1970-01-01",
        utc_offset=site.utc_offset,
        rights=" · ".join(part for part in (site.publisher, site.licence) if part),
        logo=site.share_image_url,
    )


def feed_files(feed: Feed, path: str) -> tuple[tuple[str, bytes], ...]:
    """The three files of a feed: path relative to the portal's root → content."""
    renderers = {"rss": rss, "atom": atom, "json": json_feed}
    return tuple((f"{path}.{EXTENSIONS[kind]}", renderers[kind](feed)) for kind in FORMATS)


def _element(name: str, text: str) -> str:
    return f"<{name}>{xml(text)}</{name}>\n" if text else ""


def rss(feed: Feed) -> bytes:
    """RSS 2.0 with the full text in `content:encoded`."""
    offset = feed.utc_offset
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        "<channel>\n",
        _element("title", feed.title),
        _element("link", feed.home),
        # The specification demands a description.
        _element("description", feed.description or feed.title),
        _element("language", feed.tag),
        _element("copyright", feed.rights),
        _element("lastBuildDate", rfc822(feed.updated, offset)),
        f'<atom:link rel="self" type="application/rss+xml" href="{xml(feed.address("rss"))}"/>\n',
    ]
    for entry in feed.entries:
        parts += (
            "<item>\n",
            _element("title", entry.title),
            _element("link", entry.url),
            f'<guid isPermaLink="{"true" if entry.id == entry.url else "false"}">{xml(entry.id)}</guid>\n',
            _element("pubDate", rfc822(entry.published, offset)),
            _element("dc:creator", entry.author),
            *(_element("category", topic) for topic in entry.topics),
            _element("description", entry.summary),
            _element("content:encoded", entry.content),
            "</item>\n",
        )
    parts.append("</channel>\n</rss>\n")
    return "".join(parts).encode("utf-8")


def atom(feed: Feed) -> bytes:
    """Atom 1.0 (RFC 4287)."""
    offset = feed.utc_offset
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(feed.tag)}">\n',
        _element("id", feed.address("atom")),
        _element("title", feed.title),
        _element("subtitle", feed.description),
        _element("updated", rfc3339(feed.updated, offset)),
        f'<link rel="self" type="application/atom+xml" href="{xml(feed.address("atom"))}"/>\n',
        f'<link rel="alternate" type="text/html" hreflang="{xml(feed.tag)}" href="{xml(feed.home)}"/>\n',
        f"<author><name>{xml(feed.author)}</name></author>\n",
        _element("logo", feed.logo),
        _element("rights", feed.rights),
    ]
    for entry in feed.entries:
        parts += (
            "<entry>\n",
            _element("id", entry.id),
            # RFC 4287 demands a title, even an empty one.
            f"<title>{xml(entry.title)}</title>\n",
            f'<link rel="alternate" type="text/html" hreflang="{xml(feed.tag)}" href="{xml(entry.url)}"/>\n',
            _element("published", rfc3339(entry.published, offset)),
            _element("updated", rfc3339(entry.updated, offset)),
            f"<author><name>{xml(entry.author)}</name></author>\n" if entry.author else "",
            *(f'<category term="{xml(topic)}"/>\n' for topic in entry.topics),
            _element("summary", entry.summary),
            f'<content type="html" xml:base="{xml(entry.url)}">{xml(entry.content)}</content>\n',
            "</entry>\n",
        )
    parts.append("</feed>\n")
    return "".join(parts).encode("utf-8")


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    offset = feed.utc_offset
    items = []
    for entry in feed.entries:
        item = {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.content,
            "image": entry.image,
            "date_published": rfc3339(entry.published, offset),
            "date_modified": rfc3339(entry.updated, offset),
            "authors": [{"name": entry.author}] if entry.author else [],
            "tags": list(entry.topics),
            "language": feed.tag,
        }
        items.append({key: value for key, value in item.items() if value})
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address("json"),
        "description": feed.description,
        "authors": [{"name": feed.author}] if feed.author else [],
        "language": feed.tag,
        "items": items,
    }
    kept = {key: value for key, value in document.items() if value or key == "items"}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
