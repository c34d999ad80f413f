"""The client's reading of an index: hostile queries, filters, marks, an index that changes under it, bytes."""

from __future__ import annotations

import datetime
import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from search import client, corpus

from ttdn_site.search import postings
from ttdn_site.search.analysis import RULES, Analyzer
from ttdn_site.search.index import build
from ttdn_site.search.record import SearchRecord, extract

HOSTILE = [
    "",
    " ",
    "\x00\x01\x02",
    "<script>alert(1)</script>",
    "a" * 10_000,
    "đường " * 2_000,
    "茶" * 10_000,
    "../../../etc/passwd",
    "__proto__ constructor hasOwnProperty",
    "\ud83d\ude00 \u202e \ufeff",
    "93/KH-UBND" * 500,
    "% & ? # \\ \" '",
]


def ask(files: dict[str, bytes], queries: list[dict[str, Any]], folder: Path) -> list[Any]:
    [answers] = client.run([{"op": "find", "files": client.texts(files), "queries": queries}], folder)
    return list(answers)


def test_hostile_queries(tmp_path: Path) -> None:
    for language in corpus.LANGUAGES:
        for answer in ask(corpus.index(language), [{"q": query} for query in HOSTILE], tmp_path):
            assert "error" not in answer, answer


def test_a_long_query_is_cut(tmp_path: Path) -> None:
    job = {"op": "parse", "rules": dict(RULES), "texts": ["a b " * 3000, "茶叶" * 3000, "x" * 10_000]}
    [units] = client.run([job], tmp_path)
    assert units == [20, 1, 1]


def test_empty_index_and_one_page(tmp_path: Path) -> None:
    analyzer = Analyzer("vi")
    [answer] = ask(build([], analyzer), [{"q": "chè"}], tmp_path)
    assert (answer["total"], answer["log"]) == (0, ["index.json"])
    one = build([extract(SearchRecord("che/", "Chè", "vi"), analyzer)], analyzer)
    assert [answer["urls"] for answer in ask(one, [{"q": "chè"}, {"q": "che"}, {"q": "cha"}], tmp_path)] == [
        ["che/"], ["che/"], [],
    ]  # fmt: skip


def test_words_like_object_members_are_words(tmp_path: Path) -> None:
    analyzer = Analyzer("en")
    files = build([extract(SearchRecord("a/", "constructor of __proto__ toString", "en"), analyzer)], analyzer)
    found = ask(files, [{"q": word} for word in ("constructor", "proto", "toString", "valueOf")], tmp_path)
    assert [answer["total"] for answer in found] == [1, 1, 1, 0]


def test_filters(tmp_path: Path) -> None:
    files = corpus.index("vi")
    sections = dict(json.loads(files["index.json"])["sections"])
    border = sections["Biển đảo – Biên giới"]
    queries = [
        {"q": "biên giới", "options": {"section": border}},
        {"q": "biên giới", "options": {"year": 2025}},
        {"q": "biên giới", "options": {"section": border, "year": 2022}},
        {"q": "biên giới", "options": {"section": "@unknown"}},
    ]
    by_section, by_year, by_both, unknown = ask(files, queries, tmp_path)
    assert {card["section"] for card in by_section["cards"]} == {"Biển đảo – Biên giới"}
    assert {card["date"][:4] for card in by_year["cards"]} == {"2025"}
    assert by_both["urls"] == ["bien-gioi/mang-luoi-duong/"]
    assert unknown["total"] == 0


def test_marks_show_what_was_found(tmp_path: Path) -> None:
    def marked(language: str, query: str, typing: bool = False) -> list[str]:
        answer = ask(corpus.index(language), [{"q": query, "options": {"typing": typing}}], tmp_path)[0]
        assert "".join(piece for piece, _ in answer["marks"][0]) == answer["cards"][0]["title"]
        return [piece for piece, hit in answer["marks"][0] if hit]

    assert marked("vi", "duong bo hoang lien") == ["đường", "bộ", "Hoàng", "Liên"]
    assert marked("vi", "khoi c", typing=True) == ["Khởi"]
    assert marked("zh", "隧道开工") == ["隧道开工"]
    assert marked("zh", "sin hồ") == ["Sin", "Hồ"]
    assert marked("ja", "ﾄﾝﾈﾙ") == ["トンネル"]
    assert marked("en", "gates") == ["gate"]


def test_aliases_only_where_they_help(tmp_path: Path) -> None:
    files = corpus.index("zh")
    found, other = ask(files, [{"q": "ライチャウ"}, {"q": "ライ"}], tmp_path)
    assert found["total"] == 4
    assert other["total"] == 0


