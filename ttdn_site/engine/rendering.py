"""One address in all its languages: its texts rendered, its pages written, what lists and search need of it kept.

This is the work that goes to other processes. What comes back is a `Record`; the finished pieces lie in a file of
parts, so that memory does not grow with the site.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ttdn_site.content.model import Item
from ttdn_site.engine import announcements
from ttdn_site.engine.compose import Composition, Reading, TextRenderer, facts_of
from ttdn_site.engine.library import with_bodies
from ttdn_site.engine.outputs import PageWriter, attached, output_path
from ttdn_site.engine.pieces import Parts, Piece
from ttdn_site.engine.plan_blocks import without_blocks
from ttdn_site.engine.state import Listed, Record, StoredItem, Written
from ttdn_site.markup.render import Body
from ttdn_site.pages.routes import Route
from ttdn_site.pages.views import PageView
from ttdn_site.problems import Problem
from ttdn_site.publish.injected import outgoing_hosts
from ttdn_site.publish.staging import Stage
from ttdn_site.search.record import extract
from ttdn_site.syndication.catalogue import catalogue_entry
from ttdn_site.syndication.metadata import Metadata, metadata_of
from ttdn_site.syndication.metadata_export import csv_rows, records, xml_records
from ttdn_site.syndication.publications import published
from ttdn_site.syndication.sitemap import sitemap_entries, url_element
from ttdn_site.tables.page import light


class Task(NamedTuple):
    """An address to render. routes: in all languages, none for an item without pages. ingredients: see `Record`."""

    key: str
    routes: tuple[Route, ...]
    ingredients: str


@dataclass(frozen=True)
class Whole:
    """What every process needs: the site, the items as stored, the assets, and the addresses feeds are made of."""

    reading: Reading
    stored: Mapping[str, StoredItem]
    composition: Composition
    writer: PageWriter
    assets: frozenset[str]
    announced: Mapping[str, frozenset[str]]
    read: Callable[[Path], bytes]


class Rendered(NamedTuple):
    """What came of a task. listed: piece with what the lists say of the address, of no use after the build."""

    record: Record
    listed: Piece


class Sink:
    """Where files go: written only where their bytes differ from what is there."""

    def __init__(self, stage: Stage, present: Mapping[str, tuple[str, int, int]]) -> None:
        self.stage = stage
        self.present = present
        self.hosts: set[str] = set()
        """Hosts that the pages put here link to."""

    def put(self, path: str, data: bytes, hosts: frozenset[str] | None = None) -> Written:
        """Write a file of the site, or leave the one with the same bytes where it is. hosts: looked for if None."""
        digest = hashlib.sha256(data).hexdigest()
        if hosts is not None:
            self.hosts.update(hosts)
        elif path.endswith(".html"):
            self.hosts.update(outgoing_hosts(data))
        there = self.present.get(path)
        if there is not None and there[0] == digest:
            return (path, *there)
        status = self.stage.write(path, data, replace=there is not None)
        return path, digest, status.st_size, status.st_mtime_ns


class AddressRenderer:
    """Renders addresses of one site in one process."""

    def __init__(self, whole: Whole, sink: Sink, parts: Parts, passing: Parts) -> None:
        """parts: for what the state keeps; passing: for what only this build needs."""
        self.whole = whole
        self.sink = sink
        self.parts = parts
        self.passing = passing
        self.site = whole.reading.site
        self.texts = TextRenderer(whole.reading, whole.assets)
        segments = self.site.project.languages.segments
        analyzers = {segment: announcements.analyzer_of(self.site, segment) for segment in segments}
        self.analyzers = {segment: (analyzer, analyzer.vocabulary()) for segment, analyzer in analyzers.items()}
        self.identities = tuple(whole.writer.identities.values())

    def rendered(self, task: Task) -> Rendered:
        """Render one address and write its pages."""
        item = self.site.by_key.get(task.key)
        bodies: dict[str, Body] = {}
        problems: list[Problem] = []
        blocks = False
        if item is not None:
            full = self._full(item)
            bodies, problems = self.texts.texts(full)
            blocks = any("plan" in text.body and without_blocks(text.body)[1] for text in full.texts.values())
        # The writer asks the composition for bodies; only those of this address are there.
        known = self.whole.composition.bodies
        assert isinstance(known, dict)
        known.clear()
        known.update({(task.key, locale): body for locale, body in bodies.items()})
        self.sink.hosts.clear()
        pages: list[Written] = []
        views: list[PageView] = []
        described: dict[tuple[str, str], Metadata] = {}
        for route in task.routes:
            view = self.whole.writer.view(route)
            data = metadata_of(view, self.whole.writer.identities[view.segment])
            page, hosts = self.whole.writer.page(view, data)
            pages.append(self.sink.put(output_path(view), self.whole.writer.published(page, view), hosts))
            pages += [self.sink.put(output.path, output.data) for output in attached(view)]
            if route.kind != "error":
                views.append(light(view))
                described[view.key, view.tag] = data
        listed = self.passing.add(self._listed(views, described))
        record = Record(
            key=task.key,
            ingredients=task.ingredients,
            pages=tuple(pages),
            facts=tuple(_facts(locale, body) for locale, body in bodies.items()),
            targets=tuple(sorted({use.key for body in bodies.values() for use in body.uses})),
            problems=tuple(problems),
            listed=listed.sum,
            searched=self._searched(views),
            shown=tuple(
                (view.segment, self.parts.add(view))
                for view in views
                if task.key in self.whole.announced.get(view.segment, ())
            ),
            plans=blocks,
            hosts=tuple(sorted(self.sink.hosts)),
        )
        # The parent may read what the record refers to as soon as it has it.
        self.parts.flush()
        self.passing.flush()
        return Rendered(record, listed)

    def _full(self, item: Item) -> Item:
        found = self.whole.stored.get(item.key)
        return item if found is None else with_bodies(self.site.project, item, found, self.whole.read)

    def _listed(self, views: list[PageView], described: Mapping[tuple[str, str], Metadata]) -> Listed:
        entries = sitemap_entries(views)
        listed = [view for view in views if announcements.is_listed(self.site, view)]
        items = published(listed, self.identities, described)
        data = [records(item) for item in items]
        found = [list(each) for each in data]
        return Listed(
            tuple((entry.url, entry.lastmod, url_element(entry)) for entry in entries),
            tuple(map(catalogue_entry, items)),
            "".join(csv_rows(each) for each in found),
            "".join(xml_records(each) for each in found),
        )

    def _searched(self, views: list[PageView]) -> tuple[tuple[str, str, str, Piece], ...]:
        found = []
        for view in views if self.whole.composition.site.project.search else ():
            record = announcements.record_of(self.whole.composition, view)
            if record is not None:
                taken = extract(record, *self.analyzers[view.segment])
                found.append((view.segment, taken.url, taken.date, self.parts.add(taken)))
        return tuple(found)


def _facts(locale: str, body: Body) -> tuple[str, tuple[str, ...], tuple[object, ...], tuple[str, ...]]:
    facts = facts_of(body)
    return locale, facts.ids, facts.uses, facts.assets
