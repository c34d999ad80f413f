"""A plan of 5,000 lines × 6 columns is read and audited whole; how fast, `benchmarks/` measures."""

from __future__ import annotations

from plans.plan_samples import HEAD, small_register

from ttdn_site.plans.audit import audit
from ttdn_site.plans.loader import load_plan

GROUPS, LINES = 50, 99
COLUMNS = "".join(f"  - {{id: c{number}, kind: source, title: Nguồn {number}}}\n" for number in range(1, 6))


def large_plan() -> str:
    def cells(each: int) -> str:
        printed = [f"{amount:,}".replace(",", ".") for amount in (*[each] * 5, 5 * each)]
        names = [*(f"c{number}" for number in range(1, 6)), "total"]
        return ", ".join(f'{name}: "{amount}"' for name, amount in zip(names, printed, strict=True))

    head = HEAD.partition("columns:\n")[0] + "columns:\n" + COLUMNS
    out = [head, "  - {id: total, kind: total, title: Tổng, sums: [c1, c2, c3, c4, c5]}\nlines:\n"]
    for group in range(1, GROUPS + 1):
        title = f"{{vi: Nhóm {group}, en: Group {group}, zh: 组{group}, ja: グループ{group}}}"
        out.append(f'  - id: g{group}\n    number: "{group}"\n    title: {title}\n')
        out.append(f"    amounts: {{{cells(1500 * LINES)}}}\n    lines:\n")
        for line in range(1, LINES + 1):
            title = f"{{vi: Tuyên truyền {line}, en: Communication {line}, zh: 宣传{line}, ja: 広報{line}}}"
            out.append(f'      - id: g{group}.{line}\n        number: "{group}.{line}"\n        title: {title}\n')
            out.append(f"        lead: Sở Ngoại vụ; Sở Nội vụ\n        amounts: {{{cells(1500)}}}\n")
    return "".join(out)


def test_a_large_plan_is_read_and_audited() -> None:
    text, register = large_plan(), small_register()
    plan, problems = load_plan(text, "docs/data/plans/sample.yml", register)
    assert plan is not None
    findings = audit(plan, register)
    assert problems == []
    assert findings == ()
    assert len(plan.lines) == GROUPS * LINES + GROUPS
