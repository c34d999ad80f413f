"""The index of one language as files: built whole, or brought up to date from what is there.

Files, all JSON in UTF-8, names in lower-case ASCII:

- `index.json`: the manifest. Page count, rules of analysis, sections, and a line for each part: version, size, prefix.
- `t….json`: terms, `{key: entry}` (`postings`). A key's path is 16 bits of a hash of its head and then the key
  itself, so that parts fill evenly in every script and words that begin with the same four letters are neighbours.
- `d….json`: what results show, `[[number, url, title, date, section, kind, snippet, [[heading id, heading]…]]…]`.
- `aliases.json`: `{name: [other names]}`, only when there are any.

A part keeps its name while its content changes. The client asks for the manifest with revalidation and for a part with
its version as `?v=`, so parts may be cached for as long as the host likes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ttdn_site.search import postings
from ttdn_site.search.analysis import NUMBER, PAIR, RULES, Analyzer, fnv, pair_term, spelled
from ttdn_site.search.numbering import NUMBER_BITS, moved, number
from ttdn_site.search.partition import Layout
from ttdn_site.search.postings import Entry
from ttdn_site.search.record import ONCE, TITLE, Extract, Term, section_term

MANIFEST: Final = "index.json"
ALIASES: Final = "aliases.json"
FORMAT: Final = 1
_HASH_BITS: Final = 16


def term_path(key: str) -> str:
    """Where a term lies: 16 bits of its head's hash, the key, and `$` as its end."""
    if key[0] == PAIR:
        head = key
    elif key[0] == NUMBER:
        head = key.partition("/")[0]
    else:
        head = key[:4]
    mixed = fnv(head)
    return f"{(mixed ^ mixed >> 15) & 0xFFFF:016b}{key}$"


def _term_size(key: str, entry: Entry) -> int:
    if isinstance(entry, str):
        return len(key) + len(entry) + 6
    return len(key) + 6 + sum(len(form) + len(text) + 6 for form, text in entry.items())


TERMS: Final[Layout[str, Entry]] = Layout(path=term_path, size=_term_size, limit=24_000, depth=_HASH_BITS + 16)
CARDS: Final[Layout[int, str]] = Layout(
    path=lambda page: f"{page:0{NUMBER_BITS}b}", size=lambda page, card: 1, limit=16, depth=NUMBER_BITS
)


@dataclass(frozen=True, slots=True)
class Before:
    """The present index for `update`: how to read one of its files, and the numbers it was made with."""

    read: Callable[[str], bytes]
    numbers: Mapping[str, int]


def build(extracts: Iterable[Extract], analyzer: Analyzer) -> dict[str, bytes]:
    """All files of the index of these pages, in any order of pages the same bytes."""
    by_url = {item.url: item for item in extracts}
    numbers = number((item.url, item.date) for item in by_url.values())
    found: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in range(TITLE)]
    pairs: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in range(TITLE)]
    cards: dict[int, str] = {}
    sections: set[str] = set()
    for url in sorted(numbers, key=numbers.__getitem__):
        item, page = by_url[url], numbers[url]
        cards[page] = item.card
        if item.section:
            sections.add(item.section)
        for lists, joined in zip(found, item.terms, strict=True):
            if joined:
                for line in joined.split("\n"):
                    lists[line].append(page)
        for level, of_pairs in enumerate(pairs, ONCE):
            for pair in item.pairs_of(level):
                of_pairs[pair].append(page)
    files: dict[str, bytes] = {}
    terms: dict[str, tuple[str, int]] = {}
    for prefix, entries in TERMS.split(_entries(found, pairs)).items():
        files[_term_file(prefix)] = content = _term_part(entries)
        terms[prefix] = (_version(content), TERMS.total(entries))
    shown: dict[str, tuple[str, int]] = {}
    for prefix, part in CARDS.split(cards).items():
        files[_card_file(prefix)] = content = _card_part(part)
        shown[prefix] = (_version(content), len(part))
    aliases = _aliases(analyzer)
    if aliases:
        files[ALIASES] = aliases
    files[MANIFEST] = _manifest(
        analyzer,
        pages=len(numbers),
        sections=sections,
        aliases=_version(aliases) if aliases else "",
        terms=terms,
        cards=shown,
    )
    return files


