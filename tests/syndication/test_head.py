"""Heads are read back with an HTML parser, as search engines and link previews do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from ttdn_site.pages.views import ImageView, Link, PageView, ShellView
from ttdn_site.problems import Location
from ttdn_site.syndication import escaping
from ttdn_site.syndication.head import alternates, document_title, feed_links, head_meta
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import MANDATORY, metadata_of, metadata_problems

Site = Callable[..., SiteIdentity]
View = Callable[..., PageView]
BASE = "https://laichau.gov.vn/ttdn/"


def _head(markup: str) -> Any:
    return html.document_fromstring(f"<html><head>{markup}</head><body></body></html>").head


def _metas(markup: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in _head(markup).iter("meta"):
        found.setdefault(meta.get("name") or meta.get("property"), []).append(meta.get("content"))
    return found


def _graph(markup: str) -> dict[str, dict[str, Any]]:
    scripts = _head(markup).xpath("//script[@type='application/ld+json']")
    if not scripts:
        return {}
    data = json.loads(scripts[0].text)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_article_open_graph(site: Site, view: View) -> None:
    metas = _metas(head_meta(view("en"), site("en")))
    assert metas["og:type"] == ["article"]
    assert metas["og:locale"] == ["en_US"]
    assert metas["og:locale:alternate"] == ["vi_VN", "ja_JP"], "only real translations, with an underscore"
    assert metas["og:url"] == [f"{BASE}en/news/ham-hoang-lien/"]
    assert metas["og:image"] == [f"{BASE}assets/share-en.png"]
    assert (metas["og:image:width"], metas["og:image:height"]) == (["1200"], ["630"])
    assert metas["og:image:alt"] == ["Lai Chau – External Information Portal"]
    assert metas["twitter:card"] == ["summary_large_image"]
    assert metas["article:published_time"] == ["2025-12-19"]


def test_own_image_wins_over_the_share_image(site: Site, view: View, image: ImageView) -> None:
    metas = _metas(head_meta(view(image=image, image_absolute=f"{BASE}assets/ham.jpg"), site()))
    assert metas["og:image"] == [f"{BASE}assets/ham.jpg"]
    assert metas["og:image:width"] == ["1600"]
    assert metas["og:image:alt"] == ["Cửa hầm “phía Tây”"]


def test_dublin_core(site: Site, view: View) -> None:
    metas = _metas(head_meta(view(), site()))
    assert metas["DC.title"] == ["Khởi công hầm đường bộ qua đèo Hoàng Liên"]
    assert metas["DC.creator"] == metas["DC.publisher"] == ["Ủy ban nhân dân tỉnh Lai Châu"]
    assert metas["DC.date"] == ["2025-12-19"]
    assert metas["DC.identifier"] == [f"{BASE}news/ham-hoang-lien/"]
    assert metas["DC.language"] == ["vi"]
    assert metas["DC.subject"] == ["Giao thông; Tin tức, sự kiện"], "several values parted by a semicolon"
    assert metas["DC.source"] == ["Báo Lai Châu, https://baolaichau.vn/a; Kế hoạch, 93/KH-UBND"]
    assert "DC.contributor" not in metas


def test_a_semicolon_in_a_value_does_not_become_two_values(site: Site, view: View) -> None:
    data = metadata_of(view(title="Biên giới; biển đảo"), site())
    assert data.joined("title") == "Biên giới, biển đảo"


def test_mandatory_fields_are_filled_from_the_next_best_place(site: Site, view: View) -> None:
    bare = view(summary="", date="", updated="", sources=(), topics=(), section_link=None)
    data = metadata_of(bare, site())
    assert data.missing() == ()
    assert data.joined("description") == "Hầm dài 8,8 km. Đối tác", "the first paragraph without its tags"
    assert data.joined("date") == "2026-03-10", "the portal's last update"
    assert not list(metadata_problems(bare, site(), Location("docs/vi/a.md")))


def test_empty_mandatory_fields_are_problems(site: Site, view: View) -> None:
    empty = view(title="", summary="", body="", date="", canonical="")
    nobody = site(agency="", portal="", description="", last_update="")
    problems = list(metadata_problems(empty, nobody, Location("docs/vi/a.md")))
    assert [dict(item.parameters)["field"] for item in problems] == list(MANDATORY)
    assert {item.code.id for item in problems} == {"SY001"}


def test_news_article(site: Site, view: View) -> None:
    nodes = _graph(head_meta(view(), site()))
    article = nodes["NewsArticle"]
    assert article["headline"] == "Khởi công hầm đường bộ qua đèo Hoàng Liên"
    assert article["inLanguage"] == "vi"
    assert (article["datePublished"], article["dateModified"]) == ("2025-12-19", "2025-12-19")
    assert article["publisher"]["@type"] == "GovernmentOrganization"
    assert article["workTranslation"] == [
        {"@type": "NewsArticle", "@id": f"{BASE}en/news/ham-hoang-lien/", "inLanguage": "en"},
        {"@type": "NewsArticle", "@id": f"{BASE}ja/news/ham-hoang-lien/", "inLanguage": "ja"},
    ]
    assert article["citation"][0] == {
        "@type": "CreativeWork",
        "name": "Báo Lai Châu",
        "url": "https://baolaichau.vn/a",
    }
    assert [item["item"] for item in nodes["BreadcrumbList"]["itemListElement"]] == [
        BASE,
        f"{BASE}news/",
        f"{BASE}news/ham-hoang-lien/",
    ]


def test_translation_names_its_original_by_the_originals_address(site: Site, view: View) -> None:
    original = _graph(head_meta(view("vi"), site("vi")))["NewsArticle"]
    translation = _graph(head_meta(view("ja", updated="2026-01-02"), site("ja")))["NewsArticle"]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert translation["@id"] in {work["@id"] for work in original["workTranslation"]}
    assert translation["dateModified"] == "2026-01-02"
    assert "workTranslation" not in translation


def test_home_names_site_and_publisher(site: Site, view: View) -> None:
    home = view("ja", key="", type="home", state="source", title="ライチャウ省")
    nodes = _graph(head_meta(home, site("ja", telephone="+84 213 3876 000", channels=("https://example.vn/kenh",))))
    assert nodes["WebSite"]["inLanguage"] == "ja"
    assert nodes["WebSite"]["potentialAction"]["target"]["urlTemplate"].endswith("ja/search/?q={search_term_string}")
    assert nodes["GovernmentOrganization"]["telephone"] == "+84 213 3876 000"
    assert nodes["GovernmentOrganization"]["sameAs"] == ["https://example.vn/kenh"]
    assert nodes["WebSite"]["publisher"]["@id"] == nodes["GovernmentOrganization"]["@id"]


def test_event_and_deadline(site: Site, view: View) -> None:
    event = view(type="event", date="2025-11-28", end_date="2025-11-30", place="Quảng trường Nhân dân", extra={})
    node = _graph(head_meta(event, site()))["Event"]
    assert (node["startDate"], node["endDate"]) == ("2025-11-28", "2025-11-30")
    assert node["location"]["name"] == "Quảng trường Nhân dân"
    abroad = _graph(head_meta(view(type="event", date="2024-06-12", place="Côn Minh", extra={}), site()))["Event"]
    assert abroad["location"] == {"@type": "Place", "name": "Côn Minh", "address": "Côn Minh"}
    assert node["organizer"] == {"@id": f"{BASE}#organization"}
    deadline = view(type="event", extra={"kind": "deadline"})
    assert "Event" not in _graph(head_meta(deadline, site()))


def test_legislation(site: Site, view: View) -> None:
    facts = {"number": "72/2015/NĐ-CP", "issuer": "Chính phủ", "effective": "2015-10-22", "force": "in_force"}
    document = view(type="document", date="2015-09-07", extra=facts)
    node = _graph(head_meta(document, site()))["Legislation"]
    assert node["legislationIdentifier"] == "72/2015/NĐ-CP", "the symbol is never changed"
    assert node["legislationDate"] == "2015-09-07"
    assert node["legislationLegalForce"] == "https://schema.org/InForce"
    assert node["legislationPassedBy"]["name"] == "Chính phủ"
    assert _metas(head_meta(document, site()))["DC.creator"] == ["Chính phủ"]


def test_dataset_lists_its_downloads_with_absolute_addresses(site: Site, view: View) -> None:
    plan = view(type="plan", extra={"schema_type": "Dataset"}, downloads=(Link("CSV", "93.csv", kind="text/csv"),))
    node = _graph(head_meta(plan, site()))["Dataset"]
    assert node["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "CSV",
            "contentUrl": f"{BASE}news/ham-hoang-lien/93.csv",
            "encodingFormat": "text/csv",
        }
    ]


def test_fallback_points_to_its_source_and_claims_nothing(site: Site, view: View) -> None:
    fallback = view("zh-Hans", lang="vi", state="fallback", title="Khởi công", canonical=f"{BASE}news/ham-hoang-lien/")
    markup = head_meta(fallback, site("zh-Hans"))
    assert _head(markup).xpath("//link[@rel='canonical']/@href") == [f"{BASE}news/ham-hoang-lien/"]
    assert _metas(markup)["og:locale"] == ["vi_VN"]
    assert _metas(markup)["DC.language"] == ["vi"]
    assert "og:locale:alternate" not in _metas(markup)
    assert not _graph(markup)
    assert alternates(fallback) == ""


def test_alternates_list_every_version_and_x_default(view: View) -> None:
    links = _head(alternates(view("ja"))).xpath("//link")
    assert [(link.get("hreflang"), link.get("href")) for link in links] == [
        ("vi", f"{BASE}news/ham-hoang-lien/"),
        ("en", f"{BASE}en/news/ham-hoang-lien/"),
        ("ja", f"{BASE}ja/news/ham-hoang-lien/"),
        ("x-default", f"{BASE}news/ham-hoang-lien/"),
    ]
    assert alternates(view("ja")) == alternates(view("vi")), "reciprocal: every version prints the same set"


def test_a_fallback_is_kept_out_by_its_canonical_address_alone(site: Site, view: View) -> None:
    markup = head_meta(view("ja", state="fallback", lang="vi", noindex=True, canonical=f"{BASE}a/"), site("ja"))
    assert "robots" not in _metas(markup)
    assert _head(markup).xpath("//link[@rel='canonical']/@href") == [f"{BASE}a/"]
    assert _metas(markup)["og:url"] == [f"{BASE}a/"]


def test_original_in_another_language_than_the_default(site: Site, view: View) -> None:
    english = view("en", state="source", source_url="./")
    vietnamese = view("vi", state="translated", source_url="../../en/news/ham-hoang-lien/")
    assert len(_graph(head_meta(english, site("en")))["NewsArticle"]["workTranslation"]) == 2
    node = _graph(head_meta(vietnamese, site("vi")))["NewsArticle"]
    assert node["translationOfWork"] == {"@type": "NewsArticle", "@id": english.canonical, "inLanguage": "en"}


def test_noindex_and_preview(site: Site, view: View) -> None:
    missing = head_meta(view(noindex=True, canonical=""), site())
    assert _metas(missing)["robots"] == ["noindex"]
    assert not _head(missing).xpath("//link[@rel='canonical']")
    assert not _graph(missing)
    assert _metas(head_meta(view(), site(preview=True)))["robots"] == ["noindex"]
    assert "robots" not in _metas(head_meta(view(), site()))


HOSTILE = '</script><script>alert(1)</script> "&\u2028\x00<!--'


def test_hostile_text_stays_text(site: Site, view: View) -> None:
    markup = head_meta(view(title=HOSTILE, summary=HOSTILE, topics=(Link(HOSTILE, "../x/"),)), site())
    head = _head(markup)
    assert [script.get("type") for script in head.iter("script")] == ["application/ld+json"]
    assert {element.tag for element in head} == {"meta", "link", "script"}
    assert _graph(markup)["NewsArticle"]["headline"].startswith("</script><script>alert(1)")
    assert "\x00" not in markup


def test_document_title(site: Site, view: View) -> None:
    assert document_title(view("en"), site("en")).endswith("tunnel – External Information Portal")
    assert document_title(view("ja"), site("ja", title_pattern="{title}｜{portal}")).endswith("着工｜対外情報サイト")
    assert document_title(view(key=""), site()) == "Lai Châu – Trang thông tin đối ngoại"
    assert document_title(view(title="  Hai\n dòng "), site()).startswith("Hai dòng –")


def test_feed_links(view: View) -> None:
    shell = ShellView(
        segment="ja",
        tag="ja",
        og="ja_JP",
        base="../",
        home="../",
        kind="list",
        section="news",
        site_name="",
        portal="",
        tagline="",
        agency="",
        sections=(),
        second=(),
        service=(),
        feeds=(
            Link("ニュース（RSS）", "../feeds/news.xml", kind="rss"),
            Link("行事予定", "../feeds/events.ics"),
            Link("説明", "../feeds/"),
        ),
        section_feeds=(Link("RSS", "../news/feed.rss.xml", summary="ニュース – サイト", kind="rss"),),
        identity=(),
        channels=(),
        content_licence="",
        last_update="",
        last_update_iso="",
        search_page="",
        search_index="",
        motif="",
        weave="",
    )
    links = _head(feed_links(shell)).xpath("//link")
    assert [(link.get("type"), link.get("href")) for link in links] == [
        ("application/rss+xml", "../news/feed.rss.xml"),
        ("application/rss+xml", "../feeds/news.xml"),
        ("text/calendar", "../feeds/events.ics"),
    ]


def test_base_url_must_be_absolute(site: Site) -> None:
    with pytest.raises(ValueError, match="base_url"):
        site(base_url="/ttdn")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Ngắn.", 20, "Ngắn."),
        ("Câu một dài hơn. Câu hai bị cắt.", 20, "Câu một dài hơn."),
        ("một hai ba bốn năm sáu", 16, "một hai ba bốn…"),
        ("第一句比较长。第二句被截断。", 10, "第一句比较长。"),
        ("一二三四五六七八九十", 6, "一二三四五…"),
    ],
)
def test_shortened(text: str, limit: int, expected: str) -> None:
    assert escaping.shortened(text, limit) == expected
