"""One command for the speed of builds: corpora, this tool and every peer that is installed, ratios with their spread.

    python benchmarks/run.py [--news 200 1000] [--runs 3] [--peers hugo mkdocs] [--work FOLDER] [--out FILE]

Peers: `hugo` when its program is on the PATH, with the small theme in `peers/hugo-theme`; `mkdocs` with Material and
static-i18n as in `peers/mkdocs.yml` (articles reached through list pages; left out above `--mkdocs-most` articles).
Writes `FILE.md` and `FILE.json` (`benchmarks/results`) with the versions and the machine. Runs of the tools
alternate, and ratios are made of the runs of one round: a machine that is busy is busy for both. On such a machine
processor time tells more than the clock; the table says how busy others kept it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from measure import Cost, run, weigh

HERE = Path(__file__).resolve().parent
CLOCK = "1793880000"
SCENARIOS = ("from nothing", "nothing changed", "one article edited")
OURS = "ttdn"


@dataclass(frozen=True)
class Tool:
    """A tool under test. command: what builds a project's folder. site: what it writes. state: what it remembers."""

    name: str
    flavour: str
    command: tuple[str, ...]
    site: str
    state: tuple[str, ...]
    content: str
    version: str
    setup: Callable[[Path], None]


def tools(wanted: list[str], most: int, news: int) -> Iterator[Tool]:
    """Those that are asked for and there."""
    yield Tool(
        OURS,
        "ttdn",
        (sys.executable, "-m", "ttdn_site.cli.main", "build"),
        "site",
        (".ttdn", "site.manifest"),
        "docs",
        version("ttdn-site"),
        lambda folder: None,
    )
    hugo = shutil.which("hugo")
    if "hugo" in wanted and hugo:
        words = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout.split()
        told = next((word for word in words if word[:1] == "v" and word[1:2].isdigit()), "–")
        yield Tool("hugo", "hugo", (hugo, "--quiet"), "public", ("resources",), "content", told, hugo_project)
    if "mkdocs" in wanted and news <= most and version("mkdocs-material") != "–":
        command = (sys.executable, "-m", "mkdocs", "build", "-q")
        told = f"{version('mkdocs')} + material {version('mkdocs-material')} + i18n {version('mkdocs-static-i18n')}"
        yield Tool("mkdocs", "mkdocs", command, "site", (), "docs", told, mkdocs_project)


def version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"


def hugo_project(folder: Path) -> None:
    shutil.copy(HERE / "peers/hugo.yaml", folder / "hugo.yaml")
    shutil.copytree(HERE / "peers/hugo-theme", folder / "themes/floor", dirs_exist_ok=True)


def mkdocs_project(folder: Path) -> None:
    shutil.copy(HERE / "peers/mkdocs.yml", folder / "mkdocs.yml")


def corpus(tool: Tool, folder: Path, news: int) -> None:
    """The project of a tool, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    out = folder / tool.content if tool.flavour != "ttdn" else folder
    command = [sys.executable, str(HERE / "corpus.py"), "--out", str(out), "--news", str(news)]
    command += ["--flavour", tool.flavour, *(("--listing",) if tool.flavour == "mkdocs" else ())]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    tool.setup(folder)


def article(tool: Tool, folder: Path) -> Path:
    """The article that is edited: one in the middle."""
    found = sorted((folder / tool.content / "en/news").rglob("[0-9]*.md"))
    return found[len(found) // 2]


def measured(tool: Tool, folder: Path, scenario: str, number: int, log: Path) -> Cost:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": CLOCK, "PYTHONPATH": str(HERE.parent)}
    if scenario == "from nothing":
        for name in (tool.site, *tool.state):
            shutil.rmtree(folder / name, ignore_errors=True)
    elif scenario == "one article edited":
        path = article(tool, folder)
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\nWord {number}.\n", encoding="utf-8", newline="\n")
    return run(list(tool.command), folder, log, environment)


def machine() -> dict[str, str]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "processor": model,
        "processors": str(len(os.sched_getaffinity(0))),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def span(values: list[float], digits: int = 1) -> str:
    """Median and, with more than one, the smallest and largest."""
    middle = f"{statistics.median(values):.{digits}f}"
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})" if len(values) > 1 else middle


def table(results: list[dict[str, object]], about: dict[str, object]) -> str:
    lines = [
        "# Speed of builds",
        "",
        f"{about['machine']}; {about['versions']}",
        "",
        "Median (smallest–largest). Ratios compare runs of one round, ours to the peer's.",
        "",
        "| Articles × 4 | What | Tool | Seconds | Processor seconds | Memory, MB | Ratio of seconds"
        " | Ratio of processor seconds | Others' share |",
        "| --: | --- | --- | --: | --: | --: | --: | --: | --: |",
    ]
    rounds: dict[tuple[object, object, object], list[dict[str, float]]] = {}
    for result in results:
        rounds.setdefault((result["news"], result["scenario"], result["tool"]), []).append(result["cost"])  # type: ignore[arg-type]  # a cost as JSON has it
    for (news, scenario, tool), costs in rounds.items():
        ours = rounds[news, scenario, OURS]

        def ratio(name: str, ours: list[dict[str, float]] = ours, costs: list[dict[str, float]] = costs) -> str:
            return span([mine[name] / theirs[name] for mine, theirs in zip(ours, costs, strict=False)], 2)

        ratios = ("", "") if tool == OURS else (ratio("wall"), ratio("cpu"))
        values = [span([cost[name] for cost in costs]) for name in ("wall", "cpu")]
        memory = f"{max(cost['memory'] for cost in costs):.0f}"
        busy = f"{statistics.median([cost['busy'] for cost in costs]):.0%}"
        lines.append(f"| {news} | {scenario} | {tool} | {' | '.join([*values, memory, *ratios, busy])} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--news", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=["hugo", "mkdocs"])
    parser.add_argument("--mkdocs-most", type=int, default=1000)
    parser.add_argument("--work", type=Path, default=HERE.parent / "build/benchmarks")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    results: list[dict[str, object]] = []
    versions: dict[str, str] = {}
    for news in options.news:
        chosen = list(tools(options.peers, options.mkdocs_most, news))
        folders = {tool.name: options.work / f"{tool.name}-{news}" for tool in chosen}
        for tool in chosen:
            versions[tool.name] = tool.version
            corpus(tool, folders[tool.name], news)
        for scenario in SCENARIOS:
            for number in range(options.runs):
                for tool in chosen:
                    folder = folders[tool.name]
                    cost = measured(tool, folder, scenario, number, options.work / f"{tool.name}.log")
                    files, size = weigh(folder / tool.site) if number == 0 and scenario == SCENARIOS[0] else (0, 0)
                    results.append(
                        {
                            "news": news,
                            "scenario": scenario,
                            "tool": tool.name,
                            "round": number,
                            "cost": asdict(cost),
                            **({"files": files, "bytes": size} if files else {}),
                        }
                    )
                    print(f"{news} {scenario} {tool.name}: {cost.wall:.2f} s, {cost.cpu:.2f} s of work", flush=True)
    about = {"machine": ", ".join(machine().values()), "versions": ", ".join(map(" ".join, versions.items()))}
    options.out.with_suffix(".json").write_text(
        json.dumps({"machine": machine(), "versions": versions, "results": results}, indent=1) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    text = table(results, dict(about))
    options.out.with_suffix(".md").write_text(text, encoding="utf-8", newline="\n")
    print(text)


if __name__ == "__main__":
    main()
