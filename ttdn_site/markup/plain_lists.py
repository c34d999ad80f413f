"""Lists of a plain text: their items by line. See `plain` for what this is for."""

from __future__ import annotations

import re

from ttdn_site.markup.plain_inline import NotPlain

# What makes a block of Python-Markdown something else than a paragraph: at its start, and at that of a later line.
START = re.compile(r"[#>]|[*+-] |\d+\. |: |[-*_=][-*_= ]*$", re.MULTILINE)
LATER = re.compile(r"\n *(?:[#>]|: |[-*_=][-*_= ]*(?:\n|$))")
_MARKER = re.compile(r"\n *(?:[*+-] |\d+\. )")
_ITEMS = {"ul": re.compile(r" {0,3}([*+-]) +(.+)"), "ol": re.compile(r" {0,3}([0-9]+)\. +(.+)")}
_NESTED = re.compile(r" {4}(?! )")


class ItemList:
    """A list that may still grow: blocks of items that follow each other are one list."""

    __slots__ = ("items", "kind", "start")

    def __init__(self, kind: str, start: str) -> None:
        self.kind = kind
        self.start = start
        self.items: list[Item] = []


class Item:
    __slots__ = ("lines", "loose", "nested")

    def __init__(self, line: str) -> None:
        self.lines = [line]
        self.loose = False
        self.nested: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def items_of(block: str, kind: str, *, deep: bool = False) -> tuple[list[Item], str]:
    """The items of a block and the number of the first."""
    pattern = _ITEMS[kind]
    items: list[Item] = []
    start = ""
    for line in block.split("\n"):
        if match := pattern.match(line):
            start = start or match[1]
            if match[2].isspace():
                raise NotPlain
            items.append(Item(match[2]))
        elif not items:
            raise NotPlain
        elif _NESTED.match(line) and START.match(line, 4) and not deep:
            items[-1].nested.append(line[4:])
        elif items[-1].nested:
            raise NotPlain
        else:
            items[-1].lines.append(line)
    for item in items:
        text = item.text
        if "|" in text or START.match(text) or ("\n" in text and _MARKER.search(text)):
            raise NotPlain
    return items, start
