"""Words of the interface: what is shipped is whole, so that a build need not look."""

from __future__ import annotations

import pytest

from ttdn_site.engine.wording import interface_words
from ttdn_site.locales.catalogs import missing
from ttdn_site.locales.languages import KNOWN, Language


@pytest.mark.parametrize("language", KNOWN.values(), ids=str)
def test_a_shipped_language_has_every_word(language: Language) -> None:
    assert len(interface_words()) > 300
    assert missing(language, interface_words()) == ()
