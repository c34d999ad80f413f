import datetime as dt

import pytest

from ttdn_site.plans.dates import parse_partial_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("2023-Q3", dt.date(2023, 7, 1), dt.date(2023, 9, 30)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2018-04-12", dt.date(2018, 4, 12), dt.date(2018, 4, 12)),
    ],
)
def test_covers_its_days(text: str, first: dt.date, last: dt.date) -> None:
    date = parse_partial_date(text)
    assert date is not None
    assert (date.first, date.last, str(date)) == (first, last, text)


@pytest.mark.parametrize(
    "text", ["12/4/2018", "2018-13", "2018-00", "2018-04-31", "2018-04-00", "2018-Q5", "0000", "18"]
)
def test_refuses_what_is_no_date(text: str) -> None:
    assert parse_partial_date(text) is None
