"""`ttdn new`: a file to start from."""

from __future__ import annotations

import argparse

from ttdn_site.cli.begin import begin
from ttdn_site.cli.report import exit_code, format_argument, show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import write
from ttdn_site.content.load import load
from ttdn_site.content.scaffold import new_file
from ttdn_site.content.types import ALL
from ttdn_site.content.wording import editor_words


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "type", choices=[kind.name for kind in ALL], metavar=words("TYPE"), help=", ".join(kind.name for kind in ALL)
    )
    command.add_argument(
        "slug", metavar=words("NAME"), help=words("file name without its ending, for example khoi-cong-ham")
    )
    command.add_argument(
        "--locale", metavar=words("LANGUAGE"), help=words("language of the text; the portal's first one when left out")
    )
    format_argument(command, words)


def run(options: argparse.Namespace, words: Words) -> int:
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    library, _ = load(project)
    kind = next(kind for kind in ALL if kind.name == options.type)
    # The comments are for the editors, whose language is Vietnamese, whatever the system speaks.
    made, problems = new_file(
        project, library, ALL, kind, options.slug, options.locale, clock.date(), editor_words("vi")
    )
    if made is not None:
        problems = write(project.root / made.path, made.text, fresh=True)
        if not problems:
            print(made.path)
    show(problems, options.format, words)
    return exit_code(problems)
