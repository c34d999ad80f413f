"""Links to other hosts: to those the portal trusts, or with a warning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

UNKNOWN_HOST = declare(
    "SF011",
    Severity.WARNING,
    "The link leads to “{host}”, a host the portal does not vouch for",
    "Name it among the page's “sources”, or add it to “allowed_hosts” in mkdocs.yml if it is trusted; else delete it",
    wrong="[bài viết](https://example.com/)",
    right="[bài viết](https://baochinhphu.vn/)",
)

TRUSTED = ("*.gov.vn", "*.chinhphu.vn")
"""Hosts of the state; `*.x` is x and everything below it."""


def allowed(host: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns, `host.example` or `*.host.example`, names the host."""
    host = host.lower().rstrip(".")
    for pattern in patterns:
        name = pattern.lower().strip().rstrip(".")
        if host == name.removeprefix("*.") or (name.startswith("*.") and host.endswith(name[1:])):
            return True
    return False


def host_of(address: str) -> str:
    """The host of a web address in lower case; empty for mailto:, tel: and what cannot be read."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower() if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def source_hosts(shared: Mapping[str, Any]) -> frozenset[str]:
    """The hosts of an item's sources: what it openly rests on may be linked in its text."""
    return frozenset(host_of(source.get("url") or "") for source in shared.get("sources") or ()) - {""}


def unknown_hosts(
    addresses: Iterable[str], patterns: Iterable[str], body: str, path: str, first_line: int
) -> list[Problem]:
    """Links of a text to hosts that no pattern names, each host once, where its first link stands."""
    patterns = tuple(patterns)
    problems: list[Problem] = []
    seen: set[str] = set()
    for address in addresses:
        host = host_of(address)
        if not host or host in seen or allowed(host, patterns):
            continue
        seen.add(host)
        line, column = position(body, max(body.find(address), 0))
        problems.append(problem(UNKNOWN_HOST, Location(path, line + first_line - 1, column), host=host))
    return problems
