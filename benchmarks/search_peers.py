"""The peers of `search_bytes.py`: MkDocs' own search (lunr in the browser) and Pagefind, on the same pages."""

from __future__ import annotations

import functools
import gzip
import html
import http.server
import importlib.util
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from ttdn_site.search.record import SearchRecord


def measure(language: str, records: list[SearchRecord], asked: list[str]) -> list[dict[str, Any]]:
    rows = [whole_file(language, records)]
    if importlib.util.find_spec("pagefind") or shutil.which("pagefind"):
        rows.append(pagefind(language, records, asked))
    return rows


def whole_file(language: str, records: list[SearchRecord]) -> dict[str, Any]:
    """`search_index.json`, every text once: all of it is fetched with the page that shows the search box."""
    docs = [{"location": each.url, "title": each.title, "text": f"{each.summary} {each.text}"} for each in records]
    content = json.dumps({"config": {"lang": [language]}, "docs": docs}, ensure_ascii=False).encode()
    return {
        "what": "mkdocs search (lunr)",
        "language": language,
        "on_load_kb": round(len(gzip.compress(content, 9)) / 1000),
    }


def pagefind(language: str, records: list[SearchRecord], asked: list[str]) -> dict[str, Any]:
    command = ["pagefind"] if shutil.which("pagefind") else [sys.executable, "-m", "pagefind"]
    with tempfile.TemporaryDirectory() as made:
        site = Path(made)
        for each in records:
            page = site / each.url / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            heads = "".join(f'<h2 id="{anchor}">{html.escape(text)}</h2>' for anchor, text in each.headings)
            page.write_text(
                f'<!doctype html><html lang="{language}"><title>{html.escape(each.title)}</title><body>'
                f"<h1>{html.escape(each.title)}</h1><p>{html.escape(each.summary)}</p>{heads}<p>{html.escape(each.text)}</p>",
                encoding="utf-8",
            )
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, "--site", str(site)], check=True, capture_output=True)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        made_files = [path for path in (site / "pagefind").rglob("*") if path.is_file()]
        return {
            "what": "pagefind",
            "language": language,
            "cpu_s": round(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime, 1),
            "peak_mb": end.ru_maxrss // 1024,
            "files": len(made_files),
            "index_mb": round(sum(path.stat().st_size for path in made_files) / 1e6, 1),
            **_pagefind_queries(site, asked),
        }


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, log: list[str], **options: Any) -> None:
        self.log = log
        super().__init__(*arguments, **options)

    def log_message(self, format: str, *arguments: Any) -> None:
        self.log.append(self.path.partition("?")[0])


def _pagefind_queries(site: Path, asked: list[str]) -> dict[str, Any]:
    """Bytes per query as for ours: start, index parts and ten results; Pagefind's parts are compressed already."""
    if not importlib.util.find_spec("playwright"):
        return {}
    from playwright.sync_api import sync_playwright

    log: list[str] = []
    handler = functools.partial(_Quiet, directory=str(site), log=log)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    sizes: list[int] = []
    found: list[int] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for query in asked:
                page = browser.new_page()
                page.goto(f"{address}/pagefind/pagefind-entry.json")
                log.clear()
                hits = page.evaluate(
                    """async (query) => {
                      const pagefind = await import("/pagefind/pagefind.js");
                      await pagefind.init();
                      const found = await pagefind.search(query);
                      await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
                      return found.results.length;
                    }""",
                    query,
                )
                names = set(log) - {"/pagefind/pagefind.js"}
                sizes.append(sum(len(gzip.compress((site / name[1:]).read_bytes(), 9)) for name in names))
                found.append(hits)
                page.close()
            browser.close()
    finally:
        server.shutdown()
    return {
        "queries": len(sizes),
        "median_kb": round(statistics.median(sizes) / 1000, 1),
        "worst_kb": round(max(sizes) / 1000, 1),
        "without_result": found.count(0),
    }
