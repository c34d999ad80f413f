"""The calendar of one language as iCalendar (RFC 5545, calendar properties of RFC 7986).

Events last whole days (`VALUE=DATE`), so no time zone is needed; DTEND is the day after the last one (RFC 5545, 3.6.1).
The same event has the same UID in every language: who changes from one calendar to another keeps one entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.dates import moment
from ttdn_site.syndication.escaping import line
from ttdn_site.syndication.feeds import announced
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import description

# RFC 5545, 3.1: octets of a line, its end not counted.
_FOLD = 75


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event. starts, ends: first and last ISO day, `ends` empty for a single day. updated: ISO day or empty."""

    uid: str
    title: str
    starts: str
    url: str
    ends: str = ""
    summary: str = ""
    place: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar in one language.

    name: what calendar programs call it. address: where it is published, absolute. home: the page that shows it.
    stamp: ISO day that dates events without one of their own; not the time of the build, so that bytes stay equal.
    """

    name: str
    description: str
    tag: str
    host: str
    address: str
    home: str
    stamp: str
    events: tuple[CalendarEvent, ...]
    utc_offset: str = "+07:00"


def event_of(view: PageView, site: SiteIdentity) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{view.key}@{site.host}",
        title=line(view.title),
        starts=view.date,
        ends=view.end_date,
        url=view.canonical,
        summary=description(view, site),
        place=line(view.place),
        updated=view.updated,
        categories=tuple(line(topic.title) for topic in view.topics),
    )


def calendar_of(
    views: Iterable[PageView], site: SiteIdentity, path: str, *, name: str, description: str, home: str
) -> Calendar:
    """The calendar of the event pages given, all in the language of `site`, in order of their first days.

    path: where it is published, relative to the portal's root. name, description: in the calendar's language.
    """
    chosen = sorted((view for view in announced(views)), key=lambda view: (view.date, view.key))
    return Calendar(
        name=line(name),
        description=line(description),
        tag=site.tag,
        host=site.host,
        address=site.base_url + path,
        home=home,
        stamp=site.last_update or "1970-01-01",
        events=tuple(event_of(view, site) for view in chosen),
        utc_offset=site.utc_offset,
    )


def _text(text: str) -> str:
    """RFC 5545, 3.3.11."""
    return line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(content: str) -> Iterator[bytes]:
    """The physical lines of one content line, cut between characters, each continuation behind one space."""
    rest = content.encode("utf-8")
    room = _FOLD
    lead = b""
    while len(rest) > room:
        cut = room
        # A continuation byte of UTF-8 begins with the bits 10.
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        yield lead + rest[:cut] + b"\r\n"
        rest = rest[cut:]
        lead = b" "
        room = _FOLD - 1
    yield lead + rest + b"\r\n"


def _utc(date: str, offset: str) -> str:
    return f"{moment(date, offset).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _basic(day: str) -> str:
    return day.replace("-", "")


def _event_lines(event: CalendarEvent, calendar: Calendar) -> Iterator[str]:
    language = f";LANGUAGE={calendar.tag}"
    last = dt.date.fromisoformat(event.ends or event.starts)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_utc(event.updated or calendar.stamp, calendar.utc_offset)}"
    if event.updated:
        yield f"LAST-MODIFIED:{_utc(event.updated, calendar.utc_offset)}"
    yield f"DTSTART;VALUE=DATE:{_basic(event.starts)}"
    yield f"DTEND;VALUE=DATE:{_basic((last + dt.timedelta(days=1)).isoformat())}"
    yield f"SUMMARY{language}:{_text(event.title)}"
    if event.summary:
        yield f"DESCRIPTION{language}:{_text(event.summary)}"
    if event.place:
        yield f"LOCATION{language}:{_text(event.place)}"
    if event.categories:
        yield f"CATEGORIES{language}:{','.join(_text(category) for category in event.categories)}"
    yield f"URL:{event.url}"
    # Nobody is busy because the province has an event.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _lines(calendar: Calendar) -> Iterator[str]:
    owner = calendar.host.replace("//", "/")
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//{owner}//{_text(calendar.name).replace('//', '/')}//{calendar.tag.partition('-')[0].upper()}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME;LANGUAGE={calendar.tag}:{_text(calendar.name)}"
    # What Apple, Google and Microsoft programs show, which do not all know RFC 7986.
    yield f"X-WR-CALNAME:{_text(calendar.name)}"
    if calendar.description:
        yield f"DESCRIPTION;LANGUAGE={calendar.tag}:{_text(calendar.description)}"
        yield f"X-WR-CALDESC:{_text(calendar.description)}"
    yield f"URL;VALUE=URI:{calendar.home}"
    yield f"SOURCE;VALUE=URI:{calendar.address}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    yield "X-PUBLISHED-TTL:P1D"
    for event in calendar.events:
        yield from _event_lines(event, calendar)
    yield "END:VCALENDAR"


def ics(calendar: Calendar) -> bytes:
    """The file, to be served as `text/calendar; charset=utf-8`."""
    return b"".join(part for content in _lines(calendar) for part in folded(content))
