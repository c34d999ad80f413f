"""Numbers, percentages, lists and sizes."""

from __future__ import annotations

import decimal
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales import numbers
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language

LAO = Language("lo", "lo", "lo", "lo_LA", "lo_LA", "ລາວ", "lo")


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("0", "0", "0"),
        ("-0.00", "0,00", "0.00"),
        ("1990", "1.990", "1,990"),
        ("1990.50", "1.990,50", "1,990.50"),
        ("-1.5", "-1,5", "-1.5"),
        ("1E+6", "1.000.000", "1,000,000"),
        ("0.0001", "0,0001", "0.0001"),
        ("8096000000", "8.096.000.000", "8,096,000,000"),
    ],
)
def test_numbers_keep_their_decimals(value: str, vietnamese: str, english: str) -> None:
    assert numbers.number(Decimal(value), VIETNAMESE) == vietnamese
    assert numbers.number(Decimal(value), ENGLISH) == english
    assert numbers.number(Decimal(value), CHINESE) == numbers.number(Decimal(value), JAPANESE) == english


def test_other_languages_follow_cldr() -> None:
    assert numbers.number(Decimal("1990.5"), LAO) == "1.990,5"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40, places=5))
def test_no_digit_is_lost(value: Decimal) -> None:
    with decimal.localcontext(prec=5):
        text = numbers.number(value, ENGLISH)
    assert Decimal(text.replace(",", "")) == value
    assert len(text.partition(".")[2]) == 5


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN", "1E+999999", "1E-999999", "0E-999999"])
def test_what_is_no_number_is_not_printed(value: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numbers.number(Decimal(value), ENGLISH)


@pytest.mark.parametrize(
    ("ratio", "vietnamese", "english"),
    [
        ("0.305", "30,5%", "30.5%"),
        ("1", "100%", "100%"),
        ("0.5", "50%", "50%"),
        ("0.3050", "30,50%", "30.50%"),
        ("-0.12345", "-12,345%", "-12.345%"),
        ("15", "1.500%", "1,500%"),
    ],
)
def test_percentages(ratio: str, vietnamese: str, english: str) -> None:
    assert numbers.percent(Decimal(ratio), VIETNAMESE) == vietnamese
    assert numbers.percent(Decimal(ratio), ENGLISH) == english


@pytest.mark.parametrize(
    ("language", "both", "either"),
    [
        (VIETNAMESE, "A, B và C", "A, B hoặc C"),
        (ENGLISH, "A, B and C", "A, B or C"),
        (CHINESE, "A、B和C", "A、B或C"),
        (JAPANESE, "A、B、C", "A、B、またはC"),
    ],
)
def test_lists(language: Language, both: str, either: str) -> None:
    assert numbers.listing(["A", "B", "C"], language) == both
    assert numbers.listing(["A", "B", "C"], language, "or") == either
    assert (numbers.listing(["A"], language), numbers.listing([], language)) == ("A", "")


def test_separators_join_what_is_not_text() -> None:
    assert numbers.separators(4, VIETNAMESE) == (", ", ", ", " và ")
    assert numbers.separators(2, CHINESE) == ("和",)
    assert numbers.separators(1, ENGLISH) == numbers.separators(0, ENGLISH) == ()


def test_names_with_commas_are_parted_by_semicolons() -> None:
    names = ["Sở Ngoại vụ", "Sở Văn hóa, Thể thao và Du lịch"]
    assert numbers.series(names, VIETNAMESE) == "Sở Ngoại vụ; Sở Văn hóa, Thể thao và Du lịch"
    assert numbers.series(["甲", "乙"], CHINESE) == "甲；乙"


@pytest.mark.parametrize(
    ("size", "vietnamese", "english"),
    [
        (0, "0 byte", "0 bytes"),
        (1, "1 byte", "1 byte"),
        (999, "999 byte", "999 bytes"),
        (1000, "1 kB", "1 kB"),
        (1536, "1,5 kB", "1.5 kB"),
        (9_949, "9,9 kB", "9.9 kB"),
        (9_950, "10 kB", "10 kB"),
        (999_499, "999 kB", "999 kB"),
        (999_500, "1 MB", "1 MB"),
        (24_300_000, "24 MB", "24 MB"),
        (3 * 10**12, "3 TB", "3 TB"),
        (10**16, "10.000 TB", "10,000 TB"),
    ],
)
def test_file_sizes(size: int, vietnamese: str, english: str) -> None:
    assert numbers.file_size(size, VIETNAMESE) == vietnamese
    assert numbers.file_size(size, ENGLISH) == english


def test_file_sizes_in_other_scripts() -> None:
    assert numbers.file_size(512, CHINESE) == "512字节"
    assert numbers.file_size(1_500_000, JAPANESE) == "1.5 MB"
