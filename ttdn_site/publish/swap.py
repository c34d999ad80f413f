"""Publication of a build: the site is replaced in one step or not at all.

`Publication` gives a build an empty folder and makes it the site when the build succeeds. The site is always a plain
folder that any server or tool reads; there is no link to follow.

**How.** Beside the target lies a workshop, by default `.ttdn/publish/<name>/` in the folder that holds the target,
readable by its owner only, so that a server whose root is that folder does not serve half a site. It holds a lock, the
folder being built, and two small records. After a successful build everything is flushed to the disk, a journal is
written, and then

* on Linux, the new and the published folder change places by `renameat2(RENAME_EXCHANGE)`: every look-up by name finds
  the whole old or the whole new site;
* where that is not offered (other systems, NFS), the published folder is renamed away and the new one renamed into its
  place. For the moment between two renames the name is missing; a reader never finds a mixture.

The manifest folder (`<name>.manifest` beside the site) is replaced in the same way right after. A process that is
killed leaves its journal behind: the next publication finishes what had begun to be swapped, discards what had not,
and clears away the rest. What may be replaced at all, `ownership.py` says.

**Flushing.** Killing a process needs none; a power failure does. Before the journal is written: one syncfs(2) on Linux,
one fsync for each file elsewhere. The journal and each folder that renames are flushed by fsync. `durable=False` leaves
all of it out, for previews.

**Going on.** A build that knows which files it changed says so (`keep`). The folder it replaced is kept as `spare` in
the workshop; the next build brings it up to date instead of filling an empty folder. A build from nothing, which has
no such folder to leave, gives each file a second name in a twin of the site, where the file system has hard links, and
the twin is kept. Only a build that knows the spare's number takes it; whenever a build is killed, the spare is gone or
whole. Without hard links the first edit after a build from nothing copies the site once; later ones go on as elsewhere.

One file because journal, renames and recovery are one argument about what a kill may leave behind.

**Locking.** One publication at a time for each target (`filelock`: flock or its Windows equivalent); the lock vanishes
with its process.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem
from ttdn_site.publish.exchange import flush_files, flush_folder, flush_tree, put_back, replace_folder, set_aside
from ttdn_site.publish.journal import mapping, read_record, strings
from ttdn_site.publish.ownership import RECORD, check_owner, check_place, manifest_folder, names_in, workshop_folder
from ttdn_site.publish.staging import (
    PublicationRefused,
    Stage,
    can_link,
    is_full,
    make_folder,
    may_write,
    refusal,
    seal,
)

__all__ = ["Publication", "PublicationRefused", "Stage", "manifest_folder", "workshop_folder"]

BUSY = declare(
    "PB013",
    Severity.ERROR,
    "Another build is publishing to {path} at this moment",
    "Wait until it has ended, then build again",
    wrong="two builds of one site at once",
    right="one build after the other",
)
NOT_SWAPPED = declare(
    "PB015",
    Severity.ERROR,
    "The new site is complete but could not take the place of {path}: {reason}; the previous site stays",
    "Close programs that have files of the folder open, then build again",
    wrong="a page of site/ open in Word during the build",
    right="no file of site/ open",
)
LEFT_BEHIND = declare(
    "PB016",
    Severity.WARNING,
    "The old files in {path} could not be deleted",
    "Delete the folder by hand; it is not part of the site",
    wrong="files that belong to another account",
    right="the account that builds owns everything in .ttdn",
)

_JOURNAL = "journal.json"
_SITE = "site"
_MANIFEST = "manifest"
_SPARE = "spare"


class Publication:
    """`with Publication(target, clock=clock) as stage:` the build writes into `stage`; leaving the block publishes.

    Any exception that leaves the block, KeyboardInterrupt included, discards the build; the previous site stays.
    Raises PublicationRefused, with a problem PB001 to PB015, when it cannot begin or cannot finish.

    clock: gives the time noted in the record. sources: folders the site must neither lie in nor contain. wait: seconds
    to wait for another publication of the same target. durable: see the module's text. A target that is a link stands
    for the folder it leads to. kept: number of the folder that `keep` kept, to go on with it instead of an empty one.
    twins: give what is written a second name, to be kept as that folder.
    """

    def __init__(
        self,
        target: Path,
        *,
        clock: Callable[[], datetime],
        sources: tuple[Path, ...] = (),
        wait: float = 0.0,
        durable: bool = True,
        kept: int = 0,
        twins: bool = False,
    ) -> None:
        self.target = target.resolve()
        self.manifest = manifest_folder(self.target)
        self.workshop = workshop_folder(self.target)
        self.problems: tuple[Problem, ...] = ()
        """After the block: warnings that did not hinder the publication."""
        self.in_one_step = True
        """After the block: False where a folder had to be renamed twice."""
        self._clock = clock
        self._sources = tuple(source.resolve() for source in sources)
        self._wait = wait
        self._durable = durable
        self._lock = FileLock(self.workshop / "lock", thread_local=False)
        self._build = self.workshop
        self._wanted = kept
        self._changed: tuple[str, ...] | None = None
        self._goes_on = False
        self._keeps = False
        self._twins = twins
        self._twin: Path | None = None
        self.kept = 0
        """After the block: number of the folder kept for the next publication, 0 without one."""

    def __enter__(self) -> Stage:
        check_place(self.target, self._sources)
        try:
            self.workshop.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.workshop.chmod(0o700)
            self._lock.acquire(timeout=self._wait, poll_interval=0.05)
        except Timeout as error:
            raise PublicationRefused(problem(BUSY, self._where(), path=self.target)) from error
        except OSError as error:
            raise refusal(error, self.workshop) from error
        try:
            return self._begin()
        except OSError as error:
            self._lock.release()
            raise refusal(error, self.workshop) from error
        except BaseException:
            self._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        published = False
        try:
            if error is None:
                self._finish()
                published = True
                self._put_aside()
        finally:
            try:
                self._recover()
            except OSError as failure:
                if not published:
                    raise refusal(failure, self.workshop) from failure
                # The site is exchanged; what is left to be noted and cleared away, the next publication does.
                where = Location(self.workshop.as_posix())
                self.problems = (*self.problems, problem(LEFT_BEHIND, where, path=self.workshop))
            finally:
                self._lock.release()
        if isinstance(error, OSError) and is_full(error):
            raise refusal(error, self.target) from error

    def keep(self, changed: Iterable[str]) -> None:
        """Say that the stage differs from a sound site in these files only, and keep the replaced folder.

        Only they are checked and flushed then, and the next publication may go on with the kept folder.
        """
        self._changed = tuple(changed)
        self._keeps = True

    @property
    def spare(self) -> Path:
        """Where the kept folder lies."""
        return self.workshop / _SPARE

    def _where(self) -> Location:
        return Location(self.target.as_posix())

    def _refuse(self, code: Code, **parameters: object) -> PublicationRefused:
        return PublicationRefused(problem(code, self._where(), path=self.target, **parameters))

    def _targets(self) -> dict[str, Path]:
        return {_SITE: self.target, _MANIFEST: self.manifest}

    def _begin(self) -> Stage:
        self._recover()
        check_owner(self.target)
        self._build = self.workshop / f"build-{secrets.token_hex(8)}"
        self._goes_on = bool(self._wanted) and _inode(self.spare) == self._wanted
        for folder in (self._build, self._build / _MANIFEST):
            masked = make_folder(folder)
        if self._goes_on:
            self.spare.rename(self._build / _SITE)
        else:
            make_folder(self._build / _SITE)
        return Stage(
            self._build / _SITE,
            self._build / _MANIFEST,
            self.target if names_in(self.target) else None,
            self.manifest if self.manifest.is_dir() else None,
            self._goes_on,
            self._begin_twin(),
            masked,
        )

    def _begin_twin(self) -> Path | None:
        if not self._twins or self._goes_on or not can_link(self._build):
            return None
        self._twin = self._build / "twin"
        make_folder(self._twin)
        return self._twin

    def _finish(self) -> None:
        site = self._build / _SITE
        names = seal(site) if self._changed is None else tuple(names_in(site))
        moves = [_SITE]
        if names_in(self._build / _MANIFEST):
            seal(self._build / _MANIFEST)
            moves.append(_MANIFEST)
        try:
            if self._durable:
                if self._changed is None or not self._goes_on:
                    flush_tree(self._build)
                else:
                    flush_files(site, self._changed)
                    flush_tree(self._build / _MANIFEST, whole_disk=False)
            journal = {
                "build": self._build.name,
                "moves": {move: (self._build / move).stat().st_ino for move in moves},
                "names": list(names),
                "published": self._clock().isoformat(),
            }
            self._write_record(_JOURNAL, journal)
        except OSError as error:
            raise refusal(error, self.workshop) from error
        done: list[str] = []
        try:
            for move in moves:
                self._replace(self._build / move, self._targets()[move])
                done.append(move)
        except OSError as error:
            # Where even that fails, the recovery below decides.
            with contextlib.suppress(OSError):
                for move in reversed(done):
                    put_back(self._build / move, self._targets()[move])
            for folder in (self.target.parent, *self._targets().values()):
                # A folder has to be writable itself to move to another one.
                if folder.is_dir() and not may_write(folder):
                    raise refusal(error, folder) from error
            raise self._refuse(NOT_SWAPPED, reason=error.strerror or error) from error

    def _put_aside(self) -> None:
        """Keep the folder that was replaced, or forget an older one that is of no use any more."""
        replaced = self._build / _SITE
        if self.spare.exists():
            # Renamed before it is deleted: what is left of it is never taken for a whole folder.
            self.spare.rename(self._build / "old")
        kept = self._twin if self._twin is not None else replaced if self._keeps else None
        if kept is not None and kept.is_dir():
            kept.rename(self.spare)
            self.kept = _inode(self.spare)

    def _replace(self, staged: Path, target: Path) -> None:
        self.in_one_step &= replace_folder(staged, target)
        if self._durable:
            flush_folder(target.parent)

    def _recover(self) -> None:
        """Finish what a publication began to swap, discard what it had not, clear away what is left over.

        Runs at the start and at the end of every publication, under the lock.
        """
        journal = read_record(self.workshop / _JOURNAL)
        build = self.workshop / str(journal.get("build", "none"))
        inodes = {
            key: value
            for key, value in mapping(journal.get("moves")).items()
            if key in self._targets() and isinstance(value, int)
        }
        begun = any(
            _inode(target) == inodes[key] or (not target.exists() and set_aside(build / key).exists())
            for key, target in self._targets().items()
            if key in inodes
        )
        if begun:
            for key, inode in inodes.items():
                target = self._targets()[key]
                if _inode(target) != inode and _inode(build / key) == inode:
                    self._replace(build / key, target)
            record = {"names": strings(journal.get("names")), "published": str(journal.get("published"))}
            try:
                self._write_record(RECORD, record)
            except OSError:
                # A full disk: the folder that was replaced makes room.
                for leftover in sorted(self.workshop.glob("build-*")):
                    self._clear(leftover)
                self._write_record(RECORD, record)
        for name in (_JOURNAL, f"{_JOURNAL}.new", f"{RECORD}.new"):
            (self.workshop / name).unlink(missing_ok=True)
        for leftover in sorted(self.workshop.glob("build-*")):
            self._clear(leftover)

    def _clear(self, build: Path) -> None:
        for key, target in self._targets().items():
            if set_aside(build / key).exists() and not target.exists():
                set_aside(build / key).rename(target)
        shutil.rmtree(build, ignore_errors=True)
        if build.exists():
            self.problems = (*self.problems, problem(LEFT_BEHIND, Location(build.as_posix()), path=build))

    def _write_record(self, name: str, content: Mapping[str, object]) -> None:
        fresh = self.workshop / f"{name}.new"
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            if self._durable:
                os.fsync(file.fileno())
        fresh.replace(self.workshop / name)
        if self._durable:
            flush_folder(self.workshop)


def _inode(path: Path) -> int:
    """The folder's number on its disk; -1 when it is not there."""
    try:
        return path.stat().st_ino
    except OSError:
        return -1
