import datetime as dt

import pytest
from plans.plan_samples import real_register, small_register

from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.agency_names import AgencyNames, fold

REGISTER = real_register()
TODAY = dt.date(2026, 1, 5)
DIEN_BIEN = AgencyNames(REGISTER, "dien-bien", dt.date(2018, 4, 12))


def bodies(names: AgencyNames, printed: str) -> list[str]:
    return [body.agency or f"?{body.printed}" for body in names.bodies(printed)]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch; Sở Tài chính", ["so-van-hoa", "so-tai-chinh"]),
        ("Sở Tài chính, Sở Văn hoá, Thể thao và Du lịch và Sở Nội vụ.", ["so-tai-chinh", "so-van-hoa", "so-noi-vu"]),
        ("SỞ NỘI VỤ: Sở  Ngoại Vụ", ["so-noi-vu", "so-ngoai-vu"]),
        ("Sở Nội vu", ["?Sở Nội vu"]),
        ("Sở Ngoại vụ tỉnh khác; Sở Tài chính", ["?Sở Ngoại vụ tỉnh khác", "so-tai-chinh"]),
        ("Sở Y tế, Sở Tài chính", ["?Sở Y tế", "so-tai-chinh"]),
        ("Ủy ban X, Y và Z; Sở Nội vụ", ["?Ủy ban X, Y và Z", "so-noi-vu"]),
        ("", []),
        (" ; . ", []),
    ],
)
def test_longest_known_name_first(printed: str, found: list[str]) -> None:
    assert bodies(AgencyNames(small_register(), "tinh"), printed) == found


def test_likeness_only_suggests() -> None:
    (body,) = AgencyNames(small_register(), "tinh").bodies("Sở Nôi vụ")
    assert (body.agency, body.suggestion) == ("", "Sở Nội vụ")


def test_slip_of_the_dien_bien_annex_is_not_merged() -> None:
    assert bodies(DIEN_BIEN, "Văn phòng UBND tỉnh; Sở Thông tin và Truyền") == [
        "dien-bien-van-phong-uy-ban-nhan-dan",
        "?Sở Thông tin và Truyền",
    ]


def test_same_name_in_two_provinces_is_two_records() -> None:
    lam_dong = AgencyNames(REGISTER, "lam-dong", dt.date(2017, 7, 25))
    assert bodies(DIEN_BIEN, "Sở Tài chính") == ["dien-bien-so-tai-chinh"]
    assert bodies(lam_dong, "Sở Tài chính") == ["lam-dong-so-tai-chinh"]


def test_folding_levels_writing_and_nothing_else() -> None:
    assert fold("Uỷ ban  nhân dân – hoá") == fold("ủy ban nhân dân - hóa")
    assert fold("Sở Nội vụ") != fold("Sở Ngoại vụ")
    assert fold("Sở Nội vụ") != fold("So Noi vu")


def test_successors_lead_to_those_who_work_today() -> None:
    now = REGISTER.now("dien-bien-so-thong-tin-va-truyen-thong", TODAY)
    assert now[0].id == "dien-bien-so-van-hoa-the-thao-va-du-lich"
    merged = REGISTER.now("binh-phuoc-so-thong-tin-va-truyen-thong", TODAY)
    assert [agency.place for agency in merged] == ["dong-nai", "dong-nai"]
    assert REGISTER.now("dien-bien-so-tai-chinh", TODAY) == ()
    assert REGISTER.now("dien-bien-so-thong-tin-va-truyen-thong", dt.date(2018, 4, 12)) == ()


def test_name_valid_on_a_day() -> None:
    id = "dien-bien-so-van-hoa-the-thao-va-du-lich"
    assert REGISTER.name_on("dien-bien-so-thong-tin-va-truyen-thong", TODAY) == REGISTER.name_on(id, TODAY)
    old = REGISTER.on("dien-bien-bao-va-dai-phat-thanh-truyen-hinh-tinh", dt.date(2018, 1, 1))
    assert old is not None
    assert old.id == "dien-bien-dai-phat-thanh-truyen-hinh-tinh"


def test_every_record_has_a_name_in_every_language() -> None:
    for agency in REGISTER.agencies:
        assert agency.name.segments == ("vi", "en", "zh", "ja"), agency.id


def test_no_department_is_named_as_a_ministry_in_japanese() -> None:
    for agency in REGISTER.agencies:
        if agency.name.get("vi").startswith("Sở "):
            assert agency.name.get("ja").endswith("局"), agency.id


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agencies:\n  - {id: a, name: {vi: Một}}\n  - {id: a, name: {vi: Hai}}\n", "AG001"),
        ("agencies:\n  - {id: a, name: {vi: Một}}\n  - {id: b, name: {vi: một}}\n", "AG002"),
        ("agencies:\n  - {id: a, name: {vi: Một}, successors: [c]}\n", "AG003"),
        ('agencies:\n  - {id: a, name: {vi: Một}, valid_from: "2025", valid_to: "2024"}\n', "AG004"),
        (
            "agencies:\n  - {id: a, name: {vi: Một}, successors: [b]}\n  - {id: b, name: {vi: Hai}, successors: [a]}\n",
            "AG005",
        ),
        ("places: [{id: p, name: {vi: P}}]\nkinds:\n  - {id: a, name: {vi: Một}, full: {vi: 'Một {tinh}'}}\n", "AG006"),
        ("agencies:\n  - {id: a, name: {vi: Một}}\n", "AG007"),
        ("agency: []\n", "PL001"),
        ("agencies:\n  - {id: Sở A, name: {vi: Một}}\n", "PL013"),
    ],
)
def test_every_mistake_is_found(text: str, code: str) -> None:
    _, problems = load_agencies(text, "agencies.yml")
    assert code in {problem.code.id for problem in problems}
    assert all(problem.location.line for problem in problems)


def test_a_name_may_pass_from_one_record_to_the_next() -> None:
    _, problems = load_agencies(
        'agencies:\n  - {id: a, name: {vi: Một}, valid_to: "2025-06-30", successors: [b]}\n'
        '  - {id: b, name: {vi: Một}, valid_from: "2025-07-01"}\n',
        "agencies.yml",
        ("vi",),
    )
    assert problems == []
