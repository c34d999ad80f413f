"""`ttdn translation`: what is translated, and from which text."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence

from ttdn_site.cli.arguments import files
from ttdn_site.cli.report import format_argument, project_of, show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import write
from ttdn_site.content.fields import UNKNOWN_LANGUAGE
from ttdn_site.content.load import load
from ttdn_site.content.project import Project
from ttdn_site.problems import Location, has_errors, problem
from ttdn_site.translation.pins import pins
from ttdn_site.translation.status import STATES, Row, Standing, totals, translation_status

STATUS_HELP = "list every item with its languages: translated, incomplete, stale, awaiting review, missing"
PIN_HELP = "write the source's fingerprint into these translations; nothing else in the files changes"


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    actions = command.add_subparsers(dest="action", metavar=words("ACTION"), required=True)
    status = actions.add_parser("status", help=words(STATUS_HELP), description=words(STATUS_HELP), add_help=False)
    status.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
    status.add_argument("--locale", metavar=words("LANGUAGE"), help=words("only what is not in order in this language"))
    status.add_argument("--format", choices=("text", "json"), default="text", help=words("how the list is printed"))
    pin = actions.add_parser("pin", help=words(PIN_HELP), description=words(PIN_HELP), add_help=False)
    pin.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
    pin.add_argument(
        "paths", nargs="+", metavar=words("FILE"), help=words("translations, for example docs/en/news/x.md")
    )
    format_argument(pin, words)


def run(options: argparse.Namespace, words: Words) -> int:
    project, problems = project_of(options, words)
    if project is None:
        show(problems, options.format, words)
        return 1
    return _pin(project, options, words) if options.action == "pin" else _status(project, options, words)


def _pin(project: Project, options: argparse.Namespace, words: Words) -> int:
    library, _ = load(project)
    paths = [project.relative(path.resolve()) for path in files(options.paths)]
    made, problems = pins(project, library, paths)
    for pin in made:
        refused = write(project.root / pin.path, pin.data) if pin.changed else []
        problems += refused
        if not refused:
            values = {"path": pin.path, "source": pin.source, "fingerprint": pin.fingerprint}
            print(words("{path}: made from {source} ({fingerprint})", **values))
    show(problems, options.format, words)
    return 1 if problems else 0


def _status(project: Project, options: argparse.Namespace, words: Words) -> int:
    locales = project.languages.segments
    if options.locale and options.locale not in locales:
        where = Location("--locale")
        show([problem(UNKNOWN_LANGUAGE, where, key=options.locale, choices=", ".join(locales))], options.format, words)
        return 1
    library, problems = load(project)
    rows = translation_status(library, project.languages)
    if options.locale:
        locales = (options.locale,)
        rows = tuple(row for row in rows if any(_unfinished(each) for each in row.standings if each.locale in locales))
    print(_json(rows, locales) if options.format == "json" else _table(rows, locales, words), end="")
    if has_errors(problems):
        print(words("Files with errors may be missing here; run “ttdn check”."), file=sys.stderr)
    return 0


def _unfinished(standing: Standing) -> bool:
    return standing.state in ("incomplete", "unpinned", "stale", "missing") or standing.awaiting_review


def _json(rows: Sequence[Row], locales: Sequence[str]) -> str:
    items = [
        {
            "key": row.key,
            "type": row.type,
            "source": row.source_path,
            "languages": {
                each.locale: {
                    "state": each.state,
                    "awaiting_review": each.awaiting_review,
                    "status": each.status,
                    "path": each.path,
                }
                for each in row.standings
                if each.locale in locales
            },
        }
        for row in rows
    ]
    sums = {locale: dict(sorted(counter.items())) for locale, counter in totals(rows).items() if locale in locales}
    return json.dumps({"items": items, "totals": sums}, ensure_ascii=False, indent=2) + "\n"


def _table(rows: Sequence[Row], locales: Sequence[str], words: Words) -> str:
    names = {
        "source": words("source"),
        "current": words("translated"),
        "incomplete": words("incomplete"),
        "unpinned": words("not pinned"),
        "stale": words("stale"),
        "missing": "–",
    }

    def cell(standing: Standing) -> str:
        notes = [names[standing.state]]
        if standing.awaiting_review:
            notes.append(words("awaiting review"))
        if standing.status in ("draft", "review"):
            notes.append(words("draft") if standing.status == "draft" else words("in review"))
        return ", ".join(notes)

    lines = [[words("Item"), *locales]]
    lines += [[row.key, *(cell(each) for each in row.standings if each.locale in locales)] for row in rows]
    for state in (*STATES[1:], "awaiting_review"):
        label = {"missing": words("missing"), "awaiting_review": words("awaiting review")}.get(state) or names[state]
        counted = totals(rows)
        lines.append([f"= {label}", *(str(counted[locale][state] if locale in counted else 0) for locale in locales)])
    widths = [max(_width(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "".join(
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def _width(text: str) -> int:
    """Columns on a terminal: Chinese and Japanese characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
