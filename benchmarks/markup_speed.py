"""What Markdown costs: plain texts rendered directly against Python-Markdown, on the corpus or on any folder of texts.

    python benchmarks/markup_speed.py [--news 100] [--runs 7] [FOLDER …]

Processor time of one process; the two ways alternate, and the best run of each counts, because others use the machine
too. A text that is not plain costs the same either way.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from corpus import LANGS, Prose

from ttdn_site.markup.headings import outline, own_ids
from ttdn_site.markup.plain import plain
from ttdn_site.markup.render import Gather, Known, Place, Renderer
from ttdn_site.markup.rules import examine

PLACE = Place("news/2026/x", "news/2026", "docs/vi/news/2026/x.md", 8)
LINKS = [("a", "../2026/00001-bus-about.md"), ("b", "../2025/00002-tax-fees.md"), ("c", "../../about/index.md")]


class Everything(frozenset[str]):
    """A portal in which every link leads somewhere."""

    def __contains__(self, item: object) -> bool:
        return True


KNOWN = Known(Everything(), Everything(), Everything())


def is_plain(body: str) -> bool:
    headings = outline(body)
    return plain(body, headings, own_ids(headings), Gather(body, PLACE, KNOWN)) is not None


def texts(folders: list[Path], news: int) -> list[str]:
    if folders:
        found = (path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.md")))
        bodies = [text.split("---\n", 2)[2] if text.startswith("---\n") else text for text in found]
        return [body for body in bodies if body.strip()]
    return [
        Prose(language, random.Random(f"1:{language}:{number}")).body(LINKS, number)
        for language in LANGS
        for number in range(news)
    ]


def milliseconds(action: Callable[[str], object], bodies: list[str]) -> float:
    """Processor time a text."""
    start = time.process_time()
    for body in bodies:
        action(body)
    return (time.process_time() - start) / len(bodies) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--news", type=int, default=100)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    bodies = texts(options.folders, options.news)
    quick, slow = Renderer(), Renderer()
    slow.extended = True
    ways: dict[str, Callable[[str], object]] = {
        "with plain texts": lambda body: quick.render(body, PLACE, KNOWN),
        "Python-Markdown": lambda body: slow.render(body, PLACE, KNOWN),
        "rules": lambda body: examine(body, PLACE.path, PLACE.line),
    }
    best = dict.fromkeys(ways, float("inf"))
    easy = sum(map(is_plain, bodies))
    for _ in range(options.runs):
        for name, way in ways.items():
            outline.cache_clear()
            best[name] = min(best[name], milliseconds(way, bodies))
    for name, cost in best.items():
        print(f"{name:>16}: {cost:.3f} ms a text")
    ratio = best["Python-Markdown"] / best["with plain texts"]
    print(f"{easy} of {len(bodies)} texts are plain ({easy / len(bodies):.0%}); {ratio:.1f} times as fast")


if __name__ == "__main__":
    main()
