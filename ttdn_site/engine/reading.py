"""Items: those whose files changed are read again, the others are taken from the state; and the site they make."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.content.files import Found
from ttdn_site.content.load import content_groups, library_of
from ttdn_site.content.model import Item
from ttdn_site.content.project import Project
from ttdn_site.engine.compose import Reading, reading_of
from ttdn_site.engine.library import group_of, read_stored, restored
from ttdn_site.engine.pieces import Parts, Piece, Pieces
from ttdn_site.engine.state import GroupFiles, Head, Index, StoredItem
from ttdn_site.engine.workers import spread
from ttdn_site.problems import Problem

SIZE = 128
"""Items in a block of the state."""
# Fewer files than this are read sooner than workers are started.
WORTH_FORKING = 200

# What was read of an item, None when none of its files can be used; its problems.
Entry = tuple[StoredItem | None, tuple[Problem, ...]]


class SourceChanged(Exception):
    """A file is not what it was when the build began."""


class Reader:
    """Reads files of the project, which must still be those that were looked at."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self.digests = digests

    def __call__(self, path: Path) -> bytes:
        name = str(path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            if self.digests.get(name):
                raise SourceChanged(name) from None
            raise
        if self.digests.get(name) not in ("-", hashlib.sha256(data).hexdigest()):
            raise SourceChanged(name)
        return data


@dataclass(frozen=True)
class Items:
    """All items of a project. listing: problems of names. groups: in order. blocks: by the name of the group.

    dirty: blocks that are not those of the state. touched: names of the groups that were read again.
    """

    listing: tuple[Problem, ...]
    groups: tuple[GroupFiles, ...]
    blocks: tuple[dict[str, Entry], ...]
    dirty: frozenset[int]
    touched: frozenset[str]

    def entries(self) -> dict[str, Entry]:
        return {name: entry for block in self.blocks for name, entry in block.items()}


def read_items(
    project: Project,
    digests: Mapping[str, str],
    head: Head | None,
    index: Index | None,
    read: Reader,
    workers: int,
    pieces: Pieces,
) -> Items:
    """The items as they are now; only what changed is read. Raises Damaged, SourceChanged."""
    start = f"{project.docs}{os.sep}"
    before = head.digests if head is not None else {}
    config = str(project.config_path)
    if before.get(config) != digests.get(config):
        # How a file is read depends on the configured languages.
        index = None
    blocks: list[dict[str, Entry]] = [pieces.piece(piece) for piece in index.items] if index is not None else []
    changed = {
        path[len(start) :].replace(os.sep, "/")
        for path, digest in digests.items()
        if path.startswith(start) and before.get(path) != digest
    }
    known: tuple[GroupFiles, ...] = pieces.piece(index.groups) if index is not None else ()
    if index is not None and before.keys() == digests.keys():
        listing, groups = index.listing, known
        waiting = [group for group in groups if changed.intersection(group[2])] if changed else []
    else:
        found, problems = content_groups(project, listed=_listed(digests, start))
        listing = tuple(problems)
        groups = tuple(
            (group.key, group.storage, tuple("/".join(file.parts) for file in group.files)) for group in found
        )
        same = {group_name(group): group[2] for group in known}
        waiting = [
            group
            for group in groups
            if same.get(group_name(group)) != group[2] or (changed and changed.intersection(group[2]))
        ]

    def start_reading(number: int) -> Callable[[GroupFiles], Entry]:
        return lambda group: read_stored(project, group_of(*group), read)

    entries = {
        group_name(waiting[place]): entry
        for place, entry in spread(waiting, start_reading, workers, worth=WORTH_FORKING)
    }
    gone = {group_name(group) for group in known} - {group_name(group) for group in groups}
    return Items(listing, groups, *_settled(blocks, entries, gone), frozenset(entries))


def _listed(digests: Mapping[str, str], start: str) -> list[Found]:
    """The files that were looked at below a folder, but hidden ones, as a walk through it would give them."""
    hidden = f"{os.sep}."
    names = (path for path in digests if path.startswith(start) and hidden not in path[len(start) - 1 :])
    return sorted(
        Found(
            tuple(name[len(start) :].replace(os.sep, "/").split("/")), digests[name] == "-" and Path(name).is_symlink()
        )
        for name in names
    )


def _settled(
    blocks: list[dict[str, Entry]], entries: Mapping[str, Entry], gone: Iterable[str]
) -> tuple[tuple[dict[str, Entry], ...], frozenset[int]]:
    """The blocks with new entries in them, and which of them differ from what they were."""
    places = {name: place for place, block in enumerate(blocks) for name in block}
    dirty: set[int] = set()
    for name in gone:
        if name in places:
            dirty.add(places[name])
            del blocks[places[name]][name]
    for name in sorted(entries):
        place = places.get(name, -1)
        if place < 0:
            if not blocks or len(blocks[-1]) >= SIZE:
                blocks.append({})
            place = len(blocks) - 1
        blocks[place][name] = entries[name]
        dirty.add(place)
    return tuple(blocks), frozenset(dirty)


def stored_items(items: Items, index: Index | None, parts: Parts) -> tuple[Piece, tuple[Piece, ...]]:
    """The pieces of the groups and of all blocks; those of the state where nothing changed."""
    before = index.items if index is not None else ()
    pieces = tuple(
        before[place] if place < len(before) and place not in items.dirty else parts.add(block)
        for place, block in enumerate(items.blocks)
    )
    return parts.add(items.groups, index.groups if index is not None else None), pieces


@dataclass(frozen=True)
class Read:
    """The site as it was read. stored: items by key. sources: digests of their files. touched: keys read again."""

    reading: Reading
    stored: Mapping[str, StoredItem]
    sources: Mapping[str, str]
    touched: frozenset[str]


def read_site(
    project: Project,
    items: Items,
    digests: Mapping[str, str],
    clock: dt.datetime,
    *,
    preview: bool,
    read: Reader,
    extra_problems: tuple[Problem, ...],
) -> Read:
    """The site that the items make at a clock."""
    problems = [*extra_problems, *items.listing]
    entries = items.entries()
    found: list[Item] = []
    stored: dict[str, StoredItem] = {}
    sources: dict[str, str] = {}
    touched: set[str] = set()
    start = f"{project.docs}{os.sep}"
    for group in items.groups:
        name = group_name(group)
        item, of_item = entries[name]
        problems += of_item
        if item is None:
            continue
        found.append(restored(item))
        stored[item.key] = item
        sources[item.key] = " ".join([digests.get(start + path.replace("/", os.sep), "") for path in group[2]])
        if name in items.touched:
            touched.add(item.key)
    whole, complaints = library_of(project, found, read)
    problems += complaints
    reading = reading_of(project, whole, clock, preview=preview, read=read, problems=tuple(problems))
    return Read(reading, stored, sources, frozenset(touched))


def group_name(group: GroupFiles) -> str:
    """Two files may want one address; each is read, and the clash is reported."""
    key, storage, files = group
    return f"data:{files[0]}" if storage == "data" else f"{storage}:{key}"
