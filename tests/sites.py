"""Built sites for tests: this repository's own and the small portal, once a session for all workers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import portals
from filelock import FileLock

from ttdn_site.content.project import Project, read_project
from ttdn_site.engine.build import build
from ttdn_site.locales.messages import as_text

ROOT = Path(__file__).resolve().parent.parent
OWN_CLOCK = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@dataclass(frozen=True)
class BuiltSite:
    """A project and the folder of its site."""

    project: Project
    folder: Path

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def bytes_of(self) -> dict[str, bytes]:
        return contents(self.folder)

    @property
    def pages(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def built(project: Project, clock: dt.datetime, target: Path | None = None) -> BuiltSite:
    """Build, and refuse to go on with a site that was not published."""
    result = build(project, clock, target=target, durable=False)
    assert result.published, as_text(result.problems, "en")
    return BuiltSite(project, target or project.target)


def shared_folder(factory: object) -> Path:
    """A folder that all workers of this run of the tests share."""
    base: Path = factory.getbasetemp()  # type: ignore[attr-defined]  # pytest.TempPathFactory
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def once(folder: Path, name: str, make: Callable[[Path], BuiltSite], again: Callable[[Path], BuiltSite]) -> BuiltSite:
    """Make a site in the first worker that asks for it; the others take it from there."""
    place = folder / name
    with FileLock(f"{place}.lock"):
        if (folder / f"{name}.ready").exists():
            return again(place)
        shutil.rmtree(place, ignore_errors=True)
        site = make(place)
        (folder / f"{name}.ready").touch()
        return site


def read(folder: Path) -> Project:
    project, problems = read_project(folder / "mkdocs.yml")
    assert project is not None, problems
    return project


def own_site(folder: Path) -> BuiltSite:
    """This repository's own site at a fixed time, from a copy of its sources: what a build remembers stays there."""

    def make(place: Path) -> BuiltSite:
        shutil.copytree(ROOT / "docs", place / "docs")
        shutil.copy(ROOT / "mkdocs.yml", place)
        return built(read(place), OWN_CLOCK)

    return once(folder, "own-site", make, lambda place: BuiltSite(read(place), read(place).target))


def small_site(folder: Path) -> BuiltSite:
    """The small portal at its own clock."""
    return once(
        folder,
        "small-site",
        lambda place: built(portals.portal(place), portals.CLOCK),
        lambda place: BuiltSite(read(place), read(place).target),
    )
