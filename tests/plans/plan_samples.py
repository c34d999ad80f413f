"""Small plans and registers for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.problems import Problem

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "docs" / "data" / "plans"
AGENCIES = ROOT / "docs" / "data" / "agencies.yml"

SMALL_REGISTER = """\
places:
  - {id: tinh, name: {vi: Tỉnh, en: Province, zh: 省, ja: 省}}
agencies:
  - {id: ubnd, place: tinh, name: {vi: UBND tỉnh, en: Committee, zh: 委员会, ja: 委員会}}
  - {id: so-noi-vu, place: tinh, name: {vi: Sở Nội vụ, en: Home, zh: 内务厅, ja: 内務局}}
  - {id: so-ngoai-vu, place: tinh, name: {vi: Sở Ngoại vụ, en: External, zh: 外事厅, ja: 外務局}}
  - {id: so-tai-chinh, place: tinh, name: {vi: Sở Tài chính, en: Finance, zh: 财政厅, ja: 財務局}}
  - {id: so-van-hoa, place: tinh, name: {vi: "Sở Văn hóa, Thể thao và Du lịch", en: Culture, zh: 文化厅, ja: 文化局}}
"""

HEAD = """\
id: sample
place: tinh
title: Kế hoạch
document: {number: 1/KH-UBND, kind: plan, date: "2018-04-12", issuer: ubnd, title: Kế hoạch}
period: {from: 2018, to: 2019}
unit: {currency: VND, scale: 1000000, printed: Triệu đồng}
number_style: dot
columns:
  - {id: y1, kind: year, year: 2018, title: Năm 2018}
  - {id: y2, kind: year, year: 2019, title: Năm 2019}
  - {id: s1, kind: source, title: Ngân sách}
  - {id: s2, kind: source, title: Khác}
  - {id: total, kind: total, title: Tổng, sums: [[y1, y2], [s1, s2]]}
"""


def small_register() -> AgencyRegister:
    register, problems = load_agencies(SMALL_REGISTER, "agencies.yml")
    assert problems == []
    return register


def real_register() -> AgencyRegister:
    register, problems = load_agencies(AGENCIES.read_text(encoding="utf-8"), "docs/data/agencies.yml")
    assert problems == []
    return register


def read(body: str, head: str = HEAD) -> tuple[Plan | None, list[Problem]]:
    """Read the usual head with `body` after it."""
    return load_plan(head + body, "docs/data/plans/sample.yml", small_register())


def plan_of(body: str, head: str = HEAD) -> Plan:
    plan, problems = read(body, head)
    assert problems == [], problems
    assert plan is not None
    return plan
