"""What each stage of a build costs: processor milliseconds a page, in one process, one stage after the other.

    python benchmarks/stages.py [--news 200] [--runs 3] [--out FILE]

The corpus is that of `run.py`. Stages are called by themselves, as the serial build calls them; the build on all cores
does the same work, in another order and in several processes. Prints the median of the runs with its spread, and with
`--out` writes `FILE.md` and `FILE.json`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from measure import machine, save
from run import CLOCK, HERE
from tables import columns, span

from ttdn_site.content.load import load
from ttdn_site.content.project import read_project
from ttdn_site.engine import announcements, inputs
from ttdn_site.engine.compose import Composition, check_texts, facts_of, reading_of, render_texts
from ttdn_site.engine.outputs import PageWriter, output_path
from ttdn_site.engine.plan_data import load_plans
from ttdn_site.publish.staging import Stage

Value = TypeVar("Value")


class Watch:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Value]) -> Value:
        start = time.process_time()
        value = work()
        self.seconds[stage] = time.process_time() - start
        return value


def write(stage: Stage, pages: Iterable[tuple[str, bytes]]) -> None:
    for path, data in pages:
        stage.write(path, data)


def measured(folder: Path) -> tuple[int, dict[str, float]]:
    """Number of pages, and processor seconds of each stage."""
    watch = Watch()
    project, problems = watch("configuration", lambda: read_project(folder / "mkdocs.yml"))
    if project is None or problems:
        raise SystemExit(problems)
    clock = dt.datetime.fromtimestamp(int(CLOCK), dt.UTC)
    stamps = watch("file scan", lambda: inputs.scan(project))
    watch("hashing", lambda: inputs.digests(stamps, {}, {}))
    whole, _ = watch("front matter and data", lambda: load(project))
    plans, _ = load_plans(project, Path.read_bytes, preview=False)
    reading = watch(
        "gate and addresses",
        lambda: reading_of(project, whole, clock, preview=False, read=Path.read_bytes, problems=(), plans=plans),
    )
    bodies, _ = watch("Markdown", lambda: render_texts(reading, reading.site.library.items))
    assets, _ = watch("links", lambda: check_texts(reading.site, {key: facts_of(body) for key, body in bodies.items()}))
    composition = Composition(reading.site, reading.routes, bodies, assets, reading.aliases, (), reading.whole)
    writer = watch("templates compiled", lambda: PageWriter(composition))
    routes = [route for route in composition.routes if route.kind != "error"]
    views = watch("views", lambda: [writer.view(route) for route in routes])
    watch("shells", lambda: [writer.shell(view) for view in views])
    pages = watch("pages in their shells", lambda: [(output_path(view), writer.html(view).encode()) for view in views])
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "site"
        root.mkdir()
        stage = Stage(root, Path(made) / "site.manifest")
        watch("write", lambda: write(stage, pages))
    identities = writer.identities
    watch("feeds, sitemap, calendars", lambda: list(announcements.files(reading.site, identities, views)))
    watch("search", lambda: list(announcements.search_files(composition, views)))
    return len(pages), watch.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--news", type=int, default=200, help="articles in each language")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(HERE / "corpus.py"), "--out", folder, "--news", str(options.news)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for _ in range(options.runs):
            pages, seconds = measured(Path(folder))
            found.append(seconds)
    milliseconds = {stage: [run[stage] * 1000 / pages for run in found] for stage in found[0]}
    milliseconds["all"] = [sum(run.values()) * 1000 / pages for run in found]
    called = f"python benchmarks/stages.py --news {options.news} --runs {options.runs}"
    text = "\n\n".join(
        (
            "# Cost of the stages",
            f"`{called}`",
            f"{', '.join(machine().values())}; {options.news} articles × 4 languages, {pages} pages, one process.",
            columns(
                ("Stage", "Processor ms a page"), "lr", [(name, span(each, 3)) for name, each in milliseconds.items()]
            ),
        )
    )
    print(text)
    if options.out:
        data = {"command": called, "machine": machine(), "pages": pages, "milliseconds_a_page": milliseconds}
        save(options.out, data, f"{text}\n")


if __name__ == "__main__":
    main()
