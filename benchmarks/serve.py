"""From a save to the page: how long the preview needs until it serves what was saved, beside `hugo server`.

    python benchmarks/serve.py [--news 1000] [--edits 5] [--hugo PROGRAM] [--out FILE]

One article of the corpus of `run.py` gets another line; its page is asked for until the line is in it. Told are the
start, and median, least and most of the edits. With `--out` the results are kept as `FILE.json`.
"""

from __future__ import annotations

import argparse
import http.client
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from contestants import OURS, Contestant, article, contestants, corpus, default_hugo
from measure import machine, save
from run import ROOT, environment

# Seconds: between two questions, to wait after an answer, and at most for the start and for an edit.
ASKED = 0.01
SETTLED = 2.0
START = 900.0
EDIT = 120.0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except (http.client.HTTPException, OSError):
        # Not there yet, or written at this moment.
        return ""


def until(address: str, mark: str, limit: float) -> float:
    """Seconds until the page holds the mark. Raises TimeoutError."""
    start = time.perf_counter()
    while mark not in page(address):
        if time.perf_counter() - start > limit:
            raise TimeoutError(f"{address}: no {mark} within {limit} s")
        time.sleep(ASKED)
    return time.perf_counter() - start


def measured(tool: Contestant, command: list[str], folder: Path, address: str, edits: int, log: Path) -> dict[str, Any]:
    """Start a server, edit, end it."""
    path = article(tool, folder)
    text = path.read_text(encoding="utf-8")
    where = path.relative_to(folder / tool.content).with_suffix("").as_posix()
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, env=environment(), stdout=output, stderr=subprocess.STDOUT)
        try:
            start = until(f"{address}{where}/", "</html>", START)
            found = []
            for number in range(edits):
                time.sleep(SETTLED)
                mark = f"Word{number}x"
                path.write_text(f"{text}\n{mark}\n", encoding="utf-8", newline="\n")
                found.append(until(f"{address}{where}/", mark, EDIT))
        finally:
            server.terminate()
            server.wait(30)
    return {"tool": tool.name, "start": round(start, 2), "edits": [round(each, 3) for each in found]}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--news", type=int, nargs="+", default=[1000], help="articles in each language")
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--hugo", default=default_hugo(), help="its command; empty leaves it out")
    parser.add_argument("--work", type=Path, default=ROOT / "build/benchmarks")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for news in options.news:
        for tool in contestants(options.hugo, "", False):
            if tool.name not in (OURS, "hugo"):
                continue
            folder = options.work / f"serve-{tool.name}-{news}"
            corpus(tool, folder, news)
            port = str(free_port())
            if tool.name == OURS:
                command = [sys.executable, "-m", "ttdn_site.cli.main", "serve", "--port", port]
                address = f"http://127.0.0.1:{port}/portal/"
            else:
                command = [*shlex.split(options.hugo), "server", "--bind", "127.0.0.1", "--port", port, "--noBuildLock"]
                address = f"http://127.0.0.1:{port}/"
            row = measured(tool, command, folder, address, options.edits, options.work / f"{folder.name}.log")
            rows.append({"news": news, **row})
            edits = row["edits"]
            told = f"{statistics.median(edits):.2f} s ({min(edits):.2f}–{max(edits):.2f})"
            print(f"{news} {tool.name}: started in {row['start']} s, save to page {told}", flush=True)
            shutil.rmtree(folder)
    if options.out:
        save(options.out, {"machine": machine(), "rows": rows})


if __name__ == "__main__":
    main()
