"""Building: a project to a published site, or to its problems and the previous site untouched."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.content.project import Project
from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, ordered, problem
from ttdn_site.publish.compose import compose
from ttdn_site.publish.outputs import outputs
from ttdn_site.publish.swap import Publication, PublicationRefused

BAD_EPOCH = declare(
    "EN001",
    Severity.ERROR,
    "The environment variable SOURCE_DATE_EPOCH is not a number of seconds: “{value}”",
    "Set it to seconds since 1970, for example with “git log -1 --format=%ct”, or remove it",
    wrong="SOURCE_DATE_EPOCH=today",
    right="SOURCE_DATE_EPOCH=1767225600",
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `published` is False when the previous site was left in place."""

    published: bool
    problems: tuple[Problem, ...]
    pages: int = 0
    files: int = 0
    seconds: float = 0.0


Progress = Callable[[str, int, int], None]


def build_clock(environ: dict[str, str] | os._Environ[str]) -> tuple[dt.datetime, list[Problem]]:
    """The time that decides what is due: SOURCE_DATE_EPOCH (reproducible-builds.org), else now."""
    value = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return dt.datetime.now(dt.UTC), []
    try:
        return dt.datetime.fromtimestamp(int(value), dt.UTC), []
    except (ValueError, OverflowError, OSError):
        now = dt.datetime.now(dt.UTC)
        return now, [problem(BAD_EPOCH, Location("SOURCE_DATE_EPOCH"), value=value)]


def build(
    project: Project,
    clock: dt.datetime,
    *,
    target: Path | None = None,
    preview: bool = False,
    durable: bool = True,
    progress: Progress = lambda stage, done, total: None,
    extra_problems: tuple[Problem, ...] = (),
) -> Built:
    """Build and publish. With an error among the problems nothing is published, unless this is a preview."""
    start = time.perf_counter()
    progress("read", 0, 0)
    composition = compose(project, clock, preview=preview, extra_problems=extra_problems)
    if has_errors(composition.problems) and not preview:
        return Built(False, composition.problems, seconds=time.perf_counter() - start)
    total = len(composition.routes)
    pages = files = 0
    try:
        publication = Publication(
            target or project.target, clock=lambda: clock, sources=(project.docs,), durable=durable
        )
        with publication as stage:
            for output in outputs(composition):
                stage.write(output.path, output.data)
                files += 1
                if output.path.endswith(".html"):
                    pages += 1
                    progress("render", min(pages, total), total)
    except PublicationRefused as refused:
        found = ordered([*composition.problems, refused.reason])
        return Built(False, tuple(found), pages, files, time.perf_counter() - start)
    problems = tuple(ordered([*composition.problems, *publication.problems]))
    return Built(True, problems, pages, files, time.perf_counter() - start)
