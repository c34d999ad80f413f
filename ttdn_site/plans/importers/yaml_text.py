"""Writing the imported plan as YAML that an editor goes on with: plain where it can be, quoted where it must be."""

from __future__ import annotations

import re

from ttdn_site.source.yamlnodes import ambiguity

_PLAIN = re.compile(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\n\r\t\\]*\Z")
_DIGITS = re.compile(r"(?:0|[1-9]\d{0,17})\Z", re.ASCII)
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def scalar(text: str) -> str:
    """A text as a YAML scalar that is read back as the same text."""
    if _PLAIN.match(text) and text == text.strip() and text.lower() not in _RESERVED and not ambiguity(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A text in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def comment(text: str) -> str:
    """A text as one comment line."""
    return "# " + " ".join(text.split())


def figure(text: str) -> str:
    """A figure as printed: bare digits as a number, everything else in quotation marks."""
    return text if _DIGITS.match(text) else quoted(text)
