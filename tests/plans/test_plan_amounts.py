from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.plans.amounts import parse_amount, print_amount, styles_of
from ttdn_site.plans.model import AmountState, NumberStyle
from ttdn_site.problems import Location

AT = Location("x.yml", 1, 1)
DOT, COMMA, SPACE = NumberStyle.DOT, NumberStyle.COMMA, NumberStyle.SPACE


@pytest.mark.parametrize(
    ("printed", "style", "value"),
    [
        ("1.990", DOT, "1990"),
        ("2,597", COMMA, "2597"),
        ("2 597", SPACE, "2597"),
        ("2\u00a0597", SPACE, "2597"),
        ("8.096.000.000", DOT, "8096000000"),
        ("1.990,5", DOT, "1990.5"),
        ("1,990.25", COMMA, "1990.25"),
        ("0,5", DOT, "0.5"),
        ("562", COMMA, "562"),
        ("1990", DOT, "1990"),
        ("0", DOT, "0"),
        ("-50", DOT, "-50"),
        (" 40 ", None, "40"),
    ],
)
def test_reads_figures(printed: str, style: NumberStyle | None, value: str) -> None:
    amount = parse_amount(printed, style, AT)
    assert (amount.state, amount.value) == (AmountState.STATED, Decimal(value))


@pytest.mark.parametrize(
    ("printed", "style"),
    [
        ("1,990", DOT),  # 1990 or 1.99: not ours to decide
        ("2.597", COMMA),
        ("1.990,500", COMMA),
        ("1.99", DOT),
        ("1.9900", DOT),
        ("12.34.567", DOT),
        ("1.990.", DOT),
        ("1.990", None),
        ("1 990", DOT),
        ("abc", DOT),
        ("1e3", DOT),
        ("٣", DOT),
        ("²", DOT),
    ],
)
def test_leaves_ambiguous_figures_unread(printed: str, style: NumberStyle | None) -> None:
    amount = parse_amount(printed, style, AT)
    assert (amount.state, amount.value, amount.printed) == (AmountState.UNREADABLE, None, printed)


@pytest.mark.parametrize("printed", ["-", "–", "—", " - "])
def test_a_dash_says_none(printed: str) -> None:
    amount = parse_amount(printed, DOT, AT)
    assert amount.state is AmountState.NONE
    assert amount.value is None
    assert amount.quantity == 0


@pytest.mark.parametrize("printed", ["", " ", "\u00a0", "\n"])
def test_a_blank_says_nothing(printed: str) -> None:
    amount = parse_amount(printed, DOT, AT)
    assert amount.state is AmountState.NOT_STATED
    assert amount.quantity is None


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(list(NumberStyle)))
def test_printing_is_the_inverse_of_reading(value: int, style: NumberStyle) -> None:
    assert parse_amount(print_amount(Decimal(value), style), style, AT).value == value


@given(st.integers(0, 10**9), st.sampled_from(["1", "25", "1234"]), st.sampled_from(list(NumberStyle)))
def test_fractions_survive(whole: int, fraction: str, style: NumberStyle) -> None:
    value = Decimal(f"{whole}.{fraction}")
    assert parse_amount(print_amount(value, style), style, AT).value == value


def test_styles_are_proved_by_groups_of_three() -> None:
    assert styles_of(["562", "1.990", "-"]) == {DOT}
    assert styles_of(["2,597", "527"]) == {COMMA}
    assert styles_of(["1 990"]) == {SPACE}
    assert styles_of(["562", "90"]) == frozenset()
    assert styles_of(["1.990", "2,150"]) == {DOT, COMMA}
