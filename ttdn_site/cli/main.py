"""`ttdn`: the entry point and its parser."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from ttdn_site import __version__
from ttdn_site.cli import approve, build, check, gate, new, package, plan, reference, schema, serve, translation, verify
from ttdn_site.cli.words import Words, words_of

COMMANDS = (build, check, serve, new, plan, translation, schema, reference, gate, approve, package, verify)


def parser_class(words: Words) -> type[argparse.ArgumentParser]:
    """A parser whose own words are in the language of the system too; argparse makes sub-parsers of it by itself."""

    class Localized(argparse.ArgumentParser):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            # argparse names these groups in English and has no documented way to name them otherwise.
            self._positionals.title = words("arguments")
            self._optionals.title = words("options")

        def format_usage(self) -> str:
            return super().format_usage().replace("usage: ", words("usage: "), 1)

        def format_help(self) -> str:
            return super().format_help().replace("usage: ", words("usage: "), 1)

    return Localized


def parser(words: Words) -> argparse.ArgumentParser:
    """The whole command line, in the language of the system."""
    root = parser_class(words)(
        prog="ttdn",
        description=words("Publishes an external-information portal in several languages."),
        add_help=False,
    )
    root.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
    root.add_argument(
        "--version", action="version", version=f"ttdn {__version__}", help=words("show the version and stop")
    )
    commands = root.add_subparsers(dest="command", metavar=words("COMMAND"), required=True)
    for module in COMMANDS:
        command = commands.add_parser(
            module.NAME, help=words(module.HELP), description=words(module.HELP), add_help=False
        )
        command.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
        command.add_argument(
            "-f", "--config-file", default="mkdocs.yml", metavar=words("FILE"), help=words("the project's mkdocs.yml")
        )
        module.arguments(command, words)
        command.set_defaults(run=module.run, parser=parser)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, 1 when there are errors in the content, 2 for a wrong command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = words_of(os.environ)
    options = parser(words).parse_args(arguments)
    try:
        code: int = options.run(options, words)
    except KeyboardInterrupt:
        print(words("Interrupted; the previous site is still in place."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) is gone; what is left cannot be shown to anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
