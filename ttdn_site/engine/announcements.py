"""What announces pages: feeds, calendars, sitemap, robots, search index, redirects. Views in, files out."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ttdn_site.content.model import Item
from ttdn_site.engine.compose import Composition
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import PageView
from ttdn_site.problems import Location, Problem
from ttdn_site.publish.servers.policy import meta_content_security_policy
from ttdn_site.search.analysis import Analyzer
from ttdn_site.search.index import build
from ttdn_site.search.record import SearchRecord, extract
from ttdn_site.syndication.calendar import calendar_of, ics
from ttdn_site.syndication.catalogue import catalogue, catalogue_schema
from ttdn_site.syndication.feeds import MOST_ENTRIES, feed_files, feed_of
from ttdn_site.syndication.identity import TITLE_PATTERN, SiteIdentity
from ttdn_site.syndication.metadata_export import metadata_csv, metadata_xml
from ttdn_site.syndication.redirects import file_of, redirect_page
from ttdn_site.syndication.share_image import ShareWords, share_image
from ttdn_site.syndication.sitemap import robots, sitemap_entries, sitemaps

LICENCES = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/"}


def identity_of(site: Site, segment: str) -> SiteIdentity:
    """The portal's identity in one language, from its settings."""
    settings = site.library.settings
    languages = site.project.languages
    language = languages[segment]
    voice = site.voices[segment]

    def say(key: str) -> str:
        value = settings.get(key)
        return site.localized(value, segment)[0] if isinstance(value, Mapping) else str(value or "")

    home = settings.get("home") or {}
    base = site.project.base_url
    update = site.last_update
    licence = settings.get("content_licence") or ""
    return SiteIdentity(
        tag=language.tag,
        og=language.og,
        name=say("name") or site.project.site_name,
        portal=say("portal") or site.project.site_name,
        base_url=base,
        agency=say("agency"),
        home_url=site.absolute("", segment),
        description=site.localized(home.get("lead") or {}, segment)[0],
        title_pattern=voice.say(TITLE_PATTERN),
        search_url=f"{site.absolute('search', segment)}?q={{search_term_string}}" if site.project.search else "",
        licence=licence,
        licence_url=LICENCES.get(licence, ""),
        share_image_url=f"{base}assets/share-{segment}.png",
        share_image_alt=" – ".join(dict.fromkeys(part for part in (say("name"), say("portal")) if part)),
        last_update=update.isoformat() if update else "",
        address=say("address"),
        telephone=str(settings.get("telephone") or ""),
        email=str(settings.get("email") or ""),
        channels=tuple(channel["url"] for channel in settings.get("channels") or ()),
        og_locales=tuple((other.tag, other.og) for other in languages),
        preview=site.preview,
    )


def files(site: Site, identities: Mapping[str, SiteIdentity], views: Iterable[PageView]) -> Iterator[tuple[str, bytes]]:
    """Everything that is made of the views of pages, and what belongs to the portal as a whole."""
    everything = list(views)
    sites = tuple(identities.values())
    yield from feeds_and_calendars(site, identities, everything)
    yield from sitemaps(sitemap_entries(everything), site.project.base_url)
    items = [view for view in everything if is_listed(site, view)]
    yield from catalogue(items, sites)
    yield "metadata.csv", metadata_csv(items, sites)
    yield "metadata.xml", metadata_xml(items, sites)
    yield from portal_files(site)
    for segment, identity in identities.items():
        yield share_path(segment), share_picture(site, segment, identity)[0]


def is_listed(site: Site, view: PageView) -> bool:
    """Whether the catalogue and the metadata describe this page."""
    return view.key in site.by_key or view.type == "plan"


