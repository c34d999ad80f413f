"""Who wrote a PDF file, and where its pictures were taken: written over in place, so that every byte keeps its place.

Names of persons in the document's properties, in its XMP block and in the metadata of JPEG pictures become blanks of
the same length. Nothing moves, so no table of the file has to be written anew, a damaged file stays as damaged as it
was, and the result is the same on every computer. A packed part is packed again, and takes no more room than before.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ttdn_site.content.attachments import pictures
from ttdn_site.content.attachments.pdf_streams import ONE, UNPACKED, Stream, Unpacked, between, streams, unpacked


def _name(name: bytes) -> bytes:
    """A pattern for a name, any letter of which may be written as its number (`/A#75thor`)."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


_SIGNED = re.compile(rb"/ByteRange\s{0,20}\[")
# Between a key and its value: blanks, comments (ISO 32000-2, 7.2.3 and 7.2.4).
_GAP = rb"[\s\0]*+(?:%[^\r\n]{0,200}[\r\n][\s\0]*+){0,4}+"
_PERSON = re.compile(
    b"/(?:%s)" % b"|".join(map(_name, (b"Author", b"Company", b"Manager", b"LastModifiedBy")))
    + _GAP
    + rb"(?:(\()|(<)(?!<)|(\d{1,9})[\s\0]{1,4}(\d{1,5})[\s\0]{1,4}R)"
)
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_TEXT_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})[\s\0]{1,4}(\d{1,5})[\s\0]{1,4}obj" + _GAP + rb"([(<])(?!<)")
_LONGEST = 4096
_ROUNDS = 4
_XMP_HEAD = re.compile(rb"/Type\s{0,20}/Metadata(?![A-Za-z])|/Subtype\s{0,20}/XML(?![A-Za-z])")
_TAG = re.compile(rb"<[^<>]*>")
_NAME = re.compile(rb"</?([\w.:-]+)")
_ATTRIBUTE = re.compile(rb"\s([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_INK = re.compile(rb"\S")
# What an XMP block may say: of the document, its form and its program; not of persons, places and earlier versions.
_KEPT = re.compile(
    rb"(?:dc:(?:title|description|subject|language|format|rights|type|date)|pdf:(?:Producer|Keywords|PDFVersion|Trapped)|"
    rb"xmp:(?:CreateDate|ModifyDate|MetadataDate|CreatorTool)|pdf(?:a|ua|x|vt|e)id:\w+|pdfa(?:Extension|Schema|Property|"
    rb"Type|Field):\w+|rdf:about|rdf:parseType|rdf:resource|xml:\w+|xmlns(?::[\w-]+)?|x:xmptk)\Z"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that take the place of as many others."""

    start: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Metadata:
    """What would be written over, and whether something would be left that cannot be."""

    edits: tuple[Edit, ...]
    is_left: bool
    is_signed: bool


def metadata(data: bytes) -> Metadata:
    """What a file says of persons and places."""
    parts = streams(data)
    found: list[Edit | None] = []
    named: set[tuple[int, int]] = set()
    is_signed = False
    for start, end in between(data, parts):
        is_signed = is_signed or _SIGNED.search(data, start, end) is not None
        found += _persons(data, start, end)
        named |= {(int(match[3]), int(match[4])) for match in _PERSON.finditer(data, start, end) if match[3]}
    found += _elsewhere(data, named) if named else []
    left = UNPACKED
    for part in parts:
        if not _is_packed_away(part):
            found += _in_stream(data, part)
            continue
        inner = unpacked(data, part.start, part.end, min(ONE, left)) if left > 0 and not part.is_odd else None
        left -= len(inner.data) if inner is not None else ONE
        found += _in_packed(part, inner)
    return Metadata(tuple(edit for edit in found if edit), None in found, is_signed)


def without_metadata(data: bytes) -> bytes:
    """The file without them; a signed one as it is, because its signature covers every byte."""
    return cleaned(data)[0]


def cleaned(data: bytes) -> tuple[bytes, Metadata]:
    """The file without them, and what it says then: in a file made to mislead, blanks may uncover other names."""
    found = metadata(data)
    for _ in range(_ROUNDS):
        if not found.edits or found.is_signed:
            break
        written = bytearray(data)
        for edit in found.edits:
            written[edit.start : edit.start + len(edit.data)] = edit.data
        data = bytes(written)
        found = metadata(data)
    return data, found


def _persons(text: bytes, start: int, end: int) -> Iterator[Edit | None]:
    """Blanks for the names in the properties, with their keys; None for one that cannot be written over."""
    at = start
    while (found := _PERSON.search(text, at, end)) is not None:
        at = found.end()
        if found[3] is None:
            close = _closes(text, at - 1, end)
            if close is None:
                yield None
            elif text[at:close].strip():
                yield Edit(found.start(), b" " * (close + 1 - found.start()))
            at = at + _LONGEST if close is None else close


def _elsewhere(data: bytes, named: set[tuple[int, int]]) -> Iterator[Edit | None]:
    """Blanks for names that are objects of their own (`/Author 9 0 R`)."""
    seen: set[tuple[int, int]] = set()
    for found in _TEXT_OBJECT.finditer(data):
        if (key := (int(found[1]), int(found[2]))) not in named:
            continue
        seen.add(key)
        close = _closes(data, found.start(3), len(data))
        before = data[found.end() : close] if close is not None else b""
        blank = _INK.sub(b" " if found[3] == b"(" else b"0", before)
        if blank != before or close is None:
            yield Edit(found.end(), blank) if close is not None else None
    if named - seen:
        yield None


def _closes(text: bytes, at: int, end: int) -> int | None:
    """Where the string ends that begins with the bracket at this place; None where it is too long to look further."""
    end = min(end, at + _LONGEST)
    if text[at] == 0x3C:
        close = text.find(b">", at, end)
        return close if close >= 0 else None
    depth = 0
    for bracket in _BRACKET.finditer(text, at, end):
        depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
        if depth == 0:
            return bracket.start()
    return None


def _is_packed_away(part: Stream) -> bool:
    """Whether it holds objects, an XMP block or a JPEG picture that have to be unpacked first."""
    return (part.is_packed or part.is_odd) and (
        b"/ObjStm" in part.head or b"/DCT" in part.head or _XMP_HEAD.search(part.head) is not None
    )


def _in_packed(part: Stream, inner: Unpacked | None) -> Iterator[Edit | None]:
    if inner is None:
        yield None
        return
    text = _cleaned_part(inner.data, _XMP_HEAD.search(part.head) is not None, b"/ObjStm" in part.head)
    if text != inner.data:
        yield _packed(text, part.start, inner.taken) if text is not None else None


def _in_stream(data: bytes, part: Stream) -> Iterator[Edit | None]:
    if b"/ObjStm" in part.head:
        yield from _persons(data, part.start, part.end)
        return
    if data.startswith(b"\xff\xd8\xff", part.start):
        yield from (Edit(at, bytes(length)) for at, length in _segments(data, part.start, part.end))
        return
    begin, end = part.start, part.end
    if _XMP_HEAD.search(part.head) is None:
        begin = data.find(b"<?xpacket", begin, end)
        end = max(data.rfind(b"<?xpacket", begin, end), begin) if begin >= 0 else begin
    if begin < end and (clean := without_persons(data[begin:end])) != data[begin:end]:
        yield Edit(begin, clean)


def _cleaned_part(text: bytes, is_xmp: bool, is_objects: bool) -> bytes | None:
    if is_xmp:
        return without_persons(text)
    written = bytearray(text)
    if not is_objects:
        for at, length in _segments(text, 0, len(text)):
            written[at : at + length] = bytes(length)
        return bytes(written)
    if any(match[3] for match in _PERSON.finditer(text)):
        return None
    for edit in _persons(text, 0, len(text)):
        if edit is None:
            return None
        written[edit.start : edit.start + len(edit.data)] = edit.data
    return bytes(written)


def _packed(text: bytes, start: int, room: int) -> Edit | None:
    """Packed into the same room; readers stop where the packed data ends."""
    packed = zlib.compress(text, 9)
    return Edit(start, packed + bytes(room - len(packed))) if len(packed) <= room else None


def _segments(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a JPEG picture keeps what it knows besides its points, and how long that is."""
    at = start + 2
    while at + 4 <= end and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big") - 2
        body = data[at + 4 : min(at + 4 + length, end)]
        if pictures.is_metadata(data[at + 1], body) and body.strip(b"\0"):
            yield at + 4, len(body)
        at += 4 + max(length, 0)


def without_persons(xmp: bytes) -> bytes:
    """An XMP block of the same length that says only what is on the list; one that is not well formed says nothing."""
    if b"\0" in xmp or b"<!" in xmp:
        # Another encoding, comments or marked sections: no program writes them.
        return b" " * len(xmp)
    written = bytearray(xmp)
    within: list[tuple[bytes, bool]] = [(b"", False)]
    at = 0
    for tag in _TAG.finditer(xmp):
        is_kept = within[-1][1]
        if not is_kept:
            _blank(written, at, tag.start())
        at = tag.end()
        name = _NAME.match(tag[0])
        if name is None:
            continue
        for attribute in () if is_kept else _ATTRIBUTE.finditer(tag[0]):
            if not _KEPT.match(attribute[1]):
                group = 2 if attribute[2] is not None else 3
                _blank(written, tag.start() + attribute.start(group), tag.start() + attribute.end(group))
        if not tag[0].startswith(b"</"):
            within += [] if tag[0].endswith(b"/>") else [(name[1], is_kept or _KEPT.match(name[1]) is not None)]
        elif within.pop()[0] != name[1]:
            return b" " * len(xmp)
    if len(within) > 1:
        return b" " * len(xmp)
    _blank(written, at, len(xmp))
    return bytes(written)


def _blank(written: bytearray, start: int, end: int) -> None:
    if _INK.search(written, start, end):
        written[start:end] = _INK.sub(b" ", written[start:end])
