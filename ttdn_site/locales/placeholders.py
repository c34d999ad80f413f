"""`{name}` in messages and their translations. Filling never fails: a translation is somebody's typing."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put the values in; `{{` and `}}` print one brace, a name without a value and any other brace stay as they are."""

    def replacement(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]
        return str(values[name]) if name in values else match[0]

    return _PLACEHOLDER.sub(replacement, text)


def names(text: str) -> frozenset[str]:
    """The names that a text asks for."""
    return frozenset(match[1] for match in _PLACEHOLDER.finditer(text) if match[1])
