"""Every code says what is wrong and what to write, in both languages, with a wrong and a right example."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import ttdn_site
from ttdn_site.locales.messages import render
from ttdn_site.locales.placeholders import names
from ttdn_site.problems import Code, Location, Problem, declare, declared


def all_codes() -> tuple[Code, ...]:
    for module in pkgutil.walk_packages(ttdn_site.__path__, "ttdn_site."):
        importlib.import_module(module.name)
    return declared()


CODES = all_codes()


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_a_code_is_whole(code: Code) -> None:
    assert code.message
    assert code.hint
    assert code.wrong
    assert code.right
    assert code.wrong != code.right


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_a_code_speaks_vietnamese(code: Code) -> None:
    message, hint = render(Problem(code, Location("x")), "vi")
    assert message != code.message, f"{code.id}: message is not translated"
    assert hint != code.hint, f"{code.id}: hint is not translated"
    assert names(message) == names(code.message)
    assert names(hint) == names(code.hint)


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match=CODES[0].id):
        declare(CODES[0].id, CODES[0].severity, "again", "again")
