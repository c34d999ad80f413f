"""The picture that goes with a shared link: the province's and the portal's name over a drawing, one per language.

1200 × 630 is what Open Graph consumers crop least. The fonts are part of the package, so that every machine draws the
same; they hold Vietnamese and the Chinese and Japanese characters that names of portals are made of. A text with a
character they lack is left out, never shown with empty boxes.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.syndication.escaping import line
from ttdn_site.syndication.share_art import DEFAULT_PALETTE, WIDTH, Palette, landscape, weave

_FONTS = "ttdn_site.syndication.fonts"
_LEFT = 80
_ROOM = WIDTH - 2 * _LEFT
_COLOURS = 96

# Fonts by language of the text; every language also finds Latin letters.
_FACES = {"zh": "zh-{weight}.otf", "ja": "ja-{weight}.otf"}
_LATIN = "latin-{weight}.ttf"

MISSING_GLYPHS = declare(
    "SY020",
    Severity.WARNING,
    "The share image cannot show “{text}” ({language}): its fonts lack {characters}",
    "Cut the fonts anew with ttdn_site/syndication/fonts/subset.py, or choose a text without these characters",
    wrong="portal:\n  ja: 対外情報の窗",
    right="portal:\n  ja: 対外情報サイト",
)


@dataclass(frozen=True, slots=True)
class ShareWords:
    """What the image says, in the language of `tag` (BCP 47). agency may be empty."""

    tag: str
    name: str
    portal: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    weight: str
    size: int
    least: int
    top: int
    colour: str


@cache
def _held() -> dict[str, frozenset[str]]:
    """Font file → the characters it holds."""
    text = resources.files(_FONTS).joinpath("held.json").read_text(encoding="utf-8")
    return {name: frozenset(characters) for name, characters in json.loads(text).items()}


def _faces(tag: str, weight: str) -> tuple[str, ...]:
    own = _FACES.get(tag.partition("-")[0])
    return tuple(name.format(weight=weight) for name in (own, _LATIN) if name)


def lacking(text: str, tag: str) -> str:
    """The characters of the text that no font of its language holds, in both weights, each once."""
    held = [frozenset().union(*(_held()[face] for face in _faces(tag, weight))) for weight in ("regular", "bold")]
    return "".join(dict.fromkeys(character for character in text if not all(character in face for face in held)))


@lru_cache(maxsize=64)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    content = resources.files(_FONTS).joinpath(face).read_bytes()
    # Basic layout: the same with and without the optional shaping library, and Vietnamese is precomposed.
    return ImageFont.truetype(io.BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)


def _runs(text: str, tag: str, weight: str) -> list[tuple[str, str]]:
    """The text cut where the face changes: (face, characters)."""
    runs: list[tuple[str, str]] = []
    for character in text:
        face = next(face for face in _faces(tag, weight) if character in _held()[face])
        if runs and runs[-1][0] == face:
            runs[-1] = (face, runs[-1][1] + character)
        else:
            runs.append((face, character))
    return runs


def _width(text: str, tag: str, weight: str, size: int) -> float:
    return sum(_font(face, size).getlength(part) for face, part in _runs(text, tag, weight))


def _fitting(item: _Line, tag: str) -> int:
    """The largest size, down to `least`, at which the text keeps to the room."""
    width = _width(item.text, tag, item.weight, item.size)
    return max(item.least, min(item.size, int(item.size * _ROOM / width))) if width else item.size


def _write(draw: ImageDraw.ImageDraw, item: _Line, tag: str) -> None:
    size = _fitting(item, tag)
    text = item.text
    if _width(text, tag, item.weight, size) > _ROOM:
        while _width(f"{text}…", tag, item.weight, size) > _ROOM:
            # Whole words where there are any, else characters.
            text = text.rpartition(" ")[0] or text[:-1]
        text = f"{text}…"
    x = float(_LEFT)
    for face, part in _runs(text, tag, item.weight):
        font = _font(face, size)
        # The baseline stays where it is when a long text is set smaller.
        draw.text((x, item.top), part, font=font, fill=item.colour, anchor="ls")
        x += font.getlength(part)


def share_image(
    words: ShareWords, location: Location, palette: Palette = DEFAULT_PALETTE
) -> tuple[bytes, list[Problem]]:
    """The image as PNG, and what it cannot show. Same words and palette, same bytes with the same Pillow.

    location: where the words come from (`docs/data/site.yml`).
    """
    problems = []
    image = landscape(palette)
    weave(image, palette, 0)
    draw = ImageDraw.Draw(image)
    lines = (
        _Line(line(words.name), "bold", 104, 56, 216, palette.ink),
        _Line(line(words.portal), "regular", 48, 30, 300, palette.leaf),
        _Line(line(words.agency), "regular", 30, 22, 356, palette.quiet),
    )
    for item in lines:
        characters = lacking(item.text, words.tag)
        if characters:
            problems.append(
                problem(MISSING_GLYPHS, location, text=item.text, language=words.tag, characters=characters)
            )
        elif item.text:
            _write(draw, item, words.tag)
    small = image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue(), problems
