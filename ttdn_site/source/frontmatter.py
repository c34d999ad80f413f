"""Front matter: the YAML block between two lines `---` at the head of a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, parse_yaml

MISSING = declare(
    "FM001",
    Severity.ERROR,
    "The file has no front matter",
    "Start the file with a line “---”, then at least “title:” and “status:”, then again “---”",
    wrong="# Tin tức",
    right="---\ntitle: Tin tức\nstatus: approved\n---",
)
NOT_CLOSED = declare(
    "FM002",
    Severity.ERROR,
    "The front matter is not closed",
    "Put a line “---” between the front matter and the text",
    wrong="---\ntitle: Tin tức\n\nHôm nay…",
    right="---\ntitle: Tin tức\n---\n\nHôm nay…",
)
NOT_A_MAPPING = declare(
    "FM003",
    Severity.ERROR,
    "The front matter must be lines of the form “key: value”",
    "Write for example “title: Tin tức”",
    wrong="---\nTin tức\n---",
    right="---\ntitle: Tin tức\n---",
)

_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """A Markdown file in two parts. `body_line` is the line of the file on which the body starts (from 1)."""

    path: str
    front_matter: Mapping
    body: str
    body_line: int


def split(text: str, path: str) -> tuple[MarkdownSource | None, list[Problem]]:
    """Front matter and body of one Markdown file; None when the front matter cannot be trusted.

    A file whose front matter does not parse is never published: its status would be lost.
    """
    if not re.match(r"---[ \t]*\n", text):
        return None, [problem(MISSING, Location(path, 1, 1))]
    start = text.index("\n") + 1
    close = _CLOSE.search(text, start)
    if close is None:
        return None, [problem(NOT_CLOSED, Location(path, 1, 1))]
    node, problems = parse_yaml(text[start : close.start()], path, first_line=2)
    if node is None:
        return None, problems or [problem(NOT_A_MAPPING, Location(path, 2, 1))]
    if not isinstance(node, Mapping):
        return None, [*problems, problem(NOT_A_MAPPING, node.at)]
    end = close.end() + 1
    return MarkdownSource(path, node, text[end:], text.count("\n", 0, end) + 1), problems
