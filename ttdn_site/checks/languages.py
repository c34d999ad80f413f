"""Languages of a built site: of pages and of the text that stands in on fallback pages, versions that name each other,
and the one address of each page that search engines shall list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ttdn_site.checks.built import Overview, Summary, refresh_of
from ttdn_site.checks.html import Page
from ttdn_site.locales.languages import Languages
from ttdn_site.problems import Location, Problem, Severity, declare, problem

WRONG_LANG = declare(
    "CK040",
    Severity.ERROR,
    "The language “{found}” stands where “{needed}” belongs: {what}",
    "Correct the template; readers' voices and fonts follow this attribute",
    wrong='<html lang="vi"> (below /en/)',
    right='<html lang="en">',
)
BAD_CANONICAL = declare(
    "CK041",
    Severity.ERROR,
    "The canonical address is “{found}”, expected: {needed}",
    "A page names itself, a page that shows another language's text names that page, an error page names none",
    wrong='<link rel="canonical" href="/en/news/x/">',
    right='<link rel="canonical" href="https://laichau.gov.vn/thongtindoingoai/en/news/x/">',
)
BAD_ALTERNATES = declare(
    "CK042",
    Severity.ERROR,
    "The language versions (hreflang) are wrong: {reason}",
    "Every version lists itself and all others with absolute addresses, and x-default; a page that shows another "
    "language's text lists none",
    wrong='<link rel="alternate" hreflang="zh" href="../zh/">',
    right='<link rel="alternate" hreflang="zh-Hans" href="https://laichau.gov.vn/thongtindoingoai/zh/">',
)
BAD_LINK_LANGUAGE = declare(
    "CK043",
    Severity.ERROR,
    "The link to “{url}” promises “{tag}”; that page is in “{found}”",
    "Correct the template",
    wrong='<a hreflang="en" href="../ja/">',
    right='<a hreflang="ja" href="../ja/">',
)

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def check_tags(page: Page, languages: Languages) -> Iterator[Problem]:
    """The form of every `lang` (RFC 5646), the same once per value."""
    seen: set[str] = set()
    for element in page.elements:
        tag = element.attributes.get("lang")
        if tag is not None and tag not in seen:
            seen.add(tag)
            if not _TAG.fullmatch(tag):
                yield problem(WRONG_LANG, page.at(element.offset), found=tag, needed="BCP 47", what=f"<{element.name}>")


def check_redirect(page: Page, summary: Summary, overview: Overview) -> Iterator[Problem]:
    """A page at a former address: not listed, and of one mind about where it leads."""
    built = overview.built
    target = built.file_at(refresh_of(page), page.path)
    needed = built.address(target) if target else "–"
    if summary.canonical != needed or not summary.noindex:
        yield problem(BAD_CANONICAL, Location(page.path), found=summary.canonical or "–", needed=needed)


def check_languages(overview: Overview) -> Iterator[Problem]:
    """All pages together."""
    built = overview.built
    for summary in overview.pages.values():
        where = Location(summary.path)
        tag = built.language_of(summary.path).tag
        if summary.lang != tag:
            yield problem(WRONG_LANG, where, found=summary.lang or "–", needed=tag, what="<html>")
        for promised, url, location in summary.hreflangs:
            target = overview.pages.get(built.file_at(url, summary.path) or "")
            if target is not None and target.lang != promised:
                yield problem(BAD_LINK_LANGUAGE, location, url=url, tag=promised, found=target.lang)
        if summary.kind == "page":
            yield from _canonical(summary, overview)
            yield from _alternates(summary, overview)
        elif summary.kind == "error" and (summary.canonical or summary.alternates or not summary.noindex):
            yield problem(BAD_CANONICAL, where, found=summary.canonical or "–", needed="–, noindex")


def _canonical(summary: Summary, overview: Overview) -> Iterator[Problem]:
    built = overview.built
    where = Location(summary.path)
    if not summary.fallback:
        if not summary.canonical:
            yield problem(BAD_CANONICAL, where, found="–", needed=built.address(summary.path))
        return
    source = overview.pages.get(built.file_at(summary.canonical) or "")
    if source is None or source.fallback or _key(source.path, overview) != _key(summary.path, overview):
        yield problem(BAD_CANONICAL, where, found=summary.canonical, needed=built.address(summary.path))
    elif summary.title_lang != source.lang:
        yield problem(WRONG_LANG, where, found=summary.title_lang or "–", needed=source.lang, what="<h1>")


def _key(path: str, overview: Overview) -> str:
    """The place of a page without its language."""
    languages = overview.built.languages
    return path.removeprefix(languages.prefix(overview.built.language_of(path).segment))


def _alternates(summary: Summary, overview: Overview) -> Iterator[Problem]:
    where = Location(summary.path)
    own = overview.built.address(summary.path)
    listed = dict(summary.alternates)
    if not summary.indexed:
        if listed:
            yield problem(BAD_ALTERNATES, where, reason=", ".join(listed))
        return
    if len(listed) != len(summary.alternates):
        yield problem(BAD_ALTERNATES, where, reason=" = ".join(tag for tag, _ in summary.alternates))
    default = listed.get("x-default")
    if listed.get(summary.lang) != own:
        yield problem(BAD_ALTERNATES, where, reason=f"{summary.lang} → {listed.get(summary.lang) or '–'}")
    english = listed.get("en")
    if default is None or default not in [url for tag, url in listed.items() if tag != "x-default"]:
        yield problem(BAD_ALTERNATES, where, reason=f"x-default → {default or '–'}")
    elif english is not None and default != english:
        yield problem(BAD_ALTERNATES, where, reason=f"x-default → {default}, en → {english}")
    for tag, url in listed.items():
        if tag == "x-default":
            continue
        other = overview.pages.get(overview.built.file_at(url) or "") if url.startswith("http") else None
        if other is None or not other.indexed:
            yield problem(BAD_ALTERNATES, where, reason=f"{tag} → {url}")
        elif other.lang != tag:
            yield problem(BAD_ALTERNATES, where, reason=f"{tag} → {url} ({other.lang})")
        elif dict(other.alternates) != listed:
            yield problem(BAD_ALTERNATES, where, reason=f"{tag} → {url} ≠")
