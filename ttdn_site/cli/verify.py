"""`ttdn verify`: what is served, or lies in a folder, against its manifest. Made for cron."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from ttdn_site.cli.arguments import whole_number
from ttdn_site.cli.report import show
from ttdn_site.cli.words import Words
from ttdn_site.problems import Severity, ordered
from ttdn_site.publish.fetch import http_fetch
from ttdn_site.publish.staging import refusal
from ttdn_site.publish.time_limit import from_now
from ttdn_site.publish.verify import OUT_OF_TIME, Report, note_seen, read_seen, verify_directory
from ttdn_site.publish.verify_served import GONE, UNREACHABLE, verify_url

AN_HOUR = 3600
"""Of a job that runs every day: long enough for a slow server, and over before anybody misses the report."""


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("what", metavar=words("FOLDER|ADDRESS"), help=words("the site's folder, or its address"))
    command.add_argument("--manifest", required=True, metavar=words("FOLDER"), help=words("folder of the manifest"))
    command.add_argument(
        "--allowed-signers", metavar=words("FILE"), help=words("who may sign; without it the signature is not checked")
    )
    command.add_argument(
        "--seen", metavar=words("FILE"), help=words("remembers the newest manifest, so that an old site cannot return")
    )
    command.add_argument(
        "--max-time",
        type=whole_number(1, 999_999_999),
        default=AN_HOUR,
        metavar=words("SECONDS"),
        help=words("after so many seconds the check ends, and what was not looked at is a finding"),
    )
    command.add_argument(
        "--all", action="store_true", help=words("list every finding, not only the first 20 of each kind")
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help=words("how findings are printed"))


def run(options: argparse.Namespace, words: Words) -> int:
    # Not SOURCE_DATE_EPOCH: whether a manifest is outdated depends on today, whatever time the site was built for.
    now = dt.datetime.now(dt.UTC)
    manifest = Path(options.manifest)
    signers = Path(options.allowed_signers) if options.allowed_signers else None
    limit = from_now(options.max_time)
    seen, problems = read_seen(Path(options.seen)) if options.seen else (0, [])
    if options.what.lower().startswith(("http://", "https://")):
        fetch = http_fetch(run=limit)
        report = verify_url(options.what, manifest, fetch, now=now, allowed_signers=signers, seen=seen, run=limit)
    else:
        folder = Path(options.what)
        report = verify_directory(folder, manifest, now=now, allowed_signers=signers, seen=seen, run=limit)
    if problems:
        report = replace(report, findings=tuple(ordered([*report.findings, *problems])))
    if options.format == "json":
        print(report.to_json(whole=options.all))
    else:
        show((report if options.all else report.shortened()).findings, "text", words)
        print(
            words(
                "{target}: {checked} files compared, {result}",
                target=report.target,
                checked=report.checked,
                result=_result(report, words),
            )
        )
    if report.ok and options.seen:
        try:
            note_seen(Path(options.seen), report)
        except OSError as error:
            # On the error channel: standard output may be one JSON document.
            show([refusal(error, Path(options.seen)).reason], "text", words, sys.stderr)
            return 1
    return 0 if report.ok else 1


def _result(report: Report, words: Words) -> str:
    if report.ok:
        return words("nothing is changed")
    errors = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    if errors <= {OUT_OF_TIME, GONE, UNREACHABLE}:
        return words("NOT compared to the end")
    return words("NOT as published")
