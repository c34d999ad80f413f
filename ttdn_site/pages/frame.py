"""What frames every page: its shell, breadcrumb and language switcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ttdn_site.content.model import Item
from ttdn_site.content.settings import REQUIRED_IDENTITY
from ttdn_site.markup.links import relative_url
from ttdn_site.pages.labels import IDENTITY
from ttdn_site.pages.routes import Route
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import Fact, Link, PageView, ShellView, Variant
from ttdn_site.problems import Location, Problem, Severity, declare, problem

NOT_FILLED_IN = declare(
    "PG001",
    Severity.ERROR,
    "The mandatory field “{key}” of docs/data/site.yml is empty",
    "Fill it in, or name it under “waived:” to publish without it for now",
    wrong="(no licence)",
    right="waived: [licence]",
)


def base_of(url: str) -> str:
    """The way from a page to the portal's root: `""` or `../` as often as needed."""
    return "../" * url.count("/")


def variants(site: Site, key: str, segment: str, url: str, item: Item | None = None) -> tuple[Variant, ...]:
    """All languages for this page; one without a text of its own leads to the fallback page and says so."""
    return tuple(
        Variant(
            language.segment,
            language.tag,
            language.endonym,
            relative_url(url, site.url(key, language.segment)),
            language.segment == segment,
            item is None or language.segment in item.texts,
        )
        for language in site.project.languages
    )


def breadcrumb(site: Site, segment: str, url: str, section_slug: str, title: str, lang: str = "") -> tuple[Link, ...]:
    """Home, the section, this page; the last one is current."""
    if not title:
        return ()
    voice = site.voices[segment]
    links = [Link(voice.say("Home"), relative_url(url, site.url("", segment)))]
    section = site.section(section_slug) if section_slug else None
    if section is not None:
        links.append(site.section_link(section, segment, url))
    return (*links, Link(title, "", lang=lang, current=True))


def bare(site: Site, route: Route, title: str, summary: str = "", section: str = "") -> PageView:
    """A page that exists in every language because only the interface speaks on it."""
    segment = route.segment
    url = site.url(route.key, segment)
    languages = site.project.languages
    pairs = tuple((language.tag, site.absolute(route.key, language.segment)) for language in languages)
    default = "en" if "en" in languages else languages.default.segment
    return PageView(
        key=route.key,
        segment=segment,
        tag=languages[segment].tag,
        lang=languages[segment].tag,
        url=url,
        canonical=site.absolute(route.key, segment),
        base=base_of(url),
        template=route.template,
        type="generated",
        section=section,
        title=title,
        summary=summary,
        state="generated",
        breadcrumb=breadcrumb(site, segment, url, section if section != route.key else "", title),
        variants=variants(site, route.key, segment, url),
        alternates=(*pairs, ("x-default", site.absolute(route.key, default))),
        image_absolute=f"{site.project.base_url}assets/share-{segment}.png",
    )


def identity(site: Site, segment: str) -> tuple[Fact, ...]:
    """The footer's mandatory fields; those still empty are marked."""
    voice = site.voices[segment]
    facts: list[Fact] = []
    for name in REQUIRED_IDENTITY:
        value: Any = site.library.settings.get(name)
        text, lang = site.localized(value, segment) if isinstance(value, Mapping) else (value or "", "")
        facts.append(
            Fact(
                voice.say(IDENTITY[name]),
                text or voice.say("to be filled in"),
                lang=lang,
                todo=not text,
                url=f"mailto:{text}" if text and name == "email" else "",
            )
        )
    return tuple(facts)


def check_identity(site: Site, settings_path: str) -> list[Problem]:
    """Mandatory fields that are empty and not openly waived."""
    waived = set(site.library.settings.get("waived") or ())
    return [
        problem(NOT_FILLED_IN, Location(settings_path), key=name)
        for name in REQUIRED_IDENTITY
        if not site.library.settings.get(name) and name not in waived
    ]


def shell_view(site: Site, view: PageView, assets: tuple[tuple[str, str], ...]) -> ShellView:
    """The shell of a page. Pages that differ only in their slots get equal shells."""
    segment = view.segment
    language = site.project.languages[segment]
    voice = site.voices[segment]
    # Every address in the shell is the way to the root plus an address below it, so that depth alone decides.
    prefix = site.project.languages.prefix(segment)

    def local(key: str) -> str:
        return view.base + site.url(key, segment) if view.base + site.url(key, segment) else "./"

    def section_links(rank: str) -> tuple[Link, ...]:
        links: list[Link] = []
        for section in site.library.sections:
            if section.rank != rank:
                continue
            title, lang = site.localized(section.title, segment)
            links.append(
                Link(title, local(section.slug), lang=lang, current=section.slug == view.section, mark=section.mark)
            )
        return tuple(links)

    def feeds(title: str, path: str) -> tuple[Link, ...]:
        kinds = (("RSS", "rss.xml", "rss"), ("Atom", "atom.xml", "atom"), ("JSON Feed", "json", "json"))
        return tuple(Link(voice.say(name), f"{path}.{end}", summary=title, kind=kind) for name, end, kind in kinds)

    settings = site.library.settings
    portal = site.shown(settings.get("portal") or {}, segment) or site.project.site_name
    update = site.last_update
    return ShellView(
        segment=segment,
        tag=language.tag,
        og=language.og,
        base=view.base,
        home=local(""),
        kind=view.template,
        section=view.section,
        site_name=site.shown(settings.get("name") or {}, segment) or site.project.site_name,
        portal=portal,
        tagline=site.shown(settings.get("tagline") or {}, segment),
        agency=site.shown(settings.get("agency") or {}, segment),
        sections=section_links("main"),
        second=section_links("second"),
        service=(
            Link(voice.say("Site map"), local("sitemap")),
            *(
                Link(voice.say(label), local(key))
                for key, label in (("accessibility", "Accessibility statement"), ("copyright", "Copyright and reuse"))
                if key in site.by_key
            ),
            *((Link(voice.say("Contact"), local("contact")),) if site.section("contact") else ()),
        ),
        feeds=(
            *feeds(portal, f"{view.base}{prefix}feed"),
            Link(voice.say("Event calendar (iCalendar)"), f"{view.base}{prefix}events.ics", kind="ics"),
        ),
        section_feeds=tuple(
            link
            for section, _ in site.followed
            if section.slug == view.section
            for link in feeds(
                voice.say("{title} – {portal}", title=site.shown(section.title, segment), portal=portal),
                f"{view.base}{prefix}{section.slug}/feed",
            )
        ),
        identity=identity(site, segment),
        channels=tuple(
            Link(site.shown(channel["title"], segment), channel["url"], external=True)
            for channel in settings.get("channels") or ()
        ),
        content_licence=settings.get("content_licence") or "",
        last_update=voice.date(update) if update else "",
        last_update_iso=update.isoformat() if update else "",
        search_page=local("search") if site.project.search else "",
        search_index=f"{view.base}search-index/{segment}/" if site.project.search else "",
        motif=site.project.design.motif,
        weave=site.project.design.weave,
        preview=site.preview,
        assets=assets,
    )
