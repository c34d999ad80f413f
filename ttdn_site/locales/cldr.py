"""Babel's locale data, looked up once per process."""

from __future__ import annotations

import functools

from babel.core import Locale, UnknownLocaleError


@functools.lru_cache(maxsize=64)
def cldr(babel: str) -> Locale:
    """The data of a Babel identifier (`zh_Hans_CN`). Raises UnknownLocaleError or ValueError if there is none."""
    return Locale.parse(babel)


def is_known(babel: str) -> bool:
    """Whether an identifier names a locale: to be asked before a configured language is used."""
    try:
        cldr(babel)
    except (UnknownLocaleError, ValueError):
        return False
    return True
