"""Lighthouse on home, article and list of the built site, as a telephone on a slow line sees them; medians of three.

    python benchmarks/lighthouse.py [site] [--lighthouse PROGRAM] [--runs 3] [--out FILE]

`site` is the built site of this repository (`make site`). It is served by nginx with the configuration that goes with
the archive, below the portal's path, compressed. Throttling is Lighthouse's own for telephones (simulated: 1.6 Mbit/s,
150 ms, a processor four times slower). PROGRAM is an installed Lighthouse (`npm install lighthouse`); CHROME_PATH names
the browser.
"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import save

from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.served import served_site

BASE = "/thongtindoingoai/"
PAGES = {"home": "", "article": "news/khoi-cong-ham-hoang-lien/", "list": "news/2025/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}
METRICS["cumulative-layout-shift"] = "CLS"
FLAGS = "--headless=new --no-sandbox --disable-gpu"
GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """nginx in front of the site, with the configuration that `ttdn package` makes. Gives the portal's address."""
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    served, problems = served_site(BASE, site.resolve().as_posix(), paths)
    if served is None:
        raise SystemExit(f"cannot be served: {problems}")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "site.conf").write_text(nginx_configuration(served), encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"{user} daemon off; master_process off; pid {folder}/pid; error_log stderr warn; events {{}}\n"
            f"http {{ access_log off; {places}\n"
            f"server {{ listen 127.0.0.1:{port}; include {folder}/site.conf; }} }}\n",
            encoding="utf-8",
        )
        program = shutil.which("nginx", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
        if program is None:
            raise SystemExit("nginx is not installed")
        process = subprocess.Popen([program, "-p", name, "-c", str(folder / "nginx.conf")])
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}{BASE}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def audit(program: str, address: str) -> dict[str, Any]:
    """One run: scores from 0 to 100, times in milliseconds, and what did not get a full mark."""
    command = [program, address, "--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={FLAGS}"]
    for tries_left in (2, 1, 0):
        # A browser now and then does not start; a page that cannot be judged fails every time.
        done = subprocess.run(command, check=not tries_left, capture_output=True)
        if not done.returncode:
            break
    report = json.loads(done.stdout)
    lost = [
        reference["id"]
        for category in CATEGORIES
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and (report["audits"][reference["id"]]["score"] or 0) < 1
        if report["audits"][reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]
    return {
        **{name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        **{short: round(report["audits"][name]["numericValue"], 3) for name, short in METRICS.items()},
        "bytes": round(report["audits"]["total-byte-weight"]["numericValue"]),
        "lost": lost,
        "version": report["lighthouseVersion"],
    }


def table(rows: list[dict[str, Any]], version: str) -> str:
    """The medians as Markdown."""
    lines = [
        "# Lighthouse",
        "",
        f"Lighthouse {version}, telephone, simulated throttling; the site behind nginx with the generated",
        "configuration. Medians of the runs; `python benchmarks/lighthouse.py` repeats it.",
        "",
        "| Page | Performance | Accessibility | Best practices | SEO | FCP ms | LCP ms | TBT ms | CLS | kB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        half = row["median"]
        scores = " | ".join(f"{half[name]:.0f}" for name in CATEGORIES)
        times = " | ".join(f"{half[name]:.0f}" for name in ("FCP", "LCP", "TBT"))
        lines.append(f"| {row['page']} | {scores} | {times} | {half['CLS']:.3f} | {half['bytes'] / 1000:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--lighthouse", default="lighthouse", help="the installed program")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write FILE.json and FILE.md")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    version = ""
    with serving(options.site) as address:
        for page, path in PAGES.items():
            runs = [audit(options.lighthouse, address + path) for _ in range(options.runs)]
            version = runs[0]["version"]
            names = (*CATEGORIES, *METRICS.values(), "bytes")
            median = {name: statistics.median(run[name] for run in runs) for name in names}
            rows.append({"page": page, "median": median, "runs": runs})
            lost = sorted({name for run in runs for name in run["lost"]})
            print(f"{page:8}", *(f"{name} {median[name]:.0f}" for name in CATEGORIES), *lost)
    if options.out:
        save(options.out, {"lighthouse": version, "rows": rows}, table(rows, version))
    if any(row["median"][name] < goal for row in rows for name, goal in GOALS.items()):
        raise SystemExit("below 99/100/100/100")


if __name__ == "__main__":
    main()
