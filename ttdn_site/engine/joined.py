"""Files made of many pages, put together from the finished pieces that the pages left: lists of the portal, search.

Feeds and calendars are made of the few views that stand in them. Each file is byte for byte what the serial build
makes of all views at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from ttdn_site.engine import announcements
from ttdn_site.engine.compose import Composition
from ttdn_site.engine.state import Listed, Piece, Record, Store
from ttdn_site.pages.views import PageView
from ttdn_site.search.analysis import Analyzer
from ttdn_site.search.index import Before, build, update
from ttdn_site.search.numbering import moved, number
from ttdn_site.search.record import Extract
from ttdn_site.syndication.catalogue import catalogue_of
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata_export import csv_of, xml_of
from ttdn_site.syndication.sitemap import sitemaps_of

# With more pages changed than this part of all, an index is made anew sooner than brought up to date.
PART_TO_UPDATE = 8

# Date, piece with its extract, digest of the extract.
Page = tuple[str, Piece, str]


def list_files(
    composition: Composition, identities: Mapping[str, SiteIdentity], records: Iterable[Record], store: Store
) -> Iterator[tuple[str, bytes]]:
    """Sitemap, catalogue and metadata. records: of all addresses, by address."""
    elements: list[tuple[str, str, bytes]] = []
    entries: list[str] = []
    rows: list[str] = []
    described: list[str] = []
    for record in records:
        listed: Listed = store.piece(record.listed)
        elements += listed.sitemap
        if listed.catalogue:
            entries.append(listed.catalogue)
            rows.append(listed.csv)
            described.append(listed.xml)
    elements.sort(key=lambda element: element[0])
    yield from sitemaps_of(((data, lastmod) for _, lastmod, data in elements), composition.site.project.base_url)
    elements.clear()
    yield "catalogue.json", catalogue_of(entries, tuple(identities.values()))
    entries.clear()
    yield "metadata.csv", csv_of(rows)
    rows.clear()
    yield "metadata.xml", xml_of(described)


def views_shown(records: Mapping[str, Record], announced: Mapping[str, frozenset[str]], store: Store) -> list[PageView]:
    """The views that feeds and calendars are made of."""
    views: list[PageView] = []
    for key in sorted(frozenset().union(*announced.values())):
        record = records.get(key)
        if record is not None:
            views += [store.piece(piece) for segment, piece in record.shown if key in announced[segment]]
    return views


def feed_files(
    composition: Composition, identities: Mapping[str, SiteIdentity], views: list[PageView]
) -> Iterator[tuple[str, bytes]]:
    return announcements.feeds_and_calendars(composition.site, identities, views)


def other_files(composition: Composition, identities: Mapping[str, SiteIdentity]) -> Iterator[tuple[str, bytes]]:
    """Small files that depend on no page."""
    yield from announcements.portal_files(composition.site)
    yield from announcements.redirect_files(composition, identities)


class SearchChange:
    """What an index has to learn: the pages of one language before and now.

    differing: the records that are not the same, before and now, None where there is none.
    """

    def __init__(
        self,
        segment: str,
        old: Iterable[Record],
        new: Iterable[Record],
        differing: Iterable[tuple[Record | None, Record | None]],
    ) -> None:
        self.segment = segment
        self._old = old
        self._new = new
        edited: set[str] = set()
        for pair in differing:
            was, now = (
                {(url, date, digest) for url, (date, _, digest) in _pages(segment, [each] if each else ()).items()}
                for each in pair
            )
            edited.update(url for url, _, _ in was ^ now)
        self.edited = sorted(edited)

    @cached_property
    def old(self) -> dict[str, Page]:
        return _pages(self.segment, self._old)

    @cached_property
    def new(self) -> dict[str, Page]:
        return _pages(self.segment, self._new)

    @property
    def is_small(self) -> bool:
        return bool(self.old) and len(self.edited) * PART_TO_UPDATE <= len(self.new)


def _pages(segment: str, records: Iterable[Record]) -> dict[str, Page]:
    """Address → (date, piece with its extract, digest of the extract)."""
    return {
        url: (date, piece, digest)
        for record in records
        for found, url, date, piece, digest in record.searched
        if found == segment
    }


def search_anew(change: SearchChange, analyzer: Analyzer, store: Store) -> dict[str, bytes]:
    """All files of the index of one language."""
    extracts: Iterator[Extract] = (store.piece(piece) for _, piece, _ in change.new.values())
    return build(extracts, analyzer)


def search_updated(
    change: SearchChange, analyzer: Analyzer, store: Store, read: Callable[[str], bytes]
) -> dict[str, bytes | None]:
    """The files of an index that differ, None for those to delete."""
    before = number((url, date) for url, (date, _, _) in change.old.items())
    after = number((url, date) for url, (date, _, _) in change.new.items())
    touched = set(change.edited) | moved(before, after)
    old = {url: store.piece(change.old[url][1]) for url in sorted(touched) if url in change.old}
    new = {url: store.piece(change.new[url][1]) for url in sorted(touched) if url in change.new}
    return update(Before(read, before), after, old, new, analyzer)


def share_digest(composition: Composition, segment: str, identity: SiteIdentity) -> str:
    """What the share picture of a language is made of."""
    tagline = composition.site.localized(composition.site.library.settings.get("tagline") or {}, segment)[0]
    words = repr((identity.tag, identity.name, tagline, identity.agency))
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()
