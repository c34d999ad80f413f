"""Vietnamese words: what decisions print, every form that is read, and the identity of the two."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales.words.vietnamese import LIMIT, amount_words, number_words, read_vietnamese

PRINTED = [
    (0, "không"),
    (1, "một"),
    (4, "bốn"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi bốn"),
    (25, "hai mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm lẻ một"),
    (105, "một trăm lẻ năm"),
    (110, "một trăm mười"),
    (115, "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt"),
    (555, "năm trăm năm mươi lăm"),
    (1_000, "một nghìn"),
    (1_001, "một nghìn không trăm lẻ một"),
    (1_010, "một nghìn không trăm mười"),
    (1_990, "một nghìn chín trăm chín mươi"),
    (10_000, "mười nghìn"),
    (105_015, "một trăm lẻ năm nghìn không trăm mười lăm"),
    (1_000_005, "một triệu không trăm lẻ năm"),
    (1_005_000, "một triệu không trăm lẻ năm nghìn"),
    (3_857_000_000, "ba tỷ tám trăm năm mươi bảy triệu"),
    (8_096_000_000, "tám tỷ không trăm chín mươi sáu triệu"),
    (10**9, "một tỷ"),
    (10**9 + 1, "một tỷ không trăm lẻ một"),
    (10**12, "một nghìn tỷ"),
    (1_005 * 10**9, "một nghìn không trăm lẻ năm tỷ"),
    (10**12 + 96_000_000, "một nghìn tỷ không trăm chín mươi sáu triệu"),
    (10**15, "một triệu tỷ"),
    (-21, "âm hai mươi mốt"),
]


@pytest.mark.parametrize(("value", "words"), PRINTED)
def test_printed(value: int, words: str) -> None:
    assert number_words(value) == words
    assert read_vietnamese(words) == value


def test_amounts_as_decisions_print_them() -> None:
    assert amount_words(8_096_000_000, even=True) == "Tám tỷ không trăm chín mươi sáu triệu đồng chẵn"
    assert amount_words(8_096_000_000) == "Tám tỷ không trăm chín mươi sáu triệu đồng"
    assert amount_words(0) == "Không đồng"
    assert amount_words(-5) == "Âm năm đồng"
    assert amount_words(5, capital=False) == "năm đồng"


def test_choices_of_usage() -> None:
    assert number_words(104, odd="linh") == "một trăm linh bốn"
    assert number_words(1_024_014, four="tư") == "một triệu không trăm hai mươi tư nghìn không trăm mười bốn"


@pytest.mark.parametrize("value", [LIMIT + 1, -LIMIT - 1])
def test_beyond_the_limit(value: int) -> None:
    with pytest.raises(ValueError, match="beyond"):
        number_words(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tám tỷ không trăm chín mươi sáu triệu đồng chẵn", 8_096_000_000),
        ("Bằng chữ: Tám tỷ không trăm chín mươi sáu triệu đồng chẵn.", 8_096_000_000),
        ("Ba tỷ, tám trăm năm mươi bảy triệu đồng", 3_857_000_000),
        ("BA TỶ, TÁM TRĂM NĂM MƯƠI BẢY TRIỆU ĐỒNG./.", 3_857_000_000),
        ("tám tỉ chín mươi sáu triệu", 8_096_000_000),
        ("hai mươi tư ngàn đồng", 24_000),
        ("một trăm linh tư", 104),
        ("một nghìn lẻ năm", 1_005),
        ("một nghìn linh năm", 1_005),
        ("hai mươi nhăm", 25),
        ("mười nhăm", 15),
        ("hai mươi một", 21),
        ("hai mươi năm", 25),
        ("một triệu không nghìn không trăm lẻ năm", 1_000_005),
        ("một triệu không trăm nghìn không trăm lẻ năm", 1_000_005),
        ("tám tỷ năm triệu", 8_005_000_000),
        ("hai triệu năm trăm", 2_000_500),
        ("một  trăm\u00a0 hai   mươi", 120),
        ("năm đồng Việt Nam", 5),
        ("năm Việt Nam đồng", 5),
        ("trừ năm đồng", -5),
        ("bẩy", 7),
        ("không đồng", 0),
    ],
)
def test_read(text: str, value: int) -> None:
    assert read_vietnamese(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đồng",
        "chẵn",
        "âm",
        "tỷ",
        "trăm",
        "một trăm năm",
        "một nghìn hai",
        "tám tỷ năm",
        "hai triệu rưỡi",
        "tám tỷ tỷ",
        "hai tỷ ba tỷ",
        "hai nghìn ba triệu",
        "hai nghìn ba nghìn",
        "mười không",
        "mười năm",
        "mười tư",
        "mười mốt",
        "một mươi",
        "hai mươi không",
        "hai mươi mười",
        "hai mười",
        "không trăm",
        "không trăm lẻ năm",
        "không nghìn",
        "không tỷ",
        "một trăm lẻ",
        "một trăm lẻ không",
        "một trăm lẻ mười",
        "lẻ năm",
        "một trăm hai trăm",
        "mười trăm",
        "hai triệu tỷ",
        "một hai ba",
        "một trăm 5",
        "100",
        "một-trăm",
        "mot tram",
        "một trăm đô la",
        "một trăm (một)",
    ],
)
def test_not_read(text: str) -> None:
    assert read_vietnamese(text) is None


def test_every_number_to_eleven_thousand_comes_back() -> None:
    assert [value for value in range(11_001) if read_vietnamese(number_words(value)) != value] == []


BORDERS = sorted(
    {
        sign * (10**power * factor + step)
        for power in range(16)
        for factor in (1, 5)
        for step in (-1, 0, 1)
        for sign in (1, -1)
    }
)


@pytest.mark.parametrize("odd", ["lẻ", "linh"])
@pytest.mark.parametrize("four", ["bốn", "tư"])
def test_borders_come_back_in_every_style(odd: str, four: str) -> None:
    values = [value for value in BORDERS if abs(value) <= LIMIT]
    assert [v for v in values if read_vietnamese(number_words(v, odd=odd, four=four)) != v] == []  # type: ignore[arg-type]  # parametrized


# Groups are drawn one by one, so that zeros inside are as frequent as they are in budgets.
sparse = st.lists(st.sampled_from([0, 0, 1, 4, 5, 10, 15, 21, 100, 101, 115, 999]), min_size=5, max_size=5).map(
    lambda groups: sum(group * 1000**power for power, group in enumerate(groups))
)


@given(st.integers(-LIMIT, LIMIT) | sparse)
def test_any_number_comes_back(value: int) -> None:
    words = amount_words(value, even=True)
    assert read_vietnamese(words) == value
    assert read_vietnamese(unicodedata.normalize("NFD", words).upper().replace(" ", "  ")) == value


@given(st.integers(0, LIMIT) | sparse, st.integers(0, LIMIT) | sparse)
def test_two_numbers_never_share_their_words(first: int, second: int) -> None:
    assert (number_words(first) == number_words(second)) == (first == second)


VOCABULARY = "không một bốn tư năm lăm mười mươi mốt trăm lẻ linh nghìn triệu tỷ âm đồng chẵn"
phrases = st.lists(st.sampled_from(re.findall(r"\w+", VOCABULARY)), max_size=12).map(" ".join)


@given(phrases | st.text(max_size=20))
def test_what_is_read_can_be_written(text: str) -> None:
    value = read_vietnamese(text)
    if value is not None:
        assert read_vietnamese(number_words(value)) == value
