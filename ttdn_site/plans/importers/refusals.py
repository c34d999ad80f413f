"""Files that are not imported at all: not what their name says, locked, active, or not in Unicode."""

from __future__ import annotations

import io
import re
import zipfile

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
    "Accept or reject all changes in Word (Review, Accept All Changes), then save",
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

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

# Letters that TCVN3 (ABC) fonts show as Vietnamese and that no Vietnamese word in Unicode holds beside a plain letter.
_TCVN3 = re.compile(r"[A-Za-z][µ¸¶·¹»¾¼½Æ×ÖØÜÞßåæçî­®¬«](?=[a-z\s.,;:)]|$)|[®§][a-zA-Zµ¸¶·¹­¬]")
# In VNI the mark is a letter of its own after the vowel.
_VNI = re.compile(r"[aeouyAEOUY][øùûõïäáàåãâêëéèúüöÙØÛÕÏÄÁÀÅÃÂ]|[ñÑ][aeiouöô]")
_UNICODE_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
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
    except (zipfile.BadZipFile, ValueError, OSError):
        return refuse(DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    # Sizes are those the directory claims; `read_part` reads no more than that.
    if len(entries) > ENTRY_LIMIT or unpacked > UNPACKED_LIMIT or unpacked > max(len(data), 1 << 20) * RATIO_LIMIT:
        return refuse(TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        return refuse(ENCRYPTED)
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in names):
        return refuse(MACROS)
    main = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}[suffix]
    if main not in names or "[Content_Types].xml" not in names:
        return refuse(NOT_WHAT_IT_SAYS)
    if b"macroEnabled" in read_part(package, "[Content_Types].xml"):
        return refuse(MACROS)
    return package, []


def read_part(package: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of one part, empty when it is not there; never more than the directory of the package says."""
    try:
        info = package.getinfo(part)
    except KeyError:
        return b""
    with package.open(info) as stream:
        return stream.read(info.file_size + 1)[: info.file_size]


def legacy_encoding(text: str) -> str:
    """The name of the old Vietnamese encoding a text seems to be in; empty when it is Unicode."""
    if len(_UNICODE_VIETNAMESE.findall(text)) > len(text) // 50 and re.search("[\u1ea0-\u1ef9]", text):
        return ""
    words = max(len(text.split()), 1)
    for encoding, signs in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        found = len(signs.findall(text))
        if found >= 3 and found * 12 >= words:
            return encoding
    return ""


def legacy_font(fonts: str) -> str:
    """The encoding that one of the named fonts belongs to; empty for Unicode fonts."""
    for encoding, pattern in _LEGACY_FONTS:
        if pattern.match(fonts):
            return encoding
    return ""
