"""All checks of a built site: each page is read once and forgotten, then what the pages say is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ttdn_site.checks import announced, languages, links, markup, words
from ttdn_site.checks.built import Built, Overview, Summary, summary_of
from ttdn_site.checks.html import read_page
from ttdn_site.locales.languages import Languages
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem

NO_SITE = declare(
    "CK003",
    Severity.ERROR,
    "There is no built site at “{folder}”",
    "Build it first with “ttdn build”, or name the folder it was published to",
    wrong="ttdn check --site docs",
    right="ttdn check --site site",
)
NOT_TEXT = declare(
    "CK004",
    Severity.ERROR,
    "The file is not UTF-8 text",
    "Save it as UTF-8",
    wrong="(a page saved as windows-1258)",
    right="(the page saved as UTF-8)",
)

_TEXT = (".css", ".js", ".mjs", ".json", ".xml", ".txt", ".ics", ".csv", ".svg")


def check_site(
    folder: Path,
    base_url: str,
    site_languages: Languages,
    catalogs: Iterable[Path] = (),
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> list[Problem]:
    """Every problem of the site in `folder`, which is published at `base_url`. Locations are paths below the folder.

    catalogs: folders with gettext catalogs of the project's own.
    """
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    if "index.html" not in files:
        return [problem(NO_SITE, Location(folder.name), folder=folder.as_posix())]
    built = Built(folder, base_url, site_languages, files)
    vocabulary = words.vocabularies(site_languages, tuple(catalogs))
    problems: list[Problem] = []
    pages: dict[str, Summary] = {}
    redirects: list[tuple[str, str]] = []
    paths = sorted(path for path in files if path.endswith(".html"))
    for number, path in enumerate(paths, 1):
        progress("check", number, len(paths))
        text = _text(folder / path, path, problems)
        if text is None:
            continue
        summary, found = _page(path, text, built, vocabulary)
        pages[path] = summary
        problems += found
        if summary.kind == "redirect":
            redirects.append((path, text))
    overview = Overview(built, pages)
    for path, text in redirects:
        problems += languages.check_redirect(read_page(path, text), pages[path], overview)
    problems += links.check_fragments(overview)
    problems += languages.check_languages(overview)
    problems += announced.check_announcements(overview)
    for path in sorted(files):
        if path.endswith(_TEXT) and (text := _text(folder / path, path, problems)) is not None:
            problems += links.check_text_file(path, text, built)
            for character in markup.DAMAGED:
                if character in text:
                    line = text.count("\n", 0, text.index(character)) + 1
                    problems.append(problem(markup.REPLACEMENT, Location(path, line), code=f"{ord(character):04X}"))
    return ordered(problems)


def _page(path: str, text: str, built: Built, vocabulary: dict[str, words.Vocabulary]) -> tuple[Summary, list[Problem]]:
    page = read_page(path, text)
    problems = list(page.faults)
    found, references = links.check_links(page, built)
    problems += found
    problems += markup.check_inline(page)
    problems += markup.check_basics(page)
    problems += markup.check_characters(page)
    problems += languages.check_tags(page, built.languages)
    language = built.language_of(path)
    problems += words.check_words(page, language.tag, vocabulary[language.segment])
    return summary_of(page, built, references), problems


def _text(file: Path, path: str, problems: list[Problem]) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        problems.append(problem(NOT_TEXT, Location(path)))
        return None
