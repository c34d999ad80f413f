"""Writing texts and figures as YAML that an editor goes on with: plain where it can be, quoted where it must be."""

from __future__ import annotations

import functools
import re

from ttdn_site.source.yamlnodes import ambiguity

_PLAIN = re.compile(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\n\r\t\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*\Z")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9.\-]*\Z")
_DIGITS = re.compile(r"(?:0|[1-9]\d{0,17})\Z", re.ASCII)
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
# What has to be escaped between double quotes (YAML 1.2, 5.1 and 5.7): line breaks and what is not printable.
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


# The titles of a large plan are written once for every language it is downloaded in.
@functools.lru_cache(maxsize=32768)
def scalar(text: str) -> str:
    """A text as a YAML scalar that is read back as the same text."""
    if _PLAIN.match(text) and text == text.strip() and text.lower() not in _RESERVED and not ambiguity(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def comment(text: str) -> str:
    """A text as one comment line."""
    return "# " + " ".join(text.split())


def figure(text: str) -> str:
    """A figure as printed: bare digits as a number, everything else in quotation marks."""
    return text if _DIGITS.match(text) else quoted(text)


def scalar_id(id: str) -> str:
    """An id as YAML: quoted when it could be read as a number."""
    return id if _ID.match(id) and id.lower() not in _RESERVED else quoted(id)
