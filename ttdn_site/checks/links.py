"""Every address in a page leads to a file of the site or, where a reader follows it, to another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ttdn_site.checks.built import Built, Overview, Reference, refresh_of
from ttdn_site.checks.html import Element, Page
from ttdn_site.problems import Location, Problem, Severity, declare, problem

BROKEN = declare(
    "CK010",
    Severity.ERROR,
    "“{url}” leads to no file of the site",
    "Correct the address; upper and lower case count, and the address of a page ends with a slash",
    wrong='<a href="../tin-tuc">',
    right='<a href="../news/">',
)
NO_TARGET = declare(
    "CK011",
    Severity.ERROR,
    "“{url}” names a place that the page does not have",
    "Correct what stands behind “#”, or give the heading this identifier",
    wrong='<a href="../news/#quymo">',
    right='<a href="../news/#quy-mo">',
)
OUTSIDE = declare(
    "CK012",
    Severity.ERROR,
    "“{url}” leads out of the portal's base path {base}",
    "Write the address relative to the page, so that the portal works below any path",
    wrong='<a href="/news/">',
    right='<a href="../news/">',
)
FOREIGN = declare(
    "CK020",
    Severity.ERROR,
    "A browser would fetch “{url}” from another host",
    "Put the file into docs/assets/, or leave it out: a visit must be known to this portal alone",
    wrong='<img src="https://example.com/anh.jpg">',
    right='<img src="../assets/anh.jpg">',
)
ABSOLUTE_OWN = declare(
    "CK013",
    Severity.ERROR,
    "“{url}” is an address of this portal at which there is nothing",
    "Build the whole site again; when it stays, report it to those who maintain the programme",
    wrong="<loc>https://laichau.gov.vn/thongtindoingoai/xoa/</loc>",
    right="<loc>https://laichau.gov.vn/thongtindoingoai/news/</loc>",
)

# Links of <head> that a browser follows by itself (HTML Living Standard, 4.6.7).
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # RFC 3986, section 3.1
_FETCHED_RELS = frozenset(
    [
        "stylesheet",
        "icon",
        "preload",
        "modulepreload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "manifest",
        "apple-touch-icon",
    ]
)
# Attributes by which an element makes a browser fetch something.
_FETCHED = {
    "src": frozenset(["img", "script", "source", "iframe", "video", "audio", "track", "embed", "input"]),
    "poster": frozenset(("video",)),
    "data": frozenset(("object",)),
    "background": frozenset(("body", "table", "td")),
    "href": frozenset(("use", "image", "feimage", "base")),
    "xlink:href": frozenset(("use", "image", "feimage")),
}
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_SCRIPT_IMPORT = re.compile(
    r"(?:\bfrom|\bimport\s*\(?)\s*[\"']([^\"']+)[\"']|new URL\([\"']([^\"']+)[\"'], *import\.meta\.url"
)
_FOREIGN_IN_SCRIPT = re.compile(r"[\"'`]((?:https?:)?//(?!www\.w3\.org/)[\w.-]+)")


def check_links(page: Page, built: Built) -> tuple[list[Problem], tuple[Reference, ...]]:
    """Problems of a page's addresses, and the fragments still to be looked up."""
    problems: list[Problem] = []
    references: list[Reference] = []
    seen: set[tuple[str, bool]] = set()
    for element, url, fetched in _addresses(page):
        if (url, fetched) in seen:
            continue
        seen.add((url, fetched))
        where = page.at(element.offset)
        try:
            parts = urlsplit(url)
        except ValueError:
            problems.append(problem(BROKEN, where, url=url))
            continue
        if fetched and url.startswith("data:") and element.name in ("img", "source"):
            continue
        if parts.scheme or parts.netloc:
            if fetched:
                problems.append(problem(FOREIGN, where, url=url))
            elif url.startswith(built.base_url) and not built.file_at(url):
                problems.append(problem(ABSOLUTE_OWN, where, url=url))
            continue
        target = built.file_at(url, page.path)
        if target is None:
            problems.append(problem(OUTSIDE, where, url=url, base=built.base_path))
        elif not target:
            problems.append(problem(BROKEN, where, url=url))
        elif parts.fragment:
            references.append(Reference(target, unquote(parts.fragment), where))
    return problems, tuple(references)


def _addresses(page: Page) -> Iterator[tuple[Element, str, bool]]:
    """Element, address, and whether a browser fetches it without being asked."""
    for element in page.elements:
        given = element.attributes
        for key, names in _FETCHED.items():
            if key in given and element.name in names:
                yield element, given[key], True
        if "data-index" in given:
            # What the search script asks for first.
            yield element, f"{given['data-index']}index.json", True
        if "srcset" in given:
            for candidate in given["srcset"].split(","):
                yield element, candidate.split()[0] if candidate.split() else "", True
        if "action" in given or "formaction" in given:
            yield element, given.get("action", "") or given.get("formaction", ""), True
        if element.name in ("a", "area") and "href" in given:
            yield element, given["href"], False
        elif element.name == "link" and "href" in given:
            rels = set(given.get("rel", "").split())
            yield element, given["href"], bool(rels & _FETCHED_RELS)
    target = refresh_of(page)
    if target:
        yield next(page.named("meta")), target, True


def check_fragments(overview: Overview) -> Iterator[Problem]:
    """Places named behind “#” that the page in question does not have. `#top` is the browser's own."""
    for summary in overview.pages.values():
        for reference in summary.references:
            target = overview.pages.get(reference.target)
            if target is None or reference.fragment in target.ids or reference.fragment == "top":
                continue
            yield problem(NO_TARGET, reference.location, url=f"{reference.target}#{reference.fragment}")


def check_text_file(path: str, text: str, built: Built) -> Iterator[Problem]:
    """Style sheets, scripts and everything that names the portal's own addresses: feeds, catalogues, calendars."""
    if path.endswith(".css"):
        yield from _local(path, text, built, (match[1] or match[2] for match in _CSS_URL.finditer(text)))
    elif path.endswith((".js", ".mjs")):
        yield from _local(path, text, built, (match[1] or match[2] for match in _SCRIPT_IMPORT.finditer(text)))
        for match in _FOREIGN_IN_SCRIPT.finditer(text):
            yield problem(FOREIGN, Location(path, text.count("\n", 0, match.start()) + 1), url=match[1])
    elif path.endswith((".xml", ".json", ".csv", ".txt")):
        seen: set[str] = set()
        for match in re.finditer(re.escape(built.base_url) + r"[^\s\"'<>\\|;,&]*", text):
            url = match[0].removesuffix("]]>")
            if url not in seen and "{" not in url:
                seen.add(url)
                if not built.file_at(url) and url.rstrip("/") + "/" != built.base_url:
                    yield problem(ABSOLUTE_OWN, Location(path, text.count("\n", 0, match.start()) + 1), url=url)


def _local(path: str, text: str, built: Built, urls: Iterator[str]) -> Iterator[Problem]:
    for url in sorted(set(urls)):
        if url.startswith(("data:", "#")):
            continue
        line = text.count("\n", 0, text.index(url)) + 1
        if _SCHEME.match(url) or url.startswith("//"):
            yield problem(FOREIGN, Location(path, line), url=url)
        elif not built.file_at(url, path):
            yield problem(BROKEN, Location(path, line), url=url)
