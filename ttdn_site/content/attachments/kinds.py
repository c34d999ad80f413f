"""Kinds of files by their name and by their content, and how large they may be."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from ttdn_site.problems import Severity, declare

UNKNOWN_KIND = declare(
    "AT001",
    Severity.ERROR,
    "Files of the kind “{suffix}” are not published",
    "Save it as one of: {known}; old Office files (.doc, .xls, .ppt) as .docx, .xlsx, .pptx or .pdf",
    wrong="ke-hoach.doc",
    right="ke-hoach.pdf",
)
TOO_LARGE = declare(
    "AT002",
    Severity.ERROR,
    "The file has {size} MiB; the limit is {limit} MiB",
    "Make pictures smaller (2000 pixels are enough), and split large documents",
    wrong="a photograph of 60 MB",
    right="a photograph of 500 KB",
)
NOT_WHAT_IT_SAYS = declare(
    "AT003",
    Severity.ERROR,
    "The name says “{suffix}”, but the content is something else ({found})",
    "Save the file again in the format of its name; if nobody knows where it comes from, delete it",
    wrong="cho.jpg that is a program",
    right="cho.jpg that is a JPEG picture",
)
DAMAGED = declare(
    "AT005",
    Severity.ERROR,
    "The file is damaged or cut short",
    "Copy it again from where it comes from, or open it and save it again",
    wrong="a picture of which half was copied",
    right="the complete picture",
)

COMMENTS = declare(
    "AT007",
    Severity.ERROR,
    "The file holds comments",
    "Delete all comments (Review, Delete All Comments), then save",
    wrong="a draft with its readers' comments",
    right="the document as it was signed",
)

PICTURE_LIMIT = 20 << 20
DOCUMENT_LIMIT = 50 << 20

KINDS = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".gif": "gif",
    ".webp": "webp",
    ".svg": "svg",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pptx": "pptx",
    ".odt": "odt",
    ".ods": "ods",
    ".odp": "odp",
    ".txt": "text",
    ".csv": "text",
    ".json": "text",
    ".geojson": "text",
}

_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_SVG = re.compile(rb"<(?:\w{1,20}:)?svg[\s>]")
# What zipfile raises on archives that are cut short, altered or packed in ways it does not know.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, OSError, KeyError),
)


def suffix_of(path: str) -> str:
    """The end of a file's name in small letters, with its dot."""
    name = path.rsplit("/", 1)[-1]
    return f".{name.rsplit('.', 1)[1].lower()}" if "." in name else ""


def sniffed(data: bytes) -> str:
    """The kind that the content shows; empty when it is none known here."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"PK"):
        return _package(data)
    head = data[:8192]
    return "svg" if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and _SVG.search(head) else ""


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                return _OPEN.get(package.read("mimetype").strip(), "ZIP")
    except UNREADABLE:
        return "ZIP"
    return next((kind for main, kind in _MAIN.items() if main in names), "ZIP")
