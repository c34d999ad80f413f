"""What a reader's first view of an article costs: bytes as servers send them (gzip -9), and files.

    python benchmarks/page_weight.py site

`site` is a built site of this repository (`make site`). Counted are the page and every file it asks for by itself.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

ARTICLE = "news/khoi-cong-ham-hoang-lien/index.html"
ASKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="([^"]+)"')


def weigh(site: Path, page: str) -> tuple[int, int]:
    """Bytes and number of files of one page's first view."""
    path = site / page
    html = path.read_text(encoding="utf-8")
    files = [path, *((path.parent / address).resolve() for address in ASKED.findall(html))]
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files), len(files)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    for prefix in ("", "en/", "zh/", "ja/"):
        size, files = weigh(Path(sys.argv[1]), prefix + ARTICLE)
        print(f"{prefix or 'vi/':4} {size / 1000:6.1f} kB in {files} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
