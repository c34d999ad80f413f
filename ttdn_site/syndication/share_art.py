"""The drawing of the share image: ridges, rice terraces and a woven band, made of numbers.

Curves are computed with the four basic operations only, whose results are the same on every machine; nothing comes
from a mathematics library or a random source. No map, no border, no emblem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 630

# Drawn this many times larger and then averaged, for smooth edges.
_SCALE = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`. ridges: far to near; terraces: in the order in which they alternate."""

    sky: str = "#e6efeb"
    ink: str = "#14213a"
    quiet: str = "#43506a"
    leaf: str = "#0d5a48"
    grass: str = "#5fae8b"
    indigo: str = "#16294a"
    gold: str = "#e3ac34"
    madder: str = "#d0506a"
    thread: str = "#f2f6ee"
    edge: str = "#f2f6ee"
    ridges: tuple[str, str, str] = ("#c9dcd6", "#9cc1b7", "#6a9f92")
    terraces: tuple[str, ...] = ("#2f7a60", "#4b9470", "#d8a935", "#2f7a60", "#b9d8d4", "#86b56a")


DEFAULT_PALETTE = Palette()

# Summits as (x, height above the foot), far to near. The left stays low, for the words.
_RIDGES: tuple[tuple[Point, ...], ...] = (
    (
        (0, 40), (140, 60), (300, 50), (420, 84), (520, 72), (640, 100), (690, 94), (752, 206), (778, 190), (846, 286),
        (880, 252), (910, 268), (968, 190), (1016, 226), (1066, 164), (1120, 204), (1160, 176), (1200, 196),
    ),
    (
        (0, 24), (180, 40), (330, 26), (470, 56), (590, 44), (700, 120), (744, 104), (806, 178), (852, 142), (906, 158),
        (964, 112), (1034, 160), (1094, 118), (1150, 142), (1200, 122),
    ),
    (
        (0, 8), (210, 20), (400, 10), (540, 34), (660, 22), (760, 82), (828, 62), (880, 96), (958, 58), (1030, 90),
        (1110, 64), (1200, 84),
    ),
)  # fmt: skip
_FOOT = 470

# How far the edge of a field strays from its course, in tenths of its height, at equal steps.
_STRAY = (0, 3, 5, 2, -2, -4, -1, 3, 4, 0, -3, -5, -2, 1, 4, 2, -1)
_STEP = 60
_FIELDS = 16

# One repeat of the band, 16 × 8 stitches: l grass, t thread, m madder, g gold, a dot the ground.
_WEAVE = (
    "l.l.l.l.t.l.l.l.",
    ".......t.t......",
    "......t.m.t.....",
    "m....t.m.m.t....",
    "gm..t.m.g.m.t..m",
    "m....t.m.m.t....",
    "......t.m.t.....",
    ".......t.t......",
)
STITCH = 4


def _smooth(points: Sequence[Point], parts: int = 6) -> list[Point]:
    """A curve through the points (Catmull–Rom), `parts` pieces between each two."""
    curve: list[Point] = []
    for index in range(1, len(points) - 2):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[index - 1 : index + 3]
        for part in range(parts):
            t = part / parts
            a = -t + 2 * t * t - t * t * t
            b = 2 - 5 * t * t + 3 * t * t * t
            c = t + 4 * t * t - 3 * t * t * t
            d = -t * t + t * t * t
            curve.append(((a * x0 + b * x1 + c * x2 + d * x3) / 2, (a * y0 + b * y1 + c * y2 + d * y3) / 2))
    curve.append(points[-2])
    return curve


def _field_edge(number: int) -> list[Point]:
    """The upper edge of a field; the nearer the field, the taller it is and the less the hillside lifts it."""
    near = number / (_FIELDS - 1)
    course = 458 + 160 * near * (0.5 + 0.5 * near)
    lift = 84 * (1 - 0.72 * near)
    height = 8 + 14 * near
    points = []
    for step in range(-2, WIDTH // _STEP + 3):
        x = step * _STEP
        along = min(max(x / WIDTH, 0.0), 1.0)
        stray = _STRAY[(step + 2 + number * 7) % len(_STRAY)] / 10 * height
        points.append((float(x), course - lift * along * along + stray))
    return _smooth(points)


def _scaled(points: Sequence[Point]) -> list[tuple[int, int]]:
    return [(int(x * _SCALE + 0.5), int(y * _SCALE + 0.5)) for x, y in points]


def _below(edge: Sequence[Point]) -> list[Point]:
    """The area from an edge down to the foot of the image."""
    return [*edge, (edge[-1][0], float(HEIGHT)), (edge[0][0], float(HEIGHT))]


def landscape(palette: Palette) -> Image.Image:
    """Sky, ridges and terraces."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), palette.sky)
    draw = ImageDraw.Draw(image)
    for colour, ridge in zip(palette.ridges, _RIDGES, strict=True):
        draw.polygon(_scaled(_below([(x, _FOOT - height) for x, height in ridge])), fill=colour)
    for number in range(_FIELDS):
        edge = _field_edge(number)
        draw.polygon(_scaled(_below(edge)), fill=palette.terraces[number % len(palette.terraces)])
        draw.line(_scaled(edge), fill=palette.edge, width=2 * _SCALE - 1)
    return image.reduce(_SCALE)


def weave(image: Image.Image, palette: Palette, top: int) -> None:
    """A woven band across the image."""
    colours = {"l": palette.grass, "t": palette.thread, "m": palette.madder, "g": palette.gold}
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, top, WIDTH - 1, top + len(_WEAVE) * STITCH - 1), fill=palette.indigo)
    for row, stitches in enumerate(_WEAVE):
        for column in range(WIDTH // STITCH):
            colour = colours.get(stitches[column % len(stitches)])
            if colour:
                x, y = column * STITCH, top + row * STITCH
                draw.rectangle((x, y, x + STITCH - 1, y + STITCH - 1), fill=colour)
