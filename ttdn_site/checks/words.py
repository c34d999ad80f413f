"""No word of the interface is left in another language: visible texts and labels compared with the catalogs.

A text of the page that is, as a whole, a word of the interface in another language and in none of the page's own is a
word that was not translated. What carries its own `lang` is content or stands in on purpose, and is left out. So are
attributes, titles and options in a language that is not declared complete: HTML has no place for `lang` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.checks.html import Page
from ttdn_site.locales.catalogs import (
    PACKAGE_CATALOGS,
    CatalogError,
    fragments,
    read_catalog,
    singular_of,
    translator,
)
from ttdn_site.locales.languages import KNOWN, Language, Languages
from ttdn_site.problems import Problem, Severity, declare, problem

FOREIGN_WORD = declare(
    "CK070",
    Severity.ERROR,
    "“{word}” is a word of the interface in “{found}”, on a page in “{tag}”",
    "Translate the word in the catalog of that language, or mark the text with lang",
    wrong="<h2>Latest news</h2> (on a Japanese page)",
    right="<h2>最新ニュース</h2>",
)

_LABELS = ("aria-label", "title", "placeholder", "alt", "data-label", "data-count")
_TEXT_ONLY = frozenset(("title", "option", "textarea"))
_NOT_SEEN = frozenset(("script", "style"))
_SPACE = re.compile(r"\s+")
_HOLE = re.compile(r"\\\{([a-z_]+)\\\}")
# Holes of these names hold a number, with whatever a language writes behind it.
_NUMBERS = frozenset(("number", "count", "year", "shown", "all", "size", "page"))
# Fewer letters than this beside the holes of a pattern fit too much.
_LEAST_LETTERS = 4


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language of a site that would be foreign there: word → tag of its language; and patterns.

    complete: whether every word of the interface has to be translated.
    """

    complete: bool
    words: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def foreign(self, text: str) -> str:
        """The language a text is a word of, or empty."""
        known = self.words.get(text)
        if known is not None:
            return known
        return next((tag for pattern, tag in self.patterns if pattern.fullmatch(text)), "")


def vocabularies(languages: Languages, extra_dirs: Iterable[Path] = ()) -> dict[str, Vocabulary]:
    """By segment. Words of all languages the programme speaks count, configured or not."""
    folders = (PACKAGE_CATALOGS, *extra_dirs)
    spoken = {language.catalog: language for language in (*KNOWN.values(), *languages)}
    messages = sorted({one for language in spoken.values() for one in _messages(language, folders)})
    said = {
        language.tag: [
            _plain(translator(language, Languages((language,)), extra_dirs).gettext(one)) for one in messages
        ]
        for language in spoken.values()
    }
    return {language.segment: _vocabulary(language, languages, said, extra_dirs, messages) for language in languages}


def _messages(language: Language, folders: Iterable[Path]) -> Iterator[str]:
    """The message identifiers of a language's catalogs."""
    for folder in folders:
        for path in fragments(folder, language.catalog):
            try:
                catalog = read_catalog(path, language.babel)
            except CatalogError:
                continue
            yield from (singular_of(message) for message in catalog if message.id)


def _vocabulary(
    language: Language,
    languages: Languages,
    said: Mapping[str, list[str]],
    extra_dirs: Iterable[Path],
    messages: list[str],
) -> Vocabulary:
    # A language without a word of its own shows another's, which has to carry `lang`: so only its own words are native.
    voice = translator(language, languages, extra_dirs)
    own = {_plain(voice.gettext(one)) for one in messages if voice.has(one)}
    own |= {name for other in languages for name in (other.endonym,)}
    words: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for tag, texts in said.items():
        if tag == language.tag:
            continue
        for text in texts:
            if text in own or not any(character.isalpha() for character in text):
                continue
            if "{" not in text:
                words.setdefault(text, tag)
                continue
            if sum(character.isalpha() for character in re.sub(r"\{[a-z_]+\}", "", text)) >= _LEAST_LETTERS:
                patterns.append((re.compile(_pattern(text)), tag))
    native = [re.compile(_pattern(text)) for text in own if "{" in text]
    shown = [pair for pair in patterns if not any(one.pattern == pair[0].pattern for one in native)]
    return Vocabulary(language.complete, words, tuple(shown))


def _pattern(text: str) -> str:
    return _HOLE.sub(lambda match: r"\d\S{0,8}" if match[1] in _NUMBERS else ".+", re.escape(text))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def check_words(page: Page, tag: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    seen: set[str] = set()
    for text, lang, offset in _texts(page, vocabulary.complete):
        if lang != tag or text in seen:
            continue
        seen.add(text)
        found = vocabulary.foreign(text)
        if found:
            yield problem(FOREIGN_WORD, page.at(offset), word=text, found=found, tag=tag)


def _texts(page: Page, everywhere: bool) -> Iterator[tuple[str, str, int]]:
    for run in page.runs:
        if run.inside.name not in _NOT_SEEN and (everywhere or run.inside.name not in _TEXT_ONLY):
            yield _plain(run.text), run.lang, run.offset
    if not everywhere:
        return
    for element in page.elements:
        for key in _LABELS:
            if element.attributes.get(key):
                yield _plain(element.attributes[key]), element.lang, element.offset
