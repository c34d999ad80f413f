"""Does what lies on a disk, or what a server hands out, equal the signed manifest?

Made for a timer: run it elsewhere than on the web server, with a manifest folder and a list of allowed signers that the
web server cannot reach. A finding means that the site differs; what differs is never taken for an error of the tool.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ttdn_site.problems import Code, Location, Problem, Severity, declare, has_errors, ordered, problem
from ttdn_site.publish.injected import injections
from ttdn_site.publish.manifest import (
    DAMAGED_SUMS,
    DAMAGED_SUMS_MORE,
    LINK_IN_SITE,
    LISTED,
    UNREADABLE,
    Manifest,
    Sums,
    file_digest,
    list_tree,
    read_manifest,
)
from ttdn_site.publish.signing import verify_manifest_signature
from ttdn_site.publish.time_limit import TimeLimit

CHANGED = declare(
    "MF010",
    Severity.ERROR,
    "{path} is not the file that was signed",
    "Restore it from the archive that was handed over; if none of you changed it, treat the server as broken into",
    wrong="en/index.html edited on the server",
    right="en/index.html as published",
)
MISSING = declare(
    "MF011",
    Severity.ERROR,
    "{path} is missing",
    "Restore it from the archive that was handed over",
    wrong="en/index.html deleted on the server",
    right="every file of the archive",
)
ADDED = declare(
    "MF012",
    Severity.ERROR,
    "{path} is there but does not belong to the site",
    "Delete it; if none of you put it there, treat the server as broken into",
    wrong="nha-cai/index.html",
    right="only files of the archive",
)
OUTDATED = declare(
    "MF018",
    Severity.ERROR,
    "The manifest has been outdated since {expires}",
    "Build, sign and publish the site anew; if that was done, the server still has the old one",
    wrong="a manifest of last year",
    right="a manifest from the last publication",
)
REPLAYED = declare(
    "MF019",
    Severity.ERROR,
    "This is publication number {sequence}, but number {seen} was already seen: an older site came back",
    "Take the newest manifest folder, and find out who put the old one there",
    wrong="number 11 after number 12",
    right="number 13 after number 12",
)

SEEN_DAMAGED = declare(
    "MF027",
    Severity.ERROR,
    "The note of the newest publication, {path}, holds no number: an older site could come back unseen",
    "Write the number of the last publication into it, as the last report told, or delete it to begin anew",
    wrong="an empty file after the disk was full",
    right="12",
)

OUT_OF_TIME = declare(
    "MF028",
    Severity.ERROR,
    "The check was ended after {seconds} s; {count} files were not looked at",
    "Find out why the server or the disk is slow, or allow more time with --max-time; then verify again",
    wrong="an hour, and every file takes a minute",
    right="every file looked at within the time",
)

NOT_LISTED = declare(
    "MF029",
    Severity.NOTE,
    "{count} more findings {code} are not listed",
    "Begin with those listed; “--all” lists every one",
    wrong="ttdn verify … (on a folder in which everything was changed)",
    right="ttdn verify … --all --format json",
)

_PAGES = (".html", ".htm", ".xml", ".svg")
# How much of a page that an intruder made is looked through.
_PAGE_LIMIT = 8 << 20


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one comparison.

    target: folder or address. findings: ordered by path. checked: number of files compared. sequence, built_at: of the
    manifest, 0 and empty when it could not be read. signer: who signed it; empty when nobody was asked for. unchecked:
    number of files that were not looked at, because the time was over or the server gone.
    """

    target: str
    findings: tuple[Problem, ...]
    checked: int = 0
    sequence: int = 0
    built_at: str = ""
    signer: str = ""
    unchecked: int = 0

    @property
    def ok(self) -> bool:
        return not has_errors(self.findings)

    def counts(self) -> dict[str, int]:
        """How many findings of each kind there are, those included that are only counted."""
        counted: Counter[str] = Counter()
        for finding in self.findings:
            if finding.code is DAMAGED_SUMS_MORE:
                counted[DAMAGED_SUMS.id] += int(dict(finding.parameters)["count"])
            else:
                counted[finding.code.id] += 1
        return dict(sorted(counted.items()))

    def shortened(self) -> Report:
        """The first findings of each kind, and in the place of the next one how many more there are."""
        counted = Counter(finding.code for finding in self.findings)
        met: Counter[Code] = Counter()
        listed: list[Problem] = []
        for finding in self.findings:
            code = finding.code
            met[code] += 1
            if met[code] <= LISTED:
                listed.append(finding)
            elif met[code] == LISTED + 1:
                listed.append(problem(NOT_LISTED, finding.location, count=counted[code] - LISTED, code=code.id))
        return replace(self, findings=tuple(listed))

    def to_json(self, *, whole: bool = True) -> str:
        """Stable, in English, for machines: `schema` is `ttdn-verify/1`.

        whole: list every finding; otherwise the first ones of each kind. `counts` and `total` are of all.
        """
        counts = self.counts()
        findings = [
            {
                "code": finding.code.id,
                "severity": finding.severity.value,
                "path": finding.location.path,
                "message": finding.code.message.format(**dict(finding.parameters)),
                "parameters": dict(finding.parameters),
            }
            for finding in (self if whole else self.shortened()).findings
        ]
        content = {
            "schema": "ttdn-verify/1",
            "target": self.target,
            "ok": self.ok,
            "checked": self.checked,
            "unchecked": self.unchecked,
            "sequence": self.sequence,
            "built_at": self.built_at,
            "signer": self.signer,
            "total": sum(counts.values()),
            "counts": counts,
            "findings": findings,
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Trusted:
    """A manifest that may be compared with: read, and as far as asked for signed, fresh and not an older one."""

    manifest: Manifest
    sums: Sums
    signer: str


def trust(
    manifest_folder: Path, now: datetime, *, allowed_signers: Path | None = None, seen: int = 0
) -> tuple[Trusted | None, list[Problem]]:
    """Read a manifest and judge it. seen: the highest sequence number met so far; the caller keeps it.

    None when it cannot be read or its signature is bad: then nothing may be compared with it.
    Problems: MF002 to MF005, MF018, MF019, MF030, MF033, MF034.
    """
    signer = ""
    if allowed_signers is not None:
        signer, problems = verify_manifest_signature(manifest_folder, allowed_signers, now)
        if problems:
            return None, problems
    read, problems = read_manifest(manifest_folder)
    if read is None:
        return None, problems
    manifest, sums = read
    where = Location(manifest_folder.as_posix())
    if now > manifest.provenance.expires_at:
        problems.append(problem(OUTDATED, where, expires=manifest.provenance.expires_at.isoformat()))
    if manifest.sequence < seen:
        problems.append(problem(REPLAYED, where, sequence=manifest.sequence, seen=seen))
    return Trusted(manifest, sums, signer), problems


def verify_directory(
    directory: Path,
    manifest_folder: Path,
    *,
    now: datetime,
    allowed_signers: Path | None = None,
    seen: int = 0,
    run: TimeLimit | None = None,
) -> Report:
    """Compare a folder with its manifest: changed, missing, added files and links; what was injected into pages.

    run: how long that may take; then the rest of the files is told as not looked at.
    """
    trusted, problems = trust(manifest_folder, now, allowed_signers=allowed_signers, seen=seen)
    if trusted is None:
        return Report(str(directory), tuple(ordered(problems)))
    try:
        files, others = list_tree(directory)
    except OSError as error:
        where = Location(directory.as_posix())
        problems.append(problem(UNREADABLE, where, path=directory, reason=error.strerror or error))
        return report(str(directory), trusted, problems, 0)
    problems += [problem(LINK_IN_SITE, Location(path), path=path) for path in others]
    signed = trusted.sums.by_path()
    hosts = trusted.manifest.provenance.hosts
    unchecked = 0
    for place, path in enumerate(files):
        if run is not None and run.is_over:
            unchecked = len(files) - place
            problems.append(out_of_time(directory.as_posix(), run, unchecked))
            break
        try:
            if signed.get(path) == file_digest(f"{directory}/{path}"):
                continue
            problems.append(problem(CHANGED if path in signed else ADDED, Location(path), path=path))
            if path.lower().endswith(_PAGES):
                with (directory / path).open("rb") as file:
                    problems += injections(path, file.read(_PAGE_LIMIT), f"http://localhost/{path}", hosts)
        except OSError as error:
            problems.append(problem(UNREADABLE, Location(path), path=path, reason=error.strerror or error))
    present = {*files, *others}
    problems += [problem(MISSING, Location(path), path=path) for path in signed if path not in present]
    return report(str(directory), trusted, problems, len(files) - unchecked, unchecked)


def out_of_time(target: str, run: TimeLimit, unchecked: int) -> Problem:
    """The finding that a check was ended before its end."""
    return problem(OUT_OF_TIME, Location(target), seconds=f"{run.seconds:g}", count=unchecked)


def report(target: str, trusted: Trusted, problems: Iterable[Problem], checked: int, unchecked: int = 0) -> Report:
    """A report over a comparison with `trusted`."""
    manifest = trusted.manifest
    return Report(
        target,
        tuple(ordered(problems)),
        checked,
        manifest.sequence,
        manifest.provenance.built_at.isoformat(),
        trusted.signer,
        unchecked,
    )


def read_seen(path: Path) -> tuple[int, list[Problem]]:
    """The highest sequence number noted in a file, 0 when there is none yet. Problem: MF027."""
    try:
        data = path.read_bytes()[:100]
    except FileNotFoundError:
        return 0, []
    except OSError:
        data = b""
    if not re.fullmatch(rb"\s*[0-9]{1,90}\s*", data):
        return 0, [problem(SEEN_DAMAGED, Location(path.as_posix()), path=path)]
    return int(data), []


def note_seen(path: Path, outcome: Report) -> None:
    """Note the sequence number of a report, if it is the highest so far. Raises OSError."""
    if outcome.sequence > read_seen(path)[0]:
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text(f"{outcome.sequence}\n", encoding="ascii", newline="\n")
        fresh.replace(path)
