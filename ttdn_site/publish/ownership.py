"""Whose is what lies at the place of a site: whether a publication may replace it.

A folder is only replaced when it is empty, or when every name directly in it was put there by an earlier publication,
as the record in the workshop or the manifest beside the site says; both lie outside the site.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ttdn_site.problems import Location, Severity, declare, problem
from ttdn_site.publish.journal import read_record, strings
from ttdn_site.publish.staging import PublicationRefused

MANIFEST_NAMES = frozenset({"SHA256SUMS", "SHA256SUMS.sig", "manifest.json", "manifest.json.sig", "allowed_signers"})
"""What may lie in a manifest folder; with any other name in it the folder is not replaced."""

TARGET_IS_FILE = declare(
    "PB010",
    Severity.ERROR,
    "{path} is a file; the site needs a folder",
    "Move the file away, or name another folder as site_dir",
    wrong="site_dir: site.zip",
    right="site_dir: site",
)
TARGET_AMONG_SOURCES = declare(
    "PB011",
    Severity.ERROR,
    "The site would be written into {path}, which overlaps the sources in {source}",
    "Publish to a folder of its own beside docs",
    wrong="site_dir: docs/site",
    right="site_dir: site",
)
NOT_OURS = declare(
    "PB012",
    Severity.ERROR,
    "{path} holds something that no publication of this site put there: {names}",
    "Move it elsewhere; what belongs to the site goes into docs. If the whole folder may be replaced, delete it first",
    wrong="site_dir: Documents",
    right="site_dir: site",
)
MOUNTED = declare(
    "PB014",
    Severity.ERROR,
    "{path} is a disk or volume of its own and cannot be replaced in one step",
    "Publish to a folder inside it",
    wrong="site_dir: /site (a container volume)",
    right="site_dir: /site/public",
)
RECORD = "published.json"
"""In the workshop: what the last publication put directly into the site, and when."""
# What desktop systems drop into any folder they show.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def workshop_folder(target: Path) -> Path:
    """Where the publication keeps its lock, records and unfinished builds."""
    return target.parent / ".ttdn" / "publish" / target.name


def manifest_folder(target: Path) -> Path:
    """Where the manifest of the site at `target` lies: beside it, never inside."""
    return target.parent / f"{target.name}.manifest"


def check_place(target: Path, sources: tuple[Path, ...]) -> None:
    """Whether a site may lie there at all. sources: folders it must neither lie in nor contain.

    Raises PublicationRefused: PB010, PB011, PB014.
    """
    for folder in (target, manifest_folder(target)):
        if os.path.lexists(folder) and not folder.is_dir():
            raise PublicationRefused(problem(TARGET_IS_FILE, Location(folder.as_posix()), path=folder))
    where = Location(target.as_posix())
    for source in sources:
        if target.is_relative_to(source) or source.is_relative_to(target):
            raise PublicationRefused(problem(TARGET_AMONG_SOURCES, where, path=target, source=source))
    if target.is_mount():
        raise PublicationRefused(problem(MOUNTED, where, path=target))


def check_owner(target: Path) -> None:
    """Whether everything in the site and in its manifest folder is of earlier publications.

    Raises PublicationRefused: PB012.
    """
    manifest = manifest_folder(target)
    for folder, ours in ((target, _names_of_ours(target)), (manifest, MANIFEST_NAMES)):
        foreign = sorted(set(names_in(folder)) - _LITTER - ours)
        if foreign:
            shown = ", ".join(foreign[:5]) + (", …" if len(foreign) > 5 else "")
            raise PublicationRefused(problem(NOT_OURS, Location(folder.as_posix()), path=folder, names=shown))


def names_in(folder: Path) -> list[str]:
    """The names directly in a folder, none when it is not there."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _names_of_ours(target: Path) -> set[str]:
    """The names directly in the site that earlier publications put there: from our record and from the manifest."""
    names = set(strings(read_record(workshop_folder(target) / RECORD).get("names")))
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in (manifest_folder(target) / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            names.add(line[66:].partition("/")[0])
    return names
