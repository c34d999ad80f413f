"""What every reader of office files gives: paragraphs and tables, as printed, in document order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, and whether it only continues a merged cell to its left or above.

    number: the value of a typed number cell, which has no thousands separator of its own; `text` then holds its digits.
    """

    text: str
    continues_left: bool = False
    continues_above: bool = False
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table: rows of cells, and how people find it (`table 2`, a sheet's name)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Paragraphs and tables in order. properties: what the file says about itself beside them (`number_style`, …).

    plan_file: the text of the plan's file that a downloaded workbook carries.
    """

    parts: tuple[str | SourceTable, ...]
    properties: tuple[tuple[str, str], ...] = ()
    plan_file: str = ""

    @property
    def tables(self) -> tuple[SourceTable, ...]:
        return tuple(part for part in self.parts if isinstance(part, SourceTable))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(part for part in self.parts if isinstance(part, str))
