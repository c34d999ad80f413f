"""One build, from what changed to the published site: the order of its steps, each in a module of its own.

The order is what has to be right: nothing is published before every problem of the run is known, and nothing is
remembered before it is published.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ttdn_site.collector import paused
from ttdn_site.content.project import Project
from ttdn_site.engine import attached_files, inputs, provenance
from ttdn_site.engine.at_once import Knowledge
from ttdn_site.engine.attached_files import Examined
from ttdn_site.engine.compose import Composition, check_texts
from ttdn_site.engine.meanwhile import meanwhile
from ttdn_site.engine.outcome import Built
from ttdn_site.engine.outputs import PageWriter
from ttdn_site.engine.pieces import Damaged, Parts, Piece
from ttdn_site.engine.plan_data import changing_days
from ttdn_site.engine.portal_files import PortalFiles
from ttdn_site.engine.reading import Items, Read, Reader, SourceChanged, read_items, read_site, stored_items
from ttdn_site.engine.records import NO_COLUMNS, Changes, Records, Texts, columns_with, gathered, updated
from ttdn_site.engine.rendering import AddressRenderer, Rendered, Sink, Task, Whole
from ttdn_site.engine.scheduling import Schedule, schedule
from ttdn_site.engine.state import HEAD, Columns, Head, Index, Record, Stamp, Store, Written, new_index_name
from ttdn_site.engine.timings import Timings
from ttdn_site.engine.workers import spread
from ttdn_site.problems import Location, Problem, has_errors, ordered, problem
from ttdn_site.publish.staging import WRITTEN_TWICE, PublicationRefused, Stage
from ttdn_site.publish.swap import Publication

__all__ = ["Making", "SourceChanged"]

MOST_PARTS = 40
"""With more files of parts, what is of use in them is written into one."""

# Path → SHA-256, size, time of change
Outputs = dict[str, tuple[str, int, int]]


@dataclass
class Making:
    """A build under way. See `engine.build` for the values given. problems: those known so far.

    learn: told what the build knew when it has published.
    """

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
    learn: Callable[[Knowledge], None] | None = None
    problems: tuple[Problem, ...] = ()
    opened: list[Parts] = field(default_factory=list)

    def run(self, head: Head | None) -> Built:
        """Build; with a head only what is made of something new.

        Raises SourceChanged, PublicationRefused, and Damaged when the state turns out to be unusable.
        """
        with paused():
            return self._collecting_later(head)

    def _collecting_later(self, head: Head | None) -> Built:
        index = self.store.index(head) if head is not None else None
        self.timings.done("state")
        try:
            return self._run(head, index)
        except Exception as error:
            self._close()
            self.store.close()
            self.store.clear({HEAD, *((head.index, *index.parts) if head is not None and index is not None else ())})
            if isinstance(error, _Refused):
                return Built(False, self.problems)
            raise

    def look(self, head: Head) -> None:
        """Learn what the build knew that published what is there. Raises SourceChanged, Damaged."""
        with paused():
            index = self.store.index(head)
            read, _, site, planned = self._looked_at(head, index)
        if self.learn is not None:
            whole = _whole(site, planned, read)
            self.learn(Knowledge(whole, self.digests, index.columns.problems, head.outputs, (), head.until))

    def _looked_at(self, head: Head | None, index: Index | None) -> tuple[Reader, Items, Read, Schedule]:
        """The site as it is, and what has to be made of it."""
        read = Reader(self.digests)
        items = read_items(self.project, self.digests, head, index, read, self.workers, self.store.pieces)
        self.timings.done("read")
        site = read_site(
            self.project,
            items,
            self.digests,
            self.clock,
            preview=self.preview,
            read=read,
            extra_problems=self.extra_problems,
        )
        self.timings.done("library")
        planned = schedule(self.project, site, self.digests, head, index)
        self.timings.done("ingredients")
        return read, items, site, planned

    def _run(self, head: Head | None, index: Index | None) -> Built:
        pieces = self.store.pieces
        read, items, site, planned = self._looked_at(head, index)
        old = Records(index.blocks if index is not None else (), pieces)
        parts = self._parts()
        publication = Publication(
            self.target,
            clock=lambda: self.clock,
            sources=(self.project.docs,),
            durable=self.durable,
            kept=head.spare if head is not None else 0,
            twins=head is None,
        )
        with publication as stage:
            prepare(stage, head)
            present = head.outputs if head is not None else {}
            whole = _whole(site, planned, read)
            self.timings.done("prepare")
            changes, listed = self._changes(whole, planned, old, stage.without_twin(), present, parts)
            columns = columns_with(index.columns if index is not None else NO_COLUMNS, changes)
            self.timings.done("render")
            assets, attached = self._check(whole, planned, Texts(columns, old, changes), columns, index)
            if has_errors(self.problems) and not self.preview:
                raise _Refused
            outputs = pages_after(present, old, changes, index)
            portal = PortalFiles(whole, Sink(stage, present), index)
            # Pages get their second names on one core while the others make what stands beside them.
            again = partial(stage.name_again, tuple(outputs))
            named = meanwhile(again) if stage.twin is not None and self.workers > 1 else again
            try:
                portal.assets(assets, {path: digest for path, (_, digest, _) in attached.items()})
                portal.theme()
                self.timings.done("assets")
                portal.feeds(planned, columns, pieces)
                self.timings.done("feeds")
                blocks = updated(old, changes, listed, parts)
                parts.flush()
                portal.lists_and_pictures(blocks, pieces, self.workers)
                self.timings.done("lists")
                searched, search = portal.search(old, changes, pieces, parts, self.workers)
                self.timings.done("search")
            finally:
                named()
            note(outputs, portal.written)
            for files in search.values():
                note(outputs, files)
            gone = [path for path in present if path not in outputs]
            for path in gone:
                stage.remove(path)
            changed = [path for path, found in outputs.items() if present.get(path) != found]
            if not self.preview:
                hosts = portal.sink.hosts.union(*columns.hosts.values())
                provenance.write(stage, outputs, hosts, self.digests, self.project.root, self.clock, self.now)
            if head is not None:
                publication.keep([*changed, *gone])
        self.timings.done("publish")
        behind: tuple[str, ...] = (*changed, *gone)
        if head is not None and stage.holds:
            known, touched = dict(head.spare_folders), parents((*behind, *head.behind))
        else:
            known, touched = {}, parents(outputs)
        if head is not None:
            spare_folders = head.folders if publication.kept else {}
        else:
            # Its twin, in which the next build begins.
            behind = ()
            spare_folders = folder_times(publication.spare, {}, touched) if publication.kept else {}
        self.problems = tuple(ordered([*self.problems, *publication.problems]))
        pages = sum(1 for path in outputs if path.endswith(".html"))
        new_head = Head(
            environment=self.environment,
            sources=inputs.settled(self.stamps),
            digests=self.digests,
            clock=self.clock,
            published_at=self.now,
            until=inputs.until(site.reading.whole, self.clock, changing_days(site.reading.site)),
            problems=self.problems,
            pages=pages,
            outputs=outputs,
            folders=folder_times(self.target, known, touched),
            spare_folders=spare_folders,
            behind=behind,
            spare=publication.kept,
            index=new_index_name(),
        )
        groups, blocks_of_items = stored_items(items, index, parts)
        new_index = Index(
            listing=items.listing,
            groups=groups,
            items=blocks_of_items,
            blocks=blocks,
            columns=columns,
            searched=searched,
            search=search,
            made=portal.made,
            rest=tuple(path for path, *_ in portal.written),
            attached=attached,
            plans=planned.plans,
            faces=planned.faces,
            parts=frozenset((*(index.parts if index is not None else ()), parts.name, *_parts_of(changes))),
        )
        try:
            parts.flush()
            if len(new_index.parts) > MOST_PARTS:
                new_index = gathered(new_index, pieces, self._parts())
            self._close()
            self.store.save(new_head, new_index)
        except OSError:
            # The site is published; a disk too full to remember it makes the next build a whole one.
            self.store.forget()
        self.timings.done("remember")
        if self.learn is not None:
            self.learn(Knowledge(whole, self.digests, columns.problems, outputs, tuple(changed), new_head.until))
        counts = {"rendered": len(planned.tasks), "written": len(changed), "pages": pages, "files": len(outputs)}
        for name, number in counts.items():
            self.timings.count(name, number)
        return Built(True, self.problems, pages, len(outputs), rendered=len(planned.tasks), written=len(changed))

    def _parts(self) -> Parts:
        self.opened.append(self.store.parts())
        return self.opened[-1]

    def _close(self) -> None:
        for parts in self.opened:
            parts.close()
        self.opened.clear()

    def _changes(
        self, whole: Whole, planned: Schedule, old: Records, stage: Stage, present: Outputs, parts: Parts
    ) -> tuple[Changes, dict[str, Piece]]:
        """The records that say something new, and the pieces with what lists say of them."""
        changes: dict[str, Record | None] = dict.fromkeys(planned.gone)
        listed: dict[str, Piece] = {}
        for record, piece in self._rendered(whole, planned.tasks, stage, present, parts):
            before = old.get(record.key)
            if before is None or not before.same(record):
                changes[record.key] = record
                listed[record.key] = piece
        return changes, listed

    def _rendered(
        self, whole: Whole, tasks: tuple[Task, ...], stage: Stage, present: Outputs, parts: Parts
    ) -> Iterator[Rendered]:
        here = os.getpid()

        def start(number: int) -> Callable[[Task], Rendered]:
            # What a worker opens ends with it.
            kept = parts if os.getpid() == here else self._parts()
            return AddressRenderer(whole, Sink(stage, present), kept, self._parts()).rendered

        for done, (_, rendered) in enumerate(spread(tasks, start, self.workers), 1):
            self.progress("render", done, len(tasks))
            yield rendered

    def _check(
        self, whole: Whole, planned: Schedule, texts: Texts, columns: Columns, index: Index | None
    ) -> tuple[tuple[str, ...], dict[str, Examined]]:
        """The assets in use; all problems of the run are known after this."""
        assets, found = check_texts(whole.reading.site, texts, planned.assets)
        attached = attached_files.examined(
            self.project, assets, whole.read, planned.assets, index.attached if index is not None else {}
        )
        found += attached_files.problems_of(attached)
        of_texts = [each for problems in columns.problems.values() for each in problems]
        self.problems = tuple(ordered([*whole.reading.problems, *of_texts, *found]))
        return assets, attached


def prepare(stage: Stage, head: Head | None) -> None:
    """Bring the stage to what is published, where that is known. Raises Damaged."""
    if head is None:
        return
    if stage.holds:
        for path in head.behind:
            stage.remove(path)
        wanted: Iterable[str] = [path for path in head.behind if path in head.outputs]
    else:
        wanted = head.outputs
    for path in wanted:
        if not stage.reuse(path):
            raise Damaged(f"{path} is gone")


def _whole(site: Read, planned: Schedule, read: Reader) -> Whole:
    reading = site.reading
    composition = Composition(reading.site, reading.routes, {}, (), reading.aliases, (), reading.whole)
    return Whole(
        reading,
        site.stored,
        composition,
        PageWriter(composition),
        frozenset(planned.assets),
        planned.announced,
        read,
    )


def pages_after(present: Outputs, old: Records, changes: Changes, index: Index | None) -> Outputs:
    """The files of pages. Raises PublicationRefused where two pages want one."""
    outputs = dict(present)
    if index is not None:
        for path in index.rest:
            outputs.pop(path, None)
        for files in index.search.values():
            for path, *_ in files:
                outputs.pop(path, None)
    for key in changes:
        before = old.get(key)
        for path, *_ in before.pages if before is not None else ():
            outputs.pop(path, None)
    for key in sorted(changes):
        record = changes[key]
        if record is not None:
            note(outputs, record.pages)
    return outputs


def note(outputs: Outputs, files: Iterable[Written]) -> None:
    for path, digest, size, changed in files:
        if path in outputs:
            raise PublicationRefused(problem(WRITTEN_TWICE, Location(path), path=path))
        outputs[path] = (digest, size, changed)


def _parts_of(changes: Changes) -> set[str]:
    """The files of parts that new records refer to."""
    found: set[str] = set()
    for record in changes.values():
        if record is not None:
            found.update(searched[3].file for searched in record.searched)
            found.update(piece.file for _, piece in record.shown)
    return found


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
