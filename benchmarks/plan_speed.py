"""How long a large plan takes: read, audited, rendered in four languages with every download, and the memory it needs.

    python benchmarks/plan_speed.py [lines] [columns] [--out FILE]

Prints seconds per step, the largest resident size, and how long the import of a Word table of 200 rows takes. The plan
is invented: groups of ten lines, years and a total.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import random
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from measure import machine, save

from ttdn_site.collector import paused
from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.numbering import to_roman
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.tables.charts import chart_html, charts
from ttdn_site.tables.downloads import Shared, downloads
from ttdn_site.tables.edition import Edition
from ttdn_site.tables.html import budget_table, footnote_list
from ttdn_site.tables.localize import localize

WORD_ROWS = 200
REGISTER = """\
places:
  - {id: thu, name: {vi: Thử, en: Trial, zh: 试, ja: 試}}
kinds:
  - {id: uy-ban-nhan-dan, name: {vi: Ủy ban nhân dân tỉnh, en: People's Committee, zh: 人民委员会, ja: 人民委員会}}
  - {id: so-tai-chinh, name: {vi: Sở Tài chính, en: Department of Finance, zh: 财政厅, ja: 財務局}}
  - {id: so-noi-vu, name: {vi: Sở Nội vụ, en: Department of Home Affairs, zh: 内务厅, ja: 内務局}}
"""


def figure(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def plan_text(lines: int, columns: int) -> str:
    """A plan that adds up: ten lines a group, `columns` - 1 years and their total."""
    years = [2020 + number for number in range(columns - 1)]
    ids = [f"y{year}" for year in years]
    draw = random.Random(2026)
    groups = max(1, lines // 11)
    parts = [
        "id: lon\nplace: thu\ntitle: {vi: Kế hoạch lớn, en: Large plan, zh: 大计划, ja: 大計画}\n",
        "document: {number: 01/QĐ-UBND, kind: decision, date: '2020-01-02', issuer: thu-uy-ban-nhan-dan,"
        " title: {vi: Quyết định, en: Decision, zh: 决定, ja: 決定}}\n",
        f"period: {{from: {years[0]}, to: {years[-1]}}}\nunit: {{currency: VND, scale: 1000, printed: Nghìn đồng}}\n",
        "number_style: dot\ntasks_from_lines: true\ncolumns:\n",
    ]
    parts += [
        f"  - {{id: {id}, kind: year, year: {year}, "
        f"title: {{vi: Năm {year}, en: '{year}', zh: {year}年, ja: {year}年}}}}\n"
        for id, year in zip(ids, years, strict=True)
    ]
    parts.append(
        f"  - {{id: total, kind: total, sums: [{', '.join(ids)}], "
        "title: {vi: Tổng, en: Total, zh: 合计, ja: 合計}}\n"
    )
    parts.append("lines:\n")
    grand = [0] * len(ids)
    count = 0
    for group in range(1, groups + 1):
        size = 10 if group < groups else max(1, lines - count - 1)
        amounts = [[draw.randint(1, 999_999) for _ in ids] for _ in range(size)]
        sums = [sum(column) for column in zip(*amounts, strict=True)]
        grand = [one + other for one, other in zip(grand, sums, strict=True)]
        parts.append(
            f"  - id: g{group}\n    number: '{group}'\n"
            f"    title: {{vi: Nhóm {group}, en: Group {group}, zh: 组 {group}, ja: 組 {group}}}\n"
        )
        parts.append(f"    amounts: {row(ids, sums)}\n    lines:\n")
        for number, values in enumerate(amounts, 1):
            parts.append(
                f"      - id: g{group}.{number}\n        number: '{group}.{number}'\n"
                f"        title:\n          vi: Tổ chức hoạt động thông tin đối ngoại số {group}.{number}\n"
                f"          en: Hold external information activity {group}.{number}\n"
                f"          zh: 举办第{group}.{number}项对外信息活动\n"
                f"          ja: 対外情報活動{group}.{number}を実施する\n"
                f"        lead: Sở Tài chính\n        coordinate: Sở Nội vụ\n        amounts: {row(ids, values)}\n"
            )
        count += size + 1
    parts.append(
        f"totals:\n  - {{id: total, title: {{vi: Cộng, en: Total, zh: 合计, ja: 合計}}, amounts: {row(ids, grand)}}}\n"
    )
    return "".join(parts)


def row(ids: list[str], values: list[int]) -> str:
    cells = [*zip(ids, values, strict=True), ("total", sum(values))]
    return "{" + ", ".join(f"{id}: '{figure(value)}'" for id, value in cells) + "}"


def steps(lines: int, columns: int) -> Iterator[tuple[str, float]]:
    text = plan_text(lines, columns)
    languages = Languages(tuple(KNOWN.values()))
    register, _ = load_agencies(REGISTER, "agencies.yml")
    yield f"({len(text) / 1e6:.1f} MB of YAML)", 0.0
    start = time.perf_counter()
    cleaned, problems = clean(text.encode(), "lon.yml", DATA_LIMIT)
    plan, found = load_plan(cleaned or "", "lon.yml", register)
    if plan is None or problems or found:
        raise SystemExit([*problems, *found][:3])
    yield "load", time.perf_counter() - start
    start = time.perf_counter()
    findings = audit(plan, register)
    if findings:
        raise SystemExit(findings[:3])
    yield "audit", time.perf_counter() - start
    shared = Shared()
    for language in languages:
        start = time.perf_counter()
        words = translator(language, languages)
        # As the page of a plan does.
        with paused():
            view = localize(plan, register, findings, Edition(language, languages, words, dt.date(2026, 1, 5)))
            html = budget_table(view) + footnote_list(view.footnotes, view.edition)
            html += "".join(chart_html(chart, view) for chart in charts(view))
            size = sum(len(file.data) for file in downloads(view, shared)) + len(html.encode())
        yield f"{language.segment} ({size / 1e6:.1f} MB)", time.perf_counter() - start


def word_table(rows: int) -> bytes:
    """A Word file with a letterhead and one table of groups of nine tasks, with bodies, three years and a total."""

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def line(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    front = (
        "QUYẾT ĐỊNH", "PHÊ DUYỆT KẾ HOẠCH THÔNG TIN ĐỐI NGOẠI GIAI ĐOẠN 2018-2020",
        "(Kèm theo Quyết định số 1/QĐ-UBND ngày 12/4/2018 của UBND tỉnh Điện Biên)", "Đơn vị tính: Triệu đồng",
    )  # fmt: skip
    lines = [line("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "2018", "2019", "2020", "Tổng cộng")]
    lead = "Sở Thông tin và Truyền thông; Sở Văn hóa, Thể thao và Du lịch"
    for number in range(rows):
        group, own = divmod(number, 10)
        if own:
            lines.append(
                line(str(own), f"Nhiệm vụ {number}", lead, f"{lead}; Sở Tài chính", "1.500", "-", "5", "1.505")
            )
        else:
            lines.append(line(to_roman(group + 1), f"Nhóm {group + 1}", "", "", "13.500", "-", "45", "13.545"))
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(map(paragraph, front)) + f"<w:tbl>{''.join(lines)}</w:tbl>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return buffer.getvalue()


def import_seconds(rows: int) -> float:
    """How long a Word table of so many rows takes to become a plan file, with the register of this repository."""
    path = Path(__file__).resolve().parents[1] / "docs" / "data" / "agencies.yml"
    register, _ = load_agencies(path.read_text(encoding="utf-8"), path.name)
    data = word_table(rows)
    start = time.perf_counter()
    text, problems = import_plan(data, "bang.docx", register)
    taken = time.perf_counter() - start
    if text.count("- id: ") != rows + 4 or problems:
        raise SystemExit(problems[:3])
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("lines", type=int, nargs="?", default=5000)
    parser.add_argument("columns", type=int, nargs="?", default=6)
    parser.add_argument("--out", type=Path, help="write FILE.json, for the figures of the README")
    options = parser.parse_args()
    total = 0.0
    for name, seconds in steps(options.lines, options.columns):
        total += seconds
        print(f"{name:24} {seconds:6.2f} s")
    # Kilobytes on Linux, bytes on macOS (getrusage(2)).
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    work = time.process_time()
    importing = import_seconds(WORD_ROWS)
    print(f"{'total':24} {total:6.2f} s ({work:.2f} s of processor time), {peak:.0f} MB")
    print(f"{f'import of {WORD_ROWS} rows':24} {importing:6.2f} s (Word table)")
    if options.out:
        about = {"lines": options.lines, "columns": options.columns, "machine": machine()}
        save(
            options.out,
            {
                **about,
                "seconds": round(total, 2),
                "processor_seconds": round(work, 2),
                "mb": round(peak),
                "import_seconds": round(importing, 3),
            },
        )


if __name__ == "__main__":
    main()
