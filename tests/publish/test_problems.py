"""Every problem of this room speaks Vietnamese and shows what is wrong and what is right."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import ttdn_site
from ttdn_site.problems import Code
from ttdn_site.publish import injected, manifest, ownership, package, signing, staging, swap, verify, verify_served
from ttdn_site.publish.servers import iis, served

_ROOM = (injected, manifest, ownership, package, signing, staging, swap, verify, verify_served, iis, served)
_CODES = tuple({item.id: item for module in _ROOM for item in vars(module).values() if isinstance(item, Code)}.values())


def _catalog() -> dict[str, str]:
    path = Path(ttdn_site.__file__).parent / "locales/catalogs/vi/problems-publish.po"
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return {ast.literal_eval(key): ast.literal_eval(value) for key, value in pairs}


def test_each_sentence_is_translated_with_its_parameters() -> None:
    words = _catalog()
    for code in _CODES:
        for english in (code.message, code.hint):
            assert sorted(re.findall(r"{\w+}", words[english])) == sorted(re.findall(r"{\w+}", english)), code.id


def test_each_problem_has_examples() -> None:
    assert len(_CODES) > 50
    for code in _CODES:
        assert code.wrong, code.id
        assert code.right, code.id
        assert code.wrong != code.right
