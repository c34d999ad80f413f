"""The files of `docs/assets/` that public pages use: examined once for each content, published without metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ttdn_site.content import attachments
from ttdn_site.content.project import Project
from ttdn_site.problems import Problem

# SHA-256 of a file and of what is published of it; its problems.
Examined = tuple[str, str, tuple[Problem, ...]]


def examined(
    project: Project,
    used: Iterable[str],
    read: Callable[[Path], bytes] = Path.read_bytes,
    digests: Mapping[str, str] | None = None,
    known: Mapping[str, Examined] | None = None,
) -> dict[str, Examined]:
    """What is found in each file in use, by its path below `docs/assets/`.

    digests: SHA-256 of each file, where the caller has it; known: what was found before, which holds for equal digests.
    """
    found: dict[str, Examined] = {}
    for path in used:
        digest = (digests or {}).get(path, "")
        before = (known or {}).get(path)
        found[path] = before if before and digest and before[0] == digest else _examine(project, path, read)
    return found


def _examine(project: Project, path: str, read: Callable[[Path], bytes]) -> Examined:
    file = project.docs / "assets" / path
    shown = project.relative(file)
    # A file that is far too large is not even read.
    too_large = attachments.size_problem(file.stat().st_size, shown)
    if too_large is not None:
        return "", "", (too_large,)
    data = read(file)
    problems = attachments.examine(data, shown)
    return (
        hashlib.sha256(data).hexdigest(),
        hashlib.sha256(attachments.published(data, path)).hexdigest(),
        tuple(problems),
    )


def problems_of(files: Mapping[str, Examined]) -> list[Problem]:
    return [found for _, _, problems in files.values() for found in problems]
