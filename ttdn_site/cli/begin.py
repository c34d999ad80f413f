"""How a command that reads the project begins: with the project, and with the clock that decides what is due."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ttdn_site.cli.report import project_of, show
from ttdn_site.cli.words import Words
from ttdn_site.content.project import Project
from ttdn_site.engine.build import build_clock
from ttdn_site.problems import Problem, Severity


class Begun(NamedTuple):
    """problems: of the configuration; the command goes on with them and tells them with its own."""

    project: Project
    clock: dt.datetime
    problems: list[Problem]


def in_the_way(problems: Iterable[Problem], config: str, paths: Collection[str]) -> list[Problem]:
    """Errors of the configuration, and of the files that a command was asked about; of all without any."""
    asked = {config, *paths}
    return [each for each in problems if each.severity is Severity.ERROR and (not paths or each.location.path in asked)]


def begin(options: argparse.Namespace, words: Words) -> Begun | None:
    """None when there is no project or no clock to go on with; why not is told then, in the form asked for."""
    project, problems = project_of(options, words)
    clock, complaints = build_clock(os.environ)
    problems += complaints
    if project is None or complaints:
        show(problems, getattr(options, "format", "text"), words)
        return None
    return Begun(project, clock, problems)
