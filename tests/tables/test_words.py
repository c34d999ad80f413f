"""Every word of the tables is there in every language of the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ttdn_site import tables
from ttdn_site.locales.catalogs import missing
from ttdn_site.locales.languages import CHINESE, JAPANESE, VIETNAMESE, Language
from ttdn_site.tables.words import ALL

SAID = re.compile(r'say\(\s*"((?:[^"\\]|\\.)+)"')


@pytest.mark.parametrize("language", [VIETNAMESE, CHINESE, JAPANESE])
def test_words_are_translated(language: Language) -> None:
    assert missing(language, ALL) == ()


def test_words_in_the_code_are_listed() -> None:
    folder = Path(tables.__file__).parent
    said = {word for path in folder.glob("*.py") for word in SAID.findall(path.read_text(encoding="utf-8"))}
    assert said
    assert said <= set(ALL)
