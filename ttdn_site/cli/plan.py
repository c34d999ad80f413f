"""`ttdn plan`: check the arithmetic of plans, read them in from office files, write out what readers download."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ttdn_site.cli.arguments import files
from ttdn_site.cli.report import FORMATS, format_argument, show
from ttdn_site.cli.words import Words
from ttdn_site.content.load import UNREADABLE
from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build_clock
from ttdn_site.engine.plan_data import AGENCIES, reported
from ttdn_site.locales.catalogs import translator
from ttdn_site.locales.languages import KNOWN, Languages
from ttdn_site.locales.messages import render
from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.audit.finding import Finding, record, to_problem
from ttdn_site.plans.audit.remarks import remarks
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.plans.reader import BAD_ID, is_id
from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, ordered, problem
from ttdn_site.source.text import DATA_LIMIT, clean
from ttdn_site.tables.downloads import downloads
from ttdn_site.tables.edition import Edition
from ttdn_site.tables.localize import localize

AUDIT_HELP = "check the arithmetic, numbering and responsibilities of plan files"
IMPORT_HELP = "make a plan file of a Word, Excel, CSV or text file"
EXPORT_HELP = "write the files that readers can download: Excel, CSV, JSON, Data Package"

EXISTS = declare(
    "PC001",
    Severity.ERROR,
    "The file is already there; it was not overwritten",
    "Choose another name after “-o”, or add “--force”",
    wrong="ttdn plan import ke-hoach.docx -o docs/data/plans/ke-hoach.yml (a second time)",
    right="ttdn plan import ke-hoach.docx -o docs/data/plans/ke-hoach-2.yml",
)
UNKNOWN_LANGUAGE = declare(
    "PC002",
    Severity.ERROR,
    "“{language}” is not a language of this portal",
    "Use one of: {choices}",
    wrong="--language fr",
    right="--language en",
)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The project a plan belongs to, as far as there is one."""

    languages: Languages
    register: AgencyRegister
    extra_catalogs: tuple[Path, ...]


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    actions = command.add_subparsers(dest="action", metavar=words("ACTION"), required=True)

    def action(name: str, told: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(
            name, help=words(told), description=words(told), add_help=False
        )
        made.add_argument("-h", "--help", action="help", help=words("show this help and stop"))
        return made

    check = action("audit", AUDIT_HELP)
    check.add_argument("files", nargs="+", metavar=words("FILE"), help=words("plan files, docs/data/plans/*.yml"))
    format_argument(check, words)
    read = action("import", IMPORT_HELP)
    read.add_argument("file", metavar=words("FILE"), help=words("a .docx, .xlsx, .csv or .txt file"))
    read.add_argument("-o", "--output", required=True, metavar=words("FILE"), help=words("the plan file to write"))
    read.add_argument("--force", action="store_true", help=words("overwrite the file when it is there"))
    format_argument(read, words)
    write = action("export", EXPORT_HELP)
    write.add_argument("file", metavar=words("FILE"), help=words("a plan file, docs/data/plans/*.yml"))
    write.add_argument("-o", "--output", required=True, metavar=words("FOLDER"), help=words("the folder to write to"))
    write.add_argument(
        "--language", action="append", metavar=words("LANGUAGE"), help=words("only this language; may be repeated")
    )
    write.add_argument("--format", choices=FORMATS, default="text", help=words("how problems are printed"))


def run(options: argparse.Namespace, words: Words) -> int:
    if options.action == "audit":
        return _audit(options, words)
    if options.action == "import":
        return _import(options, words)
    return _export(options, words)


def _surroundings(file: Path, config: Path) -> tuple[_Surroundings, list[Problem]]:
    """Languages and register: of the project if there is one here, else what lies beside the plan's folder."""
    project = read_project(config)[0] if config.is_file() else None
    languages = project.languages if project is not None else Languages(tuple(KNOWN.values()))
    catalogs = (project.catalogs,) if project is not None and project.catalogs else ()
    near = file.resolve().parent.parent / AGENCIES
    own = project.docs / "data" / AGENCIES if project is not None else near
    path = near if near.is_file() else own
    if not path.is_file():
        return _Surroundings(languages, AgencyRegister(), catalogs), []
    text, problems = _text(path, project.relative(path) if project is not None and path == own else path.as_posix())
    if text is None:
        return _Surroundings(languages, AgencyRegister(), catalogs), problems
    register, found = load_agencies(text, path.as_posix(), languages.segments)
    return _Surroundings(languages, register, catalogs), problems + found


def _text(path: Path, shown: str) -> tuple[str | None, list[Problem]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [problem(UNREADABLE, Location(shown), reason=error.strerror or type(error).__name__)]
    return clean(data, shown, DATA_LIMIT)


def _load(file: str, around: _Surroundings) -> tuple[Plan | None, list[Problem]]:
    shown = Path(file).as_posix()
    text, problems = _text(Path(file), shown)
    if text is None:
        return None, problems
    plan, found = load_plan(text, shown, around.register, around.languages.segments)
    return plan, problems + found


def _audit(options: argparse.Namespace, words: Words) -> int:
    """0 unless something is wrong that nobody has acknowledged."""
    problems: list[Problem] = []
    findings: list[Finding] = []
    for file in files(options.files):
        around, found = _surroundings(file, Path(options.config_file))
        problems += found
        plan, found = _load(str(file), around)
        problems += found
        if plan is not None:
            findings += audit(plan, around.register)
    problems = ordered(problems)
    every = [*problems, *(one for finding in findings for one in (reported(finding), *remarks(finding)))]
    if options.format == "json":
        entries = [_entry(one, words) for one in problems]
        entries += [record(finding, _told(finding, words)) for finding in findings]
        entries.sort(key=lambda entry: (str(entry["path"]), _whole(entry["line"]), _whole(entry["column"])))
        print(json.dumps({"problems": entries}, ensure_ascii=False, indent=2))
    else:
        # By place alone: what is remarked on a finding stays behind it.
        show(sorted(every, key=lambda one: one.location), options.format, words)
    return 1 if has_errors(every) else 0


def _told(finding: Finding, words: Words) -> str:
    """The finding's sentence, what it follows from, every total that could be meant and the repairs that would fit."""
    every = (to_problem(finding), *remarks(finding))
    return " · ".join(render(one, words.locale)[0] for one in every)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _entry(found: Problem, words: Words) -> dict[str, object]:
    """A mistake of the file itself in the shape of a finding: it has no row, and follows from nothing."""
    where = found.location
    return {
        "code": found.code.id,
        "severity": found.severity.value,
        "path": where.path,
        "line": where.line,
        "column": where.column,
        "row": "",
        "field": "",
        "printed": "",
        "computed": "",
        "role": "root",
        "acknowledged": False,
        "message": render(found, words.locale)[0],
    }


def _import(options: argparse.Namespace, words: Words) -> int:
    source, target = Path(options.file), Path(options.output)
    around, problems = _surroundings(target, Path(options.config_file))
    try:
        data = source.read_bytes()
    except OSError as error:
        where = Location(source.as_posix())
        show([problem(UNREADABLE, where, reason=error.strerror or type(error).__name__)], options.format, words)
        return 1
    if target.exists() and not options.force:
        show([problem(EXISTS, Location(target.as_posix()))], options.format, words)
        return 1
    if not is_id(target.stem):
        # The plan's id is the name of its file.
        show([problem(BAD_ID, Location(target.as_posix()), value=target.stem)], options.format, words)
        return 1
    text, found = import_plan(data, source.name, around.register, target.stem, around.languages.segments)
    problems = ordered([*problems, *found])
    show(problems, options.format, words)
    if not text:
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    print(words("Written: {file}", file=target.as_posix()), file=sys.stderr)
    return 1 if has_errors(problems) else 0


def _export(options: argparse.Namespace, words: Words) -> int:
    around, problems = _surroundings(Path(options.file), Path(options.config_file))
    plan, found = _load(options.file, around)
    problems += found
    clock, found = build_clock(os.environ)
    problems += found
    wanted = options.language or list(around.languages.segments)
    choices = ", ".join(around.languages.segments)
    where = Location(Path(options.file).as_posix())
    problems += [
        problem(UNKNOWN_LANGUAGE, where, language=one, choices=choices) for one in wanted if one not in around.languages
    ]
    show(ordered(problems), options.format, words)
    if plan is None or has_errors(problems):
        return 1
    count = _write(plan, around, wanted, Path(options.output), clock.date())
    print(words("Written: {file}", file=f"{options.output} ({count})"), file=sys.stderr)
    return 0


def _write(plan: Plan, around: _Surroundings, wanted: list[str], folder: Path, today: dt.date) -> int:
    findings = audit(plan, around.register)
    count = 0
    for segment in wanted:
        language = around.languages[segment]
        words = translator(language, around.languages, around.extra_catalogs)
        view = localize(plan, around.register, findings, Edition(language, around.languages, words, today))
        for file in downloads(view):
            path = folder / segment / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
            count += 1
    return count
