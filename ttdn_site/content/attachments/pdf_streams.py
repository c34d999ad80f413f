"""The streams of a PDF file and the objects packed in them, found in one pass whatever the bytes are.

ISO 32000-2, 7.3.8. Nobody has to trust the file: its table of contents, lengths and nesting are not looked at.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"\bobj\b|(?<!end)stream\r?\n")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)(?![A-Za-z])")
_OTHER = re.compile(rb"/(?:(?:ASCIIHex|ASCII85|LZW|RunLength)Decode|Crypt|DecodeParms|AHx|A85|LZW|RL)(?![A-Za-z])")
UNPACKED = 64 << 20
ONE = 8 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """Where its bytes begin and end, and the dictionary before them."""

    start: int
    end: int
    head: bytes

    @property
    def is_packed(self) -> bool:
        return _FLATE.search(self.head) is not None

    @property
    def is_odd(self) -> bool:
        """Packed in a way that is not read here."""
        return _OTHER.search(self.head) is not None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a packed stream holds, and how many bytes it took."""

    data: bytes
    taken: int


def plain(objects: bytes) -> bytes:
    """Names with their escapes read (`/J#61vaScript`)."""
    return _HEX.sub(lambda match: bytes((int(match[1], 16),)), objects) if b"#" in objects else objects


def streams(data: bytes) -> list[Stream]:
    """Every stream in the order of the file; none lies in another."""
    found: list[Stream] = []
    at = 0
    while (begin := _BEGIN.search(data, at)) is not None:
        end = data.find(b"endstream", begin.end())
        if end < 0:
            break
        before = data[at : begin.start()]
        found.append(Stream(begin.end(), end, plain(before[before.rfind(b"obj") + 1 :])))
        at = end + len(b"endstream")
    return found


def between(data: bytes, parts: list[Stream]) -> Iterator[tuple[int, int]]:
    """The stretches outside of streams."""
    at = 0
    for part in parts:
        yield at, part.start
        at = part.end
    yield at, len(data)


def unpacked(data: bytes, start: int, end: int, limit: int = ONE) -> Unpacked | None:
    """None for what is damaged, or larger than the limit."""
    reader = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    at = start
    step = 512
    try:
        while at < end and not reader.eof:
            # No more than was taken so far: what lies behind the end is copied by the library.
            piece = data[at : min(at + step, end)]
            parts.append(reader.decompress(piece, limit - size + 1))
            size += len(parts[-1])
            if size > limit:
                return None
            at += len(piece)
            step *= 2
    except zlib.error:
        return None
    return Unpacked(b"".join(parts), at - start - len(reader.unused_data)) if reader.eof else None


def packed_objects(data: bytes) -> tuple[bytes, bool]:
    """The text of all object streams, and whether each of them could be read.

    Every `stream` is tried, one that seems to lie in another too: so none can be hidden behind a false beginning.
    """
    parts: list[bytes] = []
    left = UNPACKED
    whole = True
    at = 0
    for token in _OBJECT.finditer(data):
        before, at = data[at : token.start()], token.end()
        if token[0] == b"obj" or b"/ObjStm" not in plain(before):
            continue
        head = Stream(0, 0, plain(before))
        if not head.is_packed:
            whole = whole and not head.is_odd
            continue
        text = unpacked(data, at, len(data), min(ONE, left)) if left > 0 and not head.is_odd else None
        if text is None:
            # One is enough for the file to be refused.
            return b"\n".join(parts), False
        left -= len(text.data) + text.taken
        parts.append(text.data)
    return b"\n".join(parts), whole
