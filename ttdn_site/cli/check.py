"""`ttdn check`: every problem of the content without building; with `--site`, every problem of a built site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ttdn_site.checks.site import check_site
from ttdn_site.cli.begin import begin
from ttdn_site.cli.report import Progress, exit_code, format_argument, show, summary
from ttdn_site.cli.words import Words
from ttdn_site.engine.compose import compose


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "--site",
        metavar=words("FOLDER"),
        help=words("check a built site instead: links, languages, addresses, what announces its pages"),
    )
    format_argument(command, words)


def run(options: argparse.Namespace, words: Words) -> int:
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    if options.site:
        progress = Progress(words)
        catalogs = (project.catalogs,) if project.catalogs else ()
        found = tuple(check_site(Path(options.site), project.base_url, project.languages, catalogs, progress))
        progress.end()
    else:
        found = compose(project, clock, extra_problems=tuple(problems)).problems
    show(found, options.format, words)
    if sys.stderr.isatty():
        print(summary(found, words), file=sys.stderr)
    return exit_code(found)
