"""PDF files: no programs, no files inside, no password; the author's name is pointed out.

They are published byte for byte: an official document often carries a signature over all its bytes. ISO 32000-2.
"""

from __future__ import annotations

import re
import zlib

from ttdn_site.content.attachments.kinds import DAMAGED
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
    "The properties of the PDF file name a person as its author or editor",
    "Clear the author in Word (File, Info, Inspect Document) and export again; signed files stay as they are",
    wrong="Author: Nguyễn Văn A",
    right="(no author, or the issuing body)",
)

_LATEST_END = 2048
_STREAM = re.compile(rb"(<<(?:(?!endobj|stream\r?\n).){0,2000}>>)\s{0,4}stream\r?\n(.*?)endstream", re.DOTALL)
_ANY_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|GoToE)(?=[\s/<>\[\]()%]|$)"
)
_ENCRYPTED = re.compile(rb"/Encrypt(?=[\s<])")
_AUTHOR = re.compile(rb"/Author\s{0,4}(?:\((?!\s*\))[^)]|<\s{0,4}[0-9A-Fa-f]{2}[^>])")
_CREATOR = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]{0,80}>\s{0,20}[^<\s]|pdf:Author>\s{0,20}[^<\s]", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_UNPACKED = 64 << 20
_ONE = 8 << 20


def examine(data: bytes, path: str) -> list[Problem]:
    """Problems of one file; streams are looked into only where they hold objects, and no further than the limit."""
    where = Location(path)
    if b"%%EOF" not in data[-_LATEST_END:] and len(data) > _LATEST_END:
        return [problem(DAMAGED, where)]
    plain = _plain(_ANY_STREAM.sub(b"stream endstream", data))
    if _ENCRYPTED.search(plain):
        return [problem(LOCKED, where)]
    plain += b"\n" + _plain(b"\n".join(_object_streams(data)))
    found = sorted({f"/{match.decode('ascii')}" for match in _ACTIVE.findall(plain)})
    problems = [problem(ACTIVE_PDF, where, what=", ".join(found))] if found else []
    if _AUTHOR.search(plain) or _CREATOR.search(data):
        problems.append(problem(NAMES_AUTHOR, where))
    return problems


def _plain(objects: bytes) -> bytes:
    """Names with their escapes read (`/J#61vaScript`)."""
    return _HEX.sub(lambda match: bytes((int(match[1], 16),)), objects) if b"#" in objects else objects


def _object_streams(data: bytes) -> list[bytes]:
    parts: list[bytes] = []
    left = _UNPACKED
    for match in _STREAM.finditer(data):
        if b"/ObjStm" not in _plain(match[1]) or left <= 0:
            continue
        try:
            parts.append(zlib.decompressobj().decompress(match[2], min(_ONE, left)))
        except zlib.error:
            continue
        left -= len(parts[-1])
    return parts
