"""Imports point downwards only, and each library has its room."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ttdn_site"

# A room may import rooms of a lower number, and of its own number where named in SIDEWAYS.
LEVELS = {
    "problems": 0,
    "collector": 0,
    "source": 1,
    "locales": 2,
    "content": 3,
    "plans": 3,
    "markup": 4,
    "pages": 5,
    "translation": 6,
    "tables": 6,
    "search": 6,
    "theme": 6,
    "syndication": 6,
    "publish": 7,
    "checks": 7,
    "engine": 8,
    "plugin": 9,
    "config": 9,
    "cli": 9,
}
SIDEWAYS = {("plugin", "config"), ("plans", "content")}

OWNERS = {
    "mkdocs": {"plugin", "config"},
    "babel": {"locales"},
    "gettext": {"locales"},
    "argparse": {"cli"},
    "jinja2": {"theme", "engine"},
    "markdown": {"markup"},
    "openpyxl": {"plans", "tables"},
    "ahocorasick": {"content"},
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Full names of the modules a file imports; `from x import y` counts as x."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "ttdn_site":
                found.update(f"ttdn_site.{alias.name}" for alias in node.names)
            else:
                found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    room = room_of(path)
    assert room in LEVELS, f"the room {room} is not in the picture"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "ttdn_site" and len(parts) > 1 and parts[1] not in ("__version__", room):
            other = parts[1]
            allowed = LEVELS[other] < LEVELS[room] or (room, other) in SIDEWAYS
            assert allowed, f"{room} must not import {other}"
        owners = OWNERS.get(parts[0])
        assert owners is None or room in owners, f"{parts[0]} belongs to {owners}"


def test_modules_do_not_import_in_circles() -> None:
    graph: defaultdict[str, set[str]] = defaultdict(set)
    names = {".".join(("ttdn_site", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in modules()}
    for name, path in names.items():
        own = name.removesuffix(".__init__")
        graph[own] = {other for other in imports(path) if other in names or f"{other}.__init__" in names}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way, name))
        if name in done:
            return
        for other in sorted(graph[name]):
            if other != name:
                visit(other, (*way, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_can_be_read_in_a_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    reason = (ast.get_docstring(ast.parse(text)) or "").lower()
    assert lines <= 400 or "one file because" in reason, f"{lines} lines; say in the docstring why it is one file"


def test_folders_are_two_deep_and_say_something() -> None:
    for path in modules():
        parts = path.relative_to(PACKAGE).parts
        assert len(parts) <= 3, path
        assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc"}, path
