"""Building: a project to a published site, or to its problems and the previous site untouched.

The steps, each in a module of its own: what changed (`inputs`), the items (`reading`), which addresses are made of
something new (`scheduling`, by the digests of `ingredients`), those rendered on all cores (`workers`, `rendering`),
what came of them (`records`), every other file (`portal_files`, `joined`), publication (`swap`), and what the next
build has to know (`state`, `pieces`); `making` holds their order. The serial build of `compose` and `outputs` gives
the same bytes and is what this one is tested against. Plugins known to be pure work where pages are rendered
(`page_plugins`); a project with others is built by MkDocs (`by_mkdocs`).
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ttdn_site.content.project import Project
from ttdn_site.engine import inputs
from ttdn_site.engine.foreign import foreign, note
from ttdn_site.engine.meanwhile import meanwhile
from ttdn_site.engine.outcome import Built
from ttdn_site.engine.page_plugins import PluginFailed
from ttdn_site.engine.pieces import Damaged
from ttdn_site.engine.state import RENEWED, Head, Store, state_folder
from ttdn_site.engine.timings import Timings
from ttdn_site.engine.workers import WorkerFailed, default_workers
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem
from ttdn_site.publish.staging import PublicationRefused
from ttdn_site.theme.failures import TemplateFailed

if TYPE_CHECKING:
    from ttdn_site.engine.at_once import Knowledge

BAD_EPOCH = declare(
    "EN001",
    Severity.ERROR,
    "The environment variable SOURCE_DATE_EPOCH is not a number of seconds: “{value}”",
    "Set it to seconds since 1970, for example with “git log -1 --format=%ct”, or remove it",
    wrong="SOURCE_DATE_EPOCH=today",
    right="SOURCE_DATE_EPOCH=1767225600",
)
KEPT_CHANGING = declare(
    "EN002",
    Severity.ERROR,
    "Files kept changing while the site was built",
    "Wait until they have been copied or checked out, then build again",
    wrong="ttdn build during “git checkout”",
    right="ttdn build after it",
)
TEMPLATE = declare(
    "EN003",
    Severity.ERROR,
    "A template cannot be used: {reason}",
    "Correct the override of the theme, or take it away",
    wrong="{% if view.title %} (without {% endif %})",
    right="{% if view.title %}…{% endif %}",
)
WORKER_ENDED = declare(
    "EN004",
    Severity.ERROR,
    "A process that renders pages ended before its work was done: {reason}",
    "If memory ran out, close other programs or build with “--workers 1”; nothing was published",
    wrong="a process ended by the system for want of memory",
    right="ttdn build --workers 1",
)
NOT_AT_HAND = declare(
    "EN005",
    Severity.ERROR,
    "The file cannot be read or written: {reason}",
    "Close it in other programs, check its permissions and that the disk has room, then build again",
    wrong="docs/data/site.yml, held by another program",
    right="the same file, closed there",
)
PLUGIN_FAILED = declare(
    "EN009",
    Severity.ERROR,
    "The plugin “{name}” fails: {reason}",
    "Correct its options in mkdocs.yml, or take it out; nothing was published",
    wrong="- minify: {minify_html: true, htmlmin_opts: {pre_tags: 5}}",
    right="- minify: {minify_html: true}",
)
# A copy or a checkout may run into a build; then it begins again this often.
ATTEMPTS = 3


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
    workers: int | None = None,
    clean: bool = False,
    timings: Timings | None = None,
    now: dt.datetime | None = None,
    learn: Callable[[Knowledge], None] | None = None,
) -> Built:
    """Build and publish. With an error among the problems nothing is published, unless this is a preview.

    workers: processes to use, all that there are if None. clean: forget what is known from the last build.
    now: the time of publication, from which the manifest lasts; the computer's if None. learn: told what is known of
    the site that stands published, for those who go on from it.
    """
    start = time.perf_counter()
    timings = timings or Timings()
    now = now or dt.datetime.now(dt.UTC)
    target = (target or project.target).resolve()
    if foreign(project):
        if not preview:
            return _built_by_mkdocs(project, clock, target, durable, extra_problems, now, start)
        extra_problems = (*extra_problems, note(project, preview=True))
    store = Store(state_folder(project.root, target, preview))
    for _ in range(ATTEMPTS):
        progress("read", 0, 0)
        environment = inputs.environment(project, clock, preview, extra_problems)
        head = None if clean else store.head()
        if head is not None and head.environment != environment:
            head = None
        is_there: Callable[[], bool] = partial(published_as, head, target) if head is not None else bool
        if head is not None and workers != 1:
            is_there = meanwhile(is_there)
        try:
            stamps = inputs.scan(project)
            digests = inputs.digests(
                stamps, head.sources if head else {}, head.digests if head else {}, workers or default_workers()
            )
        except OSError as error:
            store.close()
            broken = not_at_hand(error, project.config_path, project.relative)
            return Built(False, tuple(ordered([*extra_problems, broken])), seconds=time.perf_counter() - start)
        timings.done("scan")
        same = head if head is not None and _is_current(head, digests, clock, now) else None
        if same is None or learn is not None:
            # Where nothing changed, nothing that renders is even imported.
            importlib.import_module("ttdn_site.engine.making")
        there = head if is_there() else None
        current = there if there is same else None
        if current is not None and learn is None:
            timings.done("compare")
            return _left(current, start)
        from ttdn_site.engine.making import Making, SourceChanged

        making = Making(
            project=project,
            clock=clock,
            now=now,
            target=target,
            preview=preview,
            durable=durable,
            progress=progress,
            extra_problems=extra_problems,
            workers=workers or default_workers(),
            timings=timings,
            store=store,
            environment=environment,
            stamps=stamps,
            digests=digests,
            learn=learn,
        )
        try:
            try:
                if current is not None:
                    making.look(current)
                    return _left(current, start)
                found = making.run(there)
            except Damaged:
                found = making.run(None)
        except SourceChanged:
            continue
        except OSError as error:
            broken = not_at_hand(error, project.config_path, project.relative)
            return Built(False, tuple(ordered([*making.problems, broken])), seconds=time.perf_counter() - start)
        except (TemplateFailed, PublicationRefused, WorkerFailed, PluginFailed) as failed:
            problems = tuple(ordered([*making.problems, reason_of(failed, project)]))
            return Built(False, problems, seconds=time.perf_counter() - start)
        finally:
            store.close()
        return replace(found, seconds=time.perf_counter() - start)
    changed = problem(KEPT_CHANGING, Location(project.relative(project.docs)))
    return Built(False, tuple(ordered([*extra_problems, changed])), seconds=time.perf_counter() - start)


def _left(head: Head, start: float) -> Built:
    """Nothing had to be done."""
    return Built(True, head.problems, head.pages, len(head.outputs), time.perf_counter() - start)


def _built_by_mkdocs(
    project: Project,
    clock: dt.datetime,
    target: Path,
    durable: bool,
    extra_problems: tuple[Problem, ...],
    now: dt.datetime,
    start: float,
) -> Built:
    # Only such a project needs what this imports.
    from ttdn_site.engine.by_mkdocs import publish

    try:
        problems, files = publish(project, clock, target, durable=durable, extra_problems=extra_problems, now=now)
    except PublicationRefused as refused:
        problems, files = tuple(ordered([*extra_problems, refused.reason])), ()
    pages = sum(1 for path in files if path.endswith(".html"))
    seconds = time.perf_counter() - start
    return Built(bool(files), problems, pages, len(files), seconds, pages, len(files))


def not_at_hand(error: OSError, otherwise: Path, shown: Callable[[Path], str] = Path.as_posix) -> Problem:
    """The words for a file that could not be read or written. otherwise: the place to name where the error has none."""
    where = Path(error.filename) if isinstance(error.filename, str) else otherwise
    return problem(NOT_AT_HAND, Location(shown(where)), reason=error.strerror or type(error).__name__)


def reason_of(failed: TemplateFailed | PublicationRefused | WorkerFailed | PluginFailed, project: Project) -> Problem:
    """Why nothing was published, as a problem."""
    if isinstance(failed, PublicationRefused):
        return failed.reason
    if isinstance(failed, PluginFailed):
        where = Location(project.relative(project.config_path))
        return problem(PLUGIN_FAILED, where, name=failed.name, reason=failed.reason)
    if isinstance(failed, WorkerFailed):
        return problem(WORKER_ENDED, Location(project.relative(project.config_path)), reason=failed)
    file = Path(failed.file)
    if not file.is_absolute():
        # Named, but not found.
        file = (project.overrides or project.root) / file
    return problem(TEMPLATE, Location(project.relative(file), failed.line), reason=failed.reason)


def _is_current(head: Head, digests: dict[str, str], clock: dt.datetime, now: dt.datetime) -> bool:
    """Whether a build now would give what was built then, and its manifest lasts long enough to be left."""
    same = head.digests == digests and head.clock <= clock and (head.until is None or clock < head.until)
    return same and head.published_at <= now < head.published_at + RENEWED


def published_as(head: Head, target: Path) -> bool:
    """Whether the published files are those the state speaks of, by size and time of change, and no others.

    A file that somebody added shows in the time of its folder.
    """
    root = str(target)
    try:
        for path, (_, size, changed) in head.outputs.items():
            status = os.lstat(f"{root}/{path}")
            if status.st_size != size or status.st_mtime_ns != changed:
                return False
        return all(os.lstat(f"{root}/{path}").st_mtime_ns == changed for path, changed in head.folders.items())
    except OSError:
        return False
