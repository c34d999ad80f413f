"""All words of the interface, and whether each language that is declared complete has them."""

from __future__ import annotations

import functools

from ttdn_site.content.project import Project
from ttdn_site.locales import cldr
from ttdn_site.locales.catalog_checks import check_catalogs
from ttdn_site.locales.catalogs import missing
from ttdn_site.locales.languages import KNOWN
from ttdn_site.pages.labels import ALL as PAGE_WORDS
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.search.words import WORDS as SEARCH_WORDS
from ttdn_site.syndication.identity import TITLE_PATTERN
from ttdn_site.syndication.redirects import MOVED, NOW_AT
from ttdn_site.tables.words import ALL as TABLE_WORDS
from ttdn_site.theme.messages import messages

WORDS_MISSING = declare(
    "WD001",
    Severity.ERROR,
    "The language “{segment}” is declared complete, but words of the interface are not translated: {words}",
    "Translate them in the catalogs, or declare the language incomplete (“complete: false”)",
    wrong="- {locale: ko, name: 한국어, extra: {complete: true}} (without a catalog)",
    right="- {locale: ko, name: 한국어, extra: {complete: false, catalog_fallback: en}}",
)
UNKNOWN_BABEL = declare(
    "WD002",
    Severity.ERROR,
    "“{babel}” of the language “{segment}” is not a locale of the Unicode CLDR",
    "Write for example “ko_KR” as “babel”",
    wrong="extra: {babel: kr_KO}",
    right="extra: {babel: ko_KR}",
)
SHOWN = 5


@functools.cache
def interface_words() -> tuple[str, ...]:
    """Every English identifier that a page of the portal may print, sorted."""
    searched = [message for _, message in SEARCH_WORDS]
    return tuple(sorted({*messages(), *PAGE_WORDS, *TABLE_WORDS, *searched, TITLE_PATTERN, MOVED, NOW_AT}))


def check_words(project: Project) -> list[Problem]:
    """Languages that say they are complete and are not, locales that CLDR does not know, and broken catalogs."""
    extra = (project.catalogs,) if project.catalogs else ()
    where = Location(project.config_path.name)
    problems: list[Problem] = []
    for language in project.languages:
        if not cldr.is_known(language.babel):
            problems.append(problem(UNKNOWN_BABEL, where, babel=language.babel, segment=language.segment))
        if project.catalogs is not None:
            problems += check_catalogs(language, project.catalogs, project.root)
        if not language.complete or (project.catalogs is None and KNOWN.get(language.segment) == language):
            # What is shipped is whole: a test sees to it.
            continue
        lacking = missing(language, interface_words(), extra)
        if lacking:
            words = ", ".join(f"“{word}”" for word in lacking[:SHOWN]) + ("…" if len(lacking) > SHOWN else "")
            problems.append(problem(WORDS_MISSING, where, segment=language.segment, words=words))
    return problems
