"""Reading .docx: paragraphs and tables of `word/document.xml`, with merged and automatically numbered cells.

ECMA-376 Part 1: tables 17.4, vertical merges 17.4.84, numbering 17.9, revisions 17.13.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ttdn_site.plans.importers.numbering import Numbering
from ttdn_site.plans.importers.refusals import (
    DAMAGED,
    LEGACY_FONT,
    TRACKED_CHANGES,
    UNREADABLE,
    legacy_font,
    open_package,
    read_part,
)
from ttdn_site.plans.importers.sheet import Cell, SourceDocument, SourceTable
from ttdn_site.problems import Location, Problem, problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REVISIONS = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
_CONTAINERS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag")


def read_docx(data: bytes, name: str) -> tuple[SourceDocument | None, list[Problem]]:
    """Paragraphs and tables of a Word file, or why it is refused."""
    package, problems = open_package(data, name, ".docx")
    if package is None:
        return None, problems
    try:
        root = fromstring(read_part(package, "word/document.xml"))
        numbering = Numbering.read(read_part(package, "word/numbering.xml"), read_part(package, "word/styles.xml"))
    except (ParseError, DefusedXmlException, *UNREADABLE):
        return None, [problem(DAMAGED, Location(name), name=name)]
    if any(element.tag in _REVISIONS for element in root.iter()):
        return None, [problem(TRACKED_CHANGES, Location(name), name=name)]
    for fonts in root.iter(f"{W}rFonts"):
        for font in fonts.attrib.values():
            if encoding := legacy_font(font):
                return None, [problem(LEGACY_FONT, Location(name), encoding=encoding)]
    body = root.find(f"{W}body")
    if body is None:
        return None, [problem(DAMAGED, Location(name), name=name)]
    parts: list[str | SourceTable] = []
    tables = 0
    for block in _blocks(body):
        if block.tag == f"{W}p":
            parts.append(_paragraph(block, numbering))
        else:
            tables += 1
            parts.append(_table(block, f"table {tables}", numbering))
    return SourceDocument(tuple(parts)), []


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, through content controls."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _blocks(child)


def _paragraph(element: Element, numbering: Numbering) -> str:
    text = _text(element).strip(" \t\u00a0")
    number = numbering.next(element)
    return f"{number} {text}".strip() if number else text


def _text(element: Element) -> str:
    """The visible words of a paragraph: deleted text and field codes are left out."""
    words: list[str] = []
    for node in element.iter():
        if node.tag == f"{W}t":
            words.append(node.text or "")
        elif node.tag == f"{W}tab":
            words.append(" ")
        elif node.tag in (f"{W}br", f"{W}cr"):
            words.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            words.append("-")
    return "".join(words)


def _table(element: Element, name: str, numbering: Numbering) -> SourceTable:
    rows: list[tuple[Cell, ...]] = []
    for row in _children(element, "tr"):
        cells: list[Cell] = []
        for cell in _children(row, "tc"):
            properties = cell.find(f"{W}tcPr")
            span, above = 1, False
            if properties is not None:
                span = _number(properties.find(f"{W}gridSpan"), 1)
                merge = properties.find(f"{W}vMerge")
                above = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            text = "" if above else _cell_text(cell, numbering)
            if above and rows and len(rows[-1]) > len(cells):
                text = rows[-1][len(cells)].text
            cells.append(Cell(text, continues_above=above))
            cells.extend(Cell(text, continues_left=True, continues_above=above) for _ in range(span - 1))
        rows.append(tuple(cells))
    return SourceTable(name, tuple(rows), tuple(range(1, len(rows) + 1)))


def _children(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _cell_text(cell: Element, numbering: Numbering) -> str:
    lines = [
        _paragraph(block, numbering) if block.tag == f"{W}p" else _inner(block, numbering) for block in _blocks(cell)
    ]
    return "\n".join(line for line in lines if line).strip()


def _inner(table: Element, numbering: Numbering) -> str:
    """A table inside a cell, as lines of text."""
    inner = _table(table, "", numbering)
    return "\n".join(" ".join(cell.text for cell in row) for row in inner.rows)


def _number(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return min(int(value), 200) if value.isdigit() else default
