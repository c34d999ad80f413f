"""What the audit reports: findings with their role, the totals that could be meant, and repairs that would fit."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from ttdn_site.plans.model import Acknowledgement, Plan
from ttdn_site.problems import Code, Location, Problem, Severity, problem

Cell = tuple[str, str]
"""A row id and a column id."""


class FindingRole(enum.Enum):
    """A root finding stands for an error of its own; a propagated one follows from root findings below it."""

    ROOT = "root"
    PROPAGATED = "propagated"


class CandidateSource(enum.Enum):
    """Where a possible total comes from."""

    PRINTED = "printed"
    ROW = "row"
    PARTS = "parts"
    LOWEST_LINES = "lowest_lines"
    WORDS = "words"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A total that could be meant, as the document would print it, and every source that gives it."""

    value: Decimal
    printed: str
    sources: tuple[CandidateSource, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell of a repair: what it prints and what it would have to print."""

    row: str
    column: str
    printed: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A repair that would fit, never applied. resolves: how many violated equations it would settle on balance."""

    changes: tuple[Change, ...]
    resolves: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    row: id of the line, total or task row; empty for the plan as a whole. field: a column id or the name of a field.
    printed, computed: as the document prints figures. cells: the cells among which a root error lies.
    causes: for a propagated finding, the root findings (row, field) it follows from.
    parameters: what the code's sentence names.
    """

    code: Code
    at: Location
    row: str
    field: str
    printed: str
    computed: str
    role: FindingRole = FindingRole.ROOT
    difference: Decimal | None = None
    cells: tuple[Cell, ...] = ()
    causes: tuple[Cell, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    acknowledgement: Acknowledgement | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def acknowledged(self) -> bool:
        return self.acknowledgement is not None

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def sort_key(self) -> tuple[int, int, str, str, str, str]:
        return (self.at.line, self.at.column, self.code.id, self.row, self.field, self.printed)


def to_problem(finding: Finding) -> Problem:
    """The finding as a problem, for reports that hold problems of every kind."""
    named = dict(finding.parameters)
    named.update(
        row=finding.row,
        field=finding.field,
        printed=finding.printed,
        computed=finding.computed,
        role=finding.role.value,
        acknowledged="true" if finding.acknowledged else "false",
    )
    return problem(finding.code, finding.at, **named)


def record(finding: Finding, message: str) -> dict[str, object]:
    """The finding as one entry of the JSON report; `message` is the code's sentence in the reader's language."""
    return {
        "code": finding.code.id,
        "severity": finding.severity.value,
        "path": finding.at.path,
        "line": finding.at.line,
        "column": finding.at.column,
        "row": finding.row,
        "field": finding.field,
        "printed": finding.printed,
        "computed": finding.computed,
        "role": finding.role.value,
        "acknowledged": finding.acknowledged,
        "message": message,
    }


def open_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that still count: those nobody has acknowledged."""
    return tuple(finding for finding in findings if not finding.acknowledged)


def acknowledge(findings: tuple[Finding, ...], plan: Plan) -> tuple[tuple[Finding, ...], tuple[Acknowledgement, ...]]:
    """Mark what the plan acknowledges; also give the acknowledgements that match nothing.

    A propagated finding is acknowledged when every root finding it follows from is: it has no cause of its own.
    """
    marked: list[Finding] = []
    used: set[Location] = set()
    roots: dict[Cell, Acknowledgement] = {}
    for finding in findings:
        match = next((entry for entry in plan.acknowledgements if _covers(entry, finding)), None)
        if match is not None:
            used.add(match.at)
            finding = replace(finding, acknowledgement=match)
            roots.setdefault((finding.row, finding.field), match)
        marked.append(finding)
    done = tuple(
        replace(finding, acknowledgement=roots[finding.causes[0]])
        if not finding.acknowledged and finding.causes and all(cause in roots for cause in finding.causes)
        else finding
        for finding in marked
    )
    return done, tuple(entry for entry in plan.acknowledgements if entry.at not in used)


def _covers(entry: Acknowledgement, finding: Finding) -> bool:
    return (
        entry.code == finding.code.id
        and (not entry.rows or finding.row in entry.rows)
        and (not entry.column or entry.column == finding.field)
        and (not entry.printed or entry.printed == finding.printed)
    )
