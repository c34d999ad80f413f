"""The theme as a build uses it: where its templates lie, and its assets under names that change with their bytes."""

from __future__ import annotations

import hashlib
import json
import re
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
_OWN = Path(ttdn_site.theme.__file__).parent

# The script that speaks, and where its words stand in it.
SEARCH = "search.js"
_COMMENTS = re.compile(rb"^ *//.*\n", re.MULTILINE)
_NO_WORDS = b"const WORDS = {};"


@dataclass(frozen=True)
class ThemeFiles:
    """Assets of the theme: language → logical name → address below the portal's root; and address → bytes."""

    names: Mapping[str, tuple[tuple[str, str], ...]]
    files: tuple[tuple[str, bytes], ...]


def theme_dirs(project: Project) -> tuple[Path, ...]:
    """Where templates are looked for: the project's overrides, then the package's own theme."""
    return (*((project.overrides,) if project.overrides else ()), _OWN)


def environment(project: Project, translator: Translator) -> jinja2.Environment:
    return theme_environment(theme_dirs(project), translator)


def theme_files(project: Project, words: Mapping[str, Mapping[str, str]]) -> ThemeFiles:
    """Every asset of the theme with a hash in its name, so that servers may let browsers keep it for a year.

    words: those of the search script by language; each language gets a script of its own.
    """
    found: dict[str, bytes] = {}
    for folder in reversed(theme_dirs(project)):
        assets = folder / "assets"
        own = folder == _OWN
        for path in sorted(assets.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                data = path.read_bytes()
                # Of another's script it is not known whether such a line stands in a text.
                found[path.relative_to(assets).as_posix()] = (
                    _COMMENTS.sub(b"", data) if own and path.suffix == ".js" else data
                )
    found["portal.css"] = stylesheet(project.design, found.get("portal.css", b""))
    if SEARCH in found:
        script = found.pop(SEARCH)
        found.update({_spoken(segment): _with_words(script, own) for segment, own in words.items()})
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
    scripts = {segment: ((SEARCH, names[_spoken(segment)]),) if _spoken(segment) in names else () for segment in words}
    return ThemeFiles(
        {segment: tuple(sorted((*names.items(), *script))) for segment, script in scripts.items()},
        tuple(sorted(files)),
    )


def _spoken(segment: str) -> str:
    return f"search.{segment}.js"


def _with_words(script: bytes, words: Mapping[str, str]) -> bytes:
    return script.replace(_NO_WORDS, f"const WORDS = {json.dumps(words, ensure_ascii=False, sort_keys=True)};".encode())


def _imports(data: bytes, others: Mapping[str, bytes]) -> int:
    """How deep a script's imports go: a file is hashed after those it names."""
    named = [name for name in others if f'"./{name}"'.encode() in data]
    return 1 + max((_imports(others[name], others) for name in named), default=-1)
