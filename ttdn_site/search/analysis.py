"""From text to terms, for pages and (mirrored in `theme/assets/search-query.js`) for queries.

Text is normalised with NFKC and lower-cased, then cut into *words* (letters and digits) and *runs* (characters of
scripts that do not part words, such as Han, Kana, Hangul, Thai, Lao). The rules are one table, `rules.json`: Python
reads it here, the client finds the same table in the index it fetches.

A word has a *key*, which is what a reader may type without marks (`đường` → `duong`), and a *form*, which keeps the
marks in one canonical order (`hoà` and `hòa` are the same form). A run gives its characters, its pairs of
neighbouring characters and its katakana words. Neighbouring words give a pair too, so that
`Điện Biên` beats `biên … điện`.

Kinds of term, told apart by the first character (none of these occurs in a key):
`_` two neighbouring words, `#` a document number, `^` the beginning of a word of a title, `@` a filter. Pairs of words
are hashed to 18 bits, because pairs that occur once would be most of the keys; a false hit, one in a thousand, only
raises a page that has both words anyway.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import chain, islice, pairwise
from operator import xor
from typing import Any, Final, NamedTuple

PAIR, NUMBER, START, FILTER = "_", "#", "^", "@"
RULES: Final[Mapping[str, Any]] = json.loads(files(__package__).joinpath("rules.json").read_text("utf-8"))


def _ranges(name: str) -> str:
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in RULES[name])


_RUN: Final = _ranges("runs")
_LETTER: Final = rf"[^\W_{_RUN}]"
WORD: Final = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_ranges('joined')}])*")
_PIECES: Final = re.compile(rf"([{_RUN}]+)|({WORD.pattern})")
_HAS_RUN: Final = re.compile(f"[{_RUN}]")
_MARKS: Final = re.compile(f"[{_ranges('marks')}]")
_KATAKANA: Final = re.compile(f"[{_ranges('katakana')}]{{3,}}")
_TONES: Final = frozenset(chr(code) for code in RULES["tones"])
_LETTERS: Final = str.maketrans(RULES["letters"])
_LONGEST: Final[int] = RULES["word"]
# 281/QĐ-UBND, 72/2015/NĐ-CP, and as the Party writes them 17-NQ/TU.
_TYPED_NUMBER: Final = re.compile(
    r"(?<!\w)\d+(?:/\d+)*/[^\W\d_][^\W_]*(?:-[^\W_]+)*|(?<!\w)\d+-[^\W\d_]+/[^\W\d_]+(?:-[^\W_]+)*"
)
_DIGITS: Final = re.compile("[0-9]+")
_SIGNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TWO_SIGNS: Final = tuple(first + second for first in _SIGNS for second in _SIGNS)


@dataclass(frozen=True, slots=True)
class Analyzer:
    """How one language is read: its BCP 47 tag and the names of places that stand for each other.

    aliases: a name and its other names in any script, such as `{"Lai Châu": ("莱州", "ライチャウ")}`. They widen
    queries, not pages: whoever asks for any of the names finds pages that write another one.
    """

    language: str
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def plural(self) -> bool:
        """Whether a final s is dropped from words (English)."""
        return self.language.partition("-")[0] in RULES["plural"]

    def vocabulary(self) -> Vocabulary:
        """An empty one, to read many pages with."""
        return Vocabulary(self.plural)

    @property
    def version(self) -> str:
        """Changes when pages would be read differently or other aliases apply: build everything again then."""
        told = json.dumps([self.language, sorted(self.aliases.items()), RULES], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def normal(text: str) -> str:
    """NFKC in lower case. Lower-casing may leave a decomposed letter (`İ`), hence the second pass."""
    lowered = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    return lowered if lowered.isascii() else unicodedata.normalize("NFKC", lowered)


@lru_cache(maxsize=1 << 16)
def key_and_form(word: str, plural: bool) -> tuple[str, str]:
    """The key of a normalised word and its form; the form is `""` when it equals the key.

    Both are cut to 32 characters. Numbers lose leading zeros in the key: `05/QĐ-UBND` and `5/QĐ-UBND` are one number.
    """
    if word.isascii():
        key = form = word[:_LONGEST]
    else:
        parts = unicodedata.normalize("NFD", word)
        key = unicodedata.normalize("NFC", _MARKS.sub("", parts)).translate(_LETTERS)[:_LONGEST]
        tones = "".join(letter for letter in parts if letter in _TONES)
        rest = "".join(letter for letter in parts if letter not in _TONES)
        form = unicodedata.normalize("NFC", rest + tones)[:_LONGEST]
    if _DIGITS.fullmatch(key):
        key = key.lstrip("0") or "0"
    elif plural:
        key = _singular(key)
    return (key, "" if form == key else form)


def _singular(key: str) -> str:
    """Harman's S-stemmer with its exceptions: only a plural s goes, and never from short words, -ss, -us or -is."""
    if len(key) < 4 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("ches", "shes", "xes", "zes", "sses")):
        return key[:-2]
    return key[:-1]


