"""Tables of plans inside texts: the fenced blocks of an item's body, found before Markdown and filled in after it.

A block becomes a paragraph of one token, so that any Markdown engine carries it through, and as many empty lines as it
had, so that problems further down keep their lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ttdn_site.content.model import Item, Text
from ttdn_site.pages.site import Site
from ttdn_site.problems import Problem
from ttdn_site.tables.excerpt import excerpt_html, read_excerpt
from ttdn_site.tables.page import localized

_FENCE = re.compile(r"(?ms)^(`{3,}|~{3,})[ \t]*plan[ \t]*\n(.*?)^\1[`~]*[ \t]*(?:\n|\Z)")
_OTHER = re.compile(r"(?m)^(`{3,}|~{3,})(?!.*`)[ \t]*(\S*).*$")
_TOKEN = re.compile(r"<p>PLANTABLE(\d+)ELBATNALP</p>")
_BARE = re.compile(r"PLANTABLE\d+ELBATNALP")


@dataclass(frozen=True, slots=True)
class Block:
    """The options of a block, and the line of the body on which its fence opens (from 1)."""

    text: str
    line: int


def without_blocks(body: str) -> tuple[str, tuple[Block, ...]]:
    """The body with a token in the place of each block, and the blocks."""
    if "plan" not in body or ("```" not in body and "~~~" not in body):
        return body, ()
    blocks: list[Block] = []
    parts: list[str] = []
    position = 0
    while match := _FENCE.search(body, position):
        if inside := _other_fence(body, position, match.start()):
            parts.append(body[position:inside])
            position = inside
            continue
        parts.append(body[position : match.start()])
        lines = match.group().count("\n")
        parts.append(f"PLANTABLE{len(blocks)}ELBATNALP" + "\n" * lines)
        blocks.append(Block(match[2], body.count("\n", 0, match.start()) + 1))
        position = match.end()
    return "".join((*parts, body[position:])), tuple(blocks)


def _other_fence(body: str, start: int, end: int) -> int:
    """Where another fenced block that opens before `end` closes; 0 when none does."""
    opened = _OTHER.search(body, start, end)
    if opened is None:
        return 0
    closing = re.compile(rf"(?m)^{re.escape(opened[1])}[`~]*[ \t]*$").search(body, opened.end())
    return closing.end() if closing is not None else len(body)


def check_blocks(site: Site, text: Text, blocks: tuple[Block, ...], known: tuple[str, ...]) -> list[Problem]:
    """What is wrong with the blocks of one text."""
    plans = [published.plan for published in site.plans]
    segments = site.project.languages.segments
    problems: list[Problem] = []
    for block in blocks:
        line = text.body_line + block.line - 1
        problems += read_excerpt(block.text, text.path, line, plans, known, segments)[1]
    return problems


def filled(html: str, site: Site, item: Item, locale: str) -> str:
    """The HTML of a text with its tables. A block with a mistake leaves nothing; the mistake was reported."""
    if "PLANTABLE" not in html:
        return html
    text = item.texts[locale]
    _, blocks = without_blocks(text.body)
    plans = [published.plan for published in site.plans]

    def table(match: re.Match[str]) -> str:
        number = int(match[1])
        block = blocks[number]
        excerpt, _ = read_excerpt(block.text, text.path, block.line, plans, (), site.project.languages.segments)
        published = site.plan(excerpt.plan) if excerpt is not None else None
        if excerpt is None or published is None:
            return ""
        view = localized(site, published, locale, excerpt.fallback)
        return excerpt_html(excerpt, view, f"p{number + 1}-")

    return _TOKEN.sub(table, html)


def without_tokens(text: str) -> str:
    """Plain text for search, without the places of tables."""
    return _BARE.sub(" ", text)
