"""What a build remembers for the next one, in `.ttdn/state/` of the project.

A state is two files and the parts they name:

* `head`: what has to be compared to know that nothing changed;
* `index-….bin`: one record for each address, what it was made from and what it gave; the library without its texts;
* `parts-….bin`: finished pieces of the files that list pages (sitemap, catalogue, search), read to put those together.

`head` is replaced last and in one step, and names the other files: whenever a build is killed, the state is that of the
build before. Every piece carries its checksum. A state that is damaged, of another version or of another site is no
state: everything is then built anew. Only the classes named here are ever made of what is read, whoever wrote the file.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import io
import os
import pickle
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ttdn_site.problems import Problem

VERSION = 2
HEAD = "head"
RENEWED = dt.timedelta(days=31)
"""How old a published site becomes before a build in which nothing changed makes its manifest anew."""
_MAGIC = b"ttdn-state\n"
_SUM = 16

_ALLOWED = {
    "builtins": frozenset({"frozenset", "set"}),
    "collections": frozenset({"OrderedDict"}),
    "datetime": frozenset({"date", "datetime", "timedelta", "timezone"}),
    "decimal": frozenset({"Decimal"}),
    "ttdn_site.problems": frozenset({"Problem", "Code", "Severity", "Location"}),
    "ttdn_site.markup.links": frozenset({"LinkUse"}),
    "ttdn_site.search.record": frozenset({"Extract"}),
    "ttdn_site.engine.state": frozenset({"Head", "Index", "Record", "Listed", "StoredItem", "StoredText", "Piece"}),
    "ttdn_site.pages.voice": frozenset({"StandIn"}),
    "ttdn_site.pages.views": frozenset(
        {"PageView", "Link", "Variant", "Fact", "Heading", "ImageView", "Source", "Group", "Pager", "Table"}
    ),
}

# (size, time of change, time of change of the entry) of a source; a size of -1 asks for the content to be looked at.
Stamp = tuple[int, int, int]
# path, SHA-256 in hexadecimal, size, time of change
Written = tuple[str, str, int, int]


class Piece(NamedTuple):
    """Where a piece lies: the file of parts, offset and length."""

    file: str
    offset: int
    length: int


class Listed(NamedTuple):
    """What the lists of the whole portal say of one address, as it stands in their files."""

    sitemap: tuple[tuple[str, str, bytes], ...] = ()
    catalogue: str = ""
    csv: str = ""
    xml: str = ""


class Record(NamedTuple):
    """One address in all its languages.

    ingredients: digest of what its pages were made of besides its own source. pages: the files written. ids, uses,
    assets: per language what other texts may refer to (see `compose.TextFacts`). targets: items its texts link to.
    searched: per language (segment, address, ISO date, piece with its extract, digest of the extract).
    shown: segments whose views are kept for feeds and calendars. plans: whether a text shows parts of plans.
    hosts: that its pages link to.
    """

    key: str
    ingredients: str
    pages: tuple[Written, ...]
    facts: tuple[tuple[str, tuple[str, ...], tuple[Any, ...], tuple[str, ...]], ...]
    targets: tuple[str, ...]
    problems: tuple[Problem, ...]
    listed: Piece
    searched: tuple[tuple[str, str, str, Piece, str], ...]
    shown: tuple[tuple[str, Piece], ...]
    plans: bool = False
    hosts: tuple[str, ...] = ()


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
    """Everything else; see the module's text. other: digests of what is made once for the portal → files.

    attached: of each file below `docs/assets/` in use, what `attached_files.examined` found.
    """

    items: dict[str, tuple[StoredItem | None, tuple[Problem, ...]]]
    listing: tuple[Problem, ...]
    groups: tuple[tuple[str, str, tuple[str, ...]], ...]
    records: dict[str, Record]
    other: dict[str, tuple[str, tuple[Written, ...]]]
    search: dict[str, tuple[Written, ...]] = field(default_factory=dict)
    plans: str = ""
    attached: dict[str, tuple[str, str, tuple[Problem, ...]]] = field(default_factory=dict)


class Damaged(Exception):
    """The state cannot be used."""


class _Restricted(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        raise Damaged(f"{module}.{name}")


def packed(value: object) -> bytes:
    """A value as bytes, with its checksum."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return hashlib.blake2b(data, digest_size=_SUM).digest() + data


