"""Which language has words, and which amounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language
from ttdn_site.locales.words import amount_in_words, read_amount

KOREAN = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (VIETNAMESE, "Tám tỷ không trăm chín mươi sáu triệu đồng"),
        (ENGLISH, "Eight billion ninety-six million dong"),
        (CHINESE, "八十亿九千六百万越盾"),
        (replace(CHINESE, babel="zh_CN"), "八十亿九千六百万越盾"),
        (JAPANESE, "八十億九千六百万ドン"),
        (KOREAN, None),
        (replace(CHINESE, babel="zh_Hant_TW"), None),
    ],
)
def test_by_language(language: Language, words: str | None) -> None:
    assert amount_in_words(8_096_000_000, language) == words
    assert amount_in_words(Decimal("8.0960E+9"), language) == words


@pytest.mark.parametrize("value", ["0.5", "NaN", "Infinity", "1E+999999999", "-1000000000000001"])
def test_amounts_without_words(value: str) -> None:
    assert amount_in_words(Decimal(value), VIETNAMESE) is None


def test_reading_by_language() -> None:
    assert read_amount("Tám tỷ đồng", VIETNAMESE) == 8 * 10**9
    assert read_amount("Eight billion dong", ENGLISH) is None
