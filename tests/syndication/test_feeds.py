"""Feeds, read by a feed reader and held against their specifications."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree

from ttdn_site.markup.links import BASE as ROOT_MARK
from ttdn_site.pages.views import PageView
from ttdn_site.syndication.dates import moment
from ttdn_site.syndication.feeds import Feed, atom, feed_files, feed_of, json_feed, rss
from ttdn_site.syndication.identity import SiteIdentity

Site = Callable[..., SiteIdentity]
View = Callable[..., PageView]
DATA = Path(__file__).parent / "data"
BASE = "https://laichau.gov.vn/ttdn/"
TAGS = ("vi", "en", "zh-Hans", "ja")


@pytest.fixture
def feed(site: Site, view: View) -> Callable[..., Feed]:
    def make(tag: str = "vi", *views: PageView) -> Feed:
        chosen = views or (
            view(tag, key="news/a", date="2025-11-28", updated="2026-02-03", title="A & <b>B</b>"),
            view(tag, key="news/b", date="2025-12-19"),
            view(tag, key="news/c", date="2026-01-01", state="fallback", lang="vi"),
            view(tag, key="news/d", date="2026-01-01", noindex=True),
            view(tag, key="about", type="page", date=""),
        )
        prefix = site(tag).home.removeprefix(BASE)
        return feed_of(
            chosen,
            site(tag),
            f"{prefix}feeds/news",
            title="Tin tức – Trang thông tin đối ngoại",
            description="Tin của tỉnh",
            home=f"{BASE}{prefix}news/",
        )

    return make


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("render", [rss, atom])
def test_a_reader_understands(feed: Callable[..., Feed], render: Callable[[Feed], bytes], tag: str) -> None:
    parsed = feedparser.parse(render(feed(tag)))
    assert not parsed.bozo
    assert parsed.feed.title == "Tin tức – Trang thông tin đối ngoại"
    assert parsed.feed.language == tag
    assert [entry.link.rpartition("/news/")[2] for entry in parsed.entries] == ["b/", "a/"], "newest first, no fallback"
    entry = parsed.entries[1]
    assert entry.title == "A & <b>B</b>"
    assert entry.id == entry.link
    assert entry.author
    assert entry.published_parsed[:5] == (2025, 11, 27, 17, 0), "midnight in Viet Nam"
    content = entry.content[0]
    assert "https://laichau.gov.vn/ttdn/" in content.value
    assert '"../' not in content.value


def test_rss_structure(feed: Callable[..., Feed]) -> None:
    root = etree.fromstring(rss(feed("ja")))
    channel = root[0]
    assert root.get("version") == "2.0"
    assert [child.tag for child in channel[:4]] == ["title", "link", "description", "language"]
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == f"{BASE}ja/feeds/news.rss.xml"
    assert channel.findtext("lastBuildDate") == "Tue, 03 Feb 2026 00:00:00 +0700", "the latest change of any entry"
    for item in channel.iter("item"):
        assert item.find("guid").get("isPermaLink") == "true"
        assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "ライチャウ省人民委員会"


@pytest.mark.parametrize("tag", TAGS)
def test_atom_by_its_schema(feed: Callable[..., Feed], tag: str) -> None:
    root = etree.fromstring(atom(feed(tag)))
    etree.RelaxNG(etree.parse(DATA / "atom.rng")).assertValid(root)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == tag
    assert root.findtext("{*}updated") == "2026-02-03T00:00:00+07:00"


@pytest.mark.parametrize("tag", TAGS)
def test_json_feed_by_its_schema(feed: Callable[..., Feed], tag: str) -> None:
    document = json.loads(json_feed(feed(tag)))
    jsonschema.validate(document, json.loads((DATA / "jsonfeed.schema.json").read_text(encoding="utf-8")))
    assert document["language"] == tag
    assert document["items"][1]["date_modified"] == "2026-02-03T00:00:00+07:00"


def test_a_feed_without_entries_is_valid_and_dated(feed: Callable[..., Feed], view: View) -> None:
    empty = feed("zh-Hans", view("zh-Hans", state="fallback"))
    root = etree.fromstring(atom(empty))
    etree.RelaxNG(etree.parse(DATA / "atom.rng")).assertValid(root)
    assert root.findtext("{*}updated") == "2026-03-10T00:00:00+07:00", "the portal's last change, not the clock"
    assert not feedparser.parse(rss(empty)).bozo
    assert json.loads(json_feed(empty))["items"] == []


def test_hostile_text_stays_text(feed: Callable[..., Feed], view: View) -> None:
    hostile = "]]></title><script>alert(1)</script>&\x00\x0b"
    nasty = feed("vi", view(title=hostile, summary=hostile, body=f"<p>{hostile}</p>"))
    for render in (rss, atom):
        root = etree.fromstring(render(nasty))
        assert not root.findall(".//{*}script")
        assert any("]]></title><script>" in (element.text or "") for element in root.iter("{*}title"))


def test_newest_are_kept_in_a_stable_order(feed: Callable[..., Feed], view: View) -> None:
    views = [view(key=f"news/{number:02}", date=f"2026-01-{number % 28 + 1:02}") for number in range(40)]
    first, second = feed("vi", *views), feed("vi", *reversed(views))
    assert len(first.entries) == 30
    assert feed_files(first, "feeds/news") == feed_files(second, "feeds/news")


def test_asset_addresses_that_await_their_page(feed: Callable[..., Feed], view: View) -> None:
    entry = feed("en", view("en", body=f'<p><img src="{ROOT_MARK}assets/a.png"></p>')).entries[0]
    assert entry.content == f'<p><img src="{BASE}assets/a.png"></p>'


def test_a_page_without_text_gives_its_summary(feed: Callable[..., Feed], view: View) -> None:
    assert feed("vi", view(body="", summary="Một & hai")).entries[0].content == "<p>Một &amp; hai</p>"


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        moment("2026-01-01T08:00:00", "+07:00")
