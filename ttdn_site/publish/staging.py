"""A folder being built: files are written or taken over from the previous site, then everything is checked and sealed.

A file taken over is a hard link where the file system has them: previous and next site share its bytes. Whoever
writes into the folder past `Stage.write` must therefore never open such a file for writing in place; remove it first.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ttdn_site.problems import Location, Problem, Severity, declare, problem

FILE_MODE = 0o644
FOLDER_MODE = 0o755

UNWRITABLE = declare(
    "PB001",
    Severity.ERROR,
    "The folder {path} cannot be written: {reason}",
    "Give the account that builds the site write permission there, or publish to another folder",
    wrong="site_dir: /srv/www/laichau, owned by root",
    right="site_dir: /srv/www/laichau, owned by the account that builds",
)
DISK_FULL = declare(
    "PB002",
    Severity.ERROR,
    "The disk is full; the previous site stays as it was",
    "Free space on the disk that holds {path}, then build again; a build needs room for a second copy of the site",
    wrong="12 MB free for a site of 400 MB",
    right="at least 500 MB free for a site of 400 MB",
)
LEAVES_FOLDER = declare(
    "PB003",
    Severity.ERROR,
    "The address “{path}” does not stay inside the site",
    "Use a path below the site's folder, with forward slashes and without “..” or a colon",
    wrong="../private/index.html",
    right="en/news/index.html",
)
WRITTEN_TWICE = declare(
    "PB004",
    Severity.ERROR,
    "Two pages or files want the same address “{path}”",
    "Rename one of them",
    wrong="tin-tuc.md beside tin-tuc/index.md",
    right="only tin-tuc/index.md",
)
NOT_A_FILE = declare(
    "PB005",
    Severity.ERROR,
    "“{path}” is a link or a device, not a file; nothing was published",
    "Put a copy of the file in the place of the link",
    wrong="docs/assets/plan.pdf → /home/lan/plan.pdf",
    right="docs/assets/plan.pdf, a copy of the file",
)
EMPTY = declare(
    "PB006",
    Severity.ERROR,
    "The build made no file at all; the previous site stays as it was",
    "Look at the first problem of this build, and check that docs_dir names the folder with the pages",
    wrong="docs_dir: doc",
    right="docs_dir: docs",
)

_NO_NAMES = frozenset({"", ".", ".."})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CREATE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class PublicationRefused(Exception):
    """The publication did not take place, the previous site is untouched; `reason` says why."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.reason.code.id} {self.reason.code.message.format(**dict(self.reason.parameters))}"


def refusal(error: OSError, path: Path) -> PublicationRefused:
    """The words for a failure of the file system at `path`."""
    where = Location(path.as_posix())
    if error.errno in _FULL:
        return PublicationRefused(problem(DISK_FULL, where, path=path))
    return PublicationRefused(problem(UNWRITABLE, where, path=path, reason=error.strerror or error))


def is_full(error: BaseException | None) -> bool:
    """Whether a failure, ours or of other code that wrote into the folder, is a full disk or quota."""
    return isinstance(error, OSError) and error.errno in _FULL