def update(
    before: Before,
    numbers: Mapping[str, int],
    old: Mapping[str, Extract],
    new: Mapping[str, Extract],
    analyzer: Analyzer,
) -> dict[str, bytes | None]:
    """The files that differ after an edit, None for those to delete: together with the rest, what `build` would give.

    numbers: `number()` of all pages as they are now. old, new: for every page that was edited, and for every address
    in `moved(before.numbers, numbers)`, its extract then and now (a page that came is only in `new`, one that went only
    in `old`). The analyzer must be the one of the present index (compare `Analyzer.version`), else `build`.

    Raises KeyError when the extract of a moved page is missing.
    """
    manifest = json.loads(before.read(MANIFEST))
    changes = _changes(before.numbers, numbers, old, new)
    gone: set[str] = set()

    def change_term(key: str, entry: Entry | None) -> Entry | None:
        after = postings.changed(entry, changes[key])
        if after is None:
            gone.add(key)
        return after

    terms, cards = _listed(manifest["terms"]), _listed(manifest["cards"])
    term_parts = TERMS.update(
        {prefix: size for prefix, (_, size) in terms.items()},
        lambda prefix: json.loads(before.read(_term_file(prefix))),
        changes,
        change_term,
    )
    now = {numbers[url]: item.card for url, item in new.items()}
    touched = {before.numbers[url] for url in old} | now.keys()
    card_parts = CARDS.update(
        {prefix: size for prefix, (_, size) in cards.items()},
        lambda prefix: _read_cards(before.read(_card_file(prefix))),
        touched,
        lambda page, _: now.get(page),
    )
    files: dict[str, bytes | None] = {}
    for prefix, entries in term_parts.items():
        content = _term_part(entries) if entries else None
        _place(files, terms, prefix, _term_file(prefix), content, TERMS.total(entries))
    for prefix, part in card_parts.items():
        _place(files, cards, prefix, _card_file(prefix), _card_part(part) if part else None, len(part))
    labels = {label for label, _ in manifest["sections"]} | {item.section for item in new.values() if item.section}
    files[MANIFEST] = _manifest(
        analyzer,
        pages=len(numbers),
        sections={label for label in labels if section_term(label) not in gone},
        aliases=manifest["aliases"],
        terms=terms,
        cards=cards,
    )
    return {name: content for name, content in files.items() if content is None or not _same(before, name, content)}


def _entries(found: list[defaultdict[str, list[int]]], pairs: list[defaultdict[int, list[int]]]) -> dict[str, Entry]:
    """From the pages of each line and each pair of words, by level, to entries by key."""
    texts = _written(found)
    forms: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in [line for line in texts if "\t" in line]:
        key, _, form = line.partition("\t")
        forms[key][form] = texts.pop(line)
    entries: dict[str, Entry] = dict(texts)
    for key, written in forms.items():
        plain = texts.get(key)
        entries[key] = dict(sorted({**written, **({"": plain} if plain else {})}.items()))
    entries.update((pair_term(pair), text) for pair, text in _written(pairs).items())
    return entries


def _written(found: list[defaultdict[Term, list[int]]]) -> dict[Term, str]:
    """The postings of each term, the highest level first. Empties what it is given."""
    texts: dict[Term, str] = {}
    for level in range(TITLE, ONCE - 1, -1):
        for term, pages in found[level - 1].items():
            listed = f"{level}{postings.encode(pages)}"
            texts[term] = f"{texts[term]}|{listed}" if term in texts else listed
        found[level - 1].clear()
    return texts


