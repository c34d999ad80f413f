"""`ttdn schema`: JSON Schemas for editors' programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ttdn_site.cli.report import project_of, show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import write
from ttdn_site.content.schema import editor_settings, schemas
from ttdn_site.content.types import ALL
from ttdn_site.problems import has_errors, ordered


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-o", "--output", default="schemas", metavar=words("FOLDER"), help=words("where to write the schemas")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    project, problems = project_of(options, words)
    folder = Path(options.output)
    if project is not None:
        for name, text in schemas(ALL, project.languages.segments).items():
            problems += write(folder / name, text)
    show(ordered(problems), "text", words)
    if project is None or has_errors(problems):
        return 1
    print(words("For Visual Studio Code, put this into .vscode/settings.json:"), file=sys.stderr)
    print(editor_settings(ALL, project.relative(folder.resolve())), end="")
    return 0
