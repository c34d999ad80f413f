"""The palette: two sets of colours, turned by a hue and held to contrast, and the style sheet that a site is served.

Colours that carry the region's air (leaf, ridges, paddies, sky) turn in OKLCH at fixed lightness and are brought back
into sRGB by giving up chroma; ink, paper, madder, amber and indigo stay. Text pairs are held to WCAG 2.2 AA (1.4.3:
4.5), edges of controls and chart series to 1.4.11 (3.0) by moving the turned colour's lightness away from its ground.
OKLab: Björn Ottosson, “A perceptual color space for image processing” (2020).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote

from ttdn_site.theme.icons import icon_masks
from ttdn_site.theme.ornament.stitches import band, marks

LIGHT: Mapping[str, str] = {
    "paper": "#f6f7f2", "surface": "#ffffff", "sunken": "#eaefe9", "line": "#d3dbd3", "edge": "#74827b",
    "ink": "#14213a", "ink-2": "#43506a",
    "leaf": "#0d5a48", "leaf-deep": "#083d31", "leaf-bg": "#e3eee8", "on-leaf": "#ffffff",
    "madder": "#a3203a", "gold": "#d8a02b", "amber": "#7a4f00", "amber-bg": "#fbf0d3",
    "indigo": "#16294a", "indigo-2": "#2b3f63", "on-indigo": "#f3f5ee", "on-indigo-2": "#bac6d8",
    "todo": "#f0c76a",
    "sky": "#e6efeb", "sky-2": "#f6f7f2", "r1": "#cbded8", "r2": "#a0c4ba", "r3": "#6a9f92",
    "t1": "#2f7a60", "t2": "#4b9470", "t3": "#d8a935", "t4": "#b9d8d4", "t5": "#86b56a", "bund": "#f2f6ee",
    "c1": "#0d5a48", "c2": "#b07a10", "c3": "#a3203a", "c4": "#43506a",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "paper": "#0f1726", "surface": "#172237", "sunken": "#0a101c", "line": "#2c3a54", "edge": "#7787a5",
    "ink": "#e8edf3", "ink-2": "#b4c0d2",
    "leaf": "#82d6b5", "leaf-deep": "#b4ecd5", "leaf-bg": "#17332f", "on-leaf": "#06251c",
    "madder": "#ff9dab", "gold": "#e9bf63", "amber": "#f2cd7c", "amber-bg": "#3b3018",
    "indigo": "#0a1120", "indigo-2": "#2b3f63", "on-indigo": "#eef2f4", "on-indigo-2": "#aab8ce",
    "todo": "#e9bf63",
    "sky": "#131e33", "sky-2": "#0f1726", "r1": "#1c2c46", "r2": "#223a52", "r3": "#24495a",
    "t1": "#17443c", "t2": "#1f5a4a", "t3": "#8c6a22", "t4": "#34586c", "t5": "#356a4a", "bund": "#6fae97",
    "c1": "#6cc7a5", "c2": "#e0ad45", "c3": "#ff9dab", "c4": "#9fb0c8",
}  # fmt: skip
# What turns with the hue.
TURNED = ("leaf", "leaf-deep", "leaf-bg", "on-leaf", "sky", "r1", "r2", "r3", "t1", "t2", "t4", "t5", "c1")
# Threads of the bands: they lie on indigo in both themes.
THREADS: Mapping[str, str] = {"w": "#f2f6ee", "m": "#d0506a", "p": "#5fae8b", "g": "#e3ac34"}

# Signs that need no escape in a data address within double quotes.
_URI_SAFE = " =:/',;()-."

# (what is seen, what it lies on, least contrast). The first of a pair gives way when it is a turned colour.
PAIRS = (
    ("leaf", "paper", 4.5),
    ("leaf", "surface", 4.5),
    ("leaf", "sunken", 4.5),
    ("leaf", "leaf-bg", 4.5),
    ("leaf-deep", "surface", 4.5),
    ("on-leaf", "leaf", 4.5),
    ("on-leaf", "leaf-deep", 4.5),
    ("c1", "surface", 3.0),
    *((ink, ground, 4.5) for ink in ("ink", "ink-2") for ground in ("paper", "surface", "sunken", "leaf-bg")),
    ("ink", "sky", 4.5),
    ("ink", "r1", 4.5),
    ("ink", "amber-bg", 4.5),
    ("amber", "amber-bg", 4.5),
    *(("madder", ground, 4.5) for ground in ("paper", "surface", "sky", "amber-bg")),
    *((tone, "indigo", 4.5) for tone in ("on-indigo", "on-indigo-2", "todo")),
    *((line, ground, 3.0) for line in ("edge",) for ground in ("paper", "surface")),
    *((series, "surface", 3.0) for series in ("c2", "c3", "c4")),
)


class Design(Protocol):
    """What a project says about its face. hue: see `palette`; weave: name of the woven band."""

    @property
    def hue(self) -> int: ...
    @property
    def weave(self) -> str: ...


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2.2 defines it."""
    red, green, blue = _rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0–1, chroma, hue in degrees of `#rrggbb`."""
    red, green, blue = _rgb(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _oklch_to_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """`#rrggbb` of the nearest colour of the same lightness and hue that sRGB has."""
    while True:
        channels = _oklch_to_rgb(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma = max(0.0, chroma - 0.002)
    return "#" + "".join(f"{round(_encoded(min(1.0, max(0.0, channel))) * 255):02x}" for channel in channels)


def turned(colour: str, turn: int) -> str:
    """The colour at the same lightness, `turn` degrees further."""
    lightness, chroma, hue = to_oklch(colour)
    return from_oklch(lightness, chroma, (hue + turn) % 360)


def palette(hue: int) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The light and the dark colours by name.

    hue: degrees in OKLCH that the leaf colour gets (25 red, 110 olive, 220 blue, 290 violet, 340 rose); all that turns
    turns as far as the light leaf does. With 0 they are `LIGHT` and `DARK` as written.
    """
    turn = round(hue - to_oklch(LIGHT["leaf"])[2]) % 360 if hue else 0
    return _held(LIGHT, turn), _held(DARK, turn)


