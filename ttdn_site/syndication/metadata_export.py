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
from ttdn_site.syndication.metadata import FIELDS, Metadata
from ttdn_site.syndication.publications import PublishedItem, published

# The languages in which the circular wants foreign-language items described, and the fields that describe.
DESCRIBED_IN = ("vi", "en")
DESCRIBING = ("title", "description")

# What makes a spreadsheet take a cell for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

Record = tuple[Metadata, tuple[tuple[str, Metadata], ...]]


def records(item: PublishedItem) -> Iterator[Record]:
    """Per version its metadata, and for a foreign language the metadata of the versions that describe it, by tag."""
    own = {view.tag: data for (view, _), data in zip(item.versions, item.metadata, strict=True)}
    for tag, data in own.items():
        also = tuple((other, own[other]) for other in DESCRIBED_IN if other in own) if tag != "vi" else ()
        yield data, tuple((other, described) for other, described in also if other != tag)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def metadata_csv(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> bytes:
    """CSV by RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it. Several values are parted by `;`."""
    return csv_of(csv_rows(records(item)) for item in published(views, sites))


def metadata_xml(views: Iterable[PageView], sites: Sequence[SiteIdentity]) -> bytes:
    """Dublin Core elements, one for each value; what describes in another language carries its `xml:lang`."""
    return xml_of(xml_records(records(item)) for item in published(views, sites))


_COLUMNS = tuple((tag, field) for tag in DESCRIBED_IN for field in DESCRIBING)


def _csv(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def csv_rows(records: Iterable[Record]) -> str:
    """The rows of some records, as they stand in the file."""
    rows: list[list[str]] = []
    for data, described in records:
        by_tag = dict(described)
        more = [by_tag[tag].joined(field) if tag in by_tag else "" for tag, field in _COLUMNS]
        rows.append([_cell(text) for text in [*(data.joined(field) for field in FIELDS), *more]])
    return _csv(rows)


def csv_of(rows: Iterable[str]) -> bytes:
    """The file from finished rows in the order of `published`."""
    head = [*(f"DC.{field}" for field in FIELDS), *(f"DC.{field} ({tag})" for tag, field in _COLUMNS)]
    return b"\xef\xbb\xbf" + "".join((_csv([head]), *rows)).encode()


def xml_records(records: Iterable[Record]) -> str:
    """Some records as they stand in the file."""
    parts: list[str] = []
    for data, described in records:
        parts.append(f'<record xml:lang="{xml(data.joined("language"))}">\n')
        for field in FIELDS:
            parts.extend(f"<dc:{field}>{xml(value)}</dc:{field}>\n" for value in getattr(data, field))
        for tag, other in described:
            for field in DESCRIBING:
                parts.extend(
                    f'<dc:{field} xml:lang="{tag}">{xml(value)}</dc:{field}>\n' for value in getattr(other, field)
                )
        parts.append("</record>\n")
    return "".join(parts)


def xml_of(records: Iterable[str]) -> bytes:
    """The file from finished records in the order of `published`."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<records xmlns:dc="{_DUBLIN_CORE}">\n'
    return "".join((head, *records, "</records>\n")).encode("utf-8")
