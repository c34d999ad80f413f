"""Words of templates: found, translated, and marked with their language where they stand in."""

from __future__ import annotations

from pathlib import Path

import pytest
from theme import demo

from ttdn_site.locales.catalogs import missing, translator
from ttdn_site.locales.languages import Language, Languages
from ttdn_site.theme.calendar_words import day_block
from ttdn_site.theme.environment import keep_whole, theme_environment
from ttdn_site.theme.messages import messages, template_messages
from ttdn_site.theme.standing_in import settle

KOREAN = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko", complete=False, catalog_fallback="en")


@pytest.mark.parametrize("language", demo.LANGUAGES.all, ids=lambda language: language.segment)
def test_every_word_is_translated(language: Language) -> None:
    assert missing(language, messages()) == ()


def test_words_are_found_with_their_templates() -> None:
    found = template_messages()
    assert "partials/footer.html" in found["About this portal"]
    assert "slots/switcher.html" in found["Languages"]
    assert "Jan {year}" in messages()


def test_a_word_that_is_not_written_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ _(name) }}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.html:1"):
        template_messages(tmp_path)


def test_a_word_of_another_language_says_so(tmp_path: Path) -> None:
    words = (
        "{{ _('Home') }}",
        "<b title='{{ _t('Home') }}'></b>",
        "{{ _('News of {year}', year='<b>') }}",
        "{{ _n('{number} page', '{number} pages', 2) }}",
    )
    (tmp_path / "a.html").write_text("|".join(words), encoding="utf-8")
    languages = Languages((*demo.LANGUAGES, KOREAN))
    text = settle(theme_environment((tmp_path,), translator(KOREAN, languages)).get_template("a.html").render())
    assert text == (
        "<span lang=\"en\">Home</span>|<b title='Home'></b>|"
        '<span lang="en">News of &lt;b&gt;</span>|<span lang="en">2 pages</span>'
    )
    text = theme_environment((tmp_path,), translator(demo.JAPANESE, languages)).get_template("a.html").render()
    assert text.startswith("ホーム|<b title='ホーム'></b>|")


@pytest.mark.parametrize(
    ("segment", "first", "last", "days", "month"),
    [
        ("en", "2025-11-28", "2025-11-30", "28–30", "Nov 2025"),
        ("vi", "2025-01-05", "", "5", "1/2025"),
        ("zh", "2025-12-31", "2025-12-31", "31", "2025年12月"),
        ("ja", "2025-11-30", "2025-12-02", "30", "2025年11月"),
    ],
)
def test_day_block(segment: str, first: str, last: str, days: str, month: str) -> None:
    say = translator(demo.LANGUAGES[segment], demo.LANGUAGES).gettext
    assert day_block(first, last, say) == (days, month)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Quy hoạch 2021–2030", 'Quy hoạch <span class="whole">2021–2030</span>'),
        ("奠边省2018—2020年提案", '奠边省<span class="whole">2018—2020年</span>提案'),
        ("第2回マラソン", '<span class="whole">第2回</span>マラソン'),
        ("澜沧江—湄公河", '<span class="whole">澜沧江—湄</span>公河'),
        ("The north-western border", 'The <span class="whole">north-western</span> border'),
        ("A <b> of 2018–2020", 'A &lt;b&gt; of <span class="whole">2018–2020</span>'),
        ("Lai Châu & Vân Nam", "Lai Châu & Vân Nam"),
        ("281/QĐ-UBND", '281/<span class="whole">QĐ-UBND</span>'),
    ],
)
def test_what_a_title_must_not_tear_apart(title: str, shown: str) -> None:
    assert str(keep_whole(title)) == shown
