"""Icons as path data on a grid of 20, stroked 1.6, straight cuts; drawn for this theme.

The style sheet holds each drawing once, as a mask that lets the colour of the text through; a page names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

ICONS: Mapping[str, str] = {
    "search": "M8.5 3l4 1.5L14 8.5l-1.5 4-4 1.5-4-1.5L3 8.5 4.5 4.5zM12.5 12.5l4.5 4.5",
    "menu": "M3 5h14M3 10h14M3 15h9",
    "close": "M4.5 4.5l11 11M15.5 4.5l-11 11",
    "right": "M3 10h13M11 5l5 5-5 5",
    "left": "M17 10H4M9 5l-5 5 5 5",
    "chevron": "M7.5 4.5L13 10l-5.5 5.5",
    "down": "M4.5 7.5L10 13l5.5-5.5",
    "check": "M4 10.5l4 4 8-9",
    "clock": "M7 2.5h6L17.5 7v6L13 17.5H7L2.5 13V7zM10 6v4.5l3 2",
    "pen": "M3 17v-4L13 3l4 4L7 17zM10.5 5.5l4 4",
    "print": "M6 8V3h8v5M6 14H3V8h14v6h-3M6 12h8v5H6z",
    "download": "M10 3v10M5.5 9l4.5 4.5L14.5 9M3 17h14",
    "theme": "M10 2.5l5.5 2 2 5.5-2 5.5-5.5 2-5.5-2-2-5.5 2-5.5zM10 2.5v15M10 6h5M10 10h7M10 14h5",
    "list": "M3 5h2M8 5h9M3 10h2M8 10h9M3 15h2M8 15h9",
    "globe": "M7 2.5h6L17.5 7v6L13 17.5H7L2.5 13V7zM2.5 10h15M10 2.5L7.5 6v8l2.5 3.5L12.5 14V6z",
    "out": "M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8",
    "pin": "M10 17.5L4.5 10V5.5l2.5-3h6l2.5 3V10zM8 7h4",
    "note": "M10 2.5l8 14.5H2zM10 8v4.5M10 14v1.200",
    "calendar": "M3 5h14v12H3zM3 9h14M7 2.5V6M13 2.5V6",
    "feed": "M4 15.5h1M4 9l4 1.5L9.5 15.5M4 4l8 3 3.5 8.5",
}


def icon_masks() -> Iterator[tuple[str, str]]:
    """Selector and SVG of every icon; of the one that shows a pressed button, both."""
    for name, path in ICONS.items():
        yield f".i-{name}", _svg(path, "none")
    yield "[aria-pressed=true] .i-theme", _svg(ICONS["theme"], "#000")


def _svg(path: str, fill: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="{fill}" fill-opacity=".35"'
        f' stroke="#000" stroke-width="1.6"><path d="{path}"/></svg>'
    )
