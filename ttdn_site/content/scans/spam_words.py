"""Words of gambling and other spam: what intruders leave in a state's pages, and in its repository.

A word alone may be news (the police closed an illegal betting ring), so it is a warning; in a link it is an error.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from importlib import resources
from typing import NamedTuple

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

SPAM_WORD = declare(
    "SF007",
    Severity.WARNING,
    "Words of gambling or other spam stand in the text: “{word}”",
    "Find out who wrote them if nobody of the editors did; news about such offences may keep them",
    wrong="nhà cái uy tín số một",
    right="Công an triệt phá đường dây đánh bạc",
)
SPAM_LINK = declare(
    "SF008",
    Severity.ERROR,
    "A link advertises gambling or other spam: “{word}”",
    "Delete the link, and find out who put it there",
    wrong="[nhà cái uy tín](https://nhacai.example/)",
    right="(the link deleted)",
)

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\(\s*<?([^\s<>)]{1,2000})|(https?://[^\s<>)\"'\]]{1,2000})")


def scan(text: str, path: str) -> list[Problem]:
    """Each word once; in every link that holds one, an error."""
    words = spam_words(text)
    if not words:
        return []
    problems: list[Problem] = []
    in_links: set[str] = set()
    for match in _LINK.finditer(text):
        held = spam_words(" ".join(part for part in match.groups() if part))
        if held:
            in_links.update(held)
            problems.append(problem(SPAM_LINK, Location(path, *position(text, match.start())), word=held[0]))
    for word in words:
        if word not in in_links:
            problems.append(problem(SPAM_WORD, Location(path, *position(text, _offset(text, word))), word=word))
    return problems


def signs() -> tuple[str, ...]:
    return _table().forms


def spam_words(text: str) -> tuple[str, ...]:
    """The entries of `spam-words.tsv` in a text, as listed; also in the form they have in addresses (nha-cai)."""
    plain = unicodedata.normalize("NFC", html.unescape(text) if "&" in text else text).casefold()
    table = _table()
    # The plain search first: it is many times faster, and nearly every word is in nearly no page.
    held = list(filter(plain.__contains__, table.ascii if plain.isascii() else table.forms))
    if not held:
        return ()
    found = {form for form in held if _stands_alone(form, plain)}
    return tuple(word for word, forms in table.words if not found.isdisjoint(forms))


class _Table(NamedTuple):
    """words: each entry of the list with the forms it is looked for in. forms: of all; ascii: those in ASCII."""

    words: tuple[tuple[str, tuple[str, ...]], ...]
    forms: tuple[str, ...]
    ascii: tuple[str, ...]


@functools.cache
def _table() -> _Table:
    table = resources.files("ttdn_site.content.scans").joinpath("spam-words.tsv").read_text(encoding="utf-8")
    words = tuple((word, _forms(word)) for word in (line.split("\t")[2] for line in table.splitlines()[1:]))
    forms = tuple(dict.fromkeys(form for _, of_word in words for form in of_word))
    return _Table(words, forms, tuple(filter(str.isascii, forms)))


def _forms(word: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFC", word).casefold()
    if _IDEOGRAPHS.search(folded):
        return (folded,)
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c)).replace("đ", "d")
    return tuple(dict.fromkeys((folded, bare.replace(" ", "-"))))


def _stands_alone(form: str, text: str) -> bool:
    return bool(_IDEOGRAPHS.search(form) or re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text))


def _offset(text: str, word: str) -> int:
    """Where a word stands as it is written, or in its form for addresses; 0 when only entities spell it."""
    places = [match.start() for form in _forms(word) if (match := re.search(re.escape(form), text, re.IGNORECASE))]
    return min(places, default=0)
