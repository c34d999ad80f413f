"""Metadata of everything published, as Circular 24/2011/TT-BTTTT wants it to be exportable: CSV and XML.

One record is one version of a page. A record in a foreign language is described in Vietnamese and English as well
wherever the page exists in them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.escaping import xml
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import FIELDS, Metadata, metadata_of
from ttdn_site.syndication.publications import published

# The languages in which the circular wants foreign-language items described, and the fields that describe.
DESCRIBED_IN = ("vi", "en")
DESCRIBING = ("title", "description")

# What makes a spreadsheet take a cell for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

Record = tuple[Metadata, tuple[tuple[str, Metadata], ...]]


def records(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> Iterator[Record]:
    """Per version its metadata, and for a foreign language the metadata of the versions that describe it, by tag."""
    for item in published(views, sites):
        own = {view.tag: metadata_of(view, site) for view, site in item.versions}
        for tag, data in own.items():
            also = tuple((other, own[other]) for other in DESCRIBED_IN if other in own) if tag != "vi" else ()
            yield data, tuple((other, described) for other, described in also if other != tag)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def metadata_csv(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> bytes:
    """CSV by RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it. Several values are parted by `;`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [(tag, field) for tag in DESCRIBED_IN for field in DESCRIBING]
    writer.writerow([f"DC.{field}" for field in FIELDS] + [f"DC.{field} ({tag})" for tag, field in columns])
    for data, described in records(views, sites):
        by_tag = dict(described)
        more = [by_tag[tag].joined(field) if tag in by_tag else "" for tag, field in columns]
        writer.writerow([_cell(text) for text in [*(data.joined(field) for field in FIELDS), *more]])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def metadata_xml(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> bytes:
    """Dublin Core elements, one for each value; what describes in another language carries its `xml:lang`."""
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<records xmlns:dc="{_DUBLIN_CORE}">\n']
    for data, described in records(views, sites):
        parts.append(f'<record xml:lang="{xml(data.joined("language"))}">\n')
        for field in FIELDS:
            parts.extend(f"<dc:{field}>{xml(value)}</dc:{field}>\n" for value in getattr(data, field))
        for tag, other in described:
            for field in DESCRIBING:
                parts.extend(
                    f'<dc:{field} xml:lang="{tag}">{xml(value)}</dc:{field}>\n' for value in getattr(other, field)
                )
        parts.append("</record>\n")
    parts.append("</records>\n")
    return "".join(parts).encode("utf-8")
