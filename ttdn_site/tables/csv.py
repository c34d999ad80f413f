"""CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF (RFC 4180), and no cell that can act as a formula.

A text that begins with `=`, `+`, `-`, `@` or a control character would be run by a spreadsheet; an apostrophe in front
makes it text (OWASP, “CSV injection”). Plain numbers, negative ones too, and the sign “-” alone stay as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ttdn_site.tables.sheets import Sheet, Value

_ACTIVE = re.compile(r"[=+\-@＝＋－＠\x00-\x1f\x7f]")
_PLAIN = re.compile(r"-?\d+(?:[.,\u00a0\u202f ]\d+)*\Z", re.ASCII)
_QUOTED = re.compile(r'[",\r\n;\t]|^ | $')


def csv_bytes(sheet: Sheet, *, named: bool = False, mark: bool = True) -> bytes:
    """The sheet as CSV. named: head the columns with identifiers instead of titles. mark: begin with a BOM."""
    head: tuple[Value, ...] = tuple(column.name if named else column.title for column in sheet.columns)
    cells = _Cells()
    text = "".join(
        ",".join([f"{value:f}" if value.__class__ is Decimal else cells[value] for value in row]) + "\r\n"
        for row in (head, *sheet.rows)
    )
    return (b"\xef\xbb\xbf" if mark else b"") + text.encode("utf-8")


class _Cells(dict[Value, str]):
    """Values as written. Most texts of a table stand in many rows, so each is looked at once.

    Decimals are no keys here: 755.5 and 755.50 are equal and not the same figure.
    """

    def __missing__(self, value: Value) -> str:
        if value is None:
            text = ""
        elif isinstance(value, str):
            text = _quoted(harmless(value))
        else:
            text = str(value)
        self[value] = text
        return text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def harmless(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    start = text.lstrip(" \u00a0\u3000")
    if not start or not _ACTIVE.match(start) or start == "-" or _PLAIN.match(start):
        return text
    return "'" + text
