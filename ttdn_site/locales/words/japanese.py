"""Whole numbers in Japanese words, in kanji.

- Zeros are silent: 8 000 000 096 is 八十億九十六.
- 十 and 百 never carry 一. 千 carries none in the last group (千五百), but 一千万, 一千億 and 一千兆 are written so,
  as in contracts and the press; 万, 億 and 兆 always carry it (一万, 一億).
"""

from __future__ import annotations

LIMIT = 10**15
CURRENCY = "ドン"

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "億", "兆")


def number_words(value: int) -> str:
    """`value` in kanji: 八十億九千六百万; zero is 零. Raises ValueError beyond ±10^15."""
    if abs(value) > LIMIT:
        raise ValueError(f"{value} is beyond {LIMIT}")
    if value < 0:
        return f"マイナス{number_words(-value)}"
    if value == 0:
        return "零"
    return "".join(
        _below_ten_thousand(value // 10000**power % 10000, in_units=not power) + name
        for power, name in reversed(list(enumerate(_GROUPS)))
        if value // 10000**power % 10000
    )


def amount_words(value: int) -> str:
    """An amount of đồng: 八十億九千六百万ドン."""
    return f"{number_words(value)}{CURRENCY}"


def _below_ten_thousand(value: int, *, in_units: bool) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            silent = digit == 1 and (place in (1, 2) or (place == 3 and in_units))
            text += ("" if silent else _DIGITS[digit]) + _PLACES[place]
    return text
