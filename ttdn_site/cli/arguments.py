"""The parser of the command line in the language of the system; a wrong command line is a problem like any other.

argparse tells what is wrong with a command line in English sentences alone. They are recognised here and said again as
problems; a sentence that a future Python words differently is still one, CL008, with argparse's words inside.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from glob import glob
from pathlib import Path
from typing import Any, NoReturn

from ttdn_site.cli.words import Words
from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem

UNKNOWN_COMMAND = declare(
    "CL001",
    Severity.ERROR,
    "“{command}” is not a command",
    "Did you mean “{near}”?",
    wrong="ttdn biuld",
    right="ttdn build",
)
UNKNOWN_COMMAND_FAR = declare(
    "CL002",
    Severity.ERROR,
    "“{command}” is not a command",
    "Use one of: {choices}",
    wrong="ttdn publish",
    right="ttdn build",
)
MISSING = declare(
    "CL003",
    Severity.ERROR,
    "The command needs more: {missing}",
    "“{command} --help” explains each of them",
    wrong="ttdn new article",
    right="ttdn new article khoi-cong-ham",
)
NOT_A_CHOICE = declare(
    "CL004",
    Severity.ERROR,
    "“{value}” is not a value of {argument}",
    "Use one of: {choices}",
    wrong="ttdn check --format xml",
    right="ttdn check --format json",
)
NO_VALUE = declare(
    "CL005",
    Severity.ERROR,
    "A value is missing after {argument}",
    "Write it behind, with a space between; “{command} --help” says what it may be",
    wrong="ttdn build --site-dir",
    right="ttdn build --site-dir xem-thu",
)
NOT_KNOWN = declare(
    "CL006",
    Severity.ERROR,
    "The command does not know “{value}”",
    "Leave it out, or put a name with spaces in quotation marks; “{command} --help” lists what there is",
    wrong="ttdn check --site Trang web",
    right='ttdn check --site "Trang web"',
)
NOT_A_NUMBER = declare(
    "CL007",
    Severity.ERROR,
    "{argument} must be a whole number from {least} to {most}, not “{value}”",
    "Write only digits",
    wrong="ttdn serve --port tám-nghìn",
    right="ttdn serve --port 8000",
)
UNREADABLE = declare(
    "CL008",
    Severity.ERROR,
    "The command line cannot be understood: {reason}",
    "“{command} --help” shows how the command is written",
    wrong="ttdn build -d site -d",
    right="ttdn build -d site",
)
DASH = declare(
    "CL009",
    Severity.ERROR,
    "The dash at the beginning of “{value}” is not two hyphens",
    "Type “{right}”: Word turns two hyphens into a dash, and the command takes it for a name",
    wrong="ttdn build –preview",
    right="ttdn build --preview",
)

# What argparse says (Python 3.11 to 3.14), where its parts are of use.
_REQUIRED = re.compile(r"the following arguments are required: (?P<missing>.+)", re.DOTALL)
_EXPLICIT = re.compile(r"argument (?P<argument>.+?): ignored explicit argument '(?P<value>.*)'", re.DOTALL)
_CHOICE = re.compile(r"argument (?P<argument>\S+): invalid choice: ['\"]?(?P<value>.*?)['\"]? ?[(,].*", re.DOTALL)
_VALUE = re.compile(r"argument (?P<argument>.+?): expected (one|at least one|\d+) arguments?")
_NUMBER = re.compile(r"argument (?P<argument>.+?): (?P<least>\d+) to (?P<most>\d+): (?P<value>.*)", re.DOTALL)


BEFORE_COMMAND = declare(
    "CL010",
    Severity.ERROR,
    "Something stands before the command “{command}”",
    "Write the command first: {right}",
    wrong="ttdn --preview build",
    right="ttdn build --preview",
)


class WrongCommandLine(Exception):
    """A command line that cannot be carried out."""

    def __init__(self, reason: Problem):
        super().__init__(reason)
        self.reason = reason


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A type of argument: a whole number within limits."""

    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            # Recognised by `_NUMBER`.
            raise argparse.ArgumentTypeError(f"{least} to {most}: {value}")
        return int(value)

    return read


