"""`ttdn`: the entry point and its parser."""

from __future__ import annotations

import argparse
import atexit
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from ttdn_site import __version__
from ttdn_site.cli.arguments import BEFORE_COMMAND, WrongCommandLine, not_known, parser_class
from ttdn_site.cli.words import Words, words_of
from ttdn_site.problems import Location, problem

# Name and purpose. The module of the same name is imported when its command is asked for, and then only: starting
# all of them costs more than building a site in which nothing changed.
COMMANDS: Mapping[str, str] = {
    "build": "build the site; with an error the previous site stays in place",
    "check": "find every problem of the content; nothing is written",
    "serve": "show the site in the browser, drafts too, and follow every save",
    "new": "write a new article, page or record as a draft, or start a translation; never overwrites",
    "plan": "check plans and budgets, read them in from Word or Excel, write out their tables",
    "translation": "show how translations stand, and note which source text they were made from",
    "schema": "write the schemas that let a text editor complete and check the keys",
    "reference": "write the reference pages of the handbook from the declarations",
    "gate": "say what is published and what is held back, and why",
    "approve": "write down that somebody approved a text; with --key the record is signed",
    "package": "make the archive for the host: site, manifest, server configuration, instructions",
    "verify": "compare a folder or a served site with its signed manifest",
}
EXIT_CODES = (
    "Exit codes: 0 all is well; 1 something has to be corrected; 2 the command line is wrong; 130 it was interrupted."
)


def parser(words: Words, wanted: str | None = None) -> argparse.ArgumentParser:
    """The command line in the language of the system. wanted: the only command to be used; all if None."""
    root = parser_class(words)(
        prog="ttdn",
        description=words("Publishes an external-information portal in several languages."),
        epilog=words(EXIT_CODES),
        add_help=False,
    )
    root.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
    root.add_argument(
        "--version", action="version", version=f"ttdn {__version__}", help=words("show the version and stop")
    )
    commands = root.add_subparsers(dest="command", metavar=words("COMMAND"), required=True)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=words(purpose), description=words(purpose), add_help=False)
        if wanted not in (None, name):
            continue
        command.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
        command.add_argument(
            "-f", "--config-file", default="mkdocs.yml", metavar=words("FILE"), help=words("the project's mkdocs.yml")
        )
        module = importlib.import_module(f"ttdn_site.cli.{name}")
        module.arguments(command, words)
        command.set_defaults(run=module.run, parser=parser)
    return root


def refuse_before(given: Sequence[str]) -> None:
    """Raise WrongCommandLine when the command stands behind its options."""
    command = next((each for each in given if each in COMMANDS), None)
    if command is not None:
        rest = list(given)
        rest.remove(command)
        right = " ".join(("ttdn", command, *rest))
        raise WrongCommandLine(problem(BEFORE_COMMAND, Location("ttdn"), command=command, right=right))


def speak_utf8(stream: TextIO, environ: Mapping[str, str]) -> None:
    """Let a stream take every letter. Windows gives a pipe or a file its own encoding, which has no “đ”.

    An encoding that was asked for (PYTHONIOENCODING) is kept; what it cannot say is escaped.
    """
    if hasattr(stream, "reconfigure"):
        encoding = None if environ.get("PYTHONIOENCODING") else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, 1 when there are errors in the content, 2 for a wrong command line."""
    for stream in (sys.stdout, sys.stderr):
        speak_utf8(stream, os.environ)
    words = words_of(os.environ)
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Options before the command take no value.
    wanted = next((each for each in given if not each.startswith("-")), "")
    if not given:
        parser(words, wanted).print_help(sys.stderr)
        return 2
    try:
        if given[0].startswith("-") and given[0] not in ("-h", "--help", "--version"):
            refuse_before(given)
        options, left = parser(words, wanted).parse_known_args(given)
        if left:
            raise WrongCommandLine(not_known(f"ttdn {options.command}", left))
    except WrongCommandLine as wrong:
        # Words and forms of problems are needed now only.
        from ttdn_site.cli.report import format_of, show

        show([wrong.reason], format_of(given), words)
        return 2
    try:
        code: int = options.run(options, words)
    except KeyboardInterrupt:
        print(words("Interrupted; the previous site is still in place."), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) is gone; what is left cannot be shown to anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Whatever this account may not read or write, a folder of another account above all, is the project's affair.
        from ttdn_site.cli.report import format_of, show
        from ttdn_site.engine.build import not_at_hand

        show([not_at_hand(error, Path(options.config_file))], format_of(given), words)
        return 1
    return code


def program() -> None:
    """The command as a process of its own.

    It ends without freeing what it holds: giving back half a million small objects one by one takes longer than
    rendering the page that was edited.
    """
    code = main()
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # The reader of our output is gone.
        pass
    except OSError:
        code = code or 1
    os._exit(code)


if __name__ == "__main__":
    program()
