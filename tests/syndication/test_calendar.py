"""The calendar, read by a calendar library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar as Reader

from ttdn_site.pages.views import PageView
from ttdn_site.syndication.calendar import Calendar, calendar_of, folded, ics
from ttdn_site.syndication.identity import SiteIdentity

Site = Callable[..., SiteIdentity]
View = Callable[..., PageView]
BASE = "https://laichau.gov.vn/ttdn/"
TITLE = "Tuần Du lịch – Văn hóa; giải Marathon Lai Châu lần thứ hai, tổ chức tại trung tâm tỉnh \\ ngày hội"


@pytest.fixture
def calendar(site: Site, view: View) -> Callable[..., Calendar]:
    def make(tag: str = "vi", *views: PageView) -> Calendar:
        chosen = views or (
            view(
                tag,
                key="events/tuan-du-lich",
                type="event",
                title=TITLE,
                date="2025-11-28",
                end_date="2025-11-30",
                updated="2025-12-02",
                place="Quảng trường Nhân dân, Lai Châu",
            ),
            view(tag, key="events/bao-cao", type="event", date="2025-06-15", title="Báo cáo"),
            view(tag, key="events/khac", type="event", date="2025-06-16", state="fallback", lang="vi"),
        )
        return calendar_of(
            chosen,
            site(tag),
            "feeds/events.ics",
            name="Lịch sự kiện, Lai Châu",
            description="Sự kiện của tỉnh",
            home=f"{BASE}news/",
        )

    return make


@pytest.mark.parametrize("tag", ["vi", "en", "zh-Hans", "ja"])
def test_a_calendar_program_understands(calendar: Callable[..., Calendar], tag: str) -> None:
    found = Reader.from_ical(ics(calendar(tag)))
    # The library leaves properties it has no type for as they are written.
    assert found["NAME"] == found["X-WR-CALNAME"] == "Lịch sự kiện\\, Lai Châu"
    assert found["NAME"].params["LANGUAGE"] == tag
    assert found["SOURCE"] == f"{BASE}feeds/events.ics"
    first, second = found.walk("VEVENT")
    assert not first.errors
    assert not second.errors
    assert second["UID"] == "events/tuan-du-lich@laichau.gov.vn", "the same in every language"
    assert second["SUMMARY"] == TITLE
    assert second["SUMMARY"].params["LANGUAGE"] == tag
    assert second["LOCATION"] == "Quảng trường Nhân dân, Lai Châu"
    assert second["DTSTART"].dt == dt.date(2025, 11, 28)
    assert second["DTEND"].dt == dt.date(2025, 12, 1), "the day after the last one"
    assert second["DTSTAMP"].dt == dt.datetime(2025, 12, 1, 17, tzinfo=dt.UTC)
    assert first["DTEND"].dt - first["DTSTART"].dt == dt.timedelta(days=1)
    assert first["DTSTAMP"].dt == dt.datetime(2026, 3, 9, 17, tzinfo=dt.UTC), "the portal's last change"


def test_lines_end_with_crlf_and_keep_to_75_octets(calendar: Callable[..., Calendar]) -> None:
    content = ics(calendar("vi"))
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(part) <= 75 for part in lines)
    assert any(part.startswith(b" ") for part in lines), "the sample is long enough to be folded"
    for part in lines:
        part.decode("utf-8")
    assert b"\n" not in content.replace(b"\r\n", b"")


@example("a" * 400)
@example("ế" * 200)
@example("😀" * 100)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300))
def test_folding_loses_nothing(text: str) -> None:
    parts = list(folded(text))
    assert all(len(part) <= 77 for part in parts)
    assert all(part.decode("utf-8") for part in parts)
    joined = parts[0] + b"".join(part.removeprefix(b" ") for part in parts[1:])
    assert joined.replace(b"\r\n", b"").decode("utf-8") == text


def test_no_event_is_still_a_calendar(calendar: Callable[..., Calendar], view: View) -> None:
    found = Reader.from_ical(ics(calendar("ja", view("ja", state="fallback"))))
    assert found.walk("VEVENT") == []


def test_a_line_break_in_a_title_injects_nothing(calendar: Callable[..., Calendar], view: View) -> None:
    nasty = view(type="event", title="Hội\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x", date="2025-01-01")
    events = Reader.from_ical(ics(calendar("vi", nasty))).walk("VEVENT")
    assert [event["UID"] for event in events] == ["news/ham-hoang-lien@laichau.gov.vn"]
