"""A plan written out and read in again is the same plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from plans.plan_samples import PLANS, real_register
from plans.random_plans import plans, unlocated

from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.plans.writer import plan_text

REGISTER = real_register()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yml")), ids=lambda path: path.stem)
def test_a_published_plan(path: Path) -> None:
    plan, problems = load_plan(path.read_text(encoding="utf-8"), path.name, REGISTER)
    assert plan is not None
    assert problems == []
    written = plan_text(plan)
    again, problems = load_plan(written, path.name, REGISTER)
    assert problems == []
    assert unlocated(again) == unlocated(plan)
    assert again is not None
    assert plan_text(again) == written


@settings(max_examples=150, deadline=None)
@given(plans(REGISTER, "dien-bien"))
def test_any_plan(plan: Plan) -> None:
    again, problems = load_plan(plan_text(plan), "thu.yml", REGISTER)
    assert problems == [], plan_text(plan)
    assert unlocated(again) == unlocated(plan)


def test_remarks_and_the_head_are_comments() -> None:
    path = PLANS / "lam-dong-2017-2020.yml"
    plan, _ = load_plan(path.read_text(encoding="utf-8"), path.name, REGISTER)
    assert plan is not None
    row = plan.lines[0].id
    text = plan_text(plan, ["one", "two\nid: x"], {row: "sheet, row 2"})
    assert text.startswith("# one\n# two id: x\nid: lam-dong-2017-2020\n")
    assert f"- id: {row}  # sheet, row 2\n" in text.replace('"', "")
    assert unlocated(load_plan(text, path.name, REGISTER)[0]) == unlocated(plan)
