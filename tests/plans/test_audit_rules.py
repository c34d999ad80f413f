import pytest
from plans.plan_samples import plan_of, read, small_register

from ttdn_site.plans.audit import RULES, Rule, audit, open_findings, record, to_problem
from ttdn_site.plans.audit.finding import CandidateSource, FindingRole
from ttdn_site.plans.audit.remarks import remarks
from ttdn_site.problems import Severity

REGISTER = small_register()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
def test_each_rule_speaks_on_its_failing_example_only(rule: Rule) -> None:
    passing, _ = read(rule.passing)
    failing, _ = read(rule.failing)
    assert passing is not None
    assert failing is not None
    assert rule.code.id not in {finding.code.id for finding in audit(passing, REGISTER)}
    found = [finding for finding in audit(failing, REGISTER) if finding.code.id == rule.code.id]
    assert found
    for finding in found:
        assert finding.at.path == "docs/data/plans/sample.yml"
        assert finding.at.line > 0
        # Every word of the sentence and the hint must have a value, or the report would fail when it is printed.
        named = dict(to_problem(finding).parameters)
        finding.code.message.format(**named)
        finding.code.hint.format(**named)


def test_rules_have_codes_of_their_own_and_explanations() -> None:
    assert len({rule.code.id for rule in RULES}) == len(RULES)
    assert all(rule.explanation and rule.code.wrong and rule.code.right for rule in RULES)


CARRIED = """\
lines:
  - id: I
    title: Nhóm
    amounts: {y1: 30, y2: 30, total: 50}
    lines:
      - {id: I.1, title: Một, amounts: {y1: 10, y2: 10, total: 10}}
      - {id: I.2, title: Hai, amounts: {y1: 20, y2: 20, total: 40}}
totals:
  - {id: t, title: Cộng, amounts: {y1: 30, y2: 30, total: 50}}
"""


def test_an_error_carried_upwards_is_told_from_its_root() -> None:
    findings = audit(plan_of(CARRIED), REGISTER)
    assert [(finding.row, finding.role) for finding in findings] == [
        ("I", FindingRole.PROPAGATED),
        ("I.1", FindingRole.ROOT),
        ("t", FindingRole.PROPAGATED),
    ]
    assert findings[0].causes == findings[2].causes == (("I.1", "total"),)
    assert [finding.difference for finding in findings] == [-10, -10, -10]


def test_an_error_beside_a_carried_one_is_root_and_is_carried_in_its_turn() -> None:
    text = CARRIED.replace(
        "amounts: {y1: 30, y2: 30, total: 50}\n    lines", "amounts: {y1: 30, y2: 30, total: 45}\n    lines"
    )
    text = text.replace(
        "title: Cộng, amounts: {y1: 30, y2: 30, total: 50}", "title: Cộng, amounts: {y1: 30, y2: 30, total: 45}"
    )
    roles = {(finding.code.id, finding.row): finding.role for finding in audit(plan_of(text), REGISTER)}
    assert roles[("AU001", "I")] is FindingRole.ROOT
    assert roles[("AU001", "t")] is FindingRole.PROPAGATED


def test_every_candidate_total_is_named() -> None:
    finding = audit(plan_of(CARRIED), REGISTER)[2]
    assert [(candidate.printed, candidate.sources) for candidate in finding.candidates] == [
        ("50", (CandidateSource.PRINTED, CandidateSource.PARTS)),
        ("60", (CandidateSource.ROW, CandidateSource.LOWEST_LINES)),
    ]


def test_a_repair_is_proposed_with_what_follows_from_it() -> None:
    finding = audit(plan_of(CARRIED), REGISTER)[1]
    best = finding.hypotheses[0]
    changed = {(change.row, change.column): change.wanted for change in best.changes}
    assert best.resolves == 3
    assert changed == {("I.1", "total"): "20", ("I", "total"): "60", ("t", "total"): "60"}


def test_an_acknowledged_root_takes_what_follows_from_it_along() -> None:
    text = (
        CARRIED
        + "acknowledged:\n  - {code: AU001, rows: [I.1], column: total, printed: '10', reason: In như văn bản}\n"
    )
    findings = audit(plan_of(text), REGISTER)
    assert len(findings) == 3
    assert all(finding.acknowledged for finding in findings)
    assert open_findings(findings) == ()


