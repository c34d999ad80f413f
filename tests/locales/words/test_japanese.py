"""Japanese words against num2words, which writes 千万 where contracts write 一千万."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from ttdn_site.locales.words.japanese import LIMIT, amount_words, number_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (10, "十"),
        (100, "百"),
        (1_000, "千"),
        (1_500, "千五百"),
        (10_000, "一万"),
        (11_000, "一万千"),
        (100_000, "十万"),
        (10_000_000, "一千万"),
        (100_000_000, "一億"),
        (8_096_000_000, "八十億九千六百万"),
        (8_000_000_096, "八十億九十六"),
        (10**11, "一千億"),
        (10**12, "一兆"),
        (10**15, "一千兆"),
        (-3, "マイナス三"),
    ],
)
def test_printed(value: int, words: str) -> None:
    assert number_words(value) == words


def test_amounts() -> None:
    assert amount_words(8_096_000_000) == "八十億九千六百万ドン"


def test_beyond_the_limit() -> None:
    with pytest.raises(ValueError, match="beyond"):
        number_words(-LIMIT - 1)


def independent(value: int) -> str:
    return str(num2words(value, lang="ja"))


def same(value: int) -> bool:
    return number_words(value).replace("一千", "千") == independent(value).replace("一千", "千")


def test_small_numbers() -> None:
    assert [value for value in range(1, 11_001) if not same(value)] == []


@pytest.mark.parametrize("power", range(1, 16))
def test_borders(power: int) -> None:
    assert all(same(value) for value in (10**power - 1, 10**power, 10**power + 1) if value <= LIMIT)


@given(st.integers(1, LIMIT))
def test_any_number(value: int) -> None:
    assert same(value)
