"""`ttdn reference`: the pages of the handbook that come out of the declarations."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ttdn_site
from ttdn_site.cli.report import exit_code, show
from ttdn_site.cli.words import Words, words_of
from ttdn_site.cli.writing import write
from ttdn_site.content.reference import LOCALES, cell, fenced, page, reference_pages
from ttdn_site.content.types import ALL
from ttdn_site.locales.catalogs import Translator
from ttdn_site.plans.audit import RULES, Rule
from ttdn_site.problems import Code, Problem, declared, ordered


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument(
        "-o", "--output", default="handbook", metavar=words("FOLDER"), help=words("folder of the handbook")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    folder = Path(options.output)
    problems: list[Problem] = []
    for name, text in generated_pages(options.parser).items():
        problems += write(folder / name, text)
    show(ordered(problems), "text", words)
    return exit_code(problems)


def generated_pages(parser: Callable[[Words], argparse.ArgumentParser]) -> dict[str, str]:
    """All generated pages of the handbook by their path in it. parser: makes the command line in a language."""
    pages = reference_pages(ALL, all_codes())
    for locale in LOCALES:
        words = words_of({"LANG": locale})
        pages[f"{locale}/reference/commands.md"] = commands_page(parser(words), words)
        pages[f"{locale}/reference/audit.md"] = audit_page(RULES, words.translator)
    return dict(sorted(pages.items()))


def all_codes() -> tuple[Code, ...]:
    """Every code of the package: each module declares its own when it is imported."""
    for module in pkgutil.walk_packages(ttdn_site.__path__, "ttdn_site."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return declared()


def commands_page(parser: argparse.ArgumentParser, words: Words) -> str:
    """Every command with its arguments, from the parser itself, and what the exit codes mean."""
    blocks: list[str] = [parser.epilog or ""]
    for name, summary, command in commands(parser):
        rows = [[words("Argument"), words("Meaning")], ["---", "---"]]
        rows += [[f"`{usage}`", help] for usage, help in options_of(command)]
        blocks += [
            f"## ttdn {name}",
            f"{summary[:1].upper()}{summary[1:]}.",
            "\n".join(f"| {' | '.join(row)} |" for row in rows),
        ]
    return page(words("Commands"), blocks, words.translator)


def audit_page(rules: Sequence[Rule], words: Translator) -> str:
    """Every rule of the audit: what it checks, what passes and what does not."""
    blocks = [
        words.gettext(
            "“ttdn plan audit” and every build check plans by these rules. An error that nobody has acknowledged keeps "
            "the site from being published. The examples are parts of a plan with the columns y1 "
            "and y2 (years), s1 (a source) and total."
        )
    ]
    for rule in rules:
        blocks += [
            f"## {rule.code.id}",
            f"{words.gettext(rule.explanation)} ({words.pgettext('severity', rule.code.severity.value)}; "
            f"[{words.gettext('the message')}](../problems.md#{rule.code.id.lower()}))",
            words.gettext("Passes:"),
            fenced(rule.passing, "yaml"),
            words.gettext("Does not pass:"),
            fenced(rule.failing, "yaml"),
        ]
    return page(words.gettext("Rules of the audit"), blocks, words)


def commands(parser: argparse.ArgumentParser, prefix: str = "") -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    """Name, summary and parser of every command that can be run, those of a group after each other."""
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for name, command in action.choices.items():
            inner = list(commands(command, f"{prefix}{name} "))
            if inner:
                yield from inner
            else:
                yield f"{prefix}{name}", command.description or "", command


def options_of(command: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """How each argument is written, and its help with the default where there is one to tell."""
    for action in command._actions:
        value = str(action.metavar or "")
        if action.choices and not action.metavar:
            value = "|".join(map(str, action.choices))
        usage = " ".join(filter(None, (", ".join(action.option_strings), value)))
        default = action.default
        told = isinstance(default, str | int) and not isinstance(default, bool) and default != argparse.SUPPRESS
        yield cell(usage), cell(f"{action.help}{f' (`{default}`)' if told else ''}")
