"""Raster pictures without what they tell of people and places: Exif, XMP, IPTC, comments, thumbnails, times.

Whole segments and chunks are left out, and everything behind the picture's end; no pixel is decoded or changed, so the
result is the same on every computer. Kept are the colour profile and the orientation, without which a picture looks
otherwise. JPEG: ITU-T T.81; PNG: W3C PNG 3; GIF89a; WebP: RFC 9649; Exif: CIPA DC-008.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from ttdn_site.content.attachments.kinds import DAMAGED
from ttdn_site.problems import Location, Problem, Severity, declare, problem

TOO_MANY_PIXELS = declare(
    "AT004",
    Severity.ERROR,
    "The picture has {width} × {height} pixels; at most {limit} million are published",
    "Make it smaller; 2000 pixels in width are enough",
    wrong="a scan of 30000 × 20000 pixels",
    right="a picture of 2000 × 1333 pixels",
)

PIXEL_LIMIT = 40_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """A picture as it is published, and its size in pixels."""

    data: bytes
    width: int
    height: int


class Broken(Exception):
    """The bytes are no whole picture."""


def examine(data: bytes, kind: str, path: str) -> list[Problem]:
    """Whether a picture is whole and of a size that a phone can show."""
    try:
        found = READERS[kind](data)
    except (Broken, struct.error, IndexError):
        return [problem(DAMAGED, Location(path))]
    if found.width * found.height > PIXEL_LIMIT:
        limit = PIXEL_LIMIT // 1_000_000
        return [problem(TOO_MANY_PIXELS, Location(path), width=found.width, height=found.height, limit=limit)]
    return []


def stripped(data: bytes, kind: str) -> bytes:
    """A whole picture without metadata; one that is not whole as it is."""
    try:
        return READERS[kind](data).data
    except (Broken, struct.error, IndexError):
        return data


_MARKER = re.compile(b"\xff+([\x01-\xcf\xd8-\xfe])")
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def _jpeg(data: bytes) -> Read:
    parts = [data[:2]]
    size = (0, 0)
    orientation = 1
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Broken
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == 0xD9:
            parts.append(b"\xff\xd9")
            break
        (length,) = struct.unpack_from(">H", data, at)
        body = data[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise Broken
        if marker in _SIZES:
            height, width = struct.unpack_from(">HH", body, 1)
            size = (width, height)
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            orientation = _orientation(body[6:])
        elif not is_metadata(marker, body):
            parts.append(bytes((0xFF, marker)) + data[at : at + length])
        at += length
        if marker == 0xDA:
            # Coded data runs to the next marker that is neither stuffing nor a restart.
            end = _MARKER.search(data, at)
            if end is None:
                raise Broken
            parts.append(data[at : end.start()])
            at = end.start()
    if not all(size):
        raise Broken
    if orientation != 1:
        block = b"Exif\0\0" + _exif(orientation)
        parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block)
    return Read(b"".join(parts), *size)


def is_metadata(marker: int, body: bytes) -> bool:
    """Whether a segment of a JPEG picture says something that its points and colours do not need."""
    if marker == 0xE0:
        return not body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return not body.startswith(b"ICC_PROFILE\0")
    return marker == 0xFE or (0xE1 <= marker <= 0xEF and not (marker == 0xEE and body.startswith(b"Adobe")))


def _orientation(tiff: bytes) -> int:
    """The orientation of an Exif block, 1 (upright) when it says none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _exif(orientation: int) -> bytes:
    """An Exif block that says the orientation and nothing else."""
    return b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"


_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs bKGD hIST sPLT acTL fcTL fdAT".split()
)


def _png(data: bytes) -> Read:
    parts = [data[:8]]
    at = 8
    size = (0, 0)
    pixels = False
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Broken
        if name == b"IHDR":
            size = struct.unpack_from(">II", data, at + 8)
        pixels = pixels or name == b"IDAT"
        if name in _PNG_KEPT:
            parts.append(data[at:end])
        elif name == b"eXIf" and (orientation := _orientation(data[at + 8 : end - 4])) != 1:
            block = _exif(orientation)
            check = zlib.crc32(b"eXIf" + block)
            parts.append(struct.pack(">I", len(block)) + b"eXIf" + block + struct.pack(">I", check))
        at = end
        if name == b"IEND":
            break
    if not pixels or not all(size):
        raise Broken
    return Read(b"".join(parts), *size)


def _gif(data: bytes) -> Read:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
    parts = [data[:at]]
    pictures = 0
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            pictures += 1
            packed = data[at + 9]
            at += 11 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)
            at = _blocks(data, at)
            parts.append(data[start:at])
        elif data[at] == 0x21:
            label = data[at + 1]
            at = _blocks(data, at + 2)
            # Graphic control, and the application extension that repeats an animation; comments and XMP are left out.
            if label == 0xF9 or (label == 0xFF and data[start + 3 : start + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")):
                parts.append(data[start:at])
        else:
            raise Broken
    if not pictures or not width or not height:
        raise Broken
    return Read(b"".join((*parts, b"\x3b")), width, height)


def _blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))


def _webp(data: bytes) -> Read:
    (whole,) = struct.unpack_from("<I", data, 4)
    if whole + 8 > len(data):
        raise Broken
    at = 12
    chunks: list[tuple[bytes, bytes]] = []
    orientation = 1
    size = (0, 0)
    while at < whole + 8:
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise Broken
        if name == b"EXIF":
            orientation = _orientation(body.removeprefix(b"Exif\0\0"))
        elif name in _WEBP_KEPT:
            chunks.append((name, body))
            size = size if all(size) else _webp_size(name, body)
        at += 8 + length + (length & 1)
    if not all(size):
        raise Broken
    if chunks[0][0] == b"VP8X":
        # Flags: 0x08 Exif, 0x04 XMP.
        flags = chunks[0][1][0] & ~0x0C | (0x08 if orientation != 1 else 0)
        chunks[0] = (b"VP8X", bytes((flags,)) + chunks[0][1][1:])
        if orientation != 1:
            chunks.append((b"EXIF", _exif(orientation)))
    body = b"".join(name + struct.pack("<I", len(part)) + part + b"\0" * (len(part) & 1) for name, part in chunks)
    return Read(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body, *size)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


READERS: dict[str, Callable[[bytes], Read]] = {"jpeg": _jpeg, "png": _png, "gif": _gif, "webp": _webp}
