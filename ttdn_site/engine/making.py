"""One build, from what changed to the published site: which addresses are rendered, where, and what becomes of them.

One file because the order of these steps is what has to be right: nothing is published before every problem of the run
is known, and nothing is remembered before it is published.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ttdn_site.content.approvals import FOLDER as APPROVALS
from ttdn_site.content.attachments import published
from ttdn_site.content.load import STRUCTURE, content_groups, library_of
from ttdn_site.content.project import Project
from ttdn_site.engine import announcements, attached_files, inputs, joined, provenance
from ttdn_site.engine.compose import Composition, Reading, TextFacts, check_texts, reading_of
from ttdn_site.engine.ingredients import ALWAYS, Ingredients
from ttdn_site.engine.library import group_of, read_stored, restored
from ttdn_site.engine.outputs import PageWriter
from ttdn_site.engine.plan_data import changing_days
from ttdn_site.engine.rendering import AddressRenderer, Sink, Task, Whole
from ttdn_site.engine.state import (
    Damaged,
    Head,
    Index,
    Parts,
    Record,
    Stamp,
    Store,
    StoredItem,
    Written,
    new_index_name,
    used_parts,
)
from ttdn_site.engine.timings import Timings
from ttdn_site.engine.workers import spread
from ttdn_site.pages.routes import Route
from ttdn_site.problems import Location, Problem, has_errors, ordered, problem
from ttdn_site.publish.staging import WRITTEN_TWICE, PublicationRefused, Stage
from ttdn_site.publish.swap import Publication
from ttdn_site.search.index import has_aliases_of

# A build that leaves more of what is stored behind than this makes the files of parts anew.
MOST_PART_FILES = 40


# Key, storage and files (paths below `docs/`) of an item; what was read of it.
GroupFiles = tuple[str, str, tuple[str, ...]]
Groups = tuple[GroupFiles, ...]
Items = dict[str, tuple[StoredItem | None, tuple[Problem, ...]]]


class SourceChanged(Exception):
    """A file is not what it was when the build began."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build did."""

    published: bool
    problems: tuple[Problem, ...]
    pages: int = 0
    files: int = 0
    rendered: int = 0
    written: int = 0


