"""The files of an index: small, stable, and after an edit the same as made anew."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search import client, corpus

from ttdn_site.search import index
from ttdn_site.search.analysis import Analyzer
from ttdn_site.search.index import Before, build, update
from ttdn_site.search.numbering import moved, number
from ttdn_site.search.partition import Layout
from ttdn_site.search.record import Extract, SearchRecord, extract, snippet

ANALYZER = Analyzer("vi", {"Lai Châu": ("莱州",)})
WORDS = (
    "tỉnh",
    "lai",
    "châu",
    "đường",
    "duong",
    "đương",
    "du lịch",
    "茶叶",
    "莱州省",
    "cửa khẩu",
    "93/KH-UBND",
    "2025",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
PAGES = st.dictionaries(
    st.sampled_from([f"p/{place}/" for place in range(12)]),
    st.builds(
        SearchRecord,
        url=st.just(""),
        title=TEXTS,
        language=st.just("vi"),
        text=TEXTS,
        date=st.sampled_from([None, datetime.date(2025, 1, 1), datetime.date(2025, 1, 2), datetime.date(1, 1, 1)]),
        section=st.sampled_from(["", "Tin tức", "Văn bản"]),
    ),
    max_size=10,
)


def extracts(pages: dict[str, SearchRecord]) -> dict[str, Extract]:
    return {url: extract(dataclasses.replace(page, url=url), ANALYZER) for url, page in pages.items()}


def numbers(pages: dict[str, Extract]) -> dict[str, int]:
    return number((item.url, item.date) for item in pages.values())


def updated(files: dict[str, bytes], old: dict[str, Extract], new: dict[str, Extract]) -> dict[str, bytes | None]:
    """The way a caller goes: only edited and moved pages are handed over."""
    before, after = numbers(old), numbers(new)
    touched = moved(before, after) | {url for url in old.keys() & new.keys() if old[url] != new[url]}
    return update(
        Before(files.__getitem__, before),
        after,
        {url: old[url] for url in touched & old.keys()},
        {url: new[url] for url in touched & new.keys()},
        ANALYZER,
    )


def applied(files: dict[str, bytes], changes: dict[str, bytes | None]) -> dict[str, bytes]:
    return {name: content for name, content in {**files, **changes}.items() if content is not None}


@pytest.fixture
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits at which a dozen pages split and merge."""
    monkeypatch.setattr(index, "TERMS", dataclasses.replace(index.TERMS, limit=300))
    monkeypatch.setattr(index, "CARDS", dataclasses.replace(index.CARDS, limit=2))


@pytest.mark.usefixtures("_small_parts")
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PAGES, min_size=2, max_size=4))
def test_an_update_gives_what_a_build_gives(states: list[dict[str, SearchRecord]]) -> None:
    old = extracts(states[0])
    files = build(old.values(), ANALYZER)
    for pages in states[1:]:
        new = extracts(pages)
        files = applied(files, updated(files, old, new))
        assert files == build(new.values(), ANALYZER)
        old = new


@pytest.mark.usefixtures("_small_parts")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAGES, PAGES)
def test_an_update_hands_back_only_what_differs(
    first: dict[str, SearchRecord], second: dict[str, SearchRecord]
) -> None:
    old, new = extracts(first), extracts(second)
    files = build(old.values(), ANALYZER)
    for name, content in updated(files, old, new).items():
        assert files.get(name) != content


def test_order_of_pages_does_not_matter() -> None:
    pages = list(corpus.extracts("vi"))
    assert build(pages, ANALYZER) == build(reversed(pages), ANALYZER)


def test_an_edit_touches_only_parts_with_its_terms(many: dict[str, SearchRecord]) -> None:
    old = extracts(many)
    files = build(old.values(), ANALYZER)
    assert len(files) > 40
    url = "trang/77/"
    page = dataclasses.replace(many[url], text=f"{many[url].text} zebra")
    changes = updated(files, old, extracts({**many, url: page}))
    # the word, its pair with the word before, and the manifest
    assert len(changes) == 3
    holding = [name for name, content in changes.items() if content and b'"zebra"' in content]
    assert len(holding) == 1


def test_other_pages_parts_stay_when_one_comes_or_goes(many: dict[str, SearchRecord]) -> None:
    old = extracts(many)
    files = build(old.values(), ANALYZER)
    page = SearchRecord("trang/moi/", "Zebra", "vi", text="zebra", date=datetime.date(2021, 1, 1))
    new = extracts({**many, page.url: page})
    came = updated(files, old, new)
    # zebra, ^ze, ^zeb, its card, and the manifest
    assert 3 <= len(came) <= 5
    assert updated(applied(files, came), new, old).keys() == came.keys()


@pytest.fixture(scope="module")
def many() -> dict[str, SearchRecord]:
    start = datetime.date(2020, 1, 1)
    pages = [
        SearchRecord(
            f"trang/{place}/",
            f"Trang {place}",
            "vi",
            text=f"chữ{place} chung " + " ".join(f"từ{place * 7 % 500}x{number}" for number in range(20)),
            date=start + datetime.timedelta(days=place % 300),
        )
        for place in range(600)
    ]
    return {page.url: page for page in pages}


