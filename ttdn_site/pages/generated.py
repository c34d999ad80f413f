"""Views of pages that no editor writes: home, section fronts, lists, registers, calendar, site map, search, errors."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable

from ttdn_site.content.model import Item
from ttdn_site.markup.links import relative_url
from ttdn_site.pages import items as item_views
from ttdn_site.pages.frame import bare, breadcrumb, identity
from ttdn_site.pages.labels import CHOICES
from ttdn_site.pages.news import news_list, topics, year_links
from ttdn_site.pages.plans import plan_group, plan_links, plan_view
from ttdn_site.pages.registers import document_table, project_table
from ttdn_site.pages.routes import PLANS, Route, news_items, type_folder
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import Fact, Group, Link, PageView
from ttdn_site.pages.voice import Voice

LATEST = 5
TYPE_TITLES = {
    "event": "Calendar",
    "briefing": "Press briefings",
    "project": "Investment projects",
    "gallery": "Galleries",
}
# Types that a section's front shows in a way of its own: news, registers, offices, books.
LISTED_OTHERWISE = frozenset(("article", "document", "contact", "publication"))


def home(site: Site, route: Route, view: PageView) -> PageView:
    """The province in one screen: figures, latest news, sections, calendar, who is responsible."""
    segment, url = route.segment, view.url
    voice = site.voices[segment]
    settings = site.library.settings.get("home") or {}
    title, title_lang = site.localized(settings.get("title") or {}, segment)
    lead, lead_lang = site.localized(settings.get("lead") or {}, segment)
    figures: list[Fact] = []
    for figure in settings.get("figures") or ():
        value, lang = site.localized(figure["value"], segment)
        figures.append(
            Fact(
                site.shown(figure["label"], segment),
                value,
                unit=site.shown(figure["unit"] or {}, segment),
                note=site.shown(figure["note"], segment),
                url=figure["source"],
                lang=lang,
            )
        )
    articles = sorted(news_items(site), key=lambda item: segment not in item.texts)
    latest = sorted(articles[:LATEST], key=lambda item: item.date.toordinal() if item.date else 0, reverse=True)
    sections = tuple(
        site.section_link(section, segment, url) for section in site.library.sections if section.rank == "main"
    )
    plans = site.section("plans")
    if plans is not None:
        sections = (*sections, site.section_link(plans, segment, url)._replace(kind="plans"))
    return dataclasses.replace(
        view,
        title=title or view.title or site.project.site_name,
        summary=lead or view.summary,
        breadcrumb=(),
        figures=tuple(figures),
        groups=(
            Group(
                voice.say("Latest news"),
                tuple(site.link(item, segment, url) for item in latest),
                relative_url(url, site.url("news/all", segment)),
            ),
            Group(voice.say("Sections"), sections),
            Group(
                voice.say("Calendar"),
                event_links(site, segment, url)[:4],
                relative_url(url, site.url("events", segment)),
                voice.say("No event has been announced."),
            ),
        ),
        record=identity(site, segment),
        extra={"title_lang": title_lang, "lead_lang": lead_lang},
    )


def event_links(site: Site, segment: str, url: str) -> tuple[Link, ...]:
    """Events with their state in words: the next ones first, then those held, newest first."""
    voice = site.voices[segment]
    coming: list[Link] = []
    held: list[Link] = []
    for item in site.of_type("event"):
        state = item_views.event_state(site, item)
        link = site.link(item, segment, url, label=voice.say(CHOICES["state", state]))
        ends = item.shared.get("ends")
        link = link._replace(
            kind=state, note=str(site.text(item, segment).values.get("place") or ""), current=state == "under_way"
        )
        if ends is not None:
            link = link._replace(mark=ends.isoformat())
        (coming if state in ("coming", "under_way") else held).append(link)
    return (*reversed(coming), *held)


def front(site: Site, route: Route, view: PageView) -> PageView:
    """A section's front: its pages, its newest items, its registers."""
    section = site.section(route.key)
    if section is None:
        raise ValueError(f"no section {route.key}")
    segment, url = route.segment, view.url
    voice = site.voices[segment]
    title = site.shown(section.title, segment)
    lead = site.shown(section.lead, segment)
    groups: list[Group] = []
    pages = site.members.get(section.slug, ())
    if pages:
        groups.append(Group(voice.say("In this section"), tuple(site.link(item, segment, url) for item in pages)))
    if section.slug == "news":
        groups.append(_latest(site, segment, url, news_items(site)))
    for kind in section.lists:
        if kind in TYPE_TITLES or (kind not in LISTED_OTHERWISE and site.of_type(kind)):
            groups.append(_type_group(site, segment, url, kind))
    if section.slug == PLANS:
        groups.insert(0, plan_group(site, segment, url))
    if section.slug == "publications":
        groups.insert(0, _type_group(site, segment, url, "publication"))
    related = [item for item in news_items(site) if item.shared.get("section") == section.slug]
    if related and section.slug != "news":
        groups.append(_latest(site, segment, url, tuple(related)))
    changed = dataclasses.replace(
        view,
        title=view.title or title,
        summary=view.summary or lead,
        section=section.slug,
        mark=section.mark,
        groups=tuple(groups),
        related=(),
        years=year_links(site, segment, url) if section.slug == "news" else (),
        topic_links=topics(site, segment, url) if section.slug == "news" else (),
        breadcrumb=breadcrumb(site, segment, url, "", view.title or title),
    )
    if section.slug == "documents":
        return dataclasses.replace(changed, table=document_table(site, segment, url), groups=tuple(groups))
    if section.slug == "contact":
        return contact(site, changed)
    return changed


