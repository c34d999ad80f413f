"""Versions of one plan: an amended plan is a file of its own that names the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ttdn_site.plans.model import Plan
from ttdn_site.plans.reader import nearest
from ttdn_site.problems import Problem, Severity, declare, problem

NO_SUCH_PLAN = declare(
    "PL070",
    Severity.ERROR,
    "There is no plan “{id}” that this one could amend",
    "Did you mean “{suggestion}”? “previous” is the name of the earlier version's file without “.yml”",
    wrong="previous: dien-bien-2018",
    right="previous: dien-bien-2018-2020",
)
NOT_LATER = declare(
    "PL071",
    Severity.ERROR,
    "Version {version} cannot follow version {previous}",
    "Count the versions up: the first plan is 1, its first amendment 2",
    wrong="version: 1\nprevious: dien-bien-2018-2020",
    right="version: 2\nprevious: dien-bien-2018-2020",
)
# The same finding in a project without another plan.
NO_OTHER_PLAN = replace(
    NO_SUCH_PLAN,
    hint="Take the line “previous” out, or add the earlier version's file to docs/data/plans/",
)
TWO_SUCCESSORS = declare(
    "PL072",
    Severity.ERROR,
    "“{other}” already amends “{id}”",
    "Each version has one successor: name the latest version under “previous”",
    wrong="two files with previous: dien-bien-2018-2020",
    right="the second one with previous: dien-bien-2018-2020-sua-doi",
)


def check_versions(plans: Iterable[Plan]) -> Iterator[Problem]:
    """Whether the plans of a site follow each other one by one."""
    known = {plan.id: plan for plan in plans}
    amended: dict[str, str] = {}
    for plan in known.values():
        if not plan.previous:
            continue
        before = known.get(plan.previous)
        if before is None or before is plan:
            others = tuple(id for id in known if id != plan.id)
            code = NO_SUCH_PLAN if others else NO_OTHER_PLAN
            yield problem(code, plan.at, id=plan.previous, suggestion=nearest(plan.previous, others))
            continue
        if plan.version <= before.version:
            yield problem(NOT_LATER, plan.at, version=plan.version, previous=before.version)
        if before.id in amended:
            yield problem(TWO_SUCCESSORS, plan.at, other=amended[before.id], id=before.id)
        amended.setdefault(before.id, plan.id)


def latest(plans: Iterable[Plan], id: str) -> str:
    """The id of the newest version of a plan; its own when nothing amends it."""
    following = {plan.previous: plan.id for plan in plans if plan.previous}
    seen = {id}
    while id in following and following[id] not in seen:
        id = following[id]
        seen.add(id)
    return id
