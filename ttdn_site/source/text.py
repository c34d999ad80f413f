"""Text hygiene: bytes of an editor's file to clean Unicode, or located problems.

Accepted in silence, because Windows editors write them: a byte order mark, CRLF line ends. Decomposed Unicode (NFD)
is composed (NFC). Refused: other encodings, control characters, bidirectional overrides, replacement characters.
"""

from __future__ import annotations

import re
import unicodedata

from ttdn_site.problems import Location, Problem, Severity, declare, problem

MARKDOWN_LIMIT = 1 << 20
DATA_LIMIT = 16 << 20
LINE_LIMIT = 64 << 10

TOO_LARGE = declare(
    "TX001",
    Severity.ERROR,
    "The file has {size} bytes; the limit is {limit}",
    "Split the text over several pages, or publish the large material as an attachment",
    wrong="a Markdown file of 5 MB",
    right="a Markdown file below 1 MiB that links to an attachment",
)
NOT_UTF8 = declare(
    "TX002",
    Severity.ERROR,
    "The file is not UTF-8: byte {byte} cannot be read",
    "Open the file in the editor and save it again with the encoding “UTF-8”",
    wrong="“Tin tức” saved as Windows-1258",
    right="“Tin tức” saved as UTF-8",
)
CONTROL = declare(
    "TX003",
    Severity.ERROR,
    "The text holds the invisible control character {character}",
    "Delete the character; type the passage again if it came from Word or a PDF file",
    wrong="Lai Châu␀ hôm nay",
    right="Lai Châu hôm nay",
)
BIDI = declare(
    "TX004",
    Severity.ERROR,
    "The text holds the direction control {character}, which can make a line read otherwise than it is",
    "Delete the character",
    wrong="a title with U+202E inside",
    right="the same title without it",
)
REPLACEMENT = declare(
    "TX005",
    Severity.ERROR,
    "The text holds the sign “�”, left over from a damaged letter",
    "Type the damaged word again",
    wrong="T�nh Lai Châu",
    right="Tỉnh Lai Châu",
)
LONG_LINE = declare(
    "TX006",
    Severity.ERROR,
    "A line has {length} characters; the limit is {limit}",
    "Break the paragraph into lines; embedded pictures belong in a file of their own",
    wrong="![](data:image/png;base64,…)",
    right="![Ruộng bậc thang](ruong-bac-thang.jpg)",
)
DECOMPOSED = declare(
    "TX007",
    Severity.NOTE,
    "The text is written in decomposed Unicode; it was composed for publication",
    "Set the keyboard to “Unicode” (dựng sẵn), not “Unicode tổ hợp”",
    wrong="Lai Cha\u0302u (a + combining circumflex)",
    right="Lai Châu",
)
INVISIBLE = declare(
    "TX008",
    Severity.WARNING,
    "The text holds the invisible character {character}",
    "Delete the character; search does not find a word that has it inside",
    wrong="Lai\u200bChâu",
    right="Lai Châu",
)

# With those that have no meaning outside of a program, as the signs that this one marks places with.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ue000-\ue005\ufdd0-\ufdef\ufff9-\ufffb]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\U000e0000-\U000e007f]")
_SUSPECT = re.compile(
    "[^\n\r\t\x20-\x7e\u00a0-\u00ac\u00ae-\u061b\u061d-\u180d\u180f-\u1fff\u2010-\u2027\u202f-\u205f\u2070-\udfff\ue006-\ufdcf\ufdf0-\ufefe\uff00-\ufff8\ufffc\U00010000-\U000dffff\U000e0080-\U0010ffff]"
)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset into `text`."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def code_point(character: str) -> str:
    """`U+200B` and the character's Unicode name where it has one."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def clean(data: bytes, path: str, limit: int = MARKDOWN_LIMIT) -> tuple[str | None, list[Problem]]:
    """Decode and check the bytes of one file. The text is None when nothing sensible can be read from it."""
    if len(data) > limit:
        return None, [problem(TOO_LARGE, Location(path), size=len(data), limit=limit)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = position(before, len(before))
        return None, [problem(NOT_UTF8, Location(path, line, column), byte=f"0x{data[error.start]:02X}")]
    problems: list[Problem] = []
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        problems.append(problem(DECOMPOSED, Location(path)))
    text = _as_read(text)
    for match in _SUSPECT.finditer(text):
        problems.append(_suspicion(text, match.start(), path))
        if len(problems) >= 20:
            break
    if len(text) > LINE_LIMIT:
        for number, line_text in enumerate(text.split("\n"), 1):
            if len(line_text) > LINE_LIMIT:
                problems.append(problem(LONG_LINE, Location(path, number), length=len(line_text), limit=LINE_LIMIT))
    return text, problems


def decoded(data: bytes) -> str:
    """The text of bytes that `clean` found a text in. Raises UnicodeDecodeError for others."""
    return _as_read(data.decode("utf-8-sig"))


def _as_read(text: str) -> str:
    """Lines end as everywhere in here, letters are composed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _suspicion(text: str, offset: int, path: str) -> Problem:
    character = text[offset]
    where = Location(path, *position(text, offset))
    if character == "\ufffd":
        return problem(REPLACEMENT, where)
    if _BIDI.match(character):
        return problem(BIDI, where, character=code_point(character))
    if _INVISIBLE.match(character):
        return problem(INVISIBLE, where, character=code_point(character))
    return problem(CONTROL, where, character=code_point(character))
