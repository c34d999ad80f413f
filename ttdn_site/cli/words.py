"""The words of the command line, in Vietnamese or English by the system's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ttdn_site.locales.catalogs import Register, Translator, translator
from ttdn_site.locales.languages import ENGLISH, VIETNAMESE, Languages
from ttdn_site.locales.messages import MessageLocale, system_locale


@dataclass(frozen=True)
class Words:
    """Calling it translates a message."""

    locale: MessageLocale
    translator: Translator

    def __call__(self, message: str, /, **values: object) -> str:
        return self.translator.gettext(message, **values)

    def count(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        return self.translator.ngettext(singular, plural, number, **values)


def words_of(environ: Mapping[str, str]) -> Words:
    locale = system_locale(environ)
    languages = Languages((VIETNAMESE, ENGLISH))
    return Words(locale, translator(languages[locale], languages, register=Register.PROBLEMS))
