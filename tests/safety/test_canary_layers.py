"""The canary test sees what is packed: a word in every kind of layer, and files that only look packed."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib

import canaries
import pytest
from PIL import Image, PngImagePlugin

WORD = canaries.CANARY.encode()


def png(**texts: bool) -> bytes:
    """A picture with texts. texts: whether each is compressed."""
    notes = PngImagePlugin.PngInfo()
    for name, packed in texts.items():
        notes.add_text(name, f"x xx {canaries.CANARY}", zip=packed)
        notes.add_itxt(f"i{name}", f"x {canaries.CANARY}", zip=packed)
    out = io.BytesIO()
    Image.new("L", (2, 2)).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def archive(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


PDF = b"%PDF-1.7\n4 0 obj<<>>stream\n" + zlib.compress(b"BT (" + WORD + b") ET") + b"\nendstream endobj\n%%EOF"
PACKED = {
    "plain": WORD,
    "wide": canaries.CANARY.encode("utf-16-le"),
    "gzip": gzip.compress(WORD),
    "zip": archive("a.txt", WORD),
    "name in a zip": archive(f"{canaries.CANARY}.txt", b""),
    "text of a picture": png(a=False),
    "packed text of a picture": png(a=True),
    "pdf": PDF,
    "picture in a document": archive("word/media/image1.png", png(a=True)),
    "packed twice": gzip.compress(archive("a.pdf", PDF)),
}


@pytest.mark.parametrize("name", sorted(PACKED))
def test_a_canary_is_seen(name: str) -> None:
    assert list(canaries.traces("a", PACKED[name], canaries.CANARY))


def test_nothing_is_seen_where_nothing_is() -> None:
    for name in sorted(PACKED):
        assert not list(canaries.traces("a", PACKED[name], "anderes"))


def test_what_only_looks_packed_is_no_error() -> None:
    chance = random.Random(1)
    for _ in range(50):
        body = bytes(chance.choice((0x78, 0x9C, 0x01, 0x00, 0xFF, 0x41)) for _ in range(40))
        chunk = b"zTXt" + body
        data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        list(canaries.layers(data))
        list(canaries.layers(b"%PDF-1.7 stream\n" + body))
