"""Dates and times in the four languages and in a language the package has no entry for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ttdn_site.locales import formats
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language

KOREAN = Language("ko", "ko", "ko", "ko_KR", "ko_KR", "한국어", "ko")
LANGUAGES = {language.segment: language for language in (VIETNAMESE, ENGLISH, CHINESE, JAPANESE, KOREAN)}
HANOI = dt.timezone(dt.timedelta(hours=7))
DAY = dt.date(2025, 2, 5)
MOMENT = dt.datetime(2025, 12, 19, 8, 0, tzinfo=HANOI)
NOVEMBER = dt.date(2025, 11, 28)


@dataclass(frozen=True)
class Parts:
    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0


# What is printed for vi, en, zh, ja, ko.
CASES: dict[str, tuple[Callable[[Language], str], tuple[str, str, str, str, str]]] = {
    "long": (
        lambda x: formats.date(DAY, x),
        ("05 tháng 02 năm 2025", "5 February 2025", "2025年2月5日", "2025年2月5日", "2025년 2월 5일"),
    ),
    "late month is not padded": (
        lambda x: formats.date(dt.date(2025, 3, 5), x),
        ("05 tháng 3 năm 2025", "5 March 2025", "2025年3月5日", "2025年3月5日", "2025년 3월 5일"),
    ),
    "medium": (
        lambda x: formats.date(DAY, x, "medium"),
        ("05/02/2025", "5 Feb 2025", "2025年2月5日", "2025年2月5日", "2025. 2. 5."),
    ),
    "short": (
        lambda x: formats.date(DAY, x, "short"),
        ("05/02/2025", "05/02/2025", "2025/2/5", "2025/2/5", "2025. 2. 5."),
    ),
    "month": (
        lambda x: formats.month(2025, 12, x),
        ("tháng 12 năm 2025", "December 2025", "2025年12月", "2025年12月", "2025년 12월"),
    ),
    "day of every year": (
        lambda x: formats.month_day(6, 15, x),
        ("15 tháng 6", "15 June", "6月15日", "6月15日", "6월 15일"),
    ),
    "early day of every year": (
        lambda x: formats.month_day(2, 5, x),
        ("05 tháng 02", "5 February", "2月5日", "2月5日", "2월 5일"),
    ),
    "quarter": (
        lambda x: formats.quarter(2023, 3, x),
        ("quý III năm 2023", "3rd quarter 2023", "2023年第3季度", "2023年第3四半期", "2023년 제 3/4분기"),
    ),
    "year": (lambda x: formats.year(2025, x), ("năm 2025", "2025", "2025年", "2025年", "2025년")),
    "years": (
        lambda x: formats.year_range(2018, 2020, x),
        ("2018–2020", "2018–2020", "2018–2020年", "2018年～2020年", "2018년 ~ 2020년"),
    ),
    "days of a month": (
        lambda x: formats.date_range(NOVEMBER, dt.date(2025, 11, 30), x),
        ("28–30/11/2025", "28–30 Nov 2025", "2025年11月28日至30日", "2025年11月28日～30日", "2025년 11월 28일~30일"),
    ),
    "days of a year": (
        lambda x: formats.date_range(NOVEMBER, dt.date(2025, 12, 2), x),
        (
            "28/11–02/12/2025",
            "28 Nov – 2 Dec 2025",
            "2025年11月28日至12月2日",
            "2025年11月28日～12月2日",
            "2025년 11월 28일 ~ 12월 2일",
        ),
    ),
    "days of two years": (
        lambda x: formats.date_range(NOVEMBER, dt.date(2026, 1, 2), x),
        (
            "28/11/2025–02/01/2026",
            "28 Nov 2025 – 2 Jan 2026",
            "2025年11月28日至2026年1月2日",
            "2025年11月28日～2026年1月2日",
            "2025년 11월 28일 ~ 2026년 1월 2일",
        ),
    ),
    "one day": (
        lambda x: formats.date_range(NOVEMBER, NOVEMBER, x),
        ("28/11/2025", "28 Nov 2025", "2025年11月28日", "2025年11月28日", "2025. 11. 28."),
    ),
    "days, long": (
        lambda x: formats.date_range(NOVEMBER, dt.date(2025, 11, 30), x, "long"),
        (
            "28–30 tháng 11 năm 2025",
            "28–30 November 2025",
            "2025年11月28日至30日",
            "2025年11月28日～30日",
            "2025년 11월 28일~30일",
        ),
    ),
    "time": (lambda x: formats.time(MOMENT, x), ("08:00", "08:00", "08:00", "8:00", "AM 8:00")),
    "moment": (
        lambda x: formats.moment(MOMENT, x),
        (
            "08:00 (GMT+7) ngày 19 tháng 12 năm 2025",
            "19 December 2025, 08:00 (GMT+7)",
            "2025年12月19日 08:00（GMT+7）",
            "2025年12月19日 8:00（GMT+7）",
            "2025년 12월 19일 AM 8:00 (GMT+7)",
        ),
    ),
    "moment without zone": (
        lambda x: formats.moment(MOMENT.replace(tzinfo=None), x, "medium"),
        (
            "08:00 ngày 19/12/2025",
            "19 Dec 2025, 08:00",
            "2025年12月19日 08:00",
            "2025年12月19日 8:00",
            "2025. 12. 19. AM 8:00",
        ),
    ),
    "hours of a day": (
        lambda x: formats.moment_range(MOMENT, MOMENT.replace(hour=17), x, "medium"),
        (
            "08:00–17:00 (GMT+7) ngày 19/12/2025",
            "19 Dec 2025, 08:00–17:00 (GMT+7)",
            "2025年12月19日 08:00–17:00（GMT+7）",
            "2025年12月19日 8:00～17:00（GMT+7）",
            "2025. 12. 19. AM 8:00–PM 5:00 (GMT+7)",
        ),
    ),
    "moments on two days": (
        lambda x: formats.moment_range(MOMENT, MOMENT.replace(day=21, hour=17), x, "medium"),
        (
            "08:00 ngày 19/12/2025 – 17:00 ngày 21/12/2025 (GMT+7)",
            "19 Dec 2025, 08:00 – 21 Dec 2025, 17:00 (GMT+7)",
            "2025年12月19日 08:00至2025年12月21日 17:00（GMT+7）",
            "2025年12月19日 8:00～2025年12月21日 17:00（GMT+7）",
            "2025. 12. 19. AM 8:00 – 2025. 12. 21. PM 5:00 (GMT+7)",
        ),
    ),
    "quarters": (
        lambda x: formats.partial_range(Parts(2023, quarter=3), Parts(2024, quarter=1), x),
        (
            "quý III năm 2023 – quý I năm 2024",
            "3rd quarter 2023 – 1st quarter 2024",
            "2023年第3季度至2024年第1季度",
            "2023年第3四半期～2024年第1四半期",
            "2023년 제 3/4분기 – 2024년 제 1/4분기",
        ),
    ),
}


@pytest.mark.parametrize(
    ("case", "segment", "expected"),
    [
        (name, segment, text)
        for name, (_, texts) in CASES.items()
        for segment, text in zip(LANGUAGES, texts, strict=True)
    ],
)
def test_printed(case: str, segment: str, expected: str) -> None:
    assert CASES[case][0](LANGUAGES[segment]) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (Parts(2023), "năm 2023"),
        (Parts(2023, quarter=4), "quý IV năm 2023"),
        (Parts(2023, month=7), "tháng 7 năm 2023"),
        (Parts(2023, month=7, day=4), "04 tháng 7 năm 2023"),
    ],
)
def test_partial_dates(parts: Parts, expected: str) -> None:
    assert formats.partial_date(parts, VIETNAMESE) == expected
    assert formats.partial_range(parts, parts, VIETNAMESE) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(420, "GMT+7"), (330, "GMT+5:30"), (-210, "GMT-3:30"), (0, "GMT"), (-60, "GMT-1")]
)
def test_offsets(minutes: int, expected: str) -> None:
    value = dt.datetime(2025, 1, 1, tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    assert formats.offset(value, ENGLISH) == expected


def test_the_clock_of_the_value_is_printed_whatever_its_zone() -> None:
    assert formats.time(MOMENT.replace(hour=23), VIETNAMESE) == "23:00"
    assert formats.date(MOMENT.replace(hour=23), VIETNAMESE, "medium") == "19/12/2025"


def test_ends_in_two_zones_are_printed_on_one_clock() -> None:
    end = dt.datetime(2025, 12, 19, 10, 0, tzinfo=dt.UTC)
    assert formats.moment_range(MOMENT, end, ENGLISH) == "19 December 2025, 08:00–17:00 (GMT+7)"


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        formats.date_range(DAY, DAY - dt.timedelta(days=1), ENGLISH)
    with pytest.raises(ValueError, match="is before"):
        formats.moment_range(MOMENT, MOMENT - dt.timedelta(minutes=1), ENGLISH)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (DAY, "2025-02-05"),
        (MOMENT, "2025-12-19T08:00+07:00"),
        (MOMENT.replace(second=9, microsecond=5), "2025-12-19T08:00:09+07:00"),
        (MOMENT.replace(tzinfo=None), "2025-12-19T08:00"),
        (dt.time(8, 5), "08:05"),
    ],
)
def test_datetime_attributes(value: dt.date | dt.datetime | dt.time, expected: str) -> None:
    assert formats.iso(value) == expected


def test_no_abbreviated_vietnamese_month_in_any_form() -> None:
    for month in range(1, 13):
        first, last = dt.date(2025, month, 1), dt.date(2025, month, 28)
        for style in ("long", "medium"):
            assert "thg" not in formats.date(first, VIETNAMESE, style) + formats.date_range(
                first, last, VIETNAMESE, style
            )
