"""Items as the state keeps them: without bodies, which are read again when a text is rendered.

The library of ten thousand articles in four languages is then small enough to be there in each process, and is read
from one file instead of forty thousand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ttdn_site.content.files import Found
from ttdn_site.content.load import Group, read_group
from ttdn_site.content.model import ContentType, Item, Text
from ttdn_site.content.project import Project
from ttdn_site.content.types import ALL
from ttdn_site.engine.state import StoredItem, StoredText
from ttdn_site.problems import Location, Problem
from ttdn_site.source.text import decoded

UNREAD = "\0"
"""The body of a text that has to be read before it is rendered; no file can hold it."""

Reader = Callable[[Path], bytes]
_TYPES: Mapping[str, ContentType] = {kind.name: kind for kind in ALL}


def stored(item: Item) -> StoredItem:
    """An item without its bodies."""
    texts = tuple(
        StoredText(text.locale, dict(text.values), text.path, text.body_line, text.fingerprint, len(text.body))
        for text in item.texts.values()
    )
    faces = repr((item.type.name, item.shared, item.source_locale, [(text.locale, text.values) for text in texts]))
    return StoredItem(
        item.type.name,
        item.key,
        dict(item.shared),
        texts,
        item.source_locale,
        tuple((name, where.path, where.line, where.column) for name, where in item.places.items()),
        hashlib.blake2b(faces.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest(),
    )


def restored(found: StoredItem) -> Item:
    """The item, with `UNREAD` for every body that is not empty."""
    return Item(
        _TYPES[found.type],
        found.key,
        found.shared,
        {
            text.locale: Text(
                text.locale, text.values, UNREAD if text.length else "", text.path, text.line, text.fingerprint
            )
            for text in found.texts
        },
        found.source_locale,
        _Places(found.places),
    )


class _Places(Mapping[str, Location]):
    """The places of an item's keys. A build asks for few of a hundred thousand: those that it has a problem with."""

    def __init__(self, stored: tuple[tuple[str, str, int, int], ...]) -> None:
        self._stored = stored

    def __getitem__(self, name: str) -> Location:
        for key, path, line, column in self._stored:
            if key == name:
                return Location(path, line, column)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (key for key, *_ in self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def read_stored(
    project: Project, group: Group, read: Reader = Path.read_bytes
) -> tuple[StoredItem | None, tuple[Problem, ...]]:
    """Read the files of one item."""
    item, problems = read_group(project, group, read)
    return (stored(item) if item is not None else None), tuple(problems)


def with_bodies(project: Project, item: Item, found: StoredItem, read: Reader = Path.read_bytes) -> Item:
    """The item with the bodies of its texts. The files are those that were read before, byte for byte."""
    lengths = {text.locale: text.length for text in found.texts}
    whole: Item | None = None
    texts: dict[str, Text] = {}
    for locale, text in item.texts.items():
        body = text.body
        if body == UNREAD:
            path = project.root / text.path
            if item.type.storage == "data":
                if whole is None:
                    file = path.relative_to(project.docs).as_posix()
                    whole, _ = read_group(project, group_of(item.key, "data", (file,)), read)
                    assert whole is not None
                body = whole.texts[locale].body
            else:
                # Front matter comes first, the body is the rest.
                body = decoded(read(path))[-lengths[locale] :]
        texts[locale] = Text(locale, text.values, body, text.path, text.body_line, text.fingerprint)
    return Item(item.type, item.key, item.shared, texts, item.source_locale, item.places)


def group_of(key: str, storage: str, files: tuple[str, ...]) -> Group:
    """A group from the paths of its files below `docs/`."""
    return Group(key, storage, tuple(Found(tuple(file.split("/"))) for file in files))
