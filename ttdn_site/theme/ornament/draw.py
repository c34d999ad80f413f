"""Draws the landscapes anew: `python -m ttdn_site.theme.ornament.draw`. The results are kept as files beside it.

A hillside is a field of heights over the ground (`u` from left to right in pixels, `v` from far 0 to near 1), seen
from the front at an angle. Every terrace is the part of the ground above one level, moved up by that level and
painted over the ones below: stacked plates, as paddies are. Ridges behind it are broken lines. Nothing is random:
all variety comes from sums of waves, so that a drawing can be made again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTH, HEIGHT = 1440, 560
STEP = 12
MARGIN = 48

Point = tuple[float, float]
Field = Callable[[float, float], float]


def hill(u: float, v: float, at: Point, size: Point, height: float) -> float:
    """A rounded hill: `at` is its middle, `size` its reach."""
    return height * math.exp(-(((u - at[0]) / size[0]) ** 2) - ((v - at[1]) / size[1]) ** 2)


def smooth(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * value * (3 - 2 * value)


def contours(field: Field, level: float, columns: int, rows: int) -> Iterator[list[Point]]:
    """Closed outlines, in (u, v), of the ground at or above a level; the field counts as low beyond its borders."""
    left, right = -MARGIN, WIDTH + MARGIN
    us = [left + (right - left) * column / columns for column in range(columns + 1)]
    vs = [row / rows for row in range(rows + 1)]
    grid = [
        [
            -1e3 if row in (0, rows) or column in (0, columns) else field(us[column], vs[row]) - level
            for column in range(columns + 1)
        ]
        for row in range(rows + 1)
    ]

    def crossing(one: tuple[int, int], other: tuple[int, int]) -> Point:
        high, low = grid[one[1]][one[0]], grid[other[1]][other[0]]
        part = high / (high - low)
        if abs(high) > 900 or abs(low) > 900:
            part = 0.5
        return (
            us[one[0]] + (us[other[0]] - us[one[0]]) * part,
            vs[one[1]] + (vs[other[1]] - vs[one[1]]) * part,
        )

    following: dict[Point, Point] = {}
    for row in range(rows):
        for column in range(columns):
            corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            above = [grid[y][x] >= 0 for x, y in corners]
            starts, ends = [], []
            for side in range(4):
                one, other = corners[side], corners[(side + 1) % 4]
                if above[side] != above[(side + 1) % 4]:
                    point = crossing(*sorted((one, other)))
                    (starts if above[side] else ends).append(point)
            # With the high ground at the right hand, an outline leaves a cell where the corners go down.
            following.update(zip(starts, ends, strict=True))
    while following:
        start, point = following.popitem()
        outline = [start]
        while point != start:
            outline.append(point)
            point = following.pop(point)
        yield outline


def thinned(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker: the line without points that lie closer to it than `tolerance`."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1e-9

    def distance(point: Point) -> float:
        if length < 1e-6:
            return math.hypot(point[0] - x0, point[1] - y0)
        return abs((x1 - x0) * (y0 - point[1]) - (x0 - point[0]) * (y1 - y0)) / length

    farthest = max(range(1, len(points) - 1), key=lambda place: distance(points[place]))
    if distance(points[farthest]) < tolerance:
        return [points[0], points[-1]]
    return thinned(points[: farthest + 1], tolerance)[:-1] + thinned(points[farthest:], tolerance)


def ring(points: list[Point], tolerance: float) -> list[Point]:
    """A closed line thinned in two halves."""
    middle = max(range(len(points)), key=lambda place: math.dist(points[0], points[place]))
    first = thinned(points[: middle + 1], tolerance)
    return first[:-1] + thinned([*points[middle:], points[0]], tolerance)[:-1]


def smooth_path(points: list[Point]) -> str:
    """A closed curve through the middles of the sides, in whole pixels, relative."""
    count = len(points)
    middles = [
        (
            round((points[place - 1][0] + points[place][0]) / 2),
            round((points[place - 1][1] + points[place][1]) / 2),
        )
        for place in range(count)
    ]
    x, y = middles[0]
    parts = [f"M{x} {y}q"]
    for place in range(count):
        bend = (round(points[place][0]), round(points[place][1]))
        end = middles[(place + 1) % count]
        parts.append(" ".join(map(str, (bend[0] - x, bend[1] - y, end[0] - x, end[1] - y))))
        x, y = end
    return parts[0] + " ".join(parts[1:]).replace(" -", "-") + "z"


def ridge(base: float, peaks: tuple[tuple[float, float, float], ...], roughness: float, css: str, step: int) -> str:
    """A broken skyline. peaks: (place, height, half width); roughness: pixels of its small teeth."""
    points: list[tuple[int, int]] = []
    for number, x in enumerate(range(-20, WIDTH + 21, step)):
        top = max((height * max(0.0, 1 - abs(x - place) / half) ** 1.15 for place, height, half in peaks), default=0.0)
        teeth = math.sin(number * 2.1) + 0.6 * math.sin(number * 4.7 + 1)
        points.append((x, round(base - top - roughness * teeth * (0.35 + top / 260))))
    x, y = points[0]
    line = [f"M{x} {HEIGHT}V{y}l"]
    for following in points[1:]:
        line.append(f"{following[0] - x} {following[1] - y}")
        x, y = following
    return f'<path class="{css}" d="{line[0]}{" ".join(line[1:])}V{HEIGHT}z"/>'.replace(" -", "-")


def plates(field: Field, levels: list[float], horizon: float, depth: float, colours: str, tolerance: float) -> str:
    """The terraces from low to high. colours: digits of the classes `t1`–`t5`, taken in turn."""
    parts: list[str] = []
    for number, level in enumerate(levels):
        outlines: list[str] = []
        for outline in contours(field, level, 240, 110):
            seen = [(u, horizon + v * depth - level) for u, v in outline]
            line = ring(seen, tolerance)
            if len(line) > 3 and max(y for _, y in line) > 0 and min(y for _, y in line) < HEIGHT + 20:
                outlines.append(smooth_path(line))
        if outlines:
            parts.append(f'<path class="t{colours[number % len(colours)]}" d="{"".join(outlines)}"/>')
    return "".join(parts)


def terraces(u: float, v: float) -> float:
    """A valley at the left, a long slope rising to the right with spurs and hollows."""
    rise = 235 * smooth((u - 330) / 1250) * (1 - 0.62 * v)
    spurs = (
        hill(u, v, (1150, 0.30), (210, 0.26), 74)
        + hill(u, v, (760, 0.42), (170, 0.24), 60)
        + hill(u, v, (1390, 0.72), (190, 0.26), 70)
        + hill(u, v, (985, 0.92), (210, 0.20), 52)
        + hill(u, v, (430, 0.86), (230, 0.20), 40)
        + hill(u, v, (90, 0.60), (200, 0.22), 46)
        - hill(u, v, (600, 0.66), (150, 0.20), 26)
        - hill(u, v, (1210, 0.80), (110, 0.20), 26)
    )
    waves = 5 * math.sin(u / 61 + 5 * v) + 4 * math.sin(u / 37 - 9 * v)
    return rise + spurs + waves


def picture(parts: list[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMaxYMax slice">{"".join(parts)}</svg>\n'


def draw_terraces() -> str:
    return picture(
        [
            ridge(330, ((960, 250, 330), (1130, 285, 300), (1290, 215, 320), (620, 150, 380), (1450, 240, 300), (240, 90, 420)), 7, "r1", 22),
            ridge(350, ((800, 170, 330), (1060, 200, 260), (1330, 190, 330), (420, 100, 330), (60, 80, 300)), 6, "r2", 24),
            ridge(372, ((930, 150, 300), (1230, 165, 300), (1480, 170, 260), (560, 80, 300), (180, 60, 330)), 5, "r3", 26),
            plates(terraces, [-30 + STEP * n for n in range(32)], 330, 330, "1251421523154212", 0.9),
        ]
    )


DRAWINGS: dict[str, Callable[[], str]] = {"terraces": draw_terraces}


def main() -> None:
    folder = Path(__file__).parent
    for name, draw in DRAWINGS.items():
        (folder / f"landscape-{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
