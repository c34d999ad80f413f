"""Words in the languages of a site: gettext catalogs read straight from their `.po` files.

A catalog is a folder `<catalog>/` of fragments `*.po` (one per part of the site), below this package and below every
extra folder of the project; a project's fragment overrides the package's wording and may add a language of its own.
English is the language of the message identifiers, so its words are never missing.

Fragments called `problems-*.po` hold the sentences of problems. They are another register (`Register.PROBLEMS`), so
that a page never pays for loading them and one English word may be translated differently in the two.

Not published, as gettext has it: fuzzy and obsolete entries, and entries with an empty translation.
"""

from __future__ import annotations

import enum
import functools
import gettext
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NewType

from ttdn_site.locales.languages import Language, Languages
from ttdn_site.locales.placeholders import fill

if TYPE_CHECKING:
    # English messages need no catalog, so whoever only wants those does not wait for Babel.
    from babel.messages.catalog import Catalog, Message

PACKAGE_CATALOGS = Path(__file__).parent / "catalogs"
SOURCE_CATALOG = "en"
_PO_LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*"\s*)?')
# gettext knows no language with more than six forms; Babel makes room for as many as the header says.
_PLURALS = re.compile(r"Plural-Forms:\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=([^;\"\\]{1,400})")
# Answer of the last link of a chain. No translation can contain it: NUL ends a string in a compiled catalog.
_ABSENT = "\0"

_Stamp = NewType("_Stamp", tuple[str, int, int])


class Register(enum.Enum):
    """Which fragments a translator reads: the words of the site or the sentences of problems."""

    SITE = "site"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is printed.

    tag: BCP 47 tag of the language it is in. lang: the same when that is not the language asked for, else empty, so
    that a template writes `lang="…"` around exactly the words that stand in for a missing translation.
    """

    text: str
    tag: str
    lang: str = ""


class _Absent(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _ABSENT

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _ABSENT

    def pgettext(self, context: str, message: str) -> str:
        return _ABSENT

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return _ABSENT


class Translator:
    """The words of one language, with what stands in for them. Immutable; pickles as its arguments.

    The chain is the language's own catalog, the catalogs named by `catalog_fallback` one after the other, and at last
    the English message identifier. Values given by name fill `{name}` in the translated text (see `placeholders`).
    """

    __slots__ = ("_arguments", "_chain", "_english", "language")

    def __init__(self, language: Language, languages: Languages, extra_dirs: tuple[Path, ...], register: Register):
        self._arguments = (language, languages, extra_dirs, register)
        self.language = language
        steps = tuple(_steps(language, languages))
        self._chain = tuple((step.tag, _load(step, extra_dirs, register)) for step in steps)
        english = [step.tag for step in (*steps, *languages) if step.catalog == SOURCE_CATALOG]
        self._english = english[0] if english else "en"

    def gettext(self, message: str, /, **values: object) -> str:
        return fill(self._find(message)[0], values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """`number` chooses the form; it is not filled in unless it is also among the values."""
        return fill(self._find_plural("", singular, plural, number)[0], values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        return fill(self._find(message, context)[0], values)

    def npgettext(self, context: str, singular: str, plural: str, number: int, /, **values: object) -> str:
        return fill(self._find_plural(context, singular, plural, number)[0], values)

    def word(self, message: str, /, context: str = "") -> Word:
        """The text together with the language it is really in."""
        return self._word(*self._find(message, context))

    def plural_word(self, singular: str, plural: str, number: int, /, context: str = "") -> Word:
        return self._word(*self._find_plural(context, singular, plural, number))

    def has(self, message: str, context: str = "") -> bool:
        """Whether the language has a word of its own for the message."""
        return self._find(message, context)[1] == self.language.tag

    def _word(self, text: str, tag: str) -> Word:
        return Word(text, tag, "" if tag == self.language.tag else tag)

    def _find(self, message: str, context: str = "") -> tuple[str, str]:
        # The empty identifier is the header of a catalog, which is no word.
        if message:
            for tag, translations in self._chain:
                found = translations.pgettext(context, message) if context else translations.gettext(message)
                if found != _ABSENT:
                    return found, tag
        return message, self._english

    def _find_plural(self, context: str, singular: str, plural: str, number: int) -> tuple[str, str]:
        for tag, translations in self._chain:
            if context:
                found = translations.npgettext(context, singular, plural, number)
            else:
                found = translations.ngettext(singular, plural, number)
            if found != _ABSENT:
                return found, tag
        return (singular if number == 1 else plural), self._english

    def __reduce__(self) -> tuple[object, ...]:
        # A compiled plural rule is a closure; another process reads the catalogs again.
        return Translator, self._arguments

    def __repr__(self) -> str:
        return f"Translator({self.language.segment!r})"


def translator(
    language: Language, languages: Languages, extra_dirs: Iterable[Path] = (), register: Register = Register.SITE
) -> Translator:
    """The words of `language`. extra_dirs: folders of the project that hold `<catalog>/*.po`, the later the stronger.

    Catalogs are read once per process and read again when a file's time or size has changed. A file that is no
    catalog is passed over here; `catalog_checks.check_catalogs` reports it.
    """
    return Translator(language, languages, tuple(extra_dirs), register)


def missing(
    language: Language, messages: Iterable[str], extra_dirs: Iterable[Path] = (), register: Register = Register.SITE
) -> tuple[str, ...]:
    """Those messages that the language's own catalog does not translate, in the order given. English lacks none."""
    if language.catalog == SOURCE_CATALOG:
        return ()
    own = Translator(language, Languages((language,)), tuple(extra_dirs), register)
    return tuple(message for message in messages if not own.has(message))


