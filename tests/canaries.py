"""Content that must not be published, made from the declarations: a word of its own in every field of every type."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import yaml

from ttdn_site.content.fields import ListOf, PerLanguage, Record
from ttdn_site.content.model import ContentType

# A word that no text and no hash holds; a word of content that is published, to see that the search would find it.
CANARY = "zqxkanarienvogel"
CONTROL = "zqxkontrollvogel"

HELD_BACK = {
    "draft": "status: draft\n",
    "review": "status: review\n",
    "not-due": 'status: approved\npublish_at: "2026-01-15T12:00:01+07:00"\n',
    "expired": 'status: approved\nexpires_at: "2026-01-15T12:00:00+07:00"\n',
}
_GATE = frozenset(("status", "publish_at", "expires_at", "classification", "source_locale", "translation"))
LANGUAGES = ("vi", "en", "zh", "ja")


def value(kind: Any, word: str, name: str) -> Any:
    """Something the kind accepts, with the word in it wherever it takes free text."""
    what = type(kind).__name__
    if isinstance(kind, ListOf):
        return [value(kind.kind, word, name)]
    if isinstance(kind, Record):
        return {field.name: value(field.kind, word, field.name) for field in kind.fields}
    if isinstance(kind, PerLanguage):
        return {language: value(kind.kind, word, name) for language in LANGUAGES}
    simple = {
        "Text": word,
        "Choice": kind.choices[0] if what == "Choice" else None,
        "Day": dt.date(2026, 1, 2),
        "Whole": kind.least if what == "Whole" else None,
        "Url": f"https://example.gov.vn/{word}",
        "SitePath": f"{word}.png",
        "Slug": word,
        "Flag": True,
    }
    assert what in simple, f"a kind of field without a canary: {what}"
    return simple[what]


def record(kind: ContentType, slug: str, gate: str, word: str) -> str:
    """A whole file of this type at `slug`: front matter and text, or a record with texts in all languages.

    Keys that name another item name one that is published, or this one.
    """
    references = {
        "topics": ["border"],
        "related": ["about/land"],
        "section": "news",
        "replaced_by": slug,
        "legal_bases": [slug],
        "aliases": [f"{word}/{kind.name}-{slug}"],
    }
    values: dict[str, Any] = {}
    for field in kind.fields:
        if field.name in _GATE or field.name == "spokesperson":
            continue
        kind_of_field = PerLanguage(field.kind) if field.localized and kind.storage == "data" else field.kind
        values[field.name] = references.get(field.name) or value(kind_of_field, word, field.name)
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    if kind.storage == "data":
        return text + gate
    return f"---\n{text}{gate}---\n\n{word} trong bài.\n\n## {word}\n\n[{word}](../../assets/{word}.png)\n"


def path_of(kind: ContentType, slug: str) -> str:
    """Where such a file lies."""
    if kind.storage == "data":
        return f"docs/data/{kind.folder}/{slug}.yml"
    return f"docs/vi/{kind.folder or 'about'}/{slug}.md"


def traces(path: str, data: bytes, word: str) -> Iterator[str]:
    """Where a word is found in a file: in its name, its bytes, and in what is packed inside them."""
    if word in path.lower():
        yield f"{path}: name"
    for layer, content in layers(data):
        if word.encode() in content.lower() or word.encode("utf-16-le") in content.lower():
            yield f"{path}: {layer}"


def layers(data: bytes, depth: int = 3) -> Iterator[tuple[str, bytes]]:
    """The bytes, and everything compressed in them: gzip, zip, texts of PNG and streams of PDF files, and in those."""
    yield "bytes", data
    if depth:
        for name, inner in _packed(data):
            for layer, content in layers(inner, depth - 1):
                yield f"{name}: {layer}", content


def _packed(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:2] == b"\x1f\x8b":
        yield "gzip", gzip.decompress(data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "comment", archive.comment
            for name in archive.namelist():
                yield name, archive.read(name)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        position = 8
        while position < len(data):
            (length,) = struct.unpack(">I", data[position : position + 4])
            kind, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
            if kind in (b"zTXt", b"iTXt", b"tEXt", b"iCCP", b"eXIf"):
                yield kind.decode(), body
                # Where the compressed text begins depends on the chunk; most of the bytes 0x78 begin none.
                for start in (place for place in range(len(body)) if body[place] == 0x78):
                    yield from _inflated(kind.decode(), body[start:])
            position += 12 + length
    if data[:5] == b"%PDF-":
        for match in re.finditer(rb"stream\r?\n", data):
            yield from _inflated("stream", data[match.end() :])


def _inflated(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What deflated data holds, as far as it is sound."""
    inflater = zlib.decompressobj()
    found = b""
    try:
        for start in range(0, len(data), 64):
            found += inflater.decompress(data[start : start + 64])
            if inflater.eof:
                break
    except zlib.error:
        pass
    if found:
        yield name, found
