"""The header over the amounts: as many rows as the document has levels, cells that span merged."""

from __future__ import annotations

from collections.abc import Sequence

from ttdn_site.tables.view import ColumnView, HeaderCell


def header_rows(columns: Sequence[ColumnView]) -> tuple[tuple[HeaderCell, ...], ...]:
    """Rows of the header, outermost first. A column with fewer levels than others reaches down to the last row."""
    if not columns:
        return ()
    depth = 1 + max(len(column.over) for column in columns)
    rows: list[tuple[HeaderCell, ...]] = []
    for level in range(depth):
        cells: list[HeaderCell] = []
        position = 0
        while position < len(columns):
            column = columns[position]
            if len(column.over) > level:
                end = position + 1
                path = column.over[: level + 1]
                while end < len(columns) and columns[end].over[: level + 1] == path:
                    end += 1
                span = tuple(range(position, end))
                cells.append(HeaderCell(f"h{level}-{column.id}", column.over[level], span, 1, leaf=False))
                position = end
                continue
            if len(column.over) == level:
                cells.append(HeaderCell(f"c-{column.id}", column.title, (position,), depth - level, leaf=True))
            position += 1
        rows.append(tuple(cells))
    return tuple(rows)


def ids_over(headers: Sequence[Sequence[HeaderCell]], columns: int) -> tuple[tuple[str, ...], ...]:
    """Per column, the ids of all header cells above an amount, outermost first."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for row in headers:
        for cell in row:
            for column in cell.columns:
                found[column].append(cell.id)
    return tuple(tuple(ids) for ids in found)
