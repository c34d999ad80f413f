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
            starts: list[Point] = []
            ends: list[Point] = []
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


def ridge(
    base: float,
    peaks: tuple[tuple[float, float, float], ...],
    roughness: float,
    css: str,
    step: int,
    form: float = 1.15,
) -> str:
    """A broken skyline. peaks: (place, height, half width); roughness: pixels of its small teeth.

    form: above 1 peaks are pointed, below 1 they are domes with steep sides.
    """
    points: list[tuple[int, int]] = []
    for number, x in enumerate(range(-20, WIDTH + step, step)):
        top = max((height * max(0.0, 1 - abs(x - place) / half) ** form for place, height, half in peaks), default=0.0)
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
    far = smooth(v / 0.16)
    rise = 232 * smooth((u - 400) / 1000) * (1 - 0.8 * v)
    base = 112 * (1 - 0.98 * v)
    spurs = (7 + 0.12 * rise) * math.sin(u / 128 + 4.4 * v + 0.4) + (4 + 0.05 * rise) * math.sin(u / 51 - 5.4 * v)
    knolls = (
        hill(u, v, (1215, 0.4), (120, 0.13), 26)
        + hill(u, v, (820, 0.32), (130, 0.13), 30)
        - hill(u, v, (1010, 0.38), (80, 0.2), 30)
        + hill(u, v, (160, 0.3), (190, 0.13), 18)
        - hill(u, v, (480, 0.4), (130, 0.16), 16)
    )
    return (base + rise + spurs + knolls) * far


def picture(parts: list[str]) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMaxYMax slice">{"".join(parts)}</svg>\n'


# Skylines: place, height, half width of each summit. Six stand clear in the far one.
TERRACES_FAR = (
    (640, 205, 300), (790, 262, 250), (935, 318, 270), (1075, 352, 260), (1225, 300, 250), (1375, 268, 260),
    (330, 92, 330), (60, 66, 300),
)  # fmt: skip
TERRACES_MIDDLE = ((700, 150, 260), (900, 205, 240), (1150, 232, 260), (1420, 230, 250), (430, 74, 280), (150, 58, 260))
TERRACES_NEAR = ((600, 70, 240), (820, 120, 230), (1040, 150, 250), (1300, 190, 250), (1480, 200, 220), (280, 40, 240))


def draw_terraces() -> str:
    return picture(
        [
            ridge(400, TERRACES_FAR, 6, "r1", 18),
            ridge(404, TERRACES_MIDDLE, 6, "r2", 20),
            ridge(410, TERRACES_NEAR, 5, "r3", 22),
            plates(terraces, [2 + 9 * n for n in range(40)], 446, 400, "12514212531241254123", 0.8),
        ]
    )


KARST_FAR = (
    (520, 120, 90), (640, 190, 80), (735, 150, 70), (850, 260, 95), (960, 190, 75), (1065, 310, 105), (1190, 230, 85),
    (1290, 290, 100), (1400, 210, 90), (390, 70, 90), (250, 90, 100), (100, 60, 110),
)  # fmt: skip
KARST_MIDDLE = (
    (600, 90, 90), (720, 130, 85), (900, 170, 95), (1010, 130, 80), (1140, 200, 100), (1260, 150, 80), (1370, 210, 100),
    (1470, 160, 90), (330, 50, 90), (60, 70, 110),
)  # fmt: skip
KARST_NEAR = ((820, 70, 80), (1080, 90, 85), (1210, 80, 70), (1430, 130, 100), (180, 40, 90))


def karst(u: float, v: float) -> float:
    """Towers of limestone behind, a river winding through low fields."""
    far = smooth(v / 0.12)
    bed = 760 + 210 * math.sin(5.2 * v + 0.6) - 260 * v
    river = 46 * math.exp(-(((u - bed) / (60 + 130 * v)) ** 2))
    banks = 74 * (1 - 0.75 * v) + 26 * smooth((u - 700) / 800)
    waves = 6 * math.sin(u / 90 + 3 * v) + 3 * math.sin(u / 41 - 5 * v)
    return (banks + waves - river) * far


