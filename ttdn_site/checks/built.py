"""A built site as its checks see it: which files there are, and what the pages say of themselves."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ttdn_site.checks.html import Page
from ttdn_site.locales.languages import Language, Languages
from ttdn_site.problems import Location


@dataclass(frozen=True)
class Built:
    """The files of a built site.

    base_url: where it is published, with a slash at the end. files: paths below the root, with forward slashes.
    """

    folder: Path
    base_url: str
    languages: Languages
    files: frozenset[str]

    @cached_property
    def base_path(self) -> str:
        return urlsplit(self.base_url).path

    @cached_property
    def origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def language_of(self, path: str) -> Language:
        """The language of a page by its place."""
        first = path.split("/", 1)[0]
        return self.languages.get(first) or self.languages.default if "/" in path else self.languages.default

    def address(self, path: str) -> str:
        """The absolute address of a file."""
        return self.base_url + (path.removesuffix("index.html") if path.endswith("index.html") else path)

    def file_at(self, url: str, page: str = "") -> str | None:
        """The file that answers for an address on `page` (or for an absolute one): None when it leads outside the
        portal's base path, empty when there is no such file. Case matters, and a folder without its slash is no file,
        because hosts answer it with a redirect at best."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc:
            if not url.startswith(self.base_url):
                return None
            way = unquote(parts.path)[len(self.base_path) :]
        elif parts.path.startswith("/"):
            if not parts.path.startswith(self.base_path):
                return None
            way = unquote(parts.path)[len(self.base_path) :]
        elif not parts.path:
            way = page
        else:
            joined = posixpath.join(posixpath.dirname(page), unquote(parts.path))
            way = posixpath.normpath(joined)
            if way.startswith(".."):
                return None
            way = "" if way == "." else way
            if parts.path.endswith(("/", "/.", "/..")) or parts.path in (".", ".."):
                way = f"{way}/" if way else ""
        if not way or way.endswith("/"):
            way += "index.html"
        return way if way in self.files else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a fragment, to be looked up once all pages have been read."""

    target: str
    fragment: str
    location: Location


@dataclass(frozen=True, slots=True)
class Summary:
    """What the others have to know of a page.

    kind: `page`, `redirect` or `error`. canonical, alternates: as written. fallback: whether its canonical address
    is another page’s. title_lang: of the first heading. hreflangs: links that say which language they lead to.
    """

    path: str
    kind: str
    lang: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    noindex: bool
    fallback: bool
    title_lang: str
    ids: frozenset[str]
    references: tuple[Reference, ...] = ()
    hreflangs: tuple[tuple[str, str, Location], ...] = ()

    @property
    def indexed(self) -> bool:
        """Whether search engines may list the page itself."""
        return self.kind == "page" and not self.noindex and not self.fallback


@dataclass(frozen=True)
class Overview:
    """All pages, read."""

    built: Built
    pages: Mapping[str, Summary] = field(default_factory=dict)


def refresh_of(page: Page) -> str:
    """The address a redirect page leads to, else empty."""
    for element in page.named("meta"):
        if element.attributes.get("http-equiv", "").lower() == "refresh":
            return element.attributes.get("content", "").partition("url=")[2].strip()
    return ""


def summary_of(page: Page, built: Built, references: tuple[Reference, ...]) -> Summary:
    canonical, alternates, noindex = "", [], False
    for element in page.named("link"):
        rel, given = element.attributes.get("rel", ""), element.attributes
        if rel == "canonical":
            canonical = given.get("href", "")
        elif rel == "alternate" and "hreflang" in given:
            alternates.append((given["hreflang"], given.get("href", "")))
    for element in page.named("meta"):
        if element.attributes.get("name") == "robots":
            noindex = "noindex" in element.attributes.get("content", "")
    root = next(page.named("html"), None)
    heading = next(page.named("h1"), None)
    kind = "error" if page.path.rsplit("/", 1)[-1] == "404.html" else "redirect" if refresh_of(page) else "page"
    return Summary(
        path=page.path,
        kind=kind,
        lang=root.attributes.get("lang", "") if root else "",
        canonical=canonical,
        alternates=tuple(alternates),
        noindex=noindex,
        fallback=kind == "page" and bool(canonical) and canonical != built.address(page.path),
        title_lang=_language_of_heading(page, heading.offset) if heading else "",
        ids=frozenset(element.attributes["id"] for element in page.elements if "id" in element.attributes),
        references=references,
        hreflangs=tuple(
            (element.attributes["hreflang"], element.attributes.get("href", ""), page.at(element.offset))
            for element in page.named("a")
            if "hreflang" in element.attributes
        ),
    )


def _language_of_heading(page: Page, offset: int) -> str:
    """The language its text is in, which a link or span inside the heading may carry."""
    return next((run.lang for run in page.runs if run.offset > offset), "")
