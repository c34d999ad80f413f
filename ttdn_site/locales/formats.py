"""Dates and times as a language writes them, by Babel and CLDR.

Patterns stand here only where CLDR's are not what a Vietnamese state portal prints:

- English is British and day first (`19 December 2025`).
- Vietnamese dates have no comma before the year, do not abbreviate months, and pad days below 10 and months 1 and 2,
  as Decree 30/2020/NĐ-CP (Annex I, II.4) writes them; quarters have Roman numbers.
- Every form has a year of four digits.

A language without an entry is printed as CLDR has it, so a further language needs no change here.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Literal, Protocol

from babel import dates
from babel.core import Locale

from ttdn_site.locales.cldr import cldr
from ttdn_site.locales.languages import Language

DateStyle = Literal["long", "medium", "short"]


class DateParts(Protocol):
    """A date as documents give it: what is not stated is 0."""

    @property
    def year(self) -> int: ...
    @property
    def quarter(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int: ...


# By language of the Babel locale. `{MM}` is the month padded as the decree says.
_PATTERNS: dict[str, dict[str, str]] = {
    "en": {"long": "d MMMM y", "medium": "d MMM y", "short": "dd/MM/y", "day": "d MMMM"},
    "vi": {
        "long": "dd 'tháng' {MM} 'năm' y",
        "medium": "dd/MM/y",
        "short": "dd/MM/y",
        "month": "'tháng' {MM} 'năm' y",
        "year": "'năm' y",
        "day": "dd 'tháng' {MM}",
    },
    "zh": {"medium": "y年M月d日", "short": "y/M/d"},
    "ja": {"medium": "y年M月d日", "short": "y/M/d"},
}
# A skeleton is CLDR's way to ask for fields and leave their order to the language.
_SKELETONS = {"short": "yMd", "month": "yMMMM", "quarter": "yQQQQ", "year": "y", "day": "MMMMd"}

# Both halves of a span, by the largest field in which its ends differ.
_SPANS: dict[str, dict[str, dict[str, tuple[str, str]]]] = {
    "vi": {
        "long": {
            "day": ("dd–", "dd 'tháng' {MM} 'năm' y"),
            "month": ("dd 'tháng' {MM} – ", "dd 'tháng' {MM} 'năm' y"),
            "year": ("dd 'tháng' {MM} 'năm' y – ", "dd 'tháng' {MM} 'năm' y"),
        },
        "medium": {"day": ("dd–", "dd/MM/y"), "month": ("dd/MM–", "dd/MM/y"), "year": ("dd/MM/y–", "dd/MM/y")},
    },
    "en": {
        "long": {
            "day": ("d–", "d MMMM y"),
            "month": ("d MMMM – ", "d MMMM y"),
            "year": ("d MMMM y – ", "d MMMM y"),
        },
        "medium": {"day": ("d–", "d MMM y"), "month": ("d MMM – ", "d MMM y"), "year": ("d MMM y – ", "d MMM y")},
    },
}
# Time, date and offset of a moment, and how an offset is put aside.
_MOMENTS = {"vi": "{time}{offset} ngày {date}"}
_ASIDES = {"zh": "（{}）", "ja": "（{}）"}
# Between two times of a day, and between two texts that each may hold spaces.
_TIME_MARKS = {"ja": "～"}
_SPAN_MARKS = {"zh": "至", "ja": "～"}
_QUARTERS = {"vi": "quý {roman} năm {year}"}
_ROMAN = ("I", "II", "III", "IV")


def date(value: dt.date, language: Language, style: DateStyle = "long") -> str:
    """A day: `19 tháng 12 năm 2025`, `19 December 2025`, `2025年12月19日`; medium `19/12/2025`, `19 Dec 2025`."""
    return _date(value.year, value.month, value.day, style, language.babel)


def date_range(first: dt.date, last: dt.date, language: Language, style: Literal["long", "medium"] = "medium") -> str:
    """Days from `first` to `last`, both included: `28–30/11/2025`, `28–30 Nov 2025`, `2025年11月28日至30日`.

    One day is printed as a day. Raises ValueError when `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return date(first, language, style)
    locale = cldr(language.babel)
    spans = _SPANS.get(locale.language)
    if spans is None:
        return str(dates.format_interval(first, last, "yMMMd", locale=locale))
    differing = "year" if first.year != last.year else "month" if first.month != last.month else "day"
    opening, closing = spans[style][differing]
    return _apply(opening, first, locale) + _apply(closing, last, locale)


def month(year: int, month: int, language: Language) -> str:
    """`tháng 12 năm 2025`, `December 2025`, `2025年12月`."""
    return _date(year, month, 1, "month", language.babel)


def month_day(month: int, day: int, language: Language) -> str:
    """A day of every year: `15 tháng 6`, `15 June`, `6月15日`. Raises ValueError for a day that no year has."""
    # A leap year, so that 29 February can be named.
    return _date(2024, month, day, "day", language.babel)


def quarter(year: int, quarter: int, language: Language) -> str:
    """`quý III năm 2023`, `3rd quarter 2023`, `2023年第三季度`, `2023年第3四半期`."""
    form = _QUARTERS.get(cldr(language.babel).language)
    if form is not None:
        return form.format(roman=_ROMAN[quarter - 1], year=year)
    return _date(year, quarter * 3, 1, "quarter", language.babel)


def year(value: int, language: Language) -> str:
    """A year that stands alone: `năm 2025`, `2025`, `2025年`."""
    return _date(value, 1, 1, "year", language.babel)


def partial_date(value: DateParts, language: Language) -> str:
    """A date of which only some parts are known, in the longest form."""
    if value.day:
        return _date(value.year, value.month, value.day, "long", language.babel)
    if value.month:
        return month(value.year, value.month, language)
    if value.quarter:
        return quarter(value.year, value.quarter, language)
    return year(value.year, language)


def partial_range(first: DateParts, last: DateParts, language: Language) -> str:
    """From one partial date to another: `2018–2020`, `quý III năm 2023 – năm 2025`, `2018～2020年`."""
    if first.day and last.day:
        opening, closing = (dt.date(end.year, end.month, end.day) for end in (first, last))
        return date_range(opening, closing, language, "long")
    if not (first.month or first.quarter or last.month or last.quarter):
        return year_range(first.year, last.year, language)
    ends = [partial_date(end, language) for end in (first, last)]
    return ends[0] if ends[0] == ends[1] else _joined(ends, language)


def year_range(first: int, last: int, language: Language) -> str:
    """Years that stand alone: `2018–2020`, `2018年至2020年`, `2018年～2020年`; one year is printed as a year."""
    if first == last:
        return year(first, language)
    ends = (dt.date(first, 1, 1), dt.date(last, 1, 1))
    return str(dates.format_interval(*ends, "y", locale=cldr(language.babel)))


def time(value: dt.time | dt.datetime, language: Language) -> str:
    """Hours and minutes on the clock of the value itself: `08:00`."""
    # Babel moves a datetime to UTC unless it is given the zone, and a bare time has no day to convert it on.
    return _apply(cldr(language.babel).time_formats["short"].pattern, value.replace(tzinfo=None), language.babel)


def offset(value: dt.datetime, language: Language) -> str:
    """Distance from Greenwich: `GMT+7`, `GMT+5:30`; empty for a datetime without a zone."""
    distance = value.utcoffset()
    if distance is None:
        return ""
    minutes = int(distance.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    shown = f"{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}" if minutes else ""
    return str(cldr(language.babel).zone_formats["gmt"] % shown)


def moment(value: dt.datetime, language: Language, style: DateStyle = "long") -> str:
    """Date, time and offset: `08:00 (GMT+7) ngày 19 tháng 12 năm 2025`, `19 December 2025, 08:00 (GMT+7)`."""
    return _moment(time(value, language), date(value, language, style), offset(value, language), language)


def moment_range(first: dt.datetime, last: dt.datetime, language: Language, style: DateStyle = "long") -> str:
    """From `first` to `last`: times only are spanned within a day, else two moments. The offset is that of `first`.

    Raises ValueError when `last` is before `first`.
    """
    if last < first:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return moment(first, language, style)
    last = last.astimezone(first.tzinfo) if first.tzinfo else last
    aside = offset(first, language)
    if first.date() == last.date():
        mark = _TIME_MARKS.get(cldr(language.babel).language, "–")
        times = f"{time(first, language)}{mark}{time(last, language)}"
        return _moment(times, date(first, language, style), aside, language)
    ends = [_moment(time(end, language), date(end, language, style), "", language) for end in (first, last)]
    return _joined(ends, language) + _aside(aside, language)


def iso(value: dt.date | dt.datetime | dt.time) -> str:
    """The `datetime` attribute of `<time>`: `2025-12-19`, `2025-12-19T08:00+07:00`; seconds only when there are any."""
    if isinstance(value, dt.datetime | dt.time):
        value = value.replace(microsecond=0)
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return value.isoformat()


def _joined(ends: list[str], language: Language) -> str:
    return _SPAN_MARKS.get(cldr(language.babel).language, " – ").join(ends)


def _moment(time_text: str, date_text: str, offset_text: str, language: Language) -> str:
    locale = cldr(language.babel)
    aside = _aside(offset_text, language)
    form = _MOMENTS.get(locale.language)
    if form is not None:
        return form.format(time=time_text, date=date_text, offset=aside)
    joined = locale.datetime_formats["medium"]
    return str(joined).replace("'", "").format(time_text, date_text) + aside


def _aside(offset_text: str, language: Language) -> str:
    return _ASIDES.get(cldr(language.babel).language, " ({})").format(offset_text) if offset_text else ""


@functools.lru_cache(maxsize=64)
def _pattern(babel: str, style: str) -> str:
    locale = cldr(babel)
    own = _PATTERNS.get(locale.language, {}).get(style)
    if own is not None:
        return own
    skeleton = _SKELETONS.get(style)
    if skeleton is None:
        return str(locale.date_formats[style].pattern)
    found = locale.datetime_skeletons.get(skeleton)
    return str(found.pattern) if found is not None else "y-MM-dd"


# Listings, feeds and tables print the same few thousand days again and again.
@functools.lru_cache(maxsize=16384)
def _date(year: int, month: int, day: int, style: str, babel: str) -> str:
    return _apply(_pattern(babel, style), dt.date(year, month, day), babel)


def _apply(pattern: str, value: dt.date | dt.time, locale: Locale | str) -> str:
    if "{MM}" in pattern and isinstance(value, dt.date):
        pattern = pattern.replace("{MM}", "MM" if value.month < 3 else "M")
    chosen = cldr(locale) if isinstance(locale, str) else locale
    return str(dates.parse_pattern(pattern).apply(value, chosen))