def _held(base: Mapping[str, str], turn: int) -> Mapping[str, str]:
    colours = dict(base)
    if turn:
        colours.update({name: turned(base[name], turn) for name in TURNED})
    for name, ground, least in PAIRS:
        if name in TURNED:
            colours[name] = _apart(colours[name], colours[ground], least)
    return colours


def _apart(colour: str, ground: str, least: float) -> str:
    """The colour moved away from its ground in lightness until it can be seen on it."""
    lightness, chroma, hue = to_oklch(colour)
    step = -0.01 if luminance(colour) < luminance(ground) else 0.01
    while contrast(colour, ground) < least and 0 < lightness < 1:
        lightness += step
        colour = from_oklch(lightness, chroma, hue)
    return colour


def faults(colours: Mapping[str, str]) -> tuple[tuple[str, str, float], ...]:
    """Pairs that miss their contrast, with the ratio they reach."""
    return tuple(
        (name, ground, ratio)
        for name, ground, least in PAIRS
        if (ratio := contrast(colours[name], colours[ground])) < least
    )


def _tokens(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def data_uri(svg: str) -> str:
    """An SVG as the address of a background picture, written into the style sheet itself."""
    escaped = quote(svg.replace('"', "'"), safe=_URI_SAFE)
    return f'url("data:image/svg+xml,{escaped}")'


@functools.cache
def drawings() -> str:
    """Rules that hold icons (`--i`) and marks (`--m1`, `--m2`, one a thread), so that no page repeats a drawing."""
    icons = [f"{selector}{{--i:{data_uri(svg)}}}\n" for selector, svg in icon_masks()]
    threads = {
        name: "".join(f"--m{number}:{data_uri(svg)};" for number, svg in enumerate(svgs, 1) if svg)
        for name, svgs in marks().items()
    }
    return "".join(icons) + "".join(f".m-{name}{{{values}}}\n" for name, values in threads.items())


@functools.lru_cache(maxsize=8)
def tokens(hue: int, weave: str) -> str:
    """Custom properties of both themes and of the woven bands, as the head of the style sheet."""
    light, dark = palette(hue)
    edge, edge_width, edge_height = band(f"{weave}.edge", THREADS, 2)
    border, border_width, border_height = band(f"{weave}.border", THREADS, 2)
    dark_block = "color-scheme:dark;" + _tokens({name: dark[name] for name in dark if dark[name] != light[name]})
    return (
        f":root{{color-scheme:light;{_tokens(light)}"
        f"--edge-band:{data_uri(edge)};--edge-w:{edge_width}px;--edge-h:{edge_height}px;"
        f"--border-band:{data_uri(border)};--border-w:{border_width}px;--border-h:{border_height}px}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark_block}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark_block}}}}}\n"
    )


def stylesheet(design: Design, css: bytes) -> bytes:
    """The style sheet that a site is served: the tokens of its design, its drawings, the theme's rules, no comments."""
    return (tokens(design.hue, design.weave) + drawings() + compact(css.decode())).encode()


_STRINGS = re.compile(r"""("[^"]*"|'[^']*')""")
_SIGNS = re.compile(r"[^\S\n]*([{};,])[^\S\n]*")
_COLONS = re.compile(r":[^\S\n]+")


def compact(css: str) -> str:
    """The rules without comments and spaces that say nothing; strings with comment marks in them are not expected."""
    while (start := css.find("/*")) >= 0:
        css = css[:start] + css[css.index("*/", start) + 2 :]
    lines = (line.strip() for line in css.splitlines())
    parts = _STRINGS.split("\n".join(line for line in lines if line) + "\n")
    parts[::2] = [_COLONS.sub(":", _SIGNS.sub(r"\1", part)).replace(";}", "}") for part in parts[::2]]
    return "".join(parts)
