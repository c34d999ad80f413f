"""Dates as documents give them: a day, a month, a quarter or only a year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?\Z")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, quarter, month or day; what is not stated is 0."""

    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0

    @property
    def first(self) -> dt.date:
        """The first day it covers."""
        month = self.month or (self.quarter * 3 - 2 if self.quarter else 1)
        return dt.date(self.year, month, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day it covers."""
        month = self.month or (self.quarter * 3 or 12)
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.year:04d}-Q{self.quarter}"
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


def parse_partial_date(text: str) -> PartialDate | None:
    """Read `2023`, `2023-Q3`, `2023-07` or `2023-07-14`; None when it is none of these or no such day exists."""
    match = _FORM.match(text)
    if match is None:
        return None
    year, quarter, month, day = (int(part or 0) for part in match.groups())
    value = PartialDate(year, quarter, month, day)
    try:
        # Both ends are computed so that a thirteenth month or a 31 April is refused here and nowhere later.
        _ = value.first, value.last
    except (ValueError, calendar.IllegalMonthError):
        return None
    return None if match[3] == "00" or match[4] == "00" else value
