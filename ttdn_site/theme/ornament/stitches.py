"""Marks and woven bands as SVG, from grids of stitches (`marks.txt`, `weaves.txt`)."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from pathlib import Path

GRID = 13
FOLDER = Path(__file__).parent
_SECTION = re.compile(r"^\[([a-z.]+)\]")
# Threads of a mark: leaf and gold; the style sheet colours them in both themes.
MARK_THREADS = ("#", "o")


def read_grids(text: str) -> dict[str, tuple[str, ...]]:
    """Grids by name: `[name]  what it shows`, then one line a row, until an empty line. `# …` lines are comments."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    rows: list[str] = []
    for line in (*text.splitlines(), ""):
        if match := _SECTION.match(line):
            name = match[1]
        elif name and line:
            rows.append(line)
        elif name:
            found[name] = tuple(rows)
            name, rows = "", []
    return found


def outline(rows: tuple[str, ...], thread: str) -> str:
    """Path data around all stitches of one thread, clockwise; holes run the other way."""
    held = {(x, y) for y, row in enumerate(rows) for x, stitch in enumerate(row) if stitch == thread}
    ways: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in sorted(held):
        corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y))
        beside = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
        for (start, end), other in zip(itertools.pairwise(corners), beside, strict=True):
            if other not in held:
                ways.setdefault(start, []).append(end)
    parts: list[str] = []
    while ways:
        first = point = min(ways, key=lambda corner: (corner[1], corner[0]))
        turns = [first]
        while point != first or len(turns) == 1:
            following = ways[point].pop()
            if not ways[point]:
                del ways[point]
            if len(turns) > 1 and any(turns[-2][axis] == turns[-1][axis] == following[axis] for axis in (0, 1)):
                turns.pop()
            turns.append(following)
            point = following
        sides = itertools.pairwise(turns[:-1])
        parts.append(f"M{first[0]} {first[1]}")
        parts += [f"h{x - a}" if y == b else f"v{y - b}" for (a, b), (x, y) in sides]
        parts.append("z")
    return "".join(parts)


def mirrored(rows: tuple[str, ...]) -> tuple[str, ...]:
    """Half rows are completed to the right around their last stitch."""
    return tuple(row if len(row) == GRID else row + row[-2::-1] for row in rows)


@functools.cache
def marks() -> Mapping[str, tuple[str, ...]]:
    """Mark name → an SVG for each of its threads (see `MARK_THREADS`), `""` for one that it lacks.

    They are masks: what they cover takes the thread's colour from the style sheet.
    """
    grids = read_grids((FOLDER / "marks.txt").read_text(encoding="utf-8"))
    return {name: tuple(_mask(mirrored(rows), thread) for thread in MARK_THREADS) for name, rows in grids.items()}


def _mask(rows: tuple[str, ...], thread: str) -> str:
    path = outline(rows, thread)
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}" shape-rendering="crispEdges">'
    return f'{start}<path d="{path}"/></svg>' if path else ""


def band(name: str, threads: Mapping[str, str], stitch: int) -> tuple[str, int, int]:
    """One repeat of a woven band as an SVG of its own, with its width and height in pixels.

    name: `lozenge.edge`, `hook.border`…; threads: letter → colour; stitch: pixels a stitch. Raises KeyError for a
    name that is not drawn.
    """
    rows = read_grids((FOLDER / "weaves.txt").read_text(encoding="utf-8"))[name]
    width, height = len(rows[0]), len(rows)
    paths = "".join(
        f'<path fill="{colour}" d="{outline(rows, thread)}"/>'
        for thread, colour in threads.items()
        if any(thread in row for row in rows)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * stitch}" height="{height * stitch}"'
        f' viewBox="0 0 {width} {height}" shape-rendering="crispEdges">{paths}</svg>'
    )
    return svg, width * stitch, height * stitch
