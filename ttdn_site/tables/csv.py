"""CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF (RFC 4180), and no cell that can act as a formula.

A text that begins with `=`, `+`, `-`, `@` or a control character would be run by a spreadsheet; an apostrophe in front
makes it text (OWASP, “CSV injection”). Plain numbers, negative ones too, and the sign “-” alone stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ttdn_site.tables.sheets import Sheet, Value

_ACTIVE = re.compile(r"[=+\-@＝＋－＠\x00-\x1f\x7f]")
_PLAIN = re.compile(r"-?\d+(?:[.,\u00a0\u202f ]\d+)*\Z", re.ASCII)
_QUOTED = re.compile(r'[",\r\n;\t]|^ | $')


def csv_bytes(sheet: Sheet, *, named: bool = False, mark: bool = True) -> bytes:
    """The sheet as CSV. named: head the columns with identifiers instead of titles. mark: begin with a BOM."""
    cells = _Cells()
    head = ",".join([cells[column.name if named else column.title] for column in sheet.columns])
    # Column by column, because what a column holds is written in one way and most of it many times.
    columns = [_column(values, cells) for values in zip(*sheet.rows, strict=True)]
    text = "\r\n".join((head, *map(",".join, zip(*columns, strict=True)), ""))
    return (b"\xef\xbb\xbf" if mark else b"") + text.encode("utf-8")


def _column(values: tuple[Value, ...], cells: _Cells) -> Iterable[str]:
    """Decimals are no keys: 755.5 and 755.50 are equal, and not the same figure."""
    if Decimal in set(map(type, values)):
        return [f"{value:f}" if value.__class__ is Decimal else cells[value] for value in values]
    return map(cells.__getitem__, values)


class _Cells(dict[Value, str]):
    """Texts and whole numbers as written. Most of them stand in many rows, so each is looked at once."""

    def __missing__(self, value: Value) -> str:
        text = self[value] = "" if value is None else _quoted(harmless(str(value)))
        return text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def harmless(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    start = text.lstrip(" \u00a0\u3000")
    if not start or not _ACTIVE.match(start) or start == "-" or _PLAIN.match(start):
        return text
    return "'" + text
