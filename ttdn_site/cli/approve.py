"""`ttdn approve`: a record that somebody approved a text, for the gates `record` and `signed`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ttdn_site.cli.report import project_of, show
from ttdn_site.cli.words import Words
from ttdn_site.content.approvals import (
    approvers_of,
    digest_of,
    may_approve,
    plan_subject,
    record_path,
    record_text,
    same_person,
    settings_subjects,
    subject_of,
)
from ttdn_site.content.load import load
from ttdn_site.engine.build import build_clock
from ttdn_site.publish.approval_signatures import sign_record


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    command.add_argument("path", metavar=words("FILE"), help=words("the file that is approved"))
    command.add_argument("--approver", required=True, help=words("who approves; as named under “approvers”"))
    command.add_argument("--author", required=True, help=words("who wrote the text; somebody else"))
    command.add_argument("--role", required=True, help=words("the approver's office"))
    command.add_argument("--reference", required=True, help=words("number of the decision"))
    command.add_argument("--locale", help=words("the language that is approved; all languages of a data file without"))
    command.add_argument("--section", default="", help=words("the section for which the approver acts"))
    command.add_argument("--key", metavar=words("FILE"), help=words("the approver's private key, to sign the record"))


def run(options: argparse.Namespace, words: Words) -> int:
    project, problems = project_of(options, words)
    clock, complaints = build_clock(os.environ)
    problems += complaints
    if project is None or complaints:
        show(problems, "text", words)
        return 1
    wanted = project.relative(Path(options.path).resolve())
    if same_person(options.author, options.approver):
        print(words("Nobody approves what he or she wrote: {name}", name=options.approver))
        return 1
    library, _ = load(project)
    subjects = [
        subject_of(item, locale)
        for item in library.items
        for locale, text in item.texts.items()
        if text.path == wanted and options.locale in (None, locale)
    ]
    if Path(options.path).resolve().parent == project.docs / "data" / "plans" and Path(options.path).is_file():
        subjects.append(plan_subject(project, wanted))
    subjects += [subject for subject in settings_subjects(project) if subject.path == wanted]
    if not subjects:
        print(words("{path}: no content is read from this file", path=wanted))
        return 1
    for subject in subjects:
        locale = subject.locale
        if project.gate != "status" and not may_approve(project, subject, options.approver, options.section):
            print(
                words(
                    "{name} may not approve {path} ({locale}); these may: {names}",
                    name=options.approver,
                    path=wanted,
                    locale=locale,
                    names=", ".join(approvers_of(project, subject)) or "—",
                )
            )
            return 1
        if project.gate == "signed" and not options.key:
            print(words("This portal wants signed approvals: name the approver's key with --key"))
            return 1
        target = record_path(project, wanted, locale)
        content = record_text(
            (
                ("path", wanted),
                ("locale", locale),
                ("sha256", digest_of(project, subject, Path.read_bytes)),
                ("author", options.author),
                ("approver", options.approver),
                ("role", options.role),
                ("approved_at", clock.replace(microsecond=0).isoformat()),
                ("reference", options.reference),
                ("section", options.section),
            )
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode())
        # A signature of an older record is none of this one.
        target.with_name(f"{target.name}.sig").unlink(missing_ok=True)
        if options.key:
            complaints = sign_record(project, target, Path(options.key))
            if complaints:
                target.unlink()
                show(complaints, "text", words)
                return 1
        print(project.relative(target))
    return 0
