"""Amounts of đồng in words. One file per language; a language without one has no words, and nothing is printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType

from ttdn_site.locales.languages import Language
from ttdn_site.locales.words import chinese, english, japanese, vietnamese

LIMIT = 10**15

# By the head of the Babel locale: a language, where the script matters with its script or territory.
_WRITERS: MappingProxyType[str, Callable[[int], str]] = MappingProxyType(
    {
        "vi": vietnamese.amount_words,
        "en": english.amount_words,
        "zh_Hans": chinese.amount_words,
        "zh_CN": chinese.amount_words,
        "ja": japanese.amount_words,
    }
)
_READERS: MappingProxyType[str, Callable[[str], int | None]] = MappingProxyType({"vi": vietnamese.read_vietnamese})


def amount_in_words(value: Decimal | int, language: Language) -> str | None:
    """`value` đồng as the language writes amounts out, or None.

    None for a language without words, for a fraction of a đồng and for an amount beyond 10^15 in either direction.
    """
    writer = next((_WRITERS[head] for head in language.heads if head in _WRITERS), None)
    exact = Decimal(value)
    # The limit comes before int(), which would write out every digit of 1E+999999999; abs() would overflow on it.
    if writer is None or not exact.is_finite() or exact.copy_abs() > LIMIT or exact != int(exact):
        return None
    return writer(int(exact))


def read_amount(text: str, language: Language) -> int | None:
    """The amount of đồng that words say; None when they cannot be read, or when there is no reader of the language."""
    reader = next((_READERS[head] for head in language.heads if head in _READERS), None)
    return None if reader is None else reader(text)
