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
from ttdn_site.content.attachments.kinds import COMMENTS, DAMAGED, KINDS, UNREADABLE, sniffed, suffix_of
from ttdn_site.content.attachments.pdf import LOCKED
from ttdn_site.content.scans import scan
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem

MACROS = declare(
    "AT006",
    Severity.ERROR,
    "The file holds macros or starts other programs",
    "Save it without macros, or export it as PDF",
    wrong="bieu-mau.docx with macros",
    right="bieu-mau.docx without macros",
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

_MACROS = re.compile(
    r"vba(?:Project|Data)|^Basic/|^Scripts/|activeX/|\.(?:exe|dll|js|vbs|bat|ps1|mht|mhtml|html?|\w{3}m|xlam)$|oleObject",
    re.I,
)
_COMMENTS = re.compile(r"/(?:threadedComments|comments)(?:/|[^/]*\.xml$)|/(?:comments|commentsExtended)\d*\.xml$", re.I)
_CHANGES = re.compile(
    rb"<w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w{1,20}Change)\s[^<>]*w:(?:author|id)=|"
    rb"<text:tracked-changes\b(?![^<>]*/>)"
)
_TEXTS = re.compile(
    r"(?:word/(?:document|header\d*|footer\d*|footnotes|endnotes)|xl/sharedStrings|ppt/(?:slides|notesSlides)/\w+|"
    r"(?:word|xl|ppt)/(?:charts|diagrams|drawings)/\w+|content|styles)\.xml$"
)
_SHEET = re.compile(r"xl/worksheets/\w+\.xml$")
_IN_CELL = re.compile(rb"<t(?:\s[^<>]*)?>([^<]*)</t>")
# What fetches or starts something when the file is opened: a template from elsewhere, a field of another program.
_FETCHES = re.compile(
    rb"<Relationship\s(?=[^<>]*TargetMode=\"External\")(?![^<>]*/hyperlink\")(?![^<>]*/attachedTemplate\")|"
    rb"<Relationship\s(?=[^<>]*/attachedTemplate\")[^<>]*Target=\"(?!file:///)(?:[a-z]+:|\\\\|//)|<(?:\w+:)?ddeLink\b|"
    rb"<f(?:\s[^<>]*)?>[^<]{0,2000}\b(?:WEBSERVICE|REGISTER\.ID|CALL)\(|<connection\b|"
    rb"<w:instrText(?:\s[^<>]*)?>\s{0,99}DDE|w:instr=\"\s{0,99}DDE|<text:dde-connection|<office:dde-source",
    re.IGNORECASE,
)
_FETCHING = re.compile(r"(?:\w+/)*_rels/[\w.]+\.rels$|word/\w+\.xml$|xl/(?:\w+/)?\w+\.xml$|content\.xml$")
# Where a part names people, their accounts and their folders: what stands between the two groups is taken out.
_PERSONS = (
    (
        re.compile(r"docProps/(?:core|app)\.xml$|meta\.xml$"),
        re.compile(
            rb"(<(?:\w{1,20}:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager|HyperlinkBase|"
            rb"user-defined)(?:\s[^<>]*)?(?<!/)>)[^<]*(</)"
        ),
    ),
    (re.compile(r"meta\.xml$"), re.compile(rb"(<meta:template\s(?:[^<>]*\s)?xlink:href=\")[^\"<>]*(\")")),
    (re.compile(r"docProps/custom\.xml$"), re.compile(rb"(<vt:\w{1,20}(?:\s[^<>]*)?(?<!/)>)[^<]*(</)")),
    (
        re.compile(r"word/people\.xml$|xl/persons/\w+\.xml$"),
        re.compile(rb"(\s(?:\w{1,20}:)?(?:author|userId|displayName)=\")[^\"<>]*(\")"),
    ),
    (
        re.compile(r"xl/workbook\.xml$"),
        re.compile(rb"(<(?:\w{1,20}:absPath|fileSharing)\s(?:[^<>]*\s)?(?:url|userName)=\")[^\"<>]*(\")"),
    ),
    (
        re.compile(r"word/_rels/settings\.xml\.rels$"),
        re.compile(rb"(<Relationship\s(?=[^<>]*/attachedTemplate\")[^<>]*Target=\")file:[^\"<>]*[/\\]([^\"<>]*\")"),
    ),
)
_BREAKS = re.compile(rb"</(?:w:p|a:p|si|text:p|text:h)>|<w:br\s*/>")
_TAGS = re.compile(rb"<[^<>]*>")
_OFFICE = frozenset(("docx", "xlsx", "pptx", "odt", "ods", "odp"))
# Files in files, as the workbook of a chart is: how deep, how many in one, and how much smaller each must be.
_DEPTH = 2
_INNER = 50
_SMALLER = 4


def examine(data: bytes, path: str, depth: int = 0) -> list[Problem]:
    """Problems of one package; nothing is unpacked beyond what its directory says, within limits.

    depth: in how many other files it lies, as the workbook of a chart does.
    """
    where = Location(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            inner = sum(KINDS.get(suffix_of(entry.filename)) in _OFFICE for entry in entries)
            most = min(_UNPACKED >> _SMALLER * depth, max(len(data), 1 << 20) * _RATIO)
            if len(entries) > _ENTRIES or unpacked > most or inner > _INNER:
                return [problem(BOMB, where)]
            if any(entry.flag_bits & 1 for entry in entries):
                return [problem(LOCKED, where)]
            if any(".." in entry.filename.replace("\\", "/").split("/") for entry in entries):
                return [problem(DAMAGED, where)]
            if any(data[entry.header_offset : entry.header_offset + 4] != b"PK\x03\x04" for entry in entries):
                return [problem(DAMAGED, where)]
            return _parts(package, entries, path, depth)
    except UNREADABLE:
        return [problem(DAMAGED, where)]


def _parts(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], path: str, depth: int) -> list[Problem]:
    where = Location(path)
    problems: list[Problem] = []
    names = {entry.filename for entry in entries}
    types = _part(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(_MACROS.search(name) for name in names):
        problems.append(problem(MACROS, where))
    if any(_COMMENTS.search(name) for name in names):
        problems.append(problem(COMMENTS, where))
    for name in sorted(names):
        if KINDS.get(suffix_of(name)) in _OFFICE:
            inner = examine(_part(package, name), path, depth + 1) if depth < _DEPTH else [problem(BOMB, where)]
            problems += [found for found in inner if found not in problems]
        if _FETCHING.match(name) and _FETCHES.search(_part(package, name)):
            problems.append(problem(MACROS, where))
        if _SHEET.match(name):
            cells = b"\n".join(_IN_CELL.findall(_part(package, name)))
            problems += _said(html.unescape(cells.decode("utf-8", "replace")), path)
        if not _TEXTS.match(name):
            continue
        part = _part(package, name)
        if b"<!DOCTYPE" in part:
            # No program that writes such files declares entities.
            problems.append(problem(DAMAGED, where))
        if _CHANGES.search(part):
            problems.append(problem(TRACKED, where))
        if name == "content.xml" and b"<office:annotation" in part:
            problems.append(problem(COMMENTS, where))
        if name == "content.xml" and b"<script:event-listener" in part:
            problems.append(problem(MACROS, where))
        text = html.unescape(_TAGS.sub(b"", _BREAKS.sub(b"\n", part)).decode("utf-8", "replace"))
        problems += _said(text, path)
    return ordered(problems)


def _said(text: str, path: str) -> list[Problem]:
    """What is found in a text; its lines mean nothing to whoever opens the file in Word."""
    return [Problem(found.code, Location(path), found.parameters) for found in scan(text, path)]


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    info = package.getinfo(name)
    with package.open(info) as stream:
        return stream.read(min(info.file_size, _PART))


def stripped(data: bytes, depth: int = 0) -> bytes:
    """The package without names of people and with bare pictures; a signed one, or one that is damaged, as it is."""
    changed: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if any(name.startswith(("_xmlsignatures/", "META-INF/documentsignatures")) for name in names):
                return data
            for name in names:
                before = _part(package, name) if _names_persons(name) else b""
                after = _without_persons(name, before, depth)
                if after != before:
                    changed[name] = after
            return _packed(data, package, changed) if changed else data
    except UNREADABLE:
        return data


def _names_persons(name: str) -> bool:
    kind = KINDS.get(suffix_of(name), "")
    return kind in pictures.READERS or kind in _OFFICE or any(part.match(name) for part, _ in _PERSONS)


def _without_persons(name: str, data: bytes, depth: int) -> bytes:
    for part, pattern in _PERSONS:
        while part.match(name) and (clean := pattern.sub(rb"\1\2", data)) != data:
            data = clean
    if (kind := sniffed(data)) in pictures.READERS:
        return pictures.stripped(data, kind)
    return stripped(data, depth + 1) if kind in _OFFICE and depth < _DEPTH else data


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
