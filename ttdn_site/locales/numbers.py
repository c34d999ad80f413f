"""Numbers, percentages, lists and file sizes as a language writes them, by Babel and CLDR.

Numbers are Decimal or int and keep the decimals they are given with (`1.50` stays `1,50`); nothing is rounded.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from babel import lists
from babel.numbers import NumberPattern, parse_pattern
from babel.units import format_unit

from ttdn_site.locales.cldr import cldr
from ttdn_site.locales.languages import Language

_LONGEST = 100
_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")
_SEMICOLONS = {"zh": "；", "ja": "；"}


def number(value: Decimal | int, language: Language) -> str:
    """Grouped digits: `8.096.000`, `1.990,50` in Vietnamese; `8,096,000`, `1,990.50` in English.

    Raises ValueError for a Decimal that is not finite, or has more than a hundred digits on a side of its point.
    """
    exact = printable(value)
    return _applied(_number_pattern(language.babel, "decimal", _places(exact)), exact, language)


def percent(ratio: Decimal | int, language: Language) -> str:
    """A share of 1 as a percentage with the decimals it is given with: Decimal("0.305") is `30,5%`, `30.5%`."""
    exact = printable(ratio)
    return _applied(_number_pattern(language.babel, "percent", max(0, _places(exact) - 2)), exact, language)


def listing(items: Sequence[str], language: Language, kind: Literal["and", "or"] = "and") -> str:
    """`A, B và C`, `A, B and C`, `A、B和C`, `A、B、C`; one item is itself, none is the empty string."""
    return str(lists.format_list(list(items), "standard" if kind == "and" else "or", language.babel))


def separators(count: int, language: Language, kind: Literal["and", "or"] = "and") -> tuple[str, ...]:
    """What stands between `count` items (count - 1 texts), for a template whose items are links."""
    if count < 2:
        return ()
    # NUL cannot be part of a separator, so the places of the items are found again whatever the language puts between.
    return tuple(listing(["\0"] * count, language, kind).split("\0")[1:-1])


def series(items: Sequence[str], language: Language) -> str:
    """Names that may contain a comma or an “and” of their own: `A; B, C và D`."""
    mark = _SEMICOLONS.get(cldr(language.babel).language, "; ")
    return mark.join(items)


def file_size(size: int, language: Language) -> str:
    """Bytes in the largest fitting unit: `512 byte`, `1,5 MB`, `24 MB`.

    Units are powers of 1000, as their names say (ISO 80000-13; Windows Explorer divides by 1024 and so shows less).
    Below 10 units one decimal is kept, halves are rounded up.
    """
    value, unit = Decimal(size), 0
    while unit < len(_SIZES) - 1 and _rounded(value, unit) >= 1000:
        value /= 1000
        unit += 1
    locale, name = cldr(language.babel), f"digital-{_SIZES[unit]}"
    if not unit:
        text = str(format_unit(value, name, "long", locale=locale))
        # Babel prints the identifier itself where CLDR leaves out the long form because it equals the short one.
        if name not in text:
            return text
    return str(format_unit(_rounded(value, unit), name, "short", locale=locale))


def _rounded(value: Decimal, unit: int) -> Decimal:
    step = Decimal("0.1") if unit and value < Decimal("9.95") else Decimal(1)
    rounded = value.quantize(step, ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def printable(value: Decimal | int) -> Decimal:
    """The value as it is printed (zero has no sign). Raises ValueError as `number` does."""
    exact = Decimal(value)
    # 1E+999999999 is a short Decimal and a gigabyte of digits.
    if not exact.is_finite() or abs(exact.adjusted()) > _LONGEST or _places(exact) > _LONGEST:
        raise ValueError(f"{exact} is not a number to print")
    return exact if exact else abs(exact)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _applied(pattern: NumberPattern, value: Decimal, language: Language) -> str:
    # Babel rounds to the precision of the caller's context; a long number would lose digits in silence.
    with localcontext() as context:
        context.prec = max(28, len(value.as_tuple().digits) + abs(value.adjusted()) + 4)
        return str(pattern.apply(value, cldr(language.babel)))


@functools.lru_cache(maxsize=256)
def _number_pattern(babel: str, kind: Literal["decimal", "percent"], places: int) -> NumberPattern:
    locale = cldr(babel)
    formats = locale.decimal_formats if kind == "decimal" else locale.percent_formats
    pattern = parse_pattern(formats[None].pattern)
    pattern.frac_prec = (places, places)
    return pattern
