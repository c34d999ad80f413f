"""`ttdn build`: the site, or its problems."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ttdn_site.cli.report import Progress, exit_code, format_argument, project_of, show, summary
from ttdn_site.cli.words import Words
from ttdn_site.problems import Severity
from ttdn_site.publish.engine import build, build_clock

NAME = "build"
HELP = "build the site; with an error the previous site stays in place"


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-d", "--site-dir", metavar=words("FOLDER"), help=words("where to publish, instead of site_dir of mkdocs.yml")
    )
    command.add_argument(
        "--preview", action="store_true", help=words("show everything, drafts too, with a banner and noindex")
    )
    format_argument(command, words)


def run(options: argparse.Namespace, words: Words) -> int:
    project, problems = project_of(options, words)
    clock, complaints = build_clock(os.environ)
    problems += complaints
    if project is None or complaints:
        show(problems, options.format, words)
        return 1
    progress = Progress(words)
    built = build(
        project,
        clock,
        target=Path(options.site_dir).resolve() if options.site_dir else None,
        preview=options.preview,
        progress=progress,
        extra_problems=tuple(problems),
    )
    progress.end()
    # What is only worth knowing belongs to `ttdn check`; a build that went well is quiet.
    shown = [found for found in built.problems if options.format != "text" or found.severity is not Severity.NOTE]
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
    return 0 if options.preview else exit_code(built.problems)
