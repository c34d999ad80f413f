"""Problems in words: two languages, four forms, and values nobody can break a report with."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales import messages
from ttdn_site.locales.catalog_checks import TRANSLATED_TWICE, UNREADABLE
from ttdn_site.problems import Code, Location, Problem, Severity, problem

AT = Location("docs/vi/tin.md", 3, 7)
BROKEN = problem(UNREADABLE, Location("catalogs/ko/a.po"), reason="line 4")
NOTE = Problem(Code("ZZ001", Severity.NOTE, "Value {value} of {other}", ""), AT, (("value", "1"),))


def test_sentence_and_hint_in_two_languages() -> None:
    assert messages.render(BROKEN, "en")[0] == "The catalog cannot be read: line 4"
    assert messages.render(BROKEN, "vi")[0] == "Không đọc được tệp bản dịch giao diện: line 4"
    assert messages.render(BROKEN, "vi")[1].startswith("Hãy lưu tệp")


def test_a_missing_parameter_stays_visible() -> None:
    assert messages.render(NOTE, "en") == ("Value 1 of {other}", "")


def test_a_value_in_braces_is_not_filled_again() -> None:
    found = problem(TRANSLATED_TWICE, AT, message="{first}", first="{second}", second="x", other="a")
    assert "“{first}”" in messages.render(found, "en")[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb\u2028", "a\\u202eb\\u2028"),
        ("\ud800", "\\ud800"),
        ("tiếng Việt 中文", "tiếng Việt 中文"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
        ("\x00" * 100, ("\\x00" * 50)[:199] + "…"),
    ],
)
def test_values_are_one_printable_line(value: str, expected: str) -> None:
    assert messages.shown(value) == expected


def test_text() -> None:
    text = messages.as_text([NOTE, BROKEN], "en")
    assert text == (
        "docs/vi/tin.md:3:7: note ZZ001 Value 1 of {other}\n"
        "catalogs/ko/a.po: error LC001 The catalog cannot be read: line 4 · "
        "Save it as gettext text in UTF-8, for example with Poedit; none of its words are used until then\n"
    )
    assert messages.as_text([NOTE], "vi").startswith("docs/vi/tin.md:3:7: lưu ý ZZ001 ")


def test_severity_words() -> None:
    assert [messages.severity_word(severity, "vi") for severity in Severity] == ["lỗi", "cảnh báo", "lưu ý"]
    assert [messages.severity_word(severity, "en") for severity in Severity] == ["error", "warning", "note"]


def test_json_carries_both_languages_and_the_values_in_full() -> None:
    found = problem(UNREADABLE, AT, reason="r" * 300)
    entry = json.loads(messages.as_json([found], "vi"))["problems"][0]
    assert entry["message"] == entry["messages"]["vi"] != entry["messages"]["en"]
    assert entry["hint"] == entry["hints"]["vi"] != entry["hints"]["en"]
    assert entry["parameters"] == {"reason": "r" * 300}
    assert (entry["code"], entry["severity"], entry["path"], entry["line"], entry["column"]) == (
        "LC001",
        "error",
        "docs/vi/tin.md",
        3,
        7,
    )


def test_github_annotations_escape_what_the_runner_reads() -> None:
    found = Problem(
        Code("ZZ002", Severity.WARNING, "100% of {x}: a, b", "Do it"), Location("a,b:c%.md", 2), (("x", "y"),)
    )
    assert messages.as_github([found, BROKEN], "en").splitlines()[0] == (
        "::warning file=a%2Cb%3Ac%25.md,line=2,title=ZZ002::100%25 of y: a, b%0ADo it"
    )
    assert messages.as_github([BROKEN], "en").startswith("::error file=catalogs/ko/a.po,title=LC001::The catalog")
    assert messages.as_github([NOTE], "en").startswith("::notice file=docs/vi/tin.md,line=3,col=7,title=ZZ001::")


def test_gitlab_report() -> None:
    moved = Problem(NOTE.code, AT.shifted(5), NOTE.parameters)
    once, twice = json.loads(messages.as_gitlab([NOTE, moved], "en"))
    assert once["severity"] == "info"
    assert once["check_name"] == "ZZ001"
    assert once["location"] == {"path": "docs/vi/tin.md", "lines": {"begin": 3}}
    assert once["fingerprint"] != twice["fingerprint"]
    assert json.loads(messages.as_gitlab([moved], "vi"))[0]["fingerprint"] == once["fingerprint"]
    assert json.loads(messages.as_gitlab([BROKEN], "en"))[0]["location"]["lines"] == {"begin": 1}
    assert json.loads(messages.as_gitlab([BROKEN], "en"))[0]["severity"] == "major"


anything = st.text(st.characters(exclude_categories=[]), max_size=30)
# Sentences stand in this package's source, so they are printable.
sentence = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30)


@given(path=anything, message=sentence, hint=sentence, value=anything)
def test_no_report_fails_or_breaks_its_line(path: str, message: str, hint: str, value: str) -> None:
    code = Code("ZZ003", Severity.ERROR, message + "{x}{y.z}{", hint)
    found = Problem(code, Location(path, 1, 1), (("x", value),))
    for write in (messages.as_json, messages.as_gitlab):
        json.loads(write([found], "vi").encode("utf-8"))
    for write in (messages.as_text, messages.as_github):
        line = write([found], "vi").encode("utf-8").decode("utf-8")
        assert (line.count("\n"), line.count("\r"), line[-1]) == (1, 0, "\n")


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "vi"}, "vi"),
        ({"LC_ALL": "C", "LANG": "vi_VN"}, "en"),
        ({"LC_MESSAGES": "VI", "LANG": "en_US"}, "vi"),
        ({"LC_ALL": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_language_of_the_environment(environ: dict[str, str], expected: str) -> None:
    assert messages.system_locale(environ) == expected
