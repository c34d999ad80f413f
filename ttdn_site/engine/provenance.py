"""The manifest of a build: the digests it knows anyway, and what the site was built from."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import ttdn_site
from ttdn_site.engine.inputs import PROGRAMS
from ttdn_site.publish.manifest import HEADER_NAME, Provenance, make_manifest, sums_of, write_manifest
from ttdn_site.publish.staging import Stage

LASTS = dt.timedelta(days=92)
"""How long a manifest speaks for a site: a quarter. A portal that is built every month never comes near it."""

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


def write(
    stage: Stage,
    outputs: Mapping[str, tuple[str, int, int]],
    hosts: Iterable[str],
    digests: Mapping[str, str],
    root: Path,
    clock: dt.datetime,
    now: dt.datetime,
) -> None:
    """Put the manifest of a finished site beside it.

    outputs: path → SHA-256, size, time. hosts: that its pages link to. digests: of everything the build read.
    clock: the time the site was built for. now: the time of publication, from which the manifest lasts; a site built
    for the time of an old commit is as fresh as any other on the day it is published.
    """
    previous = None
    if stage.previous_manifest is not None and (stage.previous_manifest / HEADER_NAME).is_file():
        previous = (stage.previous_manifest / HEADER_NAME).read_bytes()
    sums = sums_of((path, digest) for path, (digest, _, _) in outputs.items())
    made_from = Provenance(
        content_revision=revision(root),
        inputs=inputs_digest(digests, root),
        built_at=clock,
        expires_at=now.astimezone(clock.tzinfo).replace(microsecond=0) + LASTS,
        versions=versions(),
        hosts=tuple(sorted(set(hosts))),
    )
    write_manifest(stage.manifest, sums, make_manifest(sums, made_from, previous))


def inputs_digest(digests: Mapping[str, str], root: Path) -> str:
    """One hash over all inputs, the same wherever the project lies."""
    start = f"{root}{os.sep}"
    lines = sorted(f"{digest}  {path.removeprefix(start).replace(os.sep, '/')}\n" for path, digest in digests.items())
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def versions() -> tuple[tuple[str, str], ...]:
    found = [("ttdn-site", ttdn_site.__version__)]
    for name in PROGRAMS:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return tuple(sorted(found))


def revision(root: Path) -> str:
    """The commit that the project's folder stands at, read from `.git` itself; empty where there is none.

    `.git` is a folder, or in a worktree or submodule a file that names one (gitrepository-layout(5)).
    """
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.exists():
            try:
                return _revision(git)
            except (OSError, UnicodeDecodeError):
                return ""
    return ""


def _revision(git: Path) -> str:
    if git.is_file():
        git = git.parent / _text(git).removeprefix("gitdir: ")
    shared = git / "commondir"
    # Branches of a worktree lie in the repository it belongs to, its own HEAD beside them.
    common = git / _text(shared) if shared.is_file() else git
    head = _text(git / "HEAD")
    if head.startswith("ref: "):
        name = head.removeprefix("ref: ")
        if ".." in name.split("/"):
            return ""
        for place in (git / name, common / name):
            if place.is_file():
                head = _text(place)
                break
        else:
            packed = _text(common / "packed-refs").splitlines()
            head = next((line.split(" ")[0] for line in packed if line.endswith(f" {name}")), "")
    return head if _COMMIT.match(head) else ""


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
