"""The words of the declarations, for people who edit: English as declared, Vietnamese from `problems-fields.po`."""

from __future__ import annotations

import functools
from typing import Literal

from ttdn_site.locales.catalogs import Register, Translator, translator
from ttdn_site.locales.languages import ENGLISH, VIETNAMESE, Languages

EditorLocale = Literal["vi", "en"]


@functools.cache
def editor_words(locale: EditorLocale) -> Translator:
    """Vietnamese or English, whatever languages the portal itself has: editors here read one of the two."""
    languages = Languages((VIETNAMESE, ENGLISH))
    return translator(languages[locale], languages, register=Register.PROBLEMS)
