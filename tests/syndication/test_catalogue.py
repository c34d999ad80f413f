"""The catalogue and the metadata export: valid by their schema, complete, free of what is not published."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from lxml import etree

from ttdn_site.pages.views import Link, PageView
from ttdn_site.syndication.catalogue import catalogue, catalogue_schema
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata_export import metadata_csv, metadata_xml

Site = Callable[..., SiteIdentity]
View = Callable[..., PageView]
BASE = "https://laichau.gov.vn/ttdn/"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def sites(site: Site) -> list[SiteIdentity]:
    return [site(tag) for tag in ("vi", "en", "zh-Hans", "ja")]


@pytest.fixture
def views(view: View) -> list[PageView]:
    return [
        view("ja", updated="2026-02-01"),
        view("vi"),
        view("en", state="stale"),
        view("zh-Hans", state="fallback", lang="vi", canonical=f"{BASE}news/ham-hoang-lien/"),
        view("vi", key="", type="page", title="Lai Châu", date="", alternates=()),
        view(
            "ja",
            key="documents/nd-72-2015",
            type="document",
            title="=対外情報活動に関する政令",
            alternates=(),
            downloads=(Link("PDF", "../../../assets/nd-72.pdf"),),
            extra={"number": "72/2015/NĐ-CP", "source_tag": "ja"},
        ),
        view("vi", key="news/2025", state="generated"),
        view("vi", key="404", noindex=True),
    ]


def _catalogue(views: list[PageView], sites: list[SiteIdentity]) -> dict[str, Any]:
    """The index with the items of all parts; every file is valid, and what the index says of a part is so."""
    files = dict(catalogue(views, sites))
    schema = json.loads(catalogue_schema(BASE))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    documents = {path: json.loads(data) for path, data in files.items()}
    for document in documents.values():
        validator.validate(document)
        assert document["$schema"] == schema["$id"] == f"{BASE}catalogue.schema.json"
    index: dict[str, Any] = documents.pop("catalogue.json")
    assert [BASE + path for path in documents] == [part["url"] for part in index["parts"]]
    for part, (path, document) in zip(index["parts"], documents.items(), strict=True):
        assert document["part"] == part["part"]
        assert len(document["items"]) == part["items"] == files[path].count(b"\n") - 2, "an item a line"
        assert hashlib.sha256(files[path]).hexdigest() == part["sha256"]
    return {**index, "items": [item for document in documents.values() for item in document["items"]]}


def test_parts_are_years(view: View, sites: list[SiteIdentity]) -> None:
    dates = ["2025-12-19", "", "2026-01-02", "2025-01-01", "1998-05-05"]
    views = [view("vi", key=f"news/{number}", date=date, alternates=()) for number, date in enumerate(dates)]
    found = _catalogue(views, sites)
    assert [(part["part"], part["items"]) for part in found["parts"]] == [
        ("2026", 1),
        ("2025", 2),
        ("1998", 1),
        ("undated", 1),
    ]
    before, after = dict(catalogue(views, sites)), dict(catalogue(views[1:], sites))
    assert [path for path in before if before[path] != after[path]] == ["catalogue.json", "catalogue/2025.json"]


def test_an_index_is_no_part(views: list[PageView], sites: list[SiteIdentity]) -> None:
    index = json.loads(dict(catalogue(views, sites))["catalogue.json"])
    validator = jsonschema.Draft202012Validator(json.loads(catalogue_schema(BASE)))
    assert validator.is_valid(index)
    assert not validator.is_valid({**index, "items": [], "part": "2026"})
    assert not validator.is_valid({name: value for name, value in index.items() if name != "parts"})


def test_items_and_their_versions(views: list[PageView], sites: list[SiteIdentity]) -> None:
    document = _catalogue(views, sites)
    items = {item["id"]: item for item in document["items"]}
    assert sorted(items) == ["documents/nd-72-2015", "index", "news/ham-hoang-lien"], "no fallback, list or error page"
    article = items["news/ham-hoang-lien"]
    assert [(version["language"], version["state"]) for version in article["versions"]] == [
        ("vi", "source"),
        ("en", "stale"),
        ("ja", "translated"),
    ]
    assert article["type"] == "article"
    assert article["source_language"] == "vi"
    assert article["updated"] == "2026-02-01"
    assert article["sources"][1] == {"title": "Kế hoạch", "number": "93/KH-UBND"}
    assert article["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["versions"][0]["metadata"]["identifier"] == [f"{BASE}news/ham-hoang-lien/"]
    document_version = items["documents/nd-72-2015"]["versions"][0]
    assert document_version["downloads"] == [{"title": "PDF", "url": f"{BASE}assets/nd-72.pdf"}]


def test_portal_in_every_language(views: list[PageView], sites: list[SiteIdentity]) -> None:
    portal = _catalogue(views, sites)["portal"]
    assert [entry["language"] for entry in portal["languages"]] == ["vi", "en", "zh-Hans", "ja"]
    assert portal["updated"] == "2026-03-10"


def test_order_of_views_does_not_matter(views: list[PageView], sites: list[SiteIdentity]) -> None:
    assert catalogue(views, sites) == catalogue(list(reversed(views)), sites)
    assert metadata_csv(views, sites) == metadata_csv(list(reversed(views)), sites)


def test_an_empty_catalogue_is_valid_and_a_nameless_portal_is_refused(sites: list[SiteIdentity]) -> None:
    assert _catalogue([], sites)["items"] == []
    with pytest.raises(ValueError, match="language"):
        catalogue([], [])


def test_metadata_as_csv(views: list[PageView], sites: list[SiteIdentity]) -> None:
    content = metadata_csv(views, sites)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 5
    for row in rows:
        for field in ("title", "creator", "date", "description", "publisher", "identifier"):
            assert row[f"DC.{field}"], "mandatory fields are never empty"
    by_address = {row["DC.identifier"]: row for row in rows}
    japanese = by_address[f"{BASE}ja/news/ham-hoang-lien/"]
    assert japanese["DC.title (vi)"] == "Khởi công hầm đường bộ qua đèo Hoàng Liên"
    assert japanese["DC.title (en)"] == "Work starts on the Hoang Lien pass tunnel"
    assert by_address[f"{BASE}news/ham-hoang-lien/"]["DC.title (en)"] == "", "only foreign items are described again"
    assert by_address[f"{BASE}en/news/ham-hoang-lien/"]["DC.title (en)"] == "", "English describes itself"
    only_japanese = by_address[f"{BASE}ja/documents/nd-72-2015/"]
    assert only_japanese["DC.title"] == "'=対外情報活動に関する政令", "a spreadsheet must not take it for a formula"
    assert only_japanese["DC.title (vi)"] == ""


def test_metadata_as_xml(views: list[PageView], sites: list[SiteIdentity]) -> None:
    root = etree.fromstring(metadata_xml(views, sites))
    assert len(root) == 5
    (japanese,) = [record for record in root if record.findtext(f"{DC}identifier") == f"{BASE}ja/news/ham-hoang-lien/"]
    assert japanese.get(XML_LANG) == "ja"
    assert [title.get(XML_LANG) for title in japanese.iter(f"{DC}title")] == [None, "vi", "en"]
    assert [subject.text for subject in japanese.iter(f"{DC}subject")] == ["Giao thông", "Tin tức, sự kiện"]
