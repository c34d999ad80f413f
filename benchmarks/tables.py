"""The results of `run.py` as Markdown: medians with their spread, ratios made within a round, growth, the machine."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from contestants import OURS, OURS_PLAIN

Costs = dict[tuple[int, str, str], list[dict[str, float]]]


def span(values: Sequence[float], digits: int = 1) -> str:
    """Median and, with more than one, the smallest and largest."""
    middle = f"{statistics.median(values):.{digits}f}"
    return f"{middle} ({min(values):.{digits}f}–{max(values):.{digits}f})" if len(values) > 1 else middle


def rounds(data: dict[str, Any]) -> Costs:
    """Costs of the rounds by articles, scenario and tool, in the order in which they were measured."""
    found: Costs = {}
    for result in data["results"]:
        found.setdefault((result["news"], result["scenario"], result["tool"]), []).append(result["cost"])
    return found


def ours(costs: Costs, news: int, scenario: str) -> list[dict[str, float]]:
    return costs.get((news, scenario, OURS)) or costs[news, scenario, OURS_PLAIN]


def document(data: dict[str, Any]) -> str:
    """The whole report."""
    machine = ", ".join(f"{value}" for value in data["machine"].values())
    versions = ", ".join(data["versions"])
    parts = [
        "# Speed of builds",
        f"`{data['command']}`",
        f"Machine: {machine}. Versions: {versions}.",
        *_own(data),
        "## Beside others",
        "Median (smallest–largest) of the rounds. Ratios compare runs of one round, ours to the peer's; below 1 we are"
        " faster. Memory is the largest sum over all processes that was seen, shared pages counted once. “Others” is"
        " the share of the processors that other programs had meanwhile.",
        *_speed(data),
        *_growth(data),
        *_sites(data),
    ]
    return "\n\n".join(parts) + "\n"


def columns(head: Sequence[str], align: str, lines: Sequence[Sequence[str]]) -> str:
    """A table. align: `l` or `r` for each column."""
    marks = {"l": "---", "r": "--:"}
    rows = [head, [marks[each] for each in align], *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _speed(data: dict[str, Any]) -> Iterator[str]:
    costs = rounds(data)
    lines = []
    for (news, scenario, tool), found in costs.items():
        mine = ours(costs, news, scenario)

        def ratio(name: str, mine: list[dict[str, float]] = mine, found: list[dict[str, float]] = found) -> str:
            return span([one[name] / other[name] for one, other in zip(mine, found, strict=False)], 2)

        lines.append(
            [
                f"{news:,}",
                scenario,
                tool,
                *(span([cost[name] for cost in found]) for name in ("wall", "cpu")),
                f"{max(cost['memory'] for cost in found):,.0f}",
                *(("", "") if found is mine else (ratio("wall"), ratio("cpu"))),
                f"{statistics.median([cost['busy'] for cost in found]):.0%}",
            ]
        )
    head = ("Articles × 4", "What", "Tool", "Seconds", "Processor seconds", "Memory, MB", "Ratio of seconds")
    yield columns((*head, "Ratio of processor seconds", "Others"), "rllrrrrrr", lines)


def _growth(data: dict[str, Any]) -> Iterator[str]:
    """How time follows the number of articles; 1.00 is in proportion."""
    costs = rounds(data)
    lines = []
    for (news, scenario, tool), found in costs.items():
        less = [other for other, what, who in costs if what == scenario and who == tool and other < news]
        if less:
            before = costs[max(less), scenario, tool]
            shares = [
                statistics.median([cost[name] for cost in found])
                / statistics.median([cost[name] for cost in before])
                / (news / max(less))
                for name in ("wall", "cpu")
            ]
            lines.append([f"{max(less):,} → {news:,}", scenario, tool, *(f"{share:.2f}" for share in shares)])
    if lines:
        yield "## Growth"
        yield "Time of the larger corpus over that of the smaller, over how much larger it is: 1.00 is in proportion."
        yield columns(("Articles × 4", "What", "Tool", "Seconds", "Processor seconds"), "rllrr", lines)


def _own(data: dict[str, Any]) -> Iterator[str]:
    if data.get("own"):
        found: dict[str, list[dict[str, float]]] = {}
        for result in data["own"]:
            found.setdefault(result["scenario"], []).append(result["cost"])
        yield "## This repository's site"
        yield columns(
            ("What", "Seconds", "Processor seconds", "Memory, MB"),
            "lrrr",
            [
                [
                    scenario,
                    *(span([cost[name] for cost in costs], 2) for name in ("wall", "cpu")),
                    f"{max(cost['memory'] for cost in costs):,.0f}",
                ]
                for scenario, costs in found.items()
            ],
        )


def _sites(data: dict[str, Any]) -> Iterator[str]:
    if data.get("sites"):
        yield "## What is written"
        yield "The article is the one that is edited; compressed is gzip -9, without what the page asks for besides."
        yield columns(
            ("Articles × 4", "Tool", "Files", "MB", "HTML of an article, kB", "compressed"),
            "rlrrrr",
            [
                [
                    f"{site['news']:,}",
                    site["tool"],
                    f"{site['files']:,}",
                    f"{site['bytes'] / 1e6:.1f}",
                    f"{site['article'] / 1000:.1f}",
                    f"{site['article_compressed'] / 1000:.1f}",
                ]
                for site in data["sites"]
            ],
        )
