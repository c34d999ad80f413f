"""Files that are not imported at all: not what their name says, locked, active, or not in Unicode."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem

SIZE_LIMIT = 32 << 20
UNPACKED_LIMIT = 256 << 20
RATIO_LIMIT = 200
ENTRY_LIMIT = 2000

NOT_SUPPORTED = declare(
    "IM001",
    Severity.ERROR,
    "Files of the kind “{suffix}” cannot be imported",
    "Save the table as .docx, .xlsx or .csv, or paste it as text into a .txt file",
    wrong="ke-hoach.pdf",
    right="ke-hoach.docx",
)
NOT_WHAT_IT_SAYS = declare(
    "IM002",
    Severity.ERROR,
    "“{name}” is not a {suffix} file",
    "Open it in Word or Excel and save it again in the format of its name",
    wrong="ke-hoach.docx that is an old .doc",
    right="ke-hoach.docx saved as “Word Document (.docx)”",
)
ENCRYPTED = declare(
    "IM003",
    Severity.ERROR,
    "“{name}” is an old binary Office file or is locked with a password",
    "Remove the password, or open an old .doc or .xls file and save it as .docx or .xlsx",
    wrong="a .docx with a password",
    right="the same file without a password",
)
MACROS = declare(
    "IM004",
    Severity.ERROR,
    "“{name}” holds macros",
    "Save it without macros, as .docx or .xlsx",
    wrong="ke-hoach.docm renamed to .docx",
    right="ke-hoach.docx saved without macros",
)
TRACKED_CHANGES = declare(
    "IM005",
    Severity.ERROR,
    "“{name}” holds tracked changes, so it is not clear which text counts",
    "Accept or reject all changes in Word (Review, Accept All Changes), in Excel stop sharing the workbook; then save",
    wrong="a draft with tracked changes",
    right="the document as it was signed",
)
LEGACY_FONT = declare(
    "IM006",
    Severity.ERROR,
    "The text is written in a {encoding} font, not in Unicode",
    "Convert it to Unicode first (for example with UniKey, Ctrl+Shift+F6), then save and import again",
    wrong="Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    right="Cộng hòa xã hội chủ nghĩa Việt Nam",
)
TOO_LARGE = declare(
    "IM007",
    Severity.ERROR,
    "“{name}” is too large to be a plan",
    "Keep only the pages with the plan, without pictures",
    wrong="a file of 100 MB",
    right="the annex alone",
)
DAMAGED = declare(
    "IM008",
    Severity.ERROR,
    "“{name}” is damaged or not well-formed",
    "Open it in Word or Excel, let it be repaired, and save it again",
    wrong="a file cut short in transfer",
    right="the complete file",
)
NOT_TEXT = declare(
    "IM009",
    Severity.ERROR,
    "“{name}” is not text in UTF-8",
    "Save it with the encoding UTF-8 (in Excel: “CSV UTF-8”)",
    wrong="a CSV file in Windows-1258",
    right="a CSV file in UTF-8",
)

# What zipfile raises on packages that are cut short, altered or packed in ways it does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

# What TCVN3 (ABC) fonts show as Vietnamese letters; beside a plain letter no Vietnamese word in Unicode holds them.
_TCVN3 = re.compile(r"[A-Za-z][µ¸¶·¹»¾¼½Æ×ØÞ®¬Öî](?=[a-z\s.,;:)]|$)|[®§][a-zA-Zµ¸¶·¹¬]")
# In VNI the mark is a letter of its own after the vowel; these are the marks that Vietnamese itself has no use for.
_VNI = re.compile(r"[aeouyAEOUY][øûïäåëöüØÛÏÄÅËÖÜ]|[aA][ùõÙÕ]|[ñÑ][aeiouöô]")
# Letters that only Unicode text has.
_UNICODE_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")
_SIGNS = 3

_LEGACY_FONTS = (("TCVN3", re.compile(r"\.Vn", re.IGNORECASE)), ("VNI", re.compile(r"VNI-", re.IGNORECASE)))


def open_package(data: bytes, name: str, suffix: str) -> tuple[zipfile.ZipFile | None, list[Problem]]:
    """Open a .docx or .xlsx for reading, or say why not. `suffix` has its dot."""

    def refuse(code: Code) -> tuple[None, list[Problem]]:
        return None, [problem(code, Location(name), name=name, suffix=suffix)]

    if len(data) > SIZE_LIMIT:
        return refuse(TOO_LARGE)
    if data.startswith(_OLE):
        return refuse(ENCRYPTED)
    if not data.startswith(_ZIP):
        return refuse(NOT_WHAT_IT_SAYS)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
        names = {entry.filename for entry in entries}
    except UNREADABLE:
        return refuse(DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    # Sizes are those the directory claims; `read_part` reads no more than that.
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or unpacked > max(len(data), 1 << 20) * RATIO_LIMIT:
        return refuse(TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        return refuse(ENCRYPTED)
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in names):
        return refuse(MACROS)
    if any(part.lower().startswith("xl/revisions/") for part in names):
        return refuse(TRACKED_CHANGES)
    main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}[suffix]
    if main not in names or "[Content_Types].xml" not in names:
        return refuse(NOT_WHAT_IT_SAYS)
    try:
        types = read_part(package, "[Content_Types].xml")
    except UNREADABLE:
        return refuse(DAMAGED)
    return refuse(MACROS) if b"macroEnabled" in types else (package, [])


def read_part(package: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of one part, empty when it is not there; never more than the directory of the package says.

    Raises one of UNREADABLE when the part is damaged.
    """
    try:
        info = package.getinfo(part)
    except KeyError:
        return b""
    with package.open(info) as stream:
        return stream.read(info.file_size + 1)[: info.file_size]


def legacy_encoding(pieces: Iterable[str]) -> str:
    """The old Vietnamese encoding that some paragraph or cell is written in; empty when all are Unicode.

    A piece that holds letters of Unicode's Vietnamese block is Unicode, whatever else is in it.
    """
    counts = {"TCVN3": 0, "VNI": 0}
    for piece in pieces:
        if _UNICODE_VIETNAMESE.search(piece):
            continue
        for encoding, signs in (("TCVN3", _TCVN3), ("VNI", _VNI)):
            counts[encoding] += len(signs.findall(piece))
    encoding = max(counts, key=lambda name: counts[name])
    return encoding if counts[encoding] >= _SIGNS else ""


def legacy_font(fonts: str) -> str:
    """The encoding that one of the named fonts belongs to; empty for Unicode fonts."""
    for encoding, pattern in _LEGACY_FONTS:
        if pattern.match(fonts):
            return encoding
    return ""