def unpacked(data: bytes) -> Any:
    """The value again. Raises Damaged."""
    body = memoryview(data)[_SUM:]
    if hashlib.blake2b(body, digest_size=_SUM).digest() != data[:_SUM]:
        raise Damaged("checksum")
    collecting = gc.isenabled()
    # Half a million small objects come to be; none of them is garbage.
    gc.disable()
    try:
        return _Restricted(io.BytesIO(body)).load()
    except Damaged:
        raise
    except Exception as error:
        raise Damaged(type(error).__name__) from error
    finally:
        if collecting:
            gc.enable()


class Store:
    """The folder of one state: of one project, published to one target, for the public or as a preview."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, io.BufferedReader] = {}

    def head(self) -> Head | None:
        """What is remembered; None when there is nothing of use."""
        try:
            found = self._read(HEAD)
        except (OSError, Damaged):
            return None
        return found if isinstance(found, Head) else None

    def index(self, head: Head) -> Index:
        """Raises Damaged."""
        try:
            found = self._read(head.index)
        except OSError as error:
            raise Damaged(str(error)) from error
        if not isinstance(found, Index):
            raise Damaged("index")
        return found

    def piece(self, piece: Piece) -> Any:
        """Raises Damaged."""
        try:
            if piece.file not in self._open:
                self._open[piece.file] = (self.folder / _name(piece.file)).open("rb")
            reader = self._open[piece.file]
            reader.seek(piece.offset)
            return unpacked(reader.read(piece.length))
        except OSError as error:
            raise Damaged(str(error)) from error

    def parts(self) -> Parts:
        """A new file of parts."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Parts(self.folder, f"parts-{secrets.token_hex(8)}.bin")

    def close(self) -> None:
        for reader in self._open.values():
            reader.close()
        self._open.clear()

    def save(self, head: Head, index: Index, used: set[str]) -> None:
        """Replace the state; files of parts that are not in `used` are removed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(head.index, index)
        self._write(HEAD, head)
        kept = {HEAD, head.index, *used}
        self.close()
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Whatever is remembered is no longer true."""
        (self.folder / HEAD).unlink(missing_ok=True)

    def _read(self, name: str) -> Any:
        data = (self.folder / _name(name)).read_bytes()
        start = len(_MAGIC) + 1
        if not data.startswith(_MAGIC) or data[start - 1] != VERSION:
            raise Damaged("version")
        return unpacked(data[start:])

    def _write(self, name: str, value: object) -> None:
        fresh = self.folder / f"{name}.new"
        with fresh.open("wb") as file:
            file.write(_MAGIC + bytes([VERSION]))
            file.write(packed(value))
        fresh.replace(self.folder / name)


class Parts:
    """A file of parts being written."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._file = (folder / name).open("wb")
        self._offset = 0

    def add(self, value: object) -> Piece:
        return self.add_packed(packed(value))

    def add_packed(self, data: bytes) -> Piece:
        self._file.write(data)
        piece = Piece(self.name, self._offset, len(data))
        self._offset += len(data)
        return piece

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def state_folder(root: Path, target: Path, preview: bool) -> Path:
    """Where the state of a site lies that is published at `target`."""
    name = hashlib.sha256(os.fsencode(target.resolve())).hexdigest()[:12]
    return root / ".ttdn" / "state" / (f"{name}-preview" if preview else name)


def new_index_name() -> str:
    return f"index-{secrets.token_hex(8)}.bin"


def used_parts(records: Mapping[str, Record]) -> set[str]:
    """The files of parts that records refer to."""
    files: set[str] = set()
    for record in records.values():
        files.add(record.listed.file)
        files.update(searched[3].file for searched in record.searched)
        files.update(piece.file for _, piece in record.shown)
    return files


def _name(name: str) -> str:
    """A name as this module makes them; any other could lead out of the folder."""
    if name != HEAD and not (name.endswith(".bin") and name.replace("-", "").replace(".", "").isalnum()):
        raise Damaged("name")
    return name
