import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.plans.numbering import NumberKind, expected, read_number, read_siblings, to_roman


@pytest.mark.parametrize(
    ("printed", "kind", "ordinal", "above"),
    [
        ("IV", NumberKind.ROMAN, 4, ()),
        ("II.", NumberKind.ROMAN, 2, ()),
        ("1", NumberKind.DIGITS, 1, ()),
        ("1.1", NumberKind.DIGITS, 1, (1,)),
        ("5.9.", NumberKind.DIGITS, 9, (5,)),
        ("a)", NumberKind.LETTER, 1, ()),
        ("đ)", NumberKind.LETTER, 5, ()),
        ("-", NumberKind.BULLET, 0, ()),
        ("", NumberKind.NONE, 0, ()),
        ("\u00a0", NumberKind.NONE, 0, ()),
        ("IIII", NumberKind.OTHER, 0, ()),
    ],
)
def test_reads_what_is_printed(printed: str, kind: NumberKind, ordinal: int, above: tuple[int, ...]) -> None:
    number = read_number(printed)
    assert (number.kind, number.ordinal, number.above) == (kind, ordinal, above)


def test_capital_letters_are_letters_where_the_first_is() -> None:
    assert [number.ordinal for number in read_siblings(["A", "B", "C", "D"])] == [1, 2, 3, 4]
    assert [number.ordinal for number in read_siblings(["I", "II", "C"])] == [1, 2, 100]


@given(st.integers(1, 3999))
def test_roman_numbers_both_ways(value: int) -> None:
    assert read_number(to_roman(value)).ordinal == value


def test_expects_the_next_in_the_same_form() -> None:
    assert expected(read_number("III"), read_number("III")) == "IV"
    assert expected(None, read_number("5.7")) == "5.1"
    assert expected(read_number("c)"), read_number("e)")) == "d"
    assert expected(read_siblings(["A"])[0], read_siblings(["A", "C"])[1]) == "B"
