"""Checks of catalogs: the package's own in its tests, a project's in every run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Message

from ttdn_site.locales.catalogs import CatalogError, Register, fragments, read_catalog, singular_of
from ttdn_site.locales.languages import Language
from ttdn_site.locales.placeholders import names
from ttdn_site.problems import Location, Problem, Severity, declare, problem

UNREADABLE = declare(
    "LC001",
    Severity.ERROR,
    "The catalog cannot be read: {reason}",
    "Save it as gettext text in UTF-8, for example with Poedit; none of its words are used until then",
    wrong='msgid "Home\nmsgstr "Trang chủ"',
    right='msgid "Home"\nmsgstr "Trang chủ"',
)
PLACEHOLDERS_DIFFER = declare(
    "LC002",
    Severity.ERROR,
    "The translation of “{message}” does not use the same placeholders: {difference}",
    "Copy the words in braces as they stand in the English text; they are replaced by values",
    wrong='msgid "{count} results"\nmsgstr "{số} kết quả"',
    right='msgid "{count} results"\nmsgstr "{count} kết quả"',
)
TRANSLATED_TWICE = declare(
    "LC003",
    Severity.ERROR,
    "“{message}” is translated in two ways: “{first}” in {other} and “{second}” here",
    "Keep one of them, or give one a context (msgctxt)",
    wrong='msgid "Total"\nmsgstr "Tổng số"',
    right='msgctxt "table"\nmsgid "Total"\nmsgstr "Tổng số"',
)


def check_catalogs(language: Language, folder: Path, root: Path, register: Register = Register.SITE) -> list[Problem]:
    """Problems of the fragments of one language below `folder`; paths are told relative to `root`.

    Both registers are to be checked by a call each. Overriding the package's wording is no problem; two fragments of
    the same folder that disagree are.
    """
    found: list[Problem] = []
    first_use: dict[tuple[str, str], tuple[str, str]] = {}
    for path in fragments(folder, language.catalog, register):
        shown = _shown(path, root)
        try:
            catalog = read_catalog(path, language.babel)
        except CatalogError as error:
            found.append(problem(UNREADABLE, Location(shown, error.line), reason=error.reason))
            continue
        except OSError as error:
            found.append(problem(UNREADABLE, Location(shown), reason=error.strerror or type(error).__name__))
            continue
        for message in catalog:
            if not message.id or message.fuzzy:
                continue
            at = Location(shown, message.lineno or 0)
            found += _placeholders(message, at)
            key = (message.context or "", singular_of(message))
            text = " / ".join(_translations(message))
            if not text.strip(" /"):
                continue
            other, before = first_use.setdefault(key, (shown, text))
            if before != text:
                found.append(problem(TRANSLATED_TWICE, at, message=key[1], first=before, second=text, other=other))
    return found


def _placeholders(message: Message, at: Location) -> Iterator[Problem]:
    """A plural form may leave out the number it stands for (“one result”), so only surplus names count there."""
    plural = not isinstance(message.id, str)
    wanted = names("".join(message.id)) if plural else names(singular_of(message))
    for text in _translations(message):
        if not text:
            continue
        used = names(text)
        surplus, lacking = sorted(used - wanted), [] if plural else sorted(wanted - used)
        if surplus or lacking:
            difference = ", ".join([f"+{{{name}}}" for name in surplus] + [f"-{{{name}}}" for name in lacking])
            yield problem(PLACEHOLDERS_DIFFER, at, message=singular_of(message), difference=difference)


def _translations(message: Message) -> Iterable[str]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def _shown(path: Path, root: Path) -> str:
    with contextlib.suppress(ValueError):
        path = path.relative_to(root)
    return path.as_posix()
