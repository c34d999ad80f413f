"""One command for the speed of builds: corpora, this tool and every peer that is installed, ratios with their spread.

    python benchmarks/run.py [--news 200 1000] [--runs 3] [--work FOLDER] [--out FILE]

Peers are `hugo` and `pagefind` where they are found (else `--hugo`, `--pagefind`: the commands) and MkDocs with
Material and static-i18n; up to which size they take part is an option. `contestants.py` tells how each is set up.
Compared are builds from nothing without search on both sides and with it, a build in which nothing changed, one after
an edit of one article, and the memory of all processes together; this repository's own site is built besides. Writes
`FILE.md` and `FILE.json` with the versions and the machine. Runs of the tools alternate, and ratios are made of runs of
one round: a machine that is busy is busy for both. On such a machine processor time tells more than the clock.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tables
from contestants import (
    OURS,
    OURS_PLAIN,
    Contestant,
    article,
    article_page,
    contestants,
    corpus,
    default_hugo,
    default_pagefind,
)
from measure import Cost, machine, run, save, weigh

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build/benchmarks"
# The moment of every build: 5 November 2026, when all articles of the corpora are out.
CLOCK = "1793880000"
SPLIT = "mkdocs, a process per language"
# Who takes part in what. Tools without memory build everything again; of MkDocs its faster way does so here.
SCENARIOS = {
    "from nothing, no search": (OURS_PLAIN, "hugo", "mkdocs, no search", f"{SPLIT}, no search"),
    "from nothing": (OURS, "hugo + pagefind", "mkdocs", SPLIT),
    "nothing changed": (OURS, "hugo", "hugo + pagefind", SPLIT),
    "one article edited": (OURS, "hugo", "hugo + pagefind", SPLIT),
}


@dataclasses.dataclass
class Report:
    """What was measured; written after each size, so that a run that is stopped leaves what it has."""

    out: Path
    command: str
    results: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    own: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    sites: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    versions: list[str] = dataclasses.field(default_factory=list)

    def write(self) -> str:
        data = {
            "command": self.command,
            "machine": machine(),
            "versions": self.versions,
            "results": self.results,
            "own": self.own,
            "sites": self.sites,
        }
        text = tables.document(data)
        save(self.out, data, text)
        return text


def environment() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": CLOCK, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}


def forget(tool: Contestant, folder: Path) -> None:
    for name in (tool.site, *tool.state):
        shutil.rmtree(folder / name, ignore_errors=True)


def edit(tool: Contestant, folder: Path, number: int) -> None:
    path = article(tool, folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\nWord {number}.\n", encoding="utf-8", newline="\n")


def size(
    news: int, tools: Sequence[Contestant], scenarios: Sequence[str], runs: int, work: Path, report: Report
) -> None:
    """Some scenarios with one number of articles."""
    folders = {tool.name: work / f"{tool.name.replace(', ', '-').replace(' ', '-')}-{news}" for tool in tools}
    for tool in tools:
        report.versions += [version for version in tool.versions if version not in report.versions]
        corpus(tool, folders[tool.name], news)
    for scenario in scenarios:
        names = SCENARIOS[scenario]
        for number in range(runs):
            for tool in tools:
                if tool.name not in names:
                    continue
                folder = folders[tool.name]
                if scenario.startswith("from nothing"):
                    forget(tool, folder)
                elif scenario.startswith("one"):
                    edit(tool, folder, number)
                cost = run(list(tool.command), folder, work / f"{folder.name}.log", environment())
                note(report.results, cost, news=news, scenario=scenario, tool=tool.name, round=number)
                if scenario.startswith("from nothing") and number == 0:
                    report.sites.append({"news": news, "tool": tool.name, **written(tool, folder)})
    for folder in folders.values():
        shutil.rmtree(folder)


def note(where: list[dict[str, Any]], cost: Cost, **about: str | int) -> None:
    where.append({**about, "cost": {name: round(value, 3) for name, value in dataclasses.asdict(cost).items()}})
    print(*about.values(), f"{cost.wall:.2f} s, {cost.cpu:.2f} s of work, {cost.memory:.0f} MB", flush=True)


def written(tool: Contestant, folder: Path) -> dict[str, int]:
    """Files and bytes of the site, and of one article's page."""
    files, total = weigh(folder / tool.site)
    page = article_page(tool, folder).read_bytes()
    compressed = len(gzip.compress(page, 9, mtime=0))
    return {"files": files, "bytes": total, "article": len(page), "article_compressed": compressed}


def own_site(tool: Contestant, runs: int, work: Path, report: Report) -> None:
    """This repository's own site, start of the command included."""
    folder = work / "own"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for scenario in ("from nothing", "nothing changed"):
        for number in range(runs):
            if scenario == "from nothing":
                forget(tool, folder)
            cost = run(list(tool.command), folder, work / "own.log", environment())
            pages = sum(1 for _ in (folder / tool.site).rglob("*.html"))
            note(report.own, cost, scenario=scenario, pages=pages, round=number)
    shutil.rmtree(folder)


def file_system(folder: Path) -> list[str]:
    """The kind of file system that the tools read from and write to, where the system can tell."""
    if shutil.which("stat") is None:
        return []
    told = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return [f"files on {told.stdout.strip()}"] if told.returncode == 0 else []


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--news", type=int, nargs="*", default=[200, 1000], help="articles in each language")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hugo", default=default_hugo(), help="its command; empty leaves it out")
    parser.add_argument("--pagefind", default=default_pagefind(), help="its command; empty leaves it out")
    parser.add_argument("--mkdocs-most", type=int, default=1000, help="MkDocs is left out above")
    parser.add_argument("--peers-most", type=int, default=10_000, help="all are left out above, and ours runs once")
    parser.add_argument("--tools", nargs="*", metavar="NAME", help="only these, as the results name them")
    parser.add_argument("--scenarios", nargs="*", default=list(SCENARIOS), choices=list(SCENARIOS), help="only these")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, default=HERE / "results/builds")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    sizes = "".join(f" {news}" for news in options.news)
    ours = next(contestants("", "", False))
    command = f"python benchmarks/run.py --news{sizes} --runs {options.runs}"
    if options.work != WORK:
        command += " --work FOLDER"
    for name in ("tools", "scenarios"):
        if chosen := getattr(options, name):
            command += f" --{name} {shlex.join(chosen)}" if chosen != list(SCENARIOS) else ""
    report = Report(options.out, command, versions=[*ours.versions, *file_system(options.work)])
    own_site(ours, options.runs, options.work, report)
    for news in sorted(options.news):
        alone = news > options.peers_most
        hugo = "" if alone else options.hugo
        found = contestants(hugo, options.pagefind, news <= options.mkdocs_most)
        tools = [tool for tool in found if not options.tools or tool.name in options.tools]
        size(news, tools, options.scenarios, 1 if alone else options.runs, options.work, report)
        report.write()
    print(report.write())


if __name__ == "__main__":
    main()
