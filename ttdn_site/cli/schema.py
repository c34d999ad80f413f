"""`ttdn schema`: JSON Schemas for editors' programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ttdn_site.cli.report import exit_code, project_of, show
from ttdn_site.cli.words import Words
from ttdn_site.content.schema import editor_settings, schemas
from ttdn_site.content.types import ALL

NAME = "schema"
HELP = "write the schemas that let a text editor complete and check the keys"


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-o", "--output", default="schemas", metavar=words("FOLDER"), help=words("where to write the schemas")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    project, problems = project_of(options, words)
    show(problems, "text", words)
    if project is None:
        return 1
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas(ALL, project.languages.segments).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(words("For Visual Studio Code, put this into .vscode/settings.json:"), file=sys.stderr)
    print(editor_settings(ALL, project.relative(folder.resolve())), end="")
    return exit_code(problems)
