"""`ttdn approve`: a record that somebody approved a text, for the gates `record` and `signed`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ttdn_site.cli.begin import begin, in_the_way
from ttdn_site.cli.report import show
from ttdn_site.cli.words import Words
from ttdn_site.cli.writing import NO_CONTENT, write
from ttdn_site.content.approvals import (
    OWN_TEXT,
    digest_of,
    plan_subject,
    record_path,
    record_text,
    settings_subjects,
    subject_of,
)
from ttdn_site.content.approvers import approvers_of, may_approve, same_person
from ttdn_site.content.load import load
from ttdn_site.problems import Location, Severity, declare, problem
from ttdn_site.publish.approval_signatures import sign_record

MAY_NOT = declare(
    "CL012",
    Severity.ERROR,
    "{approver} may not approve this text ({locale}); these may: {names}",
    "Let one of these approve it; who may approve what stands under “approvers” of mkdocs.yml",
    wrong="ttdn approve docs/vi/news/x.md --approver somebody-else@laichau.gov.vn …",
    right="ttdn approve docs/vi/news/x.md --approver chanh-van-phong@laichau.gov.vn …",
)
KEY_WANTED = declare(
    "CL013",
    Severity.ERROR,
    "This portal wants signed approvals, and no key is named",
    "Name the file of the approver's key after --key",
    wrong="ttdn approve docs/vi/news/x.md … (with gate: signed)",
    right="ttdn approve docs/vi/news/x.md … --key ~/.ssh/phe-duyet",
)


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
    begun = begin(options, words)
    if begun is None:
        return 1
    project, clock, problems = begun
    wanted = project.relative(Path(options.path).resolve())
    if same_person(options.author, options.approver):
        show([problem(OWN_TEXT, Location(options.path), approver=options.approver)], "text", words)
        return 1
    library, found = load(project)
    if wrong := in_the_way([*problems, *found], project.relative(project.config_path), [wanted]):
        show(wrong, "text", words)
        return 1
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
        show([problem(NO_CONTENT, Location(wanted))], "text", words)
        return 1
    for subject in subjects:
        locale = subject.locale
        if project.gate != "status" and not may_approve(project.approvers, subject, options.approver, options.section):
            names = ", ".join(approvers_of(project.approvers, subject)) or "—"
            values = {"approver": options.approver, "locale": locale, "names": names}
            show([problem(MAY_NOT, Location(wanted), **values)], "text", words)
            return 1
        if project.gate == "signed" and not options.key:
            show([problem(KEY_WANTED, Location("--key"))], "text", words)
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
        if refused := write(target, content):
            show(refused, "text", words)
            return 1
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
