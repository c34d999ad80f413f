"""What templates see. Every text here is already in the page's language or carries the language it is in.

A page is rendered in two parts. Its content template (`pages/<template>.html`) sees the whole `PageView`. The shell
(`main.html`: head, header, navigation, footer) sees a `ShellView` and the declared `SLOTS` only, so that one shell
serves every page that has the same `ShellView`.

Addresses are relative to the page (`../../news/x/`) unless a field is called `canonical` or ends in `_absolute`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

# What a page puts into its shell. Each is a finished piece of HTML or escaped text.
SLOTS = ("title", "meta", "alternates", "switcher", "breadcrumb", "content", "contents_list", "dates")


class Link(NamedTuple):
    """A link as templates print it.

    lang: BCP 47 tag of the title when it is not in the page's language (fallback), else empty.
    date: ISO date, `date_text` the same in the page's language; both may be empty.
    label: a second short word (topic, kind, state), `label_lang` its tag when it is not in the page's language;
    note: one more line (summary). lang_name: name of the language of `lang` in itself, where readers should see it.
    """

    title: str
    url: str
    lang: str = ""
    current: bool = False
    mark: str = ""
    summary: str = ""
    summary_lang: str = ""
    date: str = ""
    date_text: str = ""
    label: str = ""
    note: str = ""
    external: bool = False
    kind: str = ""
    label_lang: str = ""
    lang_name: str = ""


class Variant(NamedTuple):
    """One language in the switcher: its page exists (`translated`) or the link leads to a fallback."""

    segment: str
    tag: str
    endonym: str
    url: str
    current: bool
    translated: bool


class Fact(NamedTuple):
    """A labelled figure or value. `todo` marks a field that editors have still to fill in."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    url: str = ""
    lang: str = ""
    todo: bool = False
    iso: str = ""


class Heading(NamedTuple):
    """An entry of the contents list."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ShellView:
    """Everything the shell shows besides slots. Two pages with equal `ShellView` share one rendered shell.

    base: relative way to the portal's root (`""`, `"../"`…; for error pages the absolute base path).
    home: the way to the home page in this language. section: slug of the current section or empty.
    kind: name of the content template, for the body's class. wide: whether the content takes the full width.
    assets: logical name → address of a theme asset with its content hash.
    search_page, search_index: ways to them, empty where the portal has no search of its own.
    feeds: feeds of this language for autodiscovery, each
    called by its format, with the title of the feed as its summary. section_feeds: those of the current section.
    preview: whether to show the preview banner and noindex.
    site_name_lang, portal_lang, tagline_lang, agency_lang: tag of a text that is not in the page's language.
    """

    segment: str
    tag: str
    og: str
    base: str
    home: str
    kind: str
    section: str
    site_name: str
    portal: str
    tagline: str
    agency: str
    sections: tuple[Link, ...]
    second: tuple[Link, ...]
    service: tuple[Link, ...]
    feeds: tuple[Link, ...]
    section_feeds: tuple[Link, ...]
    identity: tuple[Fact, ...]
    channels: tuple[Link, ...]
    content_licence: str
    last_update: str
    last_update_iso: str
    search_page: str
    search_index: str
    motif: str
    weave: str
    preview: bool = False
    assets: tuple[tuple[str, str], ...] = ()
    site_name_lang: str = ""
    portal_lang: str = ""
    tagline_lang: str = ""
    agency_lang: str = ""

    def asset(self, name: str) -> str:
        return self.base + dict(self.assets)[name]


class ImageView(NamedTuple):
    url: str
    alt: str
    credit: str
    width: int = 0
    height: int = 0
    alt_lang: str = ""


class Source(NamedTuple):
    """lang: BCP 47 tag of the title when it is not in the page's language, else empty."""

    title: str
    url: str
    date_text: str = ""
    number: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A titled list of links: a card list, a year of news, a column of a site map.

    lang: BCP 47 tag of the title when it is not in the page's language.
    """

    title: str
    links: tuple[Link, ...]
    url: str = ""
    empty: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Pagination of a list: numbered pages, newer and older."""

    newer: str
    older: str
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A simple register: column titles, rows of cells (each a Link or text), and per row the values filters use."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    filters: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    row_values: tuple[tuple[tuple[str, str], ...], ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything a page is made of.

    key: address without language; segment and tag: the interface language; lang: BCP 47 tag of the content
    (the source's when this is a fallback). url: address relative to the portal's root, `""` or with a slash at the end.
    canonical: absolute. base: relative way to the portal's root. template: content template.
    state: `source`, `translated`, `partial`, `stale`, `awaiting`, `fallback` or `generated`.
    body: finished, checked HTML of the text. schema_type: schema.org type.
    """

    key: str
    segment: str
    tag: str
    lang: str
    url: str
    canonical: str
    base: str
    template: str
    type: str
    section: str
    title: str
    summary: str
    state: str
    body: str = ""
    headings: tuple[Heading, ...] = ()
    source_name: str = ""
    source_url: str = ""
    date: str = ""
    date_text: str = ""
    end_date: str = ""
    updated: str = ""
    updated_text: str = ""
    place: str = ""
    topics: tuple[Link, ...] = ()
    section_link: Link | None = None
    breadcrumb: tuple[Link, ...] = ()
    variants: tuple[Variant, ...] = ()
    readable: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    record: tuple[Fact, ...] = ()
    image: ImageView | None = None
    images: tuple[ImageView, ...] = ()
    related: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    figures: tuple[Fact, ...] = ()
    table: Table | None = None
    pager: Pager | None = None
    years: tuple[Link, ...] = ()
    topic_links: tuple[Link, ...] = ()
    downloads: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    notices: tuple[str, ...] = ()
    mark: str = ""
    noindex: bool = False
    alternates: tuple[tuple[str, str], ...] = ()
    image_absolute: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_fallback(self) -> bool:
        return self.state == "fallback"
