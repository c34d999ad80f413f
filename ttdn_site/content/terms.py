"""Forbidden names of seas and islands, wherever they stand in a file."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position
from ttdn_site.source.yamlnodes import Mapping, Scalar, Sequence, parse_yaml

FORBIDDEN_TERM = declare(
    "TM001",
    Severity.ERROR,
    "The term “{term}” is not used in publications of Viet Nam",
    "Write “{write}”",
    wrong="南シナ海",
    right="東部海域",
)


@dataclass(frozen=True, slots=True)
class Term:
    pattern: re.Pattern[str]
    holds: tuple[str, ...]
    unless: re.Pattern[str] | None
    write: str


@functools.cache
def forbidden() -> tuple[Term, ...]:
    """The terms of `terms.yml`, compiled."""
    text = resources.files("ttdn_site.content").joinpath("terms.yml").read_text(encoding="utf-8")
    node, problems = parse_yaml(text, "terms.yml")
    if problems or not isinstance(node, Sequence):
        raise ValueError(f"terms.yml: {problems}")
    terms: list[Term] = []
    for entry in node.items:
        if not isinstance(entry, Mapping):
            raise ValueError("terms.yml: an entry is a mapping")
        values = {key.text: value.text for key, value in entry.entries if isinstance(value, Scalar)}
        lists = {key.text: value.items for key, value in entry.entries if isinstance(value, Sequence)}
        holds = tuple(item.text for item in lists["holds"] if isinstance(item, Scalar))
        unless = values.get("unless")
        terms.append(
            Term(re.compile(values["pattern"]), holds, re.compile(unless) if unless else None, values["write"])
        )
    return tuple(terms)


def signs() -> tuple[str, ...]:
    """Small letters of which some are in every text that one of the patterns matches."""
    return tuple(sign for term in forbidden() for sign in term.holds)


def scan(text: str, path: str) -> list[Problem]:
    """Every use of a forbidden term in one file's text."""
    problems: list[Problem] = []
    for term in forbidden():
        for match in term.pattern.finditer(text):
            line = text[
                text.rfind("\n", 0, match.start()) + 1 : (text.find("\n", match.end()) + 1 or len(text) + 1) - 1
            ]
            if term.unless is not None and term.unless.search(line):
                continue
            where = Location(path, *position(text, match.start()))
            problems.append(problem(FORBIDDEN_TERM, where, term=match.group(), write=term.write))
    return problems