def pieces(text: str) -> list[tuple[str, str]]:
    """The runs and words of a normalised text in order, as (run, "") or ("", word)."""
    return _PIECES.findall(text)


def number_term(words: Sequence[str]) -> str:
    """The term of a document number from its parts: `#281/qd/ubnd`."""
    return NUMBER + "/".join(key_and_form(word, False)[0] for word in words)


class Word(NamedTuple):
    """A word as it is read: its line (see `lines`), and its 18 bits as the first and as the second of a pair."""

    line: str
    first: int
    second: int


class Vocabulary(dict[str, tuple[Word, ...]]):
    """What stands between two spaces, by its words: `("chè,", …)`. A page brings few that no page before it had.

    Lives as long as pages are read; forgets everything when it has grown to `MOST`.
    """

    MOST: Final = 1 << 15

    def __init__(self, plural: bool) -> None:
        super().__init__()
        self.plural = plural

    def __missing__(self, chunk: str) -> tuple[Word, ...]:
        if len(self) >= self.MOST:
            self.clear()
        found = self[chunk] = tuple(_read(word, self.plural) for word in WORD.findall(chunk))
        return found


class Terms(NamedTuple):
    """The terms of a text as often as they occur: lines (see `lines`), and pairs of words as 18 bits each."""

    lines: list[str]
    pairs: list[int]


def terms(text: str, vocabulary: Vocabulary) -> Terms:
    """Every term of a normalised text; document numbers last."""
    found: list[str] = []
    pairs: list[int] = []
    if not _HAS_RUN.search(text):
        # No word holds a space, so the text may be parted there first.
        words = list(chain.from_iterable(map(vocabulary.__getitem__, text.split())))
        if words:
            lines, first, second = zip(*words, strict=True)
            found += lines
            pairs += map(xor, first, islice(second, 1, None))
    else:
        near: list[Word] = []
        for run, word in pieces(text):
            if run:
                found += run
                found += map(str.__add__, run, run[1:])
                found += _KATAKANA.findall(run)
                pairs += [one.first ^ two.second for one, two in pairwise(near)]
                near.clear()
            else:
                near += vocabulary[word]
                found.append(near[-1].line)
        pairs += [one.first ^ two.second for one, two in pairwise(near)]
    if "/" in text:
        found += [number_term(WORD.findall(number)) for number in _TYPED_NUMBER.findall(text)]
    return Terms(found, pairs)


def lines(text: str, plural: bool) -> list[str]:
    """Every term of a normalised text as the index writes it, as often as it occurs, pairs last.

    A line is a key, or a key, a tab and its form.
    """
    found = terms(text, Vocabulary(plural))
    return [*found.lines, *map(pair_term, found.pairs)]


@lru_cache(maxsize=1 << 16)
def _read(word: str, plural: bool) -> Word:
    key, form = key_and_form(word, plural)
    return Word(f"{key}\t{form}" if form else key, *_as_neighbour(key))


def fnv(text: str) -> int:
    """FNV-1a, 32 bits, over code points."""
    mixed = 2166136261
    for letter in text:
        mixed = ((mixed ^ ord(letter)) * 16777619) & 0xFFFFFFFF
    return mixed


def _as_neighbour(key: str) -> tuple[int, int]:
    """18 bits of a word as the first of a pair, and as the second."""
    mixed = fnv(key)
    return mixed & 0x3FFFF, (mixed * 2654435761 & 0xFFFFFFFF) >> 14


def pair_term(pair: int) -> str:
    """The term of a pair of words from its 18 bits."""
    return f"{PAIR}{_SIGNS[pair >> 12]}{_TWO_SIGNS[pair & 0xFFF]}"


def beginnings(text: str, plural: bool) -> list[str]:
    """Terms for the first two and three letters of the words of a normalised title; they answer while typing."""
    # In the order of the title: what a page brings to the index is then the same in every process.
    keys = dict.fromkeys(key_and_form(word, plural)[0] for run, word in pieces(text) if word)
    return [START + key[:size] for key in keys for size in (2, 3) if len(key) >= size]


def spelled(text: str) -> str:
    """A name as the client looks it up: keys of words parted by spaces, runs as they are (`lai chau`, `莱州`)."""
    return " ".join(run or key_and_form(word, False)[0] for run, word in pieces(normal(text)))
