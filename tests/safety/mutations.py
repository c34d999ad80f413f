"""Spoiling inputs at random, each by its seed alone: bytes, lines, words of a format, parts of a package."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

# What readers stumble over, whatever they read.
ODD: tuple[bytes, ...] = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        *(
            "",
            "\0",
            "\n",
            "\r\n",
            "\t",
            "\\",
            '"',
            "'",
            "`",
            "{{",
            "}}",
            "{%",
            "%}",
            "<",
            "</",
            ">",
            "&",
            "&#0;",
            "-->",
        ),
        *("\ufeff", "\u202e", "\u200b", "\ue001title\ue002", "\u2028", "\u0301", "\U0001f600", "\ud800", "\ufffd", "İ"),
        *(
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "0x10",
            "NaN",
            "NULL",
            "true",
            "no",
            "~",
            "2026-02-30",
            "9999-12-31",
        ),
        *(
            "../../../etc/passwd",
            "/etc/passwd",
            "C:\\con",
            "file:///x",
            "javascript:alert(1)",
            "data:text/html,x",
            "//x",
        ),
        *(
            "a" * 300,
            "[" * 40,
            "(" * 40,
            "> " * 20,
            "*" * 70,
            "- " * 40,
            "{a: " * 25,
            "&a [*a]",
            "!!python/name:os",
            "<<: *a",
        ),
        *("%s%n", "{0}", "${x}", "__class__", "<script>x</script>", "<img onerror=x>", "]]>", "<!DOCTYPE x [", "<?php"),
    )
)


def spoiled(data: bytes, chance: random.Random, words: tuple[bytes, ...], others: tuple[bytes, ...]) -> bytes:
    """Up to eight changes. words: of the format. others: inputs to take pieces of."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = _changed(data, chance, words, others)
    return data[: 2 << 20]


def _changed(data: bytes, chance: random.Random, words: tuple[bytes, ...], others: tuple[bytes, ...]) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((0, 1, 2, 8, 40, 300)))
    piece = data[start:end]
    match chance.randrange(10):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:start] + piece * chance.choice((2, 3, 30, 1000 if len(piece) < 9 else 5)) + data[end:]
        case 2:
            return data[:start] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 8))) + data[end:]
        case 3:
            return data[:start] + chance.choice(ODD) + data[end:]
        case 4:
            return data[:start] + chance.choice(words or ODD) + data[start:]
        case 5:
            other = chance.choice(others)
            cut = chance.randrange(len(other) + 1)
            return data[:start] + other[cut : cut + chance.choice((10, 100, 1000))] + data[end:]
        case 6:
            lines = data.split(b"\n")
            place = chance.randrange(len(lines))
            lines[place : place + 1] = [
                lines[place] * chance.randrange(3),
                chance.choice(lines),
                chance.choice(words or ODD),
            ][: chance.randrange(4)]
            return b"\n".join(lines)
        case 7:
            lines = data.split(b"\n")
            place = chance.randrange(len(lines))
            lines[place] = lines[place].partition(b":")[0] + b": " + chance.choice(ODD + words)
            return b"\n".join(lines)
        case 8:
            if start < len(data):
                return data[:start] + bytes((data[start] ^ 1 << chance.randrange(8),)) + data[start + 1 :]
            return data
        case _:
            return data[:start]


def spoiled_png(data: bytes, chance: random.Random) -> bytes:
    """Chunks changed, lost, repeated or moved, with sums that are right, as a careful attacker writes them."""
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    for _ in range(chance.randint(1, 4)):
        if not chunks:
            break
        place = chance.randrange(len(chunks))
        name, body = chunks[place]
        match chance.randrange(4):
            case 0:
                del chunks[place]
            case 1:
                chunks.insert(chance.randrange(len(chunks)), (name, body))
            case 2:
                chunks[place] = (name, spoiled(body, chance, (b"\xff\xff\xff\xff", b"\0\0\0\0"), (body,)))
            case _:
                chunks[place] = (chance.choice((b"tEXt", b"iTXt", b"IHDR", b"eXIf", b"acTL", b"zTXt")), body)
    packed = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return data[:8] + b"".join(packed)


def spoiled_package(data: bytes, chance: random.Random, words: tuple[bytes, ...]) -> bytes:
    """A ZIP file whose parts are changed inside, lost, renamed or doubled; what cannot be opened comes back."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
            chosen = chance.randrange(len(parts)) if parts else 0
            for place, (name, part) in enumerate(parts):
                if place == chosen:
                    part = spoiled(part, chance, words, (part,))
                    if chance.random() < 0.2:
                        name = chance.choice(("../x", "word/vbaProject.bin", "\0", "a/" * 60, name.upper()))
                if chance.random() < 0.97:
                    copy.writestr(zipfile.ZipInfo(name), part)
    except (zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError, zlib.error, EOFError, OSError):
        return data
    return out.getvalue()
