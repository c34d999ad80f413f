"""Marks and woven bands as SVG, from grids of stitches (`marks.txt`, `weaves.txt`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

GRID = 13
FOLDER = Path(__file__).parent
_SECTION = re.compile(r"^\[([a-z.]+)\]")
# Class of a stitch's thread in a mark; the style sheet colours it in both themes.
_MARK_CLASSES = {"#": "m1", "o": "m2"}


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


def runs(rows: tuple[str, ...], thread: str) -> str:
    """Path data of all stitches of one thread: equal neighbours of a row are one rectangle."""
    parts: list[str] = []
    for y, row in enumerate(rows):
        for match in re.finditer(re.escape(thread) + "+", row):
            width = match.end() - match.start()
            parts.append(f"M{match.start()} {y}h{width}v1h-{width}z")
    return "".join(parts)


def mirrored(rows: tuple[str, ...]) -> tuple[str, ...]:
    """Half rows are completed to the right around their last stitch."""
    return tuple(row if len(row) == GRID else row + row[-2::-1] for row in rows)


@functools.cache
def marks() -> Mapping[str, str]:
    """Mark name → inline SVG, decorative, coloured by the classes `m1` and `m2`."""
    grids = read_grids((FOLDER / "marks.txt").read_text(encoding="utf-8"))
    return {name: _mark_svg(mirrored(rows)) for name, rows in grids.items()}


def _mark_svg(rows: tuple[str, ...]) -> str:
    paths = "".join(
        f'<path class="{css}" d="{runs(rows, thread)}"/>'
        for thread, css in _MARK_CLASSES.items()
        if any(thread in row for row in rows)
    )
    return (
        f'<svg class="mark" viewBox="0 0 {GRID} {GRID}" aria-hidden="true" shape-rendering="crispEdges">{paths}</svg>'
    )


def band(name: str, threads: Mapping[str, str], stitch: int) -> tuple[str, int, int]:
    """One repeat of a woven band as an SVG of its own, with its width and height in pixels.

    name: `lozenge.edge`, `hook.border`…; threads: letter → colour; stitch: pixels a stitch. Raises KeyError for a
    name that is not drawn.
    """
    rows = read_grids((FOLDER / "weaves.txt").read_text(encoding="utf-8"))[name]
    width, height = len(rows[0]), len(rows)
    paths = "".join(
        f'<path fill="{colour}" d="{runs(rows, thread)}"/>'
        for thread, colour in threads.items()
        if any(thread in row for row in rows)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * stitch}" height="{height * stitch}"'
        f' viewBox="0 0 {width} {height}" shape-rendering="crispEdges">{paths}</svg>'
    )
    return svg, width * stitch, height * stitch
