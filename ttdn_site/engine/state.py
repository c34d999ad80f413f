"""What a build remembers for the next one, in `.ttdn/state/` of the project.

A state is two files and the parts they name:

* `head`: what has to be compared to know that nothing changed;
* `index-….bin`: what has to be known to find out which addresses are made of something new;
* `parts-….bin`: everything else in pieces, read when it is needed: items and records in blocks, so that an edit writes
  the blocks it touches; what search and feeds are put together of.

`head` is replaced last and in one step, and names the other files: whenever a build is killed, the state is that of the
build before. Every piece carries its checksum. A state that is damaged, of another version or of another site is no
state: everything is then built anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ttdn_site.engine.pieces import Damaged, Parts, Piece, Pieces, is_name, packed, unpacked
from ttdn_site.problems import Problem

VERSION = 3
HEAD = "head"
RENEWED = dt.timedelta(days=31)
"""How old a published site becomes before a build in which nothing changed makes its manifest anew."""
MOST_TARGETS = 8
"""So many sites of one project are remembered; with one more, the one built longest ago is forgotten."""
_MAGIC = b"ttdn-state\n"

# (size, time of change, time of change of the entry) of a source; a size of -1 asks for the content to be looked at.
Stamp = tuple[int, int, int]
# path, SHA-256 in hexadecimal, size, time of change
Written = tuple[str, str, int, int]
# Of a text: language, ids of its headings, its links to headings, its assets (see `compose.TextFacts`).
Facts = tuple[str, tuple[str, ...], tuple[Any, ...], tuple[str, ...]]
# Key, storage and files (paths below `docs/`) of an item.
GroupFiles = tuple[str, str, tuple[str, ...]]
# Address → (ISO date, piece with its extract), of the pages of one language.
Searched = dict[str, tuple[str, Piece]]


class Listed(NamedTuple):
    """What the lists of the whole portal say of one address, as it stands in their files."""

    sitemap: tuple[tuple[str, str, bytes], ...] = ()
    catalogue: tuple[tuple[str, str], ...] = ()
    csv: str = ""
    xml: str = ""


class Record(NamedTuple):
    """One address in all its languages.

    ingredients: digest of what its pages were made of. pages: the files written. facts: what other texts may refer to.
    targets: items its texts link to. listed: checksum of its `Listed`. searched: segment, address, ISO date, piece with
    the extract. shown: segments whose views are kept for feeds and calendars. plans: whether a text shows parts of
    plans. hosts: that its pages link to.
    """

    key: str
    ingredients: str
    pages: tuple[Written, ...]
    facts: tuple[Facts, ...]
    targets: tuple[str, ...]
    problems: tuple[Problem, ...]
    listed: bytes
    searched: tuple[tuple[str, str, str, Piece], ...]
    shown: tuple[tuple[str, Piece], ...]
    plans: bool = False
    hosts: tuple[str, ...] = ()

    def same(self, other: Record) -> bool:
        """Whether both say the same, wherever their pieces lie."""
        return self._face() == other._face()

    def _face(self) -> Record:
        return self._replace(
            searched=tuple((*each[:3], Piece("", 0, 0, each[3].sum)) for each in self.searched),
            shown=tuple((segment, Piece("", 0, 0, piece.sum)) for segment, piece in self.shown),
        )


class Block(NamedTuple):
    """Records of neighbouring addresses, the first of which is named, and what the lists say of them.

    records: by key. sitemap, catalogue, csv, xml: of each address that has something there, key and content.
    """

    first: str
    records: Piece
    sitemap: Piece
    catalogue: Piece
    csv: Piece
    xml: Piece


class Columns(NamedTuple):
    """What is asked of all records at once, by key; those that have nothing to say are missing.

    facts: of addresses with a text that refers to a heading or shows an asset.
    """

    ingredients: dict[str, str]
    problems: dict[str, tuple[Problem, ...]]
    facts: dict[str, tuple[Facts, ...]]
    targets: dict[str, tuple[str, ...]]
    hosts: dict[str, tuple[str, ...]]
    shown: dict[str, tuple[tuple[str, Piece], ...]]
    plans: dict[str, bool]


class StoredText(NamedTuple):
    """A text without its body, which is read again from its file when it is rendered. length: of the body."""

    locale: str
    values: dict[str, Any]
    path: str
    line: int
    fingerprint: str
    length: int


class StoredItem(NamedTuple):
    """An item as it was read, without bodies, with the problems found. type: the name of its content type.

    places: key → (path, line, column). digest: of everything but the bodies.
    """

    type: str
    key: str
    shared: dict[str, Any]
    texts: tuple[StoredText, ...]
    source_locale: str
    places: tuple[tuple[str, str, int, int], ...]
    digest: str


@dataclass(frozen=True)
class Head:
    """What is compared first.

    environment: digest of programs, templates and options. sources, digests: stamp and SHA-256 of every file read.
    clock, until: the time the site was built for, and when time alone will change it. outputs: every file of the site.
    folders, spare_folders: folders of the site and of the one kept with their times of change, which tell when somebody
    has added a file. published_at: when it was published, by the computer's clock. behind: files
    in which the kept folder differs from the site; spare: the number of that folder.
    """

    environment: str
    sources: dict[str, Stamp]
    digests: dict[str, str]
    clock: dt.datetime
    published_at: dt.datetime
    until: dt.datetime | None
    problems: tuple[Problem, ...]
    pages: int
    outputs: dict[str, tuple[str, int, int]]
    behind: tuple[str, ...]
    spare: int
    index: str
    folders: dict[str, int] = field(default_factory=dict)
    spare_folders: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    """Everything else; see the module's text.

    listing: problems of names. groups: piece with all `GroupFiles`, in order. items: blocks of what was read of each.
    searched: per segment, the pages in its index. search: the files of each index. made: name → digest of what some
    files of the whole portal were made of, and those files. rest: paths of all files but pages and search.
    attached: of each file below `docs/assets/` in use, what `attached_files.examined` found. faces: digest of what
    pages show of other items. parts: the files of parts in which pieces lie.
    """

    listing: tuple[Problem, ...]
    groups: Piece
    items: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    columns: Columns
    searched: dict[str, Piece]
    search: dict[str, tuple[Written, ...]]
    made: dict[str, tuple[str, tuple[Written, ...]]]
    rest: tuple[str, ...]
    attached: dict[str, tuple[str, str, tuple[Problem, ...]]]
    plans: str
    faces: str
    parts: frozenset[str]


class Store:
    """The folder of one state: of one project, published to one target, for the public or as a preview."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pieces = Pieces(folder)

    def head(self) -> Head | None:
        """What is remembered; None when there is nothing of use, or somebody else could have written it."""
        try:
            if not _is_own(self.folder):
                return None
            found = self._read(HEAD)
        except (OSError, Damaged):
            return None
        return found if isinstance(found, Head) else None

    def index(self, head: Head) -> Index:
        """Raises Damaged."""
        try:
            if not is_name(head.index):
                raise Damaged("name")
            found = self._read(head.index)
        except OSError as error:
            raise Damaged(str(error)) from error
        if not isinstance(found, Index):
            raise Damaged("index")
        return found

    def parts(self) -> Parts:
        """A new file of parts."""
        return Parts(self.folder)

    def close(self) -> None:
        self.pieces.close()

    def save(self, head: Head, index: Index) -> None:
        """Replace the state; files of parts that hold nothing of use are removed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._write(head.index, index)
        self._write(HEAD, head)
        self.close()
        self.clear({HEAD, head.index, *index.parts})
        os.utime(self.folder)
        forget_oldest(self.folder.parent)

    def clear(self, kept: set[str]) -> None:
        """Remove whatever is not named."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in kept:
                    path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Whatever is remembered is no longer true."""
        (self.folder / HEAD).unlink(missing_ok=True)

    def _read(self, name: str) -> Any:
        data = (self.folder / name).read_bytes()
        start = len(_MAGIC) + 1
        if data[:start] != _MAGIC + bytes((VERSION,)):
            raise Damaged("version")
        return unpacked(data[start:])

    def _write(self, name: str, value: object) -> None:
        fresh = self.folder / f"{name}.new"
        with fresh.open("wb") as file:
            file.write(_MAGIC + bytes([VERSION]))
            file.write(packed(value))
        fresh.replace(self.folder / name)


def forget_oldest(folder: Path, most: int = MOST_TARGETS) -> None:
    """Leave the states of the sites that were built last."""
    states = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns)
    for path in states[:-most]:
        shutil.rmtree(path, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Whether nobody but this account may write there, where the system knows of owners. Raises OSError."""
    if not hasattr(os, "getuid"):
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def state_folder(root: Path, target: Path, preview: bool) -> Path:
    """Where the state of a site lies that is published at `target`."""
    name = hashlib.sha256(os.fsencode(target.resolve())).hexdigest()[:12]
    return root / ".ttdn" / "state" / (f"{name}-preview" if preview else name)


def new_index_name() -> str:
    return f"index-{secrets.token_hex(8)}.bin"
