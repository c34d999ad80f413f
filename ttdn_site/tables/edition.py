"""For whom a view is made: a language with its words, and the day on which the site is built."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from ttdn_site.locales.catalogs import Translator
from ttdn_site.locales.languages import KNOWN, Language, Languages
from ttdn_site.plans.text import LocalText


class Phrase(NamedTuple):
    """Words as they are shown. lang: BCP 47 tag where they are not in the view's language (a fallback), else empty."""

    text: str
    lang: str = ""


NOTHING = Phrase("")


@dataclass(frozen=True)
class Edition:
    """A language among the site's, its words, and the build's day (it decides who does the work now, what is late)."""

    language: Language
    languages: Languages
    translator: Translator
    today: dt.date

    def say(self, message: str, /, **values: object) -> str:
        return self.translator.gettext(message, **values)

    def phrase(self, text: LocalText, fallback: str) -> Phrase:
        """A text in this language, else in `fallback`, else in any it has; fallbacks carry their language."""
        words, segment = text.resolve(self.language.segment, fallback)
        return Phrase(words, self.tag_of(segment) if words and segment != self.language.segment else "")

    def foreign(self, words: str, segment: str) -> Phrase:
        """Words known to be in one language (what a document prints)."""
        return Phrase(words, "" if segment == self.language.segment or not words else self.tag_of(segment))

    def tag_of(self, segment: str) -> str:
        language = self.languages.get(segment) or KNOWN.get(segment)
        return language.tag if language is not None else segment

    def endonym(self, tag: str) -> str:
        """What a language calls itself, by its tag; the tag itself when it is not known."""
        return next((one.endonym for one in (*self.languages, *KNOWN.values()) if one.tag == tag), tag)
