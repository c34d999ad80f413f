"""The figures of the README, in both languages: what the benchmarks wrote to `benchmarks/results`, and nothing else.

    python benchmarks/readme.py

Rewrites the lines between `<!-- figures -->` and `<!-- /figures -->`. A figure whose benchmark was not run is left out.
`tests/test_readme_figures.py` fails when README and results differ.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
NAMES = {"en": "README.md", "vi": "README.vi.md"}
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)

# A tool's name in the results and its column; one that builds both ways has two names.
COLUMNS = (
    (("ttdn", "ttdn, no search"), {"en": "ttdn_site", "vi": "ttdn_site"}),
    (("hugo",), {"en": "Hugo, small theme", "vi": "Hugo, giao diện nhỏ"}),
    (("hugo + pagefind",), {"en": "Hugo + Pagefind", "vi": "Hugo + Pagefind"}),
    (
        ("mkdocs, a process per language", "mkdocs, a process per language, no search"),
        {"en": "MkDocs + Material, a process per language", "vi": "MkDocs + Material, mỗi ngôn ngữ một tiến trình"},
    ),
)
SCENARIOS = {
    "from nothing, no search": {"en": "from nothing, without search", "vi": "dựng từ đầu, không tìm kiếm"},
    "from nothing": {"en": "from nothing, with search", "vi": "dựng từ đầu, có tìm kiếm"},
    "nothing changed": {"en": "nothing changed", "vi": "không có gì thay đổi"},
    "one article edited": {"en": "one article edited", "vi": "sửa một bài"},
}


def results(name: str) -> dict[str, Any] | None:
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def figure(value: float, digits: int, locale: str) -> str:
    """A number as the language writes it."""
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if locale == "vi" else text


def seconds(value: float, locale: str) -> str:
    """Tenths up to a minute; below a second hundredths, where tenths would hide half of it."""
    digits = 2 if value < 1 else 1 if value < 60 else 0
    return f"{figure(value, digits, locale)} {'giây' if locale == 'vi' else 's'}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def block(locale: str) -> str:
    """Everything between the marks."""
    head = {"en": ("Figure", "Value", "Command"), "vi": ("Số liệu", "Giá trị", "Lệnh")}[locale]
    parts = [table(head, [[label, value, f"`{command}`"] for label, value, command in single(locale)])]
    builds = results("builds")
    if builds is not None and builds["results"]:
        parts.append(compared(builds, locale))
    return "\n".join(parts)


def single(locale: str) -> Iterator[tuple[str, str, str]]:
    """What is measured, its value, and the command that measures it."""
    en = locale == "en"
    if weight := results("weight"):
        size, files = (max(row[key] for row in weight["rows"]) for key in ("bytes", "files"))
        yield (
            "First view of an article, compressed" if en else "Lần xem đầu một bài, đã nén",
            f"{size / 1000:.0f} kB {'in' if en else 'trong'} {files} {'files' if en else 'tệp'}",
            "python benchmarks/page_weight.py",
        )
    if (builds := results("builds")) and builds["own"]:
        pages = figure(builds["own"][0]["pages"], 0, locale)
        yield (
            f"This portal ({pages} pages in four languages) from nothing; again without a change"
            if en
            else f"Dựng cổng này ({pages} trang, bốn ngôn ngữ) từ đầu; dựng lại khi không có thay đổi",
            "; ".join(
                seconds(
                    statistics.median(row["cost"]["wall"] for row in builds["own"] if row["scenario"] == what), locale
                )
                for what in ("from nothing", "nothing changed")
            ),
            builds["command"],
        )
    if serve := results("serve"):
        mine = [row for row in serve["rows"] if row["tool"] == "ttdn"]
        sizes = (" and " if en else " và ").join(figure(row["news"], 0, locale) for row in mine)
        yield (
            f"From a save to the page in the preview, {sizes} articles × 4"
            if en
            else f"Từ lúc lưu đến lúc thấy trang xem thử, {sizes} bài × 4",
            "; ".join(seconds(statistics.median(row["edits"]), locale) for row in mine),
            "python benchmarks/serve.py --news " + " ".join(str(row["news"]) for row in mine),
        )
    if search := results("search"):
        found = {row["language"]: row for row in search["rows"] if row["what"] == "ours"}
        pages = figure(next(iter(found.values()))["pages"], 0, locale)
        each = ", ".join(f"{name} {row['median_kb']:.0f}/{row['worst_kb']:.0f}" for name, row in found.items())
        yield (
            f"A search among {pages} pages of a language, compressed: median/worst"
            if en
            else f"Một lượt tìm kiếm trong {pages} trang của một ngôn ngữ, đã nén: trung vị/lớn nhất",
            f"{each} kB; " + ("nothing before the first letter" if en else "chưa gõ chữ nào thì không tải gì"),
            "python benchmarks/search_bytes.py",
        )
    if plan := results("plan"):
        lines = figure(plan["lines"], 0, locale)
        yield (
            f"A plan of {lines} lines × {plan['columns']} columns: read, audited, four languages, all files"
            if en
            else f"Kế hoạch {lines} dòng × {plan['columns']} cột: đọc, kiểm tra, bốn ngôn ngữ, mọi tệp tải về",
            f"{seconds(plan['seconds'], locale)}, {plan['mb']} MB",
            "python benchmarks/plan_speed.py",
        )


def compared(builds: dict[str, Any], locale: str) -> str:
    """Builds of ours and of others: medians of seconds, and the memory of all processes together."""
    costs: dict[tuple[int, str, str], list[dict[str, float]]] = {}
    for result in builds["results"]:
        costs.setdefault((result["news"], result["scenario"], result["tool"]), []).append(result["cost"])
    # A tool that was not there has no column.
    measured = {name for _, _, name in costs}
    shown = [(names, titles) for names, titles in COLUMNS if measured.intersection(names)]
    rows = []
    for news, scenario in dict.fromkeys((news, scenario) for news, scenario, _ in costs):
        cells = []
        for names, _ in shown:
            runs = next((costs[news, scenario, name] for name in names if (news, scenario, name) in costs), None)
            if runs is None:
                cells.append("–")
            else:
                memory = figure(max(run["memory"] for run in runs), 0, locale)
                cells.append(f"{seconds(statistics.median(run['wall'] for run in runs), locale)}, {memory} MB")
        rows.append([figure(news, 0, locale), SCENARIOS[scenario][locale], *cells])
    head = {"en": ("Articles × 4 languages", "Build"), "vi": ("Số bài × 4 ngôn ngữ", "Lần dựng")}[locale]
    about = {
        "en": f"Builds beside others, medians (`{builds['command']}`; [details](benchmarks/results/builds.md)):",
        "vi": f"So với công cụ khác, trung vị (`{builds['command']}`; [chi tiết](benchmarks/results/builds.md)):",
    }[locale]
    return f"{about}\n\n{table([*head, *(titles[locale] for _, titles in shown)], rows)}"


def main() -> None:
    for locale, name in NAMES.items():
        path = ROOT / name
        before, marks, rest = path.read_text(encoding="utf-8").partition("<!-- figures -->\n")
        _, end, after = rest.partition("<!-- /figures -->")
        path.write_text(f"{before}{marks}{block(locale)}{end}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
