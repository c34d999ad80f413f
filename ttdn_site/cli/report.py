"""Printing problems, and progress on a terminal."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ttdn_site.cli.words import Words
from ttdn_site.content.project import Project, read_project
from ttdn_site.locales.messages import as_github, as_gitlab, as_json, as_text
from ttdn_site.problems import Problem, Severity, has_errors

FORMATS = ("text", "json", "github", "gitlab")


def format_argument(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("--format", choices=FORMATS, default="text", help=words("how problems are printed"))


def format_of(arguments: Sequence[str]) -> str:
    """The form of problems that a command line asks for which cannot be read as a whole."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        value = value if equals else "".join(arguments[place + 1 : place + 2])
        if name == "--format" and value in FORMATS:
            return value
    return "text"


def show(problems: Sequence[Problem], format: str, words: Words, stream: TextIO | None = None) -> None:
    """Print problems in the chosen form, to standard output if no stream is named."""
    if format == "json":
        text = as_json(problems, words.locale)
    elif format == "github":
        text = as_github(problems, words.locale)
    elif format == "gitlab":
        text = as_gitlab(problems, words.locale)
    else:
        text = as_text(problems, words.locale)
    if text:
        print(text.rstrip("\n"), file=stream, flush=True)


def summary(problems: Sequence[Problem], words: Words) -> str:
    errors = sum(1 for item in problems if item.severity is Severity.ERROR)
    warnings = sum(1 for item in problems if item.severity is Severity.WARNING)
    return ", ".join(
        (
            words.count("{count} error", "{count} errors", errors, count=errors),
            words.count("{count} warning", "{count} warnings", warnings, count=warnings),
        )
    )


def project_of(options: argparse.Namespace, words: Words) -> tuple[Project | None, list[Problem]]:
    return read_project(Path(options.config_file))


def exit_code(problems: Sequence[Problem]) -> int:
    return 1 if has_errors(problems) else 0


class Progress:
    """One line that is rewritten, on a terminal only: what is done, and when the rest will be."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.active = sys.stderr.isatty()
        self.shown = 0
        self.began = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self.active or (total and done % 10 and done != total):
            return
        if stage == "read":
            text = self.words("Reading…")
        else:
            if done <= 10:
                self.began = time.monotonic()
            text = self.words("Pages: {done} of {total}", done=done, total=total)
            left = (time.monotonic() - self.began) / max(done - 10, 1) * (total - done)
            # The first pages say little of the others.
            if done >= 50 and left >= 1:
                text += " · " + self.words("{seconds} s left", seconds=round(left))
        sys.stderr.write("\r" + text.ljust(self.shown))
        sys.stderr.flush()
        self.shown = len(text)

    def end(self) -> None:
        if self.active and self.shown:
            sys.stderr.write("\r" + " " * self.shown + "\r")
            sys.stderr.flush()
