"""Every sentence a person may read about a problem exists in Vietnamese."""

from __future__ import annotations

import importlib
import pkgutil

import ttdn_site
from ttdn_site.locales.catalogs import Register, missing
from ttdn_site.locales.languages import VIETNAMESE
from ttdn_site.problems import declared


def test_every_problem_speaks_vietnamese() -> None:
    for module in pkgutil.walk_packages(ttdn_site.__path__, "ttdn_site."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    sentences = [text for code in declared() for text in (code.message, code.hint) if text]
    assert missing(VIETNAMESE, sentences, register=Register.PROBLEMS) == ()
