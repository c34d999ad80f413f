"""What machines take from this repository's own site, read by programs they use: feeds, calendars, sitemap, structured
data, the mandatory fields of Circular 24/2011/TT-BTTTT; in every language and for every section."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import jsonschema
import pytest
import sites
from lxml import etree

DATA = Path(__file__).parent / "syndication" / "data"
TAGS = {"": "vi", "en/": "en", "zh/": "zh-Hans", "ja/": "ja"}
SECTIONS = ("about", "news", "investment", "cooperation", "policy", "borders", "overseas", "documents")
# Sections that have news of their own in each language; in the others a feed may be empty.
WITH_NEWS = ("", "news/", "investment/", "cooperation/", "borders/", "documents/")
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What schema.org and its readers want of each type.
SHAPES = {
    "NewsArticle": ("headline", "datePublished", "dateModified", "inLanguage", "publisher", "author", "image", "url"),
    "Event": ("name", "startDate", "location", "inLanguage", "organizer", "eventStatus"),
    "BreadcrumbList": ("itemListElement",),
    "GovernmentOrganization": ("name", "url"),
    "WebSite": ("name", "url", "inLanguage", "publisher"),
    "Legislation": ("legislationIdentifier", "legislationDate", "name"),
    "Dataset": ("name", "description", "distribution", "license"),
}
MANDATORY = ("title", "creator", "date", "description", "publisher", "identifier")


@cache
def json_feed_schema() -> Any:
    return json.loads((DATA / "jsonfeed.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("segment", TAGS)
def test_feeds_of_the_portal_and_of_every_section(own_site: sites.BuiltSite, segment: str) -> None:
    for section in ("", *(f"{slug}/" for slug in SECTIONS)):
        stem = f"{segment}{section}feed"
        front = own_site.read(f"{segment}{section}index.html")
        titles = set()
        for ending in ("rss.xml", "atom.xml"):
            parsed: Any = feedparser.parse((own_site.folder / f"{stem}.{ending}").read_bytes())
            assert not parsed.bozo, f"{stem}.{ending}: {parsed.get('bozo_exception')}"
            assert parsed.feed.language == TAGS[segment]
            titles.add((parsed.feed.title, parsed.feed.subtitle))
            assert bool(parsed.entries) or section not in WITH_NEWS, stem
            for entry in parsed.entries:
                assert entry.title, stem
                assert entry.link.startswith(own_site.project.base_url + segment), stem
                assert len(entry.content[0].value) >= len(entry.summary), entry.link
        assert len(titles) == 1, titles
        document = json.loads(own_site.read(f"{stem}.json"))
        jsonschema.validate(document, json_feed_schema())
        assert document["language"] == TAGS[segment]
        for ending in ("rss.xml", "atom.xml", "json"):
            assert f'{section}feed.{ending}">' in front, f"{stem}.{ending} is not found from its page"


@pytest.mark.parametrize("segment", TAGS)
def test_the_calendar(own_site: sites.BuiltSite, segment: str) -> None:
    calendar: Any = icalendar.Calendar.from_ical((own_site.folder / f"{segment}events.ics").read_bytes())
    pages = [path for path in own_site.pages if re.fullmatch(rf"{segment}events/[^/]+/index\.html", path)]
    events = calendar.walk("VEVENT")
    assert len(events) == len(pages) >= 10
    for event in events:
        assert event["SUMMARY"]
        assert event["DTSTART"].dt < event["DTEND"].dt
        assert str(event["URL"]).startswith(own_site.project.base_url + segment)


def test_the_sitemap_by_its_schema(own_site: sites.BuiltSite) -> None:
    root = etree.fromstring((own_site.folder / "sitemap.xml").read_bytes())
    etree.XMLSchema(etree.parse(DATA / "sitemap.xsd")).assertValid(root)
    assert len(root) > 400


def test_structured_data(own_site: sites.BuiltSite) -> None:
    seen: dict[str, int] = {}
    for path in own_site.pages:
        for text in BLOCK.findall(own_site.read(path)):
            for node in json.loads(text)["@graph"]:
                kind = node["@type"]
                seen[kind] = seen.get(kind, 0) + 1
                missing = [name for name in SHAPES.get(kind, ()) if not node.get(name)]
                assert not missing, f"{path}: {kind} has no {missing}"
                for name in ("datePublished", "dateModified", "startDate", "endDate"):
                    assert name not in node or DAY.match(node[name]), f"{path}: {name}"
                if kind == "BreadcrumbList":
                    places = [item["position"] for item in node["itemListElement"]]
                    assert places == list(range(1, len(places) + 1)), path
                if kind == "NewsArticle" and node["inLanguage"] != "vi":
                    assert node["translationOfWork"], path
                if kind == "NewsArticle" and node["inLanguage"] == "vi" and f"en/{path}" in own_site.pages:
                    english = own_site.read(f"en/{path}")
                    assert bool(node.get("workTranslation")) == ('class="notice"' not in english), path
    assert {"NewsArticle", "Event", "BreadcrumbList", "GovernmentOrganization", "WebSite", "Dataset"} <= set(seen)
    assert seen["NewsArticle"] >= 20 + 3 * 12


def test_the_mandatory_fields_of_circular_24(own_site: sites.BuiltSite) -> None:
    """None is empty, and what is in another language is described in Vietnamese and English."""
    text = own_site.read("metadata.csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 200
    for row in rows:
        where = row["DC.identifier"]
        assert all(row[f"DC.{name}"].strip() for name in MANDATORY), where
        if row["DC.language"] not in ("vi", ""):
            assert all(row[f"DC.{name} (vi)"].strip() for name in ("title", "description")), where
        if row["DC.language"] not in ("vi", "en", ""):
            assert all(row[f"DC.{name} (en)"].strip() for name in ("title", "description")), where
    listed = {row["DC.identifier"] for row in rows}
    exported = etree.fromstring((own_site.folder / "metadata.xml").read_bytes())
    assert {node.text for node in exported.iter("{http://purl.org/dc/elements/1.1/}identifier")} == listed
