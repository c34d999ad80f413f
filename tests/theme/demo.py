"""Every kind of page from made-up views, in four languages: for tests, and to look at.

`python tests/theme/demo.py FOLDER` writes them all with their assets, ready to be opened over HTTP.
"""

from __future__ import annotations

import dataclasses
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import jinja2

import ttdn_site.theme
from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language, Languages
from ttdn_site.pages.views import (
    Fact,
    Group,
    Heading,
    ImageView,
    Link,
    Pager,
    PageView,
    ShellView,
    Source,
    Table,
    Variant,
)
from ttdn_site.theme.environment import render_content, render_shell, render_slots, theme_environment
from ttdn_site.theme.palette import stylesheet

THEME = Path(ttdn_site.theme.__file__).parent
LANGUAGES = Languages((VIETNAMESE, ENGLISH, CHINESE, JAPANESE))
ASSETS = ("portal.css", "portal.js", "theme-init.js", "favicon.svg", "search.js")
DESIGN = SimpleNamespace(hue=0, weave="lozenge")

# Section slugs with their marks, and what the pages say, in the order of LANGUAGES.
SECTIONS = {
    "about": ("Giới thiệu chung", "About Lai Chau", "莱州概况", "省の概要"),
    "news": ("Tin tức, sự kiện", "News and events", "新闻与活动", "ニュースと行事"),
    "growth": ("Tiềm năng và phát triển", "Potential and development", "潜力与发展", "潜在力と発展"),
    "coop": ("Hợp tác quốc tế", "International cooperation", "国际合作", "国際協力"),
    "policy": ("Chính sách đối ngoại", "External policy", "对外政策", "外交政策"),
    "border": ("Biên giới, biển đảo", "Borders, sea and islands", "边界与海洋海岛", "国境・海洋・島嶼"),
    "abroad": ("Người Việt Nam ở nước ngoài", "Vietnamese abroad", "海外越南人", "在外ベトナム人"),
    "plan": ("Kế hoạch, ngân sách", "Plans and budgets", "计划与预算", "計画と予算"),
}
TITLES = (
    "Khởi công hầm đường bộ qua đèo Hoàng Liên",
    "Work begins on the Hoang Lien pass road tunnel",
    "黄连山口公路隧道开工",
    "ホアンリエン峠の道路トンネルが着工",
)
LEADS = (
    "Hầm nối phường Sa Pa của tỉnh Lào Cai với xã Bình Lư của tỉnh Lai Châu.",
    "The tunnel links Sa Pa ward in Lao Cai with Binh Lu commune in Lai Chau.",
    "隧道连接老街省沙坝坊与莱州省平卢社。",
    "トンネルはラオカイ省サパ坊とライチャウ省ビンルー社を結びます。",
)
DATES = ("19 tháng 12 năm 2025", "19 December 2025", "2025年12月19日", "2025年12月19日")
SPANS = ("28–30 tháng 11 năm 2025", "28–30 November 2025", "2025年11月28日至30日", "2025年11月28日～30日")
PORTALS = (
    "Trang thông tin đối ngoại tỉnh Lai Châu",
    "External Information Portal of Lai Chau Province",
    "莱州省对外信息网",
    "ライチャウ省対外情報サイト",
)
NAMES = ("Lai Châu", "Lai Chau", "莱州", "ライチャウ")
AGENCIES = (
    "Ủy ban nhân dân tỉnh Lai Châu",
    "People's Committee of Lai Chau Province",
    "莱州省人民委员会",
    "ライチャウ省人民委員会",
)
TO_FILL_IN = ("chưa điền", "to be filled in", "待填写", "未記入")
AREA = ("Diện tích tự nhiên", "Natural area", "自然面积", "面積")
STATES = ("source", "translated", "partial", "stale", "awaiting", "fallback")
KINDS = (
    "home", "section", "article", "page", "list", "register", "document", "record", "event", "calendar", "gallery",
    "contact", "search", "sitemap", "notfound", "notfound_root",
)  # fmt: skip
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="


@cache
def environment(segment: str) -> jinja2.Environment:
    return theme_environment((THEME,), translator(LANGUAGES[segment], LANGUAGES))


def place(segment: str) -> int:
    return LANGUAGES.segments.index(segment)


def sections(segment: str, current: str = "") -> tuple[Link, ...]:
    at = place(segment)
    return tuple(
        Link(titles[at], f"../{mark}/", mark=mark, summary=LEADS[at], current=mark == current)
        for mark, titles in SECTIONS.items()
    )


