"""A project with hooks, or plugins that the engine does not know, built by MkDocs itself: each page is what they make.

It is slower: nothing is known of what they read, so nothing is remembered and everything is made anew each time. The
problems are found first, by the same steps as in any build, and the site is replaced in one step as always.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import ttdn_site
from ttdn_site.content.project import Project
from ttdn_site.engine import inputs, provenance
from ttdn_site.engine.compose import compose
from ttdn_site.engine.foreign import note
from ttdn_site.engine.inputs import digest_of
from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, ordered, problem
from ttdn_site.publish.injected import outgoing_hosts
from ttdn_site.publish.staging import PublicationRefused
from ttdn_site.publish.swap import Publication

FAILED = declare(
    "EN008",
    Severity.ERROR,
    "MkDocs could not build the site: {reason}",
    "Look at what “mkdocs build” says, and correct or take out the plugin or hook it names",
    wrong="hooks: [hooks/figures.py] (the file fails)",
    right="hooks: [hooks/figures.py] (the file works)",
)


def publish(
    project: Project,
    clock: dt.datetime,
    target: Path,
    *,
    durable: bool,
    extra_problems: tuple[Problem, ...],
    now: dt.datetime,
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Build by MkDocs and publish. The problems, and the paths of all files; none when nothing was published.

    Raises PublicationRefused.
    """
    clock = clock.replace(microsecond=0)
    problems = [*extra_problems, note(project, preview=False)]
    found = compose(project, clock, extra_problems=tuple(problems)).problems
    if has_errors(found):
        return found, ()
    digests = inputs.digests(inputs.scan(project), {}, {})
    with Publication(target, clock=lambda: clock, sources=(project.docs,), durable=durable) as stage:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(project.config_path)]
        done = subprocess.run(
            [*command, "--site-dir", str(stage.root)],
            cwd=project.root,
            env=_environment(clock),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
            where = Location(project.relative(project.config_path))
            raise PublicationRefused(problem(FAILED, where, reason=said[-1] if said else done.returncode))
        outputs: dict[str, tuple[str, int, int]] = {}
        hosts: set[str] = set()
        for path in sorted(path for path in stage.root.rglob("*") if path.is_file()):
            status = path.stat()
            name = path.relative_to(stage.root).as_posix()
            outputs[name] = (digest_of(str(path)), status.st_size, status.st_mtime_ns)
            if name.endswith(".html"):
                hosts.update(outgoing_hosts(path.read_bytes()))
        provenance.write(stage, outputs, hosts, digests, project.root, clock, now)
    return tuple(ordered(found)), tuple(outputs)


def _environment(clock: dt.datetime) -> dict[str, str]:
    """The clock, and this package rather than another one that is installed."""
    package = str(Path(ttdn_site.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    epoch = str(int(clock.timestamp()))
    return {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": paths, "PYTHONUTF8": "1"}
