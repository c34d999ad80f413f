"""The share image: right size, small, the same every time, and never a box instead of a letter."""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from ttdn_site.problems import Location
from ttdn_site.syndication import fonts
from ttdn_site.syndication.head import SHARE_IMAGE_SIZE
from ttdn_site.syndication.share_art import Palette
from ttdn_site.syndication.share_image import ShareWords, lacking, share_image

HERE = Location("docs/data/site.yml")
FONTS = Path(fonts.__file__).parent
PORTALS = (
    ShareWords("vi", "Lai Châu", "Trang thông tin đối ngoại", "Ủy ban nhân dân tỉnh Lai Châu"),
    ShareWords("en", "Lai Chau", "External Information Portal", "People’s Committee of Lai Chau Province"),
    ShareWords("zh-Hans", "莱州", "对外信息网", "莱州省人民委员会"),
    ShareWords("ja", "ライチャウ", "対外情報サイト", "ライチャウ省人民委員会"),
)


def _image(words: ShareWords, palette: Palette | None = None) -> Image.Image:
    content, _ = share_image(words, HERE, palette) if palette else share_image(words, HERE)
    return Image.open(io.BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("words", PORTALS, ids=lambda words: words.tag)
def test_size_and_chunks(words: ShareWords) -> None:
    content, problems = share_image(words, HERE)
    assert not problems
    assert Image.open(io.BytesIO(content)).size == SHARE_IMAGE_SIZE
    assert len(content) < 60_000
    kinds = []
    position = 8
    while position < len(content):
        length, kind = struct.unpack(">I4s", content[position : position + 8])
        kinds.append(kind)
        position += 12 + length
    assert set(kinds) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}, "no time, no texts"


def test_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from ttdn_site.problems import Location;"
        "from ttdn_site.syndication.share_image import ShareWords, share_image;"
        "words = ShareWords('ja', 'ライチャウ', '対外情報サイト');"
        "print(hashlib.sha256(share_image(words, Location(''))[0]).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    here, _ = share_image(ShareWords("ja", "ライチャウ", "対外情報サイト"), Location(""))
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize(
    ("words", "without", "characters"),
    [
        (ShareWords("ja", "ライチャウ", "龘の窓"), ShareWords("ja", "ライチャウ", ""), "龘窓"),
        (ShareWords("en", "Lai Chau", "对外信息网"), ShareWords("en", "Lai Chau", ""), "对外信息网"),
        (ShareWords("ko", "라이쩌우", "Portal"), ShareWords("ko", "", "Portal"), "라이쩌우"),
    ],
)
def test_a_text_that_cannot_be_shown_is_left_out(words: ShareWords, without: ShareWords, characters: str) -> None:
    content, problems = share_image(words, HERE)
    assert content == share_image(without, HERE)[0]
    assert [item.code.id for item in problems] == ["SY020"]
    assert dict(problems[0].parameters)["characters"] == characters


def test_every_line_is_drawn_inside_the_image() -> None:
    long = ShareWords("vi", "Thừa Thiên Huế và Bà Rịa – Vũng Tàu", "Cổng thông tin " * 20, "Sở " * 90)
    bare = _image(ShareWords("vi", "", ""))
    for words in (*PORTALS, long):
        image = _image(words)
        difference = ImageChops.difference(image, bare).convert("L").point(lambda value: 255 * (value > 48))
        box = difference.getbbox()
        assert box is not None, "something is written"
        left, top, right, bottom = box
        assert left >= 76
        assert right <= 1124
        assert 100 < top < bottom < 400


def test_japanese_and_chinese_forms_of_one_character_differ() -> None:
    assert _image(ShareWords("ja", "化", "")).tobytes() != _image(ShareWords("zh-Hans", "化", "")).tobytes()


def test_palette_of_another_province() -> None:
    image = _image(PORTALS[0], Palette(sky="#f0e0ff"))
    assert image.getpixel((1190, 60)) == (0xF0, 0xE0, 0xFF)


VIETNAMESE = "Ấ ấ Ầ ầ Ẫ ẫ Ậ ậ Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỵ Ỷ Ỹ Đ đ ỹ ợ ẵ"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("vi", VIETNAMESE),
        ("vi", VIETNAMESE.lower()),
        ("zh-Hans", "奠边省人民委员会 高平 林同 平福 Lai Châu 2026"),
        ("ja", "ディエンビエン省 カオバン ラムドン ビンフオック 対外情報ポータル Lai Châu"),
    ],
)
def test_other_provinces_are_held(tag: str, text: str) -> None:
    assert lacking(text, tag) == ""


def test_fonts_are_small_licensed_and_hold_what_the_list_says() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="needed only where fonts are cut")
    held = json.loads((FONTS / "held.json").read_text(encoding="utf-8"))
    files = {path.name: path for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf")}
    assert set(held) == set(files)
    assert sum(path.stat().st_size for path in files.values()) < 150_000
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    for name, path in files.items():
        font = ttlib.TTFont(path)
        assert {ord(character) for character in held[name]} == set(font.getBestCmap())
        assert font["name"].getDebugName(0).rstrip(".") in licence, "the copyright notice travels with the font"
        assert name in licence
