"""`ttdn build`: the site, or its problems."""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import marshal
import sys
from collections.abc import Iterator
from pathlib import Path

from ttdn_site.cli.arguments import whole_number
from ttdn_site.cli.begin import begin
from ttdn_site.cli.report import Progress, exit_code, format_argument, show, summary
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import write
from ttdn_site.engine.build import build
from ttdn_site.engine.timings import Timings
from ttdn_site.problems import Problem, Severity


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-d", "--site-dir", metavar=words("FOLDER"), help=words("where to publish, instead of site_dir of mkdocs.yml")
    )
    command.add_argument(
        "--preview", action="store_true", help=words("show everything, drafts too, with a banner and noindex")
    )
    command.add_argument(
        "--workers",
        type=whole_number(1, 1000),
        metavar=words("NUMBER"),
        help=words("processes to use; all processors if left out"),
    )
    command.add_argument(
        "--clean", action="store_true", help=words("build everything anew, whatever the last build knew")
    )
    command.add_argument(
        "--timings", metavar=words("FILE"), help=words("write how long each step took to a file, as JSON")
    )
    command.add_argument(
        "--profile", metavar=words("FILE"), help=words("write a profile of Python's cProfile to a file")
    )
    format_argument(command, words)


@contextlib.contextmanager
def profiled(profile: cProfile.Profile | None) -> Iterator[None]:
    """Watch what happens inside, where a profile is asked for."""
    with profile or contextlib.nullcontext():
        yield


def measured(options: argparse.Namespace, timings: Timings, profile: cProfile.Profile | None) -> list[Problem]:
    """Write what was asked for besides the site; what cannot be written is a problem, and the site is published."""
    problems: list[Problem] = []
    if options.timings:
        problems += write(Path(options.timings), timings.to_json())
    if profile is not None:
        profile.create_stats()
        # The form that `pstats` reads.
        problems += write(Path(options.profile), marshal.dumps(profile.stats))
    return problems


def run(options: argparse.Namespace, words: Words) -> int:
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    progress = Progress(words)
    timings = Timings()
    profile = cProfile.Profile() if options.profile else None
    with profiled(profile):
        built = build(
            project,
            clock,
            target=Path(options.site_dir).resolve() if options.site_dir else None,
            preview=options.preview,
            progress=progress,
            extra_problems=tuple(problems),
            # A profile sees this process only, so it does all the work.
            workers=1 if options.profile else options.workers,
            clean=options.clean,
            timings=timings,
        )
    progress.end()
    refused = measured(options, timings, profile)
    # What is only worth knowing belongs to `ttdn check`; a build that went well is quiet.
    shown = [
        found
        for found in (*built.problems, *refused)
        if options.format != "text" or found.severity is not Severity.NOTE
    ]
    show(shown, options.format, words)
    if not built.published:
        print(
            words(
                "Nothing was published: {problems}. The previous site is still in place.",
                problems=summary(built.problems, words),
            ),
            file=sys.stderr,
        )
        return 1
    if sys.stderr.isatty() or options.preview:
        print(
            words(
                "Published {pages} pages ({files} files) in {seconds} s: {target}",
                pages=built.pages,
                files=built.files,
                seconds=f"{built.seconds:.1f}",
                target=options.site_dir or project.relative(project.target),
            ),
            file=sys.stderr,
        )
    return exit_code(refused) if options.preview else exit_code((*built.problems, *refused))
