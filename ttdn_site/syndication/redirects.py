"""Pages left behind where a page used to be: plain HTML that leads on, on any server and without JavaScript.

A target is always the address of a page of this site, never taken from a request and never of another host, so that
nobody can send visitors elsewhere through the portal. A static host answers 200; search engines take an instant
`refresh` with a canonical address for a permanent redirect.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from ttdn_site.pages.voice import StandIn
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.syndication.escaping import attribute, xml
from ttdn_site.syndication.identity import SiteIdentity

MOVED = "This page has moved"
NOW_AT = "You will find it here: {link}"

ALIAS_IS_PAGE = declare(
    "SY010",
    Severity.ERROR,
    "The former address “{alias}” is the address of a page that exists",
    "Delete it from “aliases”, or rename the other page",
    wrong="aliases: [news/ham-hoang-lien]   # that page exists",
    right="aliases: [news/ham-deo-hoang-lien]",
)
ALIAS_TWICE = declare(
    "SY011",
    Severity.ERROR,
    "The former address “{alias}” is claimed by two pages: “{first}” and “{second}”",
    "Leave it in the “aliases” of the page that took its place, and delete it from the other",
    wrong="aliases: [news/cu]   # in two files",
    right="aliases: [news/cu]   # in one file",
)
ALIAS_OUTSIDE = declare(
    "SY012",
    Severity.ERROR,
    "“{alias}” is no address inside this portal",
    "Write the former address without the site's name, in lower case, for example “news/ham-hoang-lien”",
    wrong="aliases: [https://laichau.gov.vn/tin/cu]",
    right="aliases: [tin/cu]",
)

_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")


@dataclass(frozen=True, slots=True)
class Alias:
    """A former address. alias, target: relative to the portal's root, with the language's part (`en/news/old`).

    title: of the page that took its place; tag: BCP 47 tag of the title. location: where the alias is written.
    """

    alias: str
    target: str
    title: str
    tag: str
    location: Location


def inside(address: str) -> bool:
    """Whether an address relative to the root stays below it: plain segments, no scheme, host, query or `..`."""
    path = address.removesuffix("/")
    return bool(path) and all(_SEGMENT.fullmatch(part) for part in path.split("/"))


def file_of(address: str) -> str:
    """The file that answers for an address: `news/old` → `news/old/index.html`; a `.html` address is its own file."""
    path = address.strip("/")
    return path if path.endswith(".html") else f"{path}/index.html"


def sound_aliases(aliases: Iterable[Alias], pages: Collection[str]) -> tuple[tuple[Alias, ...], list[Problem]]:
    """The aliases that may be written, by address, and what is wrong with the others.

    pages: addresses of all pages relative to the root. Case does not tell addresses apart: Windows hosts ignore it.
    """
    taken = {file_of(page).casefold() for page in pages}
    kept: dict[str, Alias] = {}
    problems: list[Problem] = []
    for entry in sorted(aliases, key=lambda item: (item.alias, item.target)):
        name = file_of(entry.alias).casefold()
        if not inside(entry.alias):
            problems.append(problem(ALIAS_OUTSIDE, entry.location, alias=entry.alias))
        elif name in taken:
            problems.append(problem(ALIAS_IS_PAGE, entry.location, alias=entry.alias))
        elif name in kept:
            first = kept[name].target
            if first != entry.target:
                problems.append(
                    problem(ALIAS_TWICE, entry.location, alias=entry.alias, first=first, second=entry.target)
                )
        else:
            kept[name] = entry
    return tuple(kept.values()), problems


def _said(word: str) -> str:
    """A word of the interface, with its language where it stands in for a missing one (`pages.voice.StandIn`)."""
    return f'<span lang="{word.lang}">{xml(word)}</span>' if isinstance(word, StandIn) else xml(word)


def redirect_page(entry: Alias, site: SiteIdentity, words: Callable[[str], str], *, policy: str = "") -> str:
    """The page to write at `file_of(entry.alias)`.

    words: translates `MOVED` and `NOW_AT` into the language of `site`. policy: Content Security Policy for a `<meta>`.
    Raises ValueError if alias or target is not inside the site, whatever was checked before.
    """
    if not inside(entry.alias) or not (inside(entry.target) or entry.target == ""):
        raise ValueError(f"a redirect must stay inside the site: {entry.alias!r} → {entry.target!r}")
    folder = posixpath.dirname(file_of(entry.alias))
    way = posixpath.relpath(entry.target.strip("/") or ".", folder or ".")
    way = f"{way}/" if not way.endswith(".html") else way
    lang = "" if entry.tag == site.tag else f' lang="{attribute(entry.tag)}"'
    link = f'<a href="{attribute(way)}"{lang}>{attribute(entry.title or site.portal)}</a>'
    sentence = _said(words(NOW_AT)).replace("{link}", link)
    moved = _said(words(MOVED))
    meta_policy = f'<meta http-equiv="Content-Security-Policy" content="{attribute(policy)}">\n' if policy else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{attribute(site.tag)}">\n<head>\n<meta charset="utf-8">\n{meta_policy}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{attribute(site.title_pattern.format(title=words(MOVED), portal=site.portal))}</title>\n"
        f'<link rel="canonical" href="{attribute(site.base_url + entry.target)}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={attribute(way)}">\n'
        f"</head>\n<body>\n<main>\n<h1>{moved}</h1>\n<p>{sentence}</p>\n</main>\n</body>\n</html>\n"
    )
