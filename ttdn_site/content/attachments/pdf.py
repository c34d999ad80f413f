"""PDF files: no programs, no files inside, no comments, no password; names of authors are taken out. ISO 32000-2.

A signed one is published byte for byte, because its signature covers every byte: what it tells is pointed out.
"""

from __future__ import annotations

import re

from ttdn_site.content.attachments import pdf_metadata, pdf_streams
from ttdn_site.content.attachments.kinds import COMMENTS, DAMAGED
from ttdn_site.problems import Location, Problem, Severity, declare, problem

LOCKED = declare(
    "AT009",
    Severity.ERROR,
    "The file is locked with a password or encrypted, so nobody can examine it",
    "Save it without password and without restrictions",
    wrong="a PDF file that forbids copying",
    right="a PDF file without restrictions",
)
ACTIVE_PDF = declare(
    "AT010",
    Severity.ERROR,
    "The PDF file does more than show pages: {what}",
    "Print it to a new PDF file (“Microsoft Print to PDF”), and publish that",
    wrong="a form with scripts or files inside",
    right="a document of pages",
)
NAMES_AUTHOR = declare(
    "AT011",
    Severity.WARNING,
    "The PDF file tells who wrote it or where a picture was taken, and is signed or made so that this has to stay",
    "Clear the author in Word (File, Info, Inspect Document) before signing; a signed official file may stay as it is",
    wrong="a signed file with Author: Nguyễn Văn A",
    right="(no author, or the issuing body)",
)

_LATEST_END = 2048
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|GoToE)(?=[\s/<>\[\]()%]|$)"
)
_URI = re.compile(rb"/URI\s{0,20}\(\s{0,20}(?:javascript|vbscript|data|file):", re.IGNORECASE)
# Three letters are found by chance in a packed picture.
_SHORT = re.compile(rb"/(JS)(?=[\s/<>\[\]()%]|$)")
_ENCRYPTED = re.compile(rb"/Encrypt(?=[\s<])")
_NOTE = re.compile(rb"/Subtype\s{0,20}/(?:Text|Popup|Caret)(?![A-Za-z])")


def examine(data: bytes, path: str) -> list[Problem]:
    """Problems of one file; streams are looked into only where they hold objects, and no further than the limit."""
    where = Location(path)
    if b"%%EOF" not in data[-_LATEST_END:] and len(data) > _LATEST_END:
        return [problem(DAMAGED, where)]
    clean, told = pdf_metadata.cleaned(data)
    parts = pdf_streams.streams(clean)
    if clean != data and _is_torn(data, clean, parts, told):
        return [problem(DAMAGED, where)]
    # What is published is looked at, and nothing else.
    data = clean
    objects = pdf_streams.plain(b" ".join(data[start:end] for start, end in pdf_streams.between(data, parts)))
    if _ENCRYPTED.search(objects):
        return [problem(LOCKED, where)]
    packed, whole = pdf_streams.packed_objects(data)
    objects += b"\n" + pdf_streams.plain(packed)
    names = {b"URI"} if _URI.search(objects) else set()
    names |= {*_ACTIVE.findall(objects), *_ACTIVE.findall(pdf_streams.plain(data)), *_SHORT.findall(objects)}
    # Objects that nobody can read may be anything.
    found = sorted(f"/{name.decode('ascii')}" for name in names | (set() if whole else {b"ObjStm"}))
    problems = [problem(ACTIVE_PDF, where, what=", ".join(found))] if found else []
    if _NOTE.search(objects) and not told.is_signed:
        problems.append(problem(COMMENTS, where))
    # A file that is refused has to be made anew anyway.
    if not found and (told.is_left or (told.edits and told.is_signed)):
        problems.append(problem(NAMES_AUTHOR, where))
    return problems


def _is_torn(data: bytes, clean: bytes, parts: list[pdf_streams.Stream], told: pdf_metadata.Metadata) -> bool:
    """Whether a name runs over the end of the file or of a stream, or blanks uncover names again and again."""
    before = pdf_streams.streams(data)
    return (
        bool(told.edits)
        or clean.rfind(b"%%EOF") != data.rfind(b"%%EOF")
        or [(part.start, part.end) for part in parts] != [(part.start, part.end) for part in before]
    )
