"""A language's voice: its words and its way of writing dates, as views need them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ttdn_site.locales import formats
from ttdn_site.locales.catalogs import Translator
from ttdn_site.locales.languages import Language


@dataclass(frozen=True)
class Voice:
    language: Language
    translator: Translator

    def say(self, message: str, /, **values: object) -> str:
        """A word of the interface in this language."""
        return self.translator.gettext(message, **values)

    def date(self, day: dt.date) -> str:
        return formats.date(day, self.language)

    def span(self, first: dt.date, last: dt.date | None = None) -> str:
        """One day, or the days from first to last."""
        if last is None or last == first:
            return formats.date(first, self.language)
        return formats.date_range(first, last, self.language, "long")

    def year(self, value: int) -> str:
        return formats.year(value, self.language)
