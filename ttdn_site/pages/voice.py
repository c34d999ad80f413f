"""A language's voice: its words and its way of writing dates, as views need them."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass

from ttdn_site.locales import formats
from ttdn_site.locales.catalogs import Translator
from ttdn_site.locales.languages import Language

# What surrounds a text that stands in, until the page is finished; private-use characters, which no text may hold.
STANDS_IN, LANGUAGE_ENDS, TEXT_ENDS = "\ue003", "\ue004", "\ue005"


class StandIn(str):
    """A text in another language than the page's: an untranslated word of the interface, a title without translation.

    lang: its BCP 47 tag. Everywhere it is a text like any other; a template that prints it gets it with marks around,
    of which `theme.standing_in` makes `<span lang>` where that can stand.
    """

    lang: str
    __slots__ = ("lang",)

    def __new__(cls, text: str, lang: str) -> StandIn:
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def __html__(self) -> str:
        return f"{STANDS_IN}{self.lang}{LANGUAGE_ENDS}{html.escape(str(self))}{TEXT_ENDS}"

    def __reduce__(self) -> tuple[type[StandIn], tuple[str, str]]:
        return StandIn, (str(self), self.lang)


@dataclass(frozen=True)
class Voice:
    language: Language
    translator: Translator

    def say(self, message: str, /, **values: object) -> str:
        """A word of the interface in this language; what stands in for a missing one says so."""
        text = self.translator.gettext(message, **values)
        if self.language.complete:
            return text
        lang = self.translator.word(message).lang
        return StandIn(text, lang) if lang else text

    def date(self, day: dt.date) -> str:
        return formats.date(day, self.language)

    def span(self, first: dt.date, last: dt.date | None = None) -> str:
        """One day, or the days from first to last; a last day before the first is told elsewhere."""
        if last is None or last <= first:
            return formats.date(first, self.language)
        return formats.date_range(first, last, self.language, "long")

    def year(self, value: int) -> str:
        return formats.year(value, self.language)
