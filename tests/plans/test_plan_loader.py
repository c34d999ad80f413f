import pickle

import pytest
from plans.plan_samples import HEAD, plan_of, read, small_register

from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import AmountState, Phase, Role, Task, TaskGroup, TaskStatus, TotalKind
from ttdn_site.plans.tree import children_of, computed

BODY = """\
tasks:
  - id: G
    group: true
    number: I
    title: {vi: Nhóm, en: Group}
    tasks:
      - id: T1
        number: 1
        title: Việc một
        lead: Sở Nội vụ
        coordinate: {bodies: [so-tai-chinh], printed: Sở Tài chính và các đơn vị khác}
        schedule: {from: 2018, to: 2018-Q3}
        status: in_progress
        progress: [{date: "2018-06-15", status: in_progress, note: Đang làm}]
        indicators: [{title: Lớp tập huấn, target: 3, unit: lớp, due: "2018"}]
lines:
  - id: I
    number: I
    title: Nhóm
    amounts: {y1: "1.990", y2: "-", total: "1.990"}
    note: Kinh phí thường xuyên
    lines:
      - {id: I.1, number: 1, title: Một, amounts: {y1: 1990, y2: "-"}, tasks: [T1]}
totals:
  - {id: t, title: Cộng, amounts: {y1: "1.990", total: "1.990"}, words: {text: Một tỷ, column: total}}
stated_totals:
  - {amount: "1.990.000.000", unit: {currency: VND, scale: 1}, where: Mục VII}
deadlines:
  - {id: r, yearly: "11-15", title: Báo cáo}
"""


def test_reads_a_whole_plan() -> None:
    plan = plan_of(BODY)
    group, task = plan.task_rows
    assert isinstance(group, TaskGroup)
    assert isinstance(task, Task)
    assert (task.parent, task.depth, task.lines, task.status) == ("G", 1, ("I.1",), TaskStatus.IN_PROGRESS)
    assert task.bodies(Role.LEAD) == ("so-noi-vu",)
    assert task.responsibilities[1].printed == "Sở Tài chính và các đơn vị khác"
    assert task.schedule is not None
    assert task.schedule.years == (2018,)
    top, below = plan.lines
    assert [amount.state for amount in top.amounts] == [
        AmountState.STATED,
        AmountState.NONE,
        AmountState.NOT_STATED,
        AmountState.NOT_STATED,
        AmountState.STATED,
    ]
    assert top.amounts[0].printed == "1.990"
    assert top.amounts[0].value == 1990
    assert (below.parent, below.depth, below.tasks) == ("I", 1, ("T1",))
    total = plan.grand_total
    assert total is not None
    assert total.kind is TotalKind.GRAND
    assert total.words is not None
    assert plan.stated_totals[0].amount.value == 1_990_000_000
    assert plan.deadlines[0].yearly == (11, 15)
    assert plan.columns[0].phase is Phase.PLANNED


def test_every_cell_knows_its_place() -> None:
    plan = plan_of(BODY)
    at = plan.lines[0].amounts[0].at
    line = (HEAD + BODY).split("\n")[at.line - 1]
    assert line[at.column - 1 :].startswith('"1.990"')


def test_plans_cross_processes_unchanged() -> None:
    plan = plan_of(BODY)
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_computes_from_the_lowest_lines() -> None:
    plan = plan_of(BODY)
    cells = computed(plan)
    assert cells["I.1"] == (1990, 0, None, None, 1990)
    assert cells["I"] == (1990, 0, None, None, 1990)
    assert cells["t"] == (1990, 0, None, None, 1990)
    assert [line.id for line in children_of(plan)["I"]] == ["I.1"]


def test_one_table_may_hold_tasks_and_budget() -> None:
    plan = plan_of(
        "tasks_from_lines: true\nlines:\n  - id: a\n    title: Một\n    lines: [{id: b, title: Hai, lead: Sở Nội vụ}]\n"
    )
    group, task = plan.task_rows
    assert isinstance(group, TaskGroup)
    assert isinstance(task, Task)
    assert task.derived
    assert task.bodies(Role.LEAD) == ("so-noi-vu",)