def portal_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Small files that say the same whatever the pages are."""
    yield "catalogue.schema.json", catalogue_schema(site.project.base_url)
    yield "robots.txt", robots(site.project.base_url, preview=site.preview).encode()


def share_path(segment: str) -> str:
    return f"assets/share-{segment}.png"


def feeds_and_calendars(
    site: Site, identities: Mapping[str, SiteIdentity], views: Iterable[PageView]
) -> Iterator[tuple[str, bytes]]:
    """Feeds of the portal, of each main section and of the documents, and the calendar, per language.

    Views that are in none of them may be missing (see `announced_keys`).
    """
    by_segment: defaultdict[str, list[PageView]] = defaultdict(list)
    for view in views:
        by_segment[view.segment].append(view)
    for segment, identity in identities.items():
        prefix = site.project.languages.prefix(segment)
        voice = site.voices[segment]
        shown = by_segment[segment]
        feed = feed_of(
            [view for view in shown if view.key in site.by_key and site.by_key[view.key].type.in_feeds],
            identity,
            f"{prefix}feed",
            title=identity.portal,
            description=voice.say("News and press briefings of {portal}", portal=identity.portal),
            home=identity.home,
        )
        yield from feed_files(feed, f"{prefix}feed")
        for section, kinds in site.followed:
            title = site.localized(section.title, segment)[0]
            path = f"{prefix}{section.slug}/feed"
            chosen = [view for view in shown if view.type in kinds and _belongs(site, view, section.slug)]
            feed = feed_of(
                chosen,
                identity,
                path,
                title=identity.title_pattern.format(title=title, portal=identity.portal),
                description=site.localized(section.lead, segment)[0],
                home=site.absolute(section.slug, segment),
            )
            yield from feed_files(feed, path)
        events = [view for view in shown if view.type == "event"]
        calendar = calendar_of(
            events,
            identity,
            f"{prefix}events.ics",
            name=identity.title_pattern.format(title=voice.say("Calendar"), portal=identity.portal),
            description=voice.say("Events announced by {portal}", portal=identity.portal),
            home=site.absolute("events", segment),
        )
        yield f"{prefix}events.ics", ics(calendar)


def announced_keys(site: Site) -> dict[str, frozenset[str]]:
    """Segment → keys of the items whose views feeds and calendar of that language are made of."""
    dated = sorted(
        (item for item in site.library.items if item.date),
        key=lambda item: (-(item.date or dt.date.min).toordinal(), item.key),
    )
    events = [item.key for item in site.of_type("event")]
    found = {segment: set(events) for segment in site.voices}
    followed = {section.slug: kinds for section, kinds in site.followed}
    # How much is in each feed: by segment, and section or `""` for that of the whole portal.
    entries: Counter[tuple[str, str]] = Counter()
    for item in dated:
        kind = item.type.name
        feeds = [""] if item.type.in_feeds else []
        slugs = {site.section_slug(item), str(item.shared.get("section") or "")}
        feeds += [slug for slug in slugs if kind in followed.get(slug, ())]
        for segment in item.texts.keys() & found.keys() if feeds else ():
            for feed in feeds:
                if entries[segment, feed] < MOST_ENTRIES:
                    entries[segment, feed] += 1
                    found[segment].add(item.key)
    return {segment: frozenset(keys) for segment, keys in found.items()}


def share_picture(site: Site, segment: str, identity: SiteIdentity) -> tuple[bytes, list[Problem]]:
    """The picture that other sites show with a link to a page of this language."""
    tagline = site.localized(site.library.settings.get("tagline") or {}, segment)[0]
    where = Location(site.project.relative(site.project.docs / "data" / "site.yml"))
    png, problems = share_image(ShareWords(identity.tag, identity.name, tagline, identity.agency), where)
    return png, list(problems)


def _belongs(site: Site, view: PageView, slug: str) -> bool:
    item = site.by_key.get(view.key)
    return view.section == slug or (item is not None and item.shared.get("section") == slug)


def analyzer_of(site: Site, segment: str) -> Analyzer:
    """How pages and queries of one language are read. Names of places stand for each other in all of them."""
    return Analyzer(site.project.languages[segment].tag, {names[0]: names[1:] for names in site.library.places})


def search_files(composition: Composition, views: Iterable[PageView]) -> Iterator[tuple[str, bytes]]:
    """One index per language, over the pages that exist in it; none for a portal without search."""
    site = composition.site
    if not site.project.search:
        return
    by_segment: defaultdict[str, list[SearchRecord]] = defaultdict(list)
    for view in views:
        record = record_of(composition, view)
        if record is not None:
            by_segment[view.segment].append(record)
    for segment in site.project.languages.segments:
        analyzer = analyzer_of(site, segment)
        vocabulary = analyzer.vocabulary()
        index = build((extract(record, analyzer, vocabulary) for record in by_segment[segment]), analyzer)
        yield from ((f"search-index/{segment}/{name}", data) for name, data in sorted(index.items()))


def record_of(composition: Composition, view: PageView) -> SearchRecord | None:
    """What search knows of a page; None for pages that are not searched: lists, and fallback pages."""
    if view.is_fallback:
        return None
    if view.type == "plan":
        return plan_record(composition, view)
    item = composition.site.by_key.get(view.key)
    return search_record(composition, item, view) if item is not None and view.segment in item.texts else None


def search_record(composition: Composition, item: Item, view: PageView) -> SearchRecord:
    """What search knows of a page."""
    body = composition.bodies.get((item.key, view.segment))
    section = composition.site.section(view.section)
    particulars = " ".join(fact.value for fact in view.record)
    return SearchRecord(
        url=view.url,
        title=view.title,
        language=view.tag,
        summary=view.summary,
        text=" ".join(part for part in (body.text if body else "", particulars) if part),
        headings=tuple((heading.id, heading.title) for heading in view.headings),
        numbers=(item.shared["number"],) if item.shared.get("number") else (),
        date=item.date,
        section=composition.site.localized(section.title, view.segment)[0] if section else "",
        kind=item.type.name,
    )


def plan_record(composition: Composition, view: PageView) -> SearchRecord:
    """What search knows of a plan: the titles of its rows and the bodies it names."""
    section = composition.site.section(view.section)
    number = str(view.extra.get("number") or "")
    return SearchRecord(
        url=view.url,
        title=view.title,
        language=view.tag,
        summary=view.summary,
        text=str(view.extra.get("search_text") or ""),
        headings=tuple((heading.id, heading.title) for heading in view.headings),
        numbers=(number,) if number else (),
        date=dt.date.fromisoformat(view.date) if view.date else None,
        section=composition.site.localized(section.title, view.segment)[0] if section else "",
        kind="plan",
    )


def redirect_files(composition: Composition, identities: Mapping[str, SiteIdentity]) -> Iterator[tuple[str, bytes]]:
    """A page at each former address, in every language, that leads to the new one."""
    languages = composition.site.project.languages
    for alias in composition.aliases:
        first = alias.alias.split("/", 1)[0]
        segment = first if first in languages and first != languages.default.segment else languages.default.segment
        page = redirect_page(
            alias, identities[segment], composition.site.voices[segment].say, policy=meta_content_security_policy()
        )
        yield file_of(alias.alias), page.encode()
