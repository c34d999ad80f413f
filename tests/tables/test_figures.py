"""The short cut for amounts writes what the locale writes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables.table_samples import LANGUAGES, SEGMENTS

from ttdn_site.locales.languages import Language
from ttdn_site.locales.numbers import number
from ttdn_site.plans.model import Amount, AmountState
from ttdn_site.problems import Location
from ttdn_site.tables.figures import Figures

WRITERS = {segment: Figures(LANGUAGES[segment]) for segment in SEGMENTS}
AT = Location("x.yml", 1, 1)


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2) | st.integers(-(10**15), 10**15).map(Decimal))
def test_as_the_locale_writes(value: Decimal) -> None:
    for segment in SEGMENTS:
        assert WRITERS[segment].write(value) == number(value, LANGUAGES[segment])


def test_a_language_that_groups_otherwise_gets_no_short_cut() -> None:
    hindi = Language("hi", "hi", "hi", "hi_IN", "hi_IN", "हिन्दी", "hi")
    spanish = Language("es", "es", "es", "es_ES", "es_ES", "Español", "es")
    for language in (hindi, spanish):
        for value in (999, 1234, 12345, 1234567, 123456789012):
            assert Figures(language).write(Decimal(value)) == number(value, language)


@pytest.mark.parametrize(
    ("state", "value", "printed", "shown"),
    [
        (AmountState.STATED, Decimal(1990), "1.990", "1,990"),
        (AmountState.NONE, None, "-", "–"),
        (AmountState.NOT_STATED, None, "", ""),
        (AmountState.UNREADABLE, None, "2,15", "2,15"),
    ],
)
def test_cells(state: AmountState, value: Decimal | None, printed: str, shown: str) -> None:
    assert WRITERS["en"].cell(Amount(value, state, printed, AT)) == shown