MISTAKES = [
    ("titel: A\n", "PL001"),
    ("lines:\n  - {id: a}\n", "PL002"),
    ("lines:\n  - {id: a, title: Một, number: [1]}\n", "PL003"),
    ("lines: a\n", "PL004"),
    ("lines: [a]\n", "PL005"),
    ('version: "1"\n', "PL006"),
    ("historical: có\n", "PL007"),
    ("status: inforce\n", "PL008"),
    ("tasks:\n  - {id: t, title: Việc, schedule: {when: 12/2018}}\n", "PL009"),
    ("deadlines:\n  - {id: d, date: 2018-11, title: Báo cáo}\n", "PL010"),
    ("lines:\n  - {id: a, title: {vn: Một}}\n", "PL011"),
    ("lines:\n  - {id: a, title: {en: One}}\n", "PL012"),
    ("lines:\n  - {id: Một, title: Một}\n", "PL013"),
    ('lines:\n  - {id: a, title: ""}\n', "PL014"),
    ('deadlines:\n  - {id: d, yearly: "31-12", title: Báo cáo}\n', "PL026"),
    ("deadlines:\n  - {id: d, title: Báo cáo}\n", "PL027"),
    ("acknowledged:\n  - {code: AU001, rows: [x], reason: r}\n", "PL028"),
    ("lines:\n  - {id: a, title: Một, amounts: {y3: 1}}\n", "PL031"),
    ("lines:\n  - {id: a, title: Một}\n  - {id: a, title: Hai}\n", "PL040"),
    ("totals:\n  - {id: t, title: Cộng, of: [x]}\n", "PL041"),
    ("lines:\n  - {id: a, title: Một, lead: [so-van]}\n", "PL050"),
    ("lines:\n  - {id: a, title: Một, tasks: [x]}\n", "PL061"),
    ("tasks:\n  - {id: t, title: Việc}\ntasks_from_lines: true\n", "PL060"),
    ("tasks:\n  - {id: t, title: Việc, schedule: {from: 2019, to: 2018}}\n", "PL062"),
    ("tasks:\n  - {id: t, title: Việc, indicators: [{title: a, target: 100%}]}\n", "PL063"),
    ("lines:\n  - {id: a, title: Một, amounts: {y1: 1.990}}\n", "YM004"),
]


@pytest.mark.parametrize(("body", "code"), MISTAKES)
def test_every_mistake_is_found_where_it_stands(body: str, code: str) -> None:
    plan, problems = read(body)
    assert plan is not None
    found = [problem for problem in problems if problem.code.id == code]
    assert found, problems
    assert all(problem.location.line > HEAD.count("\n") and problem.location.column for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: sample", "id: other", "PL021"),
        ("{from: 2018, to: 2019}", "{from: 2019, to: 2018}", "PL022"),
        ("issuer: ubnd", "issuer: ubnd-x", "PL050"),
        ("place: tinh", "place: tin", "PL024"),
        ("number: 1/KH-UBND", "number: 1 /KH-UBND", "PL025"),
        ("id: y2", "id: y1", "PL030"),
        ("kind: year, year: 2019", "kind: year", "PL032"),
        ("[y1, y2]", "[y1, total]", "PL033"),
        ("kind: source, title: Khác", "kind: source, phase: actual, title: Khác", "PL034"),
        ("scale: 1000000", "scale: 0", "PL035"),
        ("unit: {currency: VND, scale: 1000000, printed: Triệu đồng}\n", "", "PL043"),
        ("number_style: dot\n", "", "PL044"),
    ],
)
def test_mistakes_of_the_head(old: str, new: str, code: str) -> None:
    assert old in HEAD
    body = 'lines:\n  - {id: a, title: Một, amounts: {y1: "1.990"}}\n'
    _, problems = load_plan(HEAD.replace(old, new, 1) + body, "docs/data/plans/sample.yml", small_register())
    assert code in {problem.code.id for problem in problems}


def test_all_mistakes_of_a_run_at_once() -> None:
    body = "".join(f"  - {{id: a{index}, titel: Một}}\n" for index in range(5))
    _, problems = read("lines:\n" + body)
    assert len([problem for problem in problems if problem.code.id == "PL001"]) == 5
    assert dict(problems[0].parameters).get("suggestion", "title") == "title"


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n", "a: [\n"])
def test_a_file_that_is_no_plan(text: str) -> None:
    plan, problems = load_plan(text, "docs/data/plans/sample.yml", small_register())
    assert plan is None
    assert len(problems) == 1
