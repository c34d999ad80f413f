"""All words of the theme: what catalogs have to translate."""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.ext import extract_from_ast

from ttdn_site.theme.calendar_words import MONTHS

FUNCTIONS = ("_", "_t", "_n")
FOLDER = Path(__file__).parent


def template_messages(folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """English identifier → templates that use it, both sorted; of plural words the singular.

    A word that is not written out at its call (`_(variable)`) cannot be found: ValueError names the template.
    """
    env = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"])
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        for line, _, text in extract_from_ast(env.parse(path.read_text(encoding="utf-8")), FUNCTIONS):
            message = text[0] if isinstance(text, tuple) else text
            if message is None:
                raise ValueError(f"{name}:{line}: a word is not written out")
            found.setdefault(message, set()).add(name)
    return {message: tuple(sorted(found[message])) for message in sorted(found)}


def messages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Every identifier that a page of the theme may print, sorted."""
    return tuple(sorted({*template_messages(folder), *MONTHS}))
