"""Width and height of pictures, so that a page does not jump while they load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

# EXIF 2.32, 4.6.4: the values of Orientation that lay a picture on its side.
_TURNED = frozenset((5, 6, 7, 8))
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
            width, height = picture.size
            # A camera held upright: the browser turns such a picture, so its sides change places.
            turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in _TURNED
            return (height, width) if turned else (width, height)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
