"""What search costs: bytes a reader fetches per query, CPU time to build, and to follow one edit; beside its peers.

    python benchmarks/search_bytes.py [--out FILE]             # 10,000 invented pages a language, our index
    python benchmarks/search_bytes.py --folder DIR             # Markdown below DIR/vi, DIR/en, DIR/zh, DIR/ja
    python benchmarks/search_bytes.py --peers --languages vi   # also MkDocs' own search and Pagefind, where installed

Bytes are those of the files fetched for the query, after `gzip -9` of each (servers compress): the manifest, aliases,
the term parts, and the parts for the ten results shown. Needs Node for the queries: the shipped client runs them.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import gzip
import json
import platform
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import search_peers
from measure import machine, save
from search_corpus import from_folder, invented

import ttdn_site
from ttdn_site.search.analysis import Analyzer, lines, normal
from ttdn_site.search.index import Before, build, update
from ttdn_site.search.numbering import moved, number
from ttdn_site.search.record import SearchRecord, extract

CLIENT = Path(ttdn_site.__file__).parent / "theme" / "assets"
_RUN = """
import { SearchIndex } from "./search-query.mjs";
import { readFileSync } from "node:fs";
const answers = [];
for (const { q, typing } of JSON.parse(readFileSync(0, "utf8"))) {
  const log = [];
  const read = async (address) => {
    const name = new URL(address).pathname.slice(1);
    log.push(name);
    return { ok: true, status: 200, json: async () => JSON.parse(readFileSync(`index/${name}`, "utf8")) };
  };
  const index = new SearchIndex("http://site.example/", read);
  await index.open();
  const start = performance.now();
  const found = await index.find(q, { typing });
  await index.cards(found.pages.slice(0, 10));
  answers.push({ q, log, total: found.pages.length, skipped: found.skipped, ms: performance.now() - start });
}
console.log(JSON.stringify(answers));
"""


def cpu(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def queries(records: list[SearchRecord]) -> list[dict[str, Any]]:
    """What is asked: whole titles and their halves, the most frequent terms one by one and together, sentences of the
    text, document numbers, and titles while they are typed."""
    rng = random.Random(7)
    asked = [record.title for record in rng.sample(records, min(25, len(records)))]
    asked += [title[: len(title) // 2] for title in asked]
    sample = rng.sample(records, min(200, len(records)))
    counts: dict[str, int] = {}
    for record in sample:
        for line in set(lines(normal(record.text), False)):
            if line[0] not in "_#" and len(line.partition("\t")[0]) > 1:
                counts[line] = counts.get(line, 0) + 1
    frequent = [line.partition("\t")[2] or line for line in sorted(counts, key=lambda line: (-counts[line], line))[:40]]
    asked += frequent
    asked += [" ".join(rng.sample(frequent, size)) for size in (2, 2, 3, 3, 4, 5, 6, 8, 10) if size <= len(frequent)]
    asked += [record.text[:60] for record in sample[:10]]
    asked += ["93/KH-UBND", "4710/QĐ-UBND", "72/2015/NĐ-CP"]
    typed = [{"q": title[:size], "typing": True} for title in asked[:5] for size in (2, 3, 5, 9)]
    return [{"q": each, "typing": False} for each in asked] + typed


def bytes_per_query(files: dict[str, bytes], asked: list[dict[str, Any]]) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None:
        return {}
    packed = {name: len(gzip.compress(content, 9)) for name, content in files.items()}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "index").mkdir()
        for name, content in files.items():
            (folder / "index" / name).write_bytes(content)
        shutil.copyfile(CLIENT / "search-query.js", folder / "search-query.mjs")
        (folder / "run.mjs").write_text(_RUN, encoding="utf-8")
        done = subprocess.run(
            [node, "run.mjs"], cwd=folder, input=json.dumps(asked), capture_output=True, encoding="utf-8", check=True
        )
    answers = json.loads(done.stdout)
    sizes = [sum(packed[name] for name in answer["log"]) for answer in answers]
    worst = max(range(len(sizes)), key=sizes.__getitem__)
    return {
        "queries": len(sizes),
        "median_kb": round(statistics.median(sizes) / 1000, 1),
        "worst_kb": round(sizes[worst] / 1000, 1),
        "worst_query": answers[worst]["q"][:80],
        "median_files": statistics.median(len(answer["log"]) for answer in answers),
        "most_files": max(len(answer["log"]) for answer in answers),
        "median_ms": round(statistics.median(answer["ms"] for answer in answers), 1),
        "worst_ms": round(max(answer["ms"] for answer in answers), 1),
        "with_skipped_words": sum(bool(answer["skipped"]) for answer in answers),
    }


def measure(language: str, records: list[SearchRecord]) -> dict[str, Any]:
    analyzer = Analyzer(language)
    vocabulary = analyzer.vocabulary()
    extracts, extract_s = cpu(lambda: [extract(record, analyzer, vocabulary) for record in records])
    files, build_s = cpu(lambda: build(extracts, analyzer))
    by_url = {item.url: item for item in extracts}
    numbers = number((item.url, item.date) for item in extracts)
    before = Before(files.__getitem__, numbers)
    record = records[len(records) // 2]
    edited = extract(dataclasses.replace(record, text=record.text + " Zebra"), analyzer)
    edit, edit_s = cpu(
        lambda: update(before, numbers, {record.url: by_url[record.url]}, {record.url: edited}, analyzer)
    )
    day = max(each.date for each in records if each.date) + datetime.timedelta(days=1)
    added = extract(dataclasses.replace(record, url="news/added/", date=day), analyzer)
    after = number([*((item.url, item.date) for item in extracts), (added.url, added.date)])
    others = {url: by_url[url] for url in moved(numbers, after) if url in by_url}
    add, add_s = cpu(lambda: update(before, after, others, {**others, added.url: added}, analyzer))
    return {
        "language": language,
        "pages": len(records),
        "extract_cpu_s": round(extract_s, 2),
        "build_cpu_s": round(build_s, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "files": len(files),
        "index_mb": round(sum(map(len, files.values())) / 1e6, 1),
        "manifest_kb": round(len(gzip.compress(files["index.json"], 9)) / 1000, 1),
        "edit_cpu_s": round(edit_s, 3),
        "edit_files": len(edit),
        "add_cpu_s": round(add_s, 3),
        "add_files": len(add),
        **bytes_per_query(files, queries(records)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--languages", nargs="+", default=["vi", "en", "zh", "ja"])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--out", type=Path, help="write FILE.json, for the figures of the README")
    chosen = parser.parse_args()
    found: list[dict[str, Any]] = []
    scripts = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in sorted(CLIENT.glob("search*.js"))}
    print(json.dumps({"python": platform.python_version(), "machine": platform.machine(), "client_bytes": scripts}))
    for language in chosen.languages:
        records = from_folder(chosen.folder / language, language) if chosen.folder else invented(language, chosen.pages)
        rows = [{"what": "ours", **measure(language, records)}]
        if chosen.peers:
            asked = [each["q"] for each in queries(records) if not each["typing"]]
            rows += search_peers.measure(language, records, asked)
        for row in rows:
            found.append(row)
            print(json.dumps(row, ensure_ascii=False))
            sys.stdout.flush()
    if chosen.out:
        save(chosen.out, {"machine": machine(), "client_bytes": scripts, "rows": found})


if __name__ == "__main__":
    main()