def _latest(site: Site, segment: str, url: str, articles: tuple[Item, ...]) -> Group:
    voice = site.voices[segment]
    links = tuple(site.link(item, segment, url) for item in articles[:LATEST])
    return Group(
        voice.say("Latest news"),
        links,
        relative_url(url, site.url("news/all", segment)),
        voice.say("Nothing has been published here yet."),
    )


def _type_group(site: Site, segment: str, url: str, kind: str) -> Group:
    voice = site.voices[segment]
    title = voice.say(_plural(site, kind))
    if kind == "event":
        links = event_links(site, segment, url)[:LATEST]
        empty = voice.say("No event has been announced.")
    else:
        # A type without a page of its own is shown whole: there is nothing to lead on to.
        shown = site.of_type(kind)[:LATEST] if type_folder(site, kind) else site.of_type(kind)
        links = tuple(site.link(item, segment, url) for item in shown)
        empty = voice.say("Nothing has been published here yet.")
    folder = type_folder(site, kind)
    return Group(title, links, relative_url(url, site.url(folder, segment)) if folder else "", empty)


def _plural(site: Site, kind: str) -> str:
    """What a section calls the items of a type: the type's own plural unless it is said better here."""
    if kind in TYPE_TITLES:
        return TYPE_TITLES[kind]
    items = site.of_type(kind)
    return items[0].type.plural if items else "Publications"


def contact(site: Site, view: PageView) -> PageView:
    """Offices, then spokespersons; the absence of a named spokesperson is said."""
    segment = view.segment
    voice = site.voices[segment]
    contacts = sorted(site.of_type("contact"), key=lambda item: (item.shared.get("order") or 0, item.key))
    entries = {
        kind: tuple(
            {
                "title": site.text(item, segment).title,
                "lang": site.lang(item, segment),
                "summary": site.text(item, segment).summary,
                # The heading above already says what kind of contact these are.
                "facts": tuple(
                    fact for fact in item_views.record(site, item, segment, view.url) if fact.label != voice.say("Kind")
                ),
                "id": item.key.rsplit("/", 1)[-1],
            }
            for item in contacts
            if item.shared.get("kind") == kind
        )
        for kind in ("office", "spokesperson")
    }
    return dataclasses.replace(
        view,
        record=identity(site, segment),
        groups=(
            Group(voice.say("Offices"), (), "", voice.say("Nothing has been published here yet.")),
            Group(
                voice.say("Spokespersons"), (), "", voice.say("No spokesperson has been announced on this portal yet.")
            ),
        ),
        extra={"offices": entries["office"], "spokespersons": entries["spokesperson"]},
    )


def type_list(site: Site, route: Route) -> PageView:
    """The page of all items of a data type."""
    kind = route.topic
    segment = route.segment
    voice = site.voices[segment]
    section = site.section_of_type.get(kind, "")
    view = bare(site, route, voice.say(TYPE_TITLES[kind]), section=section)
    if kind == "project":
        return dataclasses.replace(view, table=project_table(site, segment, view.url))
    if kind == "event":
        links = event_links(site, segment, view.url)
        coming = tuple(link for link in links if link.kind in ("coming", "under_way"))
        held = tuple(link for link in links if link.kind not in ("coming", "under_way"))
        groups = (
            Group(voice.say("Coming up"), coming, "", voice.say("No event has been announced.")),
            Group(voice.say("Past events"), held, "", voice.say("Nothing has been published here yet.")),
        )
        return dataclasses.replace(view, groups=groups)
    links = tuple(site.link(item, segment, view.url) for item in site.of_type(kind))
    return dataclasses.replace(view, groups=(Group("", links, "", voice.say("Nothing has been published here yet.")),))


