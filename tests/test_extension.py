"""A language, a content type and a section each take one small change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import portals
import sites

from ttdn_site.checks.site import check_site

# The whole change for another content type: a file that declares it.
DISH = '''\
"""Dishes of the province."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Text, Whole
from ttdn_site.content.model import ContentType

DISH = ContentType(
    name="dish",
    label="Dish",
    plural="Dishes",
    storage="data",
    folder="dishes",
    template="record",
    doc="A dish of the province.",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("place", Text(200, "Sìn Hồ"), "Where it is eaten.", localized=True),
        Field("year", Whole(1900, 2100, "2015"), "Since when it has been known.", required=True),
        *f.GATE,
        f.BODY,
    ),
)
'''
SOUP = """\
title: {vi: Canh, en: Soup}
summary: {vi: Một món canh., en: A soup.}
place: {vi: Sìn Hồ, en: Sin Ho}
year: 1990
status: approved
body:
  vi: |
    Nấu với **măng**.
"""


def tree_of(site: sites.BuiltSite, path: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(site.read(f"{path}index.html").encode())


def test_a_content_type_is_one_declaration(tmp_path: Path) -> None:
    """Done as a developer would: in a copy of the package, with the command."""
    package = tmp_path / "package" / "ttdn_site"
    shutil.copytree(sites.ROOT / "ttdn_site", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "content" / "types" / "dish.py").write_text(DISH, encoding="utf-8")
    sections = portals.FILES["docs/data/sections.yml"].replace("[article,", "[dish, article,")
    project = portals.portal(
        tmp_path / "portal",
        {
            "docs/data/dishes/soup.yml": SOUP,
            "docs/data/sections.yml": sections,
            "catalogs/vi/dishes.po": portals.catalog("vi", {"Dishes": "Món ăn"}),
            "catalogs/zh_Hans/dishes.po": portals.catalog("zh_Hans", {"Dishes": "菜肴"}),
            "catalogs/ja/dishes.po": portals.catalog("ja", {"Dishes": "料理"}),
            "mkdocs.yml": portals.MKDOCS.replace("- ttdn\n", "- ttdn: {catalogs: catalogs}\n"),
        },
    )
    result = subprocess.run(
        [sys.executable, "-m", "ttdn_site.cli.main", "build"],
        cwd=project.root,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(package.parent),
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    site = sites.BuiltSite(project, project.target)
    # Pages in all languages without a stub, a fallback where there is no text, and its place in list, search, sitemap.
    page = tree_of(site, "dishes/soup/")
    assert page.xpath("string(//h1)") == "Canh"
    assert "măng" in page.xpath("string(//*[@id='text'])")
    assert "1990" in page.xpath("string(//main)")
    assert tree_of(site, "en/dishes/soup/").xpath("string(//h1)") == "Soup"
    assert tree_of(site, "ja/dishes/soup/").xpath("//h1/@lang") == ["vi"]
    for prefix, title in (("", "Món ăn"), ("en/", "Dishes"), ("zh/", "菜肴"), ("ja/", "料理")):
        front = tree_of(site, f"{prefix}news/")
        assert title in front.xpath("//h2/text()")
        assert "../dishes/soup/" in front.xpath("//main//a/@href")
        assert "../dishes/soup/" in tree_of(site, f"{prefix}sitemap/").xpath("//main//a/@href")
    assert "dishes/soup/" in site.read("sitemap.xml")
    cards = json.loads(site.read("search-index/en/d.json"))
    assert "en/dishes/soup/" in [card[1] for card in cards]
    assert check_site(site.folder, site.project.base_url, site.project.languages, (project.root / "catalogs",)) == []


def test_a_section_is_one_entry(tmp_path: Path, small_site: sites.BuiltSite) -> None:
    entry = "- slug: sport\n  title: {vi: Thể thao, en: Sport}\n  lead: {vi: Thể thao., en: Sport.}\n"
    site = sites.built(
        portals.portal(tmp_path, {"docs/data/sections.yml": portals.FILES["docs/data/sections.yml"] + entry}),
        portals.CLOCK,
    )
    for prefix, title in (("", "Thể thao"), ("en/", "Sport"), ("zh/", "Thể thao"), ("ja/", "Thể thao")):
        assert tree_of(site, f"{prefix}sport/").xpath("string(//h1)") == title
        home = tree_of(site, prefix)
        for place in ("//nav[@class='tabs']", "//details", "//main"):
            links = home.xpath(f"{place}//a[contains(@href, 'sport/')]")
            assert links, place
            assert title in links[0].text_content()
        assert f"{prefix}sport/feed.rss.xml" in site.bytes_of()
        assert "../sport/" in tree_of(site, f"{prefix}sitemap/").xpath("//main//a/@href")
    assert check_site(site.folder, site.project.base_url, site.project.languages) == []
    new = {path for path in site.bytes_of() if path not in small_site.bytes_of()}
    assert {path.split("sport/")[-1] for path in new} == {"index.html", "feed.rss.xml", "feed.atom.xml", "feed.json"}


KOREAN = """\
        - locale: ko
          name: 한국어
          extra:
            tag: ko
            theme: ko
            babel: ko_KR
            og: ko_KR
            catalog: ko
            complete: false
            catalog_fallback: en
"""


def test_a_language_is_ten_lines_of_configuration(tmp_path: Path, small_site: sites.BuiltSite) -> None:
    """A whole site of fallback pages; what has no Korean word yet is said in English, and says that it is English."""
    assert KOREAN.count("\n") == 10
    site = sites.built(portals.portal(tmp_path, {"mkdocs.yml": portals.MKDOCS + KOREAN}), portals.CLOCK)
    assert check_site(site.folder, site.project.base_url, site.project.languages) == []
    japanese = {path.removeprefix("ja/") for path in site.pages if path.startswith("ja/")}
    assert {path.removeprefix("ko/") for path in site.pages if path.startswith("ko/")} == japanese
    page = tree_of(site, "ko/news/tunnel/")
    assert page.get("lang") == "ko"
    assert page.xpath("//h1/@lang") == ["vi"]
    assert page.xpath("//nav[contains(@class,'langs')]//a/@hreflang") == ["vi", "en", "zh-Hans", "ja", "ko"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.gov.vn/ttdn/news/tunnel/"]
    # Dates are Korean at once; words are marked, in texts of templates and of views alike.
    assert "2025년 12월 19일" in page.xpath("//time/text()")
    assert page.xpath("//footer//span[@lang='en']/text()")
    assert tree_of(site, "ko/news/").xpath("//h2//span[@lang='en']/text()")
    assert page.xpath("string(//a[@class='skip']/span/@lang)") == "en"
    # No other language's page is touched but for the switcher, the alternates, and what counts the languages.
    assert site.read("feed.json") == small_site.read("feed.json")
    assert "hreflang" not in "".join(page.xpath("//link[@rel='alternate'][@hreflang='ko']/@href"))


TUNNEL = "---\ntitle: 터널 착공\nsummary: 착공.\nstatus: approved\n---\n\n착공.\n\n## 규모\n"


def test_a_korean_word_is_one_entry_of_a_catalog(tmp_path: Path) -> None:
    site = sites.built(
        portals.portal(
            tmp_path,
            {
                "mkdocs.yml": portals.MKDOCS.replace("- ttdn\n", "- ttdn: {catalogs: catalogs}\n") + KOREAN,
                "catalogs/ko/words.po": portals.catalog("ko", {"Skip to the content": "본문으로 건너뛰기"}),
                "docs/ko/news/tunnel.md": TUNNEL,
            },
        ),
        portals.CLOCK,
    )
    page = tree_of(site, "ko/news/tunnel/")
    assert page.xpath("string(//a[@class='skip'])") == "본문으로 건너뛰기"
    assert page.xpath("//a[@class='skip']/span") == []
    assert page.xpath("string(//h1)") == "터널 착공"
    tags = tree_of(site, "zh/news/tunnel/").xpath("//link[@rel='alternate']/@hreflang")
    assert tags == ["vi", "zh-Hans", "ko", "x-default"]
    assert check_site(site.folder, site.project.base_url, site.project.languages, (tmp_path / "catalogs",)) == []
