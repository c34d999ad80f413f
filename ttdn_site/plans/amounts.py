"""Figures as these documents print them.

Thousands are separated by points, commas or spaces, one way per document; `-` says “none”, a blank says nothing.
A locale's decimal parser would read `2,597` as two and a half, so none is used: the style is declared or proved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ttdn_site.plans.model import Amount, AmountState, NumberStyle
from ttdn_site.problems import Location

NONE_SIGNS = frozenset("-–—−")
_SPACES = " \u00a0\u202f\u2009"
_SEPARATORS = {NumberStyle.DOT: r"\.", NumberStyle.COMMA: ",", NumberStyle.SPACE: f"[{_SPACES}]"}
_DECIMALS = {NumberStyle.DOT: ",", NumberStyle.COMMA: r"\.", NumberStyle.SPACE: ","}
_FORMS = {
    style: re.compile(rf"([-−]?)(\d{{1,3}}(?:{mark}\d{{3}})+|\d+)(?:{_DECIMALS[style]}(\d+))?\Z", re.ASCII)
    for style, mark in _SEPARATORS.items()
}
_NOT_DIGITS = re.compile(r"\D", re.ASCII)
_PLAIN = re.compile(r"\d+\Z", re.ASCII)
_GROUPED = {
    NumberStyle.DOT: re.compile(r"[-−]?\d{1,3}(?:\.\d{3})+\Z", re.ASCII),
    NumberStyle.COMMA: re.compile(r"[-−]?\d{1,3}(?:,\d{3})+\Z", re.ASCII),
    NumberStyle.SPACE: re.compile(rf"[-−]?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+\Z", re.ASCII),
}


def parse_amount(printed: str, style: NumberStyle | None, at: Location) -> Amount:
    """Read one cell. A figure that the style does not allow becomes UNREADABLE, for the audit to report.

    Without a style only figures without a separator are readable.
    """
    text = printed.strip(_SPACES + "\n\t")
    if _PLAIN.match(text):
        return Amount(Decimal(text), AmountState.STATED, text, at)
    if not text:
        return Amount(None, AmountState.NOT_STATED, "", at)
    if text in NONE_SIGNS:
        return Amount(None, AmountState.NONE, text, at)
    match = _FORMS[style].match(text) if style is not None else re.match(r"([-−]?)(\d+)()\Z", text, re.ASCII)
    if match is None:
        return Amount(None, AmountState.UNREADABLE, text, at)
    sign, whole, fraction = match.groups()
    if fraction and len(fraction) == 3 and whole.isdigit() and len(whole) <= 3:
        # `2,150` under a style with points: two thousand one hundred and fifty, or two and a bit? Not ours to decide.
        return Amount(None, AmountState.UNREADABLE, text, at)
    digits = _NOT_DIGITS.sub("", whole)
    value = Decimal(f"{'-' if sign else ''}{digits}{'.' + fraction if fraction else ''}")
    return Amount(value, AmountState.STATED, text, at)


def print_amount(value: Decimal, style: NumberStyle | None) -> str:
    """Write a value as the document would: the inverse of `parse_amount`."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) == 3 and len(whole) <= 3:
        # Three decimals look like a group of thousands.
        fraction += "0"
    mark = {NumberStyle.DOT: ".", NumberStyle.COMMA: ",", NumberStyle.SPACE: " ", None: ""}[style]
    decimal = "." if style is NumberStyle.COMMA else ","
    grouped = f"{int(whole):,}".replace(",", mark)
    return f"{'-' if value < 0 else ''}{grouped}{decimal + fraction if fraction else ''}"


def styles_of(figures: Iterable[str]) -> frozenset[NumberStyle]:
    """The styles that some figure proves: it is grouped in threes by that separator and by no other reading.

    `1.990` alone could be a decimal; as these documents count whole units in a scale, a group of exactly three
    digits after one to three is taken as proof, unless another figure of the set contradicts it.
    """
    proved: set[NumberStyle] = set()
    for figure in figures:
        text = figure.strip(_SPACES)
        for style, form in _GROUPED.items():
            if form.match(text):
                proved.add(style)
    return frozenset(proved)
