"""`ttdn verify`: what is served, or lies in a folder, against its manifest. Made for cron."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from ttdn_site.cli.report import show
from ttdn_site.cli.words import Words
from ttdn_site.problems import ordered
from ttdn_site.publish.fetch import http_fetch
from ttdn_site.publish.staging import refusal
from ttdn_site.publish.verify import note_seen, read_seen, verify_directory
from ttdn_site.publish.verify_served import verify_url


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("what", metavar=words("FOLDER|ADDRESS"), help=words("the site's folder, or its address"))
    command.add_argument("--manifest", required=True, metavar=words("FOLDER"), help=words("folder of the manifest"))
    command.add_argument(
        "--allowed-signers", metavar=words("FILE"), help=words("who may sign; without it the signature is not checked")
    )
    command.add_argument(
        "--seen", metavar=words("FILE"), help=words("remembers the newest manifest, so that an old site cannot return")
    )
    command.add_argument("--format", choices=("text", "json"), default="text", help=words("how findings are printed"))


def run(options: argparse.Namespace, words: Words) -> int:
    # Not SOURCE_DATE_EPOCH: whether a manifest is outdated depends on today, whatever time the site was built for.
    now = dt.datetime.now(dt.UTC)
    manifest = Path(options.manifest)
    signers = Path(options.allowed_signers) if options.allowed_signers else None
    seen, problems = read_seen(Path(options.seen)) if options.seen else (0, [])
    if options.what.lower().startswith(("http://", "https://")):
        report = verify_url(options.what, manifest, http_fetch(), now=now, allowed_signers=signers, seen=seen)
    else:
        report = verify_directory(Path(options.what), manifest, now=now, allowed_signers=signers, seen=seen)
    if problems:
        report = replace(report, findings=tuple(ordered([*report.findings, *problems])))
    if options.format == "json":
        print(report.to_json())
    else:
        show(report.findings, "text", words)
        print(
            words(
                "{target}: {checked} files compared, {result}",
                target=report.target,
                checked=report.checked,
                result=words("nothing is changed") if report.ok else words("NOT as published"),
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
