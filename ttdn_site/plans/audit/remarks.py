"""What one wants to know beside a finding: which totals could be meant, what would repair it, what it follows from.

Notes at the finding's place, for reports made to be read; the repairs are never applied.
"""

from __future__ import annotations

from collections.abc import Iterator

from ttdn_site.plans.audit.finding import CandidateSource, Finding
from ttdn_site.problems import Problem, Severity, declare, problem

CANDIDATE = declare(
    "AU030",
    Severity.NOTE,
    "The figure could be {value}: {source}",
    "Compare with the signed document; the page publishes the figure as printed",
    wrong="600 | 700 | 700 | 1.900",
    right="1.900 (as printed) or 2.000 (the sum of the row)",
)
REPAIR = declare(
    "AU031",
    Severity.NOTE,
    "One repair that would fit: {changes} (settles {resolves})",
    "Nothing is changed by itself; if the issuer confirms the slip, publish the amended document as a new version",
    wrong="600 | 700 | 700 | 1.900",
    right="I.2/y2018: 600 → 500",
)
CAUSE = declare(
    "AU032",
    Severity.NOTE,
    "This follows from the discrepancy in row {row}, column {column}",
    "Look at that row first; when it is settled or acknowledged, so is this one",
    wrong="2: 1.900, I: 6.190",
    right="2: 2.000, I: 6.290",
)

_SOURCES = {
    CandidateSource.PRINTED: "as printed",
    CandidateSource.ROW: "the sum along the row",
    CandidateSource.PARTS: "the sum of the parts as printed",
    CandidateSource.LOWEST_LINES: "the sum of the lowest lines",
    CandidateSource.WORDS: "the amount in words",
    CandidateSource.TEXT: "the total in the text of the decision",
}


def remarks(finding: Finding) -> Iterator[Problem]:
    """Causes first, then every candidate by source, then the repairs."""
    for row, column in finding.causes:
        yield problem(CAUSE, finding.at, row=row, column=column)
    for candidate in finding.candidates:
        for source in candidate.sources:
            yield problem(CANDIDATE, finding.at, value=candidate.printed, source=_SOURCES[source])
    for repair in finding.hypotheses:
        changes = ", ".join(f"{one.row}/{one.column}: {one.printed or '∅'} → {one.wanted}" for one in repair.changes)
        yield problem(REPAIR, finding.at, changes=changes, resolves=repair.resolves)
