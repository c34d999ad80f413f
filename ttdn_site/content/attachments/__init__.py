"""Pictures and documents in `docs/assets/`: whether they may be published, and their bytes as they are published.

Only kinds whose content can be examined are published at all. What a file says of its author, of the place where a
picture was taken, or of earlier versions is taken out on publication; the editor's own file is never changed. Both
functions depend on the bytes alone and read them once, without unpacking more than the limits here allow.
"""

from __future__ import annotations

from ttdn_site.content.attachments import office, pdf, pdf_metadata, pictures, svg
from ttdn_site.content.attachments.kinds import (
    DOCUMENT_LIMIT,
    KINDS,
    NOT_WHAT_IT_SAYS,
    PICTURE_LIMIT,
    TOO_LARGE,
    UNKNOWN_KIND,
    sniffed,
    suffix_of,
)
from ttdn_site.content.scans import scan
from ttdn_site.problems import Location, Problem, problem
from ttdn_site.source.text import clean

_PICTURES = frozenset(("jpeg", "png", "gif", "webp", "svg"))


def size_problem(size: int, path: str) -> Problem | None:
    """A file too large to be read at all. size: in bytes."""
    kind = KINDS.get(suffix_of(path), "")
    limit = PICTURE_LIMIT if kind in _PICTURES else DOCUMENT_LIMIT
    return problem(TOO_LARGE, Location(path), size=size >> 20, limit=limit >> 20) if size > limit else None


def examine(data: bytes, path: str) -> list[Problem]:
    """Why a file may not be published, or what should be known of it. path: as problems name it."""
    suffix = suffix_of(path)
    kind = KINDS.get(suffix)
    where = Location(path)
    if kind is None:
        return [problem(UNKNOWN_KIND, where, suffix=suffix or "—", known=" ".join(sorted(KINDS)))]
    if (too_large := size_problem(len(data), path)) is not None:
        return [too_large]
    if kind == "text":
        text, problems = clean(data, path, DOCUMENT_LIMIT)
        return problems + (scan(text, path) if text is not None else [])
    found = sniffed(data)
    if found != kind:
        return [problem(NOT_WHAT_IT_SAYS, where, suffix=suffix, found=found or "?")]
    if kind in pictures.READERS:
        return pictures.examine(data, kind, path)
    if kind == "svg":
        return svg.examine(data, path)
    if kind == "pdf":
        return pdf.examine(data, path)
    return office.examine(data, path)


def published(data: bytes, path: str) -> bytes:
    """The bytes of a sound file as visitors get them; those of others unchanged."""
    kind = KINDS.get(suffix_of(path), "")
    if kind == "text" or sniffed(data) != kind:
        return data
    if kind in pictures.READERS:
        return pictures.stripped(data, kind)
    if kind == "svg":
        return svg.stripped(data)
    if kind == "pdf":
        return pdf_metadata.without_metadata(data)
    return office.stripped(data) if kind else data
