"""Finding the files of a project, and refusing names that would break on some server or some computer."""

from __future__ import annotations

import functools
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem

BAD_NAME = declare(
    "FL001",
    Severity.ERROR,
    "The file name “{name}” cannot stand in a web address",
    "Rename it with small letters a–z, digits and hyphens, for example “{example}”",
    wrong="docs/vi/news/Tin tức mới.md",
    right="docs/vi/news/tin-tuc-moi.md",
)
LINK = declare(
    "FL002",
    Severity.ERROR,
    "This is a symbolic link; only real files are published",
    "Copy the file to this place",
    wrong="docs/assets/plan.pdf → /etc/passwd",
    right="docs/assets/plan.pdf (a file)",
)
RESERVED = declare(
    "FL003",
    Severity.ERROR,
    "Windows cannot hold a file called “{name}”",
    "Choose another name",
    wrong="docs/vi/about/con.md",
    right="docs/vi/about/con-nguoi.md",
)
CASE_COLLISION = declare(
    "FL004",
    Severity.ERROR,
    "The name differs only in capitals or accents from “{other}”; Windows would keep one of the two",
    "Rename one of them",
    wrong="Ban-do.png and ban-do.png",
    right="ban-do.png and ban-do-2.png",
)
UNKNOWN_FOLDER = declare(
    "FL005",
    Severity.ERROR,
    "The folder “{name}” is neither a language nor “data” nor “assets”",
    "Move its files into a language's folder, or configure the language in mkdocs.yml",
    wrong="docs/fr/index.md",
    right="docs/en/index.md",
)
UNKNOWN_FILE = declare(
    "FL006",
    Severity.WARNING,
    "This file is not published: here only {expected} files are read",
    "Move pictures and attachments to docs/assets/, and delete what is not needed",
    wrong="docs/vi/news/tin.docx",
    right="docs/vi/news/tin.md",
)
TOO_LONG_PATH = declare(
    "FL007",
    Severity.ERROR,
    "The path has {length} characters; the limit is {limit}",
    "Shorten the names",
    wrong="docs/vi/news/(150 letters).md",
    right="docs/vi/news/khoi-cong-ham-hoang-lien.md",
)
NO_DOCS = declare(
    "FL008",
    Severity.ERROR,
    "The folder “{name}” does not exist",
    "Create it, with a folder for each language",
    wrong="(no docs/)",
    right="docs/vi/index.md",
)

PATH_LIMIT = 180
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*\Z")
_ASSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?\Z", re.IGNORECASE)


class Found(NamedTuple):
    """A file of the project: its path below `docs/` in parts. link: it is a symbolic link."""

    parts: tuple[str, ...]
    link: bool = False


def walk(
    docs: Path, root_name: str, locales: tuple[str, ...], listed: Iterable[Found] | None = None
) -> tuple[list[Found], list[Problem]]:
    """All files below `docs/` that may be read, sorted by path; everything else is a problem.

    listed: what is there but hidden files, in this order, where the caller knows.
    """
    if not docs.is_dir():
        return [], [problem(NO_DOCS, Location(root_name), name=root_name)]
    files: list[Found] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    folders = frozenset((*locales, "data", "assets"))
    for found in _below(docs, ()) if listed is None else listed:
        relative = "/".join((root_name, *found.parts))
        top = found.parts[0]
        if len(found.parts) > 1 and top not in folders:
            problems.append(problem(UNKNOWN_FOLDER, Location(relative), name=top))
            continue
        if found.link:
            problems.append(problem(LINK, Location(relative)))
            continue
        if refused := complaint(found.parts, relative, seen):
            problems.append(refused)
            continue
        expected = {"data": ".yml", "assets": ""}.get(top, ".md")
        suffix = posixpath.splitext(found.parts[-1])[1]
        if len(found.parts) == 1 or (expected and suffix not in (expected, ".yaml"[: len(expected) + 1])):
            problems.append(problem(UNKNOWN_FILE, Location(relative), expected=expected or ".md"))
            continue
        files.append(found)
    return files, problems


def _below(folder: Path, parts: tuple[str, ...]) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.name.startswith("."):
            continue
        here = (*parts, entry.name)
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path), here)
        else:
            # Folders that are links are not entered above; they are reported as one.
            yield Found(here, entry.is_symlink())


def complaint(parts: tuple[str, ...], path: str, seen: dict[str, str]) -> Problem | None:
    """Why a file may not be called so. parts: of its path below `docs/`. seen: paths judged so far by their folded
    form; the new one is added."""
    if len(path) > PATH_LIMIT:
        return problem(TOO_LONG_PATH, Location(path), length=len(path), limit=PATH_LIMIT)
    for part in parts[1:] or parts:
        code = _refusal(part, parts[0] == "assets")
        if code is RESERVED:
            return problem(RESERVED, Location(path), name=part)
        if code is BAD_NAME:
            return problem(BAD_NAME, Location(path), name=part, example=_suggestion(part))
    folded = unicodedata.normalize("NFC", path).casefold()
    if folded in seen:
        return problem(CASE_COLLISION, Location(path), other=seen[folded])
    seen[folded] = path
    return None


# Of folders, which stand in the paths of thousands of files, and the same names in every language.
@functools.lru_cache(maxsize=4096)
def _refusal(name: str, is_asset: bool) -> Code | None:
    if _RESERVED.match(name):
        return RESERVED
    return None if (_ASSET if is_asset else _NAME).match(name) else BAD_NAME


def _suggestion(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    folded = unicodedata.normalize("NFD", (stem or suffix).replace("đ", "d").replace("Đ", "D"))
    ascii_name = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode().lower()).strip("-") or "trang"
    return f"{ascii_name}{dot if stem else ''}{suffix.lower() if stem else ''}"
