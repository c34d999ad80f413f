"""Ordinary texts without Python-Markdown, which takes many times as long for the same bytes.

Plain is a text of paragraphs, `##` headings, lists (a list may stand in another), tables, quotations and rules, with
the marks of `plain_inline`. Whatever else it holds, and whatever is not certain, makes all of it not plain, because
footnotes, abbreviations and references reach from one end of a text to the other; Python-Markdown takes it then.
That both give the same is the matter of tests/markup/test_plain.py, where each rule here has its example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ttdn_site.markup.headings import AtxHeading
from ttdn_site.markup.plain_inline import Found, NotPlain, inline
from ttdn_site.markup.plain_lists import LATER, START, ItemList, items_of

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_ENTITY = re.compile(r"&#?\w+;")
_BLANK = re.compile(r"(?<=\n) +\n")
# Signs of escapes, long code, fences, admonitions, and of definitions of references, footnotes and abbreviations; each
# with a single character of it, which is found sooner.
_REFUSED = (("\\", "\\"), ("`", "``"), ("~", "~~~"), ("!", "!!!"), ("]", "]:"), ("]", "] :"))
_EXPLICIT = re.compile(r"#+ +[^\s#{}](?:[^#{}]*[^\s#{}])? +\{ ?#[\w-]+ ?\} *")

_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}) *")

# First signs of blocks that may be something else than a paragraph or table.
_SIGNS = frozenset("#>*+-_:= ")
_NUMBERED = re.compile(r"\d+\. ")
# Quotations in quotations; each one is a call in a call.
_DEEPEST = 8


def plain(body: str, headings: tuple[AtxHeading, ...], ids: tuple[str, ...], found: Found) -> tuple[str, str] | None:
    """HTML of a plain text, its headings with these ids, and its text for search. None when it is not plain; `found`
    may have been told of a part of it then."""
    printable = body.replace("\n", "").isprintable()
    if not printable and _CONTROL.search(body):
        return None
    for character, sign in _REFUSED:
        if character in body and sign in body:
            return None
    if "&" in body and _ENTITY.search(body):
        return None
    if ("{" in body or "}" in body) and not _only_ids(body, headings):
        return None
    body += "\n"
    if "\n " in body:
        body = _BLANK.sub("\n", body)
    page = _Page(headings, ids, found)
    try:
        page.blocks(body.rstrip("\n").split("\n\n"), top=True)
        page.close()
    except NotPlain:
        return None
    if page.heading != len(headings):
        return None
    return "\n".join(page.html), _joined(page.texts, printable)


def _joined(texts: list[str], printable: bool) -> str:
    """The texts with single spaces between words. printable: they hold no other white space than spaces and line ends,
    and need not be cut into words."""
    text = " ".join(texts)
    if not printable:
        return " ".join(text.split())
    text = text.replace("\n", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def _only_ids(body: str, headings: tuple[AtxHeading, ...]) -> bool:
    """Whether braces stand only around the ids of headings."""
    count = sum(1 for heading in headings if heading.id)
    if not body.count("{") == body.count("}") == count:
        return False
    lines = body.split("\n")
    return all(_EXPLICIT.fullmatch(lines[heading.line]) for heading in headings if heading.id)


class _Page:
    """One text on its way to HTML."""

    def __init__(self, headings: tuple[AtxHeading, ...], ids: tuple[str, ...], found: Found) -> None:
        self.headings = headings
        self.ids = ids
        self.found = found
        self.heading = 0
        self.html: list[str] = []
        self.texts: list[str] = []
        self.list: ItemList | None = None
        self.quoted: list[str] = []
        self.depth = 0

    def blocks(self, blocks: Iterable[str], *, top: bool) -> None:
        """Write blocks; `top`: not those of a quotation, whose headings have no ids."""
        for block in blocks:
            if block[:1] == "\n":
                block = block.lstrip("\n")
            while top and block[:1] == "#":
                self.close()
                block = self.title(block)
            if not block:
                continue
            first = block[0]
            if first not in _SIGNS and not first.isdigit():
                self.close()
                self.other(block)
            elif first in "*+-" and block[1:2] == " " and not _RULE.fullmatch(block):
                self.close_quote()
                self.items(block, "ul")
            elif first == ">":
                self.close_list()
                self.quote(block)
            elif first == " ":
                raise NotPlain
            elif _NUMBERED.match(block):
                self.close_quote()
                self.items(block, "ol")
            else:
                self.close()
                if _RULE.fullmatch(block):
                    self.html.append("<hr>")
                elif START.match(block):
                    raise NotPlain
                else:
                    self.other(block)

    def close(self) -> None:
        """Write the list or quotation that was being gathered."""
        if self.list is not None:
            self.close_list()
        if self.quoted:
            self.close_quote()

    def marks(self, text: str) -> str:
        html, texts = inline(text, self.found)
        self.texts += texts
        return html

    def title(self, block: str) -> str:
        """Write the heading of the first line; what follows it."""
        line, _, rest = block.partition("\n")
        if self.heading >= len(self.headings):
            raise NotPlain
        heading, id = self.headings[self.heading], self.ids[self.heading]
        self.heading += 1
        text = heading.text
        if not text or "#" in text or text != text.strip() or text not in line:
            raise NotPlain
        html, texts = inline(text, self.found)
        # A title is read in order; elements inside elements are gathered in another one.
        if len(texts) > 3:
            raise NotPlain
        self.texts += texts
        self.html.append(f'<h{heading.level} id="{id}">{html}</h{heading.level}>')
        self.found.heading(heading.level, id, " ".join("".join(texts).split()))
        return rest

    def other(self, block: str) -> None:
        """Write a table or a paragraph."""
        if "|" in block:
            self.table(block)
            return
        if "\n" in block and LATER.search(block):
            raise NotPlain
        if block[0].isspace():
            block = block.lstrip()
            if not block:
                raise NotPlain
        html, texts = inline(block, self.found)
        self.texts += texts
        self.html.append(f"<p>{html}</p>")

    def table(self, block: str) -> None:
        rows = [row.strip(" ") for row in block.split("\n")]
        if "`" in block or len(rows) < 3 or not all(row[:1] == "|" == row[-1:] and len(row) > 1 for row in rows):
            raise NotPlain
        cells = [[cell.strip(" ") for cell in row[1:-1].split("|")] for row in rows]
        head, rule, *others = cells
        if len(head) != len(rule) or not set("".join(rule)) <= set(":- "):
            raise NotPlain
        marks = [_alignment(cell) for cell in rule]
        html = ['<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n']
        html += [f'<th{mark} scope="col">{self.marks(cell)}</th>\n' for cell, mark in zip(head, marks, strict=True)]
        html.append("</tr>\n</thead>\n<tbody>\n")
        for row in others:
            html.append("<tr>\n")
            row += [""] * (len(marks) - len(row))
            html += [f"<td{mark}>{self.marks(cell)}</td>\n" for cell, mark in zip(row, marks, strict=False)]
            html.append("</tr>\n")
        html.append("</tbody>\n</table></div>")
        self.html.append("".join(html))

    def items(self, block: str, kind: str) -> None:
        """Add a block of items to the list, or begin one."""
        if "\n" in block and LATER.search(block):
            raise NotPlain
        items, start = items_of(block, kind)
        if self.list is None or self.list.kind != kind:
            self.close_list()
            self.list = ItemList(kind, start)
        else:
            # Items with an empty line between them are paragraphs; others of their blocks are not.
            self.list.items[-1].loose = items[0].loose = True
        self.list.items += items

    def close_list(self) -> None:
        if self.list is not None:
            self.html.append(self.list_html(self.list))
            self.list = None

    def list_html(self, list: ItemList) -> str:
        start = f' start="{list.start}"' if list.kind == "ol" and list.start != "1" else ""
        html = [f"<{list.kind}{start}>\n"]
        for item in list.items:
            text = self.marks(item.text.lstrip())
            html.append(f"<li>\n<p>{text}</p>\n" if item.loose else f"<li>{text}")
            if item.nested:
                kind = "ol" if item.nested[0][0].isdigit() else "ul"
                nested = ItemList(kind, "")
                nested.items, nested.start = items_of("\n".join(item.nested), kind, deep=True)
                html.append(self.list_html(nested) + "\n")
            html.append("</li>\n")
        html.append(f"</{list.kind}>")
        return "".join(html)

    def quote(self, block: str) -> None:
        """Gather the lines of a quotation; blocks that follow each other are one."""
        lines = block.split("\n")
        if not all(line[:1] == ">" for line in lines):
            raise NotPlain
        inner = "\n".join("" if line.strip() == ">" else line[2:] if line[1:2] == " " else line[1:] for line in lines)
        if not inner or inner.endswith("\n"):
            raise NotPlain
        self.quoted += inner.split("\n\n")

    def close_quote(self) -> None:
        if not self.quoted:
            return
        blocks, self.quoted = self.quoted, []
        outer, self.html = self.html, []
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotPlain
        self.blocks(blocks, top=False)
        self.close()
        self.depth -= 1
        inner = "\n".join(self.html)
        self.html = outer
        self.html.append(f"<blockquote>\n{inner}\n</blockquote>")


def _alignment(rule: str) -> str:
    left, right = rule.startswith(":"), rule.endswith(":")
    if not (left or right):
        return ""
    return f' class="align-{"center" if left and right else "left" if left else "right"}"'
