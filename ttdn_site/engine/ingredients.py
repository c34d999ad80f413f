"""What each page is made of, as digests: equal digests, equal pages.

A page depends on its own source, on what it shows of other items (their titles, summaries, dates: their *face*), and
on what the whole portal shares (settings, sections, topics, shells, words, templates). Pages that gather from
everywhere (home, section fronts, registers, site map, plans) depend on the faces of all items and on all plans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

from ttdn_site.content.model import Item
from ttdn_site.engine.state import StoredItem
from ttdn_site.pages.items import event_state
from ttdn_site.pages.routes import Route, news_items
from ttdn_site.pages.site import Site

# Fields of records that name other records.
_NAMING = ("replaced_by", "legal_bases", "spokesperson")
# The service links of every page lead to these when they are there.
_SERVICE_KEYS = ("accessibility", "copyright")


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


class Ingredients:
    """The digests of one site.

    stored: items as they were read, by key. sources: digest of the source files of an item. shared: digest of the files
    that every page depends on. assets: path below `docs/assets/` → digest. plans: digest of what plans say today.
    """

    def __init__(
        self,
        site: Site,
        stored: Mapping[str, StoredItem],
        sources: Mapping[str, str],
        shared: str,
        assets: Mapping[str, str],
        plans: str = "",
    ) -> None:
        self.site = site
        self.stored = stored
        self.sources = sources
        self.assets = assets
        self.plans = plans
        update = site.last_update
        self.shared = _digest(
            shared,
            update.isoformat() if update else "",
            tuple(key in site.by_key for key in _SERVICE_KEYS),
        )
        self._faces: dict[str, str] = {}

    def face(self, item: Item) -> str:
        """Everything of an item but its bodies: more than any other page shows of it."""
        found = self._faces.get(item.key)
        if found is None:
            stored = self.stored.get(item.key)
            if stored is None:
                found = _digest(item.shared, [(text.locale, text.values) for text in item.texts.values()])
            else:
                found = f"{stored.digest} {' '.join(item.texts)}"
            self._faces[item.key] = found
        return found

    @cached_property
    def faces_of_all(self) -> str:
        """What the pages of other items and those that gather from everywhere show of items."""
        return _digest(
            self.shared, self.faces(self.site.library.items), sorted(self.assets.items()), self.site.clock.date()
        )

    def faces(self, items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
        return tuple((item.key, self.face(item)) for item in items)

    def of(self, routes: tuple[Route, ...], key: str) -> str:
        """The digest of one address, whose routes in all languages are given."""
        kind = routes[0].kind if routes else "item"
        if kind == "news":
            return self.of_list(routes[0])
        item = self.site.by_key.get(key)
        if kind != "item" or item is None or not key or key not in self.sources:
            return _digest(self.faces_of_all, self.plans, key, self.sources.get(key, ""))
        return self.of_item(item)

    def of_item(self, item: Item) -> str:
        site = self.site
        shared = item.shared
        shown: list[Item] = [
            site.by_key[name] for key in shared.get("related") or () if (name := key.strip("/")) in site.by_key
        ]
        if item.type.name == "article":
            shown += site.near(item)
        elif item.type.name == "page":
            shown += site.members.get(site.section_slug(item), ())
        if item.type.storage == "data":
            for name in _NAMING:
                value = shared.get(name)
                folder = "contacts" if name == "spokesperson" else item.type.folder
                for one in (value,) if isinstance(value, str) else value or ():
                    if (other := site.by_key.get(f"{folder}/{one}")) is not None:
                        shown.append(other)
        image = shared.get("image")
        pictures = [image["file"]] if image else []
        pictures += [one["file"] for one in shared.get("images") or ()]
        return _digest(
            self.shared,
            self.sources[item.key],
            tuple(item.texts),
            tuple((other.key, self.face(other)) for other in shown if other is not item),
            event_state(site, item) if item.type.name == "event" else "",
            [(path, self.assets.get(path, "")) for path in pictures],
        )

    @cached_property
    def lists(self) -> str:
        """What every page of the news lists shows besides its items."""
        return _digest(self.shared, self.site.years, self.site.used_topics)

    def of_list(self, route: Route) -> str:
        articles = self._listed(route.year, route.topic)
        size = self.site.project.page_size
        start = (route.page - 1) * size
        return _digest(self.lists, route.key, len(articles), self.faces(articles[start : start + size]))

    def _listed(self, year: int, topic: str) -> tuple[Item, ...]:
        found = self._lists.get((year, topic))
        if found is None:
            found = self._lists[year, topic] = news_items(self.site, year, topic)
        return found

    @cached_property
    def _lists(self) -> dict[tuple[int, str], tuple[Item, ...]]:
        return {}