def plan_page(site: Site, route: Route) -> PageView:
    published = site.plan(route.key.rpartition("/")[2])
    if published is None:
        raise ValueError(f"no plan {route.key}")
    return plan_view(site, route, published)


def plan_list(site: Site, route: Route) -> PageView:
    """All plans, for a portal without a section of that name."""
    view = bare(site, route, site.voices[route.segment].say("Plans"))
    return dataclasses.replace(view, groups=(plan_group(site, route.segment, view.url),))


def sitemap(site: Site, route: Route) -> PageView:
    """The site map as a page (Circular 32/2017/TT-BTTTT)."""
    segment = route.segment
    voice = site.voices[segment]
    view = bare(site, route, voice.say("Site map"))
    groups: list[Group] = []
    for section in site.library.sections:
        title = site.shown(section.title, segment)
        links = [site.link(item, segment, view.url) for item in site.members.get(section.slug, ())]
        for kind in section.lists:
            if kind in TYPE_TITLES:
                folder = type_folder(site, kind)
                links.append(Link(voice.say(TYPE_TITLES[kind]), relative_url(view.url, site.url(folder, segment))))
            elif kind == "article":
                links.append(Link(voice.say("All news"), relative_url(view.url, site.url("news/all", segment))))
            elif kind != "contact":
                links += [site.link(item, segment, view.url) for item in site.of_type(kind)]
        if section.slug == PLANS:
            links += plan_links(site, segment, view.url)
        groups.append(Group(title, tuple(links), relative_url(view.url, site.url(section.slug, segment))))
    others = [
        item
        for item in site.library.items
        if item.type.name == "page" and item.key and "/" not in item.key and site.section(item.key) is None
    ]
    if others:
        groups.append(
            Group(
                voice.say("Home"),
                tuple(site.link(item, segment, view.url) for item in others),
                relative_url(view.url, site.url("", segment)),
            )
        )
    return dataclasses.replace(view, groups=tuple(groups))


def search(site: Site, route: Route) -> PageView:
    """The page of results. `extra.dates`: how the language writes a day of each month, for the script."""
    voice = site.voices[route.segment]
    view = bare(site, route, voice.say("Search"))
    return dataclasses.replace(view, noindex=True, extra={"dates": json.dumps(_dates(voice), ensure_ascii=False)})


def _dates(voice: Voice) -> list[str]:
    """Twelve patterns, January's first, with `{year}` and `{d}`, or `{dd}` where a day has two digits always."""
    day = "{dd}" if "05" in voice.date(dt.date(2001, 11, 5)) else "{d}"
    months = (voice.date(dt.date(2001, month, 25)) for month in range(1, 13))
    return [text.replace("2001", "{year}").replace("25", day) for text in months]


def error(site: Site, route: Route) -> PageView:
    """The page for an address that does not exist. It is served at any depth, so its addresses are absolute paths."""
    view = bare(site, route, site.voices[route.segment].say("Page not found"))
    prefix = site.project.languages.prefix(route.segment)
    root = site.project.base_path
    return dataclasses.replace(
        view,
        url=f"{prefix}404.html",
        canonical="",
        base=root,
        alternates=(),
        noindex=True,
        breadcrumb=(),
        variants=tuple(variant._replace(url=root + site.url("", variant.segment)) for variant in view.variants),
        groups=(
            Group(
                site.voices[route.segment].say("Sections"),
                tuple(
                    site.section_link(section, route.segment, "")._replace(
                        url=root + site.url(section.slug, route.segment)
                    )
                    for section in site.library.sections
                ),
            ),
        ),
        extra={"languages": tuple(_not_found(site, language.segment) for language in site.project.languages)},
    )


def _not_found(site: Site, segment: str) -> dict[str, str]:
    """What the error page at the root says in one language."""
    say = site.voices[segment].say
    return {
        "tag": site.project.languages[segment].tag,
        "title": say("Page not found"),
        "text": say("The address may have changed, or it was mistyped."),
        "url": site.project.base_path + site.url("", segment),
        "home": say("Home"),
    }


MAKERS: dict[str, Callable[[Site, Route], PageView]] = {
    "news": news_list,
    "type": type_list,
    "plan": plan_page,
    "plans": plan_list,
    "sitemap": sitemap,
    "search": search,
    "error": error,
}
