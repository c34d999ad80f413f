"""Everything of a site but its pages: assets, theme, feeds, lists, pictures for sharing, search.

What is made of many pages carries a digest of what it was made of; with the same digest its files are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from ttdn_site.content.attachments import published
from ttdn_site.engine import announcements, joined
from ttdn_site.engine.joined import Job, SearchChange
from ttdn_site.engine.pieces import Parts, Piece, Pieces
from ttdn_site.engine.records import Changes, Records, searched_of
from ttdn_site.engine.rendering import Sink, Whole
from ttdn_site.engine.scheduling import Schedule
from ttdn_site.engine.state import Block, Columns, Index, Searched, Written
from ttdn_site.engine.workers import spread
from ttdn_site.search.analysis import Analyzer
from ttdn_site.search.index import has_aliases_of

Task = TypeVar("Task")
Result = TypeVar("Result")

Remembered = dict[str, tuple[str, tuple[Written, ...]]]


@dataclass
class PortalFiles:
    """Puts the files of one build into its stage. index: of the last build, when this one goes on from it.

    made: what is remembered of files with a digest. written: all files but those of search.
    """

    whole: Whole
    sink: Sink
    index: Index | None
    made: Remembered = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)

    def put(self, path: str, data: bytes) -> None:
        self.written.append(self.sink.put(path, data))

    def put_made(self, name: str, digest: str, files: Callable[[], Iterable[tuple[str, bytes]]]) -> None:
        """Files that are left as they are when they would be made of the same again."""
        known = self.index.made.get(name) if self.index is not None else None
        if known is None or known[0] != digest:
            known = digest, tuple(self.sink.put(path, data) for path, data in files())
        self.made[name] = known
        self.written += known[1]

    def assets(self, used: Iterable[str], digests: Mapping[str, str]) -> None:
        """digests: of what is published of each file."""
        for path in used:
            name = f"assets/{path}"
            there = self.sink.present.get(name)
            if there is not None and there[0] == digests[path]:
                self.written.append((name, *there))
            else:
                data = self.whole.read(self.whole.reading.site.project.docs / "assets" / path)
                self.put(name, published(data, path))

    def theme(self) -> None:
        for path, data in self.whole.writer.theme.files:
            self.put(path, data)

    def feeds(self, schedule: Schedule, columns: Columns, pieces: Pieces) -> None:
        composition, identities = self.whole.composition, self.whole.writer.identities
        announced = schedule.announced
        self.put_made(
            "feeds",
            joined.feeds_digest(composition, schedule.shared, announced, columns),
            lambda: joined.feed_files(composition, identities, joined.views_shown(columns, announced, pieces)),
        )
        for path, data in joined.other_files(composition, identities):
            self.put(path, data)

    def lists_and_pictures(self, blocks: tuple[Block, ...], pieces: Pieces, workers: int) -> None:
        """Lists of the portal and what other sites show with a link, beside each other where there is much of them."""
        composition, identities = self.whole.composition, self.whole.writer.identities
        jobs = [*joined.picture_jobs(composition, identities), *joined.list_jobs(composition, identities, blocks)]
        known = self.index.made if self.index is not None else {}
        waiting = [job for job in jobs if job.name not in known or known[job.name][0] != job.digest]

        def done(job: Job, reader: Pieces) -> tuple[str, tuple[Written, ...]]:
            return job.digest, tuple(self.sink.put(path, data) for path, data in job.files(reader))

        many = workers if sum(job.large for job in waiting) > 1 else 1
        made = dict(zip((job.name for job in waiting), beside(waiting, done, pieces, many), strict=True))
        for job in jobs:
            self.made[job.name] = made[job.name] if job.name in made else known[job.name]
            self.written += self.made[job.name][1]

    def search(
        self, old: Records, changes: Changes, pieces: Pieces, parts: Parts, workers: int
    ) -> tuple[dict[str, Piece], dict[str, tuple[Written, ...]]]:
        """The search index of each language: left, brought up to date, or made anew. The pages and files of each."""
        project = self.whole.reading.site.project
        if not project.search:
            return {}, {}
        site = self.whole.reading.site
        root = self.sink.stage.root
        index = self.index
        pages: dict[str, Piece] = {}
        files: dict[str, tuple[Written, ...]] = {}
        waiting: list[_Learning] = []
        for segment in project.languages.segments:
            analyzer = announcements.analyzer_of(site, segment)
            before = _reader(f"{root}/search-index/{segment}")
            if index is None or segment not in index.search or not has_aliases_of(analyzer, before):
                known: tuple[Written, ...] = ()
            else:
                known = index.search[segment]
            change = _change(segment, index, old, changes, pieces)
            edited = change.edited
            if index is not None and known and not edited:
                pages[segment], files[segment] = index.searched[segment], known
            else:
                pages[segment] = parts.add(change.new)
                waiting.append(_Learning(segment, analyzer, change, edited, known))

        def learned(task: _Learning, reader: Pieces) -> tuple[Written, ...]:
            folder = f"search-index/{task.segment}"
            if not task.known or not task.change.is_small(task.edited):
                made = joined.search_anew(task.change.new, task.analyzer, reader)
                return tuple(self.sink.put(f"{folder}/{name}", data) for name, data in sorted(made.items()))
            known = {each[0]: each for each in task.known}
            read = _reader(f"{root}/{folder}")
            found = joined.search_updated(task.change, task.edited, task.analyzer, reader, read)
            for name, data in sorted(found.items()):
                if data is None:
                    known.pop(f"{folder}/{name}", None)
                else:
                    known[f"{folder}/{name}"] = self.sink.put(f"{folder}/{name}", data)
            return tuple(known.values())

        for task, found in zip(waiting, beside(waiting, learned, pieces, workers if index is None else 1), strict=True):
            files[task.segment] = found
        return pages, {segment: files[segment] for segment in project.languages.segments}


class _Learning(NamedTuple):
    """An index that has something to learn. known: its files, none when it has to be made anew."""

    segment: str
    analyzer: Analyzer
    change: SearchChange
    edited: list[str]
    known: tuple[Written, ...]


def beside(tasks: Sequence[Task], work: Callable[[Task, Pieces], Result], pieces: Pieces, workers: int) -> list[Result]:
    """The results of few large tasks in their order, done beside each other; each process reads with files of its own.

    Raises what `spread` raises.
    """
    opened: list[Pieces] = []

    def start(number: int) -> Callable[[Task], Result]:
        reader = Pieces(pieces.folder)
        opened.append(reader)
        return lambda task: work(task, reader)

    found = dict(spread(tasks, start, workers, worth=2))
    for reader in opened:
        reader.close()
    return [found[place] for place in range(len(tasks))]


def _reader(folder: str) -> Callable[[str], bytes]:
    return lambda name: Path(folder, name).read_bytes()


def _change(segment: str, index: Index | None, old: Records, changes: Changes, pieces: Pieces) -> SearchChange:
    """What an index has to learn."""
    now = searched_of((record for record in changes.values() if record is not None), segment)
    if index is None or segment not in index.searched:
        return SearchChange({}, now)
    gone = searched_of(filter(None, map(old.get, changes)), segment)
    before: Searched = pieces.piece(index.searched[segment])
    after = {url: page for url, page in before.items() if url not in gone}
    after.update(now)
    return SearchChange(before, after)
