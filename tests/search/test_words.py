"""The words of search: every one translated, with the same places to fill, and every one used by the client."""

from __future__ import annotations

import pytest
from search import client

from ttdn_site.locales.catalogs import missing, translator
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language, Languages
from ttdn_site.search.words import WORDS

ALL = Languages((VIETNAMESE, ENGLISH, CHINESE, JAPANESE))


@pytest.mark.parametrize("language", [VIETNAMESE, CHINESE, JAPANESE], ids=lambda language: language.tag)
def test_words_are_translated(language: Language) -> None:
    assert missing(language, [message for _, message in WORDS]) == ()
    words = translator(language, ALL)
    for _, message in WORDS:
        printed = words.gettext(message)
        assert all((place in printed) == (place in message) for place in ("{count}", "{query}"))


def test_the_client_uses_each_word() -> None:
    source = (client.ASSETS / "search.js").read_text("utf-8")
    assert [key for key, _ in WORDS if f'"{key}"' not in source] == []


def test_there_is_one_place_for_the_words() -> None:
    """What `engine.theme_files` fills with the words of a language; nothing else on a page carries them."""
    source = (client.ASSETS / "search.js").read_text("utf-8")
    assert source.count("const WORDS = {};") == 1