def test_an_acknowledgement_lapses_with_the_figure_it_was_written_for() -> None:
    text = (
        CARRIED
        + "acknowledged:\n  - {code: AU001, rows: [I.1], column: total, printed: '11', reason: In như văn bản}\n"
    )
    codes = [finding.code.id for finding in open_findings(audit(plan_of(text), REGISTER))]
    assert sorted(codes) == ["AU001", "AU001", "AU001", "AU019"]


def test_a_dash_is_zero_and_a_blank_is_nothing() -> None:
    assert audit(plan_of('lines: [{id: a, title: Một, amounts: {y1: "-", y2: 5, total: 5}}]\n'), REGISTER) == ()
    assert audit(plan_of("lines: [{id: a, title: Một, amounts: {y2: 5, total: 5}}]\n"), REGISTER) == ()
    assert audit(plan_of("lines: [{id: a, title: Một, amounts: {y1: 2, y2: 5}}]\n"), REGISTER) == ()
    assert audit(plan_of("lines: [{id: a, title: Một, amounts: {total: 5}}]\n"), REGISTER) == ()
    found = audit(plan_of('lines: [{id: a, title: Một, amounts: {y2: 5, total: "-"}}]\n'), REGISTER)
    assert [finding.code.id for finding in found] == ["AU001"]


def test_partly_listed_parts_are_not_added_up() -> None:
    text = (
        "lines:\n  - id: a\n    title: Một\n    partial: true\n    amounts: {y1: 9}\n"
        "    lines: [{id: b, title: Hai, amounts: {y1: 5}}]\n"
    )
    assert audit(plan_of(text), REGISTER) == ()


def test_group_totals_add_up_the_lines_they_name() -> None:
    text = (
        "lines:\n  - {id: a, title: Một, amounts: {y1: 5}}\n  - {id: b, title: Hai, amounts: {y1: 7}}\n"
        "totals:\n  - {id: g, title: Cộng nhóm, of: [a], after: a, amounts: {y1: 6}}\n"
        "  - {id: t, title: Tổng cộng, amounts: {y1: 12}}\n"
    )
    (finding,) = audit(plan_of(text), REGISTER)
    assert (finding.code.id, finding.row, finding.printed, finding.computed) == ("AU003", "g", "6", "5")


def test_the_json_record_has_the_agreed_keys() -> None:
    finding = audit(plan_of(CARRIED), REGISTER)[1]
    entry = record(finding, "…")
    assert list(entry) == [
        "code", "severity", "path", "line", "column", "row", "field", "printed", "computed", "role", "acknowledged",
        "message",
    ]  # fmt: skip
    assert (entry["role"], entry["acknowledged"], entry["severity"]) == ("root", False, "error")


def test_arithmetic_is_an_error_and_numbering_a_warning() -> None:
    severities = {rule.code.id: rule.code.severity for rule in RULES}
    assert severities["AU001"] is severities["AU004"] is Severity.ERROR
    assert severities["AU010"] is Severity.WARNING


def test_remarks_tell_causes_candidates_and_repairs() -> None:
    carried, root, total = audit(plan_of(CARRIED), REGISTER)
    told = [(problem.code.id, dict(problem.parameters)) for problem in remarks(total)]
    assert told[0] == ("AU032", {"row": "I.1", "column": "total"})
    assert ("AU030", {"value": "60", "source": "the sum along the row"}) in told
    assert not [code for code, _ in told if code == "AU031"]
    repairs = [dict(problem.parameters)["changes"] for problem in remarks(root) if problem.code.id == "AU031"]
    assert repairs[0] == "I.1/total: 10 → 20, I/total: 50 → 60, t/total: 50 → 60"
    assert carried.role is FindingRole.PROPAGATED


def test_words_beside_a_total_in_the_text_are_compared_too() -> None:
    text = (
        "lines: [{id: a, title: Một, amounts: {y1: 5}}]\ntotals: [{id: t, title: Cộng, amounts: {y1: 5}}]\n"
        "stated_totals:\n  - {amount: 5000000, unit: {currency: VND, scale: 1}, column: y1, where: Mục VII,"
        " words: Sáu triệu đồng}\n"
    )
    (finding,) = audit(plan_of(text), REGISTER)
    assert (finding.code.id, finding.printed, finding.computed) == ("AU004", "5000000", "6.000.000")