def _changes(
    before: Mapping[str, int], after: Mapping[str, int], old: Mapping[str, Extract], new: Mapping[str, Extract]
) -> dict[str, list[tuple[str, int, int, bool]]]:
    """By key what `postings.changed` takes; everything that goes stands before everything that comes."""
    for url in moved(before, after):
        if (url in before and url not in old) or (url in after and url not in new):
            raise KeyError(url)
    goes: list[tuple[str, int, int]] = []
    comes: list[tuple[str, int, int]] = []
    for url in sorted(old.keys() | new.keys()):
        then = {(line, level, before[url]) for line, level in old[url].levels().items()} if url in old else set()
        now = {(line, level, after[url]) for line, level in new[url].levels().items()} if url in new else set()
        goes += then - now
        comes += now - then
    changes: defaultdict[str, list[tuple[str, int, int, bool]]] = defaultdict(list)
    for present, listed in ((False, goes), (True, comes)):
        for line, level, page in listed:
            key, _, form = line.partition("\t")
            changes[key].append((form, level, page, present))
    return changes


def _place(
    files: dict[str, bytes | None],
    listed: dict[str, tuple[str, int]],
    prefix: str,
    name: str,
    content: bytes | None,
    size: int,
) -> None:
    files[name] = content
    if content is None:
        listed.pop(prefix, None)
    else:
        listed[prefix] = (_version(content), size)


def _same(before: Before, name: str, content: bytes) -> bool:
    try:
        return before.read(name) == content
    except (KeyError, FileNotFoundError):
        return False


def _manifest(
    analyzer: Analyzer,
    *,
    pages: int,
    sections: set[str],
    aliases: str,
    terms: Mapping[str, tuple[str, int]],
    cards: Mapping[str, tuple[str, int]],
) -> bytes:
    return _json(
        {
            "format": FORMAT,
            "language": analyzer.language,
            "pages": pages,
            "plural": analyzer.plural,
            "rules": RULES,
            "sections": [[label, section_term(label)] for label in sorted(sections)],
            "aliases": aliases,
            "terms": _list(terms),
            "cards": _list(cards),
        }
    )


def _list(parts: Mapping[str, tuple[str, int]]) -> str:
    return "\n".join(f"{version} {size} {prefix}" for prefix, (version, size) in sorted(parts.items()))


def _listed(text: str) -> dict[str, tuple[str, int]]:
    parts = {}
    for line in text.split("\n") if text else ():
        version, size, prefix = line.split(" ", 2)
        parts[prefix] = (version, int(size))
    return parts


def has_aliases_of(analyzer: Analyzer, before: Callable[[str], bytes]) -> bool:
    """Whether an index that was built knows the places of this analyzer. before: reads a file of the index."""
    aliases = _aliases(analyzer)
    told: str = json.loads(before(MANIFEST))["aliases"]
    return told == (_version(aliases) if aliases else "")


def _aliases(analyzer: Analyzer) -> bytes:
    others: defaultdict[str, set[str]] = defaultdict(set)
    for name, more in analyzer.aliases.items():
        group = {spelled(each) for each in (name, *more)} - {""}
        for each in group:
            others[each] |= group - {each}
    return _json({name: sorted(others[name]) for name in sorted(others) if others[name]}) if others else b""


def _term_part(entries: Mapping[str, Entry]) -> bytes:
    return _json(dict(sorted(entries.items())))


def _card_part(cards: Mapping[int, str]) -> bytes:
    return ("[" + ",\n".join(f"[{page},{cards[page][1:]}" for page in sorted(cards)) + "]").encode()


def _read_cards(content: bytes) -> dict[int, str]:
    return {row[0]: _json(row[1:]).decode() for row in json.loads(content)}


def _term_file(prefix: str) -> str:
    """`t` and the prefix; characters other than a-z and 0-9 as `-hex-`, so a name is safe on every server."""
    return f"t{''.join(sign if sign.isascii() and sign.isalnum() else f'-{ord(sign):x}-' for sign in prefix)}.json"


def _card_file(prefix: str) -> str:
    return f"d{prefix}.json"


def _version(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.blake2b(content, digest_size=3).digest()).decode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
