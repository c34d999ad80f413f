"""Babel's locale data, looked up once per process."""

from __future__ import annotations

import functools

from babel.core import Locale, UnknownLocaleError


@functools.lru_cache(maxsize=64)
def cldr(babel: str) -> Locale:
    """The data of a Babel identifier (`zh_Hans_CN`).

    English for one that names no locale: that is told, nothing is published, and the rest is looked at all the same.
    """
    return Locale.parse(babel if is_known(babel) else "en")


@functools.lru_cache(maxsize=64)
def is_known(babel: str) -> bool:
    """Whether an identifier names a locale: to be asked before a configured language is used."""
    try:
        Locale.parse(babel)
    except (UnknownLocaleError, ValueError):
        return False
    return True
