"""What stands in a page's `<head>` for machines: descriptions, languages, feeds, structured data.

Sources: HTML Standard 4.6 (link types); Open Graph protocol; Circular 24/2011/TT-BTTTT (Dublin Core names with the
prefix `DC.`); schema.org. Everything returned is finished HTML, one element a line, escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.pages.views import PageView, ShellView
from ttdn_site.syndication.escaping import attribute, line, script_json
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import FIELDS, Metadata, metadata_of
from ttdn_site.syndication.structured import graph, page_type

SHARE_IMAGE_SIZE = (1200, 630)

_FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "ics": "text/calendar",
}

_ARTICLES = frozenset({"NewsArticle", "Article"})


def document_title(view: PageView, site: SiteIdentity) -> str:
    """The window title as plain text, to be escaped by who prints it. The home page is called like the portal."""
    title = line(view.title)
    if not view.key and not view.noindex:
        return (
            site.portal if site.name in site.portal else site.title_pattern.format(title=site.name, portal=site.portal)
        )
    return site.title_pattern.format(title=title, portal=site.portal) if title else site.portal


def versions(view: PageView) -> tuple[tuple[str, str], ...]:
    """Language tag and absolute address of each real version with `x-default` last; nothing for a fallback page.

    `x-default` is the default language's version, or the first that exists (alternates come in configured order).
    """
    if view.is_fallback or view.noindex or not view.canonical:
        return ()
    found = dict(view.alternates) or {view.tag: view.canonical}
    default = found.pop("x-default", "") or next(iter(found.values()))
    return (*found.items(), ("x-default", default))


def alternates(view: PageView) -> str:
    """`<link rel="alternate" hreflang>` of every version, this one included."""
    return "\n".join(
        f'<link rel="alternate" hreflang="{attribute(tag)}" href="{attribute(url)}">' for tag, url in versions(view)
    )


def feed_links(shell: ShellView) -> str:
    """Autodiscovery of the feeds in the page's own language, the section's first. Their kind: `rss`, `atom`, `json` or
    `ics`."""
    links = []
    for feed in (*shell.section_feeds, *shell.feeds):
        kind = feed.kind or feed.url.rpartition(".")[2]
        if kind in _FEED_TYPES:
            links.append(
                f'<link rel="alternate" type="{_FEED_TYPES[kind]}" title="{attribute(feed.summary or feed.title)}"'
                f' href="{attribute(feed.url)}">'
            )
    return "\n".join(links)


def _named(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{attribute(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{attribute(content)}">'


def _open_graph(view: PageView, site: SiteIdentity, data: Metadata) -> Iterator[str]:
    article = page_type(view) in _ARTICLES
    yield _property("og:type", "article" if article else "website")
    yield _property("og:site_name", site.portal)
    yield _property("og:title", view.title or site.portal)
    yield _property("og:description", data.joined("description"))
    if view.canonical:
        yield _property("og:url", view.canonical)
    yield _property("og:locale", site.og_locale(view.lang))
    for tag, _ in versions(view):
        if tag not in (view.lang, "x-default"):
            yield _property("og:locale:alternate", site.og_locale(tag))
    if own_image := site.own_image(view.image_absolute):
        yield _property("og:image", own_image)
        if view.image and view.image.width and view.image.height:
            yield _property("og:image:width", str(view.image.width))
            yield _property("og:image:height", str(view.image.height))
        if view.image and view.image.alt:
            yield _property("og:image:alt", view.image.alt)
    elif site.share_image_url:
        yield _property("og:image", site.share_image_url)
        yield _property("og:image:type", "image/png")
        yield _property("og:image:width", str(SHARE_IMAGE_SIZE[0]))
        yield _property("og:image:height", str(SHARE_IMAGE_SIZE[1]))
        yield _property("og:image:alt", site.share_image_alt or site.portal)
    if article:
        if view.date:
            yield _property("article:published_time", view.date)
        if view.updated:
            yield _property("article:modified_time", view.updated)
        if view.section_link:
            yield _property("article:section", view.section_link.title)
        for topic in view.topics:
            yield _property("article:tag", topic.title)


def head_meta(view: PageView, site: SiteIdentity, data: Metadata | None = None) -> str:
    """The `meta` slot: description, canonical, robots, Open Graph, Dublin Core and JSON-LD.

    `site` is the identity in the page's interface language; data: the page's metadata, where they are at hand.
    A fallback page has the canonical address of its source (in `view.canonical`), describes the source in the
    source's language and carries no JSON-LD. That address keeps it out of search results; `noindex` beside it would
    contradict it. A preview asks every page to stay out, and shows all else as it will be.
    """
    data = data or metadata_of(view, site)
    lines = [_named("description", data.joined("description"))]
    if view.canonical:
        lines.append(f'<link rel="canonical" href="{attribute(view.canonical)}">')
    hidden = view.noindex and not view.is_fallback
    if hidden or site.preview:
        lines.append(_named("robots", "noindex"))
    if view.canonical and (site.preview or not hidden):
        lines.extend(_open_graph(view, site, data))
        # Cards are filled from Open Graph; only the size of the picture has to be asked for.
        lines.append(_named("twitter:card", "summary_large_image"))
        lines.extend(_named(f"DC.{field}", value) for field in FIELDS if (value := data.joined(field)))
        if site.licence_url:
            lines.append(f'<link rel="license" href="{attribute(site.licence_url)}">')
    nodes = graph(view, site, data)
    if nodes:
        lines.append(f'<script type="application/ld+json">{script_json(nodes)}</script>')
    return "\n".join(lines)
