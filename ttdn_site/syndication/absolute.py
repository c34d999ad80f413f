"""Addresses in checked HTML made absolute, so that the text can be read away from its page.

The HTML is the sanitized body of a page: quoted attributes, no scripts. It is scanned, not parsed and written anew, so
that everything but the addresses stays byte for byte.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

from ttdn_site.syndication.escaping import xml

_TAG = re.compile(r"<!--.*?-->|<([A-Za-z][A-Za-z0-9]*)((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\s+)([^\s=/>\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")

# HTML Standard, index of attributes: those whose value is one URL and that can occur in a text.
_URL_ATTRIBUTES = frozenset({"href", "src", "poster", "cite", "data", "longdesc"})

# What may be followed out of a feed reader. Images may carry their bytes with them.
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def absolute_address(address: str, page: str) -> str:
    """The address as seen from the page at `page` (absolute), or nothing if it must not leave the page."""
    joined = urljoin(page, address.strip())
    scheme = urlsplit(joined).scheme
    if scheme in _SCHEMES or joined.startswith("data:image/"):
        return joined
    return ""


def _candidates(value: str, page: str) -> str:
    """A `srcset`: addresses with a width or density behind them, parted by commas."""
    parts = []
    for candidate in value.split(","):
        address, _, descriptor = candidate.strip().partition(" ")
        absolute = absolute_address(address, page) if address else ""
        if absolute:
            parts.append(f"{absolute} {descriptor}".strip())
    return ", ".join(parts)


def absolutize(markup: str, page: str) -> str:
    """The HTML with every address absolute. An attribute whose address has another scheme is left out.

    page: the absolute address of the page the HTML comes from.
    """

    def rewrite_attribute(match: re.Match[str]) -> str:
        space, name, quoted = match.group(1), match.group(2), match.group(3)
        lower = name.lower()
        if quoted is None or (lower not in _URL_ATTRIBUTES and lower != "srcset"):
            return match.group(0)
        value = html.unescape(quoted.strip("\"'") if quoted[0] in "\"'" else quoted)
        found = _candidates(value, page) if lower == "srcset" else absolute_address(value, page)
        return f'{space}{name}="{xml(found)}"' if found else ""

    def rewrite_tag(match: re.Match[str]) -> str:
        name = match.group(1)
        if not name:
            return match.group(0)
        return f"<{name}{_ATTRIBUTE.sub(rewrite_attribute, match.group(2))}>"

    return _TAG.sub(rewrite_tag, markup)
