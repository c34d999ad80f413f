"""The theme as a build uses it: where its templates lie, and its assets under names that change with their bytes."""

from __future__ import annotations

import hashlib
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
    names: list[tuple[str, str]] = []
    files: list[tuple[str, bytes]] = []
    for name in sorted(found):
        stem, dot, suffix = name.rpartition(".")
        digest = hashlib.sha256(found[name]).hexdigest()[:10]
        address = f"{FOLDER}/{stem}.{digest}{dot}{suffix}"
        names.append((name, address))
        files.append((address, found[name]))
    return ThemeFiles(tuple(names), tuple(files))
