"""The day block of a calendar entry: the days in figures, the month and year in the language's own order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

# English identifiers of the catalogs, January first.
MONTHS = (
    "Jan {year}",
    "Feb {year}",
    "Mar {year}",
    "Apr {year}",
    "May {year}",
    "Jun {year}",
    "Jul {year}",
    "Aug {year}",
    "Sep {year}",
    "Oct {year}",
    "Nov {year}",
    "Dec {year}",
)


class DayBlock(NamedTuple):
    """days: `15` or `28–30`; month: `Nov 2025`, `11/2025`, `2025年11月`."""

    days: str
    month: str


def day_block(first: str, last: str, say: Callable[..., str]) -> DayBlock:
    """first, last: ISO days, `last` may be empty. Days of two months show the first one; the text beside has both."""
    year, month, day = first[:10].split("-")
    days = str(int(day))
    if last and last[:7] == first[:7] and last[:10] != first[:10]:
        days += f"–{int(last[8:10])}"
    return DayBlock(days, say(MONTHS[int(month) - 1], year=year))
