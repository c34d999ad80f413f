"""Days of the portal as points in time: what feeds ask for where content only knows a day."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime


def moment(date: str, utc_offset: str) -> dt.datetime:
    """The beginning of an ISO day at the portal's offset from UTC (`+07:00`); an ISO time with offset stays itself."""
    if len(date) == len("2026-01-01"):
        return dt.datetime.fromisoformat(f"{date}T00:00:00{utc_offset}")
    found = dt.datetime.fromisoformat(date)
    if found.tzinfo is None:
        raise ValueError(f"a time needs its offset from UTC: {date!r}")
    return found


def rfc3339(date: str, utc_offset: str) -> str:
    """As Atom and JSON Feed write it: `2025-12-19T00:00:00+07:00`."""
    return moment(date, utc_offset).isoformat(timespec="seconds")


def rfc822(date: str, utc_offset: str) -> str:
    """As RSS writes it, with English names: `Fri, 19 Dec 2025 00:00:00 +0700`."""
    return format_datetime(moment(date, utc_offset))
