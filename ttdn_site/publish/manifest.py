"""The manifest of a site: what every file of it must be, beside the site, never inside.

Two files in `<site>.manifest/`:

* `SHA256SUMS`, one line for each file, as GNU coreutils write and check it. In the site's folder
  `sha256sum --check --strict --quiet ../site.manifest/SHA256SUMS` proves every listed file; it does not see files
  that were added: `verify.py` does.
* `manifest.json`, a header bound to those sums by their hash: a sequence number and an expiry, so that an old site with
  its old manifest cannot be passed off as the present one, the hash of the manifest before it, and what the site was
  built from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ttdn_site.problems import Location, Problem, Severity, declare, problem

SUMS_NAME = "SHA256SUMS"
HEADER_NAME = "manifest.json"
SCHEMA = "ttdn-manifest/1"

LINK_IN_SITE = declare(
    "MF001",
    Severity.ERROR,
    "“{path}” is a link or a device; a site holds files and folders only",
    "Delete it, then build again; if none of you made it, find out who did",
    wrong="site/en/plan.pdf → /etc/passwd",
    right="site/en/plan.pdf, a file",
)
UNREADABLE = declare(
    "MF002",
    Severity.ERROR,
    "{path} cannot be read: {reason}",
    "Give the path of a folder that exists and that this account may read",
    wrong="ttdn verify /srv/www/old",
    right="ttdn verify /srv/www/thongtindoingoai",
)
DAMAGED_SUMS = declare(
    "MF003",
    Severity.ERROR,
    "Line {line} of the checksum list is not a SHA-256 sum followed by two spaces and a file name",
    "Take the manifest folder again from the archive that was handed over; do not edit it",
    wrong="9f86d081 en/index.html",
    right="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  en/index.html",
)
DAMAGED_HEADER = declare(
    "MF004",
    Severity.ERROR,
    "The manifest's header is damaged: {reason}",
    "Take the manifest folder again from the archive that was handed over; do not edit it",
    wrong='{"sequence": "twelve"}',
    right='{"sequence": 12, …}',
)
SUMS_NOT_BOUND = declare(
    "MF005",
    Severity.ERROR,
    "The checksum list is not the one that the manifest's header names",
    "Take both files from the same archive; if they were, somebody changed one of them",
    wrong="SHA256SUMS of June beside manifest.json of May",
    right="both files of June",
)

DAMAGED_SUMS_MORE = declare(
    "MF006",
    Severity.ERROR,
    "{count} more lines of the checksum list are damaged like those listed",
    "Take the manifest folder again from the archive that was handed over; do not edit it",
    wrong="a list that was saved as UTF-16, or that is no list of checksums at all",
    right="the list as the build wrote it",
)

LISTED = 20
"""So many findings of one kind are told one by one; who reads them has understood by then."""

_LINE = re.compile(rb"(\\?)([0-9a-f]{64}) [ *](.+)", re.DOTALL)
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {value: key for key, value in _ESCAPES.items()}


@dataclass(frozen=True)
class Sums:
    """SHA-256 of each file in hexadecimal. entries: (path with forward slashes, digest), ordered by path bytes."""

    entries: tuple[tuple[str, str], ...]

    def to_bytes(self) -> bytes:
        """The text of SHA256SUMS. Names with a backslash or a line end are escaped as coreutils do."""
        return self._text

    @cached_property
    def _text(self) -> bytes:
        return os.fsencode("".join([_sum_line(path, digest) for path, digest in self.entries]))

    def digest(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def by_path(self) -> dict[str, str]:
        return dict(self.entries)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a site was built from.

    content_revision: the commit of the content, or another name for its state. inputs: hash over all inputs, as the
    build records it. versions: (name, version) of the programs that made it. built_at, expires_at: with offset; after
    `expires_at` a verifier calls the site outdated, so it must be built and signed anew before. hosts: the hosts that
    pages link to; a verifier calls a link to any other host injected.
    """

    content_revision: str
    inputs: str
    built_at: datetime
    expires_at: datetime
    versions: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The header, `manifest.json`. previous: SHA-256 of the header before it, empty for the first one."""

    sequence: int
    previous: str
    sums: str
    files: int
    provenance: Provenance

    def to_bytes(self) -> bytes:
        made = self.provenance
        content = {
            "schema": SCHEMA,
            "sequence": self.sequence,
            "previous": self.previous,
            "built_at": made.built_at.isoformat(),
            "expires_at": made.expires_at.isoformat(),
            "content_revision": made.content_revision,
            "inputs": made.inputs,
            "versions": dict(sorted(made.versions)),
            "hosts": sorted(made.hosts),
            "sums": {"file": SUMS_NAME, "sha256": self.sums, "files": self.files},
        }
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()

    def digest(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()


def list_tree(root: Path) -> tuple[list[str], list[str]]:
    """Every file below `root`, and everything that is neither file nor folder; both ordered by the path's bytes.

    Raises OSError when a folder cannot be read.
    """
    files: list[str] = []
    others: list[str] = []
    folders = [""]
    while folders:
        prefix = folders.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                relative = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{relative}/")
                elif entry.is_file(follow_symlinks=False):
                    files.append(relative)
                else:
                    others.append(relative)
    return sorted(files, key=os.fsencode), sorted(others, key=os.fsencode)


def sum_tree(root: Path, known: Mapping[str, str] | None = None) -> tuple[Sums, list[Problem]]:
    """SHA-256 of every file below `root`.

    known: digests by path that the caller vouches for, because it wrote or compared those bytes in this run; such files
    are not read again. A known path that does not exist is left out. Problems: MF001, MF002.
    """
    vouched = known or {}
    try:
        files, others = list_tree(root)
    except OSError as error:
        return Sums(()), [_unreadable(root.as_posix(), error)]
    problems = [problem(LINK_IN_SITE, Location(path), path=path) for path in others]
    entries: list[tuple[str, str]] = []
    for path in files:
        digest = vouched.get(path)
        if digest is None:
            try:
                digest = file_digest(f"{root}/{path}")
            except OSError as error:
                problems.append(_unreadable(path, error))
                continue
        entries.append((path, digest))
    return Sums(tuple(entries)), problems


def file_digest(path: str) -> str:
    """SHA-256 of one file in hexadecimal."""
    with open(path, "rb") as file:  # noqa: PTH123 -- 40,000 files: strings, not Path objects
        return hashlib.file_digest(file, "sha256").hexdigest()


def parse_sums(data: bytes, path: str = SUMS_NAME) -> tuple[Sums, list[Problem]]:
    """Read a checksum list; text and binary marks are accepted.

    Problems: MF003, also for a path listed twice; MF006, how many more there are: a file of bad lines alone would
    otherwise become millions of values.
    """
    entries: dict[str, str] = {}
    problems: list[Problem] = []
    more: list[int] = []
    for number, line in enumerate(data.split(b"\n")[:-1] if data.endswith(b"\n") else data.split(b"\n"), 1):
        match = _LINE.fullmatch(line)
        name = os.fsdecode(match[3]) if match else ""
        if match and match[1]:
            name = re.sub(r"\\[\\nr]", lambda escape: _UNESCAPES[escape[0]], name)
        if match is not None and name not in entries and _stays_inside(name):
            entries[name] = match[2].decode("ascii")
        elif len(problems) < LISTED:
            problems.append(problem(DAMAGED_SUMS, Location(path, number), line=number))
        else:
            more.append(number)
    if more:
        problems.append(problem(DAMAGED_SUMS_MORE, Location(path, more[0]), count=len(more)))
    return Sums(tuple(sorted(entries.items(), key=lambda entry: os.fsencode(entry[0])))), problems


def make_manifest(sums: Sums, provenance: Provenance, previous: bytes | None = None) -> Manifest:
    """The header for these sums. previous: the bytes of the header before it, as published."""
    sequence = 1
    if previous is not None:
        before, _ = parse_manifest(previous)
        sequence = before.sequence + 1 if before else 1
    chain = hashlib.sha256(previous).hexdigest() if previous is not None else ""
    return Manifest(sequence, chain, sums.digest(), len(sums.entries), provenance)


def parse_manifest(data: bytes, path: str = HEADER_NAME) -> tuple[Manifest | None, list[Problem]]:
    """Read a header. Problem: MF004."""
    try:
        content = json.loads(data)
        if content["schema"] != SCHEMA:
            raise ValueError(f"schema {content['schema']!r:.80}")
        provenance = Provenance(
            content_revision=_text(content["content_revision"]),
            inputs=_text(content["inputs"]),
            built_at=_moment(content["built_at"]),
            expires_at=_moment(content["expires_at"]),
            versions=tuple(sorted((_text(name), _text(value)) for name, value in content["versions"].items())),
            hosts=tuple(_text(host) for host in content["hosts"]),
        )
        sums = content["sums"]
        manifest = Manifest(
            _number(content["sequence"]),
            _text(content["previous"]),
            _text(sums["sha256"]),
            _number(sums["files"]),
            provenance,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return None, [problem(DAMAGED_HEADER, Location(path), reason=error)]
    return manifest, []


def write_manifest(folder: Path, sums: Sums, manifest: Manifest) -> None:
    """Write both files into an existing folder, such as `Stage.manifest`. Raises OSError."""
    (folder / SUMS_NAME).write_bytes(sums.to_bytes())
    (folder / HEADER_NAME).write_bytes(manifest.to_bytes())


def read_manifest(folder: Path) -> tuple[tuple[Manifest, Sums] | None, list[Problem]]:
    """Header and sums of a manifest folder, when both are sound and belong together. Problems: MF002 to MF006."""
    try:
        header_bytes = (folder / HEADER_NAME).read_bytes()
        sums_bytes = (folder / SUMS_NAME).read_bytes()
    except OSError as error:
        return None, [_unreadable(folder.as_posix(), error)]
    manifest, problems = parse_manifest(header_bytes, (folder / HEADER_NAME).as_posix())
    where = (folder / SUMS_NAME).as_posix()
    sums, more = parse_sums(sums_bytes, where)
    problems += more
    if manifest and hashlib.sha256(sums_bytes).hexdigest() != manifest.sums:
        problems.append(problem(SUMS_NOT_BOUND, Location(where)))
    if manifest is None or problems:
        return None, problems
    return (manifest, sums), []


def sums_of(digests: Iterable[tuple[str, str]]) -> Sums:
    """Sums from (path, digest) pairs in any order."""
    return Sums(tuple(sorted(digests, key=lambda entry: os.fsencode(entry[0]))))


def _sum_line(path: str, digest: str) -> str:
    if "\\" in path or "\n" in path or "\r" in path:
        escaped = "".join(_ESCAPES.get(character, character) for character in path)
        return f"\\{digest}  {escaped}\n"
    return f"{digest}  {path}\n"


def _stays_inside(path: str) -> bool:
    return not any(part in ("", ".", "..") for part in path.split("/"))


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(UNREADABLE, Location(path), path=path, reason=error.strerror or error)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.80} is not a text")
    # JSON can spell half a character (`"\\ud800"`), which no file can hold.
    value.encode()
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 63:
        raise TypeError(f"{value!r:.80} is not a number")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no offset")
    return moment
