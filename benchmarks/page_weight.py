"""What a reader's first view of an article costs: bytes as servers send them (gzip -9), and files.

    python benchmarks/page_weight.py [site] [--out FILE]

`site` is the built site of this repository (`make site`). Counted are the page and every file it asks for by itself.
"""

from __future__ import annotations

import argparse
import gzip
import re
from pathlib import Path

from measure import save

ARTICLE = "news/khoi-cong-ham-hoang-lien/index.html"
ASKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="([^"]+)"')


def weigh(site: Path, page: str) -> tuple[int, int]:
    """Bytes and number of files of one page's first view."""
    path = site / page
    html = path.read_text(encoding="utf-8")
    files = [path, *((path.parent / address).resolve() for address in ASKED.findall(html))]
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files), len(files)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--out", type=Path, help="write FILE.json, for the figures of the README")
    options = parser.parse_args()
    rows = []
    for prefix in ("", "en/", "zh/", "ja/"):
        size, files = weigh(options.site, prefix + ARTICLE)
        rows.append({"language": prefix.rstrip("/") or "vi", "bytes": size, "files": files})
        print(f"{prefix or 'vi/':4} {size / 1000:6.1f} kB in {files} files")
    if options.out:
        save(options.out, {"rows": rows})


if __name__ == "__main__":
    main()
