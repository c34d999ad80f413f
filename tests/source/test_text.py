from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.problems import Severity
from ttdn_site.source.text import LINE_LIMIT, clean, code_point, position


def codes(data: bytes, limit: int = 1 << 20) -> list[str]:
    return [found.code.id for found in clean(data, "x.md", limit)[1]]


def test_windows_habits_are_no_problem() -> None:
    text, problems = clean("\ufeffMột\r\nHai\rBa\n".encode(), "x.md")
    assert text == "Một\nHai\nBa\n"
    assert problems == []


def test_decomposed_text_is_composed_and_noted() -> None:
    text, problems = clean(unicodedata.normalize("NFD", "Tỉnh Lai Châu").encode(), "x.md")
    assert text == "Tỉnh Lai Châu"
    assert [found.severity for found in problems] == [Severity.NOTE]


def test_a_file_of_another_encoding_is_not_read() -> None:
    text, problems = clean("Lai Châu".encode("cp1258"), "x.md")
    assert text is None
    assert [(found.code.id, found.location.column) for found in problems] == [("TX002", 7)]


def test_the_limit_is_exact() -> None:
    assert codes(b"a" * 100, limit=100) == []
    assert codes(b"a" * 101, limit=100) == ["TX001"]


def test_long_lines_are_named_by_their_number() -> None:
    _, problems = clean(b"a\n" + b"b" * (LINE_LIMIT + 1) + b"\nc\n" + b"d" * LINE_LIMIT, "x.md")
    assert [(found.code.id, found.location.line) for found in problems] == [("TX006", 2)]


def test_hidden_characters_have_their_own_codes() -> None:
    assert codes("a\x00b\u202ec\u200bd\ufffde\u0085".encode()) == ["TX003", "TX004", "TX008", "TX005", "TX003"]


def test_asian_punctuation_and_emoji_are_ordinary() -> None:
    assert codes("对外信息：“莱州”……　ライチャウ・省「計画」〜 🏔️ ₫ 5–7 ½".encode()) == []


def test_a_flood_of_bad_characters_is_reported_in_part() -> None:
    assert len(codes(b"\x01" * 5000)) == 20


def test_positions_count_characters_from_one() -> None:
    assert position("ab\ncđ e", 5) == (2, 3)
    assert code_point("\u200b") == "U+200B (ZERO WIDTH SPACE)"
    assert code_point("\x07") == "U+0007"


@given(st.binary(max_size=200))
def test_no_bytes_raise_and_what_is_read_is_composed(data: bytes) -> None:
    text, problems = clean(data, "x.md")
    if text is None:
        assert problems
    else:
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
