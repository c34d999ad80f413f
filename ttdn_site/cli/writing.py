"""Writing what a command made; a folder that cannot be written is a problem like any other."""

from __future__ import annotations

from pathlib import Path

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.publish.staging import refusal

NO_CONTENT = declare(
    "CL011",
    Severity.ERROR,
    "No content is read from this file",
    "Name a file below docs/ that is an article, a page or a record",
    wrong="ttdn gate explain mkdocs.yml",
    right="ttdn gate explain docs/vi/news/khoi-cong-ham.md",
)


def folder(path: Path) -> list[Problem]:
    """Make a folder and those above it; one that is there already is fine."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return [refusal(error, path).reason]
    return []


def write(path: Path, content: str | bytes, *, fresh: bool = False) -> list[Problem]:
    """Write a file and the folders above it. fresh: a file that exists is a problem (SC001) and stays as it is."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if refused := folder(path.parent):
        return refused
    try:
        with path.open("xb" if fresh else "wb") as file:
            file.write(data)
    except FileExistsError:
        # A build writes too, and has no use for what makes new files.
        from ttdn_site.content.scaffold import EXISTS

        return [problem(EXISTS, Location(path.as_posix()), path=path.as_posix())]
    except OSError as error:
        return [refusal(error, path).reason]
    return []
