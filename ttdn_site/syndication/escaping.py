"""Text made safe for HTML attributes, XML and JSON inside HTML; plain text out of checked HTML.

`html.escape` and `xml.sax.saxutils` let control characters through, which no XML document may hold (XML 1.0, 2.2).
"""

from __future__ import annotations

import functools
import html
import json
import re
from typing import Any

# XML 1.0, production 2 `Char`: everything else has no place in a document, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_IN_SCRIPT = tuple((character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z](?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)


def xml(text: str) -> str:
    """Text for XML or HTML, between tags or in a double-quoted attribute."""
    # What is printable is XML; most texts are, and the question is cheaper than the search.
    return _escaped(text if text.isprintable() else _NOT_XML.sub("", text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def line(text: str) -> str:
    """The text on one line, each run of white space one space."""
    if text.isprintable():
        # The one white space that counts as printable is the space itself.
        return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    return _SPACE.sub(" ", _NOT_XML.sub("", text)).strip()


# A page says most of what it says of itself several times, and the portal the same on every page.
@functools.lru_cache(maxsize=512)
def attribute(text: str) -> str:
    """A text of several lines, escaped, as one attribute value."""
    return _escaped(line(text))


def script_json(value: Any) -> str:
    """JSON that may stand inside `<script>`: no `<`, `>` or `&`, and no line separators that end a line of script."""
    text = _JSON.encode(value)
    for character, escape in _IN_SCRIPT:
        text = text.replace(character, escape)
    return text if text.isprintable() else _NOT_XML.sub("", text)


def plain(markup: str) -> str:
    """The words of checked HTML on one line."""
    return line(html.unescape(_TAG.sub("", markup)))


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a sentence or else between words, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    sentence = max(head.rfind(end) for end in (". ", "。", "? ", "! "))
    if sentence > limit // 2:
        return head[: sentence + 1]
    space = head.rfind(" ")
    return (head[:space] if space > limit // 2 else head).rstrip(" ,;:，、；：") + "…"


def first_paragraph(markup: str) -> str:
    """The words of the first paragraph that has any."""
    for match in _PARAGRAPH.finditer(markup):
        words = plain(match.group(1))
        if words:
            return words
    return ""
