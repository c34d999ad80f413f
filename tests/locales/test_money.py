"""Amounts of money: the natural unit of each language, and no digit lost."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales import money
from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language, Languages

KOREAN = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko")
ALL = Languages((VIETNAMESE, ENGLISH, CHINESE, JAPANESE, KOREAN))
MILLION = 10**6

# Value, scale, and what is printed for vi, en, zh, ja, ko.
AMOUNTS = [
    (
        "8096",
        MILLION,
        "8,096 tỷ đồng",
        "VND 8.096 billion",
        "80.96亿越盾",
        "80億9,600万ドン",
        "8,096,000,000 베트남 동",
    ),
    ("1990", MILLION, "1,99 tỷ đồng", "VND 1.99 billion", "19.9亿越盾", "19億9,000万ドン", "1,990,000,000 베트남 동"),
    ("96.50", MILLION, "96,5 triệu đồng", "VND 96.5 million", "9650万越盾", "9,650万ドン", "96,500,000 베트남 동"),
    ("50000", 1, "50.000 đồng", "VND 50,000", "5万越盾", "5万ドン", "50,000 베트남 동"),
    ("1234567", 1, "1.234.567 đồng", "VND 1,234,567", "123.4567万越盾", "123万4,567ドン", "1,234,567 베트남 동"),
    (
        "8096.123",
        MILLION,
        "8.096,123 triệu đồng",
        "VND 8,096.123 million",
        "809,612.3万越盾",
        "80億9,612万3,000ドン",
        "8,096,123,000 베트남 동",
    ),
    ("1", 10**12, "1 nghìn tỷ đồng", "VND 1 trillion", "1万亿越盾", "1兆ドン", "1,000,000,000,000 베트남 동"),
    (
        "-8096",
        MILLION,
        "-8,096 tỷ đồng",
        "-VND 8.096 billion",
        "-80.96亿越盾",
        "-80億9,600万ドン",
        "-8,096,000,000 베트남 동",
    ),
    ("0", MILLION, "0 đồng", "VND 0", "0越盾", "0ドン", "0 베트남 동"),
    ("-0.0", 1, "0 đồng", "VND 0", "0越盾", "0ドン", "0 베트남 동"),
    ("1990.50", 1, "1.990,50 đồng", "VND 1,990.50", "1,990.50越盾", "1,990.50ドン", "1,990.5 베트남 동"),
]


@pytest.mark.parametrize(("value", "scale", "texts"), [(value, scale, texts) for value, scale, *texts in AMOUNTS])
def test_amounts(value: str, scale: int, texts: list[str]) -> None:
    assert [money.amount(Decimal(value), language, scale=scale) for language in ALL] == texts


def test_exact_amounts() -> None:
    assert [money.exact(8096, language, scale=MILLION) for language in ALL] == [
        "8.096.000.000 đồng",
        "VND 8,096,000,000",
        "8,096,000,000越盾",
        "8,096,000,000ドン",
        "8,096,000,000 베트남 동",
    ]


def test_rounded_amounts_say_so() -> None:
    assert [money.rounded(8096, translator(language, ALL), 2, scale=MILLION) for language in ALL] == [
        "khoảng 8,1 tỷ đồng",
        "about VND 8.1 billion",
        "约81亿越盾",
        "約81億ドン",
        "about 8,100,000,000 베트남 동",
    ]


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        ("8100", 2, "VND 8.1 billion"),
        ("0", 3, "VND 0"),
        ("8150", 2, "about VND 8.2 billion"),
        ("-8150", 2, "about -VND 8.2 billion"),
        ("999960", 3, "about VND 1 trillion"),
        ("0.000004", 1, "VND 4"),
    ],
)
def test_rounding(value: str, digits: int, expected: str) -> None:
    assert money.rounded(Decimal(value), translator(ENGLISH, ALL), digits, scale=MILLION) == expected


def test_other_currencies() -> None:
    assert [money.amount(1_500_000, language, currency="USD") for language in ALL] == [
        "1,5 triệu đô la Mỹ",
        "USD 1.5 million",
        "150万美元",
        "150万米ドル",
        "1,500,000 미국 달러",
    ]
    assert money.amount(5, VIETNAMESE, currency="XYZ") == "5 XYZ"


@pytest.mark.parametrize(
    ("scale", "texts"),
    [
        (1, ["đồng", "VND", "越盾", "ドン", "베트남 동"]),
        (1000, ["nghìn đồng", "VND thousand", "千越盾", "千ドン", "베트남 동 × 1,000"]),
        (MILLION, ["triệu đồng", "VND million", "百万越盾", "百万ドン", "베트남 동 × 1,000,000"]),
        (10**9, ["tỷ đồng", "VND billion", "十亿越盾", "十億ドン", "베트남 동 × 1,000,000,000"]),
        (50, ["đồng × 50", "VND × 50", "越盾 × 50", "ドン × 50", "베트남 동 × 50"]),
    ],
)
def test_units_of_columns(scale: int, texts: list[str]) -> None:
    assert [money.unit_label(language, scale=scale) for language in ALL] == texts


def test_traditional_chinese_is_not_written_in_simplified() -> None:
    taiwan = Language("zh-tw", "zh-Hant", "zh-TW", "zh_Hant_TW", "zh_TW", "繁體中文", "zh_Hant")
    assert money.amount(10**8, taiwan) == "100,000,000 越南盾"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+999999999"])
def test_what_is_no_amount(value: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        money.amount(Decimal(value), VIETNAMESE)


UNITS = {
    "nghìn tỷ": 10**12,
    "tỷ": 10**9,
    "triệu": 10**6,
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "万亿": 10**12,
    "兆": 10**12,
    "亿": 10**8,
    "億": 10**8,
    "万": 10**4,
    "": 1,
}
_TERM = re.compile(rf"([\d.,]+)\s*({'|'.join(UNITS)})")


@given(
    st.decimals(-(10**16), 10**16, places=2, allow_nan=False) | st.integers(-(10**6), 10**6).map(Decimal),
    st.sampled_from([1, 1000, MILLION]),
    st.sampled_from([VIETNAMESE, ENGLISH, CHINESE, JAPANESE]),
)
def test_no_digit_is_lost(value: Decimal, scale: int, language: Language) -> None:
    text = money.amount(value, language, scale=scale)
    group, point = (".", ",") if language is VIETNAMESE else (",", ".")
    total = sum(
        Decimal(digits.replace(group, "").replace(point, ".")) * UNITS[unit] for digits, unit in _TERM.findall(text)
    )
    assert (-total if text.startswith("-") else total) == value * scale
