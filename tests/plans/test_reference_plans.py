"""The five published plans: what the audit says of each, checked by hand against the documents."""

import pytest
from plans.plan_samples import PLANS, real_register

from ttdn_site.plans.audit import audit, open_findings
from ttdn_site.plans.audit.finding import FindingRole
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan

REGISTER = real_register()
NAMES = ("binh-phuoc-2014-2020", "cao-bang-2023", "dien-bien-2018-2020", "lai-chau-2015", "lam-dong-2017-2020")


def load(name: str) -> Plan:
    path = PLANS / f"{name}.yml"
    plan, problems = load_plan(path.read_text(encoding="utf-8"), f"docs/data/plans/{name}.yml", REGISTER)
    assert problems == []
    assert plan is not None
    return plan


def test_these_are_all_the_published_plans() -> None:
    assert tuple(sorted(path.stem for path in PLANS.glob("*.yml"))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_without_a_problem_and_nothing_is_open(name: str) -> None:
    plan = load(name)
    assert plan.historical
    assert plan.document.title.segments == ("vi", "en", "zh", "ja")
    assert open_findings(audit(plan, REGISTER)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_in_four_languages(name: str) -> None:
    plan = load(name)
    for row in (*plan.task_rows, *plan.lines, *plan.totals):
        assert row.title.segments == ("vi", "en", "zh", "ja"), row.id


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_sea_are_those_of_the_country(name: str) -> None:
    text = (PLANS / f"{name}.yml").read_text(encoding="utf-8")
    for word in ("西沙", "南沙", "三沙", "南海", "南シナ海", "Xisha", "Nansha", "Paracel", "Spratly"):
        assert word not in text


ROOT, PROPAGATED = FindingRole.ROOT, FindingRole.PROPAGATED
DIEN_BIEN = {
    # The annex: row 2 prints 1.900 for 600 + 700 + 700, item 5 of group IV prints 210 for 3 × 90 …
    ("AU001", "I.2", "total", "1.900", "2.000", ROOT),
    ("AU001", "IV.5", "total", "210", "270", ROOT),
    # … row 2 prints 600 for 2018 where 2.1 to 2.3 give 200 + 150 + 150 …
    ("AU002", "I.2", "y2018", "600", "500", ROOT),
    # … and the totals of the groups and of the table carry the first two on: -100, -60, and both together.
    ("AU001", "I", "total", "6.190", "6.290", PROPAGATED),
    ("AU001", "IV", "total", "1.666", "1.726", PROPAGATED),
    ("AU001", "total", "total", "8.096", "8.256", PROPAGATED),
}


def test_every_arithmetic_slip_of_dien_bien() -> None:
    findings = audit(load("dien-bien-2018-2020"), REGISTER)
    arithmetic = {
        (finding.code.id, finding.row, finding.field, finding.printed, finding.computed, finding.role)
        for finding in findings
        if finding.difference is not None
    }
    assert arithmetic == DIEN_BIEN
    assert all(finding.acknowledged for finding in findings)


def test_the_other_slips_of_dien_bien() -> None:
    findings = audit(load("dien-bien-2018-2020"), REGISTER)
    other = sorted((finding.code.id, finding.row) for finding in findings if finding.difference is None)
    assert other == [
        ("AU010", "T.III-2"),  # two groups III
        ("AU013", "I.2.3"),  # the lead body listed as its own coordinator
        ("AU013", "T.II.5"),
        ("AU014", "T.I.1"),  # tasks without a budget line
        ("AU014", "T.I.2"),
        ("AU014", "T.II.7"),
        ("AU014", "T.III-2.2"),
        ("AU014", "T.IV.4"),
        ("AU015", "IV.6"),  # a budget line without a task
        ("AU016", "I.2"),  # leads that differ between the two tables
        ("AU016", "I.6"),
        ("AU016", "III.1"),
        ("AU017", "IV.6"),  # “Sở Thông tin và Truyền”
    ]


def test_the_grand_total_of_dien_bien_has_three_candidates() -> None:
    finding = next(f for f in audit(load("dien-bien-2018-2020"), REGISTER) if f.row == "total")
    assert [candidate.printed for candidate in finding.candidates] == ["8.096", "8.256", "8.156"]


def test_the_repair_of_item_2_reaches_the_totals() -> None:
    finding = next(f for f in audit(load("dien-bien-2018-2020"), REGISTER) if f.code.id == "AU002")
    (repair,) = finding.hypotheses
    changes = {(change.row, change.column): change.wanted for change in repair.changes}
    assert changes == {("I.2", "y2018"): "500", ("I", "y2018"): "1.890", ("total", "y2018"): "2.532"}


def test_lam_dong_has_no_finding_at_all() -> None:
    assert audit(load("lam-dong-2017-2020"), REGISTER) == ()


def test_readers_of_dien_bien_get_footnotes_in_four_languages() -> None:
    notes = [entry for entry in load("dien-bien-2018-2020").acknowledgements if entry.reader_note]
    assert len(notes) == 5
    assert all(entry.reader_note.segments == ("vi", "en", "zh", "ja") for entry in notes)
