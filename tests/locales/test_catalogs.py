"""Catalogs: fragments, contexts, plurals, fallback chains, a project's own catalogs, changed files."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from ttdn_site.locales import catalogs
from ttdn_site.locales.catalogs import Register, Word, missing, translator
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language, Languages

ALL = Languages((VIETNAMESE, ENGLISH, CHINESE, JAPANESE))
KOREAN = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(path: Path, body: str, header: str = HEADER) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + body, encoding="utf-8", newline="\n")


def entry(message: str, translation: str) -> str:
    return f'msgid "{message}"\nmsgstr "{translation}"\n\n'


@pytest.fixture(autouse=True)
def _no_package_catalogs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalogs, "PACKAGE_CATALOGS", tmp_path / "package")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "package"


def test_fragments_are_merged(package: Path) -> None:
    write(package / "vi/pages.po", entry("Home", "Trang chủ"))
    write(package / "vi/tables.po", entry("Total", "Tổng cộng"))
    words = translator(VIETNAMESE, ALL)
    assert (words.gettext("Home"), words.gettext("Total")) == ("Trang chủ", "Tổng cộng")


def test_english_is_the_message_itself(package: Path) -> None:
    words = translator(ENGLISH, ALL)
    assert words.word("Home") == Word("Home", "en", "")
    assert missing(ENGLISH, ["Home"]) == ()


def test_english_wording_can_be_overridden_by_the_project(tmp_path: Path) -> None:
    write(tmp_path / "own/en/site.po", entry("Home", "Start page"))
    words = translator(ENGLISH, ALL, [tmp_path / "own"])
    assert words.word("Home") == Word("Start page", "en", "")
    assert words.word("Total") == Word("Total", "en", "")


def test_a_missing_word_is_english_and_says_so(package: Path) -> None:
    write(package / "ja/pages.po", entry("Home", "ホーム"))
    words = translator(JAPANESE, ALL)
    assert words.word("Home") == Word("ホーム", "ja", "")
    assert words.word("Total") == Word("Total", "en", "en")
    assert missing(JAPANESE, ["Total", "Home", "Search"]) == ("Total", "Search")


def test_fallback_chain_names_the_language_used(package: Path) -> None:
    write(package / "ja/pages.po", entry("Home", "ホーム"))
    write(package / "zh_Hans/pages.po", entry("Home", "首页") + entry("Total", "合计"))
    japanese = replace(JAPANESE, complete=False, catalog_fallback="zh")
    languages = Languages((VIETNAMESE, CHINESE, japanese))
    words = translator(japanese, languages)
    assert words.word("Home") == Word("ホーム", "ja", "")
    assert words.word("Total") == Word("合计", "zh-Hans", "zh-Hans")
    assert words.word("Search") == Word("Search", "en", "en")
    assert missing(japanese, ["Home", "Total"]) == ("Total",)


def test_a_circle_of_fallbacks_ends(package: Path) -> None:
    japanese = replace(JAPANESE, catalog_fallback="zh")
    chinese = replace(CHINESE, catalog_fallback="ja")
    assert translator(japanese, Languages((japanese, chinese))).word("Home").text == "Home"


def test_tag_of_english_is_the_site_s(package: Path) -> None:
    american = replace(ENGLISH, tag="en-US")
    assert translator(JAPANESE, Languages((JAPANESE, american))).word("Home").lang == "en-US"


def test_a_fifth_language_is_configuration(tmp_path: Path) -> None:
    write(tmp_path / "own/ko/all.po", entry("Home", "홈"))
    words = translator(KOREAN, Languages((VIETNAMESE, KOREAN)), (tmp_path / "own",))
    assert words.word("Home") == Word("홈", "ko", "")


def test_the_project_overrides_the_package(package: Path, tmp_path: Path) -> None:
    write(package / "vi/zz.po", entry("Home", "Trang chủ") + entry("Total", "Tổng cộng"))
    write(tmp_path / "own/vi/aa.po", entry("Home", "Trang nhất"))
    words = translator(VIETNAMESE, ALL, (tmp_path / "own",))
    assert (words.gettext("Home"), words.gettext("Total")) == ("Trang nhất", "Tổng cộng")


def test_contexts(package: Path) -> None:
    write(
        package / "vi/a.po",
        entry("Lead", "Dẫn đầu") + 'msgctxt "role"\n' + entry("Lead", "Chủ trì") + 'msgctxt "only"\n' + entry("X", "Y"),
    )
    words = translator(VIETNAMESE, ALL)
    assert (words.gettext("Lead"), words.pgettext("role", "Lead")) == ("Dẫn đầu", "Chủ trì")
    assert words.word("Lead", context="role") == Word("Chủ trì", "vi", "")
    assert words.gettext("X") == "X"
    assert words.pgettext("other", "Lead") == "Lead"


def test_plurals(package: Path) -> None:
    plural = 'msgid "{n} result"\nmsgid_plural "{n} results"\n'
    write(package / "vi/a.po", plural + 'msgstr[0] "{n} kết quả"\n')
    vietnamese, english = translator(VIETNAMESE, ALL), translator(ENGLISH, ALL)
    assert vietnamese.ngettext("{n} result", "{n} results", 1, n=1) == "1 kết quả"
    assert vietnamese.ngettext("{n} result", "{n} results", 2, n=2) == "2 kết quả"
    assert english.ngettext("{n} result", "{n} results", 1, n=1) == "1 result"
    assert english.ngettext("{n} result", "{n} results", 0, n=0) == "0 results"
    assert vietnamese.plural_word("{n} page", "{n} pages", 2) == Word("{n} pages", "en", "en")


def test_plural_rule_of_a_language_with_several_forms(tmp_path: Path) -> None:
    russian = Language("ru", "ru", "ru", "ru_RU", "ru_RU", "Русский", "ru")
    body = 'msgid "{n} page"\nmsgid_plural "{n} pages"\n' + "".join(
        f'msgstr[{index}] "{{n}} {word}"\n' for index, word in enumerate(("страница", "страницы", "страниц"))
    )
    write(tmp_path / "ru/a.po", body)
    words = translator(russian, Languages((russian,)), (tmp_path,))
    found = [words.ngettext("{n} page", "{n} pages", n, n=n) for n in (1, 3, 5, 21)]
    assert found == ["1 страница", "3 страницы", "5 страниц", "21 страница"]


def test_fuzzy_obsolete_and_empty_entries_are_not_words(package: Path) -> None:
    write(
        package / "vi/a.po",
        "#, fuzzy\n" + entry("Home", "Trang chủ?") + entry("Total", "") + '#~ msgid "Old"\n#~ msgstr "Cũ"\n',
    )
    assert missing(VIETNAMESE, ["Home", "Total", "Old"]) == ("Home", "Total", "Old")


def test_a_translation_equal_to_the_message_is_not_missing(package: Path) -> None:
    write(package / "vi/a.po", entry("RSS", "RSS"))
    assert missing(VIETNAMESE, ["RSS"]) == ()
    assert translator(VIETNAMESE, ALL).word("RSS") == Word("RSS", "vi", "")


def test_the_empty_message_is_not_the_header(package: Path) -> None:
    write(package / "vi/a.po", entry("Home", "Trang chủ"))
    assert translator(VIETNAMESE, ALL).gettext("") == ""


def test_registers_are_kept_apart(package: Path) -> None:
    write(package / "vi/pages.po", entry("Draft", "Bản nháp"))
    write(package / "vi/problems-content.po", entry("Draft", "Bài chưa duyệt"))
    assert translator(VIETNAMESE, ALL).gettext("Draft") == "Bản nháp"
    assert translator(VIETNAMESE, ALL, register=Register.PROBLEMS).gettext("Draft") == "Bài chưa duyệt"


def test_values_fill_the_translation_and_never_fail(package: Path) -> None:
    write(package / "vi/a.po", entry("Page {n} of {total}", "Trang {n}/{total} {x} {{y}} {"))
    words = translator(VIETNAMESE, ALL)
    assert words.gettext("Page {n} of {total}", n=1, total=3) == "Trang 1/3 {x} {y} {"


def test_a_changed_file_is_noticed(package: Path) -> None:
    path = package / "vi/a.po"
    write(path, entry("Home", "Trang chủ"))
    assert translator(VIETNAMESE, ALL).gettext("Home") == "Trang chủ"
    write(path, entry("Home", "Trang nhất"))
    os.utime(path, ns=(1, 1))
    assert translator(VIETNAMESE, ALL).gettext("Home") == "Trang nhất"
    path.unlink()
    assert translator(VIETNAMESE, ALL).gettext("Home") == "Home"


@pytest.mark.parametrize("content", [b'msgid "a\nmsgstr', b"\xff\xfe\x00", b"Home = Trang"])
def test_a_broken_file_is_passed_over(package: Path, content: bytes) -> None:
    write(package / "vi/a.po", entry("Home", "Trang chủ"))
    (package / "vi/b.po").write_bytes(content)
    assert translator(VIETNAMESE, ALL).gettext("Home") == "Trang chủ"


def test_a_byte_order_mark_is_no_part_of_the_catalog(package: Path) -> None:
    path = package / "vi/a.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + entry("Home", "Trang chủ")).encode())
    assert translator(VIETNAMESE, ALL).gettext("Home") == "Trang chủ"


def test_a_translator_crosses_processes(package: Path) -> None:
    write(package / "vi/a.po", entry("Home", "Trang chủ"))
    words = pickle.loads(pickle.dumps(translator(VIETNAMESE, ALL)))
    assert words.gettext("Home") == "Trang chủ"
