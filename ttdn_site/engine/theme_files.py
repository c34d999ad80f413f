"""The theme as a build uses it: where its templates lie, and its assets under names that change with their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

import ttdn_site.theme
from ttdn_site.content.project import Project
from ttdn_site.locales.catalogs import Translator
from ttdn_site.theme.environment import theme_environment
from ttdn_site.theme.palette import stylesheet

FOLDER = "theme"


@dataclass(frozen=True)
class ThemeFiles:
    """Assets of the theme: logical name → address below the portal's root, and address → bytes."""

    names: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, bytes], ...]


def theme_dirs(project: Project) -> tuple[Path, ...]:
    """Where templates are looked for: the project's overrides, then the package's own theme."""
    own = Path(ttdn_site.theme.__file__).parent
    return (*((project.overrides,) if project.overrides else ()), own)


def environment(project: Project, translator: Translator) -> jinja2.Environment:
    return theme_environment(theme_dirs(project), translator)


def theme_files(project: Project) -> ThemeFiles:
    """Every asset of the theme with a hash in its name, so that servers may let browsers keep it for a year."""
    found: dict[str, bytes] = {}
    for folder in reversed(theme_dirs(project)):
        assets = folder / "assets"
        for path in sorted(assets.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(assets).as_posix()] = path.read_bytes()
    found["portal.css"] = stylesheet(project.design, found.get("portal.css", b""))
    names: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for name in sorted(found, key=lambda name: (_imports(found[name], found), name)):
        data = found[name]
        for other in names:
            # A module names its neighbour by its plain name; it has to find it under its hashed one.
            data = data.replace(f'"./{other}"'.encode(), f'"./{names[other].removeprefix(FOLDER + "/")}"'.encode())
        stem, dot, suffix = name.rpartition(".")
        address = f"{FOLDER}/{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{suffix}"
        names[name] = address
        files.append((address, data))
    return ThemeFiles(tuple(sorted(names.items())), tuple(sorted(files)))


def _imports(data: bytes, others: Mapping[str, bytes]) -> int:
    """How deep a script's imports go: a file is hashed after those it names."""
    named = [name for name in others if f'"./{name}"'.encode() in data]
    return 1 + max((_imports(others[name], others) for name in named), default=-1)
