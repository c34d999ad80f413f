"""What a rendered text may hold: looked at once more, apart from everything that made it.

Rules, dialect and templates each keep script out of pages. This is the last look, at the bytes themselves: whatever way
a tag came, through a mistake of ours or an extension of the project, it is on the list or the text is not published.
Nothing is taken out in silence. The grammar is that of Python-Markdown's serializer, narrower than HTML: attributes in
double quotes without “<” and “>” inside, so that a browser sees the same tags as this does (WHATWG HTML, 13.2.5).
"""

from __future__ import annotations

import functools
import html
import re

TAGS = frozenset(
    [
        "a",
        "abbr",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "lang",
        "title",
        "href",
        "src",
        "alt",
        "scope",
        "colspan",
        "rowspan",
        "start",
        "tabindex",
        "type",
        "value",
        "rel",
        "role",
        "aria-label",
        "hreflang",
        "width",
        "height",
    ]
)
SCHEMES = frozenset(("http", "https", "mailto", "tel"))

_TAG = re.compile(r"<[^<>]*>")
_FORM = re.compile(r"</?([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*)(?: ?/)?>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"<>]*)\"")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers leave out tabs, line ends and control characters in front of or inside an address (WHATWG URL, 4.4).
_LEFT_OUT = re.compile("[\x00-\x20\x7f-\x9f]")


def strange_tag(text: str) -> str:
    """The first tag of a rendered text that is not on the list; empty when there is none."""
    tags: list[str] = _TAG.findall(text)
    for tag in tags:
        if not _is_known(tag):
            return tag
    # Every “<” and “>” belongs to a tag; in text they are written as references.
    if text.count("<") != len(tags):
        at = next(place.start() for place in re.finditer("<", text) if not _TAG.match(text, place.start()))
        return text[at : at + 40]
    return ""


@functools.lru_cache(maxsize=4096)
def _is_known(tag: str) -> bool:
    match = _FORM.fullmatch(tag)
    if match is None or match[1] not in TAGS:
        return False
    return all(
        name in ATTRIBUTES and (name not in ("href", "src") or _is_harmless(value, name == "src"))
        for name, value in _ATTRIBUTE.findall(match[2])
    )


def _is_harmless(value: str, fetched: bool) -> bool:
    address = _LEFT_OUT.sub("", html.unescape(value))
    scheme = _SCHEME.match(address)
    if fetched:
        # Pictures come from the portal's own files.
        return scheme is None and not address.startswith(("//", "\\\\", "/\\", "\\/"))
    return not address.startswith(("//", "\\\\", "/\\", "\\/")) if scheme is None else scheme[1].lower() in SCHEMES
