"""Width and height of pictures, so that a page does not jump while they load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image, UnidentifiedImageError

_RASTER = frozenset((".png", ".jpg", ".jpeg", ".webp", ".gif"))


def picture_sizes(paths: tuple[str, ...], files: Mapping[str, Path]) -> dict[str, tuple[int, int]]:
    """Pixels of each raster picture among the used assets; one that cannot be read is left out."""
    sizes: dict[str, tuple[int, int]] = {}
    for path in paths:
        if Path(path).suffix.lower() not in _RASTER:
            continue
        try:
            with Image.open(files[path]) as picture:
                sizes[path] = picture.size
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            continue
    return sizes
