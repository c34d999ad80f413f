"""A plan with everything a table can meet, and views of it and of the reference plans."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.tables.edition import Edition
from ttdn_site.tables.localize import localize
from ttdn_site.tables.view import PlanView

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "docs" / "data" / "plans"
REFERENCE = tuple(sorted(path.stem for path in PLANS.glob("*.yml")))
SEGMENTS = ("vi", "en", "zh", "ja")
LANGUAGES = Languages(tuple(KNOWN[segment] for segment in SEGMENTS))
TODAY = dt.date(2026, 1, 15)

AGENCIES = """\
places:
  - {id: tinh, name: {vi: Thử, en: Trial, zh: 试, ja: 試}}
agencies:
  - {id: ubnd, place: tinh, name: {vi: UBND tỉnh, en: Committee, zh: 委员会, ja: 委員会}}
  - id: so-cu
    place: tinh
    name: {vi: "Sở Thông tin, Báo chí", en: Information, zh: 信息厅, ja: 情報局}
    valid_to: "2025-02-28"
    successors: [so-moi]
  - {id: so-moi, place: tinh, name: {vi: Sở Văn hóa, en: Culture, zh: 文化厅, ja: 文化局}, valid_from: "2025-03-01"}
  - {id: so-tc, place: tinh, name: {vi: Sở Tài chính, en: Finance, zh: 财政厅, ja: 財務局}}
"""

SAMPLE = """\
id: mau
place: tinh
status: in_force
title: {vi: Kế hoạch mẫu, en: Sample plan, zh: 样本计划, ja: 見本計画}
document:
  number: 01/KH-UBND
  kind: plan
  date: "2024-02-05"
  issuer: ubnd
  title: {vi: Kế hoạch, en: Plan, zh: 计划, ja: 計画}
  legal_bases:
    - {number: 02/QĐ-UBND, kind: decision, title: {vi: Quyết định, en: Decision, zh: 决定, ja: 決定}}
period: {from: 2024, to: 2026}
unit: {currency: VND, scale: 1000000, printed: Triệu đồng}
number_style: dot
columns:
  - id: y2024
    kind: year
    year: 2024
    over: [{vi: Kỳ, en: Phasing, zh: 分期, ja: 配分}]
    title: {vi: Năm 2024, en: "2024", zh: 2024年, ja: 2024年}
  - id: y2025
    kind: year
    year: 2025
    over: [{vi: Kỳ, en: Phasing, zh: 分期, ja: 配分}]
    title: {vi: Năm 2025, en: "2025", zh: 2025年, ja: 2025年}
  - {id: total, kind: total, sums: [y2024, y2025], title: {vi: Tổng, en: Total, zh: 合计, ja: 合計}}
  - {id: done, kind: other, phase: actual, title: {vi: Đã chi, en: Spent, zh: 已支出, ja: 支出済}}
tasks:
  - id: T1
    number: "1"
    title: {vi: "=HYPERLINK(\\"http://x\\")", en: "+cmd|' /C calc'!A0", zh: "@SUM(1)", ja: "-2+3"}
    lead: [so-cu]
    coordinate: [so-tc]
    schedule: {from: 2024, to: 2025}
    lines: [a.1]
    progress:
      - {date: "2025-06-10", status: in_progress, note: {vi: Đang làm}}
  - id: T2
    number: "2"
    title: {vi: Việc chưa dịch}
    lead: [so-tc]
    schedule: {from: 2026, to: 2026}
    lines: [b]
    progress:
      - {date: "2025-06-10", status: done}
lines:
  - id: a
    number: I
    title: {vi: Nhóm một, en: Group one, zh: 第一组, ja: 第1組}
    amounts: {y2024: "1.990", y2025: 10, total: "2.000", done: ""}
    lines:
      - id: a.1
        number: "1"
        title: {vi: Dòng một, en: Line one, zh: 第一行, ja: 1行目}
        lead: [so-cu]
        coordinate: [so-tc]
        amounts: {y2024: "1.234,5", y2025: "-", total: "1.234,5", done: "-17"}
        note: {vi: Kinh phí thường xuyên, en: Regular funds, zh: 经常性经费, ja: 経常経費}
      - id: a.2
        title: {vi: Dòng không số}
        lead: [so-tc]
        amounts: {y2024: "755,5", y2025: 10, total: "765,5"}
  - id: b
    number: "2"
    title: {vi: Dòng hai, en: Line two, zh: 第二行, ja: 2行目}
    amounts: {y2024: "12.345.678", y2025: 0, total: "12.345.678"}
totals:
  - id: tong
    title: {vi: Cộng, en: Total, zh: 合计, ja: 合計}
    amounts: {y2024: "12.347.668", y2025: 10, total: "12.347.678"}
deadlines:
  - {id: bao-cao, yearly: "11-15", title: {vi: Nộp báo cáo, en: Report due, zh: 提交报告, ja: 報告期限}}
notes:
  - {vi: Ghi chú chung, en: General note, zh: 总注, ja: 全般の注}
acknowledged:
  - code: AU011
    rows: [b]
    reason: In như vậy.
    reader_note:
      {vi: Văn bản đánh số như vậy., en: Numbered so in the document., zh: 文件如此编号。, ja: 文書のとおり。}
"""


def edition(segment: str) -> Edition:
    language = LANGUAGES[segment]
    return Edition(language, LANGUAGES, translator(language, LANGUAGES), TODAY)


@functools.cache
def sample_register() -> AgencyRegister:
    register, problems = load_agencies(AGENCIES, "docs/data/agencies.yml")
    assert problems == [], problems
    return register


@functools.cache
def real_register() -> AgencyRegister:
    text = (PLANS.parent / "agencies.yml").read_text(encoding="utf-8")
    return load_agencies(text, "docs/data/agencies.yml")[0]


@functools.cache
def sample() -> Plan:
    plan, problems = load_plan(SAMPLE, "docs/data/plans/mau.yml", sample_register(), SEGMENTS)
    assert plan is not None
    assert problems == [], problems
    return plan


@functools.cache
def sample_view(segment: str) -> PlanView:
    plan = sample()
    return localize(plan, sample_register(), audit(plan, sample_register()), edition(segment))


@functools.cache
def reference_view(id: str, segment: str) -> PlanView:
    text = (PLANS / f"{id}.yml").read_text(encoding="utf-8")
    plan, _ = load_plan(text, f"docs/data/plans/{id}.yml", real_register(), SEGMENTS)
    assert plan is not None
    return localize(plan, real_register(), audit(plan, real_register()), edition(segment))


def every_view() -> list[tuple[str, str]]:
    """(plan, language) of the sample and all reference plans."""
    return [(id, segment) for id in ("mau", *REFERENCE) for segment in SEGMENTS]


def view_of(id: str, segment: str) -> PlanView:
    return sample_view(segment) if id == "mau" else reference_view(id, segment)
