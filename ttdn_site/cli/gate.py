"""`ttdn gate explain`: why something is or is not published."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ttdn_site.cli.arguments import files
from ttdn_site.cli.begin import begin, in_the_way
from ttdn_site.cli.report import show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import NO_CONTENT
from ttdn_site.content.approvals import judge, settings_subjects
from ttdn_site.content.gate import Decision, decide, next_change
from ttdn_site.content.load import load
from ttdn_site.engine.plan_data import load_plans
from ttdn_site.locales.messages import as_json
from ttdn_site.plans.model import PlanStatus
from ttdn_site.problems import Location, problem
from ttdn_site.publish.approval_signatures import signature_verifier

# The reasons of `content.gate.REASONS` as sentences; keys of the catalogs.
SENTENCES = {
    "public": "is published",
    "draft": "is held back: its status is draft",
    "review": "is held back: its status is review",
    "not_due": "is held back until {moment}",
    "expired": "is no longer published since {moment}",
    "classified": "must not be published: it is marked as not public",
    "source_not_public": "is held back: its source text is not public",
    "no_record": "is held back: there is no record of its approval",
    "record_void": "is held back: it was changed after it was approved",
    "approver_is_author": "is held back: its author approved it",
    "approver_not_allowed": "is held back: who approved it may not approve this section",
    "signature_bad": "is held back: the record of its approval is not signed by the approver",
    "approved_later": "is held back: its approval is dated later than the time it is built for",
}


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("action", choices=("explain",), help=words("explain: the decision for each file"))
    command.add_argument("path", nargs="*", metavar=words("FILE"), help=words("files to explain; all without any"))
    command.add_argument("--format", choices=("text", "json"), default="text", help=words("how decisions are printed"))


def run(options: argparse.Namespace, words: Words) -> int:
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    library, found = load(project)
    plans = load_plans(project, Path.read_bytes, preview=True)[0].plans
    verify = signature_verifier(project)
    approvals, _ = judge(project, library, Path.read_bytes, verify, clock, [one.plan.path for one in plans])
    wanted = {project.relative(path.resolve()) for path in files(options.path)}
    rows = []
    for item in library.items:
        for locale, text in item.texts.items():
            decision = decide(item, locale, clock, approvals)
            moment = item.shared.get("publish_at" if decision.reason == "not_due" else "expires_at")
            rows.append((text.path, locale, item.address, decision, moment.isoformat() if moment else ""))
    first = project.languages.segments[0]
    for published in plans:
        plan = published.plan
        reason = "draft" if plan.status is PlanStatus.DRAFT else approvals.reason(plan.path, first) or "public"
        rows.append((plan.path, first, f"plans/{plan.id}", Decision(reason == "public", reason), ""))
    for subject in settings_subjects(project):
        reason = approvals.reason(subject.path, first) or "public"
        rows.append((subject.path, first, "", Decision(reason == "public", reason), ""))
    rows = [row for row in rows if not wanted or row[0] in wanted]
    wrong = in_the_way([*problems, *found], project.relative(project.config_path), wanted)
    told = {row[0] for row in rows} | {each.location.path for each in wrong}
    missing = [*wrong, *(problem(NO_CONTENT, Location(path)) for path in sorted(wanted - told))]
    if options.format == "json":
        change = next_change(library, clock)
        document = {
            "clock": clock.isoformat(),
            "next_change": change.isoformat() if change else None,
            "decisions": [
                {
                    "path": path,
                    "locale": locale,
                    "address": address,
                    "public": decision.public,
                    "reason": decision.reason,
                }
                for path, locale, address, decision, _ in rows
            ],
            **json.loads(as_json(missing, words.locale)),
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for path, locale, _, decision, moment in rows:
            print(f"{path} ({locale}): {words(SENTENCES[decision.reason], moment=moment)}")
        show(missing, "text", words)
    return 1 if missing else 0
