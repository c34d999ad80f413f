"""The figures of this repository's own texts, read out of prose in four languages.

A *figure* is a number that says something about the world: an amount, a measure, a count, a day. Numbers that only
name something are no figures and are taken out first: symbols of documents (`93/KH-UBND`, `36-NQ/TW`, “Article 23”),
roads with a letter (`4D`), channels (`VTV4`), versions of standards and licences, addresses, and list numbering.

What is read, by language:

- Vietnamese `9.068,73`; `1.085 tỷ`; `28–30/11/2025`; `tháng 11/2025`; `6 giờ 00`; `4 vạn`.
- English `9,068.73`; `1,085 billion`; `28 to 30 November 2025`; number words to ninety-nine, hundreds, ordinals.
- Chinese `9068.73`; `1.085万亿`; `2025年11月28日至30日`; 十一, 三十六, 两.
- Japanese `9,068.73`; `1兆850億`; `2万5,700`; `11月28～30日`.

Scale words are multiplied out, so `1.085 tỷ`, `1,085 billion`, `1.085万亿` and `1兆850億` are one value, and a scale
in the head of a table column (`Vốn (tỷ đồng)`, `投资额（亿越盾）`) holds for the cells under it. Half a year counts as
six months. Days are pairs of month and day; years are numbers of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

LANGUAGES = ("vi", "en", "zh", "ja")


@dataclass(frozen=True, slots=True)
class Figures:
    """`numbers` hold years, amounts and the parts of days as well; `days` are (month, day); `months` 1 to 12."""

    numbers: frozenset[Decimal]
    days: frozenset[tuple[int, int]]
    months: frozenset[int]
    times: frozenset[str]
    digits: frozenset[Decimal]
    """Numbers written with digits, without the parts of days and months."""

    @property
    def tokens(self) -> frozenset[str]:
        """What a row of the table can cover: every day, month, time, and number written with digits."""
        return frozenset(
            [f"{month}-{day}" for month, day in self.days]
            + [f"month {month}" for month in self.months]
            + [f"at {time}" for time in self.times]
            + [plain(number) for number in self.digits]
        )


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


_SYMBOL = (
    r"\d+(?:/\d{4})?/[A-ZĐ][A-ZĐ\d-]*"  # 93/KH-UBND, 72/2015/NĐ-CP, 79/2025/QH15
    r"|\d+-(?:NQ|CT|KL)/T[WU]"  # 36-NQ/TW
    r"|(?:Nghị quyết|Kết luận|Nghị định|Chỉ thị|Thông tư|Điều|Luật)(?: số)? \d+(?:/\d{4})?(?![\d/])"
    r"|(?:Resolution|Conclusion|Decree|Directive|Circular|Article|Law) \d+(?:/\d{4})?(?![\d/])"
    r"|第\d+(?:/\d{4})?[号条]"
)
_NAMES = (
    r"Covid-19|VTV4|VTC10|CT\.13|(?<![A-Za-z\d.])\d+[A-Z](?![A-Za-z])"
    r"|WCAG[)）]?\s?2\.2|CC BY 4\.0|4\.0\s?(?:Quốc tế|International|国际|国際)"
)
_NO_FIGURES = re.compile(rf"\]\([^)]*\)|https?://\S+|(?m:^\s*\d+\. )|{_SYMBOL}|{_NAMES}")
_SCALES: dict[str, dict[str, Decimal]] = {
    "vi": {"nghìn": Decimal(10**3), "vạn": Decimal(10**4), "triệu": Decimal(10**6), "tỷ": Decimal(10**9)},
    "en": {"thousand": Decimal(10**3), "million": Decimal(10**6), "billion": Decimal(10**9)},
    "zh": {"万亿": Decimal(10**12), "亿": Decimal(10**8), "万": Decimal(10**4)},
    "ja": {"兆": Decimal(10**12), "億": Decimal(10**8), "百万": Decimal(10**6), "万": Decimal(10**4)},
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(_MONTHS)
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: value for value, word in enumerate(_ORDINALS, start=1)
}
for _ten, _word in enumerate(_TENS, start=2):
    _WORDS[_word] = _ten * 10
    _WORDS |= {f"{_word}-{one}": _ten * 10 + value for value, one in enumerate(_ONES[1:10], start=1)}
_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b( hundred)?( thousand| million)?", re.I)
_HAN = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"两": 2}
_HAN_NUMBER = re.compile(r"[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两]")
_VI_TENS = {word: value for value, word in enumerate(["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], start=2)}
_VI_ONES = {
    word: value for value, word in enumerate(["mốt", "hai", "ba", "bốn", "lăm", "sáu", "bảy", "tám", "chín"], start=1)
}
_VI_WORDS = re.compile(rf"\b({'|'.join(_VI_TENS)}) mươi(?: ({'|'.join(_VI_ONES)})\b)?", re.I)
_HALF = re.compile(r"first half|上半年|上半期", re.I)


def read(text: str, language: str) -> Figures:
    """The figures of `text` in one of `LANGUAGES`."""
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    times: set[str] = set()
    digits: set[Decimal] = set()

    def add(day: str | None, month: str | int | None, year: str | None) -> None:
        if month:
            months.add(int(month)) if not day else days.add((int(month), int(day)))
        if year:
            digits.add(Decimal(year))

    def take_time(found: re.Match[str]) -> str:
        times.add(f"{int(found[1])}:{found[2]}")
        return " "

    rest = _NO_FIGURES.sub(" ", _scaled_tables(text, language))
    rest = re.sub(r"(?<!\d)(\d{1,2})(?: giờ |:)(\d{2})(?!\d)", take_time, rest)
    rest = _DAYS[language](rest, add)
    digits |= set(_written(rest, language))
    words = set(_spelt(rest, language))
    parts = {Decimal(part) for pair in days for part in pair} | {Decimal(month) for month in months}
    return Figures(
        frozenset(digits | words | parts), frozenset(days), frozenset(months), frozenset(times), frozenset(digits)
    )


Add = Callable[[str | None, str | int | None, str | None], None]


def _vietnamese_days(text: str, add: Add) -> str:
    def take(found: re.Match[str]) -> str:
        first, day, month, year = found.groups()
        if int(month) > 12 or int(day) > 31:
            return found[0]
        if first:
            add(first, month, None)
        add(day, month, year)
        return " "

    def take_month(found: re.Match[str]) -> str:
        add(None, found[1], found[2])
        return " "

    text = re.sub(r"(?<![\d/])(?:(\d{1,2})(?:–| và | đến ))?(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])", take, text)
    text = re.sub(r"(?<![\d/])(\d{1,2})/(\d{4})(?![\d/])", take_month, text)
    return re.sub(r"(?<![\d/])(?:(\d{1,2})(?:–| và | đến ))?(\d{1,2})/(\d{1,2})()(?![\d/])", take, text)


def _english_days(text: str, add: Add) -> str:
    def take(found: re.Match[str]) -> str:
        first, day, month, year = found.groups()
        if first:
            add(first, _MONTHS.index(month) + 1, None)
        add(day, _MONTHS.index(month) + 1, year)
        return " "

    pattern = (
        rf"(?:(?<!\d)(\d{{1,2}})(?:–| and | to | or )(?=\d))?(?:(?<!\d)(\d{{1,2}}) )?\b({_MONTH})\b(?: (\d{{4}}))?"
    )
    # “15 June and 15 November 2015”: the year of the second day is the first one's.
    return re.sub(pattern, take, text)


def _eastern_days(text: str, add: Add) -> str:
    def take(found: re.Match[str]) -> str:
        year, month, day, second_month, second_day = found.groups()
        add(day, month, year)
        if second_day:
            add(second_day, second_month or month, None)
        return " "

    mark = "(?:至|～|—|から|と|・|、|和)"
    pattern = (
        r"(?:(?<!\d)(\d{4})年)?(?<!\d)(\d{1,2})月"
        rf"(?:(\d{{1,2}})(?:日|(?={mark}\d{{1,2}}日)))?"
        rf"(?:{mark}(?:(\d{{1,2}})月)?(\d{{1,2}})日)?"
    )
    return re.sub(pattern, take, text)


_DAYS: dict[str, Callable[[str, Add], str]] = {
    "vi": _vietnamese_days,
    "en": _english_days,
    "zh": _eastern_days,
    "ja": _eastern_days,
}
_NUMBER = {
    "vi": re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?: (nghìn|vạn|triệu|tỷ)\b)?"),
    "en": re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: (thousand|million|billion)\b)?"),
    "zh": re.compile(r"(?<![A-Za-z\d.])(\d+(?:\.\d+)?)(万亿|亿|万)?"),
    "ja": re.compile(r"(?<![A-Za-z\d.,])(\d[\d,]*(?:\.\d+)?)(兆|億|百万|万)?"),
}


def _written(text: str, language: str) -> Iterator[Decimal]:
    """Numbers in digits, scale words multiplied out; in Japanese `6兆8,000億` and `2万5,700` are one number each."""
    end, total = -1, Decimal(0)
    for found in _NUMBER[language].finditer(text):
        number = found[1]
        number = number.replace(".", "").replace(",", ".") if language == "vi" else number.replace(",", "")
        value = Decimal(number) * _SCALES[language].get(found[2] or "", Decimal(1))
        if language == "ja" and found.start() == end and found[0] != "":
            total += value
        else:
            if total:
                yield total
            total = value
        end = found.end() if found[2] else -1
        if end < 0 or language != "ja":
            if total:
                yield total
            total = Decimal(0)
    if total:
        yield total


def _spelt(text: str, language: str) -> Iterator[Decimal]:
    """Numbers in words."""
    if _HALF.search(text):
        yield Decimal(6)
    if language == "en":
        for found in _WORD.finditer(text):
            scale = {"thousand": 10**3, "million": 10**6}.get((found[3] or "").strip(), 1)
            yield Decimal(_WORDS[found[1].lower()] * (100 if found[2] else 1) * scale)
    elif language == "vi":
        for found in _VI_WORDS.finditer(text):
            yield Decimal(_VI_TENS[found[1].lower()] * 10 + _VI_ONES.get((found[2] or "").lower(), 0))
    else:
        for found in _HAN_NUMBER.finditer(text):
            left, ten, right = found[0].partition("十")
            yield Decimal((_HAN[left] if left else 1) * 10 + (_HAN[right] if right else 0) if ten else _HAN[left])


_HEAD_SCALE = {
    "vi": re.compile(r"\((nghìn|triệu|tỷ) [^)]*\)"),
    "en": re.compile(r"\((?:VND )?(thousand|million|billion)[^)]*\)"),
    "zh": re.compile(r"（(万亿|亿|万)[^）]*）"),
    "ja": re.compile(r"（(兆|億|百万|万)[^）]*）"),
}


def _scaled_tables(text: str, language: str) -> str:
    """`text` with the scale of a column's head written into the cells under it."""
    gap = " " if language in ("vi", "en") else ""
    scales: list[str] = []
    lines = []
    for line in text.split("\n"):
        cells = line.split("|")
        if not line.startswith("|"):
            scales = []
        elif not scales:
            found = [_HEAD_SCALE[language].search(cell) for cell in cells]
            scales = [match[1] if match else "" for match in found]
        else:
            cells = [
                re.sub(r"([\d.,]+)\s*$", rf"\g<1>{gap}{scale} ", cell) if scale else cell
                for cell, scale in zip(cells, scales, strict=False)
            ]
            line = "|".join(cells)
        lines.append(line)
    return "\n".join(lines)
