"""Palette, style sheet, scripts and drawings."""

from __future__ import annotations

import gzip
import itertools
import re
from types import SimpleNamespace

import pytest
from theme import demo

from ttdn_site.content.settings import MARKS
from ttdn_site.theme.ornament import draw, landscapes, stitches
from ttdn_site.theme.palette import (
    DARK,
    LIGHT,
    PAIRS,
    compact,
    contrast,
    faults,
    from_oklch,
    palette,
    stylesheet,
    to_oklch,
)

CSS = (demo.THEME / "assets" / "portal.css").read_bytes()
KIB = 1024


def test_contrast_as_wcag_gives_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["#0d5a48", "#d8a02b", "#16294a", "#ffffff", "#000000"])
def test_oklch_there_and_back(colour: str) -> None:
    assert from_oklch(*to_oklch(colour)) == colour


def test_hue_zero_is_the_palette_as_written() -> None:
    assert palette(0) == (LIGHT, DARK)


@pytest.mark.parametrize("hue", range(0, 360, 15))
def test_every_hue_holds_its_contrast(hue: int) -> None:
    light, dark = palette(hue)
    assert faults(light) == ()
    assert faults(dark) == ()
    if hue:
        assert abs((to_oklch(light["leaf"])[2] - hue + 180) % 360 - 180) < 8, "the leaf has the hue asked for"
    assert light["ink"] == LIGHT["ink"], "ink and warnings do not turn"
    for name in ("r1", "t1", "t4"):
        assert to_oklch(light[name])[0] == pytest.approx(to_oklch(LIGHT[name])[0], abs=0.01), "lightness stays"


def test_a_fault_is_seen() -> None:
    assert faults({**LIGHT, "leaf": "#a0c4ba"})
    assert {name for pair in PAIRS for name in pair[:2]} <= set(LIGHT)


def test_style_sheet_is_small_and_whole() -> None:
    made = stylesheet(demo.DESIGN, CSS)
    assert len(gzip.compress(made, 9, mtime=0)) <= 14 * KIB
    text = made.decode()
    assert "/*" not in text
    assert "@import" not in text
    assert not re.search(r"url\((?!\"data:)", text), "no request of its own"
    defined = set(re.findall(r"--([a-z0-9-]+):", text)) | set(re.findall(r"--([a-z0-9-]+) ?:", text))
    assert set(re.findall(r"var\(--([a-z0-9-]+)", text)) <= defined
    assert text.count("{") == text.count("}")
    assert made == stylesheet(demo.DESIGN, CSS)


def test_another_province_differs_by_three_settings() -> None:
    others = {stylesheet(SimpleNamespace(hue=hue, weave=weave), CSS) for hue in (0, 220) for weave in ("hook", "wave")}
    assert len(others) == 4


def test_classes_of_templates_are_styled() -> None:
    text = CSS.decode()
    used: set[str] = set()
    for path in demo.THEME.rglob("*.html"):
        for names in re.findall(r'class="([^"{]*)', path.read_text(encoding="utf-8")):
            used |= set(names.split())
    # Beginnings of names that go on with a value: k- of the body, s- of an event's state, h of a heading's level.
    used = {name for name in used if not name.endswith("-") and name != "h"}
    bare = {name for name in used if not re.search(rf"\.{re.escape(name)}(?![\w-])", text)}
    assert bare <= {"top", "source", "news", "where", "plan", "agencies"}, bare


def test_compact_keeps_rules() -> None:
    given = '/* a */\n  a, b { b: c; } /* d */\n\n@media x {\n  e :is(i, j) { content: "; }"; f: g + h; }\n}\n'
    assert compact(given) == 'a,b{b:c}\n@media x{\ne :is(i,j){content:"; }";f:g + h}\n}\n'


@pytest.mark.parametrize(("name", "most"), [("portal.js", 3 * KIB), ("theme-init.js", KIB)])
def test_scripts_are_small(name: str, most: int) -> None:
    data = (demo.THEME / "assets" / name).read_bytes()
    assert len(gzip.compress(data, 9, mtime=0)) <= most
    assert b"eval(" not in data
    assert b"innerHTML" not in data
    assert b"http" not in data


def test_marks_that_a_section_may_name_are_those_that_are_drawn() -> None:
    assert tuple(stitches.marks()) == MARKS


def test_marks_are_told_apart_when_small() -> None:
    """Any two marks differ in a quarter of all stitches that either of them has."""
    grids = {
        name: stitches.mirrored(rows)
        for name, rows in stitches.read_grids((stitches.FOLDER / "marks.txt").read_text(encoding="utf-8")).items()
    }
    assert len(grids) >= 8
    for name, rows in grids.items():
        assert len(rows) == stitches.GRID, name
        assert {len(row) for row in rows} == {stitches.GRID}, name
        assert set("".join(rows)) <= set("#o."), name
    for (one, rows), (other, others) in itertools.combinations(grids.items(), 2):
        pairs = list(zip("".join(rows), "".join(others), strict=True))
        either = [pair for pair in pairs if pair != (".", ".")]
        assert sum(a != b for a, b in either) / len(either) > 0.4, (one, other)


@pytest.mark.parametrize("weave", ["lozenge", "hook", "step", "wave"])
def test_bands_repeat_in_whole_pixels(weave: str) -> None:
    threads = {"w": "#fff", "m": "#a00", "p": "#0a0", "g": "#aa0"}
    for part, height in (("edge", 12), ("border", 24)):
        svg, width, tall = stitches.band(f"{weave}.{part}", threads, 2)
        assert (width % 2, tall) == (0, height)
        assert f'width="{width}" height="{tall}"' in svg
    rows = stitches.read_grids((stitches.FOLDER / "weaves.txt").read_text(encoding="utf-8"))[f"{weave}.border"]
    assert len({len(row) for row in rows}) == 1
    assert set("".join(rows)) <= set("wmpg.")


@pytest.mark.parametrize("motif", landscapes.MOTIFS)
def test_landscapes_are_drawn_in_the_colours_of_the_palette(motif: str) -> None:
    svg = landscapes.landscape(motif)
    assert len(gzip.compress(svg.encode(), 9, mtime=0)) <= 7 * KIB
    assert set(re.findall(r'class="(\w+)"', svg)) <= set(LIGHT)
    assert not re.search(r"<script|<image|<text|style=|href|#[0-9a-f]{3}", svg)


def test_a_landscape_can_be_drawn_again() -> None:
    assert draw.draw_karst().strip() == landscapes.landscape("karst")


def test_a_motif_that_is_not_drawn() -> None:
    with pytest.raises(KeyError):
        landscapes.landscape("../../secret")
