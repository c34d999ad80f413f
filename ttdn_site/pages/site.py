"""The site: the public library with everything a view asks it for, by address and language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ttdn_site.content.model import Item, Library, Section, Text
from ttdn_site.content.project import Project
from ttdn_site.markup.links import relative_url
from ttdn_site.pages.views import Link
from ttdn_site.pages.voice import StandIn, Voice
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.model import Plan

# How many articles are looked at for the few that a page offers.
NEAR = 8


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan that may be seen, and what its audit found (footnotes are made of what is acknowledged)."""

    plan: Plan
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Site:
    """A library as it is published: admitted by the gate, at a clock, in a project.

    voices: the words and formats of each language, by segment. plans: by id; register: the bodies they name.
    """

    project: Project
    library: Library
    clock: dt.datetime
    voices: Mapping[str, Voice]
    preview: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[PublishedPlan, ...] = ()
    register: AgencyRegister = field(default_factory=AgencyRegister)

    def plan(self, id: str) -> PublishedPlan | None:
        return next((published for published in self.plans if published.plan.id == id), None)

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.library.items}

    @cached_property
    def section_of_type(self) -> dict[str, str]:
        """Content type name → slug of the section that lists it."""
        return {name: section.slug for section in self.library.sections for name in section.lists}

    @cached_property
    def followed(self) -> tuple[tuple[Section, frozenset[str]], ...]:
        """Sections with feeds of their own and the types of items in them: news in those of the menu, documents in
        the section that lists them."""
        feeding = frozenset(item.type.name for item in self.library.items if item.type.in_feeds)
        found: list[tuple[Section, frozenset[str]]] = []
        for section in self.library.sections:
            if section.rank == "main":
                found.append((section, feeding))
            elif "document" in section.lists:
                found.append((section, frozenset(("document",))))
        return tuple(found)

    @cached_property
    def members(self) -> dict[str, tuple[Item, ...]]:
        """Section slug → its pages (not its front), by order and address."""
        found: dict[str, list[Item]] = {section.slug: [] for section in self.library.sections}
        for item in self.library.items:
            slug = self.section_slug(item)
            if item.type.name == "page" and slug in found and item.key != slug:
                found[slug].append(item)
        return {
            slug: tuple(sorted(items, key=lambda item: (item.shared.get("order") or 0, item.key)))
            for slug, items in found.items()
        }

    @cached_property
    def dated(self) -> dict[str, tuple[Item, ...]]:
        """Content type name → its items, newest first."""
        found: dict[str, list[Item]] = {}
        for item in self.library.items:
            found.setdefault(item.type.name, []).append(item)
        return {
            name: tuple(sorted(items, key=lambda item: (-(item.date or dt.date.min).toordinal(), item.key)))
            for name, items in found.items()
        }

    @cached_property
    def on_topics(self) -> dict[str, tuple[Item, ...]]:
        """Topic → its articles, newest first."""
        found: dict[str, list[Item]] = {topic: [] for topic in self.library.topics}
        for item in self.of_type("article"):
            for topic in dict.fromkeys(item.shared.get("topics") or ()):
                if topic in found:
                    found[topic].append(item)
        return {topic: tuple(items) for topic, items in found.items()}

    @cached_property
    def of_years(self) -> dict[int, tuple[Item, ...]]:
        """Year → its articles, newest first; those without a date in the year 1."""
        found: dict[int, list[Item]] = {}
        for item in self.of_type("article"):
            found.setdefault((item.date or dt.date.min).year, []).append(item)
        return {year: tuple(items) for year, items in found.items()}

    @cached_property
    def _places_on_topics(self) -> dict[tuple[str, str], int]:
        return {(topic, item.key): place for topic, items in self.on_topics.items() for place, item in enumerate(items)}

    @cached_property
    def _known_near(self) -> dict[str, tuple[Item, ...]]:
        """What `near` has found: each language of a page asks again."""
        return {}

    def near(self, item: Item) -> tuple[Item, ...]:
        """The articles to offer beside one: those before it on its topics, the nearest first, then those after it.

        Looking back, a page stays the same when something new is published, and no page makes thousands change.
        """
        found = self._known_near.get(item.key)
        if found is None:
            found = self._known_near[item.key] = self._near(item)
        return found

    def _near(self, item: Item) -> tuple[Item, ...]:
        older: dict[str, Item] = {}
        newer: dict[str, Item] = {}
        for topic in item.shared.get("topics") or ():
            place = self._places_on_topics.get((topic, item.key))
            if place is None:
                continue
            articles = self.on_topics[topic]
            older.update((other.key, other) for other in articles[place + 1 : place + 1 + NEAR])
            if place + 1 + NEAR > len(articles):
                newer.update((other.key, other) for other in articles[max(0, place - NEAR) : place])

        def day(other: Item) -> int:
            return other.date.toordinal() if other.date else 0

        before = sorted(older.values(), key=lambda other: (-day(other), other.key))
        after = sorted(newer.values(), key=lambda other: (day(other), other.key))
        return tuple([*before, *(other for other in after if other.key not in older)][:NEAR])

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with articles, the latest first."""
        return tuple(sorted({item.date.year for item in self.of_type("article") if item.date}, reverse=True))

    @cached_property
    def used_topics(self) -> tuple[str, ...]:
        """Topics with articles, in the order of their declaration."""
        used = {topic for item in self.of_type("article") for topic in item.shared.get("topics") or ()}
        return tuple(topic for topic in self.library.topics if topic in used)

    def of_type(self, name: str) -> tuple[Item, ...]:
        return self.dated.get(name, ())

    def section_slug(self, item: Item) -> str:
        """The section an item belongs to: by its type, else what a page names, else the first part of its address."""
        listed = self.section_of_type.get(item.type.name)
        named = item.shared.get("section") if item.type.name == "page" else ""
        return listed or named or item.key.split("/", 1)[0]

    def section(self, slug: str) -> Section | None:
        return self._sections.get(slug)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        # The first of a name counts.
        return {section.slug: section for section in reversed(self.library.sections)}

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        languages = self.project.languages
        return {segment: languages.prefix(segment) for segment in languages.segments}

    def url(self, key: str, segment: str) -> str:
        """Address relative to the portal's root: `en/news/x/`."""
        return f"{self._prefixes[segment]}{key}/" if key else self._prefixes[segment]

    def absolute(self, key: str, segment: str) -> str:
        return self.project.base_url + self.url(key, segment)

    def text(self, item: Item, segment: str) -> Text:
        """The item's text in this language, else the source's."""
        return item.texts.get(segment) or item.source

    def lang(self, item: Item, segment: str) -> str:
        """BCP 47 tag of the text shown when it is not the language asked for, else empty."""
        text = self.text(item, segment)
        return "" if text.locale == segment else self.project.languages[text.locale].tag

    def localized(self, values: Mapping[str, str], segment: str) -> tuple[str, str]:
        """A per-language text: in this language, else the default's, else any; with its tag if it is another's."""
        if segment in values:
            return values[segment], ""
        for language in self.project.languages:
            if language.segment in values:
                return values[language.segment], language.tag
        return "", ""

    def shown(self, values: Mapping[str, str], segment: str) -> str:
        """The same for where no attribute follows: a text of another language marks itself."""
        text, lang = self.localized(values, segment)
        return StandIn(text, lang) if lang else text

    def link(self, item: Item, segment: str, from_url: str, *, label: str = "", current: bool = False) -> Link:
        """A link to an item as lists show it."""
        text = self.text(item, segment)
        lang = self.lang(item, segment)
        voice = self.voices[segment]
        date = item.date
        to_url = self.url(item.key if item.type.has_pages else "contact", segment)
        return Link(
            title=str(text.values.get("nav_title") or text.title),
            url=relative_url(from_url, to_url),
            lang=lang,
            lang_name=self.project.languages[text.locale].endonym if lang else "",
            current=current,
            summary=text.summary,
            summary_lang=lang if text.summary else "",
            date=date.isoformat() if date else "",
            date_text=voice.span(date, item.shared.get("ends")) if date else "",
            label=label or self.topic_of(item, segment),
            kind=item.type.name,
        )

    def topic_of(self, item: Item, segment: str) -> str:
        topics = item.shared.get("topics") or ()
        if not topics:
            return ""
        return self.shown(self.library.topics.get(topics[0], {}), segment)

    def section_link(self, section: Section, segment: str, from_url: str, *, current: bool = False) -> Link:
        title, lang = self.localized(section.title, segment)
        lead, lead_lang = self.localized(section.lead, segment)
        return Link(
            title=title,
            url=relative_url(from_url, self.url(section.slug, segment)),
            lang=lang,
            current=current,
            mark=section.mark,
            summary=lead,
            summary_lang=lead_lang,
        )

    @cached_property
    def last_update(self) -> dt.date | None:
        """The day of the last significant change of anything public, never later than the clock."""
        days = [
            day
            for item in self.library.items
            for day in (item.shared.get("updated"), item.date if item.type.in_feeds else None)
            if day is not None and day <= self.clock.date()
        ]
        return max(days, default=None)