def fragments(folder: Path, catalog: str, register: Register = Register.SITE) -> tuple[Path, ...]:
    """The files of one catalog below one folder, by name. Later ones would win; `catalog_checks` finds such clashes."""
    paths = sorted((folder / catalog).glob("*.po"))
    return tuple(path for path in paths if path.name.startswith("problems-") == (register is Register.PROBLEMS))


class CatalogError(Exception):
    """A file that is no catalog: why, and the line, or 0 for the file as a whole."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason, line)
        self.reason = reason
        self.line = line


def read_catalog(path: Path, babel: str) -> Catalog:
    """Read one file, which must be UTF-8 whatever its header says. Raises CatalogError or OSError."""
    from babel.messages.pofile import PoFileError, read_po

    from ttdn_site.locales.cldr import cldr

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogError("not UTF-8") from error
    # Babel drops what stands outside the quotation marks, and the last letter of a word whose mark is missing.
    for number, line in enumerate(text.splitlines(), 1):
        # NUL and EOT part what a compiled catalog holds.
        if not _PO_LINE.fullmatch(line) or "\0" in line or "\x04" in line:
            raise CatalogError(line.strip().replace("\0", "␀").replace("\x04", "␄"), number)
    if "Plural-Forms" in text and not _has_sound_plurals(re.sub(r'"\s*\n\s*"', "", text)):
        at = next(number for number, line in enumerate(text.splitlines(), 1) if "Plural-Forms" in line)
        raise CatalogError("Plural-Forms", at)
    try:
        catalog = read_po(io.StringIO(text), locale=cldr(babel), abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(error.args[0], error.lineno) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # What else Babel says of a header it cannot make sense of, such as a language of fifty thousand letters.
        raise CatalogError(f"{type(error).__name__}: {error}"[:80]) from error
    for message in catalog:
        if not isinstance(message.id, str) and len(message.id) > 2:
            raise CatalogError("msgid_plural", message.lineno or 0)
    return catalog


def _has_sound_plurals(text: str) -> bool:
    """Whether the rule in a header can be reckoned and names a form for every number."""
    match = _PLURALS.search(text)
    if match is None:
        return False
    try:
        rule = gettext.c2py(match[2])  # what gettext itself reads the header with
        return all(0 <= rule(number) < int(match[1]) for number in range(201))
    except (ValueError, ArithmeticError, RecursionError):
        return False


def _steps(language: Language, languages: Languages) -> Iterator[Language]:
    """The language and those that stand in for it, each once."""
    seen: set[str] = set()
    step: Language | None = language
    while step is not None and step.segment not in seen:
        seen.add(step.segment)
        yield step
        step = languages.get(step.catalog_fallback)


def _load(language: Language, extra_dirs: tuple[Path, ...], register: Register) -> gettext.NullTranslations:
    stamps = []
    for folder in (PACKAGE_CATALOGS, *extra_dirs):
        for path in fragments(folder, language.catalog, register):
            state = path.stat()
            stamps.append(_Stamp((str(path), state.st_mtime_ns, state.st_size)))
    return _compiled(tuple(stamps), language.babel, language.catalog == SOURCE_CATALOG)


@functools.lru_cache(maxsize=32)
def _compiled(stamps: tuple[_Stamp, ...], babel: str, source: bool) -> gettext.NullTranslations:
    """One compiled catalog of all the files; `source` tells that an absent message is a word already."""
    merged: dict[tuple[str, str], Message] = {}
    plural_forms = ""
    for stamp in stamps:
        try:
            catalog = read_catalog(Path(stamp[0]), babel)
        except (CatalogError, OSError):
            continue
        plural_forms = plural_forms or catalog.plural_forms
        for message in catalog:
            if message.id and not message.fuzzy and _is_translated(message):
                merged[message.context or "", singular_of(message)] = message
    last: gettext.NullTranslations = gettext.NullTranslations() if source else _Absent()
    if not merged:
        return last
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    from ttdn_site.locales.cldr import cldr

    whole = Catalog(locale=cldr(babel), fuzzy=False)
    whole.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", plural_forms)]
    for message in merged.values():
        whole.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    buffer.seek(0)
    compiled = gettext.GNUTranslations(buffer)
    compiled.add_fallback(last)
    return compiled


def singular_of(message: Message) -> str:
    """The message identifier: of a plural message the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    string = message.string
    return bool(string) if isinstance(string, str) or string is None else all(string)
