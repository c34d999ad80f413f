"""The reader behind `test_facts.py`: one value, whatever language writes it."""

from __future__ import annotations

from decimal import Decimal

import figures
import pytest

# The same statement in four languages: the figures that must come out of each.
SAME = {
    "area": (
        {"9068.73"},
        {"vi": "diện tích 9.068,73 km²", "en": "9,068.73 km²", "zh": "面积9068.73平方公里", "ja": "9,068.73km²"},
    ),
    "money": (
        {"6800000000000"},
        {"vi": "hơn 6.800 tỷ đồng", "en": "over VND 6,800 billion", "zh": "6.8万亿越盾以上", "ja": "6兆8,000億ドン超"},
    ),
    "people": (
        {"500000"},
        {"vi": "0,5 triệu hành khách", "en": "0.5 million passengers", "zh": "50万人次", "ja": "年間旅客50万人"},
    ),
    "old count": ({"40000"}, {"vi": "4 vạn dân", "en": "40,000 people", "zh": "人口约4万", "ja": "人口は約4万人"}),
    "tonnes": (
        {"25700"},
        {"vi": "25.700 tấn", "en": "25,700 tonnes", "zh": "2.57万吨以上", "ja": "2万5,700トン超"},
    ),
    "words": (
        {"36", "2"},
        {"vi": "36 xã và 2 phường", "en": "Thirty-six communes, two wards", "zh": "三十六个社、两个坊"},
    ),
    "ordinal": ({"11"}, {"vi": "phiên thứ 11", "en": "the eleventh meeting", "zh": "第十一次会议", "ja": "第11回会合"}),
    "hundreds": ({"500"}, {"vi": "500 đại biểu", "en": "Five hundred delegates", "zh": "500名代表"}),
    "half a year": ({"6"}, {"vi": "6 tháng đầu năm", "en": "the first half of", "zh": "上半年", "ja": "上半期"}),
}
TABLES = {
    "vi": "| Dự án | Vốn (tỷ đồng) |\n| --- | ---: |\n| Là Si 1A | 1.050 |",
    "en": "| Project | Capital (VND billion) |\n| --- | ---: |\n| La Si 1A | 1,050 |",
    "zh": "| 项目 | 投资额（亿越盾） |\n| --- | ---: |\n| Là Si 1A | 10500 |",
    "ja": "| 案件 | 事業費（億ドン） |\n| --- | ---: |\n| ラーシー1A | 10,500 |",
}
SPANS = {
    "vi": "ngày 29–30/10/2025, từ ngày 28 đến 30/11/2025, trước ngày 15/6 và ngày 15/11/2015",
    "en": "29–30 October 2025, from 28 to 30 November 2025, before 15 June and 15 November 2015",
    "zh": "2025年10月29日至30日、2025年11月28日至30日、2015年6月15日和11月15日前",
    "ja": "2025年10月29～30日、2025年11月28日から30日まで、2015年6月15日と11月15日まで",
}
DESIGNATIONS = (
    ("vi", "Nghị định 72/2015/NĐ-CP, Kế hoạch 93/KH-UBND, Nghị quyết 36-NQ/TW, Luật 79/2025/QH15, Điều 23"),
    ("vi", "quốc lộ 4D, VTV4, VTC10, CT.13, Là Si 1A, dịch Covid-19, [tin](../a-2025.md), WCAG) 2.2, CC BY 4.0"),
    ("en", "Decree 72/2015/NĐ-CP, Resolution 36, Article 23, National Road 4D"),
    ("zh", "第72/2015/NĐ-CP号议定、第36号决议、第23条、4D号国道、第47/NQ-CP号决议"),
    ("ja", "政令第72/2015/NĐ-CP号、決議第36号、第23条、国道4D号線"),
)


@pytest.mark.parametrize("name", SAME)
def test_one_value_in_every_language(name: str) -> None:
    expected, texts = SAME[name]
    for language, text in texts.items():
        found = {figures.plain(number) for number in figures.read(text, language).numbers}
        assert expected <= found, f"{language}: {text} gives {found}"


@pytest.mark.parametrize("language", TABLES)
def test_the_scale_of_a_column_holds_for_its_cells(language: str) -> None:
    assert figures.read(TABLES[language], language).digits == {Decimal("1050000000000")}


@pytest.mark.parametrize("language", SPANS)
def test_days_and_spans_of_days(language: str) -> None:
    found = figures.read(SPANS[language], language)
    assert found.days == {(10, 29), (10, 30), (11, 28), (11, 30), (6, 15), (11, 15)}
    assert {Decimal(2015), Decimal(2025)} <= found.numbers


@pytest.mark.parametrize(("language", "text"), DESIGNATIONS)
def test_names_made_of_numbers_are_no_figures(language: str, text: str) -> None:
    assert not figures.read(text, language).tokens


def test_times_months_and_ratios() -> None:
    found = figures.read("6 giờ 00; tháng 11/2025; hạng 35/63; 21°41′–22°50′; 9–11%/năm; trong 24 giờ", "vi")
    assert (sorted(found.times), sorted(found.months), sorted(found.days)) == (["6:00"], [11], [])
    assert found.digits == {Decimal(number) for number in (2025, 35, 63, 21, 41, 22, 50, 9, 11, 24)}


def test_a_changed_figure_is_another_figure() -> None:
    assert figures.read("9,068.73 km²", "en").digits != figures.read("9.086,73 km²", "vi").digits
    assert figures.read("19 December 2025", "en").days != figures.read("ngày 18/12/2025", "vi").days