class Reader:
    """Reads files of the project, which must still be those that were looked at."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self.digests = digests

    def __call__(self, path: Path) -> bytes:
        name = str(path)
        data = path.read_bytes()
        if self.digests.get(name) not in ("-", hashlib.sha256(data).hexdigest()):
            raise SourceChanged(name)
        return data


@dataclass
class Making:
    """A build under way. See `engine.build` for the values given."""

    project: Project
    clock: dt.datetime
    now: dt.datetime
    target: Path
    preview: bool
    durable: bool
    progress: Callable[[str, int, int], None]
    extra_problems: tuple[Problem, ...]
    workers: int
    timings: Timings
    store: Store
    environment: str
    stamps: Mapping[str, Stamp]
    digests: dict[str, str]
    problems: tuple[Problem, ...] = ()
    outputs: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    written: int = 0

    def run(self, head: Head | None) -> Made:
        """Build; with a head only what is made of something new.

        Raises SourceChanged, PublicationRefused, and Damaged when the state turns out to be unusable.
        """
        self.read = Reader(self.digests)
        self.outputs = {}
        index = self.store.index(head) if head is not None else None
        if index is not None and len(used_parts(index.records)) > MOST_PART_FILES:
            index = None
        self.timings.done("state")
        listing, groups, items = self._items(head, index)
        self.timings.done("read")
        reading = self._reading(listing, groups, items)
        self.timings.done("library")
        tasks, kept = self._tasks(reading, items, index, head)
        self.timings.done("ingredients")
        records = dict(kept)
        try:
            publication = Publication(
                self.target,
                clock=lambda: self.clock,
                sources=(self.project.docs,),
                durable=self.durable,
                kept=head.spare if head is not None and index is not None else 0,
            )
            with publication as stage:
                goes_on = self._prepare(stage, head if index is not None else None)
                present = head.outputs if head is not None and goes_on else {}
                whole = self._whole(reading, items)
                self.timings.done("prepare")
                for record in self._rendered(whole, tasks, stage, present):
                    records[record.key] = record
                self.timings.done("render")
                assets = self._check(whole, records, index)
                if has_errors(self.problems) and not self.preview:
                    raise _Refused
                other, search = self._rest(whole, records, assets, stage, present, index, goes_on)
                gone = [path for path in present if path not in self.outputs]
                for path in gone:
                    stage.remove(path)
                changed = [path for path, found in self.outputs.items() if present.get(path) != found]
                self.written = len(changed)
                if not self.preview:
                    hosts = self.hosts.union(*(record.hosts for record in records.values()))
                    root = self.project.root
                    provenance.write(stage, self.outputs, hosts, self.digests, root, self.clock, self.now)
                if goes_on:
                    publication.keep([*changed, *gone])
            self.timings.done("publish")
        except _Refused:
            self._drop_parts(index)
            return Made(False, self.problems, rendered=len(tasks))
        behind: tuple[str, ...] = (*changed, *gone)
        spare = publication.kept
        if head is not None and index is not None and stage.holds:
            known, touched = dict(head.spare_folders), parents((*behind, *head.behind))
        else:
            known, touched = {}, parents(self.outputs)
        problems = tuple(ordered([*self.problems, *publication.problems]))
        pages = sum(1 for path in self.outputs if path.endswith(".html"))
        new_head = Head(
            environment=self.environment,
            sources=inputs.settled(self.stamps),
            digests=self.digests,
            clock=self.clock,
            published_at=self.now,
            until=inputs.until(reading.whole, self.clock, changing_days(reading.site)),
            problems=problems,
            pages=pages,
            outputs=self.outputs,
            folders=folder_times(self.target, known, touched),
            spare_folders=head.folders if head is not None and spare else {},
            behind=behind,
            spare=spare,
            index=new_index_name(),
        )
        self.store.save(
            new_head, Index(items, listing, groups, records, other, search, self.plans), used_parts(records)
        )
        self.timings.done("remember")
        self.timings.count("rendered", len(tasks))
        self.timings.count("written", self.written)
        self.timings.count("pages", pages)
        self.timings.count("files", len(self.outputs))
        return Made(True, problems, pages, len(self.outputs), len(tasks), self.written)

    # -- reading

    def _items(self, head: Head | None, index: Index | None) -> tuple[tuple[Problem, ...], Groups, Items]:
        """Problems of names, all groups in order, and their items by group; only what changed is read."""
        start = f"{self.project.docs}{os.sep}"
        before = head.digests if head is not None else {}
        changed = {
            path[len(start) :].replace(os.sep, "/")
            for path, digest in self.digests.items()
            if path.startswith(start) and before.get(path) != digest
        }
        config = str(self.project.config_path)
        if before.get(config) != self.digests.get(config):
            # How a file is read depends on the configured languages.
            index = None
        known: Items = index.items if index is not None else {}
        if index is not None and before.keys() == self.digests.keys():
            listing, groups = index.listing, index.groups
            waiting = [group for group in groups if changed.intersection(group[2])] if changed else []
            items = dict(known)
        else:
            found_groups, problems = content_groups(self.project)
            listing = tuple(problems)
            groups = tuple(
                (group.key, group.storage, tuple("/".join(found.parts) for found in group.files))
                for group in found_groups
            )
            same = {_group_name(group): group[2] for group in index.groups} if index is not None else {}
            waiting, items = [], {}
            for group in groups:
                name = _group_name(group)
                if name in known and same.get(name) == group[2] and not changed.intersection(group[2]):
                    items[name] = known[name]
                else:
                    waiting.append(group)
        read = self.read
        project = self.project

        def start_reading(number: int) -> Callable[[GroupFiles], tuple[StoredItem | None, tuple[Problem, ...]]]:
            return lambda group: read_stored(project, group_of(*group, project), read)

        for place, found in spread(waiting, start_reading, self.workers, worth=200):
            items[_group_name(waiting[place])] = found
        return listing, groups, items

    def _reading(self, listing: Iterable[Problem], groups: Groups, items: Items) -> Reading:
        problems = [*self.extra_problems, *listing]
        found = []
        self.sources: dict[str, str] = {}
        start = f"{self.project.docs}{os.sep}"
        for group in groups:
            item, of_item = items[_group_name(group)]
            problems += of_item
            if item is not None:
                found.append(restored(item))
                names = (start + path.replace("/", os.sep) for path in group[2])
                self.sources[item.key] = " ".join([self.digests.get(name, "") for name in names])
        whole, complaints = library_of(self.project, found, self.read)
        problems += complaints
        return reading_of(
            self.project, whole, self.clock, preview=self.preview, read=self.read, problems=tuple(problems)
        )

    # -- what has to be made

    def _tasks(
        self,
        reading: Reading,
        items: Items,
        index: Index | None,
        head: Head | None,
    ) -> tuple[list[Task], dict[str, Record]]:
        """Addresses to render, and the records of all others."""
        site = reading.site
        self.stored = {item.key: item for item, _ in items.values() if item is not None}
        self.assets = self._assets()
        self.announced = announcements.announced_keys(site)
        ingredients = Ingredients(site, self.stored, self.sources, self._shared(), self.assets)
        routes = {key: tuple(found) for key, found in groupby(reading.routes, key=lambda route: route.key)}
        public = frozenset((*site.by_key, *routes))
        # Tables of plans inside texts tell how tasks stand on the day.
        ids = " ".join(published.plan.id for published in site.plans)
        self.plans = f"{self._plans()} {self.clock.date()} {ids}"
        plans_same = index is not None and index.plans == self.plans
        old = index.records if index is not None else {}
        tasks: list[Task] = []
        kept: dict[str, Record] = {}
        for key in sorted(public):
            of_key: tuple[Route, ...] = routes.get(key, ())
            digest = ingredients.of(of_key, key)
            record = old.get(key)
            if (
                digest != ALWAYS
                and record is not None
                and record.ingredients == digest
                and (plans_same or not record.plans)
                and self._still_holds(record, public)
            ):
                kept[key] = record
            else:
                tasks.append(Task(key, of_key, digest))
        return tasks, kept

    def _still_holds(self, record: Record, public: frozenset[str]) -> bool:
        """Whether what a page's text refers to is still there, and its views are kept where feeds need them."""
        return (
            not has_errors(record.problems)
            and all(target in public for target in record.targets)
            and all(path in self.assets for _, _, _, assets in record.facts for path in assets)
            and all(
                any(shown == segment for shown, _ in record.shown)
                for segment, keys in self.announced.items()
                if record.key in keys
            )
        )

    def _assets(self) -> dict[str, str]:
        """Path below `docs/assets/` → digest, as `compose.asset_paths` lists them."""
        start = f"{self.project.docs / 'assets'}{os.sep}"
        return {
            path[len(start) :].replace(os.sep, "/"): digest
            for path, digest in self.digests.items()
            if path.startswith(start)
        }

    def _data_digest(self, belongs: Callable[[str, tuple[str, ...]], bool]) -> str:
        docs = self.project.docs
        start = f"{docs}{os.sep}"
        digest = hashlib.blake2b(digest_size=16)
        for path in sorted(self.digests):
            inside = tuple(path[len(start) :].replace(os.sep, "/").split("/")) if path.startswith(start) else ()
            if belongs(path, inside):
                digest.update(f"{path}\0{self.digests[path]}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def _plans(self) -> str:
        """Digest of everything about plans; attachments are assets."""
        return self._data_digest(lambda path, parts: parts[:2] in (("data", "plans"), ("data", "agencies.yml")))

    def _shared(self) -> str:
        """Digest of the files that every page depends on: configuration, settings, templates, catalogs.

        Records of approval decide which texts there are, which each page's own ingredients tell.
        """
        names = {("data", name) for name in STRUCTURE}
        approvals = f"{self.project.root / APPROVALS}{os.sep}"
        return self._data_digest(lambda path, parts: parts in names or (not parts and not path.startswith(approvals)))

    # -- making it

    def _prepare(self, stage: Stage, head: Head | None) -> bool:
        """Bring the stage to what is published, where that is known; False when it starts empty."""
        if head is None:
            return False
        if stage.holds:
            for path in head.behind:
                stage.remove(path)
            wanted: Iterable[str] = [path for path in head.behind if path in head.outputs]
        else:
            wanted = head.outputs
        for path in wanted:
            if not stage.reuse(path):
                raise Damaged(f"{path} is gone")
        return True

    def _whole(self, reading: Reading, items: Mapping[str, object]) -> Whole:
        composition = Composition(reading.site, reading.routes, {}, (), reading.aliases, (), reading.whole)
        writer = PageWriter(composition)
        return Whole(reading, self.stored, composition, writer, frozenset(self.assets), self.announced, self.read)

    def _rendered(
        self, whole: Whole, tasks: list[Task], stage: Stage, present: Mapping[str, tuple[str, int, int]]
    ) -> Iterator[Record]:
        store = self.store
        # Of this process; those of a worker end with it.
        opened: list[Parts] = []

        def start(number: int) -> Callable[[Task], Record]:
            opened.append(store.parts())
            renderer = AddressRenderer(whole, Sink(stage, present), opened[-1])

            def work(task: Task) -> Record:
                record = renderer.record(task)
                # The parent may read what the record refers to as soon as it has it.
                renderer.parts.flush()
                return record

            return work

        total = len(tasks)
        try:
            for done, (_, record) in enumerate(spread(tasks, start, self.workers), 1):
                self.progress("render", done, total)
                yield record
        finally:
            for parts in opened:
                parts.close()

    def _check(self, whole: Whole, records: Mapping[str, Record], index: Index | None) -> tuple[str, ...]:
        """The assets in use; all problems of the run are known after this."""
        texts = {
            (record.key, locale): TextFacts(ids, uses, assets)
            for record in records.values()
            for locale, ids, uses, assets in record.facts
        }
        assets, found = check_texts(whole.reading.site, texts, self.assets)
        of_texts = [each for record in records.values() for each in record.problems]
        known = index.attached if index is not None else {}
        self.attached = attached_files.examined(self.project, assets, self.read, self.assets, known)
        found += attached_files.problems_of(self.attached)
        self.problems = tuple(ordered([*whole.reading.problems, *of_texts, *found]))
        for record in records.values():
            self._note(*record.pages)
        return assets

    def _rest(
        self,
        whole: Whole,
        records: Mapping[str, Record],
        assets: tuple[str, ...],
        stage: Stage,
        present: Mapping[str, tuple[str, int, int]],
        index: Index | None,
        goes_on: bool,
    ) -> tuple[dict[str, tuple[str, tuple[Written, ...]]], dict[str, tuple[Written, ...]]]:
        """Everything but pages. Returns what was made once for the portal, and the files of each search index."""
        sink = Sink(stage, present)
        self.hosts = sink.hosts
        for path in assets:
            _, digest, _ = self.attached[path]
            there = present.get(f"assets/{path}")
            if there is not None and there[0] == digest:
                self.outputs[f"assets/{path}"] = there
            else:
                data = self.read(self.project.docs / "assets" / path)
                self._note(sink.put(f"assets/{path}", published(data, path)))
        for path, data in whole.writer.theme.files:
            self._note(sink.put(path, data))
        self.timings.done("assets")
        composition, identities = whole.composition, whole.writer.identities
        views = joined.views_shown(records, self.announced, self.store)
        for path, data in joined.feed_files(composition, identities, views):
            self._note(sink.put(path, data))
        for path, data in joined.other_files(composition, identities):
            self._note(sink.put(path, data))
        self.timings.done("feeds")
        ordered_records = [records[key] for key in sorted(records)]
        for path, data in joined.list_files(composition, identities, ordered_records, self.store):
            self._note(sink.put(path, data))
        self.timings.done("lists")
        other: dict[str, tuple[str, tuple[Written, ...]]] = {}
        known = index.other if index is not None and goes_on else {}
        for segment, identity in identities.items():
            name = announcements.share_path(segment)
            digest = joined.share_digest(composition, segment, identity)
            if name in known and known[name][0] == digest:
                other[name] = known[name]
            else:
                picture, _ = announcements.share_picture(whole.reading.site, segment, identity)
                other[name] = (digest, (sink.put(name, picture),))
            self._note(*other[name][1])
        search = self._search(whole, records, stage, sink, index if goes_on else None)
        self.timings.done("search")
        return other, search

    def _search(
        self, whole: Whole, records: Mapping[str, Record], stage: Stage, sink: Sink, index: Index | None
    ) -> dict[str, tuple[Written, ...]]:
        """The search index of each language: left, brought up to date, or made anew."""
        if not self.project.search:
            return {}
        old = index.records if index is not None else {}
        # A record that was kept is the same object: only the others can differ.
        keys = old.keys() | records.keys()
        differing = [(old.get(key), records.get(key)) for key in keys if old.get(key) is not records.get(key)]
        store = Store(self.store.folder)

        def start(number: int) -> Callable[[str], tuple[Written, ...]]:
            def work(segment: str) -> tuple[Written, ...]:
                folder = f"search-index/{segment}"
                change = joined.SearchChange(segment, old.values(), records.values(), differing)
                files = {each[0]: each for each in index.search.get(segment, ())} if index is not None else {}
                analyzer = announcements.analyzer_of(whole.reading.site, segment)
                root = stage.root

                def before(name: str) -> bytes:
                    return (root / folder / name).read_bytes()

                if files and not has_aliases_of(analyzer, before):
                    files.clear()
                if files and not change.edited:
                    return tuple(files.values())
                if files and change.is_small:
                    found = joined.search_updated(change, analyzer, store, before)
                    for name, data in sorted(found.items()):
                        if data is None:
                            files.pop(f"{folder}/{name}", None)
                        else:
                            files[f"{folder}/{name}"] = sink.put(f"{folder}/{name}", data)
                    return tuple(files.values())
                made = joined.search_anew(change, analyzer, store)
                return tuple(sink.put(f"{folder}/{name}", data) for name, data in sorted(made.items()))

            return work

        segments = whole.reading.site.project.languages.segments
        small = len(old) > 0
        search: dict[str, tuple[Written, ...]] = {}
        for place, files in spread(segments, start, 1 if small else self.workers, worth=2):
            search[segments[place]] = files
        store.close()
        for segment in segments:
            self._note(*search[segment])
        return {segment: search[segment] for segment in segments}

    def _note(self, *files: Written) -> None:
        for path, digest, size, changed in files:
            if path in self.outputs:
                raise PublicationRefused(problem(WRITTEN_TWICE, Location(path), path=path))
            self.outputs[path] = (digest, size, changed)

    def _drop_parts(self, index: Index | None) -> None:
        """Remove what a build that was not published left in the state."""
        used = used_parts(index.records) if index is not None else set()
        self.store.close()
        if self.store.folder.is_dir():
            for path in self.store.folder.glob("parts-*.bin"):
                if path.name not in used:
                    path.unlink(missing_ok=True)


def parents(paths: Iterable[str]) -> set[str]:
    """The folders on the way to some files, the root (`""`) among them."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def folder_times(root: Path, known: dict[str, int], touched: Iterable[str]) -> dict[str, int]:
    """The times of change of folders: those known, and those touched looked at again."""
    for folder in touched:
        try:
            known[folder] = os.lstat(f"{root}/{folder}").st_mtime_ns
        except OSError:
            known.pop(folder, None)
    return known


class _Refused(Exception):
    """There are errors: the stage is given up."""


def _group_name(group: GroupFiles) -> str:
    """Two files may want one address; each is read, and the clash is reported."""
    key, storage, files = group
    return f"data:{files[0]}" if storage == "data" else f"{storage}:{key}"
