"""Markdown extensions of a project: those that read other files into a text are refused.

The gate and the scans look at the files of a project; what an extension reads in while a text is rendered passes them.
"""

from __future__ import annotations

from typing import Any

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence

INCLUDES_FILES = declare(
    "PJ008",
    Severity.ERROR,
    "The Markdown extension “{name}” copies other files into a text: drafts and files outside docs/ too",
    "Delete its line under “markdown_extensions”; copy the passage into the text",
    wrong="markdown_extensions: [pymdownx.snippets]",
    right="markdown_extensions: []",
)

INCLUDING = (
    "markdown_include",
    "markdown_includes",
    "mdx_include",
    "plantuml_markdown",
    "plantuml-markdown",
    "pymdownx.b64",
    "pymdownx.snippets",
)
"""Modules, or names they are installed under; what lies within them counts too."""


def read_extensions(node: Node | None) -> tuple[tuple[tuple[str, tuple[tuple[str, Any], ...]], ...], list[Problem]]:
    """The extensions with their options; those that may not be used are left out and reported."""
    kept: list[tuple[str, tuple[tuple[str, Any], ...]]] = []
    problems: list[Problem] = []
    for name, at, inner in named(node):
        if _includes(name):
            problems.append(problem(INCLUDES_FILES, at, name=name))
        else:
            options = inner.entries if isinstance(inner, Mapping) else ()
            kept.append((name, tuple((key.text, plain(value)) for key, value in options)))
    return tuple(kept), problems


def named(node: Node | None) -> list[tuple[str, Location, Node | None]]:
    """Plugins or extensions in both of MkDocs' forms: a list of names and one-key mappings, or a mapping."""
    found: list[tuple[str, Location, Node | None]] = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and item is not node:
            found.append((item.text, item.at, None))
        elif isinstance(item, Mapping):
            found += [(key.text, key.at, value) for key, value in item.entries]
    return found


def plain(node: Node) -> Any:
    """A node as plain Python values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def _includes(name: str) -> bool:
    module = name.partition(":")[0].strip()
    return any(module == each or module.startswith(f"{each}.") for each in INCLUDING)
