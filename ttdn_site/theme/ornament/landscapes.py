"""Landscapes of the home page: files drawn by `draw.py`, put into the page so that the palette colours them."""

from __future__ import annotations

from pathlib import Path

MOTIFS = ("terraces", "karst", "basin", "plateau")


def landscape(motif: str) -> str:
    """The drawing as inline SVG, decorative. Raises KeyError for a motif that is not drawn."""
    if motif not in MOTIFS:
        raise KeyError(motif)
    return (Path(__file__).parent / f"landscape-{motif}.svg").read_text(encoding="utf-8").strip()