def test_levels_decide_then_dates(tmp_path: Path) -> None:
    analyzer = Analyzer("vi")
    day = datetime.date(2020, 1, 1)
    pages = [
        SearchRecord("body/", "x", "vi", text="sâm", date=day),
        SearchRecord("newer-body/", "x", "vi", text="sâm", date=datetime.date(2021, 1, 1)),
        SearchRecord("summary/", "x", "vi", summary="sâm", date=day),
        SearchRecord("number/", "x", "vi", numbers=("sâm",), date=day),
        SearchRecord("heading/", "x", "vi", headings=(("h", "sâm"),), date=day),
        SearchRecord("title/", "sâm", "vi", date=day),
        SearchRecord("other-marks/", "sam", "vi", date=datetime.date(2026, 1, 1)),
        SearchRecord("none/", "x", "vi", text="quế", date=day),
    ]
    files = build([extract(page, analyzer) for page in pages], analyzer)
    with_marks, without = ask(files, [{"q": "sâm"}, {"q": "sam"}], tmp_path)
    assert with_marks["urls"] == ["title/", "heading/", "number/", "summary/", "newer-body/", "body/", "other-marks/"]
    assert without["urls"][:2] == ["other-marks/", "title/"]


def test_neighbours_rank_first(tmp_path: Path) -> None:
    analyzer = Analyzer("vi")
    pages = [
        SearchRecord("apart/", "x", "vi", text="giang sơn hà nội"),
        SearchRecord("adjacent/", "x", "vi", text="tỉnh hà giang cũ"),
    ] + [SearchRecord(f"other/{place}/", "x", "vi", text="hà nội") for place in range(9)]
    files = build([extract(page, analyzer) for page in pages], analyzer)
    [answer] = ask(files, [{"q": "ha giang"}], tmp_path)
    assert answer["urls"] == ["adjacent/", "apart/"]


def test_a_site_published_anew_while_open(tmp_path: Path) -> None:
    analyzer = Analyzer("vi")
    text = " ".join(f"từ{place}" for place in range(3000))
    before = build([extract(SearchRecord("a/", "Chè", "vi", text=text), analyzer)], analyzer)
    after = build([extract(SearchRecord("b/", "Chè", "vi"), analyzer)], analyzer)
    assert not {name for name in before if name[0] == "t"} & set(after)
    job = {"op": "renewed", "before": client.texts(before), "after": client.texts(after), "q": "chè"}
    assert client.run([job], tmp_path) == [["b/"]]


@pytest.mark.parametrize("gone", ["index.json", "t"])
def test_missing_parts_are_told(gone: str, tmp_path: Path) -> None:
    files = {name: content for name, content in corpus.index("vi").items() if not name.startswith(gone)}
    [answer] = ask(files, [{"q": "chè"}], tmp_path)
    assert answer["error"] == "missing"


def test_nothing_beyond_the_query_is_fetched(tmp_path: Path) -> None:
    """Six hundred pages: a query takes a small share of the index."""
    analyzer = Analyzer("vi")
    pages = [
        SearchRecord(
            f"{place}/", f"Tin {place}", "vi", text=" ".join(f"từ{(place * 31 + at) % 4000}" for at in range(60))
        )
        for place in range(600)
    ]
    files = build([extract(page, analyzer) for page in pages], analyzer)
    packed = {name: len(gzip.compress(content, 9)) for name, content in files.items()}
    [answer] = ask(files, [{"q": "từ77"}], tmp_path)
    assert answer["total"] > 0
    assert len(answer["log"]) == len(set(answer["log"]))
    assert sum(packed[name] for name in answer["log"]) < 0.3 * sum(packed.values())


def test_postings_are_read_alike(tmp_path: Path) -> None:
    rows = [[], [0], [5], [0, 1, 2], [63, 64, 65, 10_000, 10_001, 300_000, 80_000_000], list(range(0, 10**6, 997))]
    [there] = client.run([{"op": "decode", "texts": [postings.encode(row) for row in rows]}], tmp_path)
    assert there == rows == [postings.decode(postings.encode(row)) for row in rows]


@pytest.mark.browser
def test_browser_and_node_agree(tmp_path: Path) -> None:
    queries = [{"q": query} for query in ("Lai Châu", "茶", "2025")]
    jobs = [
        {"op": "find", "files": client.texts(corpus.index(language)), "queries": queries}
        for language in corpus.LANGUAGES
    ]
    node = shutil.which("node")
    there = client.run_in_chromium(jobs)
    assert [len(answers) for answers in there] == [3] * 4
    if node:
        assert there == client.run_in_node(node, jobs, tmp_path)


def test_client_is_plain() -> None:
    for path in client.ASSETS.glob("search*.js"):
        source = path.read_text("utf-8")
        assert not re.search(
            r"\beval\b\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://(?!s)", source
        )
        assert len(gzip.compress(source.encode(), 9)) < 8_000
