"""Amounts in the form of a language. A large table holds tens of thousands of them, so grouping is learnt once."""

from __future__ import annotations

from decimal import Decimal

from ttdn_site.locales.languages import Language
from ttdn_site.locales.numbers import number
from ttdn_site.plans.model import Amount, AmountState

NONE_SIGN = "–"
NOT_STATED_SIGN = ""
_PROBES = (1234, 1234567, 123456789012)


class Figures:
    """Writes whole numbers as `locales.numbers.number` does, but fast; everything else is left to it.

    The grouping mark is read off what the language itself writes; a language that groups otherwise than by threes
    gets no short cut, nor does a figure with a sign or a fraction.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        mark = number(_PROBES[0], language)[1:-3]
        sound = all(number(probe, language) == f"{probe:,}".replace(",", mark) for probe in _PROBES)
        self._mark = mark if sound else None

    def write(self, value: Decimal) -> str:
        text = str(value)
        if self._mark is None or not text.isdigit():
            return number(value, self.language)
        return text if len(text) < 4 else f"{int(text):,}".replace(",", self._mark)

    def cell(self, amount: Amount) -> str:
        """A cell as a reader sees it: what cannot be read stays as it is printed."""
        if amount.value is not None:
            return self.write(amount.value)
        if amount.state is AmountState.NONE:
            return NONE_SIGN
        return amount.printed if amount.state is AmountState.UNREADABLE else NOT_STATED_SIGN
