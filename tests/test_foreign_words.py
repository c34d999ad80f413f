"""No Vietnamese or English word of the interface is left on a page of another language of this repository's own site.

Every visible text and label that is not marked as another language has to be in the page's own script. What may stand
in another one is said by rule: symbols of documents, abbreviations, units, addresses and files, names, and the few
words of `FREE`. A name begins with capitals and is no word of the interface: `Sin Suối Hồ` passes, `Search` does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
import pytest
import sites

from ttdn_site.locales.catalogs import PACKAGE_CATALOGS, fragments, read_catalog, singular_of

LABELS = ("alt", "title", "aria-label", "placeholder", "data-label", "data-count")
UNSEEN = frozenset(("script", "style", "title", "head", "meta", "link"))
KANA = re.compile(r"[\u3040-\u30fa\u30fd-\u30ff]")
CJK = re.compile(r"[\u3040-\u30fa\u30fd-\u30ff\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-zÀ-ỹĐđ]+(?:[ ’'.&/-]+[A-Za-zÀ-ỹĐđ]+)*")
WORD = re.compile(r"[A-Za-zÀ-ỹĐđ]+")
# Letters that Vietnamese has and English has not.
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
# `1185/QĐ-TTg`, `72/2015/NĐ-CP`, `22/2016/TT-BTTTT`: never translated.
SYMBOL = re.compile(r"\d+(?:/\d{4})?[-/](?:[A-ZĐ]+[-/])?[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ][A-ZĐa-z]*)*\d*")
FILE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/[\w-]+)*|https?://\S+")
UNITS = frozenset(("km", "ha", "m", "kWh", "kB", "MB", "KB", "MW"))
# Formats and services by their names; holes that a script fills; the Latin name of a plant; the title of a book; what
# the seal of a decree and the head of a table print.
FREE: tuple[str, ...] = (
    "iCalendar",
    "JSON Feed",
    "Data Package",
    "JavaScript",
    "shown",
    "all",
    "Panax vietnamensis",
    "var",
    "fuscidiscus",
)
FREE += ("Atom", "Địa chí Lai Châu", "NĐ-CP", "Ghi chú")


def texts(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Texts and labels that count as the page's own language."""
    own = tree.get("lang")
    languages = {tree: own}
    for element in tree.iter():
        parent = element.getparent()
        lang = element.get("lang") if isinstance(element.tag, str) else None
        languages[element] = lang or (languages[parent] if parent is not None else own)
        if parent is not None and languages[parent] == own and parent.tag not in UNSEEN:
            yield element.tail or ""
        if isinstance(element.tag, str) and element.tag not in UNSEEN and languages[element] == own:
            yield element.text or ""
            yield from (element.get(name, "") for name in LABELS)


@pytest.fixture(scope="module")
def interface_words() -> frozenset[str]:
    """Words of at least three letters in the interface's English and Vietnamese sentences."""
    found: set[str] = set()
    for path in fragments(PACKAGE_CATALOGS, "vi"):
        if path.name.startswith("problems"):
            continue
        for message in read_catalog(path, "vi"):
            text = message.string if isinstance(message.string, str) else " ".join(message.string or ())
            found.update(WORD.findall(f"{singular_of(message)} {text}" if message.id else ""))
    return frozenset(word.casefold() for word in found if len(word) > 2)


def strangers(text: str, tag: str, interface_words: frozenset[str]) -> list[str]:
    """What stands in a text that a page in this language cannot say."""
    text = SYMBOL.sub(" ", FILE.sub(" ", text))
    if tag == "vi":
        return CJK.findall(text)
    if tag == "en":
        for name in FREE:
            text = text.replace(name, " ")
        return [word for word in WORD.findall(text) if VIETNAMESE.search(word)] + CJK.findall(text)
    found = KANA.findall(text) if tag == "zh-Hans" else []
    for run in LATIN.findall(text):
        words = WORD.findall(run)
        # Single letters are the signs of notes.
        if len(run) == 1 or run in UNITS or run in FREE or all(word.isupper() and len(word) < 8 for word in words):
            continue
        known = [word.casefold() in interface_words for word in words]
        if not all(word[0].isupper() for word in words) or all(known):
            found.append(run)
    return found


def test_every_page_speaks_its_own_language(own_site: sites.BuiltSite, interface_words: frozenset[str]) -> None:
    found: dict[str, str] = {}
    for path in own_site.pages:
        tree = lxml.html.fromstring(own_site.read(path).encode())
        for text in texts(tree):
            for word in strangers(text, tree.get("lang", ""), interface_words):
                found.setdefault(word, f"{path}: {text.strip()[:80]}")
    assert not found, "\n".join(f"“{word}” in {where}" for word, where in list(found.items())[:40])


@pytest.mark.parametrize(
    ("tag", "text", "word"),
    [
        ("ja", "Search", "Search"),
        ("ja", "最新ニュース See all", "See all"),
        ("zh-Hans", "Tìm kiếm", "Tìm kiếm"),
        ("zh-Hans", "ニュース", "ニ"),
        ("en", "Tìm kiếm", "Tìm"),
        ("vi", "搜索", "搜"),
    ],
)
def test_a_word_left_behind_is_found(tag: str, text: str, word: str, interface_words: frozenset[str]) -> None:
    assert word in strangers(text, tag, interface_words)


@pytest.mark.parametrize("text", ["第1185/QĐ-TTg号决定", "Sin Suối Hồ 村", "1940 MW", "ASEAN", "lai-chau-2015.xlsx"])
def test_names_symbols_and_units_may_stand(text: str, interface_words: frozenset[str]) -> None:
    assert not strangers(text, "zh-Hans", interface_words)
