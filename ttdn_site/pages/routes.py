"""Routes: every page a site has, known before any is rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from ttdn_site.content.model import Item
from ttdn_site.pages.site import Site

# Pages that exist without any file of the editors, with their content template.
SERVICE = (("search", "search"), ("sitemap", "sitemap"))
# Where plans lie, below the language.
PLANS = "plans"


class Route(NamedTuple):
    """One page in one language.

    key: address without language. kind: `item`, `front` (of a section), `news`, `type` (items of a data type),
    `plan`, `plans` (all of them, where no section lists them), `search`, `sitemap`, `error`. template: the content
    template. item: key of the item it shows, where there is one. year, topic, page: what a list shows.
    """

    segment: str
    key: str
    kind: str
    template: str
    item: bool = False
    year: int = 0
    topic: str = ""
    page: int = 1


def routes(site: Site) -> tuple[Route, ...]:
    """All routes, by address, then in the order of the languages; an address is taken only once."""
    found: list[Route] = []
    for segment in site.project.languages.segments:
        of_language: dict[str, Route] = {}
        for route in _of_language(site, segment):
            of_language.setdefault(route.key, route)
        found += of_language.values()
    # A sort leaves what is equal in its order, which is that of the languages.
    return tuple(sorted(found, key=attrgetter("key")))


def _of_language(site: Site, segment: str) -> Iterator[Route]:
    fronts = {section.slug for section in site.library.sections}
    for item in site.library.items:
        if item.type.has_pages and item.key not in fronts:
            template = "home" if item.key == "" else item.type.template
            yield Route(segment, item.key, "item", template, item=True)
    if "" not in site.by_key:
        yield Route(segment, "", "item", "home")
    for section in site.library.sections:
        yield Route(segment, section.slug, "front", front_template(section.slug), item=section.slug in site.by_key)
    yield from _news(site, segment)
    for kind, template in TYPE_PAGES.items():
        if kind in {item.type.name for item in site.library.items} or kind in site.section_of_type:
            folder = type_folder(site, kind)
            if folder and folder not in fronts:
                yield Route(segment, folder, "type", template, topic=kind)
    for published in site.plans:
        yield Route(segment, f"{PLANS}/{published.plan.id}", "plan", "plan")
    if site.plans and PLANS not in fronts:
        yield Route(segment, PLANS, "plans", "list")
    for key, template in SERVICE:
        if key == "search" and not site.project.search:
            continue
        yield Route(segment, key, key, template)
    # At the root any language may be asked for: its page speaks all of them.
    is_root = segment == site.project.languages.default.segment
    yield Route(segment, "404", "error", "notfound_root" if is_root else "notfound")


# Data types whose items get a list page of their own, with its template.
TYPE_PAGES = {"event": "calendar", "briefing": "list", "project": "register", "gallery": "list"}
FOLDERS = {"event": "events", "briefing": "briefings", "project": "projects", "gallery": "galleries"}


def type_folder(site: Site, kind: str) -> str:
    return FOLDERS.get(kind, "")


def front_template(slug: str) -> str:
    return {"documents": "register", "contact": "contact"}.get(slug, "section")


def news_items(site: Site, year: int = 0, topic: str = "") -> tuple[Item, ...]:
    """Articles, newest first, of a year or on a topic."""
    if topic:
        found = site.on_topics.get(topic, ())
        return tuple(item for item in found if (item.date or dt.date.min).year == year) if year else found
    return site.of_years.get(year, ()) if year else site.of_type("article")


def _news(site: Site, segment: str) -> Iterator[Route]:
    """`news/all/`, its further pages, and lists by year and topic."""
    if site.section("news") is None:
        return
    yield from _pages(site, segment, "news/all", len(news_items(site)))
    for year in site.years:
        yield from _pages(site, segment, f"news/{year}", len(news_items(site, year=year)), year=year)
    for topic in site.used_topics:
        yield from _pages(site, segment, f"news/topic/{topic}", len(news_items(site, topic=topic)), topic=topic)


def _pages(site: Site, segment: str, key: str, count: int, *, year: int = 0, topic: str = "") -> Iterator[Route]:
    size = site.project.page_size
    for page in range(1, max(1, -(-count // size)) + 1):
        address = key if page == 1 else f"{key}/page/{page}"
        yield Route(segment, address, "news", "list", year=year, topic=topic, page=page)
