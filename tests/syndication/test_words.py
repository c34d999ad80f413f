"""What visitors and editors read of this room is translated."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from ttdn_site import syndication
from ttdn_site.locales.catalogs import Register, missing, translator
from ttdn_site.locales.languages import KNOWN, VIETNAMESE, Languages
from ttdn_site.locales.placeholders import names
from ttdn_site.problems import Code, declared
from ttdn_site.syndication.identity import TITLE_PATTERN
from ttdn_site.syndication.redirects import MOVED, NOW_AT

LANGUAGES = Languages(tuple(KNOWN.values()))
WORDS = (TITLE_PATTERN, MOVED, NOW_AT)


def _codes() -> list[Code]:
    for module in pkgutil.iter_modules(syndication.__path__):
        importlib.import_module(f"{syndication.__name__}.{module.name}")
    return [code for code in declared() if code.id.startswith("SY")]


def test_problems_are_translated_with_their_parameters() -> None:
    codes = _codes()
    assert [code.id for code in codes] == ["SY001", "SY010", "SY011", "SY012", "SY020"]
    sentences = [text for code in codes for text in (code.message, code.hint)]
    assert missing(VIETNAMESE, sentences, register=Register.PROBLEMS) == ()
    assert all(code.wrong and code.right for code in codes)
    words = translator(VIETNAMESE, LANGUAGES, register=Register.PROBLEMS)
    for sentence in sentences:
        assert names(words.gettext(sentence)) == names(sentence)


@pytest.mark.parametrize("segment", [segment for segment in KNOWN if segment != "en"])
def test_words_are_translated_with_their_parameters(segment: str) -> None:
    assert missing(KNOWN[segment], WORDS) == ()
    words = translator(KNOWN[segment], LANGUAGES)
    for word in WORDS:
        assert names(words.gettext(word)) == names(word)
