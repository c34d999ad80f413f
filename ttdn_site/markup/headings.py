"""Heading ids: a translation has the ids of its source, so that a deep link survives a change of language.

Only ATX headings (`## …`) belong to the dialect; level 1 is the page's title and does not stand in the text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ttdn_site.content.kinds import slugify

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINE = re.compile(r"\n(#[^\n]*)")
_EXPLICIT = re.compile(r"\{:?[^{}]*#([A-Za-z][\w-]*)[^{}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class AtxHeading:
    """A heading in the source: line from 0, level, its text without marks, its explicit id or `""`."""

    line: int
    level: int
    text: str
    id: str


@functools.lru_cache(maxsize=8)  # rules, rendering and comparing languages ask one after the other
def outline(body: str) -> tuple[AtxHeading, ...]:
    """The ATX headings of a Markdown text outside fenced code."""
    if "#" not in body:
        return ()
    found: list[AtxHeading] = []
    if "```" not in body and "~~~" not in body:
        number = seen = 0
        text = f"\n{body}"
        for match in _LINE.finditer(text):
            number += text.count("\n", seen, match.start())
            seen = match.start()
            found.append(_heading(number, match[1]))
        return tuple(found)
    fence = ""
    for number, line in enumerate(body.split("\n")):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if opening := _FENCE.match(line):
            fence = opening[1]
            continue
        if line.startswith("#"):
            found.append(_heading(number, line))
    return tuple(found)


def _heading(number: int, line: str) -> AtxHeading:
    """The heading of a line that starts with a mark."""
    bare = line.lstrip("#")
    level = min(len(line) - len(bare), 6)
    text = line[level:].strip(" \t").rstrip("#").rstrip(" \t")
    if "{" not in text:
        return AtxHeading(number, level, text, "")
    # Nothing but the last brace can open it; looked for from every brace, a long line would take minutes.
    brace = text.rfind("{")
    explicit = _EXPLICIT.match(text, brace) if text.rstrip().endswith("}") else None
    text = text[:brace].strip() if explicit else text
    return AtxHeading(number, level, text, explicit[1] if explicit else "")


def own_ids(headings: tuple[AtxHeading, ...]) -> tuple[str, ...]:
    """Ids made from the headings' own words, unique on the page; by number where a script gives no Latin letters."""
    taken: set[str] = {heading.id for heading in headings if heading.id}
    # Where counting goes on for a name that many headings share.
    next_of: dict[str, int] = {}
    given: set[str] = set()
    ids: list[str] = []
    for number, heading in enumerate(headings, 1):
        if heading.id and heading.id not in given:
            given.add(heading.id)
            ids.append(heading.id)
            continue
        base = heading.id or slugify(heading.text) or f"section-{number}"
        if base[0].isdigit():
            base = f"section-{base}"
        candidate, count = base, next_of.get(base, 2)
        while candidate in taken:
            candidate, count = f"{base}-{count}", count + 1
        next_of[base] = count
        taken.add(candidate)
        ids.append(candidate)
    return tuple(ids)


def aligned(source: tuple[AtxHeading, ...], translation: tuple[AtxHeading, ...]) -> bool:
    """Whether the outlines match position by position."""
    return [heading.level for heading in source] == [heading.level for heading in translation]


def translated_ids(source: tuple[AtxHeading, ...], translation: tuple[AtxHeading, ...]) -> tuple[str, ...]:
    """The source's ids by position; where outlines differ, explicit ids and else the translation's own."""
    if aligned(source, translation):
        return own_ids(source)
    return own_ids(translation)


def with_ids(body: str, headings: tuple[AtxHeading, ...], ids: tuple[str, ...]) -> str:
    """The text with an explicit id on every heading; line numbers do not change."""
    if not headings:
        return body
    lines = body.split("\n")
    for heading, id in zip(headings, ids, strict=True):
        if not heading.id:
            lines[heading.line] = f"{'#' * heading.level} {heading.text} {{ #{id} }}"
        elif heading.id != id:
            lines[heading.line] = lines[heading.line].replace(f"#{heading.id}", f"#{id}")
    return "\n".join(lines)
