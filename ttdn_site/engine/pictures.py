"""Width and height of pictures, so that a page does not jump while they load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, UnidentifiedImageError

_RASTER = frozenset((".png", ".jpg", ".jpeg", ".webp", ".gif"))


class PictureSizes(Mapping[str, tuple[int, int]]):
    """Pixels of raster pictures by their path, each opened when it is first asked for.

    A picture that is not there or cannot be read has no size.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._known: dict[str, tuple[int, int] | None] = {}

    def __getitem__(self, path: str) -> tuple[int, int]:
        if path not in self._known:
            self._known[path] = _size(self._files[path]) if path in self._files else None
        size = self._known[path]
        if size is None:
            raise KeyError(path)
        return size

    def __iter__(self) -> Iterator[str]:
        return iter(path for path in self._files if path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _size(path: Path) -> tuple[int, int] | None:
    if path.suffix.lower() not in _RASTER:
        return None
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
