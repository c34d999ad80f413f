"""Checks of catalogs, and the package's own catalogs under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ttdn_site.locales.catalog_checks import PLACEHOLDERS_DIFFER, TRANSLATED_TWICE, UNREADABLE, check_catalogs
from ttdn_site.locales.catalogs import PACKAGE_CATALOGS, Register
from ttdn_site.locales.languages import CHINESE, JAPANESE, VIETNAMESE, Language
from ttdn_site.problems import Location

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def check(tmp_path: Path, **bodies: str) -> list[tuple[str, Location]]:
    folder = tmp_path / "catalogs"
    (folder / "vi").mkdir(parents=True)
    for name, body in bodies.items():
        (folder / "vi" / f"{name}.po").write_text(HEADER + body, encoding="utf-8", newline="\n")
    return [(found.code.id, found.location) for found in check_catalogs(VIETNAMESE, folder, tmp_path)]


def test_a_good_catalog_has_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, a=UNREADABLE.right + "\n" + PLACEHOLDERS_DIFFER.right) == []


def test_a_broken_file_is_reported(tmp_path: Path) -> None:
    assert check(tmp_path, a=UNREADABLE.wrong) == [("LC001", Location("catalogs/vi/a.po", 5))]


@pytest.mark.parametrize(
    "line", ["Home = Trang chủ", "msgstr “Trang chủ”", "msgstr Trang chủ", 'msgstr "Trang "chủ""', 'msgstr "Trang chủ']
)
def test_a_line_that_gettext_would_not_read_is_reported(tmp_path: Path, line: str) -> None:
    assert check(tmp_path, a=f'msgid "Home"\n{line}\n') == [("LC001", Location("catalogs/vi/a.po", 6))]


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=9999999999; plural=0;",
        "nplurals=x; plural=0;",
        "nplurals=2; plural=n/0;",
        "nplurals=1; plural=5;",
        "nplurals=2; plural=((((",
        "nplurals=2; plural=__import__('os');",
        "",
    ],
)
def test_a_rule_of_plurals_that_cannot_be_reckoned_is_reported(tmp_path: Path, rule: str) -> None:
    """Babel would make room for ten thousand million forms, and a page would fail on the division."""
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"\n\n'
    folder = tmp_path / "catalogs" / "ko"
    folder.mkdir(parents=True)
    (folder / "a.po").write_text(head + UNREADABLE.right, encoding="utf-8")
    korean = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko", False, "en")
    found = check_catalogs(korean, tmp_path / "catalogs", tmp_path)
    assert [(each.code.id, each.location) for each in found] == [("LC001", Location("catalogs/ko/a.po", 4))]


@pytest.mark.parametrize("head", ["Language: zguage: zgua//xge", "POT-Creation-Date: 2026-13-45 99:99+9999"])
def test_a_header_without_sense_is_reported(tmp_path: Path, head: str) -> None:
    """Babel raises on it what is no error of a catalog."""
    text = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"{head}\\n"\n'
    (tmp_path / "catalogs" / "vi").mkdir(parents=True)
    (tmp_path / "catalogs" / "vi" / "a.po").write_text(text, encoding="utf-8")
    found = check_catalogs(VIETNAMESE, tmp_path / "catalogs", tmp_path)
    assert [(each.code.id, each.location.path) for each in found] == [("LC001", "catalogs/vi/a.po")]


def test_other_placeholders_are_reported_where_they_are(tmp_path: Path) -> None:
    assert check(tmp_path, a=PLACEHOLDERS_DIFFER.wrong) == [("LC002", Location("catalogs/vi/a.po", 5))]


def test_a_plural_form_may_leave_its_number_out(tmp_path: Path) -> None:
    body = 'msgid "one page"\nmsgid_plural "{n} pages"\nmsgstr[0] "{n} trang"\n'
    assert check(tmp_path, a=body) == []


def test_an_untranslated_or_fuzzy_entry_is_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, a='msgid "{n} pages"\nmsgstr ""\n\n#, fuzzy\nmsgid "{m} pages"\nmsgstr "{x}"\n') == []


def test_two_ways_of_one_word_are_reported(tmp_path: Path) -> None:
    clash = check(tmp_path, a='msgid "Total"\nmsgstr "Tổng cộng"\n', b=TRANSLATED_TWICE.wrong)
    assert clash == [("LC003", Location("catalogs/vi/b.po", 5))]


def test_a_context_parts_them(tmp_path: Path) -> None:
    assert check(tmp_path, a='msgid "Total"\nmsgstr "Tổng cộng"\n', b=TRANSLATED_TWICE.right) == []


@pytest.mark.parametrize("register", Register)
@pytest.mark.parametrize("language", [VIETNAMESE, CHINESE, JAPANESE], ids=lambda language: language.segment)
def test_the_package_s_own_catalogs(language: Language, register: Register) -> None:
    assert check_catalogs(language, PACKAGE_CATALOGS, PACKAGE_CATALOGS, register) == []
