"""Whole numbers in English words, British: `and` before the tens and units of a group that has hundreds, and before a
last group below one hundred (`one million and five`), as the site's dates and spelling are British. No commas.

The short scale: a billion is 10^9, a trillion 10^12.
"""

from __future__ import annotations

LIMIT = 10**15
CURRENCY = "dong"

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
)
# fmt: on
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def number_words(value: int) -> str:
    """`value` in lower case: `eight billion ninety-six million`. Raises ValueError beyond ±10^15."""
    if abs(value) > LIMIT:
        raise ValueError(f"{value} is beyond {LIMIT}")
    if value < 0:
        return f"minus {number_words(-value)}"
    if value == 0:
        return _SMALL[0]
    words: list[str] = []
    for power in reversed(range(len(_GROUPS))):
        group = value // 1000**power % 1000
        if not group:
            continue
        if words and power == 0 and group < 100:
            words.append("and")
        words.append(_below_thousand(group))
        if power:
            words.append(_GROUPS[power])
    return " ".join(words)


def amount_words(value: int) -> str:
    """An amount of dong, the first letter a capital: `Eight billion ninety-six million dong`."""
    text = f"{number_words(value)} {CURRENCY}"
    return text[0].upper() + text[1:]


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = f"{_SMALL[hundreds]} hundred"
    return f"{head} and {_below_hundred(rest)}" if rest else head


def _below_hundred(value: int) -> str:
    if value < 20:
        return _SMALL[value]
    tens, units = divmod(value, 10)
    return f"{_TENS[tens]}-{_SMALL[units]}" if units else _TENS[tens]
