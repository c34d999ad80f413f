"""Amounts of money in the scale in which a language speaks of them.

An amount is a Decimal counted in `scale` units of a currency (a plan's 8096 with scale 1000000 is 8 096 000 000 VND).
It is printed exactly: in the largest unit that needs no more decimals than readers take in (three; four in Chinese,
whose units are 10^4 apart), else in single units. Only `rounded` rounds, and says so.

- Vietnamese `8,096 tỷ đồng` (triệu 10^6, tỷ 10^9, nghìn tỷ 10^12), English `VND 8.096 billion`.
- Chinese `80.96亿越盾`, Japanese the mixed form `80億9,600万ドン`. CLDR has no long compact form for either,
  and no short form that keeps every digit.
- The đồng is called 越盾 and ドン, as the press does, not by CLDR's 越南盾 and ベトナム ドン; other currencies by CLDR.

A language without a style here gets plain grouped digits and the currency's CLDR name.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel.numbers import format_currency, get_currency_name

from ttdn_site.locales.catalogs import Translator
from ttdn_site.locales.cldr import cldr
from ttdn_site.locales.languages import Language
from ttdn_site.locales.numbers import number, printable

# Of intermediate results: `printable` lets a hundred digits pass on each side of the point, a scale adds a few.
_PRECISION = 300


@dataclass(frozen=True, slots=True)
class _Style:
    """How a language writes money.

    form: with `{digits}`, `{unit}` (with its space, or empty) and `{currency}`.
    units: power of ten and name, largest first. places: decimals a unit may carry; None: every unit is written with
    its own digits and no decimals (80億9,600万).
    currencies: names by code where CLDR's is not used. by_code: the code is the name. small: CLDR's name begins small.
    scales: names of the units of columns (`triệu đồng`), by power of ten; label: their form.
    grouped: whether four digits in front of a unit are grouped.
    """

    form: str
    gap: str
    units: tuple[tuple[int, str], ...]
    places: int | None
    currencies: tuple[tuple[str, str], ...]
    scales: tuple[tuple[int, str], ...]
    label: str
    by_code: bool = False
    small: bool = False
    grouped: bool = True


_STYLES: tuple[tuple[str, _Style], ...] = (
    (
        "vi",
        _Style(
            form="{digits}{unit} {currency}",
            gap=" ",
            units=((12, "nghìn tỷ"), (9, "tỷ"), (6, "triệu")),
            places=3,
            currencies=(("VND", "đồng"),),
            scales=((3, "nghìn"), (6, "triệu"), (9, "tỷ")),
            label="{scale} {currency}",
            small=True,
        ),
    ),
    (
        "en",
        _Style(
            form="{currency} {digits}{unit}",
            gap=" ",
            units=((12, "trillion"), (9, "billion"), (6, "million")),
            places=3,
            currencies=(),
            scales=((3, "thousand"), (6, "million"), (9, "billion")),
            label="{currency} {scale}",
            by_code=True,
        ),
    ),
    (
        "zh_Hans",
        _Style(
            form="{digits}{unit}{currency}",
            gap="",
            units=((12, "万亿"), (8, "亿"), (4, "万")),
            places=4,
            currencies=(("VND", "越盾"),),
            scales=((3, "千"), (4, "万"), (6, "百万"), (8, "亿"), (9, "十亿")),
            label="{scale}{currency}",
            grouped=False,
        ),
    ),
    (
        "ja",
        _Style(
            form="{digits}{unit}{currency}",
            gap="",
            units=((12, "兆"), (8, "億"), (4, "万")),
            places=None,
            currencies=(("VND", "ドン"),),
            scales=((3, "千"), (4, "万"), (6, "百万"), (8, "億"), (9, "十億")),
            label="{scale}{currency}",
        ),
    ),
)


def amount(value: Decimal | int, language: Language, *, currency: str = "VND", scale: int = 1) -> str:
    """Every digit, in the language's natural unit: `8,096 tỷ đồng`, `VND 8.096 billion`, `80.96亿越盾`.

    currency: ISO 4217 code. Raises ValueError for a Decimal that is not finite or absurdly long.
    """
    total = _total(value, scale)
    style = _style(language)
    if style is None:
        return _plain(total, language, currency)
    digits, unit = _mixed(total, style, language) if style.places is None else _in_unit(total, style, language)
    return _printed(total, digits, unit, style, language, currency)


def exact(value: Decimal | int, language: Language, *, currency: str = "VND", scale: int = 1) -> str:
    """In single units of the currency: `8.096.000.000 đồng`, `VND 8,096,000,000`, `8,096,000,000越盾`."""
    total = _total(value, scale)
    style = _style(language)
    if style is None:
        return _plain(total, language, currency)
    return _printed(total, number(total.copy_abs(), language), "", style, language, currency)


def rounded(value: Decimal | int, words: Translator, digits: int, *, currency: str = "VND", scale: int = 1) -> str:
    """`amount` with `digits` significant digits (halves away from zero), marked as such when it is not exact:
    `khoảng 8,1 tỷ đồng`, `about VND 8.1 billion`."""
    total = _total(value, scale)
    step = Decimal(1).scaleb(total.adjusted() - digits + 1)
    with localcontext() as context:
        context.prec = _PRECISION
        near = (total / step).to_integral_value(ROUND_HALF_UP) * step if total else total
    text = amount(near, words.language, currency=currency)
    return text if near == total else words.gettext("about {amount}", amount=text)


def unit_label(language: Language, *, currency: str = "VND", scale: int = 1) -> str:
    """The unit of a column of amounts: `triệu đồng`, `VND million`, `百万越盾`, `百万ドン`."""
    style = _style(language)
    name = _currency(currency, style, language)
    if scale == 1:
        return name
    for power, word in style.scales if style else ():
        if style and scale == 10**power:
            return style.label.format(scale=word, currency=name)
    return f"{name} × {number(scale, language)}"


def _in_unit(total: Decimal, style: _Style, language: Language) -> tuple[str, str]:
    size = total.copy_abs()
    for power, name in style.units:
        if size >= 10**power:
            shifted = _shortest(size.scaleb(-power))
            if -_exponent(shifted) <= (style.places or 0):
                loose = not style.grouped and shifted < 10_000
                return (f"{shifted:f}" if loose else number(shifted, language)), name
    return number(size, language), ""


def _mixed(total: Decimal, style: _Style, language: Language) -> tuple[str, str]:
    rest, text = total.copy_abs(), ""
    for power, name in style.units:
        count, rest = divmod(rest, 10**power)
        if count:
            text += number(count, language) + name
    return (text + number(rest, language) if rest or not text else text), ""


def _printed(total: Decimal, digits: str, unit: str, style: _Style, language: Language, currency: str) -> str:
    text = style.form.format(
        digits=digits, unit=f"{style.gap}{unit}" if unit else "", currency=_currency(currency, style, language)
    )
    return f"-{text}" if total < 0 else text


def _plain(total: Decimal, language: Language, currency: str) -> str:
    with localcontext() as context:
        context.prec = _PRECISION
        return str(
            format_currency(
                total,
                currency,
                locale=cldr(language.babel),
                format_type="name",
                currency_digits=False,
                decimal_quantization=False,
            )
        )


def _currency(code: str, style: _Style | None, language: Language) -> str:
    if style is not None:
        if style.by_code:
            return code
        for known, name in style.currencies:
            if known == code:
                return name
    name = str(get_currency_name(code, locale=cldr(language.babel)))
    return name[:1].lower() + name[1:] if style is not None and style.small and name != code else name


def _total(value: Decimal | int, scale: int) -> Decimal:
    """In single units; without a fraction of zeros, which says nothing once the scale is gone (1.5 × 10^6)."""
    with localcontext() as context:
        context.prec = _PRECISION
        total = printable(value) * scale
        return total.quantize(Decimal(1)) if total == total.to_integral_value() else total


def _shortest(value: Decimal) -> Decimal:
    """Without zeros at the end of the fraction; never in exponent form."""
    with localcontext() as context:
        context.prec = _PRECISION
        short = value.normalize()
        return short.quantize(Decimal(1)) if _exponent(short) > 0 else short


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


@functools.lru_cache(maxsize=64)
def _style(language: Language) -> _Style | None:
    styles = dict(_STYLES)
    return next((styles[head] for head in language.heads if head in styles), None)
