"""Redirects lead on inside the site and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from lxml import html

from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.problems import Location
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.redirects import Alias, file_of, inside, redirect_page, sound_aliases

BASE = "https://laichau.gov.vn/ttdn/"
HERE = Location("docs/vi/news/ham.md", 5, 1)
LANGUAGES = Languages(tuple(KNOWN.values()))


def _alias(alias: str, target: str = "news/moi/", title: str = "Tin mới", tag: str = "vi") -> Alias:
    return Alias(alias, target, title, tag, HERE)


@pytest.mark.parametrize(
    ("alias", "target"),
    [
        ("news/cu", "news/moi/"),
        ("news/cu/", ""),
        ("cu.html", "ja/news/moi/"),
        ("en/tin/2024/cu.html", "en/news/moi/"),
        ("a", "b/"),
    ],
)
def test_leads_to_the_page(site: Callable[..., SiteIdentity], alias: str, target: str) -> None:
    page = html.document_fromstring(redirect_page(_alias(alias, target), site(), str))
    (refresh,) = page.xpath("//meta[@http-equiv='refresh']/@content")
    stands_at = BASE + file_of(alias).removesuffix("index.html")
    delay, _, way = refresh.partition("; url=")
    assert delay == "0"
    assert urljoin(stands_at, way) == BASE + target
    assert page.xpath("//main//a/@href") == [way]
    assert page.xpath("//link[@rel='canonical']/@href") == [BASE + target]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//script | //style | //*[@style]"), "nothing that a strict policy would block"


@pytest.mark.parametrize("segment", ["vi", "zh", "ja"])
def test_words_are_translated(site: Callable[..., SiteIdentity], segment: str) -> None:
    language = KNOWN[segment]
    words = translator(language, LANGUAGES).gettext
    page = html.document_fromstring(redirect_page(_alias("news/cu"), site(language.tag), words))
    assert page.get("lang") == language.tag
    assert "moved" not in page.text_content()
    link = page.xpath("//main//a")[0]
    assert link.text == "Tin mới"
    assert link.get("lang") == (None if segment == "vi" else "vi"), "a title in another language says so"


OUTSIDE = [
    "https://evil.example/",
    "//evil.example/",
    "/news/cu",
    "../cu",
    "news/../../cu",
    "news//cu",
    "\\\\evil.example",
    "javascript:alert(1)",
    "news/cu?next=//evil.example",
    "news/cu#x",
    'news/"cu',
    "news/c u",
    "news/cu;url=x",
    "",
]


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside_is_refused(site: Callable[..., SiteIdentity], address: str) -> None:
    assert not inside(address)
    kept, problems = sound_aliases([_alias(address)], ["news/moi/"])
    assert not kept
    assert [item.code.id for item in problems] == ["SY012"]
    assert problems[0].location == HERE
    if address:
        with pytest.raises(ValueError, match="inside"):
            redirect_page(_alias("news/cu", address), site(), str)


def test_a_page_wins_over_a_former_address() -> None:
    kept, problems = sound_aliases([_alias("News/Moi"), _alias("news/cu")], ["news/moi/"])
    assert [entry.alias for entry in kept] == ["news/cu"]
    assert [item.code.id for item in problems] == ["SY010"], "on Windows hosts case does not tell addresses apart"


def test_two_claims_on_one_address() -> None:
    aliases = [_alias("news/cu", "news/b/"), _alias("news/cu", "news/a/"), _alias("news/cu/", "news/a/")]
    kept, problems = sound_aliases(aliases, ["news/a/", "news/b/"])
    assert [entry.target for entry in kept] == ["news/a/"]
    assert [item.code.id for item in problems] == ["SY011"]


def test_policy_and_hostile_title(site: Callable[..., SiteIdentity]) -> None:
    markup = redirect_page(_alias("cu", title="</a><script>x</script>"), site(), str, policy="default-src 'none'")
    page = html.document_fromstring(markup)
    assert not page.xpath("//script")
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == ["default-src 'none'"]
