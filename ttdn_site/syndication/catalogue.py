"""The catalogue: everything published as JSON documents, for portals that take content in.

`catalogue.json` says who publishes and names the parts, one for each year of the items' dates and one for items without
a date, each with its number of items and its SHA-256: who has read the catalogue before fetches only what has changed,
and an edit touches one part. An item is a line of its part.

The form of both is described by `catalogue.schema.json` (JSON Schema 2020-12), which is published beside them. The
catalogue carries no time of its making.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.escaping import line
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import FIELDS, Metadata
from ttdn_site.syndication.publications import PublishedItem, published
from ttdn_site.syndication.structured import page_type

CATALOGUE = "catalogue.json"
SCHEMA = "catalogue.schema.json"
FOLDER = "catalogue"
VERSION = 1
# The part of what has no date.
UNDATED = "undated"

_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NEXT = ",\n"

# What the home page is called, whose address without language is empty.
HOME_ID = "index"


def _kept(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value or value not in ("", [], {})}


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _metadata(data: Metadata) -> dict[str, list[str]]:
    return {field: list(values) for field in FIELDS if (values := getattr(data, field))}


def _version(view: PageView, site: SiteIdentity, data: Metadata) -> dict[str, Any]:
    return _kept(
        {
            "language": view.lang,
            "url": view.canonical,
            "state": view.state,
            "title": line(view.title),
            "summary": "".join(data.description),
            "section": line(view.section_link.title) if view.section_link else "",
            "topics": [line(topic.title) for topic in view.topics],
            "place": line(view.place),
            "downloads": [
                {"title": line(link.title), "url": site.absolute(link.url, view.url)} for link in view.downloads
            ],
            "metadata": _metadata(data),
        }
    )


def _item(item: PublishedItem) -> dict[str, Any]:
    source = item.source
    _, site = item.versions[0]
    return _kept(
        {
            "id": item.key or HOME_ID,
            "type": source.type,
            "schema_type": page_type(source),
            "section": source.section,
            "date": source.date,
            "end_date": source.end_date,
            "updated": max(view.updated for view, _ in item.versions),
            "source_language": source.lang,
            "image": site.own_image(source.image_absolute),
            "licence": site.licence_url or site.licence,
            "sources": [
                _kept({"title": line(entry.title), "url": entry.url, "number": entry.number})
                for entry in source.sources
            ],
            "versions": [
                _version(view, site, data) for (view, site), data in zip(item.versions, item.metadata, strict=True)
            ],
        }
    )


def catalogue(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> tuple[tuple[str, bytes], ...]:
    """The catalogue of the pages given, in all languages, as paths with their bytes: the index, then its parts.

    sites: the portal's identity in each language, the default language first. Raises ValueError without any.
    """
    return catalogue_of((catalogue_entry(item) for item in published(views, sites)), sites)


def catalogue_entry(item: PublishedItem) -> tuple[str, str]:
    """The part an item belongs to, and the line that it is there."""
    return item.source.date[:4] or UNDATED, _LINE.encode(_item(item))


def catalogue_of(entries: Iterable[tuple[str, str]], sites: Sequence[SiteIdentity]) -> tuple[tuple[str, bytes], ...]:
    """The catalogue from finished entries in the order of `published`."""
    if not sites:
        raise ValueError("a catalogue needs the portal's identity in at least one language")
    base = sites[0].base_url
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for part, entry in entries:
        lines[part].append(entry)
    files: list[tuple[str, bytes]] = []
    parts: list[dict[str, Any]] = []
    # The latest year first, what has no date at the end.
    for part in sorted(lines, key=lambda part: (part != UNDATED, part), reverse=True):
        path = f"{FOLDER}/{part}.json"
        head = _LINE.encode({"$schema": base + SCHEMA, "version": VERSION, "part": part}).removesuffix("}")
        data = f'{head},"items":[\n{_NEXT.join(lines[part])}\n]}}\n'.encode()
        digest = hashlib.sha256(data).hexdigest()
        parts.append({"part": part, "url": base + path, "items": len(lines.pop(part)), "sha256": digest})
        files.append((path, data))
    index = {"$schema": base + SCHEMA, "version": VERSION, "portal": _portal(sites), "parts": parts}
    return ((CATALOGUE, _json(index)), *files)


def _portal(sites: Sequence[SiteIdentity]) -> dict[str, Any]:
    default = sites[0]
    return _kept(
        {
            "url": default.base_url,
            "publisher_url": default.organisation_url,
            "licence": default.licence_url or default.licence,
            "updated": default.last_update,
            "languages": [
                _kept(
                    {
                        "language": site.tag,
                        "url": site.home,
                        "name": site.name,
                        "title": site.portal,
                        "publisher": site.publisher,
                    }
                )
                for site in sites
            ],
        }
    )


def catalogue_schema(base_url: str) -> bytes:
    """The JSON Schema of the catalogue, at home under the portal's address."""
    text = resources.files("ttdn_site.syndication").joinpath(SCHEMA).read_text(encoding="utf-8")
    document = json.loads(text)
    return _json({"$schema": document.pop("$schema"), "$id": base_url + SCHEMA, **document})
