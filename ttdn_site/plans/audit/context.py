"""What every rule of the audit looks at: the plan, the register, the equations and their roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit.equations import Equation, EquationKind, equations, shown
from ttdn_site.plans.audit.finding import Candidate, CandidateSource, Finding, FindingRole, Hypothesis
from ttdn_site.plans.audit.hypotheses import Repairs
from ttdn_site.plans.audit.roles import causes
from ttdn_site.plans.audit.words import Reading, readings
from ttdn_site.plans.model import Line, Plan, Task, TaskGroup, Total
from ttdn_site.plans.tree import Cells, computed
from ttdn_site.problems import Code, Location

LABEL_LENGTH = 60

# A document with more root errors than this was not added up at all; repairs of single cells would mislead.
REPAIRED_ROOTS = 100


@dataclass(frozen=True, slots=True)
class AuditContext:
    """Prepared once per audit; the rules only read it."""

    plan: Plan
    register: AgencyRegister
    rows: dict[str, Line | Total] = field(repr=False)
    every: tuple[Equation, ...] = field(repr=False)
    words: tuple[Reading, ...] = field(repr=False)
    causes: dict[Equation, tuple[str, ...]] = field(repr=False)
    computed: dict[str, Cells] = field(repr=False)
    repairs: Repairs | None = field(repr=False)
    repairable: frozenset[int] = field(repr=False)

    def violated(self, *kinds: EquationKind) -> tuple[Equation, ...]:
        return tuple(equation for equation in self.every if equation.kind in kinds and equation.violated)

    def roots(self) -> tuple[Equation, ...]:
        return tuple(equation for equation in self.every if equation.violated and equation not in self.causes)

    def arithmetic(self, code: Code, equation: Equation, **more: str) -> Finding:
        """A violated equation as a finding of the rule that owns it."""
        column = self.plan.columns[equation.owner.column].id
        follows = self.causes.get(equation, ())
        style = self.plan.number_style
        printed = shown(equation.printed, style) if equation.left else equation.owner.amount.printed
        result = shown(equation.computed, style)
        cells = tuple((cell.row, self.plan.columns[cell.column].id) for cell in equation.cells())
        hypotheses: tuple[Hypothesis, ...] = ()
        if self.repairs is not None and id(equation) in self.repairable:
            hypotheses = self.repairs.for_equation(equation)
        return Finding(
            code=code,
            at=equation.owner.amount.at,
            row=equation.owner.row,
            field=column,
            printed=printed,
            computed=result,
            role=FindingRole.PROPAGATED if follows else FindingRole.ROOT,
            difference=equation.difference,
            cells=cells,
            causes=tuple((row, column) for row in follows),
            candidates=self.candidates(equation),
            hypotheses=hypotheses,
            parameters=self.named(equation.owner.row, **more),
        )

    def candidates(self, equation: Equation) -> tuple[Candidate, ...]:
        """Every total that could be meant by the cell, the printed one first."""
        sources: dict[Decimal, list[CandidateSource]] = {}

        def add(value: Decimal | None, source: CandidateSource) -> None:
            if value is not None and source not in sources.setdefault(value, []):
                sources[value].append(source)

        row, column = equation.owner.row, equation.owner.column
        style = self.plan.number_style
        add(equation.printed, CandidateSource.PRINTED)
        if equation.detached:
            add(equation.computed, CandidateSource.WORDS)
            return tuple(Candidate(value, shown(value, style), tuple(found)) for value, found in sources.items())
        for other in self.repairs.touching(row, column) if self.repairs is not None else ():
            if (other.owner.row, other.owner.column) == (row, column) and not other.left:
                add(other.computed, _SOURCES[other.kind])
        if equation.left:
            add(equation.computed, CandidateSource.ROW)
        add(self.computed[row][column], CandidateSource.LOWEST_LINES)
        return tuple(Candidate(value, shown(value, style), tuple(found)) for value, found in sources.items())

    def named(self, row: str, **more: str) -> tuple[tuple[str, str], ...]:
        """The parameters of a sentence about a row: its printed number and title, and what else it names."""
        return tuple(sorted({"label": self.label(row), **more}.items()))

    def label(self, row: str) -> str:
        found = self.rows.get(row)
        return row if found is None else row_label(found, self.plan.language)

    def finding(
        self, code: Code, at: Location, row: str, field: str, printed: str, computed: str, **more: str
    ) -> Finding:
        """A root finding that is no equation."""
        return Finding(code, at, row, field, printed, computed, parameters=self.named(row, **more))


_SOURCES = {
    EquationKind.ROW: CandidateSource.ROW,
    EquationKind.CHILDREN: CandidateSource.PARTS,
    EquationKind.TOTAL: CandidateSource.PARTS,
    EquationKind.SOURCES: CandidateSource.ROW,
    EquationKind.WORDS: CandidateSource.WORDS,
    EquationKind.STATED: CandidateSource.TEXT,
}


def row_label(row: Line | Total | Task | TaskGroup, language: str) -> str:
    """A row as a person would point at it: its printed number and the beginning of its title."""
    title = row.title.get(language).replace("\n", " ")
    if len(title) > LABEL_LENGTH:
        title = title[: LABEL_LENGTH - 1].rstrip() + "…"
    return f"{row.number} {title}".strip()


def context(plan: Plan, register: AgencyRegister) -> AuditContext:
    words = readings(plan)
    every = (*equations(plan), *(reading.equation for reading in words if reading.equation is not None))
    violated = tuple(equation for equation in every if equation.violated)
    rows = {row.id: row for row in plan.amount_rows}
    follows = causes(plan, violated)
    roots = [equation for equation in violated if equation not in follows]
    return AuditContext(
        plan=plan,
        register=register,
        rows=rows,
        every=every,
        words=words,
        causes=follows,
        computed=computed(plan) if violated else {},
        repairs=Repairs(plan, every) if violated else None,
        repairable=frozenset(id(equation) for equation in roots[:REPAIRED_ROOTS]),
    )
