"""Marks inside a line of an ordinary text: emphasis, links, pictures, code, breaks. See `plain` for what this is for.

The order of things is Python-Markdown's: code before links, links and pictures before breaks, emphasis last and never
nested in itself. What would need a second rule to be read (escapes, nested emphasis, titles with quotes in quotes) is
not plain.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol


class Found(Protocol):
    """Takes note of what a text holds, in the order in which a reader meets it."""

    def link(self, href: str) -> str:
        """Check a link; the address to write instead of it."""

    def image(self, src: str, alt: str) -> str:
        """Check a picture; the address to write instead of it."""

    def heading(self, level: int, id: str, title: str) -> None:
        """A heading, its title without marks."""


class NotPlain(Exception):
    """The text holds something whose rendering only Python-Markdown knows."""


# Rendered marks: HTML, and what a reader reads, in the order in which a walk over elements meets it (the text behind an
# element comes before the elements inside it).
Inline = tuple[str, list[str]]


class _Element(NamedTuple):
    """An element and what is read in it: its own text, and that of elements inside it."""

    html: str
    text: str = ""
    inside: tuple[str, ...] = ()


# Stands for an element while what surrounds it is read. Like Python-Markdown's own places it is neither letter nor
# space, which decides what a star beside it means; no text holds one (`plain` refuses control characters).
_PLACE = "\x02"

# Addresses as editors write them. Anything else stays unmatched and is refused for its `](`.
_TOKEN = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|(?P<mark>!?)\[(?P<text>[^\[\]`<>]+)\]\("
    r"""(?P<href>[^\s()<>\[\]`"']+)(?:[ ]+"(?P<title>[^"'()\[\]<>`]+)")?\)"""
    r"|<(?P<address>https?://[^\s<>\[\]`]+)>"
    r"|(?P<break>[ ]{2}\n)"
)
# The usual case: a pair of stars with none inside. `_pairs` says which ones count.
_PAIR = re.compile(r"(\*\*?)(?![\s*])([^*]*)(?<!\s)\1(?!\*)")
_STARS = re.compile(r"\*+")
_LOOSE_UNDERSCORE = re.compile(r"(?:^|\W)_|_(?:\W|$)")
_ANGLES = re.compile(r"<[^<>]*>")
_WHITE = re.compile(r"\s")


def inline(text: str, found: Found) -> Inline:
    """Render a text of one block. Raises NotPlain."""
    if not (
        "*" in text
        or "[" in text
        or "_" in text
        or "&" in text
        or "<" in text
        or ">" in text
        or "`" in text
        or "  \n" in text
    ):
        return text, [text]
    elements: list[_Element] = []
    if "[" in text or "`" in text or "<" in text or "  \n" in text:

        def place(match: re.Match[str]) -> str:
            elements.append(_element(match, found))
            return _PLACE

        text = _TOKEN.sub(place, text)
        if "`" in text or "](" in text or ("<" in text and _ANGLES.search(text)):
            raise NotPlain
    return _emphasis(text, elements)


def escaped(text: str) -> str:
    """Text as HTML; it holds no entities."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _value(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def _element(match: re.Match[str], found: Found) -> _Element:
    kind = match.lastgroup
    if kind == "break":
        return _Element("<br>\n")
    if kind == "code":
        code = escaped(match["code"].strip())
        if not code:
            raise NotPlain
        # Python-Markdown's tree, and so the text for search, has code escaped already.
        return _Element(f"<code>{code}</code>", code)
    if kind == "address":
        href = match["address"]
        return _Element(f"{_anchor(href, found)}>{escaped(href)}</a>", href)
    text, title = match["text"], match["title"]
    told = ""
    if title is not None:
        if not title.strip():
            raise NotPlain
        told = f' title="{_value(_WHITE.sub(" ", title.strip()))}"'
    if match["mark"]:
        src = found.image(match["href"], text)
        return _Element(f'<img alt="{_value(text)}" src="{_value(src)}"{told}>')
    if not text.strip():
        raise NotPlain
    start = _anchor(match["href"], found)
    html, (first, *others) = _linked(text)
    return _Element(f"{start}{told}>{html}</a>", first, tuple(others))


def _anchor(href: str, found: Found) -> str:
    """The start of a link, attributes in alphabetical order."""
    outside = ' rel="external noopener"' if href.startswith(("http://", "https://")) else ""
    return f'<a href="{_value(found.link(href))}"{outside}'


def _linked(text: str) -> Inline:
    """The text of a link: breaks and emphasis, no further links."""
    elements: list[_Element] = []
    if "  \n" in text:
        elements = [_Element("<br>\n")] * text.count("  \n")
        text = text.replace("  \n", _PLACE)
    return _emphasis(text, elements)


def _emphasis(text: str, elements: list[_Element]) -> Inline:
    """Emphasis, with elements filled in."""
    if "_" in text and _LOOSE_UNDERSCORE.search(text):
        raise NotPlain
    parts = _pairs(text) if "*" in text else [text]
    html: list[str] = []
    texts: list[str] = []
    place = _append(parts[0], elements, 0, (), html, texts)
    for index in range(1, len(parts), 3):
        mark, inner, after = parts[index : index + 3]
        tag = "em" if mark == "*" else "strong"
        html.append(f"<{tag}>")
        inside: list[str] = []
        place = _append(inner, elements, place, (), html, inside)
        html.append(f"</{tag}>")
        texts.append(inside[0])
        place = _append(after, elements, place, tuple(inside[1:]), html, texts)
    return "".join(html), texts


def _pairs(text: str) -> list[str]:
    """The text cut at pairs of one or two stars: what stands before the first, then mark, inside and what stands behind
    of each.

    A run of stars opens when a sign follows, closes when a sign stands before it, and else is text. Between words of
    Chinese or Japanese both hold; then the first opens and the second closes. Releases of Python-Markdown differ in
    what else they pair.
    """
    parts: list[str] = _PAIR.split(text)
    if not any("*" in part for part in parts[::3]):
        return parts
    parts, done, opened = [], 0, None
    for match in _STARS.finditer(text):
        start, end = match.span()
        opens = end < len(text) and not text[end].isspace()
        closes = start > 0 and not text[start - 1].isspace()
        if opened is None:
            if (closes and not opens) or end - start > 2:
                raise NotPlain
            if opens:
                opened = (start, end)
        elif opens or closes:
            before, after = opened
            if not closes or end - start != after - before:
                raise NotPlain
            parts += (text[done:before], match[0], text[after:start])
            done, opened = end, None
    if opened is not None:
        raise NotPlain
    return [*parts, text[done:]]


def _append(
    text: str,
    elements: list[_Element],
    place: int,
    behind: tuple[str, ...],
    html: list[str],
    texts: list[str],
) -> int:
    """Add a stretch with its elements, of which `place` is the first; the place of the next one.

    behind: texts inside the element before this stretch, which come after its first text.
    """
    if _PLACE not in text:
        html.append(escaped(text))
        texts.append(text)
        texts += behind
        return place
    first, *others = text.split(_PLACE)
    html.append(escaped(first))
    texts.append(first)
    texts += behind
    for number, part in enumerate(others, place):
        element = elements[number]
        if element.html == "<br>\n" and part.isspace():
            raise NotPlain  # Python-Markdown drops such white space
        html += (element.html, escaped(part))
        texts += (element.text, part, *element.inside)
    return place + len(others)
