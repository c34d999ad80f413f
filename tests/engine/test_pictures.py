"""Width and height that a page reserves for a picture are those the browser shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image

from ttdn_site.engine.pictures import PictureSizes


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_lies_on_its_side_is_turned(tmp_path: Path, ending: str, orientation: int) -> None:
    path = tmp_path / f"a.{ending}"
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    Image.new("RGB", (30, 20)).save(path, exif=exif)
    assert PictureSizes({"a": path})["a"] == ((20, 30) if orientation > 4 else (30, 20))


def test_what_is_no_picture_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"none")
    sizes = PictureSizes({"a": tmp_path / "a.jpg", "b": tmp_path / "missing.png", "c": tmp_path / "c.svg"})
    assert len(sizes) == 0
