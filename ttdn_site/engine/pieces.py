"""Values as bytes with a checksum, and the files of parts they lie in.

Only the classes named here are ever made of what is read, whoever wrote the file.
"""

from __future__ import annotations

import gc
import hashlib
import io
import pickle
import secrets
from pathlib import Path
from typing import Any, NamedTuple

_SUM = 16

_ALLOWED = {
    "builtins": frozenset({"frozenset", "set"}),
    "collections": frozenset({"OrderedDict"}),
    "datetime": frozenset({"date", "datetime", "timedelta", "timezone"}),
    "decimal": frozenset({"Decimal"}),
    "ttdn_site.problems": frozenset({"Problem", "Code", "Severity", "Location"}),
    "ttdn_site.markup.links": frozenset({"LinkUse"}),
    "ttdn_site.search.record": frozenset({"Extract"}),
    "ttdn_site.engine.pieces": frozenset({"Piece"}),
    "ttdn_site.engine.state": frozenset(
        {"Head", "Index", "Record", "Columns", "Block", "Listed", "StoredItem", "StoredText"}
    ),
    "ttdn_site.pages.voice": frozenset({"StandIn"}),
    "ttdn_site.pages.views": frozenset(
        {"PageView", "Link", "Variant", "Fact", "Heading", "ImageView", "Source", "Group", "Pager", "Table"}
    ),
}


class Damaged(Exception):
    """The state cannot be used."""


class Piece(NamedTuple):
    """Where a value lies: file of parts, offset and length; `sum` tells whether two pieces hold the same."""

    file: str
    offset: int
    length: int
    sum: bytes


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


def is_name(name: str) -> bool:
    """Whether a name is one that this room makes; any other could lead out of the folder."""
    return name.endswith(".bin") and name.replace("-", "").replace(".", "").isalnum()


class Pieces:
    """Reads pieces of the files of parts in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, io.BufferedReader] = {}

    def piece(self, piece: Piece) -> Any:
        """Raises Damaged."""
        return unpacked(self.raw(piece))

    def raw(self, piece: Piece) -> bytes:
        """The bytes of a piece, which need not be sound. Raises Damaged."""
        try:
            if piece.file not in self._open:
                if not is_name(piece.file):
                    raise Damaged("name")
                self._open[piece.file] = (self.folder / piece.file).open("rb")
            reader = self._open[piece.file]
            reader.seek(piece.offset)
            data = reader.read(piece.length)
        except OSError as error:
            raise Damaged(str(error)) from error
        if data[:_SUM] != piece.sum:
            raise Damaged("another piece")
        return data

    def close(self) -> None:
        for reader in self._open.values():
            reader.close()
        self._open.clear()


class Parts:
    """A file of parts being written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = f"parts-{secrets.token_hex(8)}.bin"
        self._file = (folder / self.name).open("wb")
        self._offset = 0

    def add(self, value: object, before: Piece | None = None) -> Piece:
        """Write a value, unless it is the one in the piece `before`."""
        return self.add_packed(packed(value), before)

    def add_packed(self, data: bytes, before: Piece | None = None) -> Piece:
        if before is not None and data[:_SUM] == before.sum:
            return before
        self._file.write(data)
        piece = Piece(self.name, self._offset, len(data), data[:_SUM])
        self._offset += len(data)
        return piece

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()