def may_write(folder: Path) -> bool:
    """Whether this process may change what lies in a folder."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder a build fills. It crosses processes: several workers may write different files at once.

    root: the future site. manifest: the future manifest folder, beside the site, never inside; left empty, the
    published manifest stays. previous, previous_manifest: what is published now, None at the first publication.
    holds: the root holds the site before the previous one, to be brought up to date, instead of nothing.
    twin: a second folder in which each file written gets a name too, for the publication after this one.
    masked: the umask takes away what a web server needs, so each mode is set by hand.
    """

    root: Path
    manifest: Path
    previous: Path | None = None
    previous_manifest: Path | None = None
    holds: bool = False
    twin: Path | None = None
    masked: bool = False

    def write(self, relative: str, data: bytes, *, replace: bool = False) -> os.stat_result:
        """Write one file and give its status; `replace` allows that it exists already.

        Raises PublicationRefused: PB001, PB002, PB003 (path leaves the site), PB004 (written twice).
        """
        path = _inside(self.root, relative)
        try:
            try:
                descriptor = os.open(path, _CREATE, FILE_MODE)
            except FileNotFoundError:
                self._make_parents(relative)
                descriptor = os.open(path, _CREATE, FILE_MODE)
            except FileExistsError:
                if not replace:
                    raise
                # Truncating would reach through a hard link into the live site.
                path_object = Path(path)
                path_object.unlink()
                descriptor = os.open(path, _CREATE, FILE_MODE)
            try:
                if self.masked:
                    os.fchmod(descriptor, FILE_MODE)
                view = memoryview(data)
                while view:
                    view = view[os.write(descriptor, view) :]
            finally:
                os.close(descriptor)
            if self.twin is not None:
                self._name_again(path, relative, self.twin)
            # Of the closed file: some systems set the time of change only then.
            return os.stat(path)  # noqa: PTH116 -- tens of thousands of files: strings, not Path objects
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise PublicationRefused(problem(WRITTEN_TWICE, Location(relative), path=relative)) from error
        except OSError as error:
            raise refusal(error, Path(path)) from error

    def reuse(self, relative: str, digest: str = "") -> bool:
        """Take one file over from the previous site; False when it is not there, and then it must be written.

        digest: SHA-256 in hexadecimal of the expected bytes. When given, the published file is read and compared: a
        site changed behind our back is then not carried on. Without it nobody looks, which is faster.
        """
        path = _inside(self.root, relative)
        if self.previous is None:
            return False
        published = _inside(self.previous, relative)
        try:
            if not stat.S_ISREG(os.lstat(published).st_mode):
                return False
            if digest and _digest(published) != digest:
                return False
        except OSError:
            return False
        try:
            try:
                _link_or_copy(published, path)
            except FileNotFoundError:
                self._make_parents(relative)
                _link_or_copy(published, path)
        except (FileExistsError, NotADirectoryError) as error:
            raise PublicationRefused(problem(WRITTEN_TWICE, Location(relative), path=relative)) from error
        except OSError as error:
            raise refusal(error, Path(path)) from error
        return True

    def remove(self, relative: str) -> None:
        """Delete one file, and the folders that it leaves empty."""
        path = _inside(self.root, relative)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 -- strings, as above
        folder = relative.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.root}/{folder}")  # noqa: PTH106 -- strings, as above
            except OSError:
                return
            folder = folder.rpartition("/")[0]

    def without_twin(self) -> Stage:
        """The stage for files that get their second names later, all at once."""
        return replace(self, twin=None)

    def name_again(self, paths: Iterable[str]) -> bool:
        """Give files their second names, also those that have them already. Raises PublicationRefused."""
        twin = self.twin
        if twin is None:
            return True
        for relative in paths:
            try:
                self._name_again(f"{self.root}/{relative}", relative, twin)
            except FileExistsError:
                continue
            except OSError as error:
                raise refusal(error, twin) from error
        return True

    def _name_again(self, path: str, relative: str, twin: Path) -> None:
        other = f"{twin}/{relative}"
        try:
            os.link(path, other)
        except FileNotFoundError:
            self._make_parents(relative, twin)
            os.link(path, other)

    def _make_parents(self, relative: str, root: Path | None = None) -> None:
        """Folders down to the file; never the root itself, which a later build may have cleared away."""
        root = root or self.root
        missing: list[str] = []
        folder = relative.rpartition("/")[0]
        while folder:
            try:
                self._make_folder(f"{root}/{folder}")
            except FileNotFoundError:
                # Most files are the first of their folder, and few of the one above it.
                missing.append(folder)
                folder = folder.rpartition("/")[0]
                continue
            except FileExistsError:
                pass
            break
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):
                self._make_folder(f"{root}/{folder}")

    def _make_folder(self, path: str) -> None:
        os.mkdir(path, FOLDER_MODE)  # noqa: PTH102 -- 40,000 files: strings, not Path objects
        if self.masked:
            os.chmod(path, FOLDER_MODE)  # noqa: PTH101 -- strings, as above


def make_folder(path: Path) -> bool:
    """A folder that a web server may read. Whether the umask would have taken something of that away."""
    path.mkdir(mode=FOLDER_MODE)
    masked = bool(FOLDER_MODE & ~path.stat().st_mode)
    if masked:
        path.chmod(FOLDER_MODE)
    return masked


def seal(root: Path) -> tuple[str, ...]:
    """Check a finished folder and set its modes (folders 755, files 644, whatever the umask was).

    Returns the names directly below `root`, sorted. Raises PublicationRefused: PB005 for anything that is neither a
    file nor a folder, PB006 when there is no file.
    """
    files = 0
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        _set_mode(folder, os.lstat(folder).st_mode, FOLDER_MODE)
        with os.scandir(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    folders.append(entry.path)
                elif stat.S_ISREG(status.st_mode):
                    files += 1
                    _set_mode(entry.path, status.st_mode, FILE_MODE)
                else:
                    relative = Path(entry.path).relative_to(root).as_posix()
                    raise PublicationRefused(problem(NOT_A_FILE, Location(relative), path=relative))
    if not files:
        raise PublicationRefused(problem(EMPTY, Location(root.as_posix())))
    return tuple(sorted(path.name for path in root.iterdir()))


def _set_mode(path: str, current: int, wanted: int) -> None:
    if os.name != "nt" and stat.S_IMODE(current) != wanted:
        os.chmod(path, wanted)  # noqa: PTH101 -- 40,000 files: strings, not Path objects


def _inside(root: Path, relative: str) -> str:
    parts = relative.split("/")
    if "\\" in relative or ":" in relative or "\0" in relative or not _NO_NAMES.isdisjoint(parts):
        raise PublicationRefused(problem(LEAVES_FOLDER, Location(relative.replace("\0", "␀")), path=relative))
    return f"{root}/{relative}"


def can_link(folder: Path) -> bool:
    """Whether files in a folder can have a second name."""
    first, second = folder / "link", folder / "link2"
    try:
        first.write_bytes(b"")
        os.link(first, second)
    except (OSError, NotImplementedError):
        return False
    finally:
        first.unlink(missing_ok=True)
        second.unlink(missing_ok=True)
    return True


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise
    except (OSError, NotImplementedError):
        # No hard links here, or too many of this file: another file system, FAT, some network shares.
        with open(source, "rb") as reader, open(target, "xb") as writer:  # noqa: PTH123 -- strings, as above
            shutil.copyfileobj(reader, writer, 1 << 20)
            _set_mode(target, os.fstat(writer.fileno()).st_mode, FILE_MODE)


def _digest(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 -- strings, as above
        return hashlib.file_digest(file, "sha256").hexdigest()
