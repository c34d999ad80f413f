"""Chinese words against a reader written for the test, which knows nothing of how they are made, and against cn2an.

cn2an leaves the 零 out where a whole section of zeros stands between 亿 and the last thousands (六亿零七千).
"""

from __future__ import annotations

import itertools

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales.words.chinese import LIMIT, amount_words, number_words

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


def read(text: str) -> int:
    """Sum of digit times place, with a stack of the sections closed so far."""
    total, section, digit = 0, 0, 0
    for character in text.removeprefix("负"):
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    value = total + section + digit
    return -value if text.startswith("负") else value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (110, "一百一十"),
        (101, "一百零一"),
        (200, "二百"),
        (1_001, "一千零一"),
        (1_010, "一千零一十"),
        (10_000, "一万"),
        (10_001, "一万零一"),
        (10_100, "一万零一百"),
        (11_000, "一万一千"),
        (100_000, "十万"),
        (100_015, "十万零一十五"),
        (105_000, "十万五千"),
        (20_000_000, "二千万"),
        (10**8 + 500_000, "一亿零五十万"),
        (8_000_000_096, "八十亿零九十六"),
        (8_096_000_000, "八十亿九千六百万"),
        (10**12, "一万亿"),
        (10**12 + 500_000_005, "一万零五亿零五"),
        (10**15, "一千万亿"),
        (-12, "负十二"),
    ],
)
def test_printed(value: int, words: str) -> None:
    assert number_words(value) == words


def test_amounts() -> None:
    assert amount_words(8_096_000_000) == "八十亿九千六百万越盾"
    assert amount_words(8_096_000_000, financial=True) == "捌拾亿玖仟陆佰万越盾整"
    assert amount_words(12_000, financial=True) == "壹万贰仟越盾整"
    assert amount_words(10, financial=True) == "壹拾越盾整"
    assert amount_words(0) == "零越盾"


def test_beyond_the_limit() -> None:
    with pytest.raises(ValueError, match="beyond"):
        number_words(LIMIT + 1)


def well_formed(text: str) -> bool:
    """No 零 doubled, last, or before a unit; no unit twice."""
    bare = text.removeprefix("负")
    pairs = list(itertools.pairwise(bare))
    return (
        all(pair[0] != pair[1] or pair[0] not in "零十百千万亿" for pair in pairs)
        and not any(first == "零" and second in "十百千万亿" for first, second in pairs)
        and (bare == "零" or (not bare.endswith("零") and not bare.startswith("零")))
    )


def check(value: int) -> None:
    words = number_words(value)
    assert read(words) == value
    assert well_formed(words)
    assert read(number_words(value, financial=True).translate(FINANCIAL)) == value


def independent(value: int) -> bool:
    """Whether cn2an writes the same words, and reads ours as the same number."""
    words = number_words(value)
    same = str(cn2an.an2cn(str(value), "low")).replace("亿零", "亿") == words.replace("亿零", "亿")
    return same and cn2an.cn2an(words, "smart") == value


def test_small_numbers() -> None:
    for value in range(11_001):
        check(value)
        assert independent(value), value


@pytest.mark.parametrize("power", range(16))
def test_borders(power: int) -> None:
    for value in (10**power - 1, 10**power, 10**power + 1, -(10**power)):
        if abs(value) <= LIMIT:
            check(value)
            assert independent(abs(value)), value


sparse = st.lists(st.sampled_from([0, 0, 1, 5, 10, 12, 100, 110, 1000, 1001, 5000, 9999]), min_size=3, max_size=3).map(
    lambda groups: sum(group * 10000**power for power, group in enumerate(groups))
)


@given(st.integers(-LIMIT, LIMIT) | sparse)
def test_any_number(value: int) -> None:
    check(value)
    assert independent(abs(value))


@given(st.integers(0, LIMIT) | sparse)
def test_zeros_stand_exactly_where_a_place_is_skipped(value: int) -> None:
    """Within a section a 零 replaces each inner run of zeros; a section below 1000 behind another begins with one."""
    sections = [int(part) for part in reversed(_sections(value))]
    expected, started = 0, False
    for position, section in enumerate(sections):
        if not section:
            continue
        inner = str(section).strip("0")
        expected += sum(1 for zero, _ in itertools.groupby(inner) if zero == "0")
        skipped = started and (section < 1000 or sections[position - 1] == 0)
        # 亿 is counted in 万 of its own: 一万零五亿.
        expected += 1 if skipped else 0
        started = True
    assert number_words(value).count("零") == (expected if value else 1)


def _sections(value: int) -> list[str]:
    parts = []
    while value:
        value, part = divmod(value, 10_000)
        parts.append(str(part))
    return parts
