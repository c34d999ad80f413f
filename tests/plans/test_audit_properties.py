"""Random tables: the findings are exactly the violated equations, and no error goes unnoticed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plans.plan_samples import plan_of, small_register

from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.audit import Finding, audit
from ttdn_site.plans.audit.finding import FindingRole
from ttdn_site.plans.model import Amount, Line, NumberStyle, Plan, Total, TotalKind
from ttdn_site.plans.text import LocalText
from ttdn_site.problems import Location

# A build machine may be busy: how long an example takes says nothing here.
patient = settings(deadline=None)
REGISTER = small_register()
YEARS = ("y1", "y2")
SOURCES = ("s1", "s2")
COLUMNS = (*YEARS, *SOURCES, "total")
EMPTY_PLAN = plan_of("")
ARITHMETIC = ("AU001", "AU002", "AU003", "AU007")
Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """Rows by id as printed cells, the parent of each, and the grand total."""

    rows: dict[str, Row]
    parents: dict[str, str]
    total: Row

    def plan(self) -> Plan:
        lines = tuple(
            Line(id, self.parents[id], id.count("."), "", LocalText((("vi", id),)), cells(row), Location("t.yml", 1))
            for id, row in self.rows.items()
        )
        total = Total(
            "t", TotalKind.GRAND, "", LocalText((("vi", "Cộng"),)), (), cells(self.total), Location("t.yml", 2)
        )
        return replace(EMPTY_PLAN, lines=lines, totals=(total,))

    def every(self) -> dict[str, Row]:
        return {**self.rows, "t": self.total}

    def below(self, id: str) -> list[str]:
        wanted = "" if id == "t" else id
        return [child for child, parent in self.parents.items() if parent == wanted]

    def changed(self, id: str, column: str, printed: str) -> Table:
        if id == "t":
            return replace(self, total={**self.total, column: printed})
        return replace(self, rows={**self.rows, id: {**self.rows[id], column: printed}})


def cells(row: Row) -> tuple[Amount, ...]:
    return tuple(
        parse_amount(row[column], NumberStyle.DOT, Location("t.yml", 1, number))
        for number, column in enumerate(COLUMNS, 1)
    )


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """Row ids with their parents, in document order, up to three levels."""
    parents: dict[str, str] = {}

    def grow(parent: str, depth: int) -> None:
        count = draw(st.integers(1 if not depth else 0, 3))
        for number in range(1, count + 1):
            id = f"{parent}.{number}" if parent else f"{number}"
            parents[id] = parent
            if depth < 2:
                grow(id, depth + 1)

    grow("", 0)
    return parents


@st.composite
def consistent(draw: st.DrawFn) -> Table:
    parents = draw(trees())
    leaves = set(parents) - set(parents.values())
    values: dict[str, dict[str, int]] = {}
    for id in reversed(parents):
        if id in leaves:
            first, second = draw(st.integers(0, 5000)), draw(st.integers(0, 5000))
            share = draw(st.integers(0, first + second))
            values[id] = {"y1": first, "y2": second, "s1": share, "s2": first + second - share, "total": first + second}
        else:
            parts = [values[child] for child, parent in parents.items() if parent == id]
            values[id] = {column: sum(part[column] for part in parts) for column in COLUMNS}
    tops = [values[id] for id, parent in parents.items() if not parent]
    total = {column: sum(part[column] for part in tops) for column in COLUMNS}
    rows = {id: {column: f"{values[id][column]:,}".replace(",", ".") for column in COLUMNS} for id in parents}
    return Table(rows, parents, {column: f"{value:,}".replace(",", ".") for column, value in total.items()})


@st.composite
def anything(draw: st.DrawFn) -> Table:
    """Small figures, dashes and blanks at random, so that equations hold and fail by chance."""
    parents = draw(trees())
    cell = st.sampled_from(["", "-", "0", "1", "2", "3"])
    row = st.fixed_dictionaries(dict.fromkeys(COLUMNS, cell))
    return Table({id: draw(row) for id in parents}, parents, draw(row))


def value(printed: str) -> int | None:
    if not printed:
        return None
    return 0 if printed == "-" else int(printed.replace(".", ""))


def violated(table: Table) -> set[tuple[str, str, str]]:
    """The violated equations as the rules word them, worked out without the audit's own code."""
    found: set[tuple[str, str, str]] = set()

    def add(parts: list[str]) -> int | None:
        stated = [number for part in parts if (number := value(part)) is not None]
        return sum(stated) if stated else None

    for id, row in table.every().items():
        sums = [add([row[column] for column in group]) for group in (YEARS, SOURCES)]
        if (total := value(row["total"])) is not None:
            if any(one is not None and one != total for one in sums):
                found.add(("AU001", id, "total"))
        elif None not in sums and sums[0] != sums[1]:
            found.add(("AU007", id, "y1"))
        for column in COLUMNS:
            own = value(row[column])
            parts = add([table.rows[child][column] for child in table.below(id)])
            if own is not None and parts is not None and own != parts:
                found.add(("AU003" if id == "t" else "AU002", id, column))
    return found


def findings_of(table: Table) -> list[Finding]:
    return [finding for finding in audit(table.plan(), REGISTER) if finding.code.id in ARITHMETIC]


@patient
@given(consistent())
def test_a_consistent_table_has_no_finding(table: Table) -> None:
    assert audit(table.plan(), REGISTER) == ()


@patient
@given(anything())
def test_findings_are_exactly_the_violated_equations(table: Table) -> None:
    assert {(finding.code.id, finding.row, finding.field) for finding in findings_of(table)} == violated(table)


@patient
@given(consistent(), st.data())
def test_a_single_change_is_among_the_root_candidates(table: Table, data: st.DataObject) -> None:
    id = data.draw(st.sampled_from(list(table.every())))
    column = data.draw(st.sampled_from(COLUMNS))
    wrong = data.draw(st.integers(0, 20000))
    assume(wrong != value(table.every()[id][column]))
    roots = [f for f in findings_of(table.changed(id, column, str(wrong))) if f.role is FindingRole.ROOT]
    assert roots
    assert (id, column) in {cell for finding in roots for cell in finding.cells}
    # Undoing the change is among the repairs of at least one of them, alone.
    right = table.every()[id][column]
    undone = {
        change.wanted
        for finding in roots
        for repair in finding.hypotheses
        if len(repair.changes) == 1
        for change in repair.changes
        if (change.row, change.column) == (id, column)
    }
    assert undone == {right}


@patient
@given(consistent(), st.data())
def test_an_error_carried_to_the_top_has_one_root(table: Table, data: st.DataObject) -> None:
    leaves = [id for id in table.rows if not table.below(id)]
    id = data.draw(st.sampled_from(leaves))
    delta = data.draw(st.integers(1, 999))
    chain, current = ["t"], id
    while current:
        chain.append(current)
        current = table.parents[current]
    for step in chain:
        table = table.changed(step, "total", str((value(table.every()[step]["total"]) or 0) + delta))
    findings = findings_of(table)
    # Two ways of adding up each row, by year and by source, both off by the same amount.
    assert {finding.row for finding in findings if finding.role is FindingRole.ROOT} == {id}
    assert {finding.row for finding in findings} == set(chain)
    assert {finding.difference for finding in findings} == {Decimal(delta)}
    assert all(set(finding.causes) == {(id, "total")} for finding in findings if finding.row != id)


@patient
@given(anything())
def test_the_audit_is_deterministic(table: Table) -> None:
    assert audit(table.plan(), REGISTER) == audit(table.plan(), REGISTER)
