"""Orders of titles."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.locales.collation import sort_key
from ttdn_site.locales.languages import CHINESE, ENGLISH, JAPANESE, VIETNAMESE, Language

IN_ORDER: list[tuple[Language, list[str]]] = [
    (VIETNAMESE, ["an", "ăn", "ân", "ban", "can", "dan", "đan", "em", "êm", "on", "ôn", "ơn", "phố", "um", "ưm", "y"]),
    (VIETNAMESE, ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mă"]),
    (VIETNAMESE, ["tran", "trán hai", "trận", "trơn"]),
    (VIETNAMESE, ["Cao Bằng", "Cần Thơ", "Dao", "Điện Biên", "Hà Giang", "Hạ Long", "Hà Nội", "Lai Châu", "Lâm Đồng"]),
    (VIETNAMESE, ["bản tin số 2", "Bản tin số 9", "Bản tin số 10", "bản tin số 10 (bổ sung)"]),
    (ENGLISH, ["2 plans", "10 plans", "apple", "Banana", "Café", "cafés", "zoo"]),
    (JAPANESE, ["あい", "かき", "がき", "さ", "人"]),
    (CHINESE, ["一", "中", "人"]),
]


@pytest.mark.parametrize(("language", "titles"), IN_ORDER)
def test_order(language: Language, titles: list[str]) -> None:
    titles_backwards = titles[::-1]
    assert sorted(titles_backwards, key=lambda title: sort_key(title, language)) == titles


@given(st.lists(st.text(max_size=8), max_size=6), st.sampled_from([VIETNAMESE, ENGLISH, CHINESE, JAPANESE]))
def test_an_order_does_not_depend_on_where_it_starts(titles: list[str], language: Language) -> None:
    def ordered(items: list[str]) -> list[str]:
        return sorted(items, key=lambda title: sort_key(title, language))

    assert ordered(titles) == ordered(titles[::-1])


@given(st.text("aăâáàảãạđuưứ ếề", max_size=8), st.text("aăâáàảãạđuưứ ếề", max_size=8))
def test_composed_and_decomposed_are_ordered_alike(first: str, second: str) -> None:
    composed = sort_key(first, VIETNAMESE)[:2], sort_key(second, VIETNAMESE)[:2]
    nfd = [sort_key(unicodedata.normalize("NFD", text), VIETNAMESE)[:2] for text in (first, second)]
    assert composed == tuple(nfd)


def test_a_very_long_number_is_no_error() -> None:
    assert sort_key("9" * 5000, VIETNAMESE) < sort_key("a", VIETNAMESE)