def files(arguments: Iterable[str]) -> list[Path]:
    """Files that are named, with those that a name with `*` or `?` stands for: no shell of Windows puts them in.

    A name that stands for none is kept, so that it is told as missing.
    """
    found: list[Path] = []
    for argument in arguments:
        named = Path(argument).exists() or not re.search(r"[*?]", argument)
        # A pattern may begin anywhere, which Path.glob has no way to say.
        matches = [] if named else glob(argument, recursive=True)  # noqa: PTH207
        found += [Path(match) for match in sorted(matches) or [argument]]
    return found


def parser_class(words: Words) -> type[argparse.ArgumentParser]:
    """A parser whose own words are in the language of the system too; argparse makes sub-parsers of it by itself.

    Raises WrongCommandLine where argparse would end the program.
    """

    class Localized(argparse.ArgumentParser):
        def __init__(self, **options: Any) -> None:
            # An abbreviation that is good today may mean two things tomorrow.
            super().__init__(**{"allow_abbrev": False, **options})
            # argparse names these groups in English and has no documented way to name them otherwise.
            self._positionals.title = words("arguments")
            self._optionals.title = words("options")

        def format_usage(self) -> str:
            return super().format_usage().replace("usage: ", words("usage: "), 1)

        def format_help(self) -> str:
            return super().format_help().replace("usage: ", words("usage: "), 1)

        def error(self, message: str) -> NoReturn:
            raise WrongCommandLine(diagnosis(self, message))

    return Localized


def unknown_command(command: str, choices: tuple[str, ...], prefix: str = "ttdn") -> Problem:
    """Commands are compared without regard to case, as a Windows user writes them."""
    near = difflib.get_close_matches(command.lower(), choices, 1)
    if near:
        return problem(UNKNOWN_COMMAND, Location(prefix), command=command, near=f"{prefix} {near[0]}")
    return problem(UNKNOWN_COMMAND_FAR, Location(prefix), command=command, choices=", ".join(choices))


def not_known(command: str, left: Sequence[str]) -> Problem:
    """What is left of a command line when everything that the command takes is taken."""
    for value in left:
        if value[0:1] in ("–", "—"):
            return problem(DASH, Location(command), value=value, right=f"--{value.lstrip('–—-')}")
    return problem(NOT_KNOWN, Location(command), value=" ".join(left), command=command)


def diagnosis(parser: argparse.ArgumentParser, message: str) -> Problem:
    """What argparse found wrong, as a problem of the command."""

    def found(code: Code, **values: str) -> Problem:
        return problem(code, Location(parser.prog), **values)

    if match := _REQUIRED.fullmatch(message):
        return found(MISSING, missing=match["missing"], command=parser.prog)
    if match := _EXPLICIT.fullmatch(message):
        return not_known(parser.prog, [f"{match['argument']}={match['value']}"])
    if match := _NUMBER.fullmatch(message):
        return found(NOT_A_NUMBER, **match.groupdict())
    if match := _CHOICE.fullmatch(message):
        action = _named(parser, match["argument"])
        choices = tuple(map(str, action.choices or ())) if action is not None else ()
        if isinstance(action, argparse._SubParsersAction):
            return unknown_command(match["value"], choices, parser.prog)
        return found(NOT_A_CHOICE, value=match["value"], argument=match["argument"], choices=", ".join(choices))
    if match := _VALUE.fullmatch(message):
        return found(NO_VALUE, argument=match["argument"], command=parser.prog)
    return found(UNREADABLE, reason=message, command=parser.prog)


def _named(parser: argparse.ArgumentParser, name: str) -> argparse.Action | None:
    """The argument that argparse calls so in its sentences."""
    for action in parser._actions:
        if name in ("/".join(action.option_strings), action.metavar, action.dest):
            return action
    return None