def shell_of(segment: str, kind: str, *, base: str = "../", preview: bool = False) -> ShellView:
    language: Language = LANGUAGES[segment]
    at = place(segment)
    links = sections(segment, "growth")
    return ShellView(
        segment=segment,
        tag=language.tag,
        og=language.og,
        base=base,
        home="../",
        kind=kind,
        section="growth",
        site_name=NAMES[at],
        portal=PORTALS[at],
        tagline=PORTALS[at],
        agency=AGENCIES[at],
        sections=links[:7],
        second=links[7:],
        service=links[:2],
        feeds=(Link("RSS", "../feed.rss.xml", kind="rss"), Link("iCalendar", "../events.ics", kind="ics")),
        section_feeds=(Link("RSS", "../about/feed.rss.xml", summary="Giới thiệu – Cổng", kind="rss"),),
        identity=(Fact(AREA[at], AGENCIES[at]), Fact(AREA[at], TO_FILL_IN[at], todo=True)),
        channels=(),
        content_licence="CC BY 4.0",
        last_update=DATES[at],
        last_update_iso="2025-12-19",
        search_page="../search/",
        search_index=f"../search-index/{segment}/",
        motif="terraces",
        weave="lozenge",
        preview=preview,
        assets=tuple((name, f"theme/{name}") for name in ASSETS),
    )


def view_of(segment: str, kind: str, state: str = "translated") -> PageView:
    """A view of one kind with every field filled that its template knows."""
    language = LANGUAGES[segment]
    at = place(segment)
    source = VIETNAMESE if segment != "vi" else ENGLISH
    text = LANGUAGES.segments.index(source.segment) if state == "fallback" else at
    lang = source.tag if state == "fallback" else ""
    news = Link(
        TITLES[at], "../x/", summary=LEADS[at], date="2025-12-19", date_text=DATES[at], label=NAMES[at], kind="article"
    )
    foreign = news._replace(
        title=TITLES[(at + 1) % 4], lang=LANGUAGES.all[(at + 1) % 4].tag, summary="", kind="article"
    )
    held = Link(
        TITLES[at], "../e/", date="2025-11-28", date_text=SPANS[at], mark="2025-11-30", label=NAMES[at],
        note=NAMES[at], kind="held",
    )  # fmt: skip
    coming = held._replace(kind="coming", mark="")
    pages = tuple(link._replace(mark="", kind="page") for link in sections(segment)[:5])
    fact = Fact(AREA[at], "9.068,73", unit="km²", note="2023")
    view = PageView(
        key="growth/x",
        segment=segment,
        tag=language.tag,
        lang=lang or language.tag,
        url="growth/x/",
        canonical="https://example.org/growth/x/",
        base="../",
        template=kind,
        type="article",
        section="growth",
        title=TITLES[text],
        summary=LEADS[text],
        state=state,
        body='<h2 id="a">A</h2><p>p</p><h3 id="b">B</h3><p>p</p><h2 id="c">C</h2>'
        '<div class="table-scroll" tabindex="0"><table><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><td class="align-right">1</td></tr></tbody></table></div>',
        headings=(Heading(2, "a", "A"), Heading(3, "b", "B"), Heading(2, "c", "C")),
        source_name=source.endonym,
        date="2025-12-19",
        date_text=DATES[at],
        updated="2025-12-20",
        updated_text=DATES[at],
        place=NAMES[text],
        topics=(Link(NAMES[at], "../t/"), Link(TITLES[0], "../t2/", lang="" if segment == "vi" else "vi")),
        section_link=sections(segment)[2],
        breadcrumb=(sections(segment)[0], sections(segment)[2], Link(TITLES[text], "", lang=lang, current=True)),
        variants=tuple(
            Variant(each.segment, each.tag, each.endonym, f"../{each.segment}/", each is language, each is source)
            for each in LANGUAGES
        ),
        readable=(Link(source.endonym, f"../{source.segment}/", lang=source.tag),),
        facts=(Fact(AREA[text], "9.068,73 km²", note="2023"), Fact(AREA[text], "38")),
        record=(
            fact,
            Fact(AREA[at], TO_FILL_IN[at], todo=True),
            Fact(AREA[at], DATES[at], iso="2025-12-19"),
            Fact(AREA[at], "a@b.gov.vn", url="mailto:a@b.gov.vn"),
        ),
        image=ImageView(PIXEL, TITLES[at], NAMES[at], 1200, 800),
        images=(ImageView(PIXEL, TITLES[at], "", 1200, 800), ImageView(PIXEL, TITLES[0], NAMES[at], 0, 0, "vi")),
        related=(news, foreign),
        downloads=(Link("plan.csv", "../plan.csv", label="CSV", summary=LEADS[at], note="7,0 kB"),),
        sources=(
            Source("Báo Lai Châu", "https://baolaichau.vn/", DATES[at], lang="vi"),
            Source("93/KH-UBND", "", number="II.5.1"),
        ),
        mark="growth",
    )
    empty = Group(AREA[at], (), "", LEADS[at])
    groups: dict[str, tuple[Group, ...]] = {
        "home": (
            Group(NAMES[at], (news, news, foreign, news), "../all/"),
            Group(AREA[at], (*sections(segment)[:7], sections(segment)[7]._replace(kind="plans"))),
            Group(NAMES[at], (coming, held), "../events/"),
        ),
        "section": (
            Group(AREA[at], pages), Group(NAMES[at], (coming, held), "../e/"), Group(NAMES[at], (news,)), empty,
        ),
        "list": (Group(TITLES[at], (news, foreign, news)), empty),
        "register": (Group(AREA[at], pages),),
        "calendar": (Group(AREA[at], (coming,)), Group(NAMES[at], (held, held)), empty),
        "contact": (Group(NAMES[at], ()), empty),
        "sitemap": (Group(AREA[at], pages, "../s/"), Group(NAMES[at], ())),
        "notfound": (Group(AREA[at], sections(segment)),),
    }  # fmt: skip
    changes: dict[str, object] = {"groups": groups.get(kind, ())}
    if kind in ("search", "sitemap", "notfound", "notfound_root", "list", "register", "calendar", "contact"):
        changes |= {"state": "generated", "lang": language.tag, "title": TITLES[at], "summary": "", "headings": ()}
    if kind == "home":
        changes |= {
            "figures": (fact, *(fact._replace(value="38", unit="") for _ in range(5))),
            "breadcrumb": (),
            "headings": (),
            "body": f"<p>{LEADS[at]}</p>",
            "extra": {"title_lang": "", "lead_lang": ""},
        }
    if kind == "list":
        changes |= {
            "years": (Link("2025", "../2025/", current=True), Link("2024", "../2024/")),
            "topic_links": view.topics,
            "pager": Pager("", "../p2/", (Link("1", "./", current=True), Link("2", "../p2/"), Link("9", "../p9/"))),
        }
    if kind == "register":
        changes |= {"table": register(segment), "body": ""}
    if kind == "contact":
        entry = {"title": AGENCIES[at], "lang": "", "summary": "", "facts": view.record, "id": "ubnd"}
        changes |= {"extra": {"offices": (entry,), "spokespersons": ()}, "body": ""}
    if kind == "notfound_root":
        changes |= {
            "extra": {
                "languages": tuple(
                    {"tag": each.tag, "title": TITLES[n], "text": LEADS[n], "url": f"/{n}/", "home": NAMES[n]}
                    for n, each in enumerate(LANGUAGES)
                )
            }
        }
    return dataclasses.replace(view, **changes)  # type: ignore[arg-type]  # the dict holds fields of different types


