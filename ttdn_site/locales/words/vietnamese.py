"""Whole numbers in Vietnamese words, and Vietnamese words as numbers.

How numbers are written, where usage leaves a choice:

- 101 is `một trăm lẻ một`, as budget decisions print it; `linh` (the schoolbook's word) on request.
- 24 is `hai mươi bốn`. `tư` is as correct after `mươi`, but `bốn` is right in every place and in every region, and an
  amount in words exists to leave no doubt; `tư` on request. 21 is `hai mươi mốt`, 15 `mười lăm`, 25 `hai mươi lăm`.
- Below the highest group every group states its hundreds: 8 096 000 000 is `tám tỷ không trăm chín mươi sáu triệu`.
  A group of zeros is left out.
- Above tỷ (10^9) one counts tỷ: `một nghìn tỷ`, `một triệu tỷ`. `nghìn` and `tỷ` are what state budget documents
  print; `ngàn` and `tỉ` are read, not written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

LIMIT = 10**15
CURRENCY = "đồng"

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"bẩy": 7}
_GROUPS = ("", "nghìn", "triệu")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}
_BILLION = 10**9
_ODD = frozenset({"lẻ", "linh"})
_TEN_UNITS = {word: value for word, value in _VALUES.items() if value not in (0, 5)} | {"lăm": 5, "nhăm": 5}
_TENS_UNITS = _VALUES | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_ODD_UNITS = _VALUES | {"tư": 4}
_WORD = re.compile(r"[^\W\d_]+")
_FRAME = re.compile(r"\s*(?:bằng chữ\s*:?\s*)?(.*?)[\s./;,]*\Z", re.DOTALL)


def number_words(value: int, *, odd: Literal["lẻ", "linh"] = "lẻ", four: Literal["bốn", "tư"] = "bốn") -> str:
    """`value` in lower case. four: the word for 4 after `mươi`. Raises ValueError beyond ±10^15."""
    if abs(value) > LIMIT:
        raise ValueError(f"{value} is beyond {LIMIT}")
    if value < 0:
        return f"âm {number_words(-value, odd=odd, four=four)}"
    if value == 0:
        return _DIGITS[0]
    billions, rest = divmod(value, _BILLION)
    words: list[str] = []
    if billions:
        words += [*_below_billion(billions, odd, four, first=True), "tỷ"]
    words += _below_billion(rest, odd, four, first=not billions)
    return " ".join(words)


def amount_words(value: int, *, even: bool = False, capital: bool = True) -> str:
    """An amount of đồng as decisions print it: `Tám tỷ không trăm chín mươi sáu triệu đồng`, with `chẵn` if `even`."""
    text = f"{number_words(value)} {CURRENCY}{' chẵn' if even else ''}"
    return text[0].upper() + text[1:] if capital else text


def read_vietnamese(text: str) -> int | None:
    """The whole number that the words say, or None when they say none or more than one thing.

    Read as well: `linh`/`lẻ`, `ngàn`, `tỉ`, `mốt`, `tư`, `lăm`/`nhăm`, missing `không trăm` before tens, commas, a
    closing `đồng`, `đồng chẵn`, `đồng Việt Nam` or `Việt Nam đồng`, a leading `Bằng chữ:`; any case, composed or not.
    Refused, because readers differ on the value: `hai triệu năm` (2 000 005 or 2 500 000) and `rưỡi`. What has two
    values in speech but one in writing is read as written: `hai triệu năm trăm` is 2 000 500.
    """
    plain = _FRAME.fullmatch(unicodedata.normalize("NFC", text).lower())
    if plain is None or re.search(r"[^\w\s,]", plain[1]) or re.search(r"[\d_]", plain[1]):
        return None
    words = _without_currency(_WORD.findall(plain[1]))
    negative = words[:1] in (["âm"], ["trừ"])
    if negative:
        del words[0]
    value = _read(words)
    if value is None or value > LIMIT:
        return None
    return -value if negative else value


def _below_billion(value: int, odd: str, four: str, *, first: bool) -> list[str]:
    words: list[str] = []
    for power in (2, 1, 0):
        group = value // 1000**power % 1000
        if group:
            words += _below_thousand(group, odd, four, padded=not first)
            words += _GROUPS[power : power + 1] if power else []
            first = False
    return words


def _below_thousand(value: int, odd: str, four: str, *, padded: bool) -> list[str]:
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or padded else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif units and words:
        words.append(odd)
    if units:
        words.append(_unit(tens, units, four))
    return words


def _unit(tens: int, units: int, four: str) -> str:
    if units == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: four}.get(units, _DIGITS[units])
    return _DIGITS[units]


def _without_currency(words: list[str]) -> list[str]:
    if words[-1:] == ["chẵn"]:
        words = words[:-1]
    for ending in (["đồng", "việt", "nam"], ["việt", "nam", "đồng"], ["đồng"]):
        if words[-len(ending) :] == ending:
            return words[: -len(ending)]
    return words


def _read(words: list[str]) -> int | None:
    """Split at the word for 10^9, which may stand once; both sides are read by the same rule."""
    marks = [index for index, word in enumerate(words) if word in ("tỷ", "tỉ")]
    if not marks:
        return _read_below_billion(words, after_higher=False)
    if len(marks) > 1:
        return None
    billions = _read_below_billion(words[: marks[0]], after_higher=False)
    if not billions:
        return None
    below = words[marks[0] + 1 :]
    rest = _read_below_billion(below, after_higher=True) if below else 0
    return None if rest is None else billions * _BILLION + rest


def _read_below_billion(words: list[str], *, after_higher: bool) -> int | None:
    total, previous, start = 0, _BILLION, 0
    for index, word in enumerate(words):
        scale = _SCALES.get(word)
        if scale is None:
            continue
        if scale >= previous:
            return None
        group = _read_group(words[start:index], after_higher=after_higher, has_scale=True)
        if group is None or (group == 0 and not after_higher):
            return None
        total, previous, start, after_higher = total + group * scale, scale, index + 1, True
    if start == len(words):
        return total if words else None
    group = _read_group(words[start:], after_higher=after_higher, has_scale=False)
    return None if group is None else total + group


def _read_group(words: list[str], *, after_higher: bool, has_scale: bool) -> int | None:
    """Three digits. A bare unit behind a higher group is refused unless its own scale says what it counts."""
    hundreds, rest = 0, words
    stated = words[1:2] == ["trăm"]
    if stated:
        if words[0] not in _VALUES:
            return None
        hundreds, rest = _VALUES[words[0]] * 100, words[2:]
        if not hundreds and not after_higher:
            return None
    if not rest:
        # “không trăm” alone is no way to say zero, except before a scale (“không trăm nghìn không trăm lẻ năm”).
        return hundreds if stated and (hundreds or has_scale) else None
    if rest[0] in _ODD:
        units = _ODD_UNITS.get(rest[1]) if len(rest) == 2 and (stated or after_higher) else None
        return hundreds + units if units else None
    if len(rest) == 1:
        bare = _VALUES.get(rest[0])
        if rest[0] == "mười":
            return hundreds + 10
        if bare is None or stated or (after_higher and not has_scale):
            return None
        return bare
    return _read_tens(rest, hundreds)


def _read_tens(words: list[str], hundreds: int) -> int | None:
    if words[0] == "mười" and len(words) == 2:
        unit = _TEN_UNITS.get(words[1])
        return None if unit is None else hundreds + 10 + unit
    tens = _VALUES.get(words[0], 0)
    if tens < 2 or words[1] != "mươi" or len(words) > 3:
        return None
    if len(words) == 2:
        return hundreds + tens * 10
    units = _TENS_UNITS.get(words[2])
    return hundreds + tens * 10 + units if units else None