def test_a_missing_extract_is_an_error() -> None:
    old = extracts({"a/": SearchRecord("a/", "A", "vi")})
    files = build(old.values(), ANALYZER)
    with pytest.raises(KeyError, match="b/"):
        update(Before(files.__getitem__, numbers(old)), number([("a/", ""), ("b/", "")]), {}, {}, ANALYZER)


def test_a_state_that_does_not_fit_is_an_error() -> None:
    old = extracts({"a/": SearchRecord("a/", "đường", "vi")})
    files = build(old.values(), ANALYZER)
    wrong = extracts({"a/": SearchRecord("a/", "sông", "vi")})
    with pytest.raises(ValueError, match="not listed"):
        update(Before(files.__getitem__, numbers(old)), numbers(old), wrong, {}, ANALYZER)


def test_empty_index() -> None:
    files = build([], Analyzer("vi"))
    assert list(files) == ["index.json"]
    manifest = json.loads(files["index.json"])
    assert (manifest["pages"], manifest["terms"], manifest["cards"], manifest["sections"]) == (0, "", "", [])
    one = extracts({"a/": SearchRecord("a/", "A", "vi", section="Tin")})
    assert applied(build([], ANALYZER), updated(build([], ANALYZER), {}, one)) == build(one.values(), ANALYZER)
    assert applied(build(one.values(), ANALYZER), updated(build(one.values(), ANALYZER), one, {})) == build(
        [], ANALYZER
    )


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_file_names_suit_every_server(language: str) -> None:
    for name, content in corpus.index(language).items():
        assert re.fullmatch(r"[a-z0-9-]{1,150}\.json", name), name
        assert isinstance(json.loads(content), (dict, list))


def test_a_hundred_thousand_terms() -> None:
    text = " ".join(f"từ{place}" for place in range(100_000))
    files = build([extract(SearchRecord("a/", "A", "vi", text=text), ANALYZER)], ANALYZER)
    assert max(map(len, files.values())) < 60_000
    assert len({name.lower() for name in files}) == len(files)


def test_extract_is_small_and_pickles() -> None:
    for item in corpus.extracts("vi"):
        assert pickle.loads(pickle.dumps(item)) == item
        assert len(pickle.dumps(item)) < 6_000


def test_levels_of_fields() -> None:
    record = SearchRecord(
        "a/", "Mốt", "vi", "tóm", "mốt thân thân nhiều nhiều nhiều nhiều một", (("x", "đề"),), ("93/KH-UBND",)
    )
    levels = extract(record, ANALYZER).levels()
    by_key = {line.partition("\t")[0]: level for line, level in levels.items()}
    assert [by_key[key] for key in ("de", "kh", "#93/kh/ubnd", "tom", "nhieu", "than")] == [6, 5, 5, 4, 3, 2]
    # by form: mốt is in the title, một once in the body
    assert sorted(level for line, level in levels.items() if line.startswith("mot\t")) == [1, 7]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Một  hai\nba", "Một hai ba"),
        ("", ""),
        ("từ " * 100, " ".join(["từ"] * 53) + "…"),
        ("茶" * 100, "茶" * 80 + "…"),
        ("x" * 200, "x" * 160 + "…"),
    ],
)
def test_snippet(text: str, shown: str) -> None:
    assert snippet(text) == shown


class TestNumbers:
    def test_depend_on_no_other_page(self) -> None:
        places = [(f"p{place}/", f"2025-01-{place % 28 + 1:02d}") for place in range(500)]
        whole = number(places)
        moved_by_half = sum(whole[url] != other for url, other in number(places[::2]).items())
        assert moved_by_half <= 8

    def test_follow_the_date(self) -> None:
        numbers = number([("b/", "2024-12-31"), ("a/", "2025-01-01"), ("c/", ""), ("d/", "0900-01-01")])
        assert sorted(numbers, key=numbers.__getitem__) == ["c/", "d/", "b/", "a/"]

    def test_years_as_the_client_reads_them(self, tmp_path: Path) -> None:
        days = ["2025-01-01", "2025-12-31", "1900-01-01", "2024-02-29", ""]
        numbers = number((f"{day}/", day) for day in days)
        [years] = client.run([{"op": "years", "pages": [numbers[f"{day}/"] for day in days]}], tmp_path)
        assert years == [2025, 2025, 1900, 2024, 0]

    def test_ten_thousand_pages_of_one_day_keep_the_year(self) -> None:
        numbers = number((f"p{place}/", "2025-12-31") for place in range(10_000))
        assert len(set(numbers.values())) == 10_000
        assert {page >> 19 for page in numbers.values()} == {2025 - 1899}

    def test_an_address_twice_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="two pages"):
            number([("a/", ""), ("a/", "2025-01-01")])


def test_partition_splits_long_equal_beginnings_and_lone_big_entries() -> None:
    layout: Layout[str, int] = Layout(path=lambda key: key + "$", size=lambda key, value: value, limit=10, depth=4)
    assert layout.split({}) == {}
    assert layout.split({"a": 3, "b": 4}) == {"": {"a": 3, "b": 4}}
    assert layout.split({"a": 99, "ab": 4}) == {"a$": {"a": 99}, "ab": {"ab": 4}}
    assert layout.split({"aaaaa": 9, "aaaab": 9}) == {"aaaa": {"aaaaa": 9, "aaaab": 9}}
