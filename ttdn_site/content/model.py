"""What content is: types, items and their texts per language, and the library that holds them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ttdn_site.content.fields import Field
from ttdn_site.problems import Location


@dataclass(frozen=True, slots=True)
class ContentType:
    """One declaration gives validation, defaults, JSON Schema, scaffold, reference page, address and template.

    name: identifier in front matter, schemas and templates.
    label, plural: English names, keys of the catalogs.
    storage: `markdown` (one file per language under `docs/<locale>/`) or `data` (one file in `docs/data/<folder>/`).
    folder: for markdown the folder below `docs/<locale>/` whose files are of this type (empty: all others);
        for data the folder below `docs/data/` and the first part of the address.
    template: name of the content template in the theme (`article` for `pages/article.html`).
    date_field: the shared field that dates an item in lists and feeds; empty if it has none.
    schema_org: the schema.org type of its structured data.
    in_feeds: whether its items are announced in the feeds.
    has_pages: whether each item gets a page of its own (contacts do not).
    """

    name: str
    label: str
    plural: str
    storage: Literal["markdown", "data"]
    folder: str
    fields: tuple[Field, ...]
    template: str
    doc: str
    date_field: str = ""
    schema_org: str = "WebPage"
    in_feeds: bool = False
    has_pages: bool = True

    @property
    def localized(self) -> tuple[Field, ...]:
        return tuple(item for item in self.fields if item.localized)

    @property
    def shared(self) -> tuple[Field, ...]:
        return tuple(item for item in self.fields if not item.localized)


class Text(NamedTuple):
    """An item's text in one language: its localized fields and its Markdown body.

    path: the file it came from; `body_line` the line on which the body starts (for data records: of the key).
    fingerprint: hash of what a translator translates, the pin a translation is held against.
    """

    locale: str
    values: Mapping[str, Any]
    body: str
    path: str
    body_line: int
    fingerprint: str

    @property
    def title(self) -> str:
        return str(self.values.get("title") or self.values.get("name") or "")

    @property
    def summary(self) -> str:
        return str(self.values.get("summary") or "")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing published: an article, a document… Shared values stand once, texts per language.

    key: its address without language, leading or trailing slash (`news/ham-hoang-lien`); `""` is the home page.
    source_locale: the language the others are translations of.
    places: where each key of the shared values stands, for later problems.
    """

    type: ContentType
    key: str
    shared: Mapping[str, Any]
    texts: Mapping[str, Text]
    source_locale: str
    places: Mapping[str, Location] = field(default_factory=dict)

    @property
    def source(self) -> Text:
        return self.texts[self.source_locale]

    @property
    def date(self) -> dt.date | None:
        value = self.shared.get(self.type.date_field) if self.type.date_field else None
        return value if isinstance(value, dt.date) else None

    @property
    def location(self) -> Location:
        return Location(self.source.path)

    @property
    def address(self) -> str:
        """The key as part of an address: `""` or with a slash at the end."""
        return f"{self.key}/" if self.key else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the portal: one entry of `docs/data/sections.yml`.

    slug: first part of the address. rank: `main` (the menu) or `second` (utility bar).
    title, lead: per language. mark: name of its drawn mark. lists: names of the content types whose items it lists.
    """

    slug: str
    rank: Literal["main", "second"]
    title: Mapping[str, str]
    lead: Mapping[str, str]
    mark: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All content of a project, published or not, in a stable order.

    places: the names of each place, in all languages, that stand for each other in search.
    """

    items: tuple[Item, ...]
    sections: tuple[Section, ...]
    settings: Mapping[str, Any]
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: tuple[tuple[str, ...], ...] = ()

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def of_type(self, name: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.type.name == name)