def draw_karst() -> str:
    return picture(
        [
            ridge(404, KARST_FAR, 3, "r1", 11, 0.5),
            ridge(412, KARST_MIDDLE, 3, "r2", 11, 0.5),
            ridge(418, KARST_NEAR, 3, "r3", 11, 0.5),
            plates(karst, [2 + 7.5 * n for n in range(20)], 436, 400, "41251231425125", 0.8),
        ]
    )


BASIN_FAR = (
    (700, 130, 330), (960, 190, 330), (1200, 230, 340), (1430, 210, 300), (420, 90, 330), (120, 110, 330),
)  # fmt: skip
BASIN_MIDDLE = ((860, 90, 320), (1120, 130, 300), (1400, 160, 320), (560, 60, 300), (240, 70, 320), (0, 100, 260))
BASIN_NEAR = ((1330, 90, 300), (1480, 130, 260), (1000, 40, 260), (60, 60, 260))


def basin(u: float, v: float) -> float:
    """A wide floor of paddies between hills: the ground falls towards the middle from every side."""
    far = smooth(v / 0.1)
    across, along = (u - 800) / 720, (v - 0.42) / 0.5
    rim = 62 * smooth(math.hypot(across, along) - 0.18)
    floor = 26 * (1 - 0.7 * v)
    waves = 5 * math.sin(u / 110 + 4 * v) + 4 * math.sin(u / 47 - 6 * v + 1)
    return (
        rim + floor + waves + hill(u, v, (1330, 0.5), (160, 0.2), 70) + hill(u, v, (120, 0.62), (190, 0.2), 34)
    ) * far


def draw_basin() -> str:
    return picture(
        [
            ridge(404, BASIN_FAR, 7, "r1", 20, 1.0),
            ridge(410, BASIN_MIDDLE, 6, "r2", 22, 1.0),
            ridge(416, BASIN_NEAR, 5, "r3", 24, 1.0),
            plates(basin, [2 + 7 * n for n in range(26)], 430, 400, "35153251425315241", 0.8),
        ]
    )


PLATEAU_FAR = ((560, 70, 420), (900, 110, 420), (1230, 150, 420), (180, 60, 380), (1480, 120, 300))
PLATEAU_MIDDLE = ((760, 60, 400), (1080, 90, 380), (1400, 110, 360), (360, 40, 380))
PLATEAU_NEAR = ((960, 50, 360), (1260, 70, 340), (60, 40, 300))


def plateau(u: float, v: float) -> float:
    """Round hills with rows of tea, close together."""
    far = smooth(v / 0.16)
    hills = (
        hill(u, v, (1130, 0.34), (230, 0.24), 150)
        + hill(u, v, (1420, 0.56), (190, 0.26), 120)
        + hill(u, v, (760, 0.5), (210, 0.22), 78)
        + hill(u, v, (330, 0.46), (250, 0.2), 44)
        + hill(u, v, (960, 0.86), (230, 0.22), 70)
    )
    return (hills + 40 * (1 - 0.7 * v) + 3 * math.sin(u / 60 + 4 * v)) * far


def draw_plateau() -> str:
    return picture(
        [
            ridge(410, PLATEAU_FAR, 4, "r1", 24, 1.0),
            ridge(414, PLATEAU_MIDDLE, 4, "r2", 26, 1.0),
            ridge(420, PLATEAU_NEAR, 4, "r3", 28, 1.0),
            plates(plateau, [2 + 7.5 * n for n in range(30)], 444, 400, "1215121521512152", 0.8),
        ]
    )


DRAWINGS: dict[str, Callable[[], str]] = {
    "terraces": draw_terraces,
    "karst": draw_karst,
    "basin": draw_basin,
    "plateau": draw_plateau,
}


def main() -> None:
    folder = Path(__file__).parent
    for name, draw in DRAWINGS.items():
        (folder / f"landscape-{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
