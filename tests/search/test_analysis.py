"""Terms of pages, and the client's reading of the same texts."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search import client, corpus

from ttdn_site.search.analysis import (
    RULES,
    Analyzer,
    beginnings,
    key_and_form,
    lines,
    normal,
    number_term,
    pieces,
    spelled,
)
from ttdn_site.search.index import term_path


def keys(text: str, plural: bool = False) -> list[str]:
    return [key_and_form(word, plural)[0] for _, word in pieces(normal(text)) if word]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điện Biên Phủ", ["dien", "bien", "phu"]),
        ("đường ĐƯỜNG Đường", ["duong"] * 3),
        (unicodedata.normalize("NFD", "Đường thuỷ"), ["duong", "thuy"]),
        ("Ｙｕｎｎａｎ ２０２５", ["yunnan", "2025"]),
        ("281/QĐ-UBND", ["281", "qd", "ubnd"]),
        ("Straße, Łódź, Ærø, İstanbul", ["strasse", "lodz", "aero", "istanbul"]),
        ("a_b", ["a", "b"]),
        ("05 007 0", ["5", "7", "0"]),
        ("x" * 500, ["x" * 32]),
        ("\x00<script>\u200balert\ufeff", ["script", "alert"]),
        ("", []),
    ],
)
def test_keys(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("projects", "project"), ("cities", "city"), ("boxes", "box"), ("branches", "branch"), ("passes", "pass"),
        ("gas", "gas"), ("status", "status"), ("press", "press"), ("analysis", "analysis"), ("ties", "tie"),
        ("laos", "lao"),
    ],
)  # fmt: skip
def test_plural_only_in_english(plural: str, single: str) -> None:
    assert keys(plural, Analyzer("en").plural) == [single]
    assert keys(plural, Analyzer("en-GB").plural) == [single]
    assert keys(plural, Analyzer("vi").plural) == [plural]


def test_one_form_for_both_ways_to_place_a_tone() -> None:
    assert key_and_form("hoà", False) == key_and_form("hòa", False)
    assert key_and_form("thuỷ", False) == key_and_form("thủy", False)
    forms = [key_and_form(word, False)[1] for word in ("duong", "dương", "đường", "dường", "đương")]
    assert len(set(forms)) == 5
    assert forms[0] == ""


def test_lines_of_a_run() -> None:
    assert lines(normal("ライチャウ省"), False) == [
        *"ライチャウ省", "ライ", "イチ", "チャ", "ャウ", "ウ省", "ライチャウ",
    ]  # fmt: skip
    assert lines(normal("莱州"), False) == ["莱", "州", "莱州"]
    assert lines(normal("ﾗｲﾁｬｳ"), False)[-1] == "ライチャウ"
    assert "茶" in lines(normal("喝茶ok"), False)
    assert "ok" in lines(normal("喝茶ok"), False)


def test_pairs_do_not_cross_a_run() -> None:
    assert len([line for line in lines("lai chau", False) if line[0] == "_"]) == 1
    assert not [line for line in lines("lai 省 chau", False) if line[0] == "_"]
    assert lines("lai chau", False)[-1] == lines(normal("Lai Châu"), False)[-1]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("theo Quyết định số 281/QĐ-UBND ngày", "#281/qd/ubnd"),
        ("72/2015/NĐ-CP", "#72/2015/nd/cp"),
        ("05/2015/TT-BTTTT", "#5/2015/tt/btttt"),
        ("Nghị quyết 17-NQ/TU", "#17/nq/tu"),
    ],
)
def test_document_numbers_in_texts(text: str, term: str) -> None:
    assert [line for line in lines(normal(text), False) if line[0] == "#"] == [term]
    typed = term[1:].split("/")
    assert number_term(typed) == term


@pytest.mark.parametrize("text", ["23/01/2015", "1.990 / 2.000", "km2/người", "và/hoặc"])
def test_not_document_numbers(text: str) -> None:
    assert not [line for line in lines(normal(text), False) if line[0] == "#"]


def test_beginnings_and_names() -> None:
    # In the order of the title, whatever the hash seed: an edit then touches the languages it was made in.
    assert beginnings(normal("Hầm đèo 茶 a hầm"), False) == ["^ha", "^ham", "^de", "^deo"]
    assert spelled("Lai  Châu") == "lai chau"
    assert spelled("ライチャウ") == "ライチャウ"


def test_version_follows_language_and_aliases() -> None:
    versions = {
        Analyzer("vi").version,
        Analyzer("en").version,
        Analyzer("vi", {"Lai Châu": ("莱州",)}).version,
        Analyzer("vi", {"Lai Châu": ("ライチャウ",)}).version,
    }
    assert len(versions) == 4
    assert Analyzer("vi", {"a": ("b",), "c": ("d",)}).version == Analyzer("vi", {"c": ("d",), "a": ("b",)}).version


def _samples() -> list[str]:
    texts = [
        part for language in corpus.LANGUAGES for each in corpus.records(language) for part in (each.title, each.text)
    ]
    texts += [unicodedata.normalize("NFD", text) for text in texts]
    texts += ["", " ", "\x00\x01", "<script>alert(1)</script>", "a" * 100, "a\u0301\u0323 \u0323 ọ\u0300"]
    texts += ["ÅÆØ ŁŁ ß ẞ ﬁ Σας ΣΑΣ İIı", "１／２　㈱ ① ½ № ℃ ™", "𠮷野家 👩\u200d🚀 𝔘𝔫𝔦", "ガギグ ﾊﾟﾋﾟ が カー々〆"]
    texts += ["ภาษาไทย ພາສາລາວ ខ្មែរ", "라이쩌우성", "हिन्दी", "العربية"]
    rng = random.Random(5)
    blocks = [(0x20, 0x250), (0x1E00, 0x1F00), (0x300, 0x370), (0x3000, 0x3130), (0x4E00, 0x4F00), (0xAC00, 0xAD00),
              (0xFF00, 0xFFEF), (0x370, 0x600), (0xE00, 0xF00), (0x2000, 0x2200)]  # fmt: skip
    for _ in range(600):
        low, high = rng.choice(blocks)
        texts.append(
            "".join(chr(rng.randrange(*rng.choice([(low, high), (0x20, 0x7F)]))) for _ in range(rng.randrange(20)))
        )
    # every letter, digit and mark of the basic plane this Python knows, in rows
    known = [chr(code) for code in range(0x20, 0x10000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    texts += [known[at] + " x" for at in range(0, len(known), 3)]
    return texts


@pytest.mark.parametrize("plural", [False, True])
def test_client_reads_alike(plural: bool, tmp_path: Path) -> None:
    texts = _samples()
    job = {"op": "analyse", "rules": dict(RULES), "plural": plural, "texts": texts}
    words = [key for text in texts for key in keys(text)][:3000]
    here = [
        [[run] if run else ["", *key_and_form(word, plural)] for run, word in pieces(normal(text))] for text in texts
    ]
    latin = [word for word in words if word.isascii() and not word.isdigit()]
    neighbours = list(pairwise(latin))
    jobs = [job, {"op": "paths", "keys": [*words, "#281/qd", "_abc", "茶葉"]}, {"op": "pairs", "pairs": neighbours}]
    there, paths, pairs = client.run(jobs, tmp_path)
    differing = [(text, mine, theirs) for text, mine, theirs in zip(texts, here, there, strict=True) if mine != theirs]
    assert not differing, differing[:5]
    assert pairs == [lines(f"{first} {second}", False)[-1] for first, second in neighbours]
    assert len(set(pairs)) > 0.95 * len(set(neighbours))
    assert paths == [term_path(key) for key in (*words, "#281/qd", "_abc", "茶葉")]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_and_normal_forms_are_alike(text: str) -> None:
    assert all("\n" not in line and line for line in lines(normal(text), True))
    for form in ("NFC", "NFD"):
        assert keys(unicodedata.normalize(form, text)) == keys(text)
