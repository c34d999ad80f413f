"""Office files (.docx, .xlsx, .pptx, .odt, .ods, .odp): no macros, comments or tracked changes; no names of authors.

Their text is searched like every other text of the project. On publication the properties that name people and the
metadata of the pictures inside are taken out; all other parts keep their packed bytes, so the result is the same on
every computer. ECMA-376, OASIS OpenDocument 1.3, PKWARE APPNOTE.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from ttdn_site.content.attachments import pictures
from ttdn_site.content.attachments.kinds import DAMAGED, KINDS, UNREADABLE, sniffed, suffix_of
from ttdn_site.content.attachments.pdf import LOCKED
from ttdn_site.content.scans import scan
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem

MACROS = declare(
    "AT006",
    Severity.ERROR,
    "The file holds macros or other programs",
    "Save it without macros, or export it as PDF",
    wrong="bieu-mau.docx with macros",
    right="bieu-mau.docx without macros",
)
COMMENTS = declare(
    "AT007",
    Severity.ERROR,
    "The file holds comments",
    "Delete all comments (Review, Delete All Comments), then save",
    wrong="a draft with its readers' comments",
    right="the document as it was signed",
)
TRACKED = declare(
    "AT008",
    Severity.ERROR,
    "The file holds tracked changes: deleted passages can be read",
    "Accept or reject all changes (Review, Accept All Changes), then save",
    wrong="a draft with tracked changes",
    right="the document as it was signed",
)
BOMB = declare(
    "AT013",
    Severity.ERROR,
    "The file unpacks to far more than it seems",
    "Open it and save it again; if nobody knows where it comes from, delete it",
    wrong="a file of 40 KB that unpacks to 4 GB",
    right="an ordinary document",
)

_ENTRIES = 5000
_UNPACKED = 256 << 20
_RATIO = 200
_PART = 16 << 20

_MACROS = re.compile(r"vba(?:Project|Data)|^Basic/|^Scripts/|activeX/|\.(?:exe|dll|js|vbs|bat|ps1)$|oleObject", re.I)
_COMMENTS = re.compile(r"/(?:threadedComments|comments)(?:/|[^/]*\.xml$)|/(?:comments|commentsExtended)\d*\.xml$", re.I)
_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\s[^>]*w:(?:author|id)=|<text:tracked-changes\b(?![^>]*/>)")
_TEXTS = re.compile(
    r"(?:word/(?:document|header\d*|footer\d*|footnotes|endnotes)|xl/sharedStrings|ppt/(?:slides|notesSlides)/\w+|"
    r"content)\.xml$"
)
_PERSONS = re.compile(
    rb"(<(?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager)"
    rb"(?:\s[^>]*)?(?<!/)>)[^<]*(?=</)"
)
_PROPERTIES = frozenset(("docProps/core.xml", "docProps/app.xml", "meta.xml"))
_BREAKS = re.compile(rb"</(?:w:p|a:p|si|text:p|text:h)>|<w:br\s*/>")
_TAGS = re.compile(rb"<[^>]*>")


def examine(data: bytes, kind: str, path: str) -> list[Problem]:
    """Problems of one package; nothing is unpacked beyond what its directory says, within limits."""
    where = Location(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _ENTRIES or unpacked > min(_UNPACKED, max(len(data), 1 << 20) * _RATIO):
                return [problem(BOMB, where)]
            if any(entry.flag_bits & 1 for entry in entries):
                return [problem(LOCKED, where)]
            if any(data[entry.header_offset : entry.header_offset + 4] != b"PK\x03\x04" for entry in entries):
                return [problem(DAMAGED, where)]
            return _parts(package, entries, path)
    except UNREADABLE:
        return [problem(DAMAGED, where)]


def _parts(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], path: str) -> list[Problem]:
    where = Location(path)
    problems: list[Problem] = []
    names = {entry.filename for entry in entries}
    types = _part(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(_MACROS.search(name) for name in names):
        problems.append(problem(MACROS, where))
    if any(_COMMENTS.search(name) for name in names):
        problems.append(problem(COMMENTS, where))
    for name in sorted(names):
        if not _TEXTS.match(name):
            continue
        part = _part(package, name)
        if _CHANGES.search(part):
            problems.append(problem(TRACKED, where))
        if name == "content.xml" and b"<office:annotation" in part:
            problems.append(problem(COMMENTS, where))
        if name == "content.xml" and b"<script:event-listener" in part:
            problems.append(problem(MACROS, where))
        text = html.unescape(_TAGS.sub(b"", _BREAKS.sub(b"\n", part)).decode("utf-8", "replace"))
        # Lines of the packed text mean nothing to whoever opens the file in Word.
        problems += [Problem(found.code, where, found.parameters) for found in scan(text, path)]
    return ordered(problems)


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    info = package.getinfo(name)
    with package.open(info) as stream:
        return stream.read(min(info.file_size, _PART))


def stripped(data: bytes, kind: str) -> bytes:
    """The package without names of people and with bare pictures; a signed one, or one that is damaged, as it is."""
    changed: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if any(name.startswith(("_xmlsignatures/", "META-INF/documentsignatures")) for name in names):
                return data
            for name in names:
                picture = KINDS.get(suffix_of(name), "") in pictures.READERS
                if name not in _PROPERTIES and not picture:
                    continue
                before = _part(package, name)
                after = before
                if name in _PROPERTIES:
                    after = _PERSONS.sub(rb"\1", before)
                elif (found := sniffed(before)) in pictures.READERS:
                    after = pictures.stripped(before, found)
                if after != before:
                    changed[name] = after
            return _packed(data, package, changed) if changed else data
    except UNREADABLE:
        return data


def _packed(data: bytes, package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced, stored as they are; the others keep their packed bytes. Times are fixed."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for info in package.infolist():
        name = info.filename.encode("utf-8")
        if info.filename in changed:
            body = changed[info.filename]
            method, check, whole = 0, zlib.crc32(body), len(body)
        else:
            lengths = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + sum(lengths)
            body = data[start : start + info.compress_size]
            method, check, whole = info.compress_type, info.CRC, info.file_size
        # Version 2.0, names in UTF-8, 1 January 1980.
        shared = struct.pack("<HHHHHIIIHH", 20, 0x0800, method, 0, 33, check, len(body), whole, len(name), 0)
        parts.append(b"PK\x03\x04" + shared + name + body)
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        )
        offset += len(parts[-1])
    listing = b"".join(directory)
    count = len(directory)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listing), offset, 0)
    return b"".join(parts) + listing + end
