"""A small portal in four languages, as the engine hands it over."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from ttdn_site.pages.views import ImageView, Link, PageView, Source, Variant
from ttdn_site.syndication.identity import SiteIdentity

BASE = "https://laichau.gov.vn/ttdn/"
LOCALES = (("vi", "vi_VN"), ("en", "en_US"), ("zh-Hans", "zh_CN"), ("ja", "ja_JP"))
PREFIX = {"vi": "", "en": "en/", "zh-Hans": "zh/", "ja": "ja/"}
SEGMENT = {"vi": "vi", "en": "en", "zh-Hans": "zh", "ja": "ja"}
NAMES = {
    "vi": ("Lai Châu", "Trang thông tin đối ngoại", "Ủy ban nhân dân tỉnh Lai Châu"),
    "en": ("Lai Chau", "External Information Portal", "People's Committee of Lai Chau Province"),
    "zh-Hans": ("莱州", "对外信息网", "莱州省人民委员会"),
    "ja": ("ライチャウ", "対外情報サイト", "ライチャウ省人民委員会"),
}
TITLES = {
    "vi": "Khởi công hầm đường bộ qua đèo Hoàng Liên",
    "en": "Work starts on the Hoang Lien pass tunnel",
    "zh-Hans": "黄连山公路隧道开工",
    "ja": "ホアンリエン峠の道路トンネル着工",
}


def make_site(tag: str = "vi", **changes: object) -> SiteIdentity:
    name, portal, agency = NAMES[tag]
    site = SiteIdentity(
        tag=tag,
        og=dict(LOCALES)[tag],
        name=name,
        portal=portal,
        agency=agency,
        base_url=BASE,
        home_url=BASE + PREFIX[tag],
        description=f"{portal} – {name}",
        search_url=f"{BASE}{PREFIX[tag]}search/?q={{search_term_string}}",
        organisation_url="https://laichau.gov.vn/",
        logo_url=f"{BASE}assets/logo.svg",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        share_image_url=f"{BASE}assets/share-{SEGMENT[tag]}.png",
        share_image_alt=f"{name} – {portal}",
        last_update="2026-03-10",
        og_locales=LOCALES,
    )
    return dataclasses.replace(site, **changes)  # type: ignore[arg-type]  # keyword names are checked by the call


def versions_of(path: str, *tags: str) -> tuple[tuple[str, str], ...]:
    return tuple((tag, f"{BASE}{PREFIX[tag]}{path}") for tag in tags)


def make_view(tag: str = "vi", key: str = "news/ham-hoang-lien", **changes: object) -> PageView:
    """An article that exists in Vietnamese, English and Japanese."""
    path = f"{key}/" if key else ""
    depth = (PREFIX[tag] + path).count("/")
    view = PageView(
        key=key,
        segment=SEGMENT[tag],
        tag=tag,
        lang=tag,
        url=PREFIX[tag] + path,
        canonical=f"{BASE}{PREFIX[tag]}{path}",
        base="../" * depth,
        template="article",
        type="article",
        section="news",
        title=TITLES[tag],
        summary="Công trình bắt đầu ngày 19/12/2025." if tag == "vi" else f"{TITLES[tag]}: 19/12/2025",
        state="source" if tag == "vi" else "translated",
        body=(
            '<p>Hầm dài <strong>8,8 km</strong>. <a href="../doi-tac/">Đối tác</a></p>'
            '<img src="../../assets/a.png" alt="">'
        ),
        date="2025-12-19",
        date_text="19/12/2025",
        topics=(Link("Giao thông", "../topics/transport/"),),
        section_link=Link("Tin tức, sự kiện", "../"),
        breadcrumb=(
            Link("Trang chủ", "../../"),
            Link("Tin tức, sự kiện", "../"),
            Link(TITLES[tag], "", current=True),
        ),
        variants=(Variant("vi", "vi", "Tiếng Việt", "", True, True),),
        sources=(
            Source("Báo Lai Châu", "https://baolaichau.vn/a", "19/12/2025"),
            Source("Kế hoạch", "", "", "93/KH-UBND"),
        ),
        alternates=versions_of(path, "vi", "en", "ja"),
        source_name="Tiếng Việt",
        source_url=("../" * depth) + path,
        image_absolute=f"{BASE}assets/share-{SEGMENT[tag]}.png",
    )
    return dataclasses.replace(view, **changes)  # type: ignore[arg-type]  # keyword names are checked by the call


@pytest.fixture
def site() -> Callable[..., SiteIdentity]:
    """Makes the portal's identity in a language."""
    return make_site


@pytest.fixture
def view() -> Callable[..., PageView]:
    """Makes a version of the sample article, changed by keyword."""
    return make_view


@pytest.fixture
def image() -> ImageView:
    return ImageView("../../assets/ham.jpg", "Cửa hầm “phía Tây”", "Ảnh: Báo Lai Châu", 1600, 900)