def register(segment: str) -> Table:
    at = place(segment)
    rows = []
    values = []
    for number in range(1, 13):
        kind = NAMES[number % 4] if number % 2 else AREA[at]
        rows.append(
            (
                Link(f"{number}/QĐ-UBND", f"../{number}/"),
                Link(TITLES[number % 4], "", lang=LANGUAGES.all[number % 4].tag),
                kind,
                Link(DATES[at], "", date="2025-12-19"),
            )
        )
        values.append((("kind", kind), ("year", "2025" if number < 5 else "2024")))
    kinds = sorted({value[0][1] for value in values})
    return Table(
        (NAMES[at], AREA[at], PORTALS[at], AGENCIES[at]),
        tuple(rows),
        (
            ("kind", AREA[at], tuple((kind, kind) for kind in kinds)),
            ("year", NAMES[at], (("2025", "2025"), ("2024", "2024"))),
        ),
        tuple(values),
        AREA[at],
    )


def page(segment: str, kind: str, state: str = "translated", *, preview: bool = False) -> str:
    """The whole HTML of a made-up page."""
    view, shell = view_of(segment, kind, state), shell_of(segment, kind, preview=preview)
    env = environment(segment)
    slots = render_slots(env, view, shell)
    slots |= {
        "title": view.title,
        "meta": '<meta name="description" content="x">',
        "alternates": "",
        "content": render_content(env, view, shell),
    }
    return render_shell(env, shell, slots)


def write(folder: Path) -> list[str]:
    """All kinds in all languages and an article in each state, with assets; returns their addresses."""
    assets = folder / "theme"
    assets.mkdir(parents=True, exist_ok=True)
    for name in ASSETS:
        data = (THEME / "assets" / name).read_bytes()
        (assets / name).write_bytes(stylesheet(DESIGN, data) if name == "portal.css" else data)
    written = []
    for language in LANGUAGES:
        cases = [(kind, kind, "translated") for kind in KINDS]
        cases += [(f"article-{state}", "article", state) for state in STATES]
        for name, kind, state in cases:
            address = f"{language.segment}-{name}/"
            target = folder / address / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page(language.segment, kind, state), encoding="utf-8", newline="\n")
            written.append(address)
    return written


if __name__ == "__main__":
    print(len(write(Path(sys.argv[1]))), "pages")
