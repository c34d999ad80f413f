"""Lists of news: all of it, a year, a topic, page by page."""

from __future__ import annotations

import dataclasses

from ttdn_site.markup.links import relative_url
from ttdn_site.pages.frame import bare
from ttdn_site.pages.routes import Route, news_items
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import Group, Link, Pager, PageView


def news_list(site: Site, route: Route) -> PageView:
    """A page of the news list, of all news or of a year or topic."""
    segment = route.segment
    voice = site.voices[segment]
    if route.year:
        title = voice.say("News of {year}", year=route.year)
        stem = f"news/{route.year}"
    elif route.topic:
        topic = site.shown(site.library.topics.get(route.topic, {}), segment)
        title = voice.say("News on {topic}", topic=topic)
        stem = f"news/topic/{route.topic}"
    else:
        title, stem = voice.say("All news"), "news/all"
    shown = title if route.page == 1 else f"{title} – {voice.say('Page {number}', number=route.page)}"
    view = bare(site, route, shown, section="news")
    articles = news_items(site, route.year, route.topic)
    size = site.project.page_size
    start = (route.page - 1) * size
    links = tuple(site.link(item, segment, view.url) for item in articles[start : start + size])
    return dataclasses.replace(
        view,
        groups=(Group(shown, links, "", voice.say("Nothing has been published here yet.")),),
        years=year_links(site, segment, view.url, route.year),
        topic_links=topics(site, segment, view.url, route.topic),
        pager=pager(site, route, view.url, stem, len(articles)),
    )


def pager(site: Site, route: Route, url: str, stem: str, count: int) -> Pager | None:
    last = max(1, -(-count // site.project.page_size))
    if last == 1:
        return None

    def way(page: int) -> str:
        return relative_url(url, site.url(stem if page == 1 else f"{stem}/page/{page}", route.segment))

    near = sorted({1, last, *range(max(1, route.page - 2), min(last, route.page + 2) + 1)})
    return Pager(
        newer=way(route.page - 1) if route.page > 1 else "",
        older=way(route.page + 1) if route.page < last else "",
        pages=tuple(Link(str(page), way(page), current=page == route.page) for page in near),
    )


def year_links(site: Site, segment: str, url: str, current: int = 0) -> tuple[Link, ...]:
    return tuple(
        Link(str(year), relative_url(url, site.url(f"news/{year}", segment)), current=year == current)
        for year in site.years
    )


def topics(site: Site, segment: str, url: str, current: str = "") -> tuple[Link, ...]:
    links: list[Link] = []
    for name in site.used_topics:
        title, lang = site.localized(site.library.topics[name], segment)
        links.append(
            Link(title, relative_url(url, site.url(f"news/topic/{name}", segment)), lang=lang, current=name == current)
        )
    return tuple(links)
