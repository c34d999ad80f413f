"""The records of all addresses, in blocks of neighbours: an edit reads and writes the blocks it touches.

What is asked of all of them at once stands in columns; what the lists of the portal say of each lies in pieces beside
the records, so that a list is put together block by block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ttdn_site.engine.compose import TextFacts
from ttdn_site.engine.pieces import Parts, Piece, Pieces
from ttdn_site.engine.state import Block, Columns, Index, Listed, Record, Searched

SIZE = 128
"""Addresses in a block; one of twice as many is parted."""

NO_COLUMNS = Columns({}, {}, {}, {}, {}, {}, {})

# New records by key, None for an address that is gone.
Changes = Mapping[str, Record | None]


class Records:
    """The records of one state, read when they are asked for."""

    def __init__(self, blocks: tuple[Block, ...], pieces: Pieces) -> None:
        self.blocks = blocks
        self.pieces = pieces
        self._firsts = [block.first for block in blocks]
        self._read: dict[int, dict[str, Record]] = {}

    def place(self, key: str) -> int:
        """The block that an address belongs to."""
        return max(0, bisect_right(self._firsts, key) - 1)

    def of(self, place: int) -> dict[str, Record]:
        if place not in self._read:
            self._read[place] = self.pieces.piece(self.blocks[place].records)
        return self._read[place]

    def get(self, key: str) -> Record | None:
        return self.of(self.place(key)).get(key) if self.blocks else None

    def __iter__(self) -> Iterator[Record]:
        for place in range(len(self.blocks)):
            yield from self.of(place).values()

    def listed(self, place: int) -> dict[str, Listed]:
        block = self.blocks[place]
        sitemap, catalogue, csv, xml = (dict(self.pieces.piece(piece)) for piece in block[2:])
        return {
            key: Listed(sitemap.get(key, ()), catalogue.get(key, ()), csv.get(key, ""), xml.get(key, ""))
            for key in self.of(place)
        }


def updated(old: Records, changes: Changes, listed: Mapping[str, Piece], parts: Parts) -> tuple[Block, ...]:
    """The blocks after some changes. listed: the pieces with the `Listed` of changed addresses."""
    pieces = old.pieces
    if not old.blocks:
        fresh = sorted((key, record) for key, record in changes.items() if record is not None)
        found: list[Block] = []
        for start in range(0, len(fresh), SIZE):
            records = dict(fresh[start : start + SIZE])
            found.append(_written(records, {key: pieces.piece(listed[key]) for key in records}, parts))
        return tuple(found)
    touched: defaultdict[int, list[str]] = defaultdict(list)
    for key in changes:
        touched[old.place(key)].append(key)
    found = []
    for place, block in enumerate(old.blocks):
        if place not in touched:
            found.append(block)
            continue
        records, lines = dict(old.of(place)), old.listed(place)
        for key in touched[place]:
            record = changes[key]
            if record is None:
                records.pop(key, None)
                lines.pop(key, None)
            else:
                if key not in records or records[key].listed != record.listed:
                    lines[key] = pieces.piece(listed[key])
                records[key] = record
        keys = sorted(records)
        size = SIZE if len(keys) > 2 * SIZE else max(1, len(keys))
        for start in range(0, len(keys), size):
            some = {key: records[key] for key in keys[start : start + size]}
            found.append(_written(some, lines, parts, block if size == len(keys) else None))
    return tuple(found)


def _written(records: dict[str, Record], lines: Mapping[str, Listed], parts: Parts, old: Block | None = None) -> Block:
    """A block; what is the same as in the old one is not written again."""
    columns = [
        tuple((key, content) for key in records if (content := lines[key][number]))
        for number in range(len(Listed._fields))
    ]
    before = old[2:] if old is not None else (None,) * len(columns)
    sitemap, catalogue, csv, xml = (parts.add(column, piece) for column, piece in zip(columns, before, strict=True))
    return Block(min(records), parts.add(records), sitemap, catalogue, csv, xml)


def columns_with(old: Columns, changes: Changes) -> Columns:
    """The columns after some changes."""
    columns = Columns._make(dict(column) for column in old)
    for key, record in changes.items():
        for column in columns:
            column.pop(key, None)
        if record is None:
            continue
        columns.ingredients[key] = record.ingredients
        if record.problems:
            columns.problems[key] = record.problems
        if any(uses or assets for _, _, uses, assets in record.facts):
            columns.facts[key] = record.facts
        if record.targets:
            columns.targets[key] = record.targets
        if record.hosts:
            columns.hosts[key] = record.hosts
        if record.shown:
            columns.shown[key] = record.shown
        if record.plans:
            columns.plans[key] = True
    return columns


class Texts(Mapping[tuple[str, str], TextFacts]):
    """What texts may refer to. Only those that refer to something themselves are gone through; any can be asked for."""

    def __init__(self, columns: Columns, old: Records, changes: Changes) -> None:
        self._known = {
            (key, facts[0]): TextFacts(*facts[1:]) for key, texts in columns.facts.items() for facts in texts
        }
        self._old = old
        self._changes = changes

    def __getitem__(self, name: tuple[str, str]) -> TextFacts:
        if name in self._known:
            return self._known[name]
        key, locale = name
        record = self._changes[key] if key in self._changes else self._old.get(key)
        for facts in record.facts if record is not None else ():
            if facts[0] == locale:
                return TextFacts(*facts[1:])
        raise KeyError(name)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def searched_of(records: Iterable[Record], segment: str) -> Searched:
    """The pages of one language that search knows."""
    return {url: (date, piece) for record in records for found, url, date, piece in record.searched if found == segment}


def gathered(index: Index, pieces: Pieces, parts: Parts) -> Index:
    """The same with every piece in one file of parts."""

    def move(piece: Piece) -> Piece:
        return parts.add_packed(pieces.raw(piece))

    blocks: list[Block] = []
    shown: dict[str, tuple[tuple[str, Piece], ...]] = {}
    searched: dict[str, Searched] = {segment: {} for segment in index.searched}
    for block in index.blocks:
        records: dict[str, Record] = {
            key: moved_to(record, move) for key, record in pieces.piece(block.records).items()
        }
        blocks.append(Block(block.first, parts.add(records), *map(move, block[2:])))
        shown.update((key, record.shown) for key, record in records.items() if record.shown)
        for segment, pages in searched.items():
            pages.update(searched_of(records.values(), segment))
    return replace(
        index,
        groups=move(index.groups),
        items=tuple(map(move, index.items)),
        blocks=tuple(blocks),
        columns=index.columns._replace(shown=shown),
        searched={segment: parts.add(pages) for segment, pages in searched.items()},
        parts=frozenset({parts.name}),
    )


def moved_to(record: Record, move: Callable[[Piece], Piece]) -> Record:
    return record._replace(
        searched=tuple((*each[:3], move(each[3])) for each in record.searched),
        shown=tuple((segment, move(piece)) for segment, piece in record.shown),
    )
