"""English words against num2words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from ttdn_site.locales.words.english import LIMIT, amount_words, number_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (15, "fifteen"),
        (40, "forty"),
        (96, "ninety-six"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (1_000, "one thousand"),
        (1_005, "one thousand and five"),
        (1_100, "one thousand one hundred"),
        (1_105_000, "one million one hundred and five thousand"),
        (8_096_000_000, "eight billion ninety-six million"),
        (10**12 + 5, "one trillion and five"),
        (10**15, "one quadrillion"),
        (-7, "minus seven"),
    ],
)
def test_printed(value: int, words: str) -> None:
    assert number_words(value) == words


def test_amounts() -> None:
    assert amount_words(8_096_000_000) == "Eight billion ninety-six million dong"
    assert amount_words(-1) == "Minus one dong"


def test_beyond_the_limit() -> None:
    with pytest.raises(ValueError, match="beyond"):
        number_words(LIMIT + 1)


def independent(value: int) -> str:
    return str(num2words(value, lang="en")).replace(",", "")


@pytest.mark.parametrize("power", range(16))
def test_borders(power: int) -> None:
    for value in (10**power - 1, 10**power, 10**power + 1):
        if value <= LIMIT:
            assert number_words(value) == independent(value)


def test_small_numbers() -> None:
    assert [value for value in range(1200) if number_words(value) != independent(value)] == []


@given(st.integers(-LIMIT, LIMIT))
def test_any_number(value: int) -> None:
    assert number_words(value) == independent(value)
