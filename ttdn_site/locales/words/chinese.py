"""Whole numbers in Chinese words (Simplified), ordinary and in the forms of financial documents.

- 2 is 二 everywhere. 两 belongs to speech (两千, 两亿); figures written out in documents use 二,
  and 贰 in financial form.
- A run of zeros between digits is one 零; zeros at the end of a group of four are silent: 105 000 is 十万五千,
  8 000 000 096 is 八十亿零九十六.
- 10 to 19 at the head are 十 …; inside a number 一十 … (一百一十). Financial form always writes 壹拾.
- Above 亿 (10^8) one counts 亿: 10^12 is 一万亿, because 兆 stands for 10^6 as well as 10^12.
"""

from __future__ import annotations

LIMIT = 10**15
CURRENCY = "越盾"

_HUNDRED_MILLION = 10**8
_ORDINARY = ("零一二三四五六七八九", ("", "十", "百", "千"), "负")
_FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), "负")


def number_words(value: int, *, financial: bool = False) -> str:
    """`value` in characters: 八十亿九千六百万, financial 捌拾亿玖仟陆佰万. Raises ValueError beyond ±10^15."""
    if abs(value) > LIMIT:
        raise ValueError(f"{value} is beyond {LIMIT}")
    digits, places, minus = _FINANCIAL if financial else _ORDINARY
    text = _whole(abs(value), digits, places) or digits[0]
    if not financial:
        text = text.removeprefix("一") if text.startswith("一十") else text
    return f"{minus}{text}" if value < 0 else text


def amount_words(value: int, *, financial: bool = False) -> str:
    """An amount of đồng: 八十亿九千六百万越盾; financial 捌拾亿玖仟陆佰万越盾整, where 整 closes a whole amount."""
    return f"{number_words(value, financial=financial)}{CURRENCY}{'整' if financial else ''}"


def _whole(value: int, digits: str, places: tuple[str, ...]) -> str:
    """Without the sign; empty for zero. What is below a unit is joined by 零 when its highest place is empty."""
    for unit, name in ((_HUNDRED_MILLION, "亿"), (10**4, "万")):
        if value >= unit:
            high, low = divmod(value, unit)
            zero = digits[0] if 0 < low < unit // 10 else ""
            return f"{_whole(high, digits, places)}{name}{zero}{_whole(low, digits, places)}"
    return _below_ten_thousand(value, digits, places)


def _below_ten_thousand(value: int, digits: str, places: tuple[str, ...]) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += f"{digits[0] if gap else ''}{digits[digit]}{places[place]}"
        gap = False
    return text
