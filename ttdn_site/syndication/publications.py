"""What is published, as items with their versions: the same page in several languages is one item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import Metadata, metadata_of


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """One item.

    key: its address without language. versions: its real versions in the order of the languages; metadata: of each.
    """

    key: str
    versions: tuple[tuple[PageView, SiteIdentity], ...]
    metadata: tuple[Metadata, ...]

    @property
    def source(self) -> PageView:
        """The original; the first version where none says that it is."""
        for view, _ in self.versions:
            if view.state == "source" or view.extra.get("source_tag") == view.tag:
                return view
        return self.versions[0][0]

    def version(self, tag: str) -> PageView | None:
        return next((view for view, _ in self.versions if view.tag == tag), None)


def published(
    views: Iterable[PageView], sites: Iterable[SiteIdentity], known: Mapping[tuple[str, str], Metadata] | None = None
) -> tuple[PublishedItem, ...]:
    """All items by address. Fallback pages, lists made by the build and pages kept out of indexes are no items.

    sites: the portal's identity in each language, in the order of the languages. known: metadata that is at hand
    already, by key and tag.
    """
    by_tag = {site.tag: site for site in sites}
    found: dict[str, dict[str, PageView]] = {}
    for view in views:
        if view.canonical and not view.is_fallback and not view.noindex and view.state != "generated":
            found.setdefault(view.key, {})[view.tag] = view
    return tuple(_item(key, found[key], by_tag, known or {}) for key in sorted(found))


def _item(
    key: str,
    versions: Mapping[str, PageView],
    sites: Mapping[str, SiteIdentity],
    known: Mapping[tuple[str, str], Metadata],
) -> PublishedItem:
    found = tuple((versions[tag], site) for tag, site in sites.items() if tag in versions)
    data = tuple(known.get((key, view.tag)) or metadata_of(view, site) for view, site in found)
    return PublishedItem(key, found, data)
