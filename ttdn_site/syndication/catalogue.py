"""The catalogue: everything published as one JSON document, for portals that take content in.

Its form is described by `catalogue.schema.json` (JSON Schema 2020-12), which is published beside it. The catalogue
carries no time of its making.
"""

from __future__ import annotations

import json
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

# What the home page is called, whose address without language is empty.
HOME_ID = "index"


def _kept(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in ("", [], {})}


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


def catalogue(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> bytes:
    """The catalogue of the pages given, in all languages.

    sites: the portal's identity in each language, the default language first. Raises ValueError without any.
    """
    return catalogue_of((catalogue_entry(item) for item in published(views, sites)), sites)


def catalogue_entry(item: PublishedItem) -> str:
    """One entry of `items` as it stands in the file."""
    return json.dumps(_item(item), ensure_ascii=False, indent=1).replace("\n", "\n  ")


def catalogue_of(entries: Iterable[str], sites: Sequence[SiteIdentity]) -> bytes:
    """The catalogue from finished entries in the order of `published`."""
    if not sites:
        raise ValueError("a catalogue needs the portal's identity in at least one language")
    default = sites[0]
    head = _json(
        {
            "$schema": default.base_url + SCHEMA,
            "version": 1,
            "portal": _kept(
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
            ),
            "items": [],
        }
    )
    listed = ",\n  ".join(entries)
    if not listed:
        return head
    return head.removesuffix(b"[]\n}\n") + f"[\n  {listed}\n ]\n}}\n".encode()


def catalogue_schema(base_url: str) -> bytes:
    """The JSON Schema of the catalogue, at home under the portal's address."""
    text = resources.files("ttdn_site.syndication").joinpath(SCHEMA).read_text(encoding="utf-8")
    document = json.loads(text)
    return _json({"$schema": document.pop("$schema"), "$id": base_url + SCHEMA, **document})
