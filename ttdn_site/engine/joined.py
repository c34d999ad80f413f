"""Files made of many pages, put together from the finished pieces that the pages left: lists of the portal, search.

Feeds and calendars are made of the few views that stand in them. Each file is byte for byte what the serial build
makes of all views at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from ttdn_site.engine import announcements
from ttdn_site.engine.compose import Composition
from ttdn_site.engine.pieces import Piece, Pieces
from ttdn_site.engine.state import Block, Columns, Listed, Searched
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
MANY_BLOCKS = 16
"""With fewer blocks of addresses a list is made sooner than a process is started."""

Identities = Mapping[str, SiteIdentity]


def digest_of(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class Job(NamedTuple):
    """Some files, to be made by a process of its own that reads pieces for itself. digest: of what they are made of.

    large: whether it pays to start a process.
    """

    name: str
    digest: str
    files: Callable[[Pieces], Iterable[tuple[str, bytes]]]
    large: bool


def list_jobs(composition: Composition, identities: Identities, blocks: tuple[Block, ...]) -> Iterator[Job]:
    """Sitemap, catalogue and metadata."""
    sites = tuple(identities.values())
    base_url = composition.site.project.base_url

    def sitemap(lines: Iterator[Any]) -> Iterable[tuple[str, bytes]]:
        elements = sorted(chain.from_iterable(lines), key=lambda element: element[0])
        return sitemaps_of(((data, lastmod) for _, lastmod, data in elements), base_url)

    def catalogue(lines: Iterator[Any]) -> Iterable[tuple[str, bytes]]:
        return catalogue_of(chain.from_iterable(lines), sites)

    def csv(lines: Iterator[Any]) -> Iterable[tuple[str, bytes]]:
        return (("metadata.csv", csv_of(lines)),)

    def xml(lines: Iterator[Any]) -> Iterable[tuple[str, bytes]]:
        return (("metadata.xml", xml_of(lines)),)

    # A block names its pieces as `Listed` does.
    for name, maker in zip(Listed._fields, (sitemap, catalogue, csv, xml), strict=True):
        column: list[Piece] = [getattr(block, name) for block in blocks]
        digest = digest_of(base_url, sites, [piece.sum for piece in column])
        yield Job(name, digest, partial(_from_lines, maker, column), len(blocks) >= MANY_BLOCKS)


def _from_lines(
    maker: Callable[[Iterator[Any]], Iterable[tuple[str, bytes]]], column: Iterable[Piece], pieces: Pieces
) -> Iterable[tuple[str, bytes]]:
    return maker(content for piece in column for _, content in pieces.piece(piece))


def picture_jobs(composition: Composition, identities: Identities) -> Iterator[Job]:
    """What other sites show with a link."""
    for segment, identity in identities.items():
        path = announcements.share_path(segment)
        draw = partial(announcements.share_picture, composition.site, segment, identity)
        yield Job(path, share_digest(composition, segment, identity), partial(_drawn, path, draw), True)


def _drawn(path: str, draw: Callable[[], tuple[bytes, Any]], pieces: Pieces) -> Iterable[tuple[str, bytes]]:
    return ((path, draw()[0]),)


def feeds_digest(
    composition: Composition, shared: str, announced: Mapping[str, frozenset[str]], columns: Columns
) -> str:
    """What feeds and calendars are made of. shared: digest of what every page depends on."""
    site = composition.site
    kinds = sorted({item.type.name for item in site.library.items})
    shown = [
        (segment, key, columns.ingredients.get(key), [(at, piece.sum) for at, piece in columns.shown.get(key, ())])
        for segment, keys in announced.items()
        for key in sorted(keys)
    ]
    return digest_of(shared, kinds, shown)


def views_shown(columns: Columns, announced: Mapping[str, frozenset[str]], pieces: Pieces) -> list[PageView]:
    """The views that feeds and calendars are made of."""
    return [
        pieces.piece(piece)
        for key in sorted(frozenset().union(*announced.values()))
        for segment, piece in columns.shown.get(key, ())
        if key in announced[segment]
    ]


def feed_files(composition: Composition, identities: Identities, views: list[PageView]) -> Iterator[tuple[str, bytes]]:
    return announcements.feeds_and_calendars(composition.site, identities, views)


def other_files(composition: Composition, identities: Identities) -> Iterator[tuple[str, bytes]]:
    """Small files that depend on no page."""
    yield from announcements.portal_files(composition.site)
    yield from announcements.redirect_files(composition, identities)


@dataclass(frozen=True)
class SearchChange:
    """What the index of one language has to learn: the pages in it before and now."""

    old: Searched
    new: Searched

    @property
    def edited(self) -> list[str]:
        """Addresses that came, went or say something new."""
        return sorted(
            url
            for url in self.old.keys() | self.new.keys()
            if _content(self.old.get(url)) != _content(self.new.get(url))
        )

    def is_small(self, edited: list[str]) -> bool:
        return bool(self.old) and len(edited) * PART_TO_UPDATE <= len(self.new)


def _content(page: tuple[str, Piece] | None) -> tuple[str, bytes] | None:
    return (page[0], page[1].sum) if page is not None else None


def search_anew(pages: Searched, analyzer: Analyzer, pieces: Pieces) -> dict[str, bytes]:
    """All files of the index of one language."""
    extracts: Iterator[Extract] = (pieces.piece(piece) for _, piece in pages.values())
    return build(extracts, analyzer)


def search_updated(
    change: SearchChange, edited: list[str], analyzer: Analyzer, pieces: Pieces, read: Callable[[str], bytes]
) -> dict[str, bytes | None]:
    """The files of an index that differ, None for those to delete."""
    dates_before = {url: date for url, (date, _) in change.old.items()}
    dates_after = {url: date for url, (date, _) in change.new.items()}
    before = number(dates_before.items())
    after = number(dates_after.items()) if dates_after != dates_before else before
    touched = set(edited) | moved(before, after)
    old = {url: pieces.piece(change.old[url][1]) for url in sorted(touched) if url in change.old}
    new = {url: pieces.piece(change.new[url][1]) for url in sorted(touched) if url in change.new}
    return update(Before(read, before), after, old, new, analyzer)


def share_digest(composition: Composition, segment: str, identity: SiteIdentity) -> str:
    """What the share picture of a language is made of."""
    tagline = composition.site.localized(composition.site.library.settings.get("tagline") or {}, segment)[0]
    return digest_of(identity.tag, identity.name, tagline, identity.agency)
